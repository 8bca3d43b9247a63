//! The configuration file: TOML, read against the table of settings so that a slip is named.

use std::ffi::OsStr;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::query::closest;

use super::keys::{Form, KEYS, Key};
use super::{Config, ConfigError};

/// Puts the settings of `text`, the content of `path`, over `config`.
pub(super) fn apply(config: &mut Config, path: &Path, text: &str) -> Result<(), ConfigError> {
    let wrong = |at: usize, message: String| ConfigError::File {
        path: path.to_owned(),
        line: line_of(text, at),
        message,
    };
    let table = DeTable::parse(text).map_err(|e| {
        let at = e.span().map_or(0, |s| s.start);
        wrong(at, format!("not valid TOML: {}", e.message().trim()))
    })?;
    for (name, value) in table.get_ref() {
        let at = value.span().start;
        if name.get_ref() == "keys" {
            set_keys(config, value).map_err(|(at, message)| wrong(at, message))?;
            continue;
        }
        let Some(key) = KEYS.iter().find(|k| k.name == name.get_ref()) else {
            return Err(wrong(name.span().start, unknown(name.get_ref())));
        };
        set(config, key, value.get_ref())
            .map_err(|takes| wrong(at, format!("{} takes {takes}", key.name)))?;
    }
    Ok(())
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

fn set_keys(config: &mut Config, value: &Spanned<DeValue<'_>>) -> Result<(), (usize, String)> {
    let DeValue::Table(table) = value.get_ref() else {
        let message = "keys is a table: write [keys], then lines such as quit = \"q\"";
        return Err((value.span().start, message.to_owned()));
    };
    for (action, key) in table {
        let DeValue::String(key) = key.get_ref() else {
            let message = format!("the key of {} is text in marks", action.get_ref());
            return Err((key.span().start, message));
        };
        config
            .keys
            .insert(action.get_ref().to_string(), key.to_string());
    }
    Ok(())
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
