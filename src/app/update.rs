//! What each action does to the state. One arm an action; the work is in the screens.

use ratatui::crossterm::event::{KeyEvent, MouseEventKind};

use super::action::{Action, Context};
use super::event::{Effect, Event, Undo};
use super::layout::{Pane, Spread};
use super::screen::help::Help;
use super::{
    App, Overlay, answers, arranging, bulk, commanding, completing, copying, filtering, finding,
    holding, importing, jumping, keeping, linking, mouse, naming, noting, overviewing, pages,
    recalling, scoping, searches, searching, spreading, taking, touring, typing, undoing, waiting,
};
use crate::config::keymap::Key;

/// Rows that are moved at once by the keys for a page of them.
const PAGE: isize = 10;

/// Takes an event: a key becomes an action by the keymap, or a letter of what is being typed.
pub fn handle(app: &mut App, event: Event) -> Vec<Effect> {
    let mut effects = match holding::hold_back(app, event) {
        Some(event) => take(app, event),
        None => Vec::new(),
    };
    effects.extend(holding::release(app));
    effects.extend(keeping::attend(app));
    effects.extend(searches::attend(app));
    effects.extend(importing::attend(app));
    app.asked.reading(&effects);
    effects
}

pub(super) fn take(app: &mut App, event: Event) -> Vec<Effect> {
    match event {
        Event::Key(key) => on_key(app, &key),
        Event::Mouse(event) => {
            app.pending.clear();
            if !matches!(event.kind, MouseEventKind::Moved | MouseEventKind::Up(_)) {
                app.alike = None;
            }
            mouse::on_mouse(app, event)
        }
        Event::Paste(text) => typing::on_paste(app, &text),
        Event::Resize(width, height) => {
            app.size = (width, height);
            searches::leave_column(app);
            let columns = taking::output_size(app).0;
            if let Overlay::Output(output) = &mut app.overlay {
                output.fit(columns);
            }
            Vec::new()
        }
        Event::Answer(answer) => answers::on_answer(app, answer),
    }
}

pub(super) fn on_key(app: &mut App, event: &KeyEvent) -> Vec<Effect> {
    (app.message, app.alike) = (None, None);
    let context = app.context();
    if let Some(action) = waiting::means(app, context, Key::of(event)) {
        let action = action.filter(|action| !holding::hold(app, *action));
        return action.map_or(Vec::new(), |action| update(app, action));
    }
    if let Some(where_) = app.means_elsewhere(context, Key::of(event)) {
        app.tell(where_);
        return Vec::new();
    }
    if context == Context::Note && noting::on_key(app, event) {
        return Vec::new();
    }
    typing::on_key(app, event, context)
}

/// Carries an action out on the state; gives what is to be done outside.
pub fn update(app: &mut App, action: Action) -> Vec<Effect> {
    if let Some(why) = app.refusal(action) {
        app.tell(why);
        return Vec::new();
    }
    let effects = perform(app, action);
    touring::saw(app, action);
    effects
}

