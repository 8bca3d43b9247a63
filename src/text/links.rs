//! Links: those that are printed in a text, and what address may be one at all.
//!
//! What stands in an article is not to be trusted: only what a browser or a mail program may be given
//! is a link, in the form in which it is given to them. Must not know: terminal, store.

use linkify::{LinkFinder, LinkKind};
use url::Url;

use crate::model::{Block, BlockRole, Link, Span};

/// Bytes of an address at most: browsers and servers take no longer ones.
pub const LONGEST: usize = 2048;

/// Bytes that an address may have as it is given: much may go where it is written out, such as the words of a letter.
const LONGEST_GIVEN: usize = 8 * LONGEST;

/// Marks of typography, which stand around addresses and never in them.
const MARKS: [char; 18] = [
    '“', '”', '„', '‘', '’', '‚', '«', '»', '‹', '›', '「', '」', '『', '』', '（', '）', '、',
    '。',
];

/// The links that are printed in `text`, in order: `http://`, `https://` and `mailto:` addresses, those that begin with
/// `www.`, and bare addresses of mail. Marks that end a sentence or a bracket do not belong to them.
#[must_use]
pub fn links(text: &str) -> Vec<Link> {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    let found = finder.links(text);
    found
        .filter_map(|found| {
            let whole = found.as_str();
            let bare = whole.trim_start_matches(MARKS);
            let printed = bare.split(MARKS).next().unwrap_or(bare);
            let url = match found.kind() {
                LinkKind::Email => address(&format!("mailto:{printed}")),
                _ if is_web(printed) => address(&format!("https://{printed}")),
                _ => address(printed),
            };
            let start = found.start() + whole.len() - bare.len();
            Some(Link {
                span: Span::new(start, start + printed.len()),
                url: url?,
            })
        })
        .collect()
}

/// The links behind words of a text, in order, and those that are printed in it where no other is behind
/// them. What does not fit the text is left out.
#[must_use]
pub fn all(text: &str, behind: &[Link]) -> Vec<Link> {
    let mut all: Vec<Link> = Vec::new();
    let fits = |link: &&Link| !link.span.of(text).is_empty();
    let mut behind = behind.iter().filter(fits).peekable();
    let mut add = |link: &Link| {
        if all
            .last()
            .is_none_or(|last| last.span.end <= link.span.start)
        {
            all.push(link.clone());
        }
    };
    for printed in links(text) {
        while let Some(link) = behind.next_if(|link| link.span.start < printed.span.end) {
            add(link);
        }
        add(&printed);
    }
    behind.for_each(add);
    all
}

/// Leaves out the links in blocks that are no text; links and blocks are in order.
pub fn without_furniture(links: &mut Vec<Link>, blocks: &[Block]) {
    links.retain(|link| {
        let first = blocks.partition_point(|block| block.span.end <= link.span.start);
        let over = blocks[first..].iter();
        let mut over = over.take_while(|block| block.span.start < link.span.end);
        !over.any(|block| block.role == BlockRole::Furniture)
    });
}

/// Whether the words are the address itself.
#[must_use]
pub fn is_printed(words: &str, url: &str) -> bool {
    !words.contains(char::is_whitespace)
        && links(words)
            .first()
            .is_some_and(|link| link.url == url && link.span.len() == words.len())
}

/// Whether it begins as addresses of the web do that are printed without `https://`.
fn is_web(printed: &str) -> bool {
    let begin = printed.get(..4);
    begin.is_some_and(|begin| begin.eq_ignore_ascii_case("www."))
}

/// An address of the web or of mail as it can be opened and shown: letters of other scripts in the name of
/// its host are written out (`xn--`), so that no host looks like another one, and so is what else is not
/// ASCII. Nothing where it is anything else, or too long to be one. Of an address of mail only who it is
/// for is kept: nobody's words and files are put into a letter.
#[must_use]
pub fn address(given: &str) -> Option<String> {
    // What is read grows with it, and this is asked for each frame.
    (given.len() <= LONGEST_GIVEN).then_some(())?;
    opened(Url::parse(given.trim()).ok()?)
}

