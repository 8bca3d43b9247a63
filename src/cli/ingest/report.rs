//! What became of everything that was named: totals for the end, and a line for each file or
//! record as it is done.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::cli::output::visible;
use crate::fetch::Refusal;
use crate::import::Failure;
use crate::model::{ArticleId, Likeness};
use crate::store::{Outcome, Put};

/// Most failures, and most notes, that are kept and told one by one: a file may have millions.
const TOLD: usize = 10_000;

/// Most lines that are printed of what failed in one file or archive.
const OF_FILE: usize = 5;

/// What became of everything that was named.
#[derive(Debug, Default, Serialize)]
pub(in crate::cli) struct Report {
    /// Articles that were not in the store before.
    pub new: usize,
    /// Articles that replaced an earlier state.
    pub changed: usize,
    /// Articles that are in the store already.
    pub unchanged: usize,
    /// Of the new and changed ones: those that say the same as one that was there before.
    pub duplicates: usize,
    /// Of the new and changed ones: those in other languages than English, by language. Their
    /// quotes were not looked for.
    pub languages: BTreeMap<String, usize>,
    /// Articles that were taken out because they are gone from where they were imported.
    pub removed: usize,
    /// Files that were passed over in folders and archives: pictures, hidden ones and the like.
    pub passed: u64,
    /// Whether it was stopped before everything was done.
    pub interrupted: bool,
    /// What could not be imported.
    pub failed: Vec<Failed>,
    /// How many more could not be.
    pub more_failed: usize,
    /// What was imported and may want a look, a line each.
    pub notes: Vec<String>,
    /// The first article that is new or another.
    #[serde(skip)]
    pub first: Option<ArticleId>,
}

/// Something that could not be imported.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct Failed {
    /// The file or folder.
    pub path: PathBuf,
    /// One line: what happened, to which file, what to do.
    pub message: String,
    /// The file that it is in, where the path is that of an entry.
    #[serde(skip)]
    pub file: PathBuf,
    /// How many records the line tells of.
    #[serde(skip)]
    pub count: usize,
}

impl Failed {
    /// A file, or an address.
    pub(super) fn new(path: impl Into<PathBuf>, message: String) -> Self {
        let path = path.into();
        Self {
            file: path.clone(),
            path,
            message,
            count: 1,
        }
    }

    /// The same, which is in `file`.
    pub(super) fn inside(mut self, file: &Path) -> Self {
        file.clone_into(&mut self.file);
        self
    }
}

