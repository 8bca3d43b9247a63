//! The paths that a Rust source names, in `use` lines and in the code, with braces and `super`
//! resolved.

/// Line numbers and full paths (`crate::store::Store`, `std::fs`); code under `#[cfg(test)]` is
/// left out. `module` is where the file stands.
pub fn paths(source: &str, module: &[String]) -> Vec<(usize, String)> {
    let code = without_tests(&blanked(source)).to_owned();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((start, end)) = next_path(&code, at) {
        let line = code[..start].matches('\n').count() + 1;
        let mut out = Vec::new();
        at = tree(&code, start, end, "", &mut out);
        found.extend(out.into_iter().map(|path| (line, resolved(&path, module))));
    }
    found
}

/// Comments, strings and character literals replaced by blanks; line ends kept.
fn blanked(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let len = skipped(rest);
        if len == 0 {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            out.extend(rest[..len].chars().map(|c| if c == '\n' { c } else { ' ' }));
            rest = &rest[len..];
        }
    }
    out
}

/// Length of the comment or literal that `rest` begins with, or 0.
fn skipped(rest: &str) -> usize {
    let until = |mark: &str, from: usize| {
        rest[from..]
            .find(mark)
            .map_or(rest.len(), |at| from + at + mark.len())
    };
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return until("*/", 2);
    }
    if let Some(hashes) = rest
        .strip_prefix("r#")
        .map(|r| 1 + r.len() - r.trim_start_matches('#').len())
        && rest[1 + hashes..].starts_with('"')
    {
        return until(&format!("\"{}", "#".repeat(hashes)), 2 + hashes);
    }
    if rest.starts_with('"') {
        let mut escaped = false;
        for (at, c) in rest.char_indices().skip(1) {
            match c {
                '"' if !escaped => return at + 1,
                '\\' => escaped = !escaped,
                _ => escaped = false,
            }
        }
        return rest.len();
    }
    // A character, not a lifetime: a quote mark ends it.
    let mut chars = rest.char_indices();
    if let (Some((_, '\'')), Some((_, c))) = (chars.next(), chars.next()) {
        if c == '\\' {
            return until("'", 3);
        }
        if let Some((at, '\'')) = chars.next() {
            return at + 1;
        }
    }
    0
}

fn without_tests(code: &str) -> &str {
    code.split_once("#[cfg(test)]\nmod tests {")
        .map_or(code, |(before, _)| before)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The next name that is followed by `::`.
fn next_path(code: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        let sign = at + code[at..].find("::")?;
        let start = code[from..sign]
            .rfind(|c| !is_name(c))
            .map_or(from, |k| from + k + 1);
        let inside = code[..start].ends_with("::");
        if start < sign && !inside && code[start..].starts_with(is_name) {
            return Some((start, sign));
        }
        at = sign + 2;
    }
}

/// Reads `name::rest` or `name::{a, b::c}` at `start`; gives where it ended.
fn tree(code: &str, start: usize, end: usize, before: &str, out: &mut Vec<String>) -> usize {
    let name = code[start..end].trim();
    let path = if before.is_empty() {
        name.to_owned()
    } else {
        format!("{before}::{name}")
    };
    let Some(rest) = code[end..].strip_prefix("::") else {
        if !name.is_empty() {
            out.push(path);
        }
        return end;
    };
    let next = code.len() - rest.len();
    if let Some(list) = rest.strip_prefix('{') {
        return branches(code, code.len() - list.len(), &path, out);
    }
    let len = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
    if len == 0 {
        out.push(path);
        return next;
    }
    tree(code, next, next + len, &path, out)
}

/// Reads the list after an opening brace.
fn branches(code: &str, mut at: usize, path: &str, out: &mut Vec<String>) -> usize {
    while let Some(c) = code[at..].chars().next() {
        if c == '}' {
            return at + 1;
        }
        if is_name(c) {
            let len = code[at..].find(|c| !is_name(c)).unwrap_or(code.len() - at);
            at = tree(code, at, at + len, path, out);
        } else {
            at += c.len_utf8();
        }
    }
    at
}

/// `super`, `self` and the crate's own name brought to `crate`.
fn resolved(path: &str, module: &[String]) -> String {
    let mut parts = path.split("::").peekable();
    let mut base: Option<Vec<&str>> = None;
    while let Some(part) = parts.peek() {
        let here = || module.iter().map(String::as_str).collect();
        match *part {
            "super" => {
                base.get_or_insert_with(here).pop();
            }
            "self" => {
                base.get_or_insert_with(here);
            }
            "crate" | "onrecord" if base.is_none() => base = Some(Vec::new()),
            _ => break,
        }
        parts.next();
    }
    match base {
        Some(base) => ["crate"]
            .into_iter()
            .chain(base)
            .chain(parts)
            .collect::<Vec<_>>()
            .join("::"),
        None => path.to_owned(),
    }
}

#[test]
fn paths_are_read_as_the_compiler_reads_them() {
    let source = r##"
//! Not crate::comment::At, nor
use std::{fmt, io::{self, Write}};
use crate::{model::Span, store};
use super::sibling::X;
fn f<'a>(s: &'a str) -> char { let _ = ("std::fs", r#"std::"net"#, 'x'); super::super::up::g(); std::env::args(); '"' }
#[cfg(test)]
mod tests { use std::thread; }
"##;
    let module = ["find".to_owned(), "judge".to_owned()];
    let found: Vec<String> = paths(source, &module).into_iter().map(|(_, p)| p).collect();
    let expected = [
        "std::fmt",
        "std::io::self",
        "std::io::Write",
        "crate::model::Span",
        "crate::store",
        "crate::find::sibling::X",
        "crate::up::g",
        "std::env::args",
    ];
    assert_eq!(found, expected);
    assert_eq!(paths(source, &module)[2].0, 3);
}