/// As [`address`], of one that was read already.
#[must_use]
pub fn opened(mut url: Url) -> Option<String> {
    match url.scheme() {
        "http" | "https" if url.has_host() => {}
        "mailto" => {
            url.set_query(None);
            url.set_fragment(None);
            url.path().contains('@').then_some(())?;
        }
        _ => return None,
    }
    let written: String = url.into();
    (written.len() <= LONGEST).then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, String)> {
        let found = links(text).into_iter();
        found.map(|link| (link.span.of(text), link.url)).collect()
    }

    #[test]
    fn what_is_given_may_be_longer_than_what_is_kept_but_not_without_end() {
        let letter = |words: usize| format!("mailto:desk@a.example?body={}", "x".repeat(words));
        let kept = Some("mailto:desk@a.example".to_owned());
        assert_eq!(address(&letter(4_000)), kept);
        assert_eq!(address(&letter(LONGEST_GIVEN)), None);
    }

    #[test]
    fn links_of_many_blocks_are_left_out_without_furniture() {
        let count = 50_000;
        let block = |n: usize| Block {
            role: match n % 2 {
                0 => BlockRole::Paragraph,
                _ => BlockRole::Furniture,
            },
            span: Span::new(10 * n, 10 * n + 8),
        };
        let blocks: Vec<Block> = (0..count).map(block).collect();
        let link = |start, end| Link {
            span: Span::new(start, end),
            url: String::new(),
        };
        let within = (0..count).map(|n| link(10 * n + 2, 10 * n + 8));
        let mut links: Vec<Link> = within.chain([link(10 * count, 10 * count + 1)]).collect();
        without_furniture(&mut links, &blocks);
        assert_eq!(links.len(), count / 2 + 1);
        assert!(links.iter().all(|link| link.span.start % 20 < 10));
        // One that begins in a text and goes on in none.
        let mut links = vec![link(2, 11), link(7, 9)];
        without_furniture(&mut links, &blocks);
        assert_eq!(links, [link(7, 9)]);
    }

    #[test]
    fn links_are_found_without_what_stands_around_them() {
        let text = "See https://a.example/x (or http://b.example/y_(z)), “www.c.example/d”. \
                    Write to desk@paper.example; mailto:d@e.example too, e.g. U.S.-based one.two.";
        let found = found(text);
        let expected = [
            ("https://a.example/x", "https://a.example/x"),
            ("http://b.example/y_(z)", "http://b.example/y_(z)"),
            ("www.c.example/d", "https://www.c.example/d"),
            ("desk@paper.example", "mailto:desk@paper.example"),
            ("d@e.example", "mailto:d@e.example"),
        ];
        let as_given = |(printed, url): &(&'static str, &str)| (*printed, (*url).to_owned());
        let expected: Vec<_> = expected.iter().map(as_given).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_behind_words_comes_before_what_they_print() {
        let text = "See https://a.example/x, the roof, www.b.example and d@e.example.";
        let behind = |words: &str, url: &str| {
            let start = text.find(words).unwrap();
            let span = Span::new(start, start + words.len());
            let url = url.to_owned();
            Link { span, url }
        };
        let mut given = vec![
            behind("https://a.example/x", "https://evil.example/"),
            behind("roof", "https://a.example/roof"),
            behind("b.example and", "https://b.example/2"),
        ];
        let found = |given: &[Link]| {
            let all = all(text, given).into_iter();
            all.map(|link| (link.span.of(text), link.url))
                .collect::<Vec<_>>()
        };
        let want = [
            ("https://a.example/x", "https://evil.example/"),
            ("roof", "https://a.example/roof"),
            ("b.example and", "https://b.example/2"),
            ("d@e.example", "mailto:d@e.example"),
        ];
        let want = want.map(|(words, url)| (words, url.to_owned()));
        assert_eq!(found(&given), want);
        // What a damaged store may hold.
        given.push(given[1].clone());
        given.push(Link {
            span: Span::new(900, 950),
            ..given[0].clone()
        });
        assert_eq!(found(&given).len(), 4);
        assert!(is_printed("www.b.example", "https://www.b.example/"));
        assert!(!is_printed("www.b.example", "https://evil.example/"));
        assert!(!is_printed("b.example and", "https://b.example/"));
    }

    #[test]
    fn marks_of_typography_end_an_address() {
        for text in [
            "“https://a.example/x”",
            "at «www.a.example/x».",
            "「https://a.example/x」と",
            "‘https://a.example/x’s",
        ] {
            let (printed, url) = found(text).remove(0);
            assert!(printed.ends_with("a.example/x"), "{text}: {printed}");
            assert!(
                url.ends_with("a.example/x") && url.starts_with("https://"),
                "{url}"
            );
        }
    }

    #[test]
    fn nothing_that_is_not_for_a_browser_or_a_mail_program_is_a_link() {
        for given in [
            "javascript://a.example/%0aalert(1)",
            "file:///etc/passwd",
            "ftp://a.example/x",
            "data:text/html,x",
            "https://",
            "mailto:nobody",
            "https:",
            "ssh://a@b.example",
        ] {
            assert_eq!(address(given), None, "{given}");
            assert!(found(&format!("see {given} .")).iter().all(|(_, url)| {
                url.starts_with("https://")
                    || url.starts_with("http://")
                    || url.starts_with("mailto:")
            }));
        }
        let long = format!("https://a.example/{}", "x".repeat(LONGEST));
        assert_eq!(address(&long), None);
        assert!(links(&long).is_empty());
    }

    #[test]
    fn an_address_is_shown_as_what_it_is() {
        let of = |given| address(given).unwrap();
        assert_eq!(of("HTTPS://Example.ORG"), "https://example.org/");
        let cyrillic = of("https://p\u{430}ypal.example/");
        assert!(cyrillic.starts_with("https://xn--"), "{cyrillic}");
        assert!(of("https://a.example/港 x?q=ü").is_ascii());
        assert_eq!(
            of("mailto:a@b.example?attach=/etc/passwd&body=x#y"),
            "mailto:a@b.example"
        );
    }
}
