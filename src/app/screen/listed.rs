//! The list as it lies on the screen: rows, and the headings between them where it is parted by day,
//! by publisher or by how many say the same.

use super::articles::Articles;
use crate::app::words;
use crate::model::{ArticleOrder, ArticleRow};

/// What is on the screen, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listed {
    /// The heading of the rows below, one line high.
    Heading(String),
    /// A held row, by its place among them.
    Row(usize),
}

impl Articles {
    /// What is shown on so many lines where a row is `tall` lines high: as many whole rows as fit, the
    /// selected one among them, each part with its heading above it.
    #[must_use]
    pub fn listed(&self, lines: usize, tall: usize) -> Vec<Listed> {
        let tall = tall.max(1);
        let mut top = self.top((lines / tall).max(1));
        loop {
            let (shown, to) = self.fill(top, lines, tall);
            if to > self.selected_index() || top >= self.selected_index() {
                return shown;
            }
            top += 1;
        }
    }

    fn fill(&self, top: usize, lines: usize, tall: usize) -> (Vec<Listed>, usize) {
        let mut shown = Vec::new();
        let (mut left, mut before) = (lines, None);
        for (at, row) in self.rows().iter().enumerate().skip(top) {
            let part = self.part(row);
            let same = |a: &Option<String>, b: &Option<String>| match (a, b) {
                (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
                (a, b) => a == b,
            };
            let begins = !same(&part, &before);
            // Where there is room for one row only, that is what one came for.
            let begins = begins && (left > tall || !shown.is_empty());
            let needed = tall + usize::from(begins);
            if needed > left {
                return (shown, at);
            }
            left -= needed;
            if let Some(name) = part.clone().filter(|_| begins) {
                shown.push(Listed::Heading(name));
            }
            shown.push(Listed::Row(at));
            before = part;
        }
        (shown, self.rows().len())
    }

    /// The heading that a row stands under.
    fn part(&self, row: &ArticleRow) -> Option<String> {
        let arrangement = self.arrangement();
        if !arrangement.headed {
            return None;
        }
        // One that was unfolded stands in the part of the one it says the same as.
        let head = row.duplicate_of.filter(|_| self.is_unfolded(row.id));
        let head = head.and_then(|id| self.rows().iter().find(|row| row.id == id));
        let row = head.unwrap_or(row);
        Some(match arrangement.order {
            ArticleOrder::Copied if row.duplicates == 0 => "No copies".to_owned(),
            ArticleOrder::Copied => format!("{} articles say the same", row.duplicates + 1),
            ArticleOrder::Publisher => {
                let name = row.publisher.clone();
                name.unwrap_or_else(|| "No publisher".to_owned())
            }
            _ => row.date.map_or_else(|| "Undated".to_owned(), words::date),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::event::Effect;
    use crate::model::{Arrangement, ArticleId};

    fn row(n: i64) -> ArticleRow {
        ArticleRow {
            id: ArticleId(n),
            title: format!("Article {n}"),
            publisher: (n < 190).then(|| format!("Paper {}", n / 3)),
            date: None,
            quotes: 0,
            read: false,
            starred: false,
            tags: Vec::new(),
            lang: None,
            duplicates: 0,
            duplicate_of: None,
        }
    }

    fn list(headed: bool) -> Articles {
        let mut list = Articles::default();
        let order = ArticleOrder::Publisher;
        let asked = list.arrange(Arrangement { order, headed });
        if let Some(Effect::Rows { generation, .. }) = asked {
            let rows = (0..200).map(row).collect();
            list.take(generation, rows, (true, true), Some(200));
        }
        list
    }

    #[test]
    fn the_selected_row_is_always_shown_whole_and_every_part_has_its_heading() {
        for headed in [false, true] {
            let mut list = list(headed);
            for step in 0..200 {
                for lines in [1, 2, 3, 5, 12, 40] {
                    for tall in [1, 2, 3] {
                        check(&list, lines, tall, headed);
                    }
                }
                assert_eq!(list.selected_index(), step);
                list.go(1, 10);
            }
        }
    }

    fn check(list: &Articles, lines: usize, tall: usize, headed: bool) {
        let shown = list.listed(lines, tall);
        let high = |l: &Listed| match l {
            Listed::Heading(_) => 1,
            Listed::Row(_) => tall,
        };
        let used: usize = shown.iter().map(high).sum();
        assert!(used <= lines, "{lines} {tall}: {shown:?}");
        let selected = Listed::Row(list.selected_index());
        let seen = lines < tall || shown.contains(&selected);
        assert!(seen, "{lines} {tall}: {shown:?}");
        let heads = matches!(shown.first(), Some(Listed::Heading(_)));
        assert_eq!(heads, headed && lines > tall);
    }
}
