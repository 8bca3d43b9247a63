//! An article from a web page.
//!
//! Owns what a page declares of itself and the choice of its readable part (dom_smoothie, after
//! Mozilla's Readability); must not know how the lines of a text are told apart.
//!
//! Deep nesting: the tree walks of the parser are recursive, so a page nested deeper than
//! [`DEEPEST`] never gets to it, nor does one whose tree would fill the memory; such a page is read
//! by `markup`, which keeps no tree.

use dom_smoothie::Readability;

use crate::model::{Article, BlockRole, Span};
use crate::text::clean::{clean, clean_line};

use super::error::Reason;
use super::lines::Line;
use super::markup::{self, Piece};
use super::{dates, plain};

/// Deepest nesting of elements that is parsed into a tree. Pages of news sites stay below 60.
const DEEPEST: usize = 250;

/// Largest page that is parsed into a tree, in bytes and in tags: an element takes a hundred times
/// its letters in memory. Pages of news sites stay below 2 MB and 20,000 tags.
const LARGEST: usize = 8 << 20;
const TAGS: usize = 1_000_000;

/// Most attributes of a tag of such a page: the parser compares each with all before it.
const WIDEST: usize = 1_000;

/// What a page says about its article.
#[derive(Default)]
struct Declared {
    title: Option<String>,
    byline: Option<String>,
    site: Option<String>,
    published: Option<String>,
    url: Option<String>,
}

/// Reads the article of a page.
pub(super) fn article(html: &str) -> Result<Article, Reason> {
    let (mut declared, pieces) = if is_bounded(html) {
        readable(html)
    } else {
        (Declared::default(), Vec::new())
    };
    let pieces = if pieces.is_empty() {
        markup::pieces(html)
    } else {
        pieces
    };
    if declared.title.is_none() {
        declared.title = element(html, "title");
    }
    if declared.published.is_none() {
        declared.published = attribute(html, "<time", "datetime");
    }
    if declared.url.is_none() {
        declared.url = attribute(html, "rel=\"canonical\"", "href");
    }
    let article = declare(from_pieces(declared.title.as_deref(), &pieces), declared);
    if article.text.is_empty() {
        return Err(Reason::NoArticle);
    }
    Ok(article)
}

/// Reads a piece of HTML without a page around it, as datasets hold.
pub(super) fn fragment(html: &str) -> Article {
    from_pieces(None, &markup::pieces(html))
}

/// The readable part of a page and what the page declares; no pieces where none was found.
fn readable(html: &str) -> (Declared, Vec<Piece>) {
    let Ok(mut reader) = Readability::new(html, None, None) else {
        return (Declared::default(), Vec::new());
    };
    let Ok(found) = reader.parse() else {
        return (Declared::default(), Vec::new());
    };
    let declared = Declared {
        title: Some(found.title),
        byline: found.byline,
        site: found.site_name,
        published: found.published_time,
        url: found.url,
    };
    (declared, markup::pieces(&found.content))
}

/// The article of the lines, the declared headline put before them so that it is found, and left
/// out where the page repeats it.
pub(super) fn from_pieces(title: Option<&str>, pieces: &[Piece]) -> Article {
    let mut text = String::new();
    let mut lines = Vec::new();
    let title = title.map(|t| (Some(BlockRole::Heading), t.to_owned()));
    for (hint, line) in title.iter().chain(pieces) {
        let line = clean(line).text;
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let start = text.len();
        text.push_str(line);
        lines.push(Line {
            span: Span::new(start, text.len()),
            gap: true,
            hint: *hint,
        });
        text.push_str("\n\n");
    }
    plain::from_lines(&text, &lines)
}

fn declare(mut article: Article, declared: Declared) -> Article {
    let safe = |value: Option<String>| {
        let value = clean_line(&value?);
        (!value.is_empty()).then_some(value)
    };
    if article.title.is_none() {
        article.title = safe(declared.title);
    }
    if let Some(byline) = safe(declared.byline) {
        let name = byline
            .strip_prefix("By ")
            .or_else(|| byline.strip_prefix("by "));
        article.byline = Some(name.unwrap_or(&byline).to_owned());
    }
    article.publisher = safe(declared.site).or(article.publisher);
    article.url = safe(declared.url).or(article.url);
    if let Some(found) = declared.published.and_then(|p| dates::find(&p)) {
        article.date = Some(found.date);
        article.inferred.remove(&crate::model::Field::Date);
    }
    article
}

