//! Where each pane is on a screen of a size. Rendering, paging and the mouse all ask here.
//!
//! ```text
//! >= 180 columns   saved searches 26 | as below
//! >= 140           articles 44 | text | speakers 40
//! 100-139          articles 36 | text, speakers in a drawer under it
//!  72-99           articles above, text below, speakers in a drawer
//!  < 72            one pane at a time
//! ```
//! One pane can have all of it, and the text all but a line at the foot (zen). The sizes are those
//! that a person begins with: [`Sizes`] are what was chosen in their place.

mod finder;
mod searches;
mod sizes;

use ratatui::layout::{Position, Rect};

pub use finder::{FIND, FinderLayout, HIT_HEIGHT};
pub use searches::COLUMN_FROM;
pub use sizes::{Border, Edge, Sizes};
use sizes::{Limits, drawer_height};

/// A pane of the reading screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The list of articles.
    #[default]
    Articles,
    /// The text.
    Text,
    /// The speakers of the article and their quotes.
    Speakers,
    /// The saved searches, where there is room for a column of them.
    Searches,
}

impl Pane {
    /// Whether an article is read there, and none chosen.
    #[must_use]
    pub const fn reads(self) -> bool {
        matches!(self, Self::Text | Self::Speakers)
    }
}

/// The panes from left to right, after the saved searches.
pub const PANES: [Pane; 3] = [Pane::Articles, Pane::Text, Pane::Speakers];

/// How much of the screen the pane with the focus has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Spread {
    /// Its place among the others.
    #[default]
    Beside,
    /// All above the two last lines.
    Alone,
    /// The text, and nothing but a line at the foot.
    Zen,
}

/// Fewest columns and rows with which the reader can be used.
pub const SMALLEST: (u16, u16) = (40, 10);

/// How an article looks in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowForm {
    /// One line: title, publisher, date, quotes in columns.
    Table,
    /// A line for the title and one for the rest.
    Short,
    /// Two lines for the title and one for the rest.
    Tall,
}

impl RowForm {
    /// Lines of one row.
    #[must_use]
    pub const fn height(self) -> u16 {
        match self {
            Self::Table => 1,
            Self::Short => 2,
            Self::Tall => 3,
        }
    }
}

/// A pane's place: one line for its name, the rest for what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaneArea {
    /// The line with the pane's name.
    pub name: Rect,
    /// All below it.
    pub body: Rect,
}

/// The places of everything on the reading screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The whole screen.
    pub screen: Rect,
    /// The list, where it is shown.
    pub articles: Option<PaneArea>,
    /// The text, where it is shown.
    pub text: Option<PaneArea>,
    /// The speakers, where they are shown.
    pub speakers: Option<PaneArea>,
    /// The saved searches, where they are shown.
    pub searches: Option<PaneArea>,
    /// The line on their right.
    pub searches_line: Option<Rect>,
    /// Columns of lines between panes side by side.
    pub lines: [Option<Rect>; 2],
    /// What parts the panes and can be moved.
    pub borders: [Option<Border>; 2],
    /// How the list shows an article.
    pub row_form: RowForm,
    /// The line for messages and totals.
    pub status: Rect,
    /// The line of keys.
    pub footer: Rect,
}

/// The column in which the text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The text itself.
    pub text: Rect,
    /// The column of the marks beside quotes.
    pub gutter: u16,
    /// So many columns are free left of it.
    pub left: u16,
    /// The bar behind the text, where there is room for it.
    pub bar: Option<Rect>,
}

impl Layout {
    /// Places everything on `screen`; nothing where it is too small. `drawer` is whether the
    /// speakers are wanted where they are not always there.
    #[must_use]
    pub fn of(
        screen: Rect,
        focus: Pane,
        drawer: bool,
        spread: Spread,
        sizes: &Sizes,
    ) -> Option<Self> {
        if screen.width < SMALLEST.0 || screen.height < SMALLEST.1 {
            return None;
        }
        let main = Rect {
            height: screen.height - 2,
            ..screen
        };
        let line = |y| Rect {
            y,
            height: 1,
            ..screen
        };
        let mut layout = Self {
            screen,
            articles: None,
            text: None,
            speakers: None,
            searches: None,
            searches_line: None,
            lines: [None; 2],
            borders: [None; 2],
            row_form: RowForm::Tall,
            status: line(screen.bottom() - 2),
            footer: line(screen.bottom() - 1),
        };
        let drawer = drawer || focus == Pane::Speakers;
        match (spread, screen.width) {
            (Spread::Zen, _) => layout.zen(),
            (Spread::Alone, width) => {
                layout.single(main, focus);
                if width >= 72 {
                    layout.row_form = RowForm::Table;
                }
            }
            (Spread::Beside, 140..) => layout.side_by_side(main, sizes),
            (Spread::Beside, 100..) => layout.with_drawer(main, drawer, sizes),
            (Spread::Beside, 72..) => layout.stacked(main, focus, drawer, sizes),
            (Spread::Beside, _) => layout.single(main, focus),
        }
        Some(layout)
    }

