//! What can be set, and where it comes from: defaults < file < environment < flags.
//!
//! The keys are declared once, in [`keys`]; the file and the environment are read by that table.
//! Flags are the command line's and are put on top of a loaded [`Config`]. Must not know what a
//! setting does.

mod error;
mod file;
pub mod keymap;
pub mod keys;
pub mod paths;
pub mod theme;

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::export::Template;

pub use error::ConfigError;

/// Where what is copied goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clipboard {
    /// To both where the terminal is on this machine, else to the terminal.
    #[default]
    Auto,
    /// To the terminal, which keeps it (OSC 52).
    Terminal,
    /// To the clipboard of this machine.
    System,
    /// To both.
    Both,
}

impl Clipboard {
    /// Every choice by its name.
    pub const ALL: [(&'static str, Self); 4] = [
        ("auto", Self::Auto),
        ("osc52", Self::Terminal),
        ("system", Self::System),
        ("both", Self::Both),
    ];
}

/// The settings of one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The store to use instead of the one in the user's data folder.
    pub store: Option<PathBuf>,
    /// Whether the reader takes the mouse.
    pub mouse: bool,
    /// Whether the reader goes on where it was left.
    pub resume: bool,
    /// Whether this run begins at the start all the same; where it is left is kept.
    pub fresh: bool,
    /// Width of the text column, in terminal columns.
    pub measure: u16,
    /// Name of the theme.
    pub theme: String,
    /// Whether lines and marks are drawn with plain characters.
    pub ascii: bool,
    /// Keys that are bound otherwise than by default.
    pub keys: Vec<keymap::Change>,
    /// The form in which a quote is copied.
    pub citation: Template,
    /// Where what is copied goes.
    pub clipboard: Clipboard,
    /// File to write the trace to.
    pub trace: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            store: None,
            mouse: true,
            resume: true,
            fresh: false,
            measure: 72,
            theme: "terminal".to_owned(),
            ascii: false,
            keys: Vec::new(),
            citation: Template::default(),
            clipboard: Clipboard::default(),
            trace: None,
        }
    }
}

impl Config {
    /// The user's settings: defaults, the file in the configuration folder if there is one, and
    /// the environment. What is wrong is told, and left as it is by default.
    #[must_use]
    pub fn load() -> (Self, Vec<ConfigError>) {
        let file = paths::config_file().ok();
        Self::layered(file.as_deref(), &|name| std::env::var_os(name))
    }

    /// The settings from `file`, if it exists, and the variables that `environment` gives; and what is
    /// wrong: a file that cannot be read or holds something that is no setting, a variable with a value
    /// that its setting does not take.
    #[must_use]
    pub fn layered(
        file: Option<&Path>,
        environment: &dyn Fn(&str) -> Option<OsString>,
    ) -> (Self, Vec<ConfigError>) {
        let mut config = Self::default();
        let mut wrong = Vec::new();
        if let Some(path) = file {
            wrong.extend(config.read(path).err());
        }
        for key in keys::KEYS {
            let name = key.variable();
            let Some(value) = environment(&name).filter(|v| !v.is_empty()) else {
                continue;
            };
            let set = (key.set_text)(&mut config, &value);
            wrong.extend(set.err().map(|expected| ConfigError::Variable {
                name,
                value: value.to_string_lossy().into_owned(),
                expected,
            }));
        }
        (config, wrong)
    }

