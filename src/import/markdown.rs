//! An article from a Markdown file.
//!
//! Owns the marks of Markdown that news texts use (front matter, headings, quotes, links,
//! emphasis); must not know what the lines are for.

use std::path::Path;

use crate::model::{Article, BlockRole, DateFrom, Field, Span};
use crate::text::clean::{clean, clean_line};

use super::lines::Line;
use super::{dates, plain};

/// Whether a text is Markdown: by its ending, or by headings as only Markdown writes them.
pub(super) fn is_markdown(path: &Path, text: &str) -> bool {
    let ending = path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("md") || e.eq_ignore_ascii_case("markdown"));
    let marked = text
        .lines()
        .filter(|l| heading(l).is_some() || l.starts_with("> ") || l.contains("]("))
        .count();
    ending || (text.trim_start().starts_with("# ") && marked >= 2)
}

/// Reads a Markdown text into an article.
pub(super) fn article(raw: &str) -> Article {
    let cleaned = clean(raw).text;
    let (front, body) = front_matter(&cleaned);
    let mut text = String::new();
    let mut lines: Vec<Line> = Vec::new();
    let mut open = false;
    let mut fenced: Option<Fence> = None;
    let all: Vec<&str> = body.lines().collect();
    for (line, opening) in all.iter().zip(opening(&all)) {
        // What stands between fences is printed as it is.
        if let Some(fence) = fenced {
            if fence.is_closed_by(line) {
                fenced = None;
            } else if !line.trim().is_empty() {
                verbatim(line.trim(), &mut text, &mut lines, &mut open);
            }
            continue;
        }
        fenced = opening;
        if fenced.is_some() {
            open = false;
            continue;
        }
        let (hint, content) = block(line);
        let content = inline(content);
        if content.is_empty() {
            open = false;
            continue;
        }
        // Lines of one paragraph are one.
        let goes_on = open && hint.is_none()
            || open
                && hint == Some(BlockRole::Quote)
                && lines.last().is_some_and(|l| l.hint == hint);
        if goes_on && let Some(last) = lines.last_mut() {
            text.push('\n');
            text.push_str(&content);
            last.span.end = text.len();
        } else {
            text.push_str("\n\n");
            let start = text.len();
            text.push_str(&content);
            lines.push(Line {
                span: Span::new(start, text.len()),
                gap: true,
                hint,
                verbatim: false,
            });
        }
        open = matches!(hint, None | Some(BlockRole::Quote));
    }
    declare(plain::from_lines(&text, &lines, &[], None), front)
}

/// A line that begins with three backticks or tildes, or more.
#[derive(Clone, Copy)]
struct Fence {
    sign: char,
    length: usize,
    /// Whether nothing else is on the line; only then it closes a block.
    bare: bool,
}

impl Fence {
    fn of(line: &str) -> Option<Self> {
        let line = line.trim();
        let sign = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let rest = line.trim_start_matches(sign);
        let length = line.len() - rest.len();
        // "```The lease ends in May``` was printed on the door" is a line of text.
        let inside = sign == '`' && rest.contains('`');
        (length >= 3 && !inside).then_some(Self {
            sign,
            length,
            bare: rest.is_empty(),
        })
    }

    fn is_closed_by(self, line: &str) -> bool {
        Self::of(line).is_some_and(|f| f.bare && f.sign == self.sign && f.length >= self.length)
    }
}

/// For each line the fence that it is, where one behind it closes that: any other is text.
fn opening(lines: &[&str]) -> Vec<Option<Fence>> {
    // The longest that closes, behind the line that is looked at.
    let (mut ticks, mut tildes) = (0, 0);
    let closed = |line: &&str| {
        let fence = Fence::of(line)?;
        let longest = match fence.sign {
            '`' => &mut ticks,
            _ => &mut tildes,
        };
        let closed = *longest >= fence.length;
        if fence.bare {
            *longest = fence.length.max(*longest);
        }
        closed.then_some(fence)
    };
    let mut opening: Vec<_> = lines.iter().rev().map(closed).collect();
    opening.reverse();
    opening
}

/// Adds a line of a fenced block, which begins where none is `open`.
fn verbatim(line: &str, text: &mut String, lines: &mut Vec<Line>, open: &mut bool) {
    text.push_str(if *open { "\n" } else { "\n\n" });
    let start = text.len();
    text.push_str(line);
    match lines.last_mut().filter(|_| *open) {
        Some(last) => last.span.end = text.len(),
        None => lines.push(Line {
            span: Span::new(start, text.len()),
            gap: true,
            hint: Some(BlockRole::Paragraph),
            verbatim: true,
        }),
    }
    *open = true;
}

/// The lines between `---` at the start of the file, and the rest.
fn front_matter(text: &str) -> (&str, &str) {
    let inner = text.trim_start().strip_prefix("---\n");
    match inner.and_then(|inner| inner.split_once("\n---")) {
        Some((front, rest)) => (front, rest.trim_start_matches('-')),
        None => ("", text),
    }
}

fn declare(mut article: Article, front: &str) -> Article {
    for (key, value) in front.lines().filter_map(|l| l.split_once(':')) {
        let value = clean_line(value.trim().trim_matches(['"', '\'']));
        if value.is_empty() {
            continue;
        }
        match key.trim() {
            "title" | "headline" => article.title = Some(value),
            "subtitle" | "description" => article.subtitle = Some(value),
            "author" | "byline" => article.byline = Some(value),
            "source" | "publisher" | "publication" => article.publisher = Some(value),
            "url" | "link" => article.url = Some(value),
            "date" | "published" => {
                if let Some(found) = dates::find(&value) {
                    article.date = Some(found.date);
                    article.date_from = Some(DateFrom::Record);
                    article.inferred.remove(&Field::Date);
                    if found.ambiguous {
                        article.inferred.insert(Field::Date);
                    }
                }
            }
            _ => {}
        }
    }
    article
}