fn perform(app: &mut App, action: Action) -> Vec<Effect> {
    match action {
        Action::Down => lines(app, 1),
        Action::Up => lines(app, -1),
        Action::HalfPageDown | Action::HalfPageUp => pages(app, action == Action::HalfPageDown, 2),
        Action::PageDown | Action::PageUp => pages(app, action == Action::PageDown, 1),
        Action::First | Action::Last => ends(app, action == Action::Last),
        Action::NextPane | Action::PreviousPane => turn(app, action == Action::NextPane, true),
        Action::PaneRight | Action::PaneLeft => turn(app, action == Action::PaneRight, false),
        Action::Open => open(app),
        Action::Back => back(app),
        Action::NextQuote | Action::PreviousQuote => step_quote(app, action == Action::NextQuote),
        Action::Paragraph { forward } => step_paragraph(app, forward),
        Action::Find => finding::find(app),
        Action::Why => why(app),
        Action::Speaker => pages::open_speaker(app),
        Action::FindAgain => finding::find_again(app),
        Action::Unfold => finding::unfold(app),
        Action::Filter => filtering::prompt(app),
        Action::Choice(what) => completing::update(app, what),
        Action::List(what) => arranging::update(app, what),
        Action::ToggleRead => keeping::toggle_read(app),
        Action::ToggleStar => keeping::toggle_star(app),
        Action::TagArticle => noting::tag(app, app.focus == Pane::Speakers),
        Action::TagQuote => noting::tag(app, true),
        Action::ToggleTag => noting::toggle_tag(app),
        Action::WriteNote => noting::open(app),
        Action::Undo => keeping::undo(app, Undo::Last),
        Action::Redo => keeping::undo(app, Undo::Again),
        Action::Changes => undoing::changes(app),
        Action::JumpBack | Action::JumpForward => jumping::step(app, action == Action::JumpBack),
        Action::MarkPlace | Action::GoToLetter => jumping::ask(app, action == Action::MarkPlace),
        Action::SearchText => searching::open(app),
        Action::NextHit | Action::PreviousHit => searching::step(app, action == Action::NextHit),
        Action::OnlyMatching => searching::toggle_only(app),
        Action::UndoOne => undoing::undo_chosen(app),
        Action::DropChanges => noting::drop_changes(app),
        Action::ToggleGroup => toggle_group(app),
        Action::CopyQuote => copying::copy_quote(app),
        Action::Take(action) => taking::act(app, action),
        Action::Bulk(what) => bulk::update(app, what),
        Action::Search(what) => searches::update(app, what),
        Action::Manner(action) => commanding::act(app, action),
        Action::ToggleDrawer => spreading::toggle_drawer(app),
        Action::Page(what) => pages::act(app, what),
        Action::Spread(how) => spreading::update(app, how),
        Action::ToggleMouse => spreading::toggle_mouse(app),
        Action::Help => help(app),
        Action::Suspend | Action::Redraw | Action::Quit => vec![outside(action)],
        Action::Accept => accept(app),
        Action::Cancel => finding::back_to_people(app).unwrap_or_else(|| cancel(app)),
        Action::LookElsewhere => scoping::next(app),
        Action::Within(what) => scoping::keep_within(app, what),
        Action::OlderSearch => finding::step_in_history(app, true),
        Action::NewerSearch => finding::step_in_history(app, false),
        Action::NextRow => rows(app, 1),
        Action::PreviousRow => rows(app, -1),
        Action::RowsDown | Action::RowsUp => page_of_rows(app, action == Action::RowsDown),
    }
}

fn page_of_rows(app: &mut App, down: bool) -> Vec<Effect> {
    rows(app, if down { PAGE } else { -PAGE })
}

const fn outside(action: Action) -> Effect {
    match action {
        Action::Suspend => Effect::Suspend,
        Action::Redraw => Effect::Redraw,
        _ => Effect::Quit,
    }
}

fn lines(app: &mut App, delta: isize) -> Vec<Effect> {
    let page = app.page();
    match app.focus {
        Pane::Articles => select(app, delta),
        Pane::Text => {
            if let Some(reading) = &mut app.reading {
                reading.scroll(delta, page);
            }
            Vec::new()
        }
        Pane::Speakers => step_cast(app, delta),
        Pane::Searches => searches::go(app, delta),
    }
}

fn pages(app: &mut App, down: bool, part: usize) -> Vec<Effect> {
    let height = match app.focus {
        Pane::Articles => app.list_rows(),
        // A line of the page before stays in sight.
        Pane::Text => app.page().height.saturating_sub(usize::from(part == 1)),
        Pane::Speakers => 6,
        Pane::Searches => 10,
    };
    let rows = (height / part).max(1);
    let rows = isize::try_from(rows).unwrap_or(1);
    lines(app, if down { rows } else { -rows })
}

fn ends(app: &mut App, last: bool) -> Vec<Effect> {
    let (page, view) = (app.page(), app.list_rows());
    if app.focus == Pane::Text {
        app.note_jump();
    }
    match (app.focus, &mut app.reading) {
        (Pane::Articles, _) => {
            let asked = if last {
                app.articles.go_last(view)
            } else {
                app.articles.go_first(view)
            };
            let opened = app.follow_selection();
            return asked.into_iter().chain(opened).collect();
        }
        (Pane::Text, Some(reading)) if last => reading.go_last(page),
        (Pane::Text, Some(reading)) => reading.go_first(page),
        (Pane::Speakers, Some(_)) => {
            return step_cast(app, if last { isize::MAX } else { isize::MIN });
        }
        (Pane::Searches, _) => {
            return searches::go(app, if last { isize::MAX } else { isize::MIN });
        }
        (_, None) => {}
    }
    Vec::new()
}

