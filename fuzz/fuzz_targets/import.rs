//! Any bytes at all as a file: what always holds must hold. The first byte chooses the file's name,
//! the rest is its content, whose first bytes say what it is.

#![no_main]

#[path = "../../tests/imported/mod.rs"]
mod imported;

use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 4] = ["a.txt", "a.md", "a.csv", "a"];

fuzz_target!(|bytes: &[u8]| {
    if let Some((name, content)) = bytes.split_first() {
        imported::import_holding(NAMES[usize::from(*name) % NAMES.len()], content);
    }
});
