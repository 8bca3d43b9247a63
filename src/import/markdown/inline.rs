//! What stands inside a paragraph of Markdown: links, pictures, emphasis.
//!
//! Owns their marks and the definitions that links refer to; must not know what a line is for.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::import::anchors::{Anchor, href};
use crate::model::Span;
use crate::text::clean::{MapBuilder, OffsetMap};
use crate::text::links::LONGEST;

/// The words of a paragraph, and the links behind them in bytes of the words.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Words {
    pub text: String,
    pub anchors: Vec<Anchor>,
}

/// Longest label of a definition, in bytes (CommonMark, 4.7).
const LABEL: usize = 999;

/// The addresses that links refer to, by their labels; nothing where one is too long.
#[derive(Debug, Default)]
pub(super) struct Definitions(HashMap<String, Option<Rc<str>>>);

impl Definitions {
    /// Those of lines (`[label]: address "title"`) whose labels some link has. Any other is somebody's
    /// words in a transcript (`[Ann Poe]: https://a.example/x`), and so is what goes on with a colon.
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut defined: HashMap<String, Option<Rc<str>>> = HashMap::new();
        for (label, address) in lines.clone().filter_map(definition) {
            let known = defined.entry(folded(label));
            known.or_insert_with(|| href(address));
        }
        if !defined.is_empty() {
            let others = lines.filter(|line| definition(line).is_none());
            let labels = labels(&others.collect::<Vec<_>>().join("\n"));
            defined.retain(|label, _| labels.contains(label));
        }
        Self(defined)
    }

    /// Whether a line is one of them.
    pub(super) fn holds(&self, line: &str) -> bool {
        definition(line).is_some_and(|(label, _)| self.get(label).is_some())
    }

    fn get(&self, label: &str) -> Option<&Option<Rc<str>>> {
        // Most texts have none, and what is longer is no label.
        if self.0.is_empty() || label.len() > LABEL {
            return None;
        }
        self.0.get(&folded(label))
    }
}

/// What stands between brackets, as labels are known.
fn labels(text: &str) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut open = None;
    for at in memchr::memchr2_iter(b'[', b']', text.as_bytes()) {
        if text.as_bytes()[at] == b'[' {
            open = Some(at + 1);
        } else if let Some(start) = open.take()
            && at - start <= LABEL
            && !text[at + 1..].starts_with(':')
        {
            found.insert(folded(&text[start..at]));
        }
    }
    found
}

fn definition(line: &str) -> Option<(&str, &str)> {
    let (label, rest) = line.trim().strip_prefix('[')?.split_once("]:")?;
    let marked = label.is_empty() || label.starts_with('^') || label.contains(['[', ']']);
    let (address, title) = target(rest.trim_start());
    let leads = address.contains("://") || address.starts_with(['/', '#']);
    let leads = leads || address.starts_with("mailto:");
    let titled = title.is_empty() || title.starts_with(['"', '\'', '(']);
    (!marked && leads && titled && label.len() <= LABEL).then_some((label, address))
}

/// An address and what stands behind it.
fn target(text: &str) -> (&str, &str) {
    let (address, rest) = match text.strip_prefix('<') {
        Some(inner) => inner.split_once('>').unwrap_or((inner, "")),
        None => text.split_once(char::is_whitespace).unwrap_or((text, "")),
    };
    (address, rest.trim())
}

fn folded(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Links and pictures as their words, emphasis without its marks.
pub(super) fn inline(paragraph: &str, definitions: &Definitions) -> Words {
    let (cuts, anchors) = links(paragraph, definitions);
    let text = paragraph.to_owned();
    let mut words = Words { text, anchors };
    words.cut(&cuts);
    for mark in ["***", "**", "__", "*"] {
        let cuts = paired(&words.text, mark);
        words.cut(&cuts);
    }
    let end = words.text.trim_end().len();
    let start = words.text.len() - words.text.trim_start().len();
    if start > 0 || end < words.text.len() {
        let ends = [
            Span::new(0, start),
            Span::new(end.max(start), words.text.len()),
        ];
        words.cut(&ends);
    }
    words
}

/// Where a mark of emphasis stands, in the lines that have it in pairs.
fn paired(text: &str, mark: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let before = found.len();
        let places = line.match_indices(mark).map(|(at, _)| start + at);
        found.extend(places.map(|at| Span::new(at, at + mark.len())));
        let count = found.len() - before;
        let pairs = match mark {
            "*" => count == 2,
            _ => count.is_multiple_of(2),
        };
        if !pairs {
            found.truncate(before);
        }
        start += line.len() + 1;
    }
    found
}

