//! The reader as state: what is open, what is selected, where one is.
//!
//! [`handle`] takes an event and gives the effects it has; nothing here knows a clock, a disk, a
//! thread or a terminal. One file a screen in [`screen`]; the table of actions in [`action`];
//! places on the screen in [`layout`].

pub mod action;
pub mod alike;
mod answers;
pub mod arranging;
mod asked;
mod boxes;
pub mod bulk;
pub mod command;
mod commanding;
mod completing;
mod context;
mod copying;
pub mod event;
mod filtering;
mod finding;
pub mod flow;
mod holding;
pub mod importing;
mod jumping;
mod keeping;
pub mod layout;
mod linking;
pub mod look;
pub mod marking;
mod mouse;
mod naming;
mod noting;
mod opening;
mod overviewing;
mod pages;
mod recalling;
mod refusing;
pub mod remembering;
pub mod resizing;
pub mod resuming;
pub mod scoping;
pub mod screen;
pub mod searches;
mod searching;
mod settings;
mod sifting;
pub mod spreading;
pub mod taking;
pub mod touring;
mod troubles;
mod typing;
mod undoing;
mod update;
mod waiting;
pub mod words;

use std::collections::HashMap;

use ratatui::layout::Rect;

pub use action::{Action, Context};
use action::{ChoiceAction, TakeAction};
pub use asked::Draft;
pub use boxes::{BoxLayout, CollectionLayout, PageLayout, PeopleLayout};
use event::QuoteAt;
pub use event::{Answer, Effect, Event};
pub use layout::{Layout, Pane, Spread};
pub use settings::{Copying, Settings};
pub use update::{handle, update};

use crate::config::keymap::Key;
use crate::model::{ArticleId, Counts, QuoteRow};
use crate::query::Query;
use asked::Asked;
use finding::Finds;
use importing::Imports;
use jumping::Jumps;
use layout::{Column, Edge};
use marking::Marks;
use opening::{Goal, Opening};
use remembering::Typed;
use screen::articles::Articles;
use screen::bulk::Bulk;
use screen::changes::Changes;
use screen::collection::Collection;
use screen::copies::Copies;
use screen::filter::Filter;
use screen::finder::Finder;
use screen::help::Help;
use screen::history::History;
use screen::letters::Letters;
use screen::line::{For, Line};
use screen::links::Links;
use screen::note::Note;
use screen::output::Output;
use screen::palette::Palette;
use screen::people::People;
use screen::person::Person;
use screen::reading::{Page, Place, Reading};
use screen::search::Search;
use screen::searches::{Naming, Searches};
use screen::tags::Tags;
use screen::why::Why;
use sifting::Sifted;
use taking::Taken;

/// What lies above the panes.
#[derive(Debug, Default)]
pub enum Overlay {
    /// Nothing: keys go to the pane with the focus.
    #[default]
    None,
    /// The quote finder.
    Finder(Box<Finder>),
    /// The filter prompt.
    Filter(Box<Filter>),
    /// Tags of an article or a quote.
    Tags(Tags<Target>),
    /// A note being written.
    Note(Box<Note<QuoteAt>>),
    /// What was done, to be undone.
    Changes(Changes),
    /// The letters that places are marked with.
    Letters(Letters),
    /// The links of the article.
    Links(Links),
    /// The articles that were read.
    History(Box<History>),
    /// The imports of this session: the number of the chosen one.
    Imports(u64),
    /// Words being looked for in the text.
    Search(Search),
    /// The orders of the list: which of them is chosen.
    Orders(usize),
    /// What can be done with all that the filter lets through.
    Bulk(Bulk),
    /// The saved searches.
    Searches,
    /// The name of a search being typed.
    Naming(Box<Naming>),
    /// In which form something is copied: the heading of the box.
    Formats(String),
    /// A path or a command that is asked for.
    Line(Line),
    /// What a command wrote.
    Output(Output),
    /// The help.
    Help(Help),
    /// The page of a person.
    Person(Box<Person>),
    /// The list of people.
    People(Box<People>),
    /// The page of the whole collection.
    Collection(Box<Collection>),
    /// Where the words of a quote stand elsewhere.
    Copies(Box<Copies>),
    /// Commands, by their names.
    Palette(Box<Palette>),
}

/// What is tagged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An article.
    Article(ArticleId),
    /// A quote.
    Quote(QuoteAt),
    /// All articles that the filter lets through: whether the tag is put on.
    Passing(bool),
}

