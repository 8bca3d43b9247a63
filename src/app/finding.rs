//! What the finder's keys do: opening it, looking for something else, going to what was found.

use tui_input::Input;

use super::event::{Effect, FoundArticle, Hit};
use super::remembering::remember;
use super::screen::finder::Finder;
use super::update::{cancel, focus};
use super::{App, Goal, Overlay, Pane, scoping, searching};
use crate::find::Mode;
use crate::model::{ArticleRow, QuoteRow, Span};

/// The last search.
#[derive(Debug, Default)]
pub(super) struct Finds {
    last: Option<Box<Finder>>,
    /// The generation of the last finder, so that its late answers are not the next one's.
    generation: u64,
}

impl Finds {
    /// A number that no search has had.
    pub(super) const fn next_search(&mut self) -> u64 {
        self.generation += 1;
        self.generation
    }
}

impl App {
    /// Whether there is a search to go back to.
    pub(super) fn has_searched(&self) -> bool {
        self.finds.last.is_some() || !self.typed.searches.is_empty()
    }

    /// Keeps a finder that is closed.
    pub(super) fn keep_search(&mut self, finder: Box<Finder>) {
        self.finds.generation = self.finds.generation.max(finder.last_generation());
        // What was open is another the next time.
        let words = scoping::words(&finder);
        if !words.is_empty() {
            remember(&mut self.typed.searches, (finder.mode, words));
        }
        if !finder.input.value().trim().is_empty() {
            self.finds.last = Some(finder);
        }
    }
}

/// Looks for what was looked for before or after that which is looked for now.
fn step(before: &mut Vec<(Mode, String)>, finder: &mut Finder, older: bool) -> Option<Effect> {
    let typed = finder.input.value().trim();
    let is = |(mode, text): &(Mode, String)| (*mode, text.as_str()) == (finder.mode, typed);
    let now = before.iter().position(is).unwrap_or_else(|| {
        // What is typed now is not lost by looking back.
        let keeps = older && !typed.is_empty();
        if keeps {
            remember(before, (finder.mode, typed.to_owned()));
        }
        before.len() - usize::from(keeps)
    });
    let to = if older { now.checked_sub(1)? } else { now + 1 };
    if to == before.len() {
        finder.input = Input::default();
        return Some(finder.look_for(finder.mode));
    }
    let (mode, text) = before.get(to)?;
    finder.input = Input::new(text.clone());
    Some(finder.look_for(*mode))
}

/// Opens the finder; where it is open, closes it.
pub(super) fn find(app: &mut App) -> Vec<Effect> {
    if let Overlay::Finder(_) = app.overlay {
        return cancel(app);
    }
    let (mut finder, mut search) = Finder::open(app.finds.generation + 1);
    // From someone's page, among what they said.
    if let Overlay::Person(page) = &app.overlay
        && let Some(page) = &page.page
    {
        search = finder.look_for_quotes_of(&page.row.name);
    }
    app.cover(Overlay::Finder(Box::new(finder)));
    vec![search]
}

/// Looks for what was looked for before or after that which is looked for now.
pub(super) fn step_in_history(app: &mut App, older: bool) -> Vec<Effect> {
    let Overlay::Finder(finder) = &mut app.overlay else {
        return Vec::new();
    };
    step(&mut app.typed.searches, finder, older)
        .into_iter()
        .collect()
}

/// Opens the last search as it was left, with what was found.
pub(super) fn find_again(app: &mut App) -> Vec<Effect> {
    let Some(mut finder) = app.finds.last.take() else {
        let Some((mode, typed)) = app.typed.searches.last().cloned() else {
            app.tell("Nothing was looked for yet");
            return Vec::new();
        };
        let (mut finder, _) = Finder::open(app.finds.generation + 1);
        finder.input = Input::new(typed);
        let search = finder.look_for(mode);
        app.overlay = Overlay::Finder(Box::new(finder));
        return vec![search];
    };
    let search = finder.resume(app.finds.generation);
    app.overlay = Overlay::Finder(finder);
    vec![search]
}

/// Shows the other articles with the words of the chosen row, or hides them.
pub(super) fn unfold(app: &mut App) -> Vec<Effect> {
    let Overlay::Finder(finder) = &mut app.overlay else {
        return Vec::new();
    };
    finder.toggle_group();
    finder.ask_preview().into_iter().collect()
}

/// Goes back to the list of people that the quotes of one were chosen from, if there is one.
pub(super) fn back_to_people(app: &mut App) -> Option<Vec<Effect>> {
    let Overlay::Finder(finder) = &mut app.overlay else {
        return None;
    };
    Some(vec![finder.back_to_people()?])
}

/// Goes to the chosen hit: opens its article there, and selects it in the list. Of a person, looks
/// for the quotes.
pub(super) fn go_to_hit(app: &mut App) -> Vec<Effect> {
    let Overlay::Finder(finder) = &mut app.overlay else {
        return Vec::new();
    };
    let typed = finder.input.value().to_owned();
    match finder.enter() {
        None => Vec::new(),
        Some(Hit::Person(person)) => vec![finder.go_to_person(&person.name)],
        Some(Hit::Quote(hit)) => {
            let goal = Goal::Quote(hit.row.ordinal, hit.marks);
            go(app, &article_of(hit.row), goal, typed)
        }
        Some(Hit::Article(hit)) => {
            let goal = goal_in(&hit);
            go(app, &hit.row, goal, typed)
        }
    }
}

fn goal_in(hit: &FoundArticle) -> Goal {
    match &hit.passage {
        Some(passage) if !passage.marks.is_empty() => {
            let lit = passage.marks.iter();
            let lit = lit.map(|m| Span::new(passage.start + m.start, passage.start + m.end));
            Goal::Words(lit.collect())
        }
        _ => Goal::Start,
    }
}

fn go(app: &mut App, row: &ArticleRow, goal: Goal, typed: String) -> Vec<Effect> {
    cancel(app);
    let from_page = app.leave_pages();
    focus(app, Pane::Text);
    let view = app.list_rows();
    let mut effects = Vec::new();
    match &app.reading {
        Some(reading) if reading.stored.id == row.id => {
            app.opening = None;
            if !from_page {
                app.note_jump();
            }
            app.go_to(goal);
            searching::take_up(app, &typed);
        }
        _ => {
            effects.push(app.open(row.id, goal));
            if let Some(opening) = &mut app.opening {
                // Where one came from is the page.
                opening.walking = from_page;
                opening.wanted = Some(typed);
            }
        }
    }
    effects.extend(app.articles.reveal(row, view));
    effects
}

/// The row of a quote's article, as far as the quote tells; enough to find its place in the list.
fn article_of(quote: QuoteRow) -> ArticleRow {
    ArticleRow {
        id: quote.article,
        title: quote.title,
        publisher: quote.publisher,
        date: quote.date,
        quotes: 0,
        read: false,
        starred: false,
        tags: Vec::new(),
        lang: None,
        duplicates: 0,
        duplicate_of: None,
    }
}
