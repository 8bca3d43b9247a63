//! Lists and tables of HTML as lines: the numbers of items, items inside items, the cells of a row.
//!
//! Owns what stands before the words of such a line, and which tables have rows to be read; must not know
//! what else parts lines.

use crate::import::attribute::attribute;
use crate::import::lines;
use crate::import::plain::NESTED;

/// Highest number that an item gets.
const NUMBER: u32 = 999;

/// Most bytes of a table that is looked at, and of its markup for each cell: others set out a page.
const TABLE: usize = 1 << 15;
const CELL: usize = 250;

/// Bytes of the name of an element that are looked at.
const LONGEST_NAME: usize = 16;

/// The lists that are open.
#[derive(Default)]
pub(super) struct Lists {
    open: Vec<List>,
    /// What the first line of the item that was opened begins with.
    mark: String,
}

struct List {
    /// The number of the next item, where they have any.
    next: Option<u32>,
    /// Whether an item was open where it begins, or as many items as that.
    inside: u32,
}

impl Lists {
    /// A list begins inside of `items` items.
    pub(super) fn open(&mut self, name: &str, tag: &str, items: u32) {
        let numbered =
            name == "ol" && attribute(tag, "reversed").is_none() && !tag.ends_with(" reversed");
        let start = attribute(tag, "start").and_then(|n| n.trim().parse().ok());
        self.open.push(List {
            next: numbered.then(|| start.unwrap_or(1)),
            inside: items,
        });
    }

    /// A list ends; gives how many items go on.
    pub(super) fn close(&mut self) -> u32 {
        self.mark.clear();
        self.open.pop().map_or(0, |list| list.inside)
    }

    /// An item begins.
    pub(super) fn item(&mut self) {
        self.mark.clear();
        let Some(list) = self.open.last_mut() else {
            return;
        };
        if list.inside > 0 {
            self.mark.push(NESTED);
            self.mark.push(' ');
        }
        if let Some(next) = &mut list.next {
            if (1..=NUMBER).contains(next) {
                self.mark.push_str(&format!("{next}. "));
            }
            *next = next.saturating_add(1);
        }
    }

    /// What stands before the words `line` of an item, if they are its first.
    pub(super) fn mark(&mut self, line: &str) -> String {
        let mark = std::mem::take(&mut self.mark);
        // Some write the number themselves.
        if lines::number(line).is_some() {
            String::new()
        } else {
            mark
        }
    }
}

/// The words of a line without the number or the sign of an item.
pub(in crate::import) fn unmarked(line: &str) -> &str {
    let line = line.strip_prefix(NESTED).map_or(line, str::trim_start);
    lines::number(line).map_or(line, |len| line[len..].trim_start())
}

/// Whether the table that was just opened has rows of short cells, as many in each, and nothing that sets out
/// a page.
pub(super) fn is_data(rest: &str) -> bool {
    const LAYOUT: &[&str] = &[
        "table", "div", "p", "img", "h1", "h2", "h3", "h4", "ul", "ol", "form", "input", "section",
        "article",
    ];
    let (mut rows, mut cells, mut first) = (0_usize, 0_usize, None);
    let end = rest.len().min(TABLE);
    for at in memchr::memchr_iter(b'<', &rest.as_bytes()[..end]) {
        // No name of these is longer.
        let tag = rest.as_bytes()[at + 1..]
            .iter()
            .take(LONGEST_NAME)
            .enumerate();
        let name = tag.take_while(|(at, b)| b.is_ascii_alphanumeric() || (*at == 0 && **b == b'/'));
        let name: String = name
            .map(|(_, b)| char::from(b.to_ascii_lowercase()))
            .collect();
        let ends = name == "/table";
        if name == "tr" || ends {
            if rows > 0 && (cells < 2 || *first.get_or_insert(cells) != cells) {
                return false;
            }
            if ends {
                let all = first.unwrap_or(0) * rows;
                return rows >= 2 && at <= all * CELL;
            }
            (rows, cells) = (rows + 1, 0);
        } else if matches!(name.as_str(), "td" | "th") {
            cells += 1;
        } else if LAYOUT.contains(&name.as_str()) {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::pieces;
    use super::*;
    use crate::model::BlockRole;

    fn lines(html: &str) -> Vec<String> {
        pieces(html).into_iter().map(|p| p.line).collect()
    }

    #[test]
    fn items_have_their_numbers_and_those_inside_others_a_sign() {
        let html = "<ol><li>One<li><p>Two</p><p>more</p></li><li>Three<ul><li>Inner</li><li><a href=x>Other</a></li></ul>\
                    still three</li></ol><p>Then</p><ul><li>Last</ul><ol start=7><li>Seven<ol><li>One</ol></ol>";
        let want = [
            "1. One",
            "2. Two",
            "more",
            "3. Three",
            "◦ Inner",
            "◦ Other",
            "still three",
            "Then",
            "Last",
            "7. Seven",
            "◦ 1. One",
        ];
        assert_eq!(lines(html), want);
        let roles: Vec<_> = pieces(html).into_iter().map(|p| p.hint).collect();
        let list = Some(BlockRole::List);
        assert_eq!(roles[5..9], [list, list, None, list]);
        for html in [
            "<ol reversed><li>One</ol>",
            "<ul><ul><li>One</ul><p>Two",
            "<li>One",
            "</ol></ul>One",
        ] {
            assert_eq!(lines(html)[0], "One", "{html}");
        }
        assert_eq!(pieces("<ul><ul><li>One</ul><p>Two")[1].hint, None);
        assert_eq!(lines("<ol><li>1) One</ol>"), ["1) One"]);
    }

    #[test]
    fn the_links_of_a_numbered_item_are_behind_its_number() {
        let found =
            super::super::linked_pieces("<ol><li><a href='https://a.example/'>One</a> two</ol>");
        assert_eq!(found[0].line, "1. One two");
        assert_eq!(found[0].anchors[0].span.of(&found[0].line), "One");
    }

    #[test]
    fn rows_of_a_table_have_their_cells_parted() {
        let html = "<table><thead><tr><th>Year</th><th>Ships</th></tr></thead><tr><td>2031</td><td></td></tr>\
                    <tr><td>2032<td><b>14</b></table><p>Then";
        assert_eq!(lines(html), ["Year | Ships", "2031 |", "2032 | 14", "Then"]);
        assert_eq!(pieces(html)[1].hint, Some(BlockRole::List));
        let layout = "<table><tr><td><p>Menu</p></td><td>Text</td></tr><tr><td>a</td><td>b</td></tr></table>";
        assert!(!lines(layout).concat().contains('|'));
        let one = "<table><tr><td>Menu</td></tr><tr><td>Text</td></tr></table>";
        assert_eq!(lines(one), ["Menu", "Text"]);
        assert!(!is_data(&"<tr><td>".repeat(10_000)));
        let parted = pieces(html);
        assert!(parted[0].row && !parted[3].row);
        let other = html.replace("table", "tablex");
        assert!(pieces(&other).iter().all(|piece| !piece.row));
        // A minute, where each is followed as far as a table may go.
        for tag in ["<tablex>", "<table/>", "<table>", "<table-x>", "<table><x"] {
            assert!(pieces(&tag.repeat(100_000)).iter().all(|piece| !piece.row));
        }
    }
}