fn heading(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('#');
    let depth = line.len() - rest.len();
    ((1..=6).contains(&depth) && rest.starts_with(' '))
        .then(|| rest.trim().trim_end_matches('#').trim())
}

fn block(line: &str) -> (Option<BlockRole>, &str) {
    let line = line.trim();
    if let Some(heading) = heading(line) {
        return (Some(BlockRole::Heading), heading);
    }
    if let Some(quote) = line.strip_prefix('>') {
        return (Some(BlockRole::Quote), quote.trim());
    }
    let rule = line.len() >= 3
        && line
            .chars()
            .all(|c| matches!(c, '-' | '*' | '_' | '=' | '`' | '~' | ' '));
    if rule {
        return (None, "");
    }
    for mark in ["- ", "* ", "+ "] {
        if let Some(item) = line.strip_prefix(mark) {
            return (Some(BlockRole::List), item);
        }
    }
    (None, line)
}

/// Links and pictures as their words, emphasis without its marks.
fn inline(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(mid) = rest.find("](") {
        let address = &rest[mid + 2..];
        let Some(at) = rest[..mid].rfind('[') else {
            out.push_str(&rest[..mid + 2]);
            rest = address;
            continue;
        };
        let Some(end) = address.find(')') else { break };
        let (before, words) = (&rest[..at], &rest[at + 1..mid]);
        match before.strip_suffix('!') {
            // A picture: its words are for those who do not see it.
            Some(before) => out.push_str(before),
            None => {
                out.push_str(before);
                out.push_str(words);
            }
        }
        rest = &address[end + 1..];
    }
    out.push_str(rest);
    for mark in ["***", "**", "__"] {
        if out.matches(mark).count() % 2 == 0 {
            out = out.replace(mark, "");
        }
    }
    if out.matches('*').count() == 2 {
        out = out.replace('*', "");
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_fences_is_a_block_of_the_text() {
        let raw = "# Board publishes its records\n\nThe harbour board said on Tuesday that everybody may \
                   read its records from now on.\n\n```sh\ncurl **/records\n\n# all of them\n```\n\n\
                   Nobody had asked for them, the board said in the evening of that day.\n\n~~~\n3 204\n~~~\n";
        let article = article(raw);
        let blocks: Vec<_> = article
            .blocks
            .iter()
            .map(|b| b.span.of(&article.text))
            .collect();
        assert_eq!(
            (blocks.len(), blocks[1], blocks[3]),
            (4, "curl **/records # all of them", "3 204")
        );
    }

    #[test]
    fn what_only_looks_like_a_fence_is_text() {
        let first = "# Board refuses lease\n\nThe harbour board said that it would not renew the lease of the house.\n\n";
        let last = "\n\n## What comes next\n\n“Nobody asked us about this,” the mayor of the town said on Monday.\n";
        for (middle, want) in [
            (
                "```The lease ends in May``` was printed on the door, “It is over,” Ann Poe said.",
                Some(
                    "```The lease ends in May``` was printed on the door, “It is over,” Ann Poe said.",
                ),
            ),
            (
                "```sh of the board\n\nIt said so.",
                Some("```sh of the board"),
            ),
            ("~~~~~~~~", None),
            (
                "````\nIt is so.\n```\nIt is not.\n````",
                Some("It is so. ``` It is not."),
            ),
            ("~~~ sh\nIt is so.\n```\n~~~~", Some("It is so. ```")),
        ] {
            let article = article(&format!("{first}{middle}{last}"));
            let blocks = article.blocks.iter();
            let blocks: Vec<_> = blocks.map(|b| (b.role, b.span.of(&article.text))).collect();
            if let Some(want) = want {
                assert!(
                    blocks.iter().any(|(_, text)| *text == want),
                    "{want}: {blocks:?}"
                );
            }
            let end = [
                (BlockRole::Heading, "What comes next"),
                (
                    BlockRole::Paragraph,
                    "“Nobody asked us about this,” the mayor of the town said on Monday.",
                ),
            ];
            assert!(blocks.ends_with(&end), "{middle}: {blocks:?}");
            assert!(!article.text.contains("~~~"), "{}", article.text);
        }
    }

    #[test]
    fn marks_become_roles_and_links_their_words() {
        let raw = "---\ntitle: \"Board refuses lease\"\ndate: 2031-05-06\nauthor: Ann Poe\n---\n\n\
                   The **harbour** board [said](https://example.org) on Tuesday that\nit would not renew the lease of the house.\n\n\
                   ## What is next\n\n> We must wait and see what the court says about it.\n\n- One\n- Two\n\nThat was all that the board would say.";
        assert!(is_markdown(Path::new("a.md"), raw));
        let article = article(raw);
        assert_eq!(article.title.as_deref(), Some("Board refuses lease"));
        assert_eq!(article.byline.as_deref(), Some("Ann Poe"));
        let roles: Vec<_> = article
            .blocks
            .iter()
            .map(|b| (b.role, b.span.of(&article.text)))
            .collect();
        assert_eq!(
            roles[0],
            (
                BlockRole::Paragraph,
                "The harbour board said on Tuesday that it would not renew the lease of the house."
            )
        );
        assert_eq!(roles[1], (BlockRole::Heading, "What is next"));
        assert_eq!(roles[2].0, BlockRole::Quote);
        assert_eq!(roles[3], (BlockRole::List, "One"));
    }
}
