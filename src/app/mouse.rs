//! The mouse: a click focuses and selects, the wheel scrolls the pane under it, a border between panes
//! is dragged.

use std::ops::Range;

use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::event::Effect;
use super::layout::{FinderLayout, Layout, Pane};
use super::screen::listed::Listed;
use super::screen::minimap;
use super::screen::person::SaidLine;
use super::screen::speakers::{self, Line};
use super::update::{accept, focus, step_cast, update};
use super::{Action, App, BoxLayout, Overlay, PageLayout, PeopleLayout};
use super::{overviewing, resizing, scoping, searches};

/// Rows that one notch of the wheel scrolls.
const NOTCH: isize = 3;

pub(super) fn on_mouse(app: &mut App, event: MouseEvent) -> Vec<Effect> {
    let at = Position::new(event.column, event.row);
    let Some(layout) = app.layout() else {
        return Vec::new();
    };
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) => {
            // Where it was let go outside the terminal, that was not told.
            let mut effects = resizing::drop_border(app);
            if matches!(app.overlay, Overlay::None) {
                app.dragged = layout.border_at(at);
            }
            effects.extend(click(app, &layout, at));
            effects
        }
        MouseEventKind::Drag(MouseButton::Left) => {
            resizing::drag(app, at);
            Vec::new()
        }
        MouseEventKind::Up(MouseButton::Left) => resizing::drop_border(app),
        MouseEventKind::ScrollDown => wheel(app, &layout, at, 1),
        MouseEventKind::ScrollUp => wheel(app, &layout, at, -1),
        _ => Vec::new(),
    }
}

fn click(app: &mut App, layout: &Layout, at: Position) -> Vec<Effect> {
    app.message = None;
    match &app.overlay {
        Overlay::Finder(_) => return click_finder(app, layout, at),
        // What is being written is not lost by a slip of the hand.
        Overlay::Note(_)
        | Overlay::Line(_)
        | Overlay::Filter(_)
        | Overlay::Naming(_)
        | Overlay::Search(_)
        | Overlay::Tags(_)
        | Overlay::Palette(_)
        | Overlay::Output(_)
        | Overlay::Copies(_) => {
            return Vec::new();
        }
        Overlay::Collection(_) => return overviewing::click(app, layout.screen, at),
        Overlay::Person(_) => return click_person(app, layout, at),
        Overlay::People(_) => return click_people(app, layout, at),
        Overlay::Searches => return searches::click_box(app, layout, at),
        Overlay::Links(_) | Overlay::History(_) | Overlay::Imports(_) => {
            return click_listed(app, layout, at);
        }
        Overlay::Changes(_)
        | Overlay::Letters(_)
        | Overlay::Formats(_)
        | Overlay::Orders(_)
        | Overlay::Bulk(_)
        | Overlay::Help(_) => {
            return update(app, Action::Cancel);
        }
        Overlay::None => {}
    }
    let Some(pane) = layout.pane_at(at) else {
        return Vec::new();
    };
    focus(app, pane);
    match pane {
        Pane::Articles => click_list(app, layout, at),
        Pane::Text => click_text(app, layout, at),
        Pane::Speakers => click_speakers(app, layout, at),
        Pane::Searches => searches::click_column(app, layout, at),
    }
}