/// Whether a tree of the page would be neither too deep nor too large.
fn is_bounded(html: &str) -> bool {
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

/// The text of the first element `name`.
fn element(html: &str, name: &str) -> Option<String> {
    let lower = html
        .get(..html.len().min(1 << 16))
        .unwrap_or(html)
        .to_ascii_lowercase();
    let open = lower.find(&format!("<{name}"))?;
    let start = open + lower[open..].find('>')? + 1;
    let end = start + lower[start..].find("</")?;
    let mut out = String::new();
    markup::decode_entities(html.get(start..end)?, &mut out);
    Some(out).filter(|t| !t.trim().is_empty())
}

/// The value of `attribute` in the first tag in which `sign` stands.
fn attribute(html: &str, sign: &str, attribute: &str) -> Option<String> {
    let at = html.find(sign)?;
    let start = html[..at + 1].rfind('<')?;
    let tag = &html[start..start + html[start..].find('>')?];
    let value = &tag[tag.find(&format!("{attribute}="))? + attribute.len() + 1..];
    let mark = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = &value[1..];
    Some(value[..value.find(mark)?].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> String {
        let paragraph = "<p>The harbour board said on Tuesday that it would not renew the lease of the old customs house, \
                         which has stood empty since the storms of the winter before last and needs a new roof.</p>";
        format!(
            "<!DOCTYPE html><html><head><title>Board refuses lease | The Bergen Post</title>\
             <meta property=\"og:title\" content=\"Board refuses lease\"><meta property=\"og:site_name\" content=\"The Bergen Post\">\
             <meta name=\"author\" content=\"Ann Poe\"><meta property=\"article:published_time\" content=\"2031-05-06T09:00:00Z\">\
             </head><body><nav><a href=\"/\">Home</a></nav><article><h1>Board refuses lease</h1>{paragraph}<h2>What is next</h2>\
             {}<p>READ MORE: <a href=\"/x\">Roof falls in</a></p>{}</article><footer>All rights reserved</footer></body></html>",
            paragraph.replace("harbour board", "mayor of the town"),
            paragraph.replace("harbour board", "owner of the house"),
        )
    }

    #[test]
    fn a_page_gives_its_article_and_what_it_declares() {
        let article = article(&page()).unwrap();
        assert_eq!(article.title.as_deref(), Some("Board refuses lease"));
        assert_eq!(article.publisher.as_deref(), Some("The Bergen Post"));
        assert_eq!(article.byline.as_deref(), Some("Ann Poe"));
        assert_eq!(article.date.unwrap().to_string(), "2031-05-06");
        assert!(
            article.text.starts_with("The harbour board"),
            "{}",
            article.text
        );
        assert!(!article.text.contains("READ MORE") && !article.text.contains("rights"));
        let heading = article
            .blocks
            .iter()
            .find(|b| b.role == BlockRole::Heading)
            .unwrap();
        assert_eq!(heading.span.of(&article.text), "What is next");
    }

    #[test]
    fn nesting_without_end_is_read_all_the_same() {
        let html = format!(
            "<html>{}<p>The harbour board said no on Tuesday, and left.</p>",
            "<div>".repeat(100_000)
        );
        assert!(
            article(&html)
                .unwrap()
                .text
                .starts_with("The harbour board")
        );
    }

    #[test]
    fn a_tag_of_attributes_without_end_is_read_all_the_same() {
        assert_eq!(widest("<p a=\"b c\" d = 'e f>' g>h i j k l</p>"), 5);
        let many: String = (0..300_000).map(|n| format!(" a{n}")).collect();
        let html = format!(
            "<html><p>The harbour board said no on Tuesday, and left.</p><p{many}>And more.</p>"
        );
        assert!(
            article(&html)
                .unwrap()
                .text
                .starts_with("The harbour board")
        );
    }

    #[test]
    fn a_page_without_text_says_so() {
        assert!(matches!(
            article("<html><script>x</script></html>"),
            Err(Reason::NoArticle)
        ));
    }
}
