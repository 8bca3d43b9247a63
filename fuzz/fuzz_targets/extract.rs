//! Any text at all through the extractor: what always holds must hold.
//!
//! Paragraphs are parted by `¶`, as in the cases of `tests/extract`, so that these can be seeds, and
//! by ends of line.

#![no_main]

#[path = "../../tests/invariants/mod.rs"]
mod invariants;

use libfuzzer_sys::fuzz_target;

/// Bytes of a text, beyond which nothing new is to be seen.
const LONGEST: usize = 4096;

fuzz_target!(|text: &str| {
    if text.len() <= LONGEST {
        let parts = text.split(['¶', '\n']).map(str::trim);
        let paragraphs: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        invariants::extract_holding(&invariants::article(&paragraphs));
    }
});