impl Words {
    /// Leaves out `cuts`, which come in order of where they begin.
    fn cut(&mut self, cuts: &[Span]) {
        if cuts.is_empty() {
            return;
        }
        let (text, map) = without(&self.text, cuts);
        self.anchors.retain_mut(|anchor| anchor.follow(&map, &text));
        self.text = text;
    }
}

fn without(text: &str, cuts: &[Span]) -> (String, OffsetMap) {
    let (mut out, mut map, mut from) = (String::with_capacity(text.len()), MapBuilder::new(), 0);
    let end = Span::new(text.len(), text.len());
    for cut in cuts.iter().chain([&end]) {
        if cut.start >= from {
            out.push_str(&text[from..cut.start]);
            map.copy(Span::new(from, cut.start));
        }
        from = from.max(cut.end);
    }
    (out, map.finish())
}

/// A bracket that was opened.
struct Open {
    at: usize,
    /// Where its mark begins: a picture has one more.
    start: usize,
}

/// What is none of the words, in order, and the links behind them.
fn links(line: &str, definitions: &Definitions) -> (Vec<Span>, Vec<Anchor>) {
    let (mut cuts, mut anchors) = (Vec::new(), Vec::new());
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b'[', b']', b'<', &line.as_bytes()[at..]) {
        at += found;
        match line.as_bytes()[at] {
            b'[' => {
                let picture = line[..at].ends_with('!');
                let start = at - usize::from(picture);
                open.push(Open { at, start });
                at += 1;
            }
            b'<' => {
                let end = automatic(&line[at..]).map(|len| at + len);
                if let Some(end) = end {
                    let span = Span::new(at + 1, end - 1);
                    cuts.extend([Span::new(at, at + 1), Span::new(end - 1, end)]);
                    anchors.extend(automatic_anchor(line, span));
                }
                at = end.unwrap_or(at + 1);
            }
            _ => {
                let behind = at + 1;
                let Some(open_one) = open.pop() else {
                    at = behind;
                    continue;
                };
                let words = Span::new(open_one.at + 1, at);
                let Some((address, end)) = leads(line, words, definitions) else {
                    at = behind;
                    continue;
                };
                if open_one.start < open_one.at {
                    // A picture: its words are for those who do not see it.
                    cuts.push(Span::new(open_one.start, end));
                } else {
                    cuts.extend([Span::new(open_one.at, open_one.at + 1), Span::new(at, end)]);
                    anchors.extend(address.map(|href| Anchor { span: words, href }));
                    // A link stands in no other.
                    open.clear();
                }
                at = end;
            }
        }
    }
    cuts.sort_unstable();
    (cuts, anchors)
}

/// The address that the words between brackets lead to, and where the link ends.
fn leads(line: &str, words: Span, definitions: &Definitions) -> Option<(Option<Rc<str>>, usize)> {
    let behind = words.end + 1;
    let rest = &line[behind..];
    if let Some(inner) = rest.strip_prefix('(') {
        let (address, len) = inline_target(inner)?;
        return Some((href(address), behind + 1 + len));
    }
    let label = rest.strip_prefix('[').and_then(|r| r.split_once(']'));
    let named = label.map(|(label, _)| label);
    let named = named.filter(|label| !label.trim().is_empty());
    let address = definitions.get(named.unwrap_or(words.of(line)))?;
    let end = label.map_or(behind, |(label, _)| behind + label.len() + 2);
    Some((address.clone(), end))
}

