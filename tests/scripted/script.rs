//! How a script is written, and how it is read.
//!
//! ```text
//! # What it is about; such a line stands for all below it.
//! next-quote in text          the action, and where the keys go when its own is pressed
//! keys: <enter>]              what is done before that
//! quote: 1 -> 2               a fact before and after (`facts.rs` has all of them)
//! copied: Ines Calder         holds these words after, and did not before
//! place: more                 a number that grew; `less`; `other` for anything that is not as it was
//! screen: quote 2 of 7        on the screen after, and not before
//! gone: quote 1 of 7          on the screen before, and not after
//! screen [80x24 140x40]: ...  at these sizes
//! screen [not 60x16]: ...     at all others
//! unseen: why                 the screen stays as it is, for this reason
//! ```
//! Between keys `event:` lets something happen outside: `exists` says that the file is there already.

use std::fs;
use std::path::Path;

use onrecord::app::event::Saved;
use onrecord::app::{Answer, Effect, Event};

use crate::support::rig::Rig;

/// A script.
#[derive(Debug, Default)]
pub struct Script {
    pub action: String,
    pub context: String,
    before: Vec<Step>,
    pub expected: Vec<Expected>,
}

#[derive(Debug)]
enum Step {
    Keys(String),
    Exists,
}

/// What a script expects of the key.
#[derive(Debug)]
pub struct Expected {
    /// Sizes, and whether it holds at them or at all others.
    sizes: Option<(Vec<(u16, u16)>, bool)>,
    pub fact: String,
    change: Change,
}

#[derive(Debug)]
enum Change {
    FromTo(String, String),
    Has(String),
    Lost(String),
    More,
    Less,
    Other,
    None,
}

/// All of them.
pub fn scripts() -> Vec<Script> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .iter()
        .flat_map(|path| read(&fs::read_to_string(path).unwrap()))
        .collect()
}

fn read(text: &str) -> Vec<Script> {
    let mut all = Vec::new();
    let mut script = Script::default();
    for line in text.lines().chain([""]) {
        if line.starts_with('#') {
            continue;
        } else if line.is_empty() {
            let done = std::mem::take(&mut script);
            all.extend(Some(done).filter(|script| !script.action.is_empty()));
        } else if script.action.is_empty() {
            let (action, context) = line.split_once(" in ").unwrap_or_else(|| panic!("{line}"));
            (script.action, script.context) = (action.to_owned(), context.to_owned());
        } else {
            script.line(line);
        }
    }
    all
}

impl Script {
    pub fn title(&self) -> String {
        format!("{} in {}", self.action, self.context)
    }

    fn line(&mut self, line: &str) {
        let (name, value) = line.split_once(": ").unwrap_or_else(|| panic!("{line}"));
        match name {
            "keys" => self.before.push(Step::Keys(value.to_owned())),
            "event" => self.before.push(match value {
                "exists" => Step::Exists,
                other => panic!("{other}"),
            }),
            _ => self.expected.push(Expected::read(name, value)),
        }
    }

    /// Does what comes before the key.
    pub fn set_out(&self, rig: &mut Rig) {
        for step in &self.before {
            match step {
                Step::Keys(keys) => {
                    rig.play(keys);
                }
                Step::Exists => {
                    let Some(Effect::Save {
                        generation, path, ..
                    }) = rig.outside.last().cloned()
                    else {
                        panic!("{}: no file is written", self.title());
                    };
                    let saved = Saved::Exists(path);
                    rig.send(Event::Answer(Answer::Saved { generation, saved }));
                }
            }
        }
    }
}

impl Expected {
    fn read(name: &str, value: &str) -> Self {
        let (fact, sizes) = match name.split_once(" [") {
            Some((fact, sizes)) => (fact, Some(sizes.trim_end_matches(']'))),
            None => (name, None),
        };
        let sizes = sizes.map(|sizes| {
            let (sizes, at) = match sizes.strip_prefix("not ") {
                Some(others) => (others, false),
                None => (sizes, true),
            };
            let size = |size: &str| {
                let (width, height) = size.split_once('x').unwrap();
                (width.parse().unwrap(), height.parse().unwrap())
            };
            (sizes.split(' ').map(size).collect(), at)
        });
        let change = match (fact, value, value.split_once(" -> ")) {
            ("gone", _, _) => Change::Lost(value.to_owned()),
            ("screen", "other", _) => Change::Other,
            ("screen", _, _) => Change::Has(value.to_owned()),
            ("unseen", _, _) => Change::None,
            (_, "more", _) => Change::More,
            (_, "less", _) => Change::Less,
            (_, "other", _) => Change::Other,
            (_, _, Some((from, to))) => Change::FromTo(from.to_owned(), to.to_owned()),
            _ => Change::Has(value.to_owned()),
        };
        Self {
            sizes,
            fact: match fact {
                "gone" | "unseen" => "screen".to_owned(),
                other => other.to_owned(),
            },
            change,
        }
    }

    pub fn holds_at(&self, size: (u16, u16)) -> bool {
        let sizes = self.sizes.as_ref();
        sizes.is_none_or(|(sizes, at)| sizes.contains(&size) == *at)
    }

    /// Whether it is about the screen.
    pub fn is_seen(&self) -> bool {
        matches!(&*self.fact, "screen" | "first-line" | "lit")
    }

    /// How it fails, where it does.
    pub fn fails(&self, before: &str, after: &str) -> Option<String> {
        let number = |text: &str| text.parse::<i64>().unwrap();
        let as_it_should = match &self.change {
            Change::FromTo(from, to) => before == from && after == to,
            Change::Has(words) => after.contains(words) && !before.contains(words),
            Change::Lost(words) => before.contains(words) && !after.contains(words),
            Change::More => number(after) > number(before),
            Change::Less => number(after) < number(before),
            Change::Other => after != before,
            Change::None => after == before,
        };
        (!as_it_should).then(|| match self.fact == "screen" {
            true => format!("{:?}\nbefore:\n{before}\nafter:\n{after}", self.change),
            false => format!("{:?}, but it was {before:?} and is {after:?}", self.change),
        })
    }
}
