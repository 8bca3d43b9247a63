//! Pages above the panes: opening and leaving them, and what their keys do.
//!
//! A page that something is opened from lies under it and is there again when that is left. Must
//! not know: where answers come from.

use super::action::PageAction;
use super::boxes::PageLayout;
use super::event::Effect;
use super::jumping::Spot;
use super::look::{Seen, Whom};
use super::screen::people::People;
use super::screen::person::Person;
use super::update::{self, focus};
use super::{App, Goal, Overlay, Pane, completing, copying, overviewing, recalling};

/// Carries one of these actions out.
pub(super) fn act(app: &mut App, what: PageAction) -> Vec<Effect> {
    match (what, &app.overlay) {
        // Where one is already one does not go.
        (PageAction::People, Overlay::People(_))
        | (PageAction::Collection, Overlay::Collection(_)) => return Vec::new(),
        (PageAction::People, _) => return open_people(app),
        (PageAction::Collection, _) => return overviewing::open(app),
        (PageAction::Copies, _) => return copying::open(app),
        (_, Overlay::Collection(_)) => return overviewing::update(app, what),
        (PageAction::First, Overlay::Help(_)) => return update::rows(app, isize::MIN),
        (PageAction::Last, Overlay::Help(_)) => return update::rows(app, isize::MAX),
        _ => {}
    }
    if let Overlay::Copies(page) = &mut app.overlay {
        match what {
            PageAction::First => page.go(isize::MIN),
            PageAction::Last => page.go(isize::MAX),
            PageAction::TurnRound => page.turn_round(),
            _ => {}
        }
    }
    let Overlay::Person(page) = &mut app.overlay else {
        return Vec::new();
    };
    let effect = match what {
        PageAction::People
        | PageAction::Collection
        | PageAction::Copies
        | PageAction::TurnRound
        | PageAction::NextPart
        | PageAction::PreviousPart => None,
        PageAction::First => page.go_end(false),
        PageAction::Last => page.go_end(true),
        PageAction::Later => {
            page.bars.seek(true);
            None
        }
        PageAction::Earlier => {
            page.bars.seek(false);
            None
        }
        PageAction::Nearer => page.zoom(true),
        PageAction::Further => page.zoom(false),
        PageAction::OnlyThen => page.toggle_period(),
        PageAction::ByArticle => {
            page.by_article = !page.by_article;
            None
        }
    };
    effect.into_iter().collect()
}

/// Opens the page of the speaker of the current quote.
pub(super) fn open_speaker(app: &mut App) -> Vec<Effect> {
    let whom = app.reading.as_ref().and_then(|reading| {
        let speaker = reading.quote()?.speaker?;
        let known = reading.stored.extraction.speakers.get(speaker)?;
        let named = known.kind.has_name();
        named.then_some(Whom::Speaker(reading.stored.id, speaker))
    });
    match whom {
        Some(whom) => {
            if app.focus == Pane::Text {
                app.note_jump();
            }
            open_person(app, whom)
        }
        None => {
            app.tell("This quote has no speaker with a name");
            Vec::new()
        }
    }
}

/// Opens someone's page above whatever page is open.
pub(super) fn open_person(app: &mut App, whom: Whom) -> Vec<Effect> {
    app.generation += 1;
    let columns = PageLayout::columns(app.size.0);
    let (page, asked) = Person::open(whom, app.generation, columns);
    app.cover(Overlay::Person(Box::new(page)));
    vec![asked]
}

/// Opens the list of people.
fn open_people(app: &mut App) -> Vec<Effect> {
    if app.focus == Pane::Text && matches!(app.overlay, Overlay::None) {
        app.note_jump();
    }
    app.under.retain(|page| !matches!(page, Overlay::People(_)));
    app.generation += 1;
    let (people, asked) = People::open(app.generation);
    app.cover(Overlay::People(Box::new(people)));
    vec![asked]
}

/// Looks for the people whose name is typed.
pub(super) fn typed(app: &mut App) -> Vec<Effect> {
    let search = app.finds.next_search();
    match &mut app.overlay {
        Overlay::People(people) => people.typed(search).into_iter().collect(),
        Overlay::History(history) => vec![history.load()],
        _ => Vec::new(),
    }
}

