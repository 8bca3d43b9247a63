//! Whether somebody who answers a message says that the answers stand in it: "My answers are in the text below."
//!
//! Owns how such a clause looks; its words are in `data/answers.txt`. Must not know what is done with the message.

use std::sync::LazyLock;

use crate::import::patterns::{Found, Lists, entries};
use crate::text::fold::fold_str;

/// Longest clause that is one, in bytes; sentences that tell something are longer.
const LONGEST: usize = 90;

/// Most words between what is named and where it stands: "my answers to your questions are below".
const BETWEEN: usize = 12;

struct Words {
    /// What stands in the message below.
    named: Vec<&'static str>,
    /// What sends the reader there by itself.
    sends: Vec<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let all = || entries(LIST);
    Words {
        named: all().filter_map(|word| word.strip_prefix('<')).collect(),
        sends: all().filter_map(|word| word.strip_prefix('^')).collect(),
    }
});

/// Where it stands.
static PLACES: LazyLock<Lists<1>> = LazyLock::new(|| Lists::read([LIST]));

const LIST: &str = include_str!("../data/answers.txt");

/// What the lines that were read so far say. Each is read once.
#[derive(Default)]
pub(super) struct Hints {
    /// The clause that the last line ended in.
    clause: String,
    found: bool,
}

impl Hints {
    /// Reads the next line of what somebody writes.
    pub(super) fn read(&mut self, line: &str) {
        if self.found {
            return;
        }
        if line.trim().is_empty() {
            self.clause.clear();
            return;
        }
        let before = std::mem::take(&mut self.clause);
        let line = format!("{before} {}", line.trim()).replace(" - ", ", ");
        let ends = |c: char| ".,;:!?()–—".contains(c);
        self.found = line.split(ends).any(|clause| is_one(clause.trim()));
        // It may go on in the next line; what is longer is none.
        let last = line.rsplit(ends).next().unwrap_or("").trim();
        if last.len() <= LONGEST {
            last.clone_into(&mut self.clause);
        }
    }

    /// Whether one of them says it.
    pub(super) const fn found(&self) -> bool {
        self.found
    }
}

fn is_one(clause: &str) -> bool {
    if clause.len() > LONGEST {
        return false;
    }
    let folded = fold_str(clause);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let place = |from: usize| PLACES.fits(0, &words[from..].join(" "), &Found::default());
    let near = |at: usize| (at + 1..words.len()).take(BETWEEN + 1).any(place);
    let named = |at: usize| WORDS.named.contains(&words[at]) && near(at);
    let sent = |at: usize| WORDS.sends.contains(&words[..at].join(" ").as_str()) && place(at);
    (0..words.len()).any(named) || (1..words.len().min(BETWEEN)).any(sent)
}