/// What became of one file or record.
#[derive(Debug, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub(in crate::cli) enum Line<'a> {
    /// An article that was not in the store before.
    New(Stored<'a>),
    /// An article that replaced an earlier state.
    Changed(Stored<'a>),
    /// An article that is in the store already.
    Unchanged(Stored<'a>),
    /// A file that has not changed and was not read.
    Skipped {
        /// The file.
        path: &'a str,
        /// Articles it holds.
        records: u64,
    },
    /// What could not be imported.
    Failed {
        /// The file or folder.
        path: &'a Path,
        /// One line: what happened, to which file, what to do.
        reason: &'a str,
    },
    /// What is no article and was passed over.
    Passed {
        /// The file.
        path: &'a Path,
        /// One line: what, in which file.
        reason: &'a str,
    },
    /// A file whose articles were taken out because it is gone.
    Removed {
        /// The file.
        path: &'a str,
        /// Articles that were in the store.
        records: usize,
    },
}

/// An article in a [`Line`].
#[derive(Clone, Copy, Debug, Serialize)]
pub(in crate::cli) struct Stored<'a> {
    /// Path, or path and record.
    pub source: &'a str,
    /// Its row.
    pub article: ArticleId,
    /// Language, where it can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<&'a str>,
    /// The article that it says the same as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<ArticleId>,
    /// How it is like that one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likeness: Option<Likeness>,
}

impl<'a> Line<'a> {
    /// The line of an article that was put into the store.
    pub(super) fn of(put: &Put, source: &'a str, lang: Option<&'a str>) -> Self {
        let stored = Stored {
            source,
            article: put.id,
            lang,
            duplicate_of: put.variant.map(|(head, _)| head),
            likeness: put.variant.map(|(_, likeness)| likeness),
        };
        match put.outcome {
            Outcome::New => Self::New(stored),
            Outcome::Changed => Self::Changed(stored),
            Outcome::Unchanged => Self::Unchanged(stored),
        }
    }
}

/// Whether a line of a file is one of a report: it has what a [`Line`] has and nothing else. Courts and
/// trials have outcomes too.
pub(super) fn is_line(line: &str) -> bool {
    serde_json::from_str::<Written>(line).is_ok()
}

/// A [`Line`] as it is written.
#[derive(Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case", deny_unknown_fields)]
#[expect(dead_code, reason = "only whether it is one is asked")]
enum Written {
    New(WrittenStored),
    Changed(WrittenStored),
    Unchanged(WrittenStored),
    Skipped { path: String, records: u64 },
    Failed { path: String, reason: String },
    Passed { path: String, reason: String },
    Removed { path: String, records: u64 },
}

/// The same of [`Stored`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only whether it is one is asked")]
struct WrittenStored {
    source: String,
    article: ArticleId,
    lang: Option<IgnoredAny>,
    duplicate_of: Option<ArticleId>,
    likeness: Option<Likeness>,
}

impl Report {
    /// Articles that are in the store now.
    pub(in crate::cli) const fn present(&self) -> usize {
        self.new + self.changed + self.unchanged
    }

    /// Counts an article that was put into the store.
    pub(super) fn count(&mut self, put: &Put, lang: Option<&str>) {
        match put.outcome {
            Outcome::New => self.new += 1,
            Outcome::Changed => self.changed += 1,
            Outcome::Unchanged => {
                self.unchanged += 1;
                return;
            }
        }
        self.first.get_or_insert(put.id);
        self.duplicates += usize::from(put.variant.is_some() || put.contains);
        if let Some(lang) = lang.filter(|l| *l != "en") {
            *self.languages.entry(lang.to_owned()).or_default() += 1;
        }
    }

    /// Keeps what failed, or counts it where that is too much.
    pub(super) fn fail(&mut self, failed: Failed) {
        if self.failed.len() < TOLD {
            self.failed.push(failed);
        } else {
            self.more_failed += failed.count;
        }
    }

    /// How many files and records failed.
    pub(in crate::cli) fn count_failed(&self) -> usize {
        let kept: usize = self.failed.iter().map(|failed| failed.count).sum();
        kept + self.more_failed
    }

    /// What of that which failed is worth a line: at most `lines`, and a few of one file.
    pub(in crate::cli) fn told(&self, lines: usize) -> Vec<&Failed> {
        let mut of_file: HashMap<&Path, usize> = HashMap::new();
        let wanted = self.failed.iter().filter(|failed| {
            let count = of_file.entry(&failed.file).or_default();
            *count += 1;
            *count <= OF_FILE
        });
        wanted.take(lines).collect()
    }

    /// Keeps a line that may want a look, unless there are too many.
    pub(super) fn note(&mut self, line: String) {
        if self.notes.len() < TOLD {
            self.notes.push(line);
        }
    }

    /// A text whose encoding nothing declares.
    pub(super) fn guessed(&mut self, location: &str, encoding: &str) {
        self.note(format!(
            "{} is not valid UTF-8 and was read as {encoding}; if letters look wrong, save it as \
             UTF-8 and import it again",
            visible(location)
        ));
    }

    /// An article that brought quotes with it that are not of its text.
    pub(super) fn unfit(&mut self, location: &str) {
        self.note(format!(
            "{}: the quotes that came with it are at places where the text has something else, so \
             they were left out and looked for anew; was the text changed after they were found?",
            visible(location)
        ));
    }

    /// A file that was read by the fields that were named the last time.
    pub(super) fn remembered(&mut self, location: &str, map: &[String]) {
        self.note(format!(
            "{} was read with --map {} as the last time; name fields with --map to change that",
            visible(location),
            visible(&map.join(" --map "))
        ));
    }

    /// An article some of whose quotes lie outside of its text.
    pub(super) fn lost(&mut self, location: &str, count: usize) {
        let lie = if count == 1 {
            "1 quote that came with it lies"
        } else {
            &format!("{count} quotes that came with it lie")
        };
        self.note(format!(
            "{}: {lie} outside of its text, left out; the others are kept",
            visible(location)
        ));
    }

    /// Adds what a later round did. What failed before is forgotten where it was tried `again`.
    pub(in crate::cli) fn add(&mut self, round: Self, again: impl Fn(&Path) -> bool) {
        self.new += round.new;
        self.changed += round.changed;
        self.duplicates += round.duplicates;
        self.removed += round.removed;
        self.passed += round.passed;
        self.interrupted |= round.interrupted;
        for (lang, count) in round.languages {
            *self.languages.entry(lang).or_default() += count;
        }
        self.failed.retain(|failed| !again(&failed.path));
        self.more_failed += round.more_failed;
        round
            .failed
            .into_iter()
            .for_each(|failed| self.fail(failed));
        round.notes.into_iter().for_each(|note| self.note(note));
    }

    /// One line that says what a round did, where it did something.
    pub(in crate::cli) fn news(&self) -> Option<String> {
        let did = [
            (self.new, "new"),
            (self.changed, "changed"),
            (self.removed, "removed"),
            (self.count_failed(), "failed"),
        ];
        let did = did.iter().filter(|(count, _)| *count > 0);
        let did: Vec<String> = did.map(|(count, what)| format!("{count} {what}")).collect();
        (!did.is_empty()).then(|| did.join(", "))
    }

    /// One line that counts what became of everything.
    pub(in crate::cli) fn summary(&self) -> String {
        let foreign: usize = self.languages.values().sum();
        let of_these: Vec<String> = [(self.duplicates, "duplicate"), (foreign, "not in English")]
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| match *what {
                "duplicate" if *count > 1 => format!("{count} duplicates"),
                what => format!("{count} {what}"),
            })
            .collect();
        let mut line = format!("{} new, {} changed", self.new, self.changed);
        if !of_these.is_empty() {
            line.push_str(&format!(" ({})", of_these.join(", ")));
        }
        line.push_str(&format!(
            ", {} unchanged, {} failed",
            self.unchanged,
            self.count_failed()
        ));
        if self.removed > 0 {
            line.push_str(&format!(", {} removed", self.removed));
        }
        if self.passed > 0 {
            line.push_str(&format!(", {} passed over", self.passed));
        }
        line
    }
}