/// Looks among what the name under the mouse says, or chooses the hit under it; a second click goes there.
fn click_finder(app: &mut App, layout: &Layout, at: Position) -> Vec<Effect> {
    let scopes = scoping::scopes(app);
    let Overlay::Finder(finder) = &app.overlay else {
        return Vec::new();
    };
    let places = FinderLayout::of(layout.screen);
    let names = places.scopes(&scopes, scoping::scope(app, finder));
    let hit = |(_, columns): &&(_, Range<usize>)| columns.contains(&usize::from(at.x));
    let named = names.iter().find(hit).filter(|_| at.y == places.outer.y);
    if let Some((scope, _)) = named {
        return scoping::choose(app, *scope);
    }
    let Overlay::Finder(finder) = &mut app.overlay else {
        return Vec::new();
    };
    let top = finder.top(places.rows());
    match places.hit_at(at).map(|row| top + row) {
        Some(index) if index >= finder.found.hits.len() => Vec::new(),
        Some(index) if index == finder.selected => accept(app),
        Some(index) => finder.choose(index).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Chooses the row under the mouse in a box that lists something; where it can be opened a second click
/// does that. One beside the box closes that.
fn click_listed(app: &mut App, layout: &Layout, at: Position) -> Vec<Effect> {
    let places = match &app.overlay {
        Overlay::Links(links) => BoxLayout::of_links(layout.screen, links.rows.len()),
        Overlay::History(_) => BoxLayout::of_history(layout.screen),
        _ => BoxLayout::of_imports(layout.screen),
    };
    if !places.outer.contains(at) {
        return update(app, Action::Cancel);
    }
    let inside = places.inner.contains(at);
    let line = usize::from(at.y.saturating_sub(places.inner.y));
    match &mut app.overlay {
        _ if !inside => Vec::new(),
        Overlay::Links(links) => match links.click(line, places.size()) {
            Some(true) => accept(app),
            _ => Vec::new(),
        },
        Overlay::History(history) => {
            let below = places.below_input();
            let row =
                history.top(usize::from(below.height)) + usize::from(at.y.saturating_sub(below.y));
            match below.contains(at) && row < history.rows().len() {
                true if row == history.index() => accept(app),
                true => history.choose(row).into_iter().collect(),
                false => Vec::new(),
            }
        }
        Overlay::Imports(chosen) => {
            let (top, view) = app.imports.shown(*chosen, places.size().1);
            if let Some(listed) = app.imports.list().get(top + line).filter(|_| line < view) {
                *chosen = listed.number;
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Chooses someone; a second click opens their page.
fn click_people(app: &mut App, layout: &Layout, at: Position) -> Vec<Effect> {
    let Overlay::People(people) = &mut app.overlay else {
        return Vec::new();
    };
    let rows = PeopleLayout::of(layout.screen).rows;
    let row = people.top(usize::from(rows.height)) + usize::from(at.y.saturating_sub(rows.y));
    match rows.contains(at) && row < people.rows().len() {
        true if row == people.index() => accept(app),
        true => people.choose(row).into_iter().collect(),
        false => Vec::new(),
    }
}

/// Chooses a quote, or a bar of time; a second click goes to the quote, or shows only that time.
fn click_person(app: &mut App, layout: &Layout, at: Position) -> Vec<Effect> {
    let Overlay::Person(page) = &mut app.overlay else {
        return Vec::new();
    };
    let places = PageLayout::of(layout.screen);
    if places.bars.contains(at) {
        let column = usize::from(at.x - places.bars.x);
        let bar = page.bars.at(column, usize::from(places.bars.width));
        if bar == page.bars.index() {
            return page.toggle_period().into_iter().collect();
        }
        page.bars.select(bar);
        return Vec::new();
    }
    if !places.quotes.contains(at) {
        return Vec::new();
    }
    let row = usize::from(at.y - places.quotes.y);
    match page.lines_in(places.quotes).into_iter().nth(row) {
        Some(SaidLine::Words(row, _) | SaidLine::About(row, _)) if row == page.said.index() => {
            accept(app)
        }
        Some(SaidLine::Words(row, _) | SaidLine::About(row, _)) => {
            page.choose(row).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn click_list(app: &mut App, layout: &Layout, at: Position) -> Vec<Effect> {
    let Some(area) = layout.articles.filter(|area| area.body.contains(at)) else {
        return Vec::new();
    };
    let view = layout.list_rows();
    let tall = layout.row_form.height();
    let lines = usize::from(area.body.height);
    let mut y = area.body.y;
    let listed = app.articles.listed(lines, usize::from(tall));
    let at_row = listed.into_iter().find_map(|listed| match listed {
        Listed::Heading(_) => {
            y += 1;
            None
        }
        Listed::Row(index) => {
            y += tall;
            (y - tall..y).contains(&at.y).then_some(index)
        }
    });
    let Some(index) = at_row else {
        return Vec::new();
    };
    let asked = app.articles.select(index, view);
    let opened = app.follow_selection();
    asked.into_iter().chain(opened).collect()
}

fn click_text(app: &mut App, layout: &Layout, at: Position) -> Vec<Effect> {
    let page = app.page_on(layout);
    let column = app.column_on(layout);
    if let Some(bar) = column.bar.filter(|bar| bar.contains(at)) {
        let (row, rows) = (usize::from(at.y - bar.y), usize::from(bar.height));
        go_on_bar(app, row, rows);
        return Vec::new();
    }
    if let (Some(reading), Some(row)) = (&mut app.reading, at.y.checked_sub(column.text.y)) {
        reading.go_row(usize::from(row), page);
    }
    Vec::new()
}

/// Goes to what a row of the bar beside the text stands for: its quote, or that part of the text.
fn go_on_bar(app: &mut App, row: usize, rows: usize) {
    app.note_jump();
    let page = app.page();
    let Some(reading) = &mut app.reading else {
        return;
    };
    let mark = minimap::marks(reading, page, rows).get(row).copied();
    match mark.and_then(|mark| mark.quote) {
        Some(quote) => app.go_quote(quote),
        None => {
            let byte = minimap::byte_at(reading, row, rows);
            reading.read_at(byte, page);
        }
    }
}

fn click_speakers(app: &mut App, layout: &Layout, at: Position) -> Vec<Effect> {
    let (Some(area), Some(reading)) = (layout.speakers, &app.reading) else {
        return Vec::new();
    };
    let (width, height) = layout.speakers_size();
    let row = usize::from(at.y.saturating_sub(area.body.y));
    let line = speakers::lines(reading, width, height).into_iter().nth(row);
    if let Some(Line::Words { quote, .. } | Line::Kept { quote, .. }) = line {
        app.go_quote(quote);
    }
    Vec::new()
}

fn wheel(app: &mut App, layout: &Layout, at: Position, sign: isize) -> Vec<Effect> {
    match &mut app.overlay {
        Overlay::Finder(finder) => return finder.go(sign).into_iter().collect(),
        Overlay::Collection(_) => return overviewing::wheel(app, layout.screen, at, sign),
        Overlay::Tags(_)
        | Overlay::Changes(_)
        | Overlay::Searches
        | Overlay::Links(_)
        | Overlay::History(_)
        | Overlay::Imports(_)
        | Overlay::Output(_)
        | Overlay::Help(_)
        | Overlay::Person(_)
        | Overlay::People(_)
        | Overlay::Copies(_) => {
            let action = if sign > 0 {
                Action::NextRow
            } else {
                Action::PreviousRow
            };
            return update(app, action);
        }
        Overlay::None => {}
        _ => return Vec::new(),
    }
    match layout.pane_at(at) {
        Some(Pane::Articles) => {
            let asked = app.articles.scroll(sign, layout.list_rows());
            let opened = app.follow_selection();
            asked.into_iter().chain(opened).collect()
        }
        Some(Pane::Text) => {
            let page = app.page_on(layout);
            if let Some(reading) = &mut app.reading {
                reading.scroll(sign * NOTCH, page);
            }
            Vec::new()
        }
        Some(Pane::Speakers) => step_cast(app, sign),
        Some(Pane::Searches) => searches::go(app, sign),
        None => Vec::new(),
    }
}
