//! Where the boxes above the panes lie: tags, notes, changes, letters, and those of
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
        Self::of(screen, 60, rows.clamp(3, 26))
    }

    /// The box of forms.
    #[must_use]
    pub fn of_forms(screen: Rect, forms: usize) -> Self {
        Self::of(screen, 32, u16::try_from(forms).unwrap_or(u16::MAX))
    }

    /// The box of a path or a command.
    #[must_use]
    pub fn of_line(screen: Rect) -> Self {
        Self::of(screen, 66, 4)
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
                    BoxLayout::of_line(screen),
                    BoxLayout::of_output(screen),
                ] {
                    assert_eq!(layout.outer.intersection(above), layout.outer);
                    assert_eq!(layout.inner.intersection(layout.outer), layout.inner);
                    assert!(layout.below_input().height > 0);
                }
            }
        }
    }
}
