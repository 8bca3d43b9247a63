//! The pairing of quotation marks: each byte is a mark or a word, so that every input is a text dense
//! with marks. They spoil their own passage at most: the quotes of the passages around it do not move.

#![no_main]

#[path = "../../tests/invariants/mod.rs"]
mod invariants;

use invariants::{article, words_by_paragraph};
use libfuzzer_sys::fuzz_target;

/// Marks in all ways of writing them, what stands beside them, and what makes them speech.
const PIECES: [&str; 48] = [
    "“",
    "”",
    "„",
    "\"",
    "''",
    "``",
    "«",
    "»",
    "‹",
    "›",
    "‘",
    "’",
    "‚",
    "'",
    "`",
    "¶",
    " ",
    " ",
    ", ",
    ". ",
    "? ",
    "! ",
    ": ",
    "; ",
    "—",
    " - ",
    "...",
    "…",
    "(",
    ")",
    "[",
    "]",
    "&quot;",
    "\\\"",
    "5'",
    "’90s",
    "'em",
    "workers'",
    "don't",
    "the bridge",
    "is safe",
    "yes",
    "É",
    "Ann Roe",
    " said ",
    "she",
    " that ",
    "\u{a0}",
];

/// A passage before the marks and one behind them, neither of which can be part of another's speech.
const BEFORE: &str = "“The ferry was late,” Tom Poe said.";
const BEHIND: &str =
    "Poe said the harbour was full. Its walls, he said, were “older than the town.”";

/// Pieces of a text, beyond which nothing new is to be seen.
const MOST: usize = 400;

fuzz_target!(|bytes: &[u8]| {
    let pieces = bytes
        .iter()
        .take(MOST)
        .map(|b| PIECES[usize::from(*b) % PIECES.len()]);
    let text: String = pieces.collect();
    let parts = text.split('¶').map(str::trim);
    let mut paragraphs = vec![BEFORE];
    paragraphs.extend(parts.filter(|part| !part.is_empty()));
    paragraphs.push(BEHIND);
    let alone = words_by_paragraph(&article(&[BEFORE, BEHIND]));
    let among = words_by_paragraph(&article(&paragraphs));
    assert_eq!(among.first(), alone.first(), "before {text:?}");
    assert_eq!(among.last(), alone.last(), "behind {text:?}");
});
