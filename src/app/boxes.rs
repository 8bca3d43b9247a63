//! Where boxes and pages above the panes lie: tags, notes, changes, letters, people, and those of
//! taking away.

use ratatui::layout::Rect;

/// A box with a border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoxLayout {
    /// All of it, with its border.
    pub outer: Rect,
    /// What is inside: a blank from the border on either side.
    pub inner: Rect,
}

impl BoxLayout {
    /// A box of so many columns and rows inside, as far as there is room, in the middle of what lies
    /// above the last two lines.
    #[must_use]
    pub fn of(screen: Rect, columns: u16, rows: u16) -> Self {
        let room = screen.height.saturating_sub(2);
        let width = columns.saturating_add(4).min(screen.width);
        let height = rows.saturating_add(2).min(room);
        let outer = Rect {
            x: screen.x + (screen.width - width) / 2,
            // Above the middle, where the eye is.
            y: screen.y + (room - height) / 3,
            width,
            height,
        };
        let inner = Rect {
            x: outer.x + 2,
            y: outer.y + 1,
            width: width.saturating_sub(4),
            height: height.saturating_sub(2),
        };
        Self { outer, inner }
    }

    /// The box of tags.
    #[must_use]
    pub fn of_tags(screen: Rect, tags: usize) -> Self {
        let rows = u16::try_from(tags.clamp(3, 10)).unwrap_or(10);
        Self::of(screen, 48, rows + 2)
    }

    /// The box of a note.
    #[must_use]
    pub fn of_note(screen: Rect) -> Self {
        Self::of(screen, 66, (screen.height / 2).clamp(6, 14))
    }

    /// The box of changes.
    #[must_use]
    pub fn of_changes(screen: Rect, changes: usize) -> Self {
        let most = screen.height.saturating_sub(8).max(6);
        let rows = u16::try_from(changes).unwrap_or(most).clamp(3, most);
        Self::of(screen, 88, rows)
    }

    /// The box of letters.
    #[must_use]
    pub fn of_letters(screen: Rect, letters: usize) -> Self {
        let rows = u16::try_from(letters).unwrap_or(u16::MAX);
        Self::of(screen, 88, rows.clamp(3, 26))
    }

    /// The box of links: with what is said of the chosen one under them.
    #[must_use]
    pub fn of_links(screen: Rect, links: usize) -> Self {
        let most = screen.height.saturating_sub(8).max(6);
        let rows = u16::try_from(links.saturating_add(6)).unwrap_or(most);
        Self::of(screen, 88, rows.min(most))
    }

    /// The box of what was read: as high whatever is typed, so that it is calm.
    #[must_use]
    pub fn of_history(screen: Rect) -> Self {
        Self::of(screen, 100, screen.height.saturating_sub(6).max(4))
    }

    /// The box of imports: with what is said of the chosen one under them.
    #[must_use]
    pub fn of_imports(screen: Rect) -> Self {
        Self::of(screen, 88, screen.height.saturating_sub(6).clamp(4, 20))
    }

    /// The box of forms.
    #[must_use]
    pub fn of_forms(screen: Rect, forms: usize) -> Self {
        Self::of(screen, 32, u16::try_from(forms).unwrap_or(u16::MAX))
    }

    /// The box of orders.
    #[must_use]
    pub fn of_orders(screen: Rect, orders: usize) -> Self {
        Self::of(screen, 44, u16::try_from(orders).unwrap_or(u16::MAX))
    }

    /// The box of saved searches.
    #[must_use]
    pub fn of_searches(screen: Rect, rows: usize) -> Self {
        let most = screen.height.saturating_sub(8).max(6);
        let rows = u16::try_from(rows).unwrap_or(most).min(most);
        Self::of(screen, 88, rows)
    }

    /// The box of a path or a command.
    #[must_use]
    pub fn of_line(screen: Rect) -> Self {
        Self::of(screen, 66, 4)
    }

    /// The box of commands: as high whatever is typed, so that it is calm.
    #[must_use]
    pub fn of_palette(screen: Rect) -> Self {
        Self::of(screen, 84, screen.height.saturating_sub(6).clamp(4, 20))
    }

    /// The box of what a command wrote.
    #[must_use]
    pub fn of_output(screen: Rect) -> Self {
        Self::of(screen, 96, screen.height.saturating_sub(6).max(4))
    }

    /// Columns and rows inside.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        let (width, height) = (self.inner.width, self.inner.height);
        (usize::from(width.max(1)), usize::from(height.max(1)))
    }

    /// What is under a line one types in and a blank one.
    #[must_use]
    pub const fn below_input(&self) -> Rect {
        let height = self.inner.height.saturating_sub(2);
        Rect {
            y: self.inner.y + self.inner.height - height,
            height,
            ..self.inner
        }
    }
}

