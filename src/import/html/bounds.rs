//! Whether a page may be parsed into a tree.
//!
//! Owns the limits of depth and size, and the counting; must not know what is on the page.

/// Deepest nesting of elements that is parsed into a tree. Pages of news sites stay below 60.
const DEEPEST: usize = 250;

/// Largest page that is parsed into a tree, in bytes and in tags: an element takes a hundred times
/// its letters in memory. Pages of news sites stay below 2 MB and 20,000 tags.
const LARGEST: usize = 8 << 20;
const TAGS: usize = 1_000_000;

/// Most attributes of a tag of such a page: the parser compares each with all before it.
const WIDEST: usize = 1_000;

/// Whether a tree of the page would be neither too deep nor too large.
pub(super) fn is_bounded(html: &str) -> bool {
    html.len() <= LARGEST
        && memchr::memchr_iter(b'<', html.as_bytes()).count() <= TAGS
        && depth(html) <= DEEPEST
        && widest(html) <= WIDEST
}

/// How many words the longest tag has: each may be an attribute.
fn widest(html: &str) -> usize {
    let (mut widest, mut words) = (0, 0);
    let mut quote = None;
    let mut before = b' ';
    let mut inside = false;
    for byte in html.bytes() {
        match (inside, quote) {
            (false, _) => {
                inside = before == b'<' && (byte.is_ascii_alphabetic() || byte == b'/');
                words = 0;
            }
            (true, Some(mark)) => quote = quote.filter(|_| byte != mark),
            (true, None) => match byte {
                b'>' => inside = false,
                // A mark opens a value only behind the sign.
                b'"' | b'\'' if before == b'=' => quote = Some(byte),
                _ => words += usize::from(b" \t\r\n\x0c/\"'".contains(&byte)),
            },
        }
        widest = widest.max(words);
        if !(inside && byte.is_ascii_whitespace() && before == b'=') {
            before = byte;
        }
    }
    widest
}

/// How deep elements nest, those left out that HTML closes by itself.
fn depth(html: &str) -> usize {
    const CLOSED_BY_ITSELF: &[&str] = &[
        "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link",
        "meta", "option", "p", "param", "path", "source", "tbody", "td", "tfoot", "th", "thead",
        "tr", "track", "wbr",
    ];
    let (mut depth, mut deepest) = (0_usize, 0);
    for (at, _) in html.match_indices('<') {
        let tag = &html[at + 1..];
        let closing = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let len = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = name[..len].to_ascii_lowercase();
        if name.is_empty() || CLOSED_BY_ITSELF.contains(&name.as_str()) {
            continue;
        }
        if closing {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_tag_are_counted_and_values_are_none() {
        assert_eq!(widest("<p a=\"b c\" d = 'e f>' g>h i j k l</p>"), 5);
    }

    #[test]
    fn what_html_closes_by_itself_is_not_nested() {
        assert_eq!(depth("<div><p>a<p>b<br><li>c</div><b><i></i></b>"), 2);
    }
}
