//! The card of one quote: where the same words stand elsewhere, in what they differ, and who is named.
//!
//! Must not know: where answers come from, how they look.

use super::speakers::shortened;
use crate::app::alike::{Copied, Named, Wording};
use crate::app::words;
use crate::model::QuoteRow;
use crate::text::differ::{Fate, Piece};
use crate::text::wrap;

/// Bytes of a quote that are looked at for the head.
const LONGEST: usize = 2000;
/// Columns of words at most.
const MEASURE: usize = 100;
/// Words of a long stretch that are shown at each of its ends.
const ENDS: usize = 5;

/// The card.
#[derive(Debug)]
pub struct Copies {
    /// The quote that is asked about.
    pub asked: QuoteRow,
    /// In how many other articles the words stand.
    pub total: usize,
    /// Quotes of the newest of these, in the order in which they are shown.
    pub rows: Vec<Copied>,
    /// Whether the oldest come first.
    pub oldest: bool,
    selected: usize,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyLine {
    /// When and where: of which row.
    Place(usize, String),
    /// Who is named, and how the words differ.
    Named(usize, Named, String),
    /// Words.
    Words(usize, Vec<(Fate, String)>),
    /// An empty line.
    Blank,
}

impl Copies {
    /// The card of a quote, with what was found.
    #[must_use]
    pub const fn of(asked: QuoteRow, total: usize, rows: Vec<Copied>) -> Self {
        Self {
            asked,
            total,
            rows,
            oldest: false,
            selected: 0,
        }
    }

    /// The chosen one.
    #[must_use]
    pub fn chosen(&self) -> Option<&Copied> {
        self.rows.get(self.selected)
    }

    /// The place of the chosen one.
    #[must_use]
    pub const fn index(&self) -> usize {
        self.selected
    }

    /// Chooses the quote `delta` further.
    pub fn go(&mut self, delta: isize) {
        let last = self.rows.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(delta).min(last);
    }

    /// Puts the oldest first, or the newest; the chosen one stays so.
    pub fn turn_round(&mut self) {
        self.oldest = !self.oldest;
        self.rows.reverse();
        self.selected = self.rows.len().saturating_sub(self.selected + 1);
    }

