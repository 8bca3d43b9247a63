//! The themes of true colour: each is a table of colours, by what they mean.
//!
//! Every colour of text has at least the contrast to its ground that the guidelines for readable pages
//! ask for (WCAG 2.2: 4.5 to 1, and 7 to 1 where high contrast is wanted), which a test measures.

use ratatui::style::{Color, Modifier, Style};

use super::Theme;

/// The colours of a theme, as red, green and blue.
#[derive(Debug)]
pub(super) struct Colours {
    ground: u32,
    text: u32,
    dim: u32,
    strong: u32,
    accent: u32,
    line: u32,
    aside: u32,
    direct: u32,
    mixed: u32,
    indirect: u32,
    fifth: u32,
    /// What the current quote lies on.
    current: u32,
    matched: u32,
    error: u32,
}

/// Dark ink on warm paper.
pub(super) const PAPER: Colours = Colours {
    ground: 0xFAF6EC,
    text: 0x2A2620,
    dim: 0x665E4F,
    strong: 0x0F0D0A,
    accent: 0x1D5A8A,
    line: 0xB5AA95,
    aside: 0x544A3B,
    direct: 0x1B6430,
    mixed: 0x86306F,
    indirect: 0x106068,
    fifth: 0x8A470C,
    current: 0xEFE4C8,
    matched: 0xA3260F,
    error: 0xA3260F,
};

/// Warm and dark.
pub(super) const LAMP: Colours = Colours {
    ground: 0x1D1A16,
    text: 0xE6DCC8,
    dim: 0xB0A591,
    strong: 0xFFF4DC,
    accent: 0xF0B35A,
    line: 0x5E5548,
    aside: 0xD3C3A3,
    direct: 0x9FCF8A,
    mixed: 0xDDACD4,
    indirect: 0x8CC9C4,
    fifth: 0xEF9B86,
    current: 0x403626,
    matched: 0xFFA48C,
    error: 0xFF9782,
};

/// Cool and dark.
pub(super) const HARBOUR: Colours = Colours {
    ground: 0x10202B,
    text: 0xD6E2EA,
    dim: 0x9AB0BF,
    strong: 0xF2F8FC,
    accent: 0x6FC3E8,
    line: 0x405A6C,
    aside: 0xB6C8D4,
    direct: 0x8FD6A4,
    mixed: 0xD3A9EC,
    indirect: 0x7FD4D4,
    fifth: 0xF0A88A,
    current: 0x224054,
    matched: 0xFFB48A,
    error: 0xFF9D94,
};

/// Bright on black.
pub(super) const CONTRAST: Colours = Colours {
    ground: 0x000000,
    text: 0xFFFFFF,
    dim: 0xD2D2D2,
    strong: 0xFFFFFF,
    accent: 0xFFFF00,
    line: 0xA8A8A8,
    aside: 0xF2F2F2,
    direct: 0x80FF80,
    mixed: 0xFFB0FF,
    indirect: 0x80FFFF,
    fifth: 0xFFB484,
    current: 0x303000,
    matched: 0xFFC090,
    error: 0xFFB0A8,
};

impl Colours {
    pub(super) fn theme(&self) -> Theme {
        let of = |rgb: u32| Style::new().fg(colour(rgb));
        let bold = |rgb: u32| of(rgb).add_modifier(Modifier::BOLD);
        let lines = Modifier::BOLD.union(Modifier::UNDERLINED);
        let speakers = [
            self.accent,
            self.mixed,
            self.direct,
            self.indirect,
            self.fifth,
        ];
        Theme {
            ground: of(self.text).bg(colour(self.ground)),
            text: of(self.text),
            dim: of(self.dim),
            strong: bold(self.strong),
            accent: bold(self.accent),
            line: of(self.line),
            selected: bold(self.strong),
            heading: bold(self.accent),
            aside: of(self.aside).add_modifier(Modifier::ITALIC),
            unread: of(self.accent),
            direct: of(self.direct),
            mixed: of(self.mixed),
            indirect: of(self.indirect),
            speakers: speakers.map(of),
            current: Style::new().bg(colour(self.current)),
            source: Style::new().add_modifier(lines),
            link: Style::new().add_modifier(Modifier::UNDERLINED),
            matched: of(self.matched).add_modifier(lines),
            key: bold(self.strong),
            notice: of(self.text),
            error: bold(self.error),
        }
    }
}

const fn colour(rgb: u32) -> Color {
    let [_, red, green, blue] = rgb.to_be_bytes();
    Color::Rgb(red, green, blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance, as WCAG 2.2 defines it.
    fn luminance(colour: Color) -> f64 {
        let Color::Rgb(red, green, blue) = colour else {
            panic!("{colour:?} is no true colour");
        };
        let [red, green, blue] = [red, green, blue].map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(a: Color, b: Color) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read_on_its_ground_and_in_the_current_quote() {
        assert!((contrast(colour(0), colour(0xFFFFFF)) - 21.0).abs() < 0.01);
        for (colours, least) in [(PAPER, 4.5), (LAMP, 4.5), (HARBOUR, 4.5), (CONTRAST, 7.0)] {
            let theme = colours.theme();
            let ground = theme.ground.bg.unwrap();
            let current = theme.current.bg.unwrap();
            let text = [
                ("text", theme.text),
                ("dim", theme.dim),
                ("strong", theme.strong),
                ("accent", theme.accent),
                ("selected", theme.selected),
                ("heading", theme.heading),
                ("aside", theme.aside),
                ("unread", theme.unread),
                ("direct", theme.direct),
                ("mixed", theme.mixed),
                ("indirect", theme.indirect),
                ("matched", theme.matched),
                ("key", theme.key),
                ("notice", theme.notice),
                ("error", theme.error),
            ];
            let speakers = theme.speakers.map(|style| ("speaker", style));
            for (role, style) in text.into_iter().chain(speakers) {
                for ground in [ground, current] {
                    let ratio = contrast(style.fg.unwrap(), ground);
                    assert!(ratio >= least, "{role} on {ground}: {ratio:.2}");
                }
            }
            // Lines part things and say nothing.
            assert!(contrast(theme.line.fg.unwrap(), ground) >= 1.5);
            // The current quote is told from the others.
            assert!(contrast(current, ground) >= 1.1);
        }
    }
}