pub(super) fn select(app: &mut App, delta: isize) -> Vec<Effect> {
    let view = app.list_rows();
    let asked = app.articles.go(delta, view);
    let opened = app.follow_selection();
    asked.into_iter().chain(opened).collect()
}

pub(super) fn step_cast(app: &mut App, delta: isize) -> Vec<Effect> {
    if let Some(quote) = app
        .reading
        .as_ref()
        .and_then(|reading| reading.step_cast(delta))
    {
        app.go_quote(quote);
    }
    Vec::new()
}

fn turn(app: &mut App, right: bool, around: bool) -> Vec<Effect> {
    let panes = app.panes();
    let at = panes.iter().position(|pane| *pane == app.focus);
    let at = at.unwrap_or(0);
    let to = match right {
        true => at + 1,
        false => at + panes.len() - 1,
    };
    let stays = if right { to >= panes.len() } else { at == 0 };
    if around || !stays {
        focus(app, panes[to % panes.len()]);
    }
    Vec::new()
}

/// Gives a pane the focus; the drawer opens with the speakers and stays until it is closed.
pub(super) fn focus(app: &mut App, pane: Pane) {
    if pane == Pane::Searches && app.focus != pane {
        searches::choose_standing(app);
    }
    app.focus = pane;
    app.drawer |= pane == Pane::Speakers;
    if pane != Pane::Text && app.spread == Spread::Zen {
        app.spread = Spread::Beside;
    }
}

fn open(app: &mut App) -> Vec<Effect> {
    let opened = match app.focus {
        Pane::Articles => app.follow_selection(),
        _ => None,
    };
    focus(app, Pane::Text);
    opened.into_iter().collect()
}

fn back(app: &mut App) -> Vec<Effect> {
    app.imports.read();
    if app.put_trouble_away() {
        return Vec::new();
    }
    if app.focus == Pane::Text && !app.shows_why() && searching::put_away(app) {
        return Vec::new();
    }
    match app.focus {
        _ if app.shows_why() => app.why = false,
        _ if app.spread != Spread::Beside => app.spread = Spread::Beside,
        Pane::Speakers => focus(app, Pane::Text),
        Pane::Searches => focus(app, Pane::Articles),
        Pane::Text => {
            if let Some(reading) = &mut app.reading {
                reading.lit.clear();
            }
            focus(app, Pane::Articles);
        }
        Pane::Articles if !app.articles.filter().is_empty() => {
            return vec![app.articles.load(String::new())];
        }
        Pane::Articles => {}
    }
    Vec::new()
}

fn step_quote(app: &mut App, forward: bool) -> Vec<Effect> {
    let page = app.page();
    let Some(reading) = &app.reading else {
        return Vec::new();
    };
    match reading.step_quote(forward, page) {
        Some(quote) => app.go_quote(quote),
        None if forward => app.tell("That was the last quote of this article"),
        None => app.tell("That was the first quote of this article"),
    }
    Vec::new()
}

fn step_paragraph(app: &mut App, forward: bool) -> Vec<Effect> {
    let page = app.page();
    if let Some(reading) = &mut app.reading {
        reading.go_paragraph(forward, page);
    }
    Vec::new()
}

fn help(app: &mut App) -> Vec<Effect> {
    if !matches!(app.overlay, Overlay::Help(_)) {
        let from = Some(app.context());
        app.cover(Overlay::Help(Help {
            from,
            ..Help::default()
        }));
    }
    Vec::new()
}

fn toggle_group(app: &mut App) -> Vec<Effect> {
    let view = app.list_rows();
    let asked = app.articles.toggle_group(view);
    let opened = app.follow_selection();
    asked.into_iter().chain(opened).collect()
}

