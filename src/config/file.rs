//! The configuration file: TOML, read against the table of settings so that a slip is named.

use std::ffi::OsStr;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::app::action::{self, CONTEXTS, Context};
use crate::query::closest;

use super::keymap::{Change, Keymap, sequence};
use super::keys::{Form, KEYS, Key};
use super::{Config, ConfigError};

/// Puts the settings of `text`, the content of `path`, over `config`; what is wrong is left out and told.
pub(super) fn apply(config: &mut Config, path: &Path, text: &str) -> Result<(), ConfigError> {
    let wrong = |mut mistakes: Vec<(usize, String)>, store| {
        mistakes.sort();
        let lines = mistakes.into_iter();
        ConfigError::File {
            path: path.to_owned(),
            mistakes: lines.map(|(at, told)| (line_of(text, at), told)).collect(),
            store,
        }
    };
    let table = DeTable::parse(text).map_err(|e| {
        let at = e.span().map_or(0, |s| s.start);
        let told = format!(
            "not valid TOML: {}; nothing of the file is used",
            e.message().trim()
        );
        wrong(vec![(at, told)], may_name_a_store(text))
    })?;
    let mut mistakes = Vec::new();
    for (name, value) in table.get_ref() {
        let known = KEYS.iter().find(|k| k.name == name.get_ref());
        match known {
            _ if name.get_ref() == "keys" => mistakes.extend(set_keys(config, text, value)),
            None => mistakes.push((name.span().start, unknown(name.get_ref()))),
            Some(key) => {
                let wrong = set(config, key, value.get_ref()).err();
                let wrong = wrong.map(|takes| format!("{} takes {takes}", key.name));
                mistakes.extend(wrong.map(|told| (value.span().start, told)));
            }
        }
    }
    if mistakes.is_empty() {
        Ok(())
    } else {
        let store = config.store.is_none() && names_a_store(table.get_ref());
        Err(wrong(mistakes, store))
    }
}

/// Whether a text that cannot be read as settings may name a store.
fn may_name_a_store(text: &str) -> bool {
    let settings = || KEYS.iter().map(|key| key.name);
    let names = |line: &str| {
        let name = line.split('=').next().unwrap_or("").trim();
        closest(name.trim_matches(['"', '\'']), settings()) == Some("store")
    };
    // A name can be written with escapes too.
    text.to_lowercase().contains("store") || text.contains("\\u") || text.lines().any(names)
}

/// Whether a table, or one in it, has a line that looks as if it were to name the store. Where none was
/// named, that one is meant: written otherwise, or below a table, whose line it is then.
fn names_a_store(table: &DeTable<'_>) -> bool {
    let settings = || KEYS.iter().map(|key| key.name);
    table.iter().any(|(name, value)| {
        let name = name.get_ref();
        name.to_lowercase().contains("store")
            || closest(name, settings()) == Some("store")
            || matches!(value.get_ref(), DeValue::Table(inner) if names_a_store(inner))
    })
}

fn set(config: &mut Config, key: &Key, value: &DeValue<'_>) -> Result<(), String> {
    let text = match (key.form, value) {
        (Form::Text, DeValue::String(text)) => text.to_string(),
        (Form::Number, DeValue::Integer(number)) => number.to_string(),
        (Form::Switch, DeValue::Boolean(switch)) => switch.to_string(),
        (Form::Text, _) => return Err("text in marks, as in \"...\"".to_owned()),
        (Form::Number, _) => return Err("a number".to_owned()),
        (Form::Switch, _) => return Err("true or false, without marks".to_owned()),
    };
    (key.set_text)(config, OsStr::new(&text))
}

/// A place in the file, and what is wrong there.
type Wrong = (usize, String);

