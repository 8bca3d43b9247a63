//! What a line of Markdown begins with: headings, quotes, items of lists, rows of tables.
//!
//! Owns these marks; must not know what stands inside a line (see `inline`).

use std::borrow::Cow;

use crate::import::lines;
use crate::import::plain::NESTED;
use crate::model::BlockRole;

/// How far an item is set in that is one of a list inside a list.
const SET_IN: usize = 2;

/// Blanks that a tab stands for.
const TAB: usize = 4;

/// The lists that are open, as far as lines need to know.
#[derive(Default)]
pub(super) struct Lists {
    /// How far the items of the outermost list are set in.
    open: Option<usize>,
}

impl Lists {
    /// What a line is, and its words without the mark of that. `apart` where no paragraph goes on.
    pub(super) fn block<'l>(
        &mut self,
        line: &'l str,
        apart: bool,
    ) -> (Option<BlockRole>, Cow<'l, str>) {
        if let Some(item) = Item::of(line).filter(|item| self.takes(item, apart)) {
            let outer = *self.open.get_or_insert(item.indent);
            self.open = Some(outer.min(item.indent));
            return (
                Some(BlockRole::List),
                item.written(item.indent >= outer + SET_IN),
            );
        }
        let set_in = line.starts_with([' ', '\t']);
        if apart && !line.trim().is_empty() && !set_in {
            self.open = None;
        }
        let (hint, words) = marked(line.trim());
        (hint, Cow::Borrowed(words))
    }

    /// Whether a list may have such an item here: inside a paragraph a number begins one only where it is
    /// the first (".. in the years from 2028 to\n31. It rained").
    fn takes(&self, item: &Item<'_>, apart: bool) -> bool {
        apart
            || self.open.is_some()
            || item
                .number
                .is_none_or(|n| n.starts_with("1.") || n.starts_with("1)"))
    }
}

/// An item of a list.
struct Item<'l> {
    indent: usize,
    /// Its number, with the sign behind it.
    number: Option<&'l str>,
    words: &'l str,
}

impl<'l> Item<'l> {
    fn of(line: &'l str) -> Option<Self> {
        let rest = line.trim_start();
        let blanks = line[..line.len() - rest.len()].chars();
        let indent = blanks.map(|c| if c == '\t' { TAB } else { 1 }).sum();
        let item = |number, words: &'l str| Self {
            indent,
            number,
            words: words.trim(),
        };
        if is_rule(rest.trim_end()) {
            return None;
        }
        if let Some(words) = ["- ", "* ", "+ "]
            .iter()
            .find_map(|mark| rest.strip_prefix(mark))
        {
            return Some(item(None, words));
        }
        // A number alone on a line is one.
        let len = lines::number(rest).filter(|len| *len < rest.len())?;
        Some(item(Some(&rest[..len]), &rest[len..]))
    }

    /// Its words, behind its number and the sign of a list inside a list.
    fn written(&self, nested: bool) -> Cow<'l, str> {
        match (nested, self.number) {
            (false, None) => Cow::Borrowed(self.words),
            (true, None) => Cow::Owned(format!("{NESTED} {}", self.words)),
            (false, Some(number)) => Cow::Owned(format!("{number} {}", self.words)),
            (true, Some(number)) => Cow::Owned(format!("{NESTED} {number} {}", self.words)),
        }
    }
}

/// The words of a heading.
pub(super) fn heading(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('#');
    let depth = line.len() - rest.len();
    ((1..=6).contains(&depth) && rest.starts_with(' '))
        .then(|| rest.trim().trim_end_matches('#').trim())
}

fn marked(line: &str) -> (Option<BlockRole>, &str) {
    if let Some(heading) = heading(line) {
        return (Some(BlockRole::Heading), heading);
    }
    if let Some(quote) = line.strip_prefix('>') {
        return (Some(BlockRole::Quote), quote.trim());
    }
    (None, if is_rule(line) { "" } else { line })
}

fn is_rule(line: &str) -> bool {
    let rule = |c| matches!(c, '-' | '*' | '_' | '=' | '`' | '~' | ' ');
    line.len() >= 3 && line.chars().all(rule)
}

/// Whether all of a line is set apart by emphasis, as author and day under a headline are: "*12 May 2031*".
pub(super) fn is_emphasised(line: &str) -> bool {
    let line = line.trim();
    ['*', '_'].into_iter().any(|sign| {
        let inner = line.trim_matches(sign);
        let marks = line.len() - inner.len();
        let even = line.starts_with(sign) && line.ends_with(sign) && marks.is_multiple_of(2);
        even && marks <= 6 && !inner.is_empty() && !inner.contains(sign) && !inner.starts_with(' ')
    })
}

/// The cells of each row of a table, `None` for the line under its head, for the first of `lines`; nothing
/// where these are no table.
pub(super) fn table<'l>(lines: impl Iterator<Item = &'l str> + Clone) -> Vec<Option<String>> {
    let mut first = lines.clone();
    let head = first.next().is_some_and(|line| line.contains('|'));
    if !head || !first.next().is_some_and(is_under_head) {
        return Vec::new();
    }
    let rows = lines.take_while(|line| line.contains('|')).enumerate();
    rows.map(|(at, line)| (at != 1).then(|| cells(line).join(" | ")))
        .collect()
}