    fn side_by_side(&mut self, main: Rect, sizes: &Sizes) {
        let chosen = sizes.of(main.width);
        let (list, speakers) = Limits::beside(main.width, true).sizes(chosen, (44, 40));
        let rest = self.list_beside(main, list.size);
        let (text, right) = split_left(rest, rest.width - speakers.size - 1);
        self.lines[1] = Some(line_after(text));
        self.text = Some(pane(text));
        self.speakers = Some(pane(right));
        self.borders = [
            Some(list.at(
                Edge::List,
                line_after(Rect {
                    width: list.size,
                    ..main
                }),
            )),
            Some(speakers.at(Edge::Speakers, line_after(text))),
        ];
    }

    fn with_drawer(&mut self, main: Rect, drawer: bool, sizes: &Sizes) {
        let chosen = sizes.of(main.width);
        let (list, _) = Limits::beside(main.width, false).sizes(chosen, (36, 0));
        let right = self.list_beside(main, list.size);
        self.borders[0] = self.lines[0].map(|line| list.at(Edge::List, line));
        self.text = Some(pane(right));
        if drawer {
            let usual = (0, drawer_height(main));
            let (_, speakers) = Limits::above(main.height, false, true).sizes(chosen, usual);
            self.drawer(right, speakers);
        }
    }

    /// The list on the left of the others; gives what is left for them.
    fn list_beside(&mut self, main: Rect, width: u16) -> Rect {
        let (left, rest) = split_left(main, width);
        self.articles = Some(pane(left));
        self.lines[0] = Some(line_after(left));
        if width >= 72 {
            self.row_form = RowForm::Table;
        }
        rest
    }

    /// The speakers under the text, which has the rest.
    fn drawer(&mut self, area: Rect, height: sizes::Size) {
        let (text, speakers) = split_top(area, area.height - height.size);
        self.text = Some(pane(text));
        let speakers = pane(speakers);
        self.speakers = Some(speakers);
        self.borders[1] = Some(height.at(Edge::Speakers, speakers.name));
    }

    fn stacked(&mut self, main: Rect, focus: Pane, drawer: bool, sizes: &Sizes) {
        self.row_form = RowForm::Table;
        let roomy = main.height >= 30;
        let listed = !drawer || roomy || focus == Pane::Articles;
        let drawer = drawer && (roomy || focus != Pane::Articles);
        let usual = ((main.height / 3).clamp(4, 12), drawer_height(main));
        let limits = Limits::above(main.height, listed, drawer);
        let (list, speakers) = limits.sizes(sizes.of(main.width), usual);
        let mut rest = main;
        if listed {
            let (above, below) = split_top(main, list.size);
            self.articles = Some(pane(above));
            self.borders[0] = Some(list.at(Edge::List, pane(below).name));
            rest = below;
        }
        self.text = Some(pane(rest));
        if drawer {
            self.drawer(rest, speakers);
        }
    }

    fn single(&mut self, main: Rect, focus: Pane) {
        self.row_form = RowForm::Short;
        let area = Some(pane(main));
        match focus {
            Pane::Articles => self.articles = area,
            Pane::Text => self.text = area,
            Pane::Speakers => self.speakers = area,
            Pane::Searches => self.searches = area,
        }
    }

    /// Only the text, without its name, and one line for all that there is to say.
    fn zen(&mut self) {
        self.status = self.footer;
        self.text = Some(PaneArea {
            name: Rect {
                height: 0,
                ..self.screen
            },
            body: Rect {
                height: self.screen.height - 1,
                ..self.screen
            },
        });
    }

    /// The place of a pane, where it is shown.
    #[must_use]
    pub const fn pane(&self, pane: Pane) -> Option<PaneArea> {
        match pane {
            Pane::Articles => self.articles,
            Pane::Text => self.text,
            Pane::Speakers => self.speakers,
            Pane::Searches => self.searches,
        }
    }

    /// The pane at a place of the screen.
    #[must_use]
    pub fn pane_at(&self, at: Position) -> Option<Pane> {
        PANES.into_iter().chain([Pane::Searches]).find(|pane| {
            self.pane(*pane)
                .is_some_and(|area| area.name.contains(at) || area.body.contains(at))
        })
    }

    /// How many articles the list shows at once.
    #[must_use]
    pub fn list_rows(&self) -> usize {
        let height = self
            .articles
            .map_or(self.screen.height - 3, |area| area.body.height);
        usize::from((height / self.row_form.height()).max(1))
    }

    /// Columns and rows of the speakers' lines; of the whole screen where they are not shown.
    #[must_use]
    pub fn speakers_size(&self) -> (usize, usize) {
        let body = self.speakers.map_or(self.screen, |area| area.body);
        (
            usize::from(body.width.saturating_sub(2)),
            usize::from(body.height),
        )
    }

