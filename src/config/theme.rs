//! Themes: a style for each thing a person sees, by what it means.
//!
//! Panes ask for a role ("a direct quote", "secondary text") and never for a colour. Must not
//! know: panes.

mod colours;

use ratatui::style::{Color, Modifier, Style};

use crate::model::QuoteKind;
use crate::query::closest;

/// The themes there are, and how each looks.
pub const THEMES: &[(&str, &str)] = &[
    (
        "terminal",
        "The terminal's own sixteen colours, on its own ground",
    ),
    ("paper", "Dark ink on warm paper; true colour"),
    ("lamp", "Warm and dark, for the evening; true colour"),
    ("harbour", "Cool and dark; true colour"),
    (
        "contrast",
        "Bright on black, for tired eyes and bright rooms",
    ),
    ("plain", "No colour: weight, slant and underlining"),
];

/// What is said of a name that no theme has.
#[must_use]
pub fn unknown(name: &str) -> String {
    let names = THEMES.iter().map(|(name, _)| *name);
    match closest(name, names.clone()) {
        Some(near) => format!("no theme is called \"{name}\": did you mean \"{near}\"?"),
        None => format!(
            "no theme is called \"{name}\": there are {}",
            names.collect::<Vec<_>>().join(", ")
        ),
    }
}

/// A style for every role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// What everything lies on: the colours of what has none of its own.
    pub ground: Style,
    /// Running text.
    pub text: Style,
    /// Secondary text: dates, publishers, hints.
    pub dim: Style,
    /// Headlines and names.
    pub strong: Style,
    /// What has the focus: pane titles, selection marks.
    pub accent: Style,
    /// Lines between panes.
    pub line: Style,
    /// The selected row where the list has the focus.
    pub selected: Style,
    /// Subheads in the text.
    pub heading: Style,
    /// Captions, standfirsts and block quotations.
    pub aside: Style,
    /// The mark of an unread article.
    pub unread: Style,
    /// A direct quote.
    pub direct: Style,
    /// A mixed quote.
    pub mixed: Style,
    /// An indirect quote.
    pub indirect: Style,
    /// Speakers of an article in turn, where a letter says which one it is.
    pub speakers: [Style; 5],
    /// Laid over the kind's style for the current quote.
    pub current: Style,
    /// The speaker as printed, in the current quote.
    pub source: Style,
    /// Laid over the text for a link that is printed in it.
    pub link: Style,
    /// Letters that match what was typed.
    pub matched: Style,
    /// A key in footer and help.
    pub key: Style,
    /// A message that tells something.
    pub notice: Style,
    /// A message that something went wrong.
    pub error: Style,
}

impl Theme {
    /// The terminal's own sixteen colours. Quotes have those that can be read on a light ground as
    /// well as on a dark one (yellow and blue cannot).
    #[must_use]
    pub fn terminal() -> Self {
        let plain = Style::new();
        let colour = |c: Color| Style::new().fg(c);
        Self {
            ground: plain,
            text: plain,
            dim: plain.add_modifier(Modifier::DIM),
            strong: plain.add_modifier(Modifier::BOLD),
            accent: colour(Color::Blue).add_modifier(Modifier::BOLD),
            line: plain.add_modifier(Modifier::DIM),
            selected: plain.add_modifier(Modifier::BOLD),
            heading: colour(Color::Blue).add_modifier(Modifier::BOLD),
            aside: plain.add_modifier(Modifier::ITALIC),
            unread: colour(Color::Blue),
            direct: colour(Color::Green),
            mixed: colour(Color::Magenta),
            indirect: colour(Color::Cyan),
            speakers: [
                Color::Blue,
                Color::Magenta,
                Color::Green,
                Color::Cyan,
                Color::Red,
            ]
            .map(colour),
            current: plain.add_modifier(Modifier::REVERSED),
            source: plain.add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
            link: plain.add_modifier(Modifier::UNDERLINED),
            matched: colour(Color::Red).add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
            key: plain.add_modifier(Modifier::BOLD),
            notice: plain,
            error: colour(Color::Red).add_modifier(Modifier::BOLD),
        }
    }

