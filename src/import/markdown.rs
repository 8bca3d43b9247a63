//! An article from a Markdown file.
//!
//! Owns how lines of Markdown become paragraphs, front matter and fences (what a line begins with see `blocks`,
//! inside lines `inline`); must not know what the lines are for.

mod blocks;
mod inline;

use std::borrow::Cow;
use std::path::Path;

use crate::model::{Article, BlockRole, DateFrom, Field, Span};
use crate::text::clean::{clean, clean_line};

use super::anchors::{Anchor, Anchors, View};
use super::lines::Line;
use super::roles::Told;
use super::{dates, plain};
use blocks::{Lists, heading, is_emphasised};
use inline::{Definitions, inline};

/// Whether a text is Markdown: by its ending, or by headings as only Markdown writes them.
pub(super) fn is_markdown(path: &Path, text: &str) -> bool {
    let ending = path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("md") || e.eq_ignore_ascii_case("markdown"));
    let marked = text
        .lines()
        .filter(|l| {
            heading(l).is_some() || l.starts_with("> ") || l.contains("](") || is_emphasised(l)
        })
        .count();
    ending || (text.trim_start().starts_with("# ") && marked >= 2)
}

/// Reads a Markdown text into an article.
pub(super) fn article(raw: &str) -> Article {
    let cleaned = clean(raw).text;
    let (front, body) = front_matter(&cleaned);
    let mut making = Making::default();
    let mut lines = told_apart(body);
    let is_text = |part: Part| part == Part::Text;
    let written = lines.iter().filter(|(part, _)| is_text(*part));
    let definitions = Definitions::of(written.map(|(_, line)| line.as_ref()));
    lines.retain(|(part, line)| !is_text(*part) || !definitions.holds(line));
    let lines = with_rows(&lines);
    let first = lines.iter().find(|(_, line)| !line.trim().is_empty());
    let headed = first.is_some_and(|(part, line)| is_text(*part) && line.starts_with("# "));
    let mut lists = Lists::default();
    for (part, line) in lines {
        match part {
            Part::Text if headed && making.is_head() && is_emphasised(&line) => {
                making.apart(&line, &definitions);
            }
            Part::Text => {
                let (hint, content) = lists.block(&line, making.paragraph.is_empty());
                making.line(hint, &content, &definitions);
            }
            Part::Row => {
                making.line(Some(BlockRole::List), &line, &definitions);
                making.row = true;
            }
            Part::Fence => making.end(&definitions),
            // It is printed as it is.
            Part::Fenced if !line.trim().is_empty() => making.verbatim(line.trim()),
            Part::Fenced => {}
        }
    }
    making.end(&definitions);
    let Making {
        text,
        lines,
        mut anchors,
        apart,
        ..
    } = making;
    let headline = (headed && !lines.is_empty()).then_some(0);
    anchors.view = View::from([value(front, &["url", "link"])]);
    let told = Told {
        headline,
        apart,
        ..Told::default()
    };
    declare(plain::from_lines(&text, &lines, &[], told, anchors), front)
}

/// What a line of a file is a part of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Text,
    /// The line is a fence.
    Fence,
    /// What stands between fences.
    Fenced,
    /// A row of a table, its cells parted.
    Row,
}

/// The lines with rows in the place of those of tables.
fn with_rows<'t>(lines: &[(Part, Cow<'t, str>)]) -> Vec<(Part, Cow<'t, str>)> {
    let mut out = Vec::with_capacity(lines.len());
    let mut rest = lines;
    while let Some((first, behind)) = rest.split_first() {
        let text = rest.iter().take_while(|(part, _)| *part == Part::Text);
        let rows = blocks::table(text.map(|(_, line)| line.as_ref()));
        if rows.is_empty() {
            out.push(first.clone());
            rest = behind;
            continue;
        }
        rest = &rest[rows.len()..];
        let rows = rows.into_iter().flatten();
        out.extend(rows.map(|row| (Part::Row, Cow::Owned(row))));
    }
    out
}