/// The state of the reader.
#[derive(Debug)]
pub struct App {
    /// What was chosen at the start; `mouse` changes with its key.
    pub settings: Settings,
    /// Columns and rows of the screen.
    pub size: (u16, u16),
    /// The pane that has the focus.
    pub focus: Pane,
    /// Whether the speakers are wanted where the screen is narrow.
    pub drawer: bool,
    /// How much of the screen the pane with the focus has.
    pub spread: Spread,
    /// The border between panes that the mouse holds.
    pub dragged: Option<Edge>,
    /// The list.
    pub articles: Articles,
    /// The open article.
    pub reading: Option<Reading>,
    /// Whether the reasons for the speaker of the current quote are shown.
    pub why: bool,
    /// What lies above the panes.
    pub overlay: Overlay,
    /// Pages under what lies above the panes, the uppermost last.
    pub under: Vec<Overlay>,
    /// The page that was left last.
    left_page: Option<Box<Person>>,
    /// The page of the collection, as it was left.
    left_collection: Option<Box<Collection>>,
    /// What was done, until the next key.
    pub message: Option<String>,
    /// What went wrong, until the person puts it away.
    troubles: troubles::Troubles,
    /// The totals, once they are known.
    pub counts: Option<Counts>,
    /// The saved searches, and what passes them.
    pub searches: Searches,
    opening: Option<Opening>,
    /// Where the filter has led.
    sifted: Sifted,
    generation: u64,
    /// What was found last, and what was looked for before.
    finds: Finds,
    /// Where one was in the articles read before.
    places: HashMap<ArticleId, Place>,
    /// What was asked of the store that is still to be done.
    asked: Asked,
    /// Where one was before each jump.
    jumps: Jumps,
    /// The words that were looked for last in a text, as they are told.
    searched: String,
    /// What they ask for, where they came from the finder: each may stand by itself.
    searched_by: Option<Query>,
    /// What is marked to be taken away.
    pub marks: Marks,
    taken: Taken,
    /// The quote of which the words are being looked for elsewhere, until the next key.
    alike: Option<(u64, Box<QuoteRow>)>,
    /// What was typed before, also in other sittings.
    typed: Typed,
    /// What is imported beside reading.
    pub imports: Imports,
    /// Keys of a sequence that were pressed, while the rest is waited for.
    pub pending: Vec<Key>,
    /// What waits for the article that is on its way.
    held: Option<holding::Held>,
    /// The step of the tour, while one is taken.
    tour: Option<usize>,
}

impl App {
    /// A reader of this size, and what it asks for first.
    #[must_use]
    pub fn new(settings: Settings, size: (u16, u16)) -> (Self, Vec<Effect>) {
        let mut app = Self {
            settings,
            size,
            focus: Pane::default(),
            drawer: false,
            spread: Spread::default(),
            dragged: None,
            articles: Articles::default(),
            reading: None,
            why: false,
            overlay: Overlay::None,
            under: Vec::new(),
            left_page: None,
            left_collection: None,
            message: None,
            troubles: troubles::Troubles::default(),
            counts: None,
            searches: Searches::default(),
            opening: None,
            sifted: Sifted::default(),
            generation: 0,
            finds: Finds::default(),
            places: HashMap::new(),
            asked: Asked::default(),
            jumps: Jumps::default(),
            searched: String::new(),
            searched_by: None,
            marks: Marks::default(),
            taken: Taken::default(),
            alike: None,
            typed: Typed::default(),
            imports: Imports::default(),
            pending: Vec::new(),
            held: None,
            tour: None,
        };
        app.message = app.settings.told.take();
        app.typed = std::mem::take(&mut app.settings.typed);
        app.settings.keymap.arrows_in_words(app.settings.ascii);
        for trouble in std::mem::take(&mut app.settings.troubles) {
            app.warn(trouble);
        }
        let rows = match app.settings.session.take() {
            Some((session, row)) => {
                let article = row.as_ref().map(|row| row.id);
                let rows = resuming::resume(&mut app, &session, row);
                app.sifted = Sifted::resumed(app.articles.filter(), article);
                app.typed.filtered_by(app.articles.filter());
                rows
            }
            None => vec![app.articles.load(String::new())],
        };
        let effects: Vec<Effect> = rows
            .into_iter()
            .chain([Effect::Counts, Effect::Searches])
            .collect();
        app.asked.reading(&effects);
        (app, effects)
    }

    /// Begins anew with the person's own collection in place of the sample; what was imported and what
    /// is still to be told stays.
    pub fn open_own(&mut self) -> Vec<Effect> {
        let settings = Settings {
            sample: false,
            troubles: self.troubles(),
            typed: std::mem::take(&mut self.typed),
            ..self.settings.clone()
        };
        let (mut app, effects) = Self::new(settings, self.size);
        app.imports = std::mem::take(&mut self.imports);
        app.imports.opened();
        app.troubles.go_on(std::mem::take(&mut self.troubles));
        // What was asked for before is of no use here.
        app.generation = self.generation;
        *self = app;
        effects
    }

    /// Where everything is; nothing where the screen is too small.
    #[must_use]
    pub fn layout(&self) -> Option<Layout> {
        let (width, height) = self.size;
        self.layout_on(Rect::new(0, 0, width, height))
    }

    /// The same on a screen of another size.
    #[must_use]
    pub fn layout_on(&self, screen: Rect) -> Option<Layout> {
        self.layout_with_column(screen)
    }

    /// How much of the screen the pane with the focus has now: pages have all their lines.
    #[must_use]
    pub fn shown_spread(&self) -> Spread {
        match self.overlay.is_page() || !self.under.is_empty() {
            true => Spread::Beside,
            false => self.spread,
        }
    }

