//! Lists of links that a page has glued to a name: "Ann Roe Ann Mary RoeHarbour deal in doubt Ferry sails
//! again MORE said". They are read as if they were not there.

use crate::model::Span;

/// Longest list, in bytes of text: what is longer is an article.
const LONGEST: usize = 1_500;

/// Bytes from a name to where its last word comes again.
const LONGEST_NAME: usize = 80;

/// The word that ends such a list.
const CLOSE: &str = " MORE";

/// With one of these before it the word is of a link to the rest of an article, and closes no list.
const LINKS: [&str; 6] = ["READ", "LEARN", "SEE", "SHOW", "LOAD", "OUT"];

/// The lists in `text`, in their order: each from behind the name to the word that closes it.
#[must_use]
pub fn lists(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut from = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), CLOSE) {
        let end = at + CLOSE.len();
        if text[end..].starts_with(char::is_alphanumeric) {
            continue;
        }
        let start = text
            .floor_char_boundary(at.saturating_sub(LONGEST))
            .max(from);
        let line = text[start..at].rfind('\n').map_or(start, |n| start + n + 1);
        let before = &text[line..at];
        let link = LINKS.iter().any(|word| before.ends_with(word));
        if let Some(name) = name_before(before).filter(|_| !link) {
            out.push(Span::new(line + name, end));
        }
        from = end;
    }
    out
}

/// Where the name ends that a list is glued to: behind the first word that comes again and runs into a
/// capital or a number there, with nothing but a name between.
fn name_before(text: &str) -> Option<usize> {
    let (mut small, mut start) = (false, 0);
    for (joint, c) in text.char_indices() {
        let glued = small && (c.is_uppercase() || c.is_ascii_digit());
        small = c.is_lowercase();
        let begin = start;
        if !is_of_name(c) {
            start = joint + c.len_utf8();
        }
        if !glued || joint - begin > LONGEST_NAME {
            continue;
        }
        let start = begin;
        let word = &text[start..joint];
        let near = text.floor_char_boundary(start.saturating_sub(LONGEST_NAME));
        let Some(earlier) = text[near..start].rfind(word).map(|n| near + n) else {
            continue;
        };
        let end = earlier + word.len();
        let whole = !text[..earlier].ends_with(is_of_name) && !text[end..].starts_with(is_of_name);
        if word.len() > 2 && whole && is_name(&text[end..start]) {
            return Some(end);
        }
    }
    None
}

/// Whether `text` is a name or nothing: words with capitals, initials, what is called in brackets, and such
/// particles as names have.
fn is_name(text: &str) -> bool {
    text.split(' ').filter(|word| !word.is_empty()).all(|word| {
        let bare = word.trim_matches(['(', ')', '"', '“', '”']);
        let particle = matches!(
            bare,
            "de" | "la" | "van" | "der" | "von" | "al" | "el" | "bin"
        );
        bare.chars().all(is_of_name) && (particle || bare.starts_with(char::is_uppercase))
    })
}

fn is_of_name(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str) -> String {
        let mut out = text.to_owned();
        for list in lists(text).iter().rev() {
            out.replace_range(list.range(), "");
        }
        out
    }

    #[test]
    fn a_list_goes_from_behind_the_name_to_its_last_word() {
        for (text, expected) in [
            (
                "Mayor Ann Roe Ann Mary RoeHarbour deal in doubt Ferry sails again MORE (R) left.",
                "Mayor Ann Roe (R) left.",
            ),
            (
                "Tom Poe Thomas (Tom) PoeOvernight Energy: Dam holds | Poe's bill MORE’s plan and \
                 Ann Roe Ann RoeRoe to run MORE said so.",
                "Tom Poe’s plan and Ann Roe said so.",
            ),
            (
                "Do You Watch YouTube? “Yes,” she said. READ MORE",
                "Do You Watch YouTube? “Yes,” she said. READ MORE",
            ),
            (
                "Air France and AirFrance said so. READ MORE",
                "Air France and AirFrance said so. READ MORE",
            ),
            (
                "Roe met McPoe and wanted MORE of it.",
                "Roe met McPoe and wanted MORE of it.",
            ),
            (
                "Roe Roe\nRoeHart wanted MORE.",
                "Roe Roe\nRoeHart wanted MORE.",
            ),
            ("Ann Roe Ann Roe2030 plans MORE left.", "Ann Roe left."),
            ("MORE", "MORE"),
        ] {
            assert_eq!(without(text), expected, "{text}");
        }
    }

    #[test]
    fn joints_without_end_take_no_time() {
        let humps = "aB".repeat(LONGEST / 2) + " MORE ";
        assert_eq!(lists(&humps.repeat(2_000)), []);
        assert_eq!(lists(&"Roe RoeAb MORE ".repeat(100_000)).len(), 100_000);
    }
}
