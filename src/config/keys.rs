//! Every setting, declared once: its name in the file, its variable, and how a value is taken.

use std::ffi::OsStr;
use std::path::PathBuf;

use super::theme::{self, Theme};
use super::{Clipboard, Config};
use crate::export::Template;
use crate::query::closest;

/// A setting. The functions give back what the setting takes when the value is not that.
#[derive(Clone, Copy)]
pub struct Key {
    /// Name in the file.
    pub name: &'static str,
    /// What it sets, in a few words.
    pub about: &'static str,
    /// Takes the value of its variable, or of the file written out as text.
    pub set_text: fn(&mut Config, &OsStr) -> Result<(), String>,
    /// The TOML type it is written in.
    pub form: Form,
}

/// The TOML type of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `"..."`
    Text,
    /// `72`
    Number,
    /// `true` or `false`
    Switch,
}

impl Key {
    /// Its environment variable: `ONRECORD_` and the name in capitals.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("ONRECORD_{}", self.name.to_ascii_uppercase())
    }
}

/// Every setting but the table of keys.
pub const KEYS: &[Key] = &[
    Key {
        name: "store",
        about: "the store to open",
        form: Form::Text,
        set_text: |config, value| {
            config.store = Some(PathBuf::from(value));
            Ok(())
        },
    },
    Key {
        name: "mouse",
        about: "whether the reader takes the mouse",
        form: Form::Switch,
        set_text: |config, value| {
            config.mouse = switch(value)?;
            Ok(())
        },
    },
    Key {
        name: "resume",
        about: "whether the reader goes on where it was left",
        form: Form::Switch,
        set_text: |config, value| {
            config.resume = switch(value)?;
            Ok(())
        },
    },
    Key {
        name: "measure",
        about: "width of the text column",
        form: Form::Number,
        set_text: |config, value| {
            let number = value.to_str().and_then(|v| v.parse::<u16>().ok());
            let fits = number.filter(|n| (20..=200).contains(n));
            config.measure = fits.ok_or("a number of columns from 20 to 200")?;
            Ok(())
        },
    },
    Key {
        name: "theme",
        about: "name of the theme",
        form: Form::Text,
        set_text: |config, value| {
            let name = value.to_string_lossy();
            let name = name.trim();
            if Theme::named(name).is_none() {
                return Err(format!("the name of a theme; {}", theme::unknown(name)));
            }
            name.clone_into(&mut config.theme);
            Ok(())
        },
    },
    Key {
        name: "ascii",
        about: "whether lines and marks are drawn with plain characters",
        form: Form::Switch,
        set_text: |config, value| {
            config.ascii = switch(value)?;
            Ok(())
        },
    },
    Key {
        name: "citation",
        about: "the form in which a quote is copied",
        form: Form::Text,
        set_text: |config, value| {
            let parsed = Template::parse(&value.to_string_lossy());
            config.citation = parsed.map_err(|why| format!("text with fields in braces; {why}"))?;
            Ok(())
        },
    },
    Key {
        name: "clipboard",
        about: "where what is copied goes",
        form: Form::Text,
        set_text: |config, value| {
            let name = value.to_string_lossy();
            let names = || Clipboard::ALL.iter().map(|(name, _)| *name);
            let known = Clipboard::ALL.iter().find(|(known, _)| *known == name);
            config.clipboard = known.map(|(_, choice)| *choice).ok_or_else(|| {
                let names_all: Vec<&str> = names().collect();
                let near = closest(&name, names())
                    .map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
                format!("one of {}{near}", names_all.join(", "))
            })?;
            Ok(())
        },
    },
    Key {
        name: "trace",
        about: "file to write the trace to",
        form: Form::Text,
        set_text: |config, value| {
            config.trace = Some(PathBuf::from(value));
            Ok(())
        },
    },
];

fn switch(value: &OsStr) -> Result<bool, String> {
    match value.to_str().map(str::to_ascii_lowercase).as_deref() {
        Some("true" | "1" | "yes" | "on") => Ok(true),
        Some("false" | "0" | "no" | "off") => Ok(false),
        _ => Err("true or false".to_owned()),
    }
}
