//! The reader on the screen: [`render`] draws the state as it is, one file a pane.
//!
//! Pure: the same state and size give the same cells. Only what is visible is laid out. Must not
//! know: store, runtime.

mod articles;
mod bulk;
mod changes;
mod chart;
mod choices;
mod collection;
mod copies;
mod finder;
mod guide;
mod help;
mod history;
mod imports;
mod letters;
mod links;
mod note;
mod paint;
mod palette;
mod people;
mod person;
mod plainly;
mod searches;
mod speakers;
mod status;
mod tags;
mod taking;
mod text;
mod why;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::layout::{FinderLayout, SMALLEST};
use crate::app::screen::speakers::shortened;
use crate::app::{App, Layout, Overlay};

/// Draws the reader.
pub fn render(app: &App, frame: &mut Frame<'_>) {
    let told = draw(app, frame);
    guide::render(app, told, frame);
    plainly::ground(&app.settings.theme, frame.buffer_mut());
    if app.settings.ascii {
        // What lies above the panes covers the text.
        let text = app
            .layout()
            .filter(|_| matches!(app.overlay, Overlay::None));
        let text = text.filter(|layout| layout.text.is_some());
        // Nor are the words of the box of reasons printed ones.
        let text = text.map(|layout| Rect {
            height: u16::try_from(app.page_on(&layout).height).unwrap_or(0),
            ..app.column_on(&layout).text
        });
        plainly::letters(frame.buffer_mut(), text);
    }
}

/// Draws all but what guides; gives how many rows are told at the foot.
fn draw(app: &App, frame: &mut Frame<'_>) -> u16 {
    let screen = frame.area();
    let Some(layout) = app.layout_on(screen) else {
        too_small(screen, frame);
        return 0;
    };
    panes(app, &layout, frame);
    match app.under.last() {
        Some(Overlay::Person(page)) => person::render(app, page, frame),
        Some(Overlay::People(page)) => people::render(app, page, frame),
        Some(Overlay::Collection(page)) => collection::render(app, page, frame),
        Some(Overlay::Copies(page)) => copies::render(app, page, frame),
        _ => {}
    }
    if !matches!(
        app.overlay,
        Overlay::None
            | Overlay::Filter(_)
            | Overlay::Search(_)
            | Overlay::Person(_)
            | Overlay::People(_)
            | Overlay::Collection(_)
            | Overlay::Copies(_)
    ) {
        paint::recede(app, frame);
    }
    status::render(app, &layout, frame);
    match &app.overlay {
        Overlay::None | Overlay::Filter(_) | Overlay::Search(_) => {}
        Overlay::Finder(finder) => finder::render(app, finder, frame),
        Overlay::Tags(tags) => tags::render(app, tags, frame),
        Overlay::Note(note) => note::render(app, note, frame),
        Overlay::Changes(changes) => changes::render(app, changes, frame),
        Overlay::Orders(at) => articles::orders(app, *at, frame),
        Overlay::Bulk(bulk) => bulk::render(app, bulk, frame),
        Overlay::Searches => searches::render(app, frame),
        Overlay::Naming(naming) => searches::naming(app, naming, frame),
        Overlay::Formats(title) => taking::formats(app, title, frame),
        Overlay::Line(line) => taking::line(app, line, frame),
        Overlay::Output(output) => taking::output(app, output, frame),
        Overlay::History(history) => history::render(app, history, frame),
        Overlay::Imports(chosen) => imports::render(app, *chosen, frame),
        Overlay::Links(links) => links::render(app, links, frame),
        Overlay::Letters(letters) => letters::render(app, letters, frame),
        Overlay::Help(help) => help::render(app, help, frame),
        Overlay::Person(page) => person::render(app, page, frame),
        Overlay::People(people) => people::render(app, people, frame),
        Overlay::Collection(page) => collection::render(app, page, frame),
        Overlay::Copies(page) => copies::render(app, page, frame),
        Overlay::Palette(palette) => palette::render(app, palette, frame),
    }
    messages(app, &layout, frame)
}

/// What is told, above whatever lies there; gives how many rows that has.
fn messages(app: &App, layout: &Layout, frame: &mut Frame<'_>) -> u16 {
    let screen = frame.area();
    // The finder of a small screen tells it in its border.
    let covered = matches!(&app.overlay, Overlay::Finder(_))
        && FinderLayout::of(screen).covers_messages(screen);
    let told = match covered {
        true => 1,
        false => status::message(app, layout, frame),
    };
    match app.shows_trouble() {
        true => told + status::trouble(app, layout, told, frame),
        false => told,
    }
}

fn panes(app: &App, layout: &Layout, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let lines = layout.lines.into_iter().chain([layout.searches_line]);
    let held = app.dragged.and_then(|edge| layout.border(edge));
    for line in lines.flatten() {
        let style = match held.is_some_and(|border| border.area == line) {
            true => theme.accent,
            false => theme.line,
        };
        for y in line.y..line.bottom() {
            let mark = if y == line.y { "┬" } else { "│" };
            frame.buffer_mut().set_string(line.x, y, mark, style);
        }
    }
    if let Some(area) = layout.searches {
        searches::column(app, area, frame);
    }
    if let Some(area) = layout.articles {
        articles::render(app, layout, area, frame);
    }
    if let Some(area) = layout.text {
        text::render(app, layout, area, frame);
    }
    if let Some(area) = layout.speakers {
        speakers::render(app, layout, area, frame);
    }
}

fn too_small(screen: Rect, frame: &mut Frame<'_>) {
    let (width, height) = SMALLEST;
    let lines = [
        "Too small to read here.".to_owned(),
        format!("Make it {width}x{height}"),
        format!("or larger (is {}x{}).", screen.width, screen.height),
    ];
    // Narrower than the words themselves, they go on below.
    let lines = lines
        .iter()
        .flat_map(|line| shortened(line, usize::from(screen.width).max(1), 3));
    for (row, line) in screen.rows().zip(lines) {
        frame.render_widget(Line::from(line), row);
    }
}
