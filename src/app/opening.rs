//! Opening an article: asking for it, showing it, and going where one wanted to in it.
//!
//! Must not know: where articles come from.

use std::ops::Range;

use super::asked::Read;
use super::event::{Effect, OpenedArticle};
use super::screen::reading::Reading;
use super::{App, holding, keeping, searching, sifting};
use crate::model::{ArticleId, Place as KeptPlace, Span};

/// Articles whose place is remembered.
const REMEMBERED: usize = 10_000;

/// The article that is on its way, and where to go in it.
#[derive(Debug)]
pub(super) struct Opening {
    pub(super) generation: u64,
    pub(super) id: ArticleId,
    pub(super) goal: Goal,
    /// Whether it is one of the places that were jumped from.
    pub(super) walking: bool,
    /// Whether the list is to show it.
    pub(super) reveal: bool,
    /// Whether it is to be read whatever the list then shows.
    pub(super) stays: bool,
    /// What was looked for in the finder and led here.
    pub(super) wanted: Option<String>,
}

/// Where to go in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// Where one was, or to its start.
    Place,
    /// To its start, though one has been elsewhere in it.
    Start,
    /// To a quote, and to the words in it that were looked for: bytes of what was said.
    Quote(usize, Vec<Range<usize>>),
    /// To words, which are lit: bytes of the text.
    Words(Vec<Span>),
    /// To a place that was kept.
    Kept(KeptPlace),
    /// Where one was, with this place at the top of the screen under so many blank rows.
    Under(KeptPlace, usize),
}

impl App {
    /// Asks for an article, and remembers where one was in the one that is open.
    pub(super) fn open(&mut self, id: ArticleId, goal: Goal) -> Effect {
        self.generation += 1;
        self.opening = Some(Opening {
            generation: self.generation,
            id,
            goal,
            walking: false,
            reveal: false,
            stays: false,
            wanted: None,
        });
        Effect::Open {
            generation: self.generation,
            id,
        }
    }

    pub(super) fn remember_place(&mut self) {
        if let Some(reading) = &self.reading {
            if self.places.len() >= REMEMBERED {
                self.places.clear();
            }
            self.places.insert(reading.stored.id, reading.place);
        }
    }

    /// Opens the selected article where it is not the one that is open or on its way.
    pub(super) fn follow_selection(&mut self) -> Option<Effect> {
        let id = self.articles.selected()?.id;
        let open = self.reading.as_ref().map(|reading| reading.stored.id);
        match &self.opening {
            Some(opening) if opening.id == id => None,
            None if open == Some(id) => None,
            _ => Some(self.open(id, Goal::Place)),
        }
    }

    pub(super) fn go_to(&mut self, goal: Goal) {
        let page = self.page();
        let Some(reading) = &mut self.reading else {
            return;
        };
        reading.lit.clear();
        match goal {
            Goal::Place => {}
            Goal::Start => reading.go_first(page),
            Goal::Quote(quote, words) => {
                self.go_quote(quote);
                if let Some(reading) = &mut self.reading {
                    reading.go_said(quote, &words, page);
                }
            }
            Goal::Words(words) => reading.go_words(words, page),
            Goal::Kept(place) => reading.go_place(place, page),
            Goal::Under(top, lead) => reading.go_under(top, lead),
        }
    }

    pub(super) fn go_quote(&mut self, quote: usize) {
        // The box of its reasons is as high as there are reasons, and must not lie on it.
        if let Some(reading) = self.reading.as_mut().filter(|r| quote < r.quotes().len()) {
            reading.place.quote = Some(quote);
        }
        let page = self.page();
        if let Some(reading) = &mut self.reading {
            reading.go_quote(quote, page);
        }
    }
}

/// Shows an article that was asked for, and goes where one wanted to in it.
pub(super) fn opened(
    app: &mut App,
    generation: u64,
    article: Option<Box<OpenedArticle>>,
) -> Vec<Effect> {
    let wanted = app
        .opening
        .take_if(|opening| opening.generation == generation);
    let Some(opening) = wanted else {
        return Vec::new();
    };
    let Some(article) = article else {
        let told = holding::give_up(app, keeping::GONE.to_owned());
        app.warn(told);
        return Vec::new();
    };
    let attended = app.reading.as_ref().is_some_and(|r| r.attended);
    if attended && !opening.walking {
        app.note_jump();
    }
    let mut effects = app.leave();
    let OpenedArticle {
        stored,
        row,
        kept,
        links,
    } = *article;
    let (here, kept_place) = (app.places.get(&stored.id).copied(), kept.place);
    let mut reading = Reading::new(stored, here);
    reading.keep(kept);
    reading.links = links;
    // Where one was in another session.
    if let Some(place) = kept_place.filter(|_| here.is_none()) {
        reading.go_place(place, app.page());
    }
    app.reading = Some(reading);
    app.catch_up(Read::Open(generation));
    sifting::opened(app, &opening.goal);
    app.go_to(opening.goal);
    if let Some(typed) = opening.wanted {
        searching::take_up(app, &typed);
    }
    if opening.reveal {
        let view = app.list_rows();
        effects.extend(app.articles.reveal(&row, view));
    }
    effects
}