/// The address at the start of what follows `](`, and the length up to behind the bracket that closes it.
fn inline_target(text: &str) -> Option<(&str, usize)> {
    let start = text.len() - text.trim_start().len();
    let inner = &text[start..];
    let (address, len) = match inner.strip_prefix('<') {
        Some(angled) => {
            let len = angled
                .bytes()
                .take(LONGEST)
                .position(|b| matches!(b, b'>' | b'<'))?;
            (&angled[..len], len + 2)
        }
        None => {
            let len = bare_length(inner)?;
            (&inner[..len], len)
        }
    };
    let rest = inner.get(len..)?;
    let title = rest.trim_start();
    let behind = match title.bytes().next()? {
        mark @ (b'"' | b'\'' | b'(') => {
            let closing = if mark == b'(' { b')' } else { mark };
            let mut words = title.bytes().enumerate().skip(1).take(LONGEST);
            let (end, _) = words.find(|(_, byte)| *byte == closing)?;
            title[end + 1..].trim_start()
        }
        _ => title,
    };
    let behind = behind.strip_prefix(')')?;
    Some((address, text.len() - behind.len()))
}

/// Length of an address up to a blank or to the bracket that was not opened in it.
fn bare_length(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().take(LONGEST) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            b' ' | b'\t' | b'\n' => return Some(at),
            _ => {}
        }
    }
    None
}

/// Length of an address between angles at the start of `text`.
fn automatic(text: &str) -> Option<usize> {
    let mut inside = text.bytes().enumerate().skip(1).take(LONGEST);
    let (end, last) = inside.find(|(_, b)| matches!(b, b'>' | b'<') || b.is_ascii_whitespace())?;
    let inner = text.get(1..end).filter(|_| last == b'>')?;
    let begins = |sign: &str| {
        let begin = inner.get(..sign.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(sign))
    };
    let mail = inner.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !inner.contains(['/', ':', '"', '='])
    });
    let leads = ["http://", "https://", "mailto:"].into_iter().any(begins);
    (leads || mail).then_some(end + 1)
}