    /// Where keys go.
    #[must_use]
    pub const fn context(&self) -> Context {
        match (&self.overlay, self.focus) {
            (Overlay::Finder(_), _) => Context::Finder,
            (Overlay::Filter(filter), _) if filter.edits.is_some() => Context::Query,
            (Overlay::Filter(_), _) => Context::Filter,
            (Overlay::Tags(_), _) => Context::Tags,
            (Overlay::Note(note), _) if note.asking => Context::Question,
            (Overlay::Note(_), _) => Context::Note,
            (Overlay::Changes(_), _) => Context::Changes,
            (Overlay::Letters(_), _) => Context::Letters,
            (Overlay::Links(_), _) => Context::Links,
            (Overlay::History(_), _) => Context::History,
            (Overlay::Imports(_), _) => Context::Imports,
            (Overlay::Search(_), _) => Context::Search,
            (Overlay::Formats(_), _) => Context::Formats,
            (Overlay::Orders(_), _) => Context::Orders,
            (Overlay::Bulk(bulk), _) if bulk.asking.is_some() => Context::Question,
            (Overlay::Bulk(_), _) => Context::Bulk,
            (Overlay::Searches, _) => Context::Saved,
            (Overlay::Naming(_), _) => Context::Name,
            (Overlay::Line(line), _) => match line.wanted {
                For::Path => Context::Path,
                For::Command => Context::Command,
            },
            (Overlay::Output(_), _) => Context::Output,
            (Overlay::Help(_), _) => Context::Help,
            (Overlay::Person(_), _) => Context::Person,
            (Overlay::People(_), _) => Context::People,
            (Overlay::Collection(_), _) => Context::Collection,
            (Overlay::Copies(_), _) => Context::Copies,
            (Overlay::Palette(_), _) => Context::Palette,
            (Overlay::None, Pane::Articles) => Context::Articles,
            (Overlay::None, Pane::Text) => Context::Text,
            (Overlay::None, Pane::Speakers) => Context::Speakers,
            (Overlay::None, Pane::Searches) => Context::Searches,
        }
    }

    /// Whether an action can be done as things are, and is worth a place in the footer.
    #[must_use]
    pub fn offers(&self, action: Action) -> bool {
        if self.refusal(action).is_some() {
            return false;
        }
        match action {
            Action::ToggleDrawer => self.size.0 < 140 && self.spread == Spread::Beside,
            Action::Choice(ChoiceAction::Take) => self.offers_choices(),
            Action::Find => !matches!(self.overlay, Overlay::Finder(_)),
            Action::Take(TakeAction::Export) => !self.marks.is_empty(),
            Action::Search(what) => self.offers_search(what),
            Action::Take(TakeAction::Links) => {
                let reading = self.reading.as_ref();
                reading.is_some_and(Reading::has_links)
            }
            Action::NextHit | Action::PreviousHit => {
                let reading = self.reading.as_ref();
                reading.is_some_and(Reading::has_hits)
            }
            _ => true,
        }
    }

    /// Whether the article that is selected is still on its way.
    #[must_use]
    pub const fn is_opening(&self) -> bool {
        self.opening.is_some()
    }

    /// Whether the box of reasons is on the screen.
    fn shows_why(&self) -> bool {
        let text = self.layout().is_some_and(|layout| layout.text.is_some());
        self.why && text && self.reading.as_ref().is_some_and(|r| r.quote().is_some())
    }

    /// The column of the text on `layout`.
    #[must_use]
    pub fn column_on(&self, layout: &Layout) -> Column {
        let settings = &self.settings;
        layout.column(settings.chosen_measure.unwrap_or(settings.measure))
    }

    /// The size of the text's column on `layout`, whatever covers it.
    #[must_use]
    pub fn whole_page_on(&self, layout: &Layout) -> Page {
        let column = self.column_on(layout).text;
        Page {
            width: usize::from(column.width),
            height: usize::from(column.height.max(1)),
        }
    }

    /// The reasons that are shown on `layout`, and the rows that their box has there.
    #[must_use]
    pub fn why_on(&self, layout: &Layout) -> Option<(Why, u16)> {
        let reading = self.reading.as_ref().filter(|_| self.why)?;
        let why = Why::of(reading)?;
        let page = self.whole_page_on(layout);
        let pane = layout.text.map(|area| area.body.width);
        let pane = pane.unwrap_or(self.column_on(layout).text.width);
        let rows = why.rows((pane, Why::room(reading, page)));
        Some((why, rows))
    }

    /// The size of what is seen of the text's column on `layout`.
    #[must_use]
    pub fn page_on(&self, layout: &Layout) -> Page {
        let page = self.whole_page_on(layout);
        let covered = self.why_on(layout).map_or(0, |(_, rows)| usize::from(rows));
        Page {
            height: page.height.saturating_sub(covered).max(1),
            ..page
        }
    }

    fn page(&self) -> Page {
        let layout = self.layout();
        layout.map_or(Page::UNSEEN, |layout| self.page_on(&layout))
    }

    fn list_rows(&self) -> usize {
        self.layout().map_or(1, |layout| layout.list_rows())
    }

    fn tell(&mut self, text: impl Into<String>) {
        self.message = Some(text.into());
    }
}
