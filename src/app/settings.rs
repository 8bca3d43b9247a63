//! What a person chose before the reader starts.

use super::layout::Sizes;
use super::remembering::Typed;
use super::resuming::Session;
use crate::config::keymap::Keymap;
use crate::config::theme::Theme;
use crate::export::Template;
use crate::model::ArticleRow;

/// What a person chose before the reader starts.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether this is the sample collection, which is thrown away afterwards.
    pub sample: bool,
    /// What is wrong with the settings: told at the start, one after the other.
    pub troubles: Vec<String>,
    /// Where the reader was left the last time, and the row of the article that was read; nothing where
    /// it is to begin anew.
    pub session: Option<(Session, Option<ArticleRow>)>,
    /// What was typed in other sittings.
    pub typed: Typed,
    /// What is told at the start, until the first key.
    pub told: Option<String>,
    /// Whether where it is left is kept.
    pub resume: bool,
    /// Columns of the text.
    pub measure: u16,
    /// Columns of the text that were chosen by key, in place of the above.
    pub chosen_measure: Option<u16>,
    /// Whether the column of saved searches is hidden.
    pub searches_hidden: bool,
    /// Sizes of panes that were chosen.
    pub panes: Sizes,
    /// Whether the mouse is taken.
    pub mouse: bool,
    /// The colours.
    pub theme: Theme,
    /// Whether lines and marks are drawn with plain characters.
    pub ascii: bool,
    /// The keys.
    pub keymap: Keymap,
    /// The form in which a quote is copied.
    pub citation: Template,
    /// Where what is copied goes.
    pub copying: Copying,
}

/// Where what is copied goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copying {
    /// What it is called; empty where that need not be said.
    pub to: String,
    /// Bytes that can be copied at most.
    pub most: Option<usize>,
}

impl Copying {
    /// Bytes that terminals take at most: what is longer they drop, and say nothing.
    pub const MOST: usize = 74_000;
}

impl Default for Copying {
    fn default() -> Self {
        Self {
            to: String::new(),
            most: Some(Self::MOST),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            sample: false,
            troubles: Vec::new(),
            session: None,
            typed: Typed::default(),
            told: None,
            resume: true,
            measure: 72,
            chosen_measure: None,
            searches_hidden: false,
            panes: Sizes::default(),
            mouse: true,
            theme: Theme::default(),
            ascii: false,
            keymap: Keymap::default(),
            citation: Template::default(),
            copying: Copying::default(),
        }
    }
}