    /// What is known of all of them, in a line.
    #[must_use]
    pub fn told(&self) -> String {
        let rows = &self.rows;
        let mut outlets: Vec<&str> = rows
            .iter()
            .filter_map(|c| c.row.publisher.as_deref())
            .collect();
        outlets.sort_unstable();
        outlets.dedup();
        let others = rows
            .iter()
            .filter(|copied| copied.named == Named::Other)
            .count();
        let parts = [
            Some(words::count(self.total as u64, "other article")),
            (!outlets.is_empty()).then(|| words::count(outlets.len() as u64, "publisher")),
            (others > 0).then(|| format!("another speaker in {others}")),
            (rows.len() < self.total).then(|| format!("the newest {}", rows.len())),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// The words that are asked about, and below them who said them, when and where.
    #[must_use]
    pub fn head(&self, width: usize, most: usize) -> (Vec<String>, String) {
        let row = &self.asked;
        let text = row.shown_in(LONGEST);
        let about = format!("{} · {}", speaker(row), place(row));
        (shortened(&text, width.min(MEASURE), most), about)
    }

    /// The lines of the quotes on so many columns and rows, the chosen one well in sight.
    #[must_use]
    pub fn lines(&self, width: usize, height: usize) -> Vec<CopyLine> {
        let mut first = self.selected;
        let mut above = 0;
        while first > 0 {
            above += self.row_lines(first - 1, width, height).len();
            if above > height / 3 {
                break;
            }
            first -= 1;
        }
        let mut out = Vec::new();
        for row in first..self.rows.len() {
            if out.len() >= height {
                break;
            }
            out.extend(self.row_lines(row, width, height));
        }
        out.truncate(height);
        out
    }

    fn row_lines(&self, row: usize, width: usize, height: usize) -> Vec<CopyLine> {
        let Some(copied) = self.rows.get(row) else {
            return Vec::new();
        };
        let chosen = row == self.selected;
        let mut out = vec![
            CopyLine::Place(row, place(&copied.row)),
            CopyLine::Named(row, copied.named, attribution(copied)),
        ];
        if copied.wording() != Wording::Same {
            let most = match chosen {
                true => (height / 2).clamp(2, 12),
                false => 3,
            };
            let lines = filled(&marked(&copied.pieces, chosen), width.min(MEASURE));
            let cut = lines.len() > most;
            out.extend(
                lines
                    .into_iter()
                    .take(most)
                    .map(|words| CopyLine::Words(row, words)),
            );
            if let (true, Some(CopyLine::Words(_, words))) = (cut, out.last_mut()) {
                words.push((Fate::Same, "…".to_owned()));
            }
        }
        if height >= 12 {
            out.push(CopyLine::Blank);
        }
        out
    }
}

/// Who is named there, and how the words differ.
fn attribution(copied: &Copied) -> String {
    let who = speaker(&copied.row);
    let who = match copied.named {
        Named::Same => who,
        Named::Other => format!("! Another speaker: {who}"),
        Named::Here => format!("! A speaker is named: {who}"),
        Named::There => format!("! Nobody by name: {who}"),
        Named::Nobody => format!("No name: {who}"),
    };
    let how = match copied.wording() {
        Wording::Same => "word for word",
        Wording::Shorter => "shortened",
        Wording::Longer => "longer",
        Wording::Other => "other words",
    };
    format!("{who} · {how}")
}

fn speaker(row: &QuoteRow) -> String {
    let name = row.speaker.as_deref().unwrap_or("speaker not known");
    match &row.role {
        Some(role) => format!("{name}, {role}"),
        None => name.to_owned(),
    }
}

fn place(row: &QuoteRow) -> String {
    let parts = [
        row.date.map(words::date),
        row.publisher.clone(),
        Some(row.title.clone()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The words with marks around what is left out and what is new. Of long stretches only the ends are
/// shown: of what is the same, those beside a difference.
fn marked(pieces: &[Piece], whole: bool) -> Vec<(Fate, String)> {
    let mut out = Vec::new();
    for (n, piece) in pieces.iter().enumerate() {
        let (before, after) = match piece.fate {
            Fate::Same => ("", ""),
            Fate::Left => ("[-", "-]"),
            Fate::New => ("{+", "+}"),
        };
        let words = piece.words.as_slice();
        let (most, ends) = if whole {
            (60, 3 * ENDS)
        } else {
            (2 * ENDS + 1, ENDS)
        };
        let is_same = piece.fate == Fate::Same;
        let head = if is_same && n == 0 { 0 } else { ends };
        let tail = if is_same && n + 1 == pieces.len() {
            0
        } else {
            ends
        };
        let mut shown: Vec<String> = match words.len() > most {
            true => {
                let gap = std::iter::once("…".to_owned());
                let (head, tail) = (words[..head].iter(), words[words.len() - tail..].iter());
                head.cloned().chain(gap).chain(tail.cloned()).collect()
            }
            false => words.to_vec(),
        };
        if let Some(first) = shown.first_mut() {
            first.insert_str(0, before);
        }
        if let Some(last) = shown.last_mut() {
            last.push_str(after);
        }
        out.extend(shown.into_iter().map(|word| (piece.fate, word)));
    }
    out
}

/// Words on lines, those of one fate that stand side by side together.
fn filled(words: &[(Fate, String)], width: usize) -> Vec<Vec<(Fate, String)>> {
    let mut lines: Vec<Vec<(Fate, String)>> = Vec::new();
    let mut used = 0;
    for (fate, word) in words {
        let word = wrap::ellipsis(word, width.max(1));
        let wide = wrap::width(&word);
        match lines.last_mut() {
            Some(line) if used + 1 + wide <= width => {
                used += 1 + wide;
                match line.last_mut() {
                    Some((last, text)) if last == fate => {
                        text.push(' ');
                        text.push_str(&word);
                    }
                    _ => line.push((*fate, word)),
                }
            }
            _ => {
                used = wide;
                lines.push(vec![(*fate, word)]);
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::differ::differences;

    fn shown(one: &str, other: &str, whole: bool, width: usize) -> Vec<String> {
        let lines = filled(&marked(&differences(one, other), whole), width);
        let line = |line: Vec<(Fate, String)>| {
            let texts: Vec<String> = line.into_iter().map(|(_, text)| text).collect();
            texts.join(" ")
        };
        lines.into_iter().map(line).collect()
    }

    #[test]
    fn long_stretches_that_are_the_same_are_cut_to_what_lies_beside_a_difference() {
        let words = |from: usize, to: usize| {
            let words: Vec<String> = (from..to).map(|n| format!("w{n}")).collect();
            words.join(" ")
        };
        let one = format!(
            "{} old {} more {}",
            words(0, 20),
            words(20, 22),
            words(22, 40)
        );
        let other = format!("{} new {} {}", words(0, 20), words(20, 22), words(22, 40));
        assert_eq!(
            shown(&one, &other, false, 200),
            ["… w15 w16 w17 w18 w19 [-old-] {+new+} w20 w21 [-more-] w22 w23 w24 w25 w26 …"]
        );
        let whole = shown(&one, &other, true, 30);
        assert!(
            whole.iter().all(|line| wrap::width(line) <= 30),
            "{whole:?}"
        );
        assert_eq!(
            whole.join(" "),
            format!(
                "{} [-old-] {{+new+}} {} [-more-] {}",
                words(0, 20),
                words(20, 22),
                words(22, 40)
            )
        );
        let gone = shown(&words(0, 30), &words(0, 3), false, 200);
        assert_eq!(gone, ["w0 w1 w2 [-w3 w4 w5 w6 w7 … w25 w26 w27 w28 w29-]"]);
    }
}
