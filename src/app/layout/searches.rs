//! The column of saved searches, on the left of the other panes where there is room for both.

use ratatui::layout::Rect;

use super::{Layout, Pane, Sizes, Spread, line_after, pane, split_left};

/// Columns of the screen from which on there is room for it.
pub const COLUMN_FROM: u16 = 180;
/// Its columns.
const WIDTH: u16 = 26;

impl Layout {
    /// As [`Layout::of`], with the saved searches on the left of it; those must be wanted, and where
    /// there is no room for them all is as without them.
    #[must_use]
    pub fn with_searches(
        screen: Rect,
        focus: Pane,
        drawer: bool,
        spread: Spread,
        sizes: &Sizes,
    ) -> Option<Self> {
        if spread != Spread::Beside || screen.width < COLUMN_FROM {
            return Self::of(screen, focus, drawer, spread, sizes);
        }
        let (left, rest) = split_left(screen, WIDTH);
        let column = Rect {
            height: screen.height.saturating_sub(2),
            ..left
        };
        let whole = |line: Rect| Rect {
            x: screen.x,
            width: screen.width,
            ..line
        };
        let layout = Self::of(rest, focus, drawer, spread, sizes)?;
        Some(Self {
            screen,
            searches: Some(pane(column)),
            searches_line: Some(line_after(column)),
            status: whole(layout.status),
            footer: whole(layout.footer),
            ..layout
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::layout::PANES;

    #[test]
    fn from_180_columns_on_the_searches_stand_beside_all_the_others() {
        for width in 40..300 {
            for height in [10, 24, 60] {
                let screen = Rect::new(0, 0, width, height);
                for spread in [Spread::Beside, Spread::Alone, Spread::Zen] {
                    check(screen, spread);
                }
            }
        }
    }

    fn check(screen: Rect, spread: Spread) {
        let usual = Sizes::default();
        let layout = Layout::with_searches(screen, Pane::Text, false, spread, &usual).unwrap();
        let room = screen.width >= COLUMN_FROM && spread == Spread::Beside;
        if !room {
            let without = Layout::of(screen, Pane::Text, false, spread, &usual);
            assert_eq!(Some(layout), without, "{screen}");
            return;
        }
        let mut seen = vec![layout.status, layout.footer];
        seen.extend(layout.searches_line);
        seen.extend(layout.lines.into_iter().flatten());
        for pane in PANES.into_iter().chain([Pane::Searches]) {
            let area = layout.pane(pane).expect("all are shown");
            seen.push(area.name.union(area.body));
        }
        for (n, rect) in seen.iter().enumerate() {
            assert_eq!(rect.intersection(screen), *rect);
            assert!(seen[..n].iter().all(|other| !other.intersects(*rect)));
        }
        let covered: u32 = seen.iter().map(|rect| rect.area()).sum();
        assert_eq!(covered, screen.area(), "{screen}");
    }

    #[test]
    fn alone_they_have_all_of_the_screen() {
        let screen = Rect::new(0, 0, 200, 50);
        let layout = Layout::with_searches(
            screen,
            Pane::Searches,
            false,
            Spread::Alone,
            &Sizes::default(),
        )
        .unwrap();
        assert_eq!(layout.searches.unwrap().body, Rect::new(0, 1, 200, 47));
        assert_eq!((layout.articles, layout.searches_line), (None, None));
    }
}