/// "|------|-----:|"
fn is_under_head(line: &str) -> bool {
    let line = line.trim();
    line.contains('|')
        && line.contains('-')
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn cells(row: &str) -> Vec<&str> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').unwrap_or(row);
    let cells = row
        .split('|')
        .map(|cell| cell.trim().trim_end_matches('\\'));
    cells.collect()
}

#[cfg(test)]
mod tests {
    use super::super::{article, is_markdown};
    use super::*;
    use crate::model::Article;

    const TEXT: &str = "The harbour board said on Tuesday that it would not renew the lease of the old customs house.";

    fn blocks(article: &Article) -> Vec<(BlockRole, &str)> {
        let blocks = article.blocks.iter();
        blocks.map(|b| (b.role, b.span.of(&article.text))).collect()
    }

    #[test]
    fn lists_keep_their_numbers_and_what_is_inside_them_a_sign() {
        let lists = "1. First the roof.\n2. Then the quay\n   for a year.\n\n- One\n    - Inner\n    1) Other\n- Two\n\nIn 2030 and\n                     2031. It rained all the same, the board said, and so it did in the\n12. month of the year.";
        let article = article(&format!(
            "# Board refuses lease\n\n{TEXT}\n\n{lists}\n\n{TEXT}"
        ));
        let list = BlockRole::List;
        let want = [
            (list, "1. First the roof."),
            (list, "2. Then the quay for a year."),
            (list, "One"),
            (list, "◦ Inner"),
            (list, "◦ 1) Other"),
            (list, "Two"),
        ];
        assert_eq!(blocks(&article)[1..7], want);
        assert!(
            article.text.contains("in the 12. month of the year."),
            "{}",
            article.text
        );
    }

    #[test]
    fn tables_are_rows_with_their_cells_parted() {
        let table = "| Year | Ships |\n|------|------:|\n| 2031 | 12 |\n| 2032 | **14** |";
        let read = article(&format!(
            "# Board refuses lease\n\n{TEXT}\n\n{table}\n\n{TEXT}"
        ));
        let list = BlockRole::List;
        let want = [
            (list, "Year | Ships"),
            (list, "2031 | 12"),
            (list, "2032 | 14"),
        ];
        assert_eq!(blocks(&read)[1..4], want);
        let none = format!(
            "# Board refuses lease\n\n{TEXT}\n\nThe board | the town, and all who live in it, met on that day.\n"
        );
        assert_eq!(blocks(&article(&none))[1].0, BlockRole::Paragraph);
        // Minutes, where each line looks at all that follow.
        let lines = "a | b\n".repeat(50_000);
        assert!(table_of(&lines).is_empty());
        // Where the lines behind each table are moved.
        let tables = "a|b\n-|-\n\n".repeat(60_000);
        let read = article(&format!("# Board refuses lease\n\n{TEXT}\n\n{tables}"));
        assert!(read.text.contains(TEXT));
    }

    fn table_of(lines: &str) -> Vec<Option<String>> {
        table(lines.lines())
    }

    #[test]
    fn a_file_that_begins_with_a_headline_keeps_it() {
        for headline in [
            "Harbour Board",
            "The Bergen Post",
            "Video: the roof falls",
            "Board says no.",
            "Ann Poe",
        ] {
            for line in ["*12 May 2031*", "_12 May 2031_", "***12 May 2031***"] {
                for gap in ["\n\n", "\n"] {
                    let raw =
                        format!("# {headline}{gap}{line}\n\n{TEXT}\n\n{TEXT} It said so twice.\n");
                    let read = article(&raw);
                    assert_eq!(read.title.as_deref(), Some(headline), "{raw}");
                    assert_eq!(
                        read.date.map(|d| d.to_string()).as_deref(),
                        Some("2031-05-12")
                    );
                    assert_eq!(
                        (read.byline.as_deref(), read.blocks.len()),
                        (None, 2),
                        "{raw}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_set_apart_under_a_headline_tells_author_and_day() {
        let (poe, post) = (Some("Ann Poe"), Some("The Bergen Post"));
        for (line, byline, publisher, dated) in [
            ("*Ann Poe*", poe, None, false),
            ("*By Ann Poe*\n*12 May 2031*", poe, None, true),
            ("*By Ann Poe, 12 May 2031*", poe, None, true),
            ("*May 12, 2031 · Ann Poe*", poe, None, true),
            ("*Ann Poe, The Bergen Post, 12 May 2031*", poe, post, true),
            ("**Bergen, 12 May 2031**", None, None, true),
        ] {
            let read = article(&format!("# Board refuses lease\n\n{line}\n\n{TEXT}"));
            let got = (
                read.byline.as_deref(),
                read.publisher.as_deref(),
                read.date.is_some(),
            );
            assert_eq!(got, (byline, publisher, dated), "{line}");
            assert_eq!(
                (read.title.as_deref(), read.text.as_str()),
                (Some("Board refuses lease"), TEXT)
            );
        }
        let deck = "*What the board has to say about the roof*";
        let read = article(&format!("# Board refuses lease\n\n{deck}\n\n{TEXT}"));
        assert_eq!((read.byline, read.date), (None, None));
        assert_eq!(read.subtitle.as_deref(), Some(deck.trim_matches('*')));
        // Without the ending of a file too.
        let raw = format!("# Board refuses lease\n\n*12 May 2031*\n\n{TEXT}");
        assert!(is_markdown("letter.txt".as_ref(), &raw));
    }
}