/// Reads the table of keys: a line an action, and a table below it for each context. Gives all that
/// is wrong in it.
fn set_keys(config: &mut Config, text: &str, value: &Spanned<DeValue<'_>>) -> Vec<Wrong> {
    let DeValue::Table(table) = value.get_ref() else {
        let message = "keys is a table: write [keys], then lines such as quit = \"q\"";
        return vec![(value.span().start, message.to_owned())];
    };
    let (mut places, mut wrong) = (Vec::new(), Vec::new());
    let mut read = |(name, value): Line<'_>, context| match change(name.get_ref(), context, value) {
        Ok(change) => {
            places.push(name.span().start);
            config.keys.push(change);
            None
        }
        Err(wrong) => Some(wrong),
    };
    for line in in_order(table) {
        let (name, DeValue::Table(of_context)) = (line.0, line.1.get_ref()) else {
            wrong.extend(read(line, None));
            continue;
        };
        match context(name.get_ref()) {
            Ok(context) => {
                let lines = in_order(of_context).into_iter();
                wrong.extend(lines.filter_map(|line| read(line, Some(context))));
            }
            Err(message) => wrong.push((name.span().start, message)),
        }
    }
    let place = |at: usize| places.get(at).copied().unwrap_or(0);
    let clashes = Keymap::with_changes(&config.keys).err().unwrap_or_default();
    leave_out(&mut config.keys);
    wrong.extend(clashes.into_iter().map(|clash| {
        let other = clash.other.map(|at| line_of(text, place(at)));
        let other = other.map_or(String::new(), |line| format!(" (line {line})"));
        (place(clash.at), format!("{}{other}", clash.message))
    }));
    wrong
}

/// Leaves out what cannot be: the others hold. As one that is missing may be needed by another, it looks
/// again until all fits.
fn leave_out(keys: &mut Vec<Change>) {
    while let Err(clashes) = Keymap::with_changes(keys) {
        let before = keys.len();
        let mut place = 0..;
        keys.retain(|_| {
            let at = place.next().unwrap_or(0);
            !clashes.iter().any(|clash| clash.at == at)
        });
        if keys.len() == before {
            keys.clear();
        }
    }
}

/// A name and what it is given.
type Line<'a> = (&'a Spanned<DeString<'a>>, &'a Spanned<DeValue<'a>>);

/// The lines of a table as they stand in the file, so that of two the later one is at fault.
fn in_order<'a>(table: &'a DeTable<'a>) -> Vec<Line<'a>> {
    let mut lines: Vec<_> = table.iter().collect();
    lines.sort_by_key(|(name, _)| name.span().start);
    lines
}

fn context(name: &str) -> Result<Context, String> {
    let names: Vec<String> = CONTEXTS.iter().map(|context| context.name()).collect();
    if let Some(at) = names.iter().position(|known| known == name) {
        return Ok(CONTEXTS[at]);
    }
    let near = closest(name, names.iter().map(String::as_str));
    Err(match near {
        Some(near) => format!("no keys are called \"{name}\": did you mean [keys.{near}]?"),
        None => format!(
            "no keys are called \"{name}\": there are {}",
            names.join(", ")
        ),
    })
}

/// The keys of one action: one, or several between brackets.
fn change(
    action: &str,
    context: Option<Context>,
    value: &Spanned<DeValue<'_>>,
) -> Result<Change, Wrong> {
    let one = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
        DeValue::String(written) => sequence(written).map_err(|error| {
            let told = turned_round(action, written).unwrap_or_else(|| error.to_string());
            (value.span().start, told)
        }),
        _ => {
            let message = format!("the keys of {action} are text in marks, or several in brackets");
            Err((value.span().start, message))
        }
    };
    let mut keys = match value.get_ref() {
        DeValue::Array(several) => several.iter().map(one).collect::<Result<Vec<_>, _>>()?,
        _ => vec![one(value)?],
    };
    // An empty text is no key.
    keys.retain(|keys| !keys.is_empty());
    Ok(Change {
        action: action.to_owned(),
        context,
        keys,
    })
}

/// What to write where the key stands before the name of what it is to do.
fn turned_round(key: &str, name: &str) -> Option<String> {
    let known = action::table().iter().any(|info| info.name == name);
    (known && sequence(key).is_ok()).then(|| {
        let key = key.to_lowercase();
        format!("the name comes first, and then its key: {name} = \"{key}\"")
    })
}

fn unknown(name: &str) -> String {
    let names = KEYS.iter().map(|k| k.name).chain(["keys"]);
    match closest(name, names.clone()) {
        Some(near) => format!("unknown setting \"{name}\": did you mean \"{near}\"?"),
        None => format!(
            "unknown setting \"{name}\": settings are {}",
            names.collect::<Vec<_>>().join(", ")
        ),
    }
}

fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    memchr::memchr_iter(b'\n', before).count() + 1
}
