//! The attributes of a tag, however they are written.
//!
//! Owns the reading of names and values; must not know what they mean.

/// The value of the attribute `name` among those that `rest`, what stands behind the name of a tag, has;
/// character references and all.
pub(super) fn attribute<'a>(rest: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = rest;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let len = rest
            .find(|c: char| c.is_ascii_whitespace() || c == '=' || c == '/')
            .unwrap_or(rest.len())
            .max(1);
        let (this, behind) = rest.split_at_checked(len)?;
        let (value, behind) = value(behind);
        if this.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = behind;
    }
}

/// The value at the start of `rest`, the sign before it taken, and what follows.
fn value(rest: &str) -> (&str, &str) {
    let Some(rest) = rest.trim_start().strip_prefix('=') else {
        return ("", rest);
    };
    let rest = rest.trim_start();
    for mark in ['"', '\''] {
        if let Some(inner) = rest.strip_prefix(mark) {
            return inner.split_once(mark).unwrap_or((inner, ""));
        }
    }
    rest.split_at(
        rest.find(|c: char| c.is_ascii_whitespace())
            .unwrap_or(rest.len()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_with_marks_and_without() {
        let rest = " a='b \"c\"' d = e/f hidden x=\"\"y=1";
        for (name, value) in [
            ("a", Some("b \"c\"")),
            ("D", Some("e/f")),
            ("hidden", Some("")),
            ("x", Some("")),
            ("y", Some("1")),
            ("b", None),
        ] {
            assert_eq!(attribute(rest, name), value, "{name}");
        }
    }
}