/// The places of a person's page, above the last two lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageLayout {
    /// All of it.
    pub all: Rect,
    /// The line with the name.
    pub name: Rect,
    /// Roles, other names, who else is quoted.
    pub facts: Rect,
    /// The bars with a line under them.
    pub bars: Rect,
    /// The line above the quotes.
    pub rule: Rect,
    /// The quotes.
    pub quotes: Rect,
}

impl PageLayout {
    /// Places the page on `screen`.
    #[must_use]
    pub fn of(screen: Rect) -> Self {
        let all = Rect {
            height: screen.height.saturating_sub(2),
            ..screen
        };
        let (facts, bars) = match all.height {
            0..12 => (1, 0),
            12..20 => (2, 3),
            20..34 => (3, 5),
            _ => (6, 8),
        };
        let mut y = all.y;
        let mut next = |height: u16, inset: u16| {
            let area = Rect {
                x: all.x + inset,
                y,
                width: all.width.saturating_sub(2 * inset),
                height: height.min(all.bottom().saturating_sub(y)),
            };
            y += area.height;
            area
        };
        Self {
            all,
            name: next(1, 0),
            facts: next(facts, 0),
            bars: next(bars, 1),
            rule: next(1, 0),
            quotes: next(u16::MAX, 0),
        }
    }

    /// How many bars a screen of so many columns has room for.
    #[must_use]
    pub const fn columns(width: u16) -> usize {
        width.saturating_sub(2) as usize
    }
}

/// The places of the list of people, above the last two lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeopleLayout {
    /// All of it.
    pub all: Rect,
    /// The line with its name.
    pub name: Rect,
    /// The line one types in.
    pub input: Rect,
    /// What the columns are.
    pub heads: Rect,
    /// The people, one a line.
    pub rows: Rect,
}

impl PeopleLayout {
    /// Places the list on `screen`.
    #[must_use]
    pub fn of(screen: Rect) -> Self {
        let all = Rect {
            height: screen.height.saturating_sub(2),
            ..screen
        };
        let line = |n: u16| Rect {
            y: all.y + n,
            height: 1,
            ..all
        };
        Self {
            all,
            name: line(0),
            input: line(1),
            heads: line(2),
            rows: Rect {
                y: all.y + 3,
                height: all.height.saturating_sub(3),
                ..all
            },
        }
    }
}

/// The places of the collection's page, above the last two lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionLayout {
    /// All of it.
    pub all: Rect,
    /// The line with its name.
    pub name: Rect,
    /// The chart of time with two lines under it.
    pub time: Rect,
    /// The name and the rows of each list that is shown: three, or one where there is no room.
    pub lists: Vec<(Rect, Rect)>,
}

impl CollectionLayout {
    /// Places the page on `screen`.
    #[must_use]
    pub fn of(screen: Rect) -> Self {
        let all = Rect {
            height: screen.height.saturating_sub(2),
            ..screen
        };
        let chart = (all.height / 3)
            .clamp(3, 14)
            .min(all.height.saturating_sub(1));
        let time = Rect {
            x: all.x + 1,
            y: all.y + 1,
            width: all.width.saturating_sub(2),
            height: chart,
        };
        let below = Rect {
            y: time.bottom(),
            height: all.bottom().saturating_sub(time.bottom()),
            ..all
        };
        let columns = if all.width >= 110 { 3 } else { 1 };
        let lists = (0..columns).map(|n| {
            let x = below.x + below.width * n / columns;
            let right = below.x + below.width * (n + 1) / columns;
            let list = Rect {
                x,
                width: right - x,
                ..below
            };
            let name = Rect {
                height: list.height.min(1),
                ..list
            };
            let rows = Rect {
                y: list.y + name.height,
                height: list.height - name.height,
                ..list
            };
            (name, rows)
        });
        Self {
            all,
            name: Rect { height: 1, ..all },
            time,
            lists: lists.collect(),
        }
    }

    /// How many bars a screen of so many columns has room for.
    #[must_use]
    pub const fn columns(width: u16) -> usize {
        width.saturating_sub(2) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_lie_on_the_screen_above_its_last_lines() {
        for width in 40..200 {
            for height in 10..70 {
                let screen = Rect::new(0, 0, width, height);
                let above = Rect {
                    height: height - 2,
                    ..screen
                };
                for layout in [
                    BoxLayout::of_note(screen),
                    BoxLayout::of_tags(screen, 99),
                    BoxLayout::of_changes(screen, 999),
                    BoxLayout::of_letters(screen, 99),
                    BoxLayout::of_forms(screen, 6),
                    BoxLayout::of_orders(screen, 8),
                    BoxLayout::of_searches(screen, 99),
                    BoxLayout::of_line(screen),
                    BoxLayout::of_output(screen),
                    BoxLayout::of_palette(screen),
                ] {
                    assert_eq!(layout.outer.intersection(above), layout.outer);
                    assert_eq!(layout.inner.intersection(layout.outer), layout.inner);
                    assert!(layout.below_input().height > 0);
                }
            }
        }
    }
}