    /// The column of the text at a measure: centred, with room for the marks beside it. Where the
    /// text is not shown, the column it would have alone on the screen.
    #[must_use]
    pub fn column(&self, measure: u16) -> Column {
        let body = self.text.map_or_else(
            || {
                pane(Rect {
                    height: self.screen.height - 2,
                    ..self.screen
                })
                .body
            },
            |area| area.body,
        );
        // A blank on either side of marks and text, except where every column counts.
        let margin = u16::from(body.width >= 50);
        // Away from the line between the panes.
        let bar = margin * (2 + u16::from(body.right() < self.screen.right()));
        let width = measure
            .min(body.width.saturating_sub(2 + margin + bar.max(1)))
            .max(1);
        let spare = body.width.saturating_sub(width + 2 + margin + bar);
        let padding = u16::from(body.height >= 16);
        let gutter = body.x + margin + spare / 2;
        let text = Rect {
            x: gutter + 2,
            y: body.y + padding,
            width,
            height: body.height - padding,
        };
        let bar = (bar > 0).then_some(Rect {
            x: text.right() + 1,
            width: 1,
            ..text
        });
        let left = gutter - body.x;
        Column {
            left,
            gutter,
            text,
            bar,
        }
    }
}

fn pane(area: Rect) -> PaneArea {
    PaneArea {
        name: Rect { height: 1, ..area },
        body: Rect {
            y: area.y + 1,
            height: area.height - 1,
            ..area
        },
    }
}

/// `width` columns on the left, and the rest after a line of one column.
fn split_left(area: Rect, width: u16) -> (Rect, Rect) {
    let left = Rect { width, ..area };
    let right = Rect {
        x: area.x + width + 1,
        width: area.width - width - 1,
        ..area
    };
    (left, right)
}

fn line_after(left: Rect) -> Rect {
    Rect {
        x: left.right(),
        width: 1,
        ..left
    }
}

fn split_top(area: Rect, height: u16) -> (Rect, Rect) {
    let top = Rect { height, ..area };
    let below = Rect {
        y: area.y + height,
        height: area.height - height,
        ..area
    };
    (top, below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_lie_on_the_screen_without_touching_at_every_size() {
        for width in 40..300 {
            for height in [10, 11, 16, 24, 40, 100] {
                for focus in PANES {
                    for drawer in [false, true] {
                        for spread in [Spread::Beside, Spread::Alone] {
                            let screen = Rect::new(0, 0, width, height);
                            for sizes in [(None, None), (Some(0), Some(999)), (Some(60), Some(0))] {
                                check(screen, focus, drawer, spread, sizes);
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn in_zen_the_text_has_all_but_one_line() {
        let screen = Rect::new(0, 0, 80, 24);
        let layout = Layout::of(screen, Pane::Text, true, Spread::Zen, &Sizes::default()).unwrap();
        assert_eq!(layout.text.unwrap().body, Rect::new(0, 0, 80, 23));
        assert_eq!((layout.articles, layout.speakers), (None, None));
        let column = layout.column(66).text;
        assert_eq!(column.width, 66);
        assert!((column.x - (80 - column.right())) <= 3, "centred: {column}");
    }

    fn check(
        screen: Rect,
        focus: Pane,
        drawer: bool,
        spread: Spread,
        (list, speakers): (Option<u16>, Option<u16>),
    ) {
        let mut sizes = Sizes::default();
        for (edge, size) in [(Edge::List, list), (Edge::Speakers, speakers)] {
            size.inspect(|size| sizes.choose(screen.width, edge, *size));
        }
        let layout = Layout::of(screen, focus, drawer, spread, &sizes).unwrap();
        for border in layout.borders.into_iter().flatten() {
            assert_eq!(border.within(border.size), border.size);
            let at = Position::new(border.area.x, border.area.y);
            assert_eq!(layout.border_at(at), Some(border.edge));
            assert_eq!(border.moved_to(at), border.size);
        }
        let area = layout
            .pane(focus)
            .expect("the pane with the focus is shown");
        assert!(area.body.height >= 2, "{screen:?} {focus:?}");
        let mut seen: Vec<Rect> = vec![layout.status, layout.footer];
        seen.extend(layout.lines.into_iter().flatten());
        for pane in PANES {
            if let Some(area) = layout.pane(pane) {
                seen.push(area.name.union(area.body));
            }
        }
        for (n, rect) in seen.iter().enumerate() {
            assert_eq!(rect.intersection(screen), *rect);
            assert!(seen[..n].iter().all(|other| !other.intersects(*rect)));
        }
        let column = layout.column(72);
        assert!(column.text.right() <= screen.right() && column.text.height > 0);
        assert!(column.bar.is_none_or(|bar| bar.right() <= screen.right()));
    }

    #[test]
    fn a_screen_that_is_too_small_has_no_layout() {
        for (width, height) in [(39, 24), (80, 9)] {
            let screen = Rect::new(0, 0, width, height);
            let usual = Sizes::default();
            assert!(Layout::of(screen, Pane::Text, false, Spread::Beside, &usual).is_none());
        }
    }
}
