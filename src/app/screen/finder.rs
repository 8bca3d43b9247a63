//! The quote finder: what is typed, what was found, which hit is chosen, and its preview.
//!
//! Searching is an effect; the rows of the search before stay until the new ones come, so that
//! typing never waits. Must not know: how quotes are ranked.

use tui_input::Input;

use crate::app::event::{Effect, FoundQuote};
use crate::model::StoredArticle;

/// Hits asked for.
const LIMIT: usize = 200;

/// The finder above the panes.
#[derive(Debug, Default)]
pub struct Finder {
    /// What is typed.
    pub input: Input,
    /// What was found, best first.
    pub hits: Vec<FoundQuote>,
    /// How many quotes match in all.
    pub total: usize,
    /// The chosen hit.
    pub selected: usize,
    /// The article of the preview.
    pub preview: Option<Box<StoredArticle>>,
    generation: u64,
    answered: u64,
    previewing: u64,
}

impl Finder {
    /// Opens the finder, all quotes at first. `generation` is one that no request had before.
    #[must_use]
    pub fn open(generation: u64) -> (Self, Effect) {
        let mut finder = Self {
            answered: generation,
            generation,
            previewing: generation,
            ..Self::default()
        };
        let effect = finder.search();
        (finder, effect)
    }

    /// Asks for what is typed now.
    pub fn search(&mut self) -> Effect {
        self.generation += 1;
        Effect::Search {
            generation: self.generation,
            query: self.input.value().to_owned(),
            limit: LIMIT,
        }
    }

    /// The last generation it used; the next finder starts above it.
    #[must_use]
    pub fn last_generation(&self) -> u64 {
        self.generation.max(self.previewing)
    }

    /// Whether what is shown is not yet the answer to what is typed.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.answered != self.generation
    }

    /// The chosen hit.
    #[must_use]
    pub fn chosen(&self) -> Option<&FoundQuote> {
        self.hits.get(self.selected)
    }

    /// Takes hits, where they answer what is typed now.
    pub fn take(&mut self, generation: u64, total: usize, hits: Vec<FoundQuote>) -> Option<Effect> {
        if generation != self.generation {
            return None;
        }
        self.answered = generation;
        (self.total, self.hits, self.selected) = (total, hits, 0);
        self.ask_preview()
    }

    /// Takes the article of the preview, where it is the one asked for last.
    pub fn take_preview(&mut self, generation: u64, article: Option<Box<StoredArticle>>) {
        if generation == self.previewing {
            self.preview = article;
        }
    }

    /// Chooses the hit `delta` rows further.
    pub fn go(&mut self, delta: isize) -> Option<Effect> {
        let last = self.hits.len().saturating_sub(1);
        self.choose(self.selected.saturating_add_signed(delta).min(last))
    }

    /// Chooses a hit.
    pub fn choose(&mut self, index: usize) -> Option<Effect> {
        self.selected = index.min(self.hits.len().saturating_sub(1));
        self.ask_preview()
    }

    fn ask_preview(&mut self) -> Option<Effect> {
        let id = self.chosen()?.row.article;
        if self.preview.as_ref().is_some_and(|shown| shown.id == id) {
            return None;
        }
        self.previewing += 1;
        Some(Effect::Preview {
            generation: self.previewing,
            id,
        })
    }

    /// The preview of the chosen hit, where it has come.
    #[must_use]
    pub fn preview_of_chosen(&self) -> Option<(&StoredArticle, usize)> {
        let hit = self.chosen()?;
        let article = self.preview.as_deref()?;
        (article.id == hit.row.article).then_some((article, hit.row.ordinal))
    }

    /// First hit to show where `view` hits are shown.
    #[must_use]
    pub fn top(&self, view: usize) -> usize {
        let view = view.max(1);
        (self.selected + 1).saturating_sub(view)
    }
}
