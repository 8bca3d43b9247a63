//! How large the panes are: what a person chose, what is the least and the most, and the borders
//! that are moved.
//!
//! Sizes are chosen apart for each kind of layout, as each has its own use of the screen. Must not
//! know: keys, the mouse, where sizes are kept.

use ratatui::layout::{Position, Rect};
use serde::{Deserialize, Serialize};

use super::Layout;

/// Fewest columns of a pane that has others beside it, and of the text between them.
const SIDE: u16 = 24;
const TEXT: u16 = 40;
/// Fewest rows of a pane that lies above or below the text, with its name, and of the text.
const LEVEL: u16 = 4;
const TEXT_ROWS: u16 = 6;

/// A border between the text and another pane, which is called by that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Between the list and the text.
    List,
    /// Between the text and the speakers.
    Speakers,
}

/// A border on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Border {
    /// Which one.
    pub edge: Edge,
    /// Its line: a column, or the row with the name of the pane under it.
    pub area: Rect,
    /// Columns or rows of the pane it is called by.
    pub size: u16,
    /// The fewest that pane can have.
    pub least: u16,
    /// The most it can have as the others are now.
    pub most: u16,
}

impl Border {
    /// Whether the panes lie side by side.
    #[must_use]
    pub const fn upright(&self) -> bool {
        self.area.width == 1
    }

    /// The size of its pane where the border is moved to `at`.
    #[must_use]
    pub fn moved_to(&self, at: Position) -> u16 {
        let (from, to) = match self.upright() {
            true => (self.area.x, at.x),
            false => (self.area.y, at.y),
        };
        let (more, less) = match self.edge {
            Edge::List => (to.saturating_sub(from), from.saturating_sub(to)),
            Edge::Speakers => (from.saturating_sub(to), to.saturating_sub(from)),
        };
        self.within(self.size.saturating_add(more).saturating_sub(less))
    }

    /// The nearest size that its pane can have.
    #[must_use]
    pub fn within(&self, size: u16) -> u16 {
        size.min(self.most).max(self.least)
    }
}

impl Layout {
    /// The border at a place of the screen.
    #[must_use]
    pub fn border_at(&self, at: Position) -> Option<Edge> {
        let borders = self.borders.into_iter().flatten();
        let mut there = borders.filter(|border| border.area.contains(at));
        there.next().map(|border| border.edge)
    }

    /// A border, where it is shown.
    #[must_use]
    pub fn border(&self, edge: Edge) -> Option<Border> {
        let mut borders = self.borders.into_iter().flatten();
        borders.find(|border| border.edge == edge)
    }
}

/// Sizes that were chosen in one kind of layout; the usual ones where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Chosen {
    list: Option<u16>,
    speakers: Option<u16>,
}

/// Sizes that were chosen, by the kind of layout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sizes {
    /// Three panes side by side.
    wide: Chosen,
    /// The list beside the text.
    middle: Chosen,
    /// The list above the text.
    narrow: Chosen,
}

impl Sizes {
    /// What is kept, where it can be read.
    #[must_use]
    pub fn read(kept: &str) -> Option<Self> {
        serde_json::from_str(kept).ok()
    }

    /// As it is kept; nothing where no size was chosen.
    #[must_use]
    pub fn written(&self) -> Option<String> {
        let chosen = *self != Self::default();
        chosen.then(|| serde_json::to_string(self).ok()).flatten()
    }

    /// Those of the layout of so many columns.
    pub(super) const fn of(&self, width: u16) -> Chosen {
        match width {
            140.. => self.wide,
            100.. => self.middle,
            _ => self.narrow,
        }
    }

    /// Chooses the size of a pane in the layout of so many columns.
    pub const fn choose(&mut self, width: u16, edge: Edge, size: u16) {
        let chosen = self.of_mut(width);
        match edge {
            Edge::List => chosen.list = Some(size),
            Edge::Speakers => chosen.speakers = Some(size),
        }
    }

    /// Goes back to the usual sizes in the layout of so many columns; whether there were others.
    pub fn forget(&mut self, width: u16) -> bool {
        std::mem::take(self.of_mut(width)) != Chosen::default()
    }

    const fn of_mut(&mut self, width: u16) -> &mut Chosen {
        match width {
            140.. => &mut self.wide,
            100.. => &mut self.middle,
            _ => &mut self.narrow,
        }
    }
}

/// The room that list, text and speakers share, in one direction.
pub(super) struct Limits {
    room: u16,
    /// Fewest of a pane beside the text, and of the text.
    least: (u16, u16),
    /// Whether the list and the speakers are among them.
    shares: (bool, bool),
}

impl Limits {
    /// Of panes side by side, the list always among them.
    pub(super) const fn beside(width: u16, speakers: bool) -> Self {
        let lines = 1 + speakers as u16;
        Self {
            room: width - lines,
            least: (SIDE, TEXT),
            shares: (true, speakers),
        }
    }

    /// Of panes above each other.
    pub(super) const fn above(height: u16, list: bool, speakers: bool) -> Self {
        Self {
            room: height,
            least: (LEVEL, TEXT_ROWS),
            shares: (list, speakers),
        }
    }

    /// The sizes of the list and the speakers: what was chosen, or the usual ones, as far as there is
    /// room. The list comes first where there is not room for both.
    pub(super) fn sizes(&self, chosen: Chosen, usual: (u16, u16)) -> (Size, Size) {
        let (least, text) = self.least;
        let share = |there: bool, size: u16| if there { size } else { 0 };
        let most = |other: u16| self.room.saturating_sub(other + text).max(least);
        let fit = |size: u16, most: u16| size.min(most).max(least);
        let other = share(self.shares.1, least);
        let list = fit(chosen.list.unwrap_or(usual.0), most(other));
        let list_share = share(self.shares.0, list);
        let speakers = fit(chosen.speakers.unwrap_or(usual.1), most(list_share));
        let speakers_share = share(self.shares.1, speakers);
        let size = |size, most| Size { size, least, most };
        (
            size(list, most(speakers_share)),
            size(speakers, most(list_share)),
        )
    }
}

/// The size of a pane, and what it can be.
#[derive(Clone, Copy)]
pub(super) struct Size {
    pub(super) size: u16,
    least: u16,
    most: u16,
}

impl Size {
    /// As the border that is moved to change it.
    pub(super) const fn at(self, edge: Edge, area: Rect) -> Border {
        Border {
            edge,
            area,
            size: self.size,
            least: self.least,
            most: self.most,
        }
    }
}

/// The usual rows of the speakers below the text.
pub(super) const fn drawer_height(main: Rect) -> u16 {
    let wanted = main.height * 2 / 5;
    if wanted > 16 {
        16
    } else if wanted < 4 {
        4
    } else {
        wanted
    }
}