/// Opens the page of the chosen one.
pub(super) fn open_chosen(app: &mut App) -> Vec<Effect> {
    match &mut app.overlay {
        Overlay::People(people) => match people.enter() {
            Some(whom) => open_person(app, whom),
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Moves in the rows of a page.
pub(super) fn rows(app: &mut App, delta: isize) -> Vec<Effect> {
    match &mut app.overlay {
        Overlay::Person(page) => return page.go(delta).into_iter().collect(),
        Overlay::People(people) => return people.go(delta).into_iter().collect(),
        Overlay::History(history) => return history.go(delta).into_iter().collect(),
        Overlay::Collection(page) => page.go(delta),
        Overlay::Copies(page) => page.go(delta),
        _ => {}
    }
    Vec::new()
}

/// Goes to the place of the chosen quote in its article.
pub(super) fn go_to_said(app: &mut App) -> Vec<Effect> {
    let Some(quote) = copying::meant(app) else {
        return Vec::new();
    };
    let (id, goal) = (quote.article, Goal::Quote(quote.ordinal, Vec::new()));
    let from_page = app.leave_pages();
    focus(app, Pane::Text);
    if app.reading.as_ref().is_some_and(|r| r.stored.id == id) {
        app.opening = None;
        app.go_to(goal);
        return Vec::new();
    }
    let effect = app.open(id, goal);
    if let Some(opening) = &mut app.opening {
        // Where one came from is the page.
        (opening.walking, opening.reveal) = (from_page, true);
    }
    vec![effect]
}

/// Takes what a page asked for.
pub(super) fn seen(app: &mut App, generation: u64, seen: Seen) -> Vec<Effect> {
    if let Seen::Values {
        list,
        typed,
        values,
    } = seen
    {
        completing::known(app, list, typed, values);
        return Vec::new();
    }
    if let Seen::Copies { total, rows } = seen {
        copying::found(app, generation, total, rows);
        return Vec::new();
    }
    match &mut app.overlay {
        Overlay::Person(page) => page.take(generation, seen),
        Overlay::People(people) => {
            let asked = people.take(generation, seen);
            if people.goes() {
                return open_chosen(app);
            }
            asked.into_iter().collect()
        }
        Overlay::History(_) => recalling::seen(app, generation, seen),
        Overlay::Collection(page) => {
            page.take(generation, seen);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// What the page of this generation asked for will not come.
pub(super) fn give_up(app: &mut App, generation: u64) {
    if app.alike.take_if(|(of, _)| *of == generation).is_some() {
        // Why is told in place of it.
        app.message = None;
    }
    match &mut app.overlay {
        Overlay::Person(page) if page.generation == generation => page.give_up(),
        Overlay::People(people) if people.generation == generation => people.give_up(),
        Overlay::Collection(page) if page.generation == generation => page.give_up(),
        Overlay::History(page) if page.generation == generation => page.give_up(),
        _ => {}
    }
}

/// The collection has changed: the page of all of it is read anew.
pub(super) fn read_anew(app: &App) -> Vec<Effect> {
    match &app.overlay {
        Overlay::Collection(page) => page.read_anew(),
        _ => Vec::new(),
    }
}

impl Overlay {
    /// Whether it fills the screen above the panes, and can lie under something else.
    #[must_use]
    pub const fn is_page(&self) -> bool {
        matches!(
            self,
            Self::Person(_) | Self::People(_) | Self::Collection(_) | Self::Copies(_)
        )
    }
}

impl App {
    /// Puts something above what is open; a page comes again when that is left.
    pub(super) fn cover(&mut self, overlay: Overlay) {
        let of_hit = matches!(overlay, Overlay::Copies(_));
        let under = std::mem::replace(&mut self.overlay, overlay);
        // The card of a hit leads back to what was found.
        if under.is_page() || of_hit && matches!(under, Overlay::Finder(_)) {
            self.under.push(under);
        }
    }

    /// Shows what was covered; asks once more for what did not come meanwhile.
    pub(super) fn uncover(&mut self) -> Vec<Effect> {
        self.overlay = self.under.pop().unwrap_or_default();
        let search = self.finds.next_search();
        match &mut self.overlay {
            Overlay::Person(page) => page.resume(),
            Overlay::People(people) => people.resume(search),
            Overlay::Collection(page) => page.resume(),
            Overlay::Finder(finder) => vec![finder.resume(search)],
            _ => Vec::new(),
        }
    }

    /// Leaves all pages for the panes. The last one is kept, and is where one comes from: the way back
    /// leads there.
    pub(super) fn leave_pages(&mut self) -> bool {
        let page = match (&self.overlay, self.under.last()) {
            (Overlay::Copies(_), Some(under)) => under,
            (open, _) => open,
        };
        let from = match page {
            Overlay::Person(page) => Some(Spot::Person(page.whom.clone())),
            Overlay::Collection(_) => Some(Spot::Collection),
            _ => None,
        };
        self.close_pages();
        let came = from.is_some();
        from.into_iter().for_each(|spot| self.jumps.push(spot));
        came
    }

    pub(super) fn close_pages(&mut self) {
        let open = std::mem::take(&mut self.overlay);
        let pages = std::mem::take(&mut self.under);
        for page in pages.into_iter().chain([open]) {
            match page {
                Overlay::Person(page) => self.left_page = Some(page),
                Overlay::Collection(page) => self.left_collection = Some(page),
                Overlay::Finder(finder) => self.keep_search(finder),
                _ => {}
            }
        }
    }

    /// Comes back to a page.
    pub(super) fn return_to(&mut self, whom: Whom) -> Vec<Effect> {
        match self.left_page.take_if(|page| page.whom == whom) {
            Some(mut page) => {
                let asked = page.resume();
                self.under.clear();
                self.overlay = Overlay::Person(page);
                asked
            }
            None => {
                self.close_pages();
                open_person(self, whom)
            }
        }
    }
}
