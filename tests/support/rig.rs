//! The reader on a test screen: keys in, pictures out, workers that answer at once.

use onrecord::app::event::{Made, OpenedArticle, Window};
use onrecord::app::look::Look;
use onrecord::app::resuming::{SESSION, Session};
use onrecord::app::spreading::MEASURE;
use onrecord::app::{Answer, App, Effect, Event, Settings, handle, words};
use onrecord::config::theme::Theme;
use onrecord::find::{Index, IndexedArticle, IndexedQuote, Stamp};
use onrecord::import::Source;
use onrecord::model::{ArticleId, ArticleOrder, ArticleRow, Counts, QuoteRow, StoredArticle};
use onrecord::runtime::{keeping, views};
use onrecord::store::Store;
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
    /// What the person keeps, in a real store: made when there is something to keep.
    pub store: Option<Store>,
    /// Whether the store refuses what it is asked to keep.
    pub refuses: bool,
    /// Articles that say the same: the one that stands for the other, and that.
    alike: Vec<(ArticleId, ArticleId)>,
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
            refuses: false,
            alike: Vec::new(),
            copied: Vec::new(),
            outside: Vec::new(),
            left: false,
        };
        rig.serve(effects);
        rig
    }

    /// Lets the second of each pair say the same as the first, and reads the list again.
    pub fn alike(&mut self, pairs: &[(i64, i64)]) -> &mut Self {
        let pairs = pairs
            .iter()
            .map(|(head, other)| (ArticleId(*head), ArticleId(*other)));
        self.alike = pairs.collect();
        let effects = vec![self.app.articles.load(String::new()), Effect::Counts];
        self.serve(effects);
        self
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
        let find = |id| {
            self.collection
                .iter()
                .find(|a| a.id == id)
                .cloned()
                .map(Box::new)
        };
        match effect {
            Effect::Rows {
                generation,
                window,
                filter,
                order,
                limit,
            } => Some(self.rows(generation, &window, (&filter, order), limit)),
            Effect::Counts => Some(Answer::Counts(self.counts())),
            Effect::Variants { id } => Some(self.variants(id)),
            Effect::Open { generation, id } => Some(Answer::Opened {
                generation,
                article: find(id).map(|stored| self.opened(*stored)),
            }),
            Effect::Reread(id) => Some(Answer::Reread {
                id,
                article: find(id).map(|stored| self.opened(*stored)),
            }),
            Effect::Tags => {
                let tags = self.store.as_ref().map(|store| store.tags().unwrap());
                Some(Answer::Tags(tags.unwrap_or_default()))
            }
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
            Effect::Mouse(_) | Effect::Suspend => None,
            effect => {
                self.outside.push(effect);
                None
            }
        }
    }

    fn variants(&self, id: ArticleId) -> Answer {
        let rows = self.collection.iter().map(|a| self.row(a));
        let alike = rows.filter(|row| row.id == id || row.duplicate_of == Some(id));
        let rows = alike.collect();
        Answer::Variants { id, rows }
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
        for article in &mut self.collection {
            let row = store.article_row(article.id).unwrap();
            article.read = row.map_or(article.read, |row| row.read);
        }
        answer
    }

    fn store(&mut self) -> &mut Store {
        self.store.get_or_insert_with(|| stored(&self.collection))
    }

    fn look(&mut self, generation: u64, look: Look) -> Answer {
        let seen = views::answer(self.store(), look).unwrap();
        Answer::Seen { generation, seen }
    }

    fn opened(&self, stored: StoredArticle) -> Box<OpenedArticle> {
        let (id, row) = (stored.id, self.row(&stored));
        let kept = self.store.as_ref().map(|store| store.kept(id).unwrap());
        let kept = kept.unwrap_or_default();
        Box::new(OpenedArticle { stored, row, kept })
    }

    /// The same store and collection in a reader that was started anew.
    pub fn restart(self) -> Self {
        let (width, height) = self.app.size;
        let mut rig = Self::new(width, height, Vec::new());
        rig.store = self.store;
        rig.index = self.index;
        rig.collection = self.collection;
        let kept = rig
            .store
            .as_ref()
            .and_then(|store| store.setting(MEASURE).unwrap());
        let session = rig.store.as_ref();
        let session = session.and_then(|store| store.setting(SESSION).unwrap());
        let session = session.map(|kept| Session::read(&kept).unwrap());
        let row = |session: &Session| {
            let stored = rig.collection.iter();
            let mut stored = stored.filter(|a| Some(a.id.0) == session.article);
            stored.next().map(|a| rig.row(a))
        };
        let settings = Settings {
            session: session.map(|session| (session.clone(), row(&session))),
            chosen_measure: kept.map(|columns| columns.parse().unwrap()),
            ..Settings::default()
        };
        let (app, effects) = App::new(settings, (width, height));
        rig.app = app;
        rig.serve(effects);
        rig
    }

    fn rows(
        &self,
        generation: u64,
        window: &Window,
        (filter, order): (&str, ArticleOrder),
        limit: usize,
    ) -> Answer {
        let wanted = |a: &&StoredArticle| a.article.display_title(80).contains(filter);
        let rows = self.collection.iter().filter(wanted).map(|a| self.row(a));
        let mut all: Vec<ArticleRow> = rows.filter(|row| row.duplicate_of.is_none()).collect();
        match order {
            ArticleOrder::Title => all.sort_by_key(|row| row.title.clone()),
            ArticleOrder::Publisher => {
                all.sort_by_key(|row| (row.publisher.is_none(), row.publisher.clone()));
            }
            ArticleOrder::Quotes => all.sort_by_key(|row| std::cmp::Reverse(row.quotes)),
            ArticleOrder::Unread => all.sort_by_key(|row| row.read),
            ArticleOrder::Imported => all.sort_by_key(|row| row.id),
            ArticleOrder::Newest => {}
        }
        let place = |row: &ArticleRow| all.iter().position(|r| r.id == row.id).unwrap_or(0);
        let (from, to) = match window {
            Window::Start => (0, limit),
            Window::End => (all.len().saturating_sub(limit), all.len()),
            Window::Before(row) => (place(row).saturating_sub(limit), place(row)),
            Window::After(row) => (place(row) + 1, place(row) + 1 + limit),
            Window::Around(row) => (place(row).saturating_sub(limit / 2), place(row) + limit / 2),
        };
        let to = to.min(all.len());
        Answer::Rows {
            generation,
            rows: all[from.min(to)..to].to_vec(),
            at_start: from == 0,
            at_end: to == all.len(),
        }
    }

    fn counts(&self) -> Counts {
        Counts {
            articles: self.collection.len() as u64,
            quotes: self
                .collection
                .iter()
                .map(|a| a.extraction.quotes.len() as u64)
                .sum(),
            unread: self.collection.iter().filter(|a| !a.read).count() as u64,
            variants: self.alike.len() as u64,
        }
    }

    fn row(&self, stored: &StoredArticle) -> ArticleRow {
        let id = stored.id;
        let others = self.alike.iter().filter(|(head, _)| *head == id);
        let head = self.alike.iter().find(|(_, other)| *other == id);
        let kept = self.store.as_ref().and_then(|s| s.article_row(id).unwrap());
        ArticleRow {
            duplicates: others.count() as u32,
            duplicate_of: head.map(|(head, _)| *head),
            starred: kept.as_ref().is_some_and(|row| row.starred),
            tags: kept.map_or_else(Vec::new, |row| row.tags),
            ..row(stored)
        }
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

/// A store with these articles under their numbers.
fn stored(collection: &[StoredArticle]) -> Store {
    let mut store = Store::in_memory().unwrap();
    let mut batch = store.batch().unwrap();
    for (n, article) in collection.iter().enumerate() {
        let source = Source {
            location: article.source.clone(),
            hash: n as u64,
        };
        batch
            .put(&source, &article.article, &article.extraction)
            .unwrap();
    }
    batch.commit().unwrap();
    for article in collection.iter().filter(|article| article.read) {
        store.note_finished(article.id).unwrap();
    }
    store
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