fn automatic_anchor(line: &str, span: Span) -> Option<Anchor> {
    let printed = span.of(line);
    let href = match printed.contains(':') {
        true => href(printed),
        false => href(&format!("mailto:{printed}")),
    };
    href.map(|href| Anchor { span, href })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> (String, Vec<(String, String)>) {
        let roof = "[Roof]: <https://post.example/roof> \"The roof\"";
        let two = "  [2]: /two";
        let definitions = Definitions::of([roof, two, "[roof] and [2]"].into_iter());
        assert!(definitions.holds(roof) && definitions.holds(two));
        let words = inline(line, &definitions);
        let anchors = words.anchors.iter();
        let anchors = anchors.map(|a| (a.span.of(&words.text).to_owned(), a.href.to_string()));
        (words.text.clone(), anchors.collect())
    }

    #[test]
    fn links_of_every_form_are_their_words() {
        const ROOF: &str = "https://post.example/roof";
        for (line, text, links) in [
            ("It [said](/a) no.", "It said no.", vec![("said", "/a")]),
            (
                "[**Bold**](</a b> \"t\") and [x](/w_(y)).",
                "Bold and x.",
                vec![("Bold", "/a b"), ("x", "/w_(y)")],
            ),
            (
                "The [roof], the [old  roof][ROOF], [two][2], [Roof][].",
                "The roof, the old  roof, two, Roof.",
                vec![
                    ("roof", ROOF),
                    ("old  roof", ROOF),
                    ("two", "/two"),
                    ("Roof", ROOF),
                ],
            ),
            (
                "See <https://a.example/__x__> or <d@e.example>, 3 <4> 5.",
                "See https://a.example/x or d@e.example, 3 <4> 5.",
                vec![
                    ("https://a.example/x", "https://a.example/__x__"),
                    ("d@e.example", "mailto:d@e.example"),
                ],
            ),
            ("[![A house](h.png)](/big) Words", "Words", vec![]),
            ("![A house](h.png)", "", vec![]),
            ("[She] left [early]. [x", "[She] left [early]. [x", vec![]),
            ("[b](c, she said) or (d)", "[b](c, she said) or (d)", vec![]),
            ("](a) and [b](c", "](a) and [b](c", vec![]),
            (
                "[Over\n**two**](/a) lines *of*\n*many*.",
                "Over\ntwo lines of\nmany.",
                vec![("Over\ntwo", "/a")],
            ),
            ("[a [b](/u) c](/v)", "[a b c](/v)", vec![("b", "/u")]),
            ("[ ](/a)[](/b)x", "x", vec![]),
            ("日[本の](/首相)首相", "日本の首相", vec![("本の", "/首相")]),
        ] {
            let links = links.into_iter();
            let links = links.map(|(w, h)| (w.to_owned(), h.to_owned())).collect();
            assert_eq!(read(line), (text.to_owned(), links), "{line}");
        }
    }

    #[test]
    fn what_is_no_definition_is_text() {
        for line in [
            "[Editor]: we met twice",
            "[Editor]: Yes.",
            "[^1]: https://a.example/x",
            "[a]: https://a.example/x is where",
            "a: https://a.example",
        ] {
            let lines = [line, "[Editor] and [a][^1]"];
            assert!(!Definitions::of(lines.into_iter()).holds(line), "{line}");
        }
    }

    #[test]
    fn what_no_link_refers_to_is_somebodys_words() {
        let lines = [
            "[Poe]: #MeToo \"is what they all said to me on that day\"",
            "[Ann Poe]: https://a.example/x",
            "[Poe]: We have no other choice.",
            "[Ann  Poe]: It is over.",
            "[roof]: /roof",
            "The [old",
            "roof][ROOF] leaks.",
        ];
        let definitions = Definitions::of(lines.into_iter());
        let held = lines.map(|line| definitions.holds(line));
        assert_eq!(held, [false, false, false, false, true, false, false]);
        assert_eq!(inline(lines[0], &definitions).text, lines[0]);
    }

    #[test]
    fn many_links_to_one_address_hold_it_once() {
        let long = format!("https://a.example/{}", "x".repeat(LONGEST));
        let lines = [
            "[a]: https://a.example/a-long-address",
            &format!("[long]: {long}{long}"),
            "[a] [long]",
        ];
        let definitions = Definitions::of(lines.into_iter());
        assert!(definitions.holds(lines[1]));
        let words = inline("[a] and [b][a]", &definitions);
        let [one, other] = words.anchors.as_slice() else {
            panic!("{words:?}");
        };
        assert!(Rc::ptr_eq(&one.href, &other.href));
        for line in [
            "[long]",
            &format!("[x]({long}{long})"),
            &format!("<{long}{long}>"),
        ] {
            assert_eq!(inline(line, &definitions).anchors, [], "{}", line.len());
        }
    }

    #[test]
    fn brackets_without_end_take_no_time() {
        let lines = ["[a]: https://a.example/", "[a]"];
        let definitions = Definitions::of(lines.into_iter());
        for line in [
            "[", "]", "[](", "<", "[a](b", "[[](", "[a](b c ", "[a](<", "[a][", "[a](b \"",
        ] {
            for end in ["", ")", ">", "]"] {
                let line = line.repeat(20_000) + end;
                // What leads nowhere is text.
                let words = inline(&line, &definitions);
                let linked = words.anchors.iter().all(|a| a.span.of(&words.text) == "a");
                assert!(linked && !words.text.is_empty(), "{}", &line[..9]);
                assert_eq!(Definitions::of([line.as_str()].into_iter()).0.len(), 0);
            }
        }
        let nested = "[".repeat(20_000) + &"]".repeat(20_000);
        assert_eq!(inline(&nested, &definitions).text, nested);
        let many = inline(&"[a](b)".repeat(200_000), &definitions);
        assert_eq!((many.text.len(), many.anchors.len()), (200_000, 200_000));
    }
}