fn told_apart(body: &str) -> Vec<(Part, Cow<'_, str>)> {
    let all: Vec<&str> = body.lines().collect();
    let mut open: Option<Fence> = None;
    let part = |(line, opening): (&&'_ str, Option<Fence>)| match open {
        Some(fence) if fence.is_closed_by(line) => {
            open = None;
            Part::Fence
        }
        Some(_) => Part::Fenced,
        None => {
            open = opening;
            match opening {
                Some(_) => Part::Fence,
                None => Part::Text,
            }
        }
    };
    let parts: Vec<Part> = all.iter().zip(opening(&all)).map(part).collect();
    let all = all.into_iter().map(Cow::Borrowed);
    parts.into_iter().zip(all).collect()
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

/// The text of an article in the making.
#[derive(Default)]
struct Making {
    text: String,
    lines: Vec<Line>,
    anchors: Anchors,
    /// The lines of a paragraph that may go on, as they are written, and what it is.
    paragraph: String,
    hint: Option<BlockRole>,
    /// Whether the paragraph is a row of a table.
    row: bool,
    /// Whether a fenced block may go on.
    open: bool,
    /// Lines under the headline that are set apart.
    apart: Vec<usize>,
}

/// Most lines under a headline that tell author and day.
const APART: usize = 3;

impl Making {
    /// Adds a line that is what `hint` says. Lines of one paragraph are one.
    fn line(&mut self, hint: Option<BlockRole>, written: &str, definitions: &Definitions) {
        let goes_on = match hint {
            None => self.hint != Some(BlockRole::Heading),
            Some(BlockRole::Quote) => self.hint == hint,
            Some(_) => false,
        };
        if self.paragraph.is_empty() || written.is_empty() || !goes_on {
            self.end(definitions);
            self.hint = hint;
        } else {
            self.paragraph.push('\n');
        }
        self.paragraph.push_str(written);
    }

    /// Whether nothing is there yet but a headline and what is set apart under it.
    fn is_head(&self) -> bool {
        let lines = self.lines.len() + usize::from(!self.paragraph.is_empty());
        lines == self.apart.len() + 1 && self.apart.len() < APART
    }

    /// Adds a line that is set apart under the headline.
    fn apart(&mut self, written: &str, definitions: &Definitions) {
        self.end(definitions);
        self.apart.push(self.lines.len());
        self.line(None, written.trim(), definitions);
        self.end(definitions);
    }

    /// Ends the paragraph.
    fn end(&mut self, definitions: &Definitions) {
        self.open = false;
        let row = std::mem::take(&mut self.row);
        let words = inline(&std::mem::take(&mut self.paragraph), definitions);
        if words.text.is_empty() {
            return;
        }
        self.text.push_str("\n\n");
        let start = self.text.len();
        self.text.push_str(&words.text);
        for Anchor { span, href } in words.anchors {
            let span = Span::new(start + span.start, start + span.end);
            self.anchors.push(Anchor { span, href });
        }
        self.lines.push(Line {
            span: Span::new(start, self.text.len()),
            gap: true,
            hint: self.hint,
            row,
            verbatim: false,
        });
    }

    /// Adds a line of a fenced block, which begins where none is open.
    fn verbatim(&mut self, line: &str) {
        self.text.push_str(if self.open { "\n" } else { "\n\n" });
        let start = self.text.len();
        self.text.push_str(line);
        match self.lines.last_mut().filter(|_| self.open) {
            Some(last) => last.span.end = self.text.len(),
            None => self.lines.push(Line {
                span: Span::new(start, self.text.len()),
                gap: true,
                hint: Some(BlockRole::Paragraph),
                row: false,
                verbatim: true,
            }),
        }
        self.open = true;
    }
}

/// The lines between `---` at the start of the file, and the rest.
fn front_matter(text: &str) -> (&str, &str) {
    let inner = text.trim_start().strip_prefix("---\n");
    match inner.and_then(|inner| inner.split_once("\n---")) {
        Some((front, rest)) => (front, rest.trim_start_matches('-')),
        None => ("", text),
    }
}

/// The value of the first of these keys that the front matter has.
fn value<'a>(front: &'a str, keys: &[&str]) -> Option<&'a str> {
    let pairs = front.lines().filter_map(|line| line.split_once(':'));
    let mut values = pairs.filter(|(key, _)| keys.contains(&key.trim()));
    values
        .next()
        .map(|(_, value)| value.trim().trim_matches(['"', '\'']))
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
