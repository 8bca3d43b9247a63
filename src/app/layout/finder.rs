//! The places of the finder above the panes.

use std::ops::Range;

use ratatui::layout::{Position, Rect};

use super::{split_left, split_top};
use crate::app::scoping::Scope;
use crate::text::wrap;

/// The places of the finder above the panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FinderLayout {
    /// All of it, with its border.
    pub outer: Rect,
    /// The line one types in.
    pub input: Rect,
    /// The line under it.
    pub rule: Rect,
    /// The hits.
    pub hits: Rect,
    /// The paragraph of the chosen hit, where there is room for it.
    pub preview: Option<Rect>,
}

/// What stands before the names of what can be looked for.
pub const FIND: &str = " Find ";

/// Lines of a hit in the finder.
pub const HIT_HEIGHT: u16 = 2;

impl FinderLayout {
    /// Those of `scopes` whose names have room in the upper border, `now` among them and the next one where
    /// that can be, and the columns of each name with its blanks.
    #[must_use]
    pub fn scopes(&self, scopes: &[Scope], now: Scope) -> Vec<(Scope, Range<usize>)> {
        let wide = |scope: &Scope| wrap::width(scope.name(self.has_room())) + 2;
        let room = usize::from(self.outer.width).saturating_sub(wrap::width(FIND) + 3);
        let at = scopes.iter().position(|scope| *scope == now).unwrap_or(0);
        let to = (at + 1).min(scopes.len().saturating_sub(1));
        let fits = |from: &usize| scopes[*from..=to].iter().map(wide).sum::<usize>() <= room;
        let from = (0..=at).find(fits).unwrap_or(at);
        let left = usize::from(self.outer.x) + 1 + wrap::width(FIND);
        let mut x = left;
        let mut shown = Vec::new();
        for scope in &scopes[from.min(scopes.len())..] {
            let columns = x..x + wide(scope);
            x = columns.end;
            if x - left > room {
                break;
            }
            shown.push((*scope, columns));
        }
        shown
    }

    /// Whether names may be long.
    #[must_use]
    pub const fn has_room(&self) -> bool {
        self.outer.width >= 72
    }

    /// Whether it lies on the line of messages.
    #[must_use]
    pub const fn covers_messages(&self, screen: Rect) -> bool {
        self.outer.y + self.outer.height + 1 >= screen.y + screen.height
    }

    /// Places the finder on `screen`.
    #[must_use]
    pub fn of(screen: Rect) -> Self {
        let outer = if screen.width < 72 || screen.height < 16 {
            // The footer says what can be done here.
            let footer = u16::from(screen.height > 8);
            Rect {
                height: screen.height - footer,
                ..screen
            }
        } else {
            let width = (screen.width - 6).min(150);
            let height = (screen.height - 4).min(50);
            Rect::new(
                (screen.width - width) / 2,
                (screen.height - height) / 2,
                width,
                height,
            )
        };
        let inner = Rect {
            x: outer.x + 2,
            y: outer.y + 1,
            width: outer.width.saturating_sub(4),
            height: outer.height.saturating_sub(2),
        };
        let line = |y| Rect {
            y,
            height: 1,
            ..inner
        };
        let below = Rect {
            y: inner.y + 2,
            height: inner.height.saturating_sub(2),
            ..inner
        };
        let (hits, preview) = match (below.width, below.height) {
            (86.., _) => {
                let (hits, preview) = split_left(below, below.width * 11 / 20);
                let preview = Rect {
                    x: preview.x + 1,
                    width: preview.width - 1,
                    ..preview
                };
                (hits, Some(preview))
            }
            (66.., 14..) => {
                let (hits, preview) = split_top(below, below.height - 7);
                (hits, Some(preview))
            }
            _ => (below, None),
        };
        Self {
            outer,
            input: line(inner.y),
            rule: line(inner.y + 1),
            hits,
            preview,
        }
    }

    /// How many hits are shown at once.
    #[must_use]
    pub fn rows(&self) -> usize {
        usize::from((self.hits.height / HIT_HEIGHT).max(1))
    }

    /// The place among the hits on the screen of the one at `at`.
    #[must_use]
    pub fn hit_at(&self, at: Position) -> Option<usize> {
        let row = usize::from(at.y.saturating_sub(self.hits.y) / HIT_HEIGHT);
        (self.hits.contains(at) && row < self.rows()).then_some(row)
    }
}