fn why(app: &mut App) -> Vec<Effect> {
    app.why = !app.why;
    // Where the list fills the screen the box would not be seen.
    if app.why && app.layout().is_some_and(|layout| layout.text.is_none()) {
        focus(app, Pane::Text);
    }
    // The box must not lie on the quote it is about.
    let quote = app.reading.as_ref().and_then(|reading| reading.place.quote);
    if let Some(quote) = quote.filter(|_| app.why) {
        app.go_quote(quote);
    }
    Vec::new()
}

pub(super) fn rows(app: &mut App, delta: isize) -> Vec<Effect> {
    let height = taking::output_size(app).1;
    match &mut app.overlay {
        Overlay::Finder(finder) if delta == -1 && finder.selected == 0 => {
            finding::step_in_history(app, true)
        }
        Overlay::Finder(finder) => finder.go(delta).into_iter().collect(),
        Overlay::Help(help) => {
            let all = help.wrapped(&app.settings.keymap, app.size.0).len();
            help.scroll(delta, all, usize::from(app.size.1.saturating_sub(6)));
            Vec::new()
        }
        Overlay::Tags(tags) => {
            tags.go(delta);
            Vec::new()
        }
        Overlay::Changes(changes) => changes.go(delta).into_iter().collect(),
        Overlay::Output(output) => {
            output.scroll(delta, height);
            Vec::new()
        }
        Overlay::Palette(_) => commanding::rows(app, delta),
        Overlay::Orders(_) => arranging::go(app, delta),
        Overlay::Imports(_) if delta.abs() == PAGE => importing::page(app, delta > 0),
        Overlay::Imports(_) => importing::go(app, delta),
        Overlay::Links(links) => {
            links.go(delta);
            Vec::new()
        }
        Overlay::Bulk(_) => bulk::go(app, delta),
        Overlay::Searches => searches::go(app, delta),
        _ => pages::rows(app, delta),
    }
}

/// Closes what lies above the panes; they are as they were.
pub(super) fn cancel(app: &mut App) -> Vec<Effect> {
    app.imports.read();
    if app.shows_trouble() && app.put_trouble_away() || noting::ask(app) {
        return Vec::new();
    }
    if let Overlay::Search(_) = app.overlay {
        return searching::cancel(app);
    }
    if searches::back_to_box(app) {
        return Vec::new();
    }
    let mut effects = taking::stop(app);
    close(app);
    effects.extend(app.uncover());
    effects
}

/// Closes the box above the panes or a page, so that another can take its place; the finder can be
/// gone back to.
pub(super) fn close(app: &mut App) {
    if let Overlay::Finder(finder) = std::mem::take(&mut app.overlay) {
        app.keep_search(finder);
    }
}

pub(super) fn accept(app: &mut App) -> Vec<Effect> {
    match &mut app.overlay {
        Overlay::Finder(_) => finding::go_to_hit(app),
        Overlay::Filter(filter) if filter.edits.is_some() => searches::accept_query(app),
        Overlay::Filter(_) => filtering::accept(app),
        Overlay::Tags(_) => noting::accept_tag(app),
        Overlay::Note(_) => noting::keep(app),
        Overlay::Changes(_) => undoing::go_to_chosen(app),
        Overlay::Search(_) => searching::accept(app),
        Overlay::Line(_) => taking::accept(app),
        Overlay::Letters(_) | Overlay::Formats(_) | Overlay::Output(_) | Overlay::Help(_) => {
            cancel(app)
        }
        Overlay::Person(_) | Overlay::Copies(_) => pages::go_to_said(app),
        Overlay::People(_) => pages::open_chosen(app),
        Overlay::Collection(_) => overviewing::filter(app),
        Overlay::Palette(_) => commanding::accept(app),
        Overlay::Orders(_) => arranging::accept(app),
        Overlay::Links(_) => linking::accept(app),
        Overlay::History(_) => recalling::accept(app),
        Overlay::Bulk(_) => bulk::accept(app),
        Overlay::Naming(_) => naming::accept_name(app),
        Overlay::Searches | Overlay::Imports(_) | Overlay::None => Vec::new(),
    }
}
