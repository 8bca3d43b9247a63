//! Whether a page may be parsed into a tree.
//!
//! Owns the limits of depth and size, and the counting; must not know what is on the page.

use super::tags::Tags;

/// Deepest nesting of elements that is parsed into a tree. Pages of news sites stay below 60.
const DEEPEST: usize = 250;

/// Largest page that is parsed into a tree, in bytes and in tags: an element takes a hundred times
/// its letters in memory. Pages of news sites stay below 2 MB and 20,000 tags.
const LARGEST: usize = 8 << 20;
const TAGS: usize = 1_000_000;

/// Most attributes of a tag of such a page: the parser compares each with all before it.
const WIDEST: usize = 1_000;

/// Most bytes that writing the tree as text looks at: the writer looks for the end of a stretch of text anew
/// at each sign in it that it has to write otherwise.
const LOOKED_AT: usize = 1 << 33;

/// Whether a page is none that would fill the memory as a tree, or take minutes.
pub(super) fn is_sized(html: &str) -> bool {
    html.len() <= LARGEST
        && memchr::memchr_iter(b'<', html.as_bytes()).count() <= TAGS
        && widest(html) <= WIDEST
}

/// Whether a tree of the page would be none that is too deep, or written too slowly.
pub(super) fn is_bounded(page: &Tags<'_>) -> bool {
    is_shallow(page) && written(page) <= LOOKED_AT
}

/// How many bytes the writer looks at. What a tag parts is one stretch where the parser leaves that out: all
/// that closes, and what stands in tables alone.
fn written(page: &Tags<'_>) -> usize {
    const LEFT_OUT: &[&str] = &[
        "body", "caption", "col", "colgroup", "frame", "frameset", "head", "html", "tbody", "td",
        "tfoot", "th", "thead", "tr",
    ];
    let (mut all, mut signs, mut len) = (0_usize, 0_usize, 0_usize);
    let mut from = 0;
    let mut raw = false;
    for tag in &page.tags {
        if !(tag.closing || is_one(tag.name(), LEFT_OUT)) {
            all = all.saturating_add(signs.saturating_mul(len));
            (signs, len) = (0, 0);
        }
        let part = &page.page.as_bytes()[if raw { tag.start } else { from }..tag.start];
        signs += memchr::memchr2_iter(b'&', 0xc2, part).count();
        len += part.len();
        from = tag.end;
        raw = !tag.closing && (tag.is("script") || tag.is("style"));
    }
    let part = &page.page.as_bytes()[from..];
    signs += memchr::memchr2_iter(b'&', 0xc2, part).count();
    all.saturating_add(signs.saturating_mul(len + part.len()))
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

/// What an element is to those around it.
#[derive(Clone, Copy)]
struct Element<'p> {
    name: &'p str,
    heading: bool,
    formats: bool,
    block: bool,
    scope: bool,
}

impl<'p> Element<'p> {
    /// Told once: an end tag is held against all that is open.
    fn called(name: &'p str) -> Self {
        Self {
            name,
            heading: is_one(name, HEADINGS),
            formats: is_one(name, FORMATTING),
            block: is_one(name, BLOCKS),
            scope: is_one(name, SCOPES),
        }
    }

    fn is_closed_by(&self, other: &Self) -> bool {
        self.name.eq_ignore_ascii_case(other.name) || (self.heading && other.heading)
    }
}

const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];

/// Elements that HTML closes by itself, or that hold nothing.
const CLOSED_BY_ITSELF: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "option", "p", "param", "path", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track",
    "wbr",
];

/// Elements that set words apart in a line: one of them is closed without what is open inside of it.
const FORMATTING: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// Elements that are closed with all that is open inside of them.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "button",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "ul",
];

/// Elements out of which nothing is closed.
const SCOPES: &[&str] = &[
    "applet", "caption", "html", "iframe", "marquee", "math", "object", "svg", "table", "template",
];

fn is_one(name: &str, list: &[&str]) -> bool {
    list.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether no elements nest too deep, as a browser nests them (HTML, 13.2.6.4.7): a tag that closes nothing
/// leaves all open.
fn is_shallow(page: &Tags<'_>) -> bool {
    let mut open: Vec<Element<'_>> = Vec::new();
    for tag in &page.tags {
        let name = tag.name();
        if is_one(name, CLOSED_BY_ITSELF) {
            continue;
        }
        let element = Element::called(name);
        let draws = |element: &Element<'_>| is_one(element.name, &["svg", "math"]);
        if tag.closing {
            close(&mut open, &element);
            continue;
        }
        if tag.is_closed() && open.iter().any(draws) {
            continue;
        }
        if tag.is("a") {
            // One ends the one before.
            close(&mut open, &element);
        }
        open.push(element);
        if open.len() > DEEPEST {
            return false;
        }
    }
    true
}

/// Closes the innermost element of this name, where that is not beyond what nothing is closed out of.
fn close(open: &mut Vec<Element<'_>>, element: &Element<'_>) {
    let parts = element.formats || element.block || element.scope;
    for at in (0..open.len()).rev() {
        if open[at].is_closed_by(element) {
            if element.formats {
                open.remove(at);
            } else {
                open.truncate(at);
            }
            return;
        }
        if open[at].scope || (!parts && open[at].block) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_tag_are_counted_and_values_are_none() {
        assert_eq!(widest("<p a=\"b c\" d = 'e f>' g>h i j k l</p>"), 5);
    }

    fn shallow(html: &str) -> bool {
        is_shallow(&Tags::new(html))
    }

    #[test]
    fn what_html_closes_by_itself_is_not_nested() {
        for part in [
            "<p>a<p>b<br><li>c",
            "<div><b><i></i></b></div>",
            "<div><span></div>",
            "<b><div></b></div>",
            "<h1></h2>",
            "<a>",
            "<script>for(i=0;i<n;i++)</script>",
            "<svg><rect/><g/></svg>",
        ] {
            assert!(shallow(&part.repeat(1_000)), "{part}");
        }
    }

    #[test]
    fn what_closes_nothing_leaves_all_open() {
        for part in [
            "<div>",
            "</div><ol>",
            "<main></div>",
            "<div/>",
            "<b><div></b>",
            "<span><div></span>",
            "<div><table><tr><td></div>",
            "<div><object></div></object>",
            "<hl1></a>",
            "<nav></script>",
        ] {
            assert!(!shallow(&part.repeat(1_000)), "{part}");
        }
    }

    #[test]
    fn pages_that_a_parser_reads_slowly_are_read_at_once() {
        // Minutes each, in the parser or here.
        const TEXT: &str = "<p>The harbour board said on Tuesday that it would not renew the lease of the old customs house.</p>";
        for part in [
            "&",
            "\u{a0}",
            "&</div>",
            "&<tr>",
            "</div><ol>",
            "<main></div>",
            "</h2><style>",
            "</title><script>:<script>",
            "</ul><svg>",
        ] {
            let page = format!(
                "<html><body><article>{TEXT}{}</article></body></html>",
                part.repeat(2_000_000 / part.len())
            );
            let read = crate::import::html::article(&page, None);
            assert!(
                read.is_ok_and(|article| article.text.starts_with("The harbour")),
                "{part}"
            );
        }
    }
}