    fn read(&mut self, path: &Path) -> Result<(), ConfigError> {
        match fs::read(path) {
            Ok(bytes) => file::apply(self, path, &text_of(path, bytes)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(ConfigError::Unreadable {
                path: path.to_owned(),
                detail: error.to_string(),
            }),
        }
    }
}

fn text_of(path: &Path, bytes: Vec<u8>) -> Result<String, ConfigError> {
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        ConfigError::File {
            path: path.to_owned(),
            mistakes: vec![(
                memchr::memchr_iter(b'\n', before).count() + 1,
                "this is not UTF-8, so nothing of the file is used: save it in that encoding"
                    .to_owned(),
            )],
            store: true,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layered(toml: &str, environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(&path, toml).unwrap();
        let (config, wrong) = both(&path, environment);
        wrong.into_iter().next().map_or(Ok(config), Err)
    }

    fn both(path: &Path, environment: &[(&str, &str)]) -> (Config, Vec<ConfigError>) {
        Config::layered(Some(path), &|name| {
            let found = environment.iter().find(|(n, _)| *n == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn what_is_wrong_is_left_out_and_the_rest_holds() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let read = |toml: &str| {
            fs::write(&path, toml).unwrap();
            both(&path, &[("ONRECORD_MOUSE", "perhaps")])
        };
        let (config, wrong) = read(
            "measure = 66\ntheme = \"papper\"\nascii = true\nmesure = 9\n[keys]\nquit = \"x\"\nwhy = \"x\"\nfirst = \"ctlr-g\"\nlast = \"ctrl-g\"\n",
        );
        let told: Vec<String> = wrong.iter().flat_map(ConfigError::lines).collect();
        assert_eq!(told.len(), 5, "{told:?}");
        assert!(told[0].contains("line 2: theme takes"), "{told:?}");
        assert!(told[4].starts_with("ONRECORD_MOUSE is"), "{told:?}");
        assert!(!wrong.iter().any(ConfigError::hides_the_store));
        assert_eq!(
            (config.measure, config.ascii, config.mouse),
            (66, true, true)
        );
        assert_eq!(config.theme, Config::default().theme);
        let kept: Vec<&str> = config.keys.iter().map(|change| &*change.action).collect();
        assert_eq!(kept, ["quit", "last"]);
        assert!(keymap::Keymap::with_changes(&config.keys).is_ok());
    }

    #[test]
    fn where_a_store_may_be_meant_that_is_not_known_the_settings_hide_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let hides = |bytes: &[u8]| {
            fs::write(&path, bytes).unwrap();
            let (_, wrong) = both(&path, &[]);
            wrong.iter().any(ConfigError::hides_the_store)
        };
        for toml in [
            "store = 3\n",
            "store = \"/a/b.db\"\ntheme = \n",
            "\u{feff}store = \"/a/b.db\"\ntheme = \n",
            "\"store\" = \"/a/b.db\"\ntheme = \n",
            "'store' = \"/a/b.db\"\ntheme = \n",
            "stroe = \"/a/b.db\"\ntheme = \n",
            "Store = \"/a/b.db\"\n",
            "stores = \"/a/b.db\"\n",
            "stroe = \"/a/b.db\"\n",
            "store-file = \"/a/b.db\"\n",
            // Below a table it is of that table.
            "[keys]\nquit = \"x\"\nstore = \"/a/b.db\"\n",
            "[keys.text]\nstore = \"/a/b.db\"\n",
            "[reader]\nstore = \"/a/b.db\"\n",
        ] {
            assert!(hides(toml.as_bytes()), "{toml}");
        }
        let words = "store = \"/a/b.db\"\n";
        let wide = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
            let units = std::iter::once(0xfeff).chain(words.encode_utf16());
            units.flat_map(order).collect()
        };
        assert!(hides(&wide(u16::to_le_bytes)) && hides(&wide(u16::to_be_bytes)));
        assert!(hides(b"theme = \"caf\xe9\"\n"));
        for toml in [
            "store = \"/a/b.db\"\nmesure = 9\n",
            "store = \"/a/b.db\"\nstores = \"/a/c.db\"\n",
            "store = \"/a/b.db\"\n[keys]\nquti = \"x\"\n",
            "mesure = 9\n[keys]\nstar = 3\n",
            // Nothing of it can be read, and nothing in it looks like a store.
            "theme = \n",
            "# mine\nmeasure = 66\nmouse = flase\n",
            "\u{feff}store = \"/a/b.db\"\n",
            "",
        ] {
            assert!(!hides(toml.as_bytes()), "{toml}");
        }
        fs::write(&path, "\u{feff}store = \"/a/b.db\"\n").unwrap();
        let (config, _) = both(&path, &[]);
        assert_eq!(config.store.as_deref(), Some(Path::new("/a/b.db")));
    }

    #[test]
    fn the_file_goes_over_the_defaults_and_the_environment_over_the_file() {
        let toml = "mouse = false\nmeasure = 66\nstore = \"/a/b.db\"\n[keys]\nquit = \"x\"\n";
        let config = layered(toml, &[("ONRECORD_MEASURE", "70"), ("ONRECORD_THEME", "")]).unwrap();
        assert!(!config.mouse);
        assert_eq!(config.measure, 70);
        assert_eq!(config.store.as_deref(), Some(Path::new("/a/b.db")));
        assert_eq!(config.theme, Config::default().theme);
        assert_eq!(config.keys[0].action, "quit");
        assert_eq!(keymap::shown(&config.keys[0].keys[0]), "x");
    }

    #[test]
    fn no_file_means_defaults() {
        let none = Config::layered(Some(Path::new("/nowhere/at/all.toml")), &|_| None);
        assert_eq!(none, (Config::default(), Vec::new()));
    }

    #[test]
    fn mistakes_are_named_with_line_and_what_to_write() {
        let message = |toml| layered(toml, &[]).unwrap_err().to_string();
        let unknown = message("# mine\nmouse = true\nmeasur = 60\n");
        assert!(unknown.contains("config.toml, line 3: unknown setting \"measur\""));
        assert!(unknown.contains("did you mean \"measure\"?"), "{unknown}");
        let wrong = message("measure = \"wide\"\n");
        assert!(wrong.contains("line 1: measure takes a number"), "{wrong}");
        assert!(message("measure = 7\n").contains("from 20 to 200"));
        let theme = message("ascii = true\ntheme = \"harbor\"\n");
        assert!(theme.contains("line 2") && theme.contains("did you mean \"harbour\"?"));
        let copied = message("mouse = true\ncitation = \"{words} ({speeker})\"\n");
        assert!(
            copied.contains("line 2: citation takes text with fields"),
            "{copied}"
        );
        assert!(copied.contains("did you mean {speaker}?"), "{copied}");
        let clipboard = message("clipboard = \"sytem\"\n");
        assert!(
            clipboard.contains("did you mean \"system\"?"),
            "{clipboard}"
        );
        assert!(message("mouse = \n").contains("line 1"));
        let three = message("theme = \"papper\"\nmouse = true\nmesure = 60\n[keys]\nquit = 3\n");
        let lines: Vec<&str> = three.lines().collect();
        assert_eq!(lines.len(), 3, "{three}");
        for (line, told) in lines
            .iter()
            .zip(["line 1: theme", "line 3: unknown", "line 5: "])
        {
            assert!(line.contains(told), "{line}");
        }
        let keys = message(
            "[keys]\nquit = 3\nfirst = \"ctlr-x\"\ncopy-qoute = \"x\"\nlast = \"x\"\nwhy = \"x\"\n\
             [keys.texts]\nquit = \"x\"\n[keys.finder]\naccept = \"x\"\nfind = \"x\"\n",
        );
        let lines: Vec<&str> = keys.lines().collect();
        let at = [2, 3, 4, 6, 7, 10, 11].map(|n| format!("line {n}: "));
        assert_eq!(lines.len(), at.len(), "{keys}");
        for (line, at) in lines.iter().zip(&at) {
            assert!(line.contains(at), "{keys}");
        }
    }

    #[test]
    fn keys_are_read_by_context_and_slips_are_named_with_their_line() {
        let toml = "[keys]\nfirst = \"g g\"\nquit = [\"q\", \"ctrl-q\"]\nwhy = \"\"\n[keys.text]\nnext-quote = \"n\"\n";
        let keys = layered(toml, &[]).unwrap().keys;
        let of = |name: &str| keys.iter().find(|change| change.action == name).unwrap();
        assert_eq!(of("first").keys[0].len(), 2);
        assert_eq!((of("quit").keys.len(), of("why").keys.len()), (2, 0));
        assert_eq!(of("next-quote").context, Some(crate::app::Context::Text));
        let message = |toml| layered(toml, &[]).unwrap_err().to_string();
        for (toml, line, told) in [
            (
                "[keys]\nquit = \"x\"\nwhy = \"x\"\n",
                3,
                "x is the key of quit already: give why another (line 2)",
            ),
            (
                "[keys]\n\ncopy-qoute = \"x\"\n",
                3,
                "did you mean \"copy-quote\"?",
            ),
            (
                "[keys]\nquit = \"ctlr-x\"\n",
                2,
                "no key is called \"ctlr-x\"",
            ),
            (
                "[keys]\n\"Ctrl-q\" = \"quit\"\n",
                2,
                "the name comes first, and then its key: quit = \"ctrl-q\"",
            ),
            (
                "[keys.texts]\nquit = \"x\"\n",
                1,
                "did you mean [keys.text]?",
            ),
            ("[keys.finder]\naccept = \"x\"\n", 2, "where one types"),
        ] {
            let message = message(toml);
            let place = format!("config.toml, line {line}:");
            assert!(
                message.contains(&place) && message.contains(told),
                "{message}"
            );
        }
    }

    #[test]
    fn a_wrong_variable_is_named() {
        let error = layered("", &[("ONRECORD_MOUSE", "perhaps")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "ONRECORD_MOUSE is \"perhaps\": it takes true or false"
        );
    }
}
