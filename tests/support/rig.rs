//! The reader on a test screen: keys in, pictures out, workers that answer at once.

use std::hash::{DefaultHasher, Hash, Hasher};

use onrecord::app::event::{Made, OpenedArticle};
use onrecord::app::layout::Sizes;
use onrecord::app::look::Look;
use onrecord::app::remembering::{TYPED, Typed};
use onrecord::app::resizing::PANES;
use onrecord::app::resuming::{SESSION, Session};
use onrecord::app::searches::COLUMN;
use onrecord::app::spreading::MEASURE;
use onrecord::app::{Answer, App, Effect, Event, Settings, handle, words};
use onrecord::config::theme::Theme;
use onrecord::find::{Index, IndexedArticle, IndexedQuote, Stamp};
use onrecord::import::{Sketch, Source};
use onrecord::model::{ArticleId, ArticleRow, QuoteRow, StoredArticle};
use onrecord::runtime::{counting, keeping, store as reads, views};
use onrecord::store::{Batch, Entry, IndexWords, Store};
use onrecord::ui;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{
    KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::finding;

/// A reader with a made collection behind it.
pub struct Rig {
    pub app: App,
    pub terminal: Terminal<TestBackend>,
    pub collection: Vec<StoredArticle>,
    index: Index,
    /// A real store with the collection, which follows what a test does to the collection.
    pub store: Option<Store>,
    /// The collection as it was put into the store.
    put: Vec<StoredArticle>,
    /// Whether the store refuses what it is asked to keep.
    pub refuses: bool,
    /// What was put on the clipboard.
    pub copied: Vec<String>,
    /// What was to be done outside: nobody does it here.
    pub outside: Vec<Effect>,
    /// Whether the reader asked to leave.
    pub left: bool,
}

impl Rig {
    pub fn new(width: u16, height: u16, collection: Vec<StoredArticle>) -> Self {
        Self::with(Settings::default(), width, height, collection)
    }

    pub fn plain(width: u16, height: u16, collection: Vec<StoredArticle>) -> Self {
        let settings = Settings {
            theme: Theme::plain(),
            ..Settings::default()
        };
        Self::with(settings, width, height, collection)
    }

    pub fn with(
        settings: Settings,
        width: u16,
        height: u16,
        collection: Vec<StoredArticle>,
    ) -> Self {
        let (app, effects) = App::new(settings, (width, height));
        let index = Index::build(collection.iter().map(indexed), Stamp::default());
        let terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let mut rig = Self {
            app,
            terminal,
            collection,
            index,
            store: None,
            put: Vec::new(),
            refuses: false,
            copied: Vec::new(),
            outside: Vec::new(),
            left: false,
        };
        rig.serve(effects);
        rig
    }

    /// Plays keys written as they are typed, named ones in angle brackets: `jj<enter>]]y`.
    pub fn play(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|r| r.split_once('>'));
            let event = match named {
                Some((name, tail)) => {
                    rest = tail;
                    key(name)
                }
                None => {
                    rest = &rest[first.len_utf8()..];
                    KeyEvent::new(KeyCode::Char(first), KeyModifiers::NONE)
                }
            };
            self.send(Event::Key(event));
        }
        self
    }

    pub fn send(&mut self, event: Event) -> &mut Self {
        let effects = handle(&mut self.app, event);
        self.serve(effects);
        self
    }

    pub fn click(&mut self, column: u16, row: u16) -> &mut Self {
        self.mouse(MouseEventKind::Down(MouseButton::Left), column, row)
    }

    pub fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) -> &mut Self {
        self.send(Event::Mouse(MouseEvent {
            kind,
            column,
            row,
            modifiers: KeyModifiers::NONE,
        }))
    }

    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.terminal.backend_mut().resize(width, height);
        self.send(Event::Resize(width, height))
    }

    /// Answers effects as the workers would, until nothing is asked any more.
    pub fn serve(&mut self, effects: Vec<Effect>) {
        let mut waiting = effects;
        while !waiting.is_empty() {
            for effect in std::mem::take(&mut waiting) {
                if let Some(answer) = self.answer(effect) {
                    waiting.extend(handle(&mut self.app, Event::Answer(answer)));
                }
            }
        }
    }

    pub fn answer(&mut self, effect: Effect) -> Option<Answer> {
        self.follow();
        let find = |id| {
            self.collection
                .iter()
                .find(|a| a.id == id)
                .cloned()
                .map(Box::new)
        };
        match effect {
            effect @ (Effect::Rows { .. }
            | Effect::Counts
            | Effect::Count { .. }
            | Effect::Variants { .. }) => self.listed(effect),
            Effect::Open { generation, id } => Some(Answer::Opened {
                generation,
                article: find(id).map(|stored| self.opened(*stored)),
            }),
            Effect::Reread(id) => Some(Answer::Reread {
                id,
                article: find(id).map(|stored| self.opened(*stored)),
            }),
            Effect::Tags => Some(Answer::Tags(self.store().tags().unwrap())),
            Effect::Searches => Some(Answer::Searches(self.store().searches().unwrap())),
            effect @ (Effect::Changes { .. } | Effect::Letters | Effect::Gather { .. }) => {
                self.kept(effect)
            }
            effect if keeping::writes(&effect) => self.keep(effect),
            Effect::Preview { generation, id } => Some(Answer::Previewed {
                generation,
                article: find(id),
            }),
            Effect::Look { generation, look } => Some(self.look(generation, look)),
            effect @ (Effect::Search { .. } | Effect::Spoken { .. } | Effect::Copies { .. }) => {
                finding::answer(&self.collection, &self.index, effect)
            }
            Effect::Copy(text) => {
                self.copied.push(text);
                None
            }
            Effect::Quit => {
                self.left = true;
                let left = self.app.end();
                self.serve(left);
                None
            }
            Effect::Mouse(_) => None,
            effect => {
                self.outside.push(effect);
                None
            }
        }
    }

    /// What is read from the store for the list, as the reader's threads read it.
    fn listed(&mut self, effect: Effect) -> Option<Answer> {
        match effect {
            Effect::Rows {
                generation,
                window,
                filter,
                order,
                limit,
            } => {
                let asked = (filter.as_str(), order);
                Some(reads::rows(self.store(), generation, &window, asked, limit).unwrap())
            }
            Effect::Counts => Some(Answer::Counts(self.store().counts().unwrap())),
            Effect::Count { generation, what } => {
                let counted = counting::answer(self.store(), &what).unwrap()?;
                Some(Answer::Counted {
                    generation,
                    counted,
                })
            }
            Effect::Variants { id } => {
                let rows = reads::variants(self.store(), id).unwrap();
                Some(Answer::Variants { id, rows })
            }
            _ => None,
        }
    }

    /// What is read from the store of what the person did.
    fn kept(&mut self, effect: Effect) -> Option<Answer> {
        let store = self.store();
        match effect {
            Effect::Gather { marks, purpose } => keeping::gather(store, &marks, purpose).ok(),
            Effect::Changes { before, limit } => keeping::changes(store, before, limit).ok(),
            _ => keeping::letters(store).ok(),
        }
    }

    /// Does it in a store as the reader's thread would, and lets the collection follow.
    fn keep(&mut self, effect: Effect) -> Option<Answer> {
        if self.refuses {
            let Effect::Edit(edit) = effect else {
                return None;
            };
            let made = Made::Refused("the store is read-only".to_owned());
            return Some(Answer::Edited { edit, made });
        }
        let answer = keeping::write(self.store(), effect);
        let Some(store) = &self.store else {
            return answer;
        };
        for article in self.collection.iter_mut().chain(&mut self.put) {
            let row = store.article_row(article.id).unwrap();
            article.read = row.map_or(article.read, |row| row.read);
        }
        answer
    }

    fn store(&mut self) -> &mut Store {
        self.store
            .get_or_insert_with(|| Store::in_memory().unwrap())
    }

    /// Lets the store follow what a test did to the collection, as another program would do it.
    fn follow(&mut self) {
        if self.store.is_some() && self.put == self.collection {
            return;
        }
        let put = std::mem::take(&mut self.put);
        let mut collection = std::mem::take(&mut self.collection);
        let store = self.store();
        let mut batch = store.batch().unwrap();
        for gone in &put {
            if collection.iter().all(|article| article.id != gone.id) {
                batch.remove_article(gone.id).unwrap();
            }
        }
        for article in &mut collection {
            let known = put.iter().find(|known| known.id == article.id);
            if known != Some(&*article) {
                article.id = put_article(&mut batch, article);
            }
        }
        batch.commit().unwrap();
        for article in collection.iter().filter(|article| article.read) {
            store.came_read(article.id).unwrap();
        }
        self.put.clone_from(&collection);
        self.collection = collection;
    }

    fn look(&mut self, generation: u64, look: Look) -> Answer {
        let seen = views::answer(self.store(), look).unwrap();
        Answer::Seen { generation, seen }
    }

    fn opened(&self, stored: StoredArticle) -> Box<OpenedArticle> {
        let (id, row) = (stored.id, self.row(&stored));
        let kept = self.store.as_ref().map(|store| store.kept(id).unwrap());
        let kept = kept.unwrap_or_default();
        Box::new(OpenedArticle::new(stored, row, kept))
    }

    /// The same store and collection in a reader that was started anew.
    pub fn restart(self) -> Self {
        let (width, height) = self.app.size;
        let mut rig = Self::new(width, height, Vec::new());
        (rig.store, rig.put) = (self.store, self.put);
        rig.index = self.index;
        rig.collection = self.collection;
        rig.follow();
        let kept = rig
            .store
            .as_ref()
            .and_then(|store| store.setting(MEASURE).unwrap());
        let panes = rig.store.as_ref();
        let panes = panes.and_then(|store| store.setting(PANES).unwrap());
        let typed = rig.store.as_ref();
        let typed = typed.and_then(|store| store.setting(TYPED).unwrap());
        let session = rig.store.as_ref();
        let session = session.and_then(|store| store.setting(SESSION).unwrap());
        let session = session.map(|kept| Session::read(&kept).unwrap());
        let row = |session: &Session| {
            let stored = rig.collection.iter();
            let mut stored = stored.filter(|a| Some(a.id.0) == session.article);
            stored.next().map(|a| rig.row(a))
        };
        let hidden = rig.store.as_ref();
        let hidden = hidden.is_some_and(|store| store.setting(COLUMN).unwrap().is_some());
        let settings = Settings {
            session: session.map(|session| (session.clone(), row(&session))),
            typed: typed.map_or_else(Typed::default, |kept| Typed::read(&kept)),
            searches_hidden: hidden,
            panes: panes.map_or_else(Sizes::default, |kept| Sizes::read(&kept).unwrap()),
            chosen_measure: kept.map(|columns| columns.parse().unwrap()),
            ..Settings::default()
        };
        let (app, effects) = App::new(settings, (width, height));
        rig.app = app;
        rig.serve(effects);
        rig
    }

    /// The row of an article as the store has it.
    fn row(&self, stored: &StoredArticle) -> ArticleRow {
        let kept = self.store.as_ref().and_then(|store| {
            let row = store.article_row(stored.id);
            row.unwrap()
        });
        kept.unwrap_or_else(|| row(stored))
    }

    /// What is told until the next key.
    pub fn told(&self) -> &str {
        self.app.message.as_deref().unwrap_or("")
    }

    /// The current quote.
    pub fn quote(&self) -> Option<usize> {
        self.app.reading.as_ref().unwrap().place.quote
    }

    /// The article that is open.
    pub fn open_article(&self) -> ArticleId {
        self.app.reading.as_ref().unwrap().stored.id
    }

    /// Draws the state as it is.
    pub fn draw(&mut self) {
        let app = &self.app;
        self.terminal.draw(|frame| ui::render(app, frame)).unwrap();
    }

    /// The screen as text, without the blanks at the ends of lines.
    pub fn screen(&mut self) -> String {
        self.draw();
        let shown = self.terminal.backend().to_string();
        shown
            .lines()
            .map(|line| line.split("\" Hidden by").next().unwrap_or(line))
            .map(|line| line.trim_matches('"').trim_end())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Puts an article into the store; gives its number there.
fn put_article(batch: &mut Batch<'_>, article: &StoredArticle) -> ArticleId {
    let source = Source {
        location: article.source.clone(),
        // Other words are another state of the file.
        hash: hash_of(&format!("{:?}{:?}", article.article, article.extraction)),
    };
    let put = batch.put_entry(&Entry {
        source: &source,
        article: &article.article,
        extraction: &article.extraction,
        lang: article.lang.as_deref(),
        sketch: &Sketch::new(&article.article),
        words: &IndexWords::of(&article.article, &article.extraction),
        given: false,
        file: None,
    });
    put.unwrap().id
}

/// A key by its name in the configuration.
pub fn key(name: &str) -> KeyEvent {
    let (modifiers, name) = match name.split_once('-') {
        Some(("ctrl", rest)) => (KeyModifiers::CONTROL, rest),
        Some(("alt", rest)) => (KeyModifiers::ALT, rest),
        _ => (KeyModifiers::NONE, name),
    };
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "backtab" => KeyCode::BackTab,
        "backspace" => KeyCode::Backspace,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        "space" => KeyCode::Char(' '),
        "f1" => KeyCode::F(1),
        "f2" => KeyCode::F(2),
        "f3" => KeyCode::F(3),
        _ => KeyCode::Char(name.chars().next().unwrap()),
    };
    KeyEvent::new(code, modifiers)
}

pub fn row(stored: &StoredArticle) -> ArticleRow {
    ArticleRow {
        id: stored.id,
        title: stored.article.display_title(80),
        publisher: stored.article.publisher.clone(),
        date: stored.article.date,
        quotes: u32::try_from(stored.extraction.quotes.len()).unwrap(),
        read: stored.read,
        starred: false,
        tags: Vec::new(),
        lang: None,
        duplicates: 0,
        duplicate_of: None,
    }
}

pub fn quote_rows(stored: &StoredArticle) -> Vec<QuoteRow> {
    let all = 0..stored.extraction.quotes.len();
    all.filter_map(|ordinal| words::quote_row(stored, ordinal))
        .collect()
}

/// An article as the index takes it; the collection is newest first already.
fn indexed(stored: &StoredArticle) -> IndexedArticle {
    let quotes = quote_rows(stored).into_iter().map(|row| IndexedQuote {
        text: row.text,
        kind: row.kind,
        speaker: row.speaker.zip(row.speaker_kind),
        confidence: row.confidence,
    });
    IndexedArticle {
        id: stored.id,
        newest: 0,
        title: stored.article.display_title(80),
        publisher: stored.article.publisher.clone(),
        language: None,
        quotes: quotes.collect(),
    }
}