/// The line for a text on which the program itself failed.
pub(super) fn fault(path: &Path) -> Failed {
    let message = format!(
        "{} could not be imported because of a fault in onrecord; please report it with the \
         file",
        visible(&path.display().to_string())
    );
    Failed::new(path, message)
}

/// The line for what could not be read.
pub(super) fn failed(failure: &Failure) -> Failed {
    Failed {
        count: failure.reason.count(),
        ..Failed::new(&failure.path, visible(&failure.to_string()))
    }
}

/// The line for an address that was not fetched.
pub(super) fn refused(refusal: &Refusal) -> Failed {
    Failed::new(&refusal.address, visible(&refusal.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_of_a_report_are_taken_for_some() {
        let stored = Stored {
            source: "/in/set.jsonl#1",
            article: ArticleId(1),
            lang: Some("de"),
            duplicate_of: Some(ArticleId(2)),
            likeness: Some(Likeness::Exact),
        };
        let bare = Stored {
            lang: None,
            duplicate_of: None,
            likeness: None,
            ..stored
        };
        let (path, reason) = (Path::new("/in/a.txt"), "it is empty");
        for line in [
            Line::New(stored),
            Line::Changed(bare),
            Line::Unchanged(bare),
            Line::Skipped {
                path: "/in/a.txt",
                records: 1,
            },
            Line::Failed { path, reason },
            Line::Passed { path, reason },
            Line::Removed {
                path: "/in/a.txt",
                records: 1,
            },
        ] {
            let line = serde_json::to_string(&line).unwrap();
            assert!(is_line(&line), "{line}");
        }
        for line in [
            r#"{"outcome":"acquitted","source":"District court, 2031","charge":"arson"}"#,
            r#"{"outcome":"acquitted","source":"District court, 2031"}"#,
            r#"{"outcome":"failed","path":"trial 7"}"#,
            r#"{"outcome":"failed","path":"trial 7","reason":"side effects","phase":2}"#,
            r#"{"outcome":"new","source":"District court","article":"Article 7"}"#,
            r#"{"outcome":"new","path":"a","article":7}"#,
            r#"["new"]"#,
            "new",
        ] {
            assert!(!is_line(line), "{line}");
        }
    }

    #[test]
    fn the_summary_says_what_there_was() {
        let mut report = Report {
            new: 3,
            changed: 1,
            unchanged: 7,
            ..Report::default()
        };
        assert_eq!(report.summary(), "3 new, 1 changed, 7 unchanged, 0 failed");
        for _ in 0..TOLD + 5 {
            report.fail(fault(Path::new("a.txt")));
        }
        assert_eq!((report.failed.len(), report.more_failed), (TOLD, 5));
        assert_eq!(report.told(50).len(), OF_FILE);
        for entry in 10..20 {
            let path = format!("C# notes/b.zip#{entry}");
            report.failed[entry] = fault(Path::new(&path)).inside(Path::new("C# notes/b.zip"));
        }
        report.failed[7] = fault(Path::new("C# notes/a.txt"));
        report.failed[9] = fault(Path::new("C# notes/b.txt"));
        assert_eq!(report.told(50).len(), 2 * OF_FILE + 2);
        assert_eq!(report.told(6).len(), 6);
        assert!(report.summary().ends_with(", 10005 failed"));
        report.failed[8].count = 10;
        assert!(report.summary().ends_with(", 10014 failed"));
        (report.failed, report.more_failed) = (Vec::new(), 0);
        report.duplicates = 2;
        report.languages.insert("fr".to_owned(), 1);
        (report.removed, report.passed) = (4, 2);
        assert_eq!(
            report.summary(),
            "3 new, 1 changed (2 duplicates, 1 not in English), 7 unchanged, 0 failed, 4 removed, 2 passed over"
        );
    }
}