    /// No colour at all (`NO_COLOR`, or a terminal without any): weight, slant and underlining.
    #[must_use]
    pub fn plain() -> Self {
        let plain = Style::new();
        let with = |m: Modifier| Style::new().add_modifier(m);
        Self {
            ground: plain,
            text: plain,
            dim: with(Modifier::DIM),
            strong: with(Modifier::BOLD),
            accent: with(Modifier::BOLD),
            line: with(Modifier::DIM),
            selected: with(Modifier::BOLD),
            heading: with(Modifier::BOLD),
            aside: with(Modifier::ITALIC),
            unread: with(Modifier::BOLD),
            direct: plain,
            mixed: plain,
            indirect: with(Modifier::ITALIC),
            speakers: [plain; 5],
            current: with(Modifier::REVERSED),
            source: with(Modifier::BOLD.union(Modifier::UNDERLINED)),
            link: with(Modifier::UNDERLINED),
            matched: with(Modifier::BOLD.union(Modifier::UNDERLINED)),
            key: with(Modifier::BOLD),
            notice: plain,
            error: with(Modifier::BOLD),
        }
    }

    /// The theme of that name, one of [`THEMES`]; nothing where there is none.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "terminal" => Some(Self::terminal()),
            "paper" => Some(colours::PAPER.theme()),
            "lamp" => Some(colours::LAMP.theme()),
            "harbour" => Some(colours::HARBOUR.theme()),
            "contrast" => Some(colours::CONTRAST.theme()),
            "plain" => Some(Self::plain()),
            _ => None,
        }
    }

    /// The style of a speaker by the place among those of the article; of nobody known it is dim.
    #[must_use]
    pub fn speaker(&self, place: Option<usize>) -> Style {
        place.map_or(self.dim, |n| self.speakers[n % self.speakers.len()])
    }

    /// The style of a kind of quote.
    #[must_use]
    pub const fn kind(&self, kind: QuoteKind) -> Style {
        match kind {
            QuoteKind::Direct => self.direct,
            QuoteKind::Mixed => self.mixed,
            QuoteKind::Indirect => self.indirect,
        }
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self::terminal()
    }
}

/// The mark of a quote in the gutter, so that kinds differ without colour; the current quote has
/// a heavier one.
#[must_use]
pub const fn gutter_mark(kind: QuoteKind, current: bool) -> &'static str {
    match (kind, current) {
        (_, true) => "█",
        (QuoteKind::Direct, _) => "┃",
        (QuoteKind::Mixed, _) => "╏",
        (QuoteKind::Indirect, _) => "┊",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_theme_has_no_colour_and_the_marks_tell_the_kinds_apart() {
        let coloured = |theme: &Theme| {
            let printed = format!("{theme:?}").to_lowercase();
            let colours = [
                "cyan", "gray", "red", "green", "blue", "yellow", "magenta", "rgb",
            ];
            // Such as "dark_gray()" and "Rgb(1, 2, 3)"; the names of roles are no colours.
            colours
                .iter()
                .any(|name| printed.contains(&format!("{name}(")))
        };
        assert!(coloured(&Theme::named("terminal").unwrap()));
        assert!(coloured(&Theme::named("lamp").unwrap()));
        assert!(!coloured(&Theme::plain()));
        let marks = [QuoteKind::Direct, QuoteKind::Mixed, QuoteKind::Indirect]
            .map(|k| gutter_mark(k, false));
        assert!(marks[0] != marks[1] && marks[1] != marks[2] && marks[0] != marks[2]);
    }

    #[test]
    fn every_theme_has_its_name_and_a_slip_is_told() {
        for (name, _) in THEMES {
            assert!(Theme::named(name).is_some(), "{name}");
        }
        assert!(Theme::named("lampe").is_none());
        assert!(unknown("lampe").contains("did you mean \"lamp\"?"));
        assert!(unknown("zzz").contains("terminal, paper, lamp"));
    }
}
