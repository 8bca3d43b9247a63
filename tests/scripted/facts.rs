//! What scripts can say of the state, by name.

use onrecord::app::layout::Edge;
use onrecord::app::scoping::scope;
use onrecord::app::screen::line::Line;
use onrecord::app::{App, Overlay, Spread, words};
use onrecord::model::ArticleRow;

use crate::support::rig::Rig;
use crate::support::searches::saved;

/// A fact as it is now.
pub fn fact(rig: &mut Rig, name: &str) -> String {
    match name {
        "screen" => rig.screen(),
        "first-line" => first_line(rig),
        // The lines with the bar of what is chosen.
        "lit" => {
            let screen = rig.screen();
            let lines: Vec<&str> = screen.lines().filter(|line| line.contains('▌')).collect();
            lines.join("\n")
        }
        "in" => rig.app.context().name(),
        "told" => rig.told().to_owned(),
        "mouse" => on(rig.app.settings.mouse),
        "left" => on(rig.left),
        "imports" => imports(rig),
        "marked" => rig.app.marks.len().to_string(),
        "copied" => rig.copied.last().cloned().unwrap_or_default(),
        "outside" => format!("{:?}", rig.outside.last()),
        "tour" => on(rig.app.tour_step().is_some()),
        _ => list(rig, name)
            .or_else(|| text(rig, name))
            .or_else(|| kept(rig, name))
            .or_else(|| above(&rig.app, name))
            .unwrap_or_else(|| panic!("no fact is called {name}")),
    }
}

/// The first line of the text on the screen that is not blank.
fn first_line(rig: &mut Rig) -> String {
    rig.draw();
    let column = rig.app.column_on(&rig.app.layout().unwrap()).text;
    let buffer = rig.terminal.backend().buffer();
    let line = |y| -> String {
        let cells = (column.x..column.right()).map(|x| buffer[(x, y)].symbol());
        cells.collect()
    };
    let mut lines = (column.y..column.bottom()).map(line);
    lines
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default()
}

fn on(yes: bool) -> String {
    if yes { "on" } else { "off" }.to_owned()
}

fn imports(rig: &Rig) -> String {
    let list = rig.app.imports.list().into_iter();
    let each: Vec<String> = list.map(|l| format!("{} {:?}", l.named, l.state)).collect();
    each.join(", ").to_lowercase()
}

/// Of the list.
fn list(rig: &Rig, name: &str) -> Option<String> {
    let articles = &rig.app.articles;
    let all = |of: fn(&ArticleRow) -> bool| articles.rows().iter().filter(|r| of(r)).count();
    Some(match name {
        "row" => (articles.selected_index() + 1).to_string(),
        "rows" => articles.rows().len().to_string(),
        "starred" => all(|row| row.starred).to_string(),
        "read" => all(|row| row.read).to_string(),
        "filter" => articles.filter().to_owned(),
        "order" => articles.arrangement().name().to_owned(),
        _ => return None,
    })
}

/// Of the open article and the panes.
fn text(rig: &Rig, name: &str) -> Option<String> {
    let app = &rig.app;
    let reading = app.reading.as_ref();
    let layout = app.layout().unwrap();
    let border = |edge| layout.border(edge).map_or(0, |border| border.size);
    Some(match name {
        "article" => reading
            .map(|r| r.stored.article.display_title(80))
            .unwrap_or_default(),
        "quote" => {
            let quote = reading.and_then(|r| r.place.quote);
            quote.map_or_else(|| "none".to_owned(), |quote| (quote + 1).to_string())
        }
        "place" => reading
            .map_or(0, |r| r.place.focus.piece * 100_000 + r.place.focus.byte)
            .to_string(),
        "hit" => reading.map_or(0, |r| r.found.current + 1).to_string(),
        "only" => on(reading.is_some_and(|r| r.only)),
        "why" => on(app.why),
        "drawer" => on(app.drawer),
        "spread" => match app.spread {
            Spread::Beside => "panes",
            Spread::Alone => "one pane",
            Spread::Zen => "text",
        }
        .to_owned(),
        "column" => on(layout.searches.is_some()),
        "hidden" => on(app.settings.searches_hidden),
        "measure" => app
            .settings
            .chosen_measure
            .unwrap_or(app.settings.measure)
            .to_string(),
        "list" => border(Edge::List).to_string(),
        "drawn" => border(Edge::Speakers).to_string(),
        "chosen-size" => app.settings.panes.written().unwrap_or_default(),
        _ => return None,
    })
}

/// Of what the person keeps.
fn kept(rig: &Rig, name: &str) -> Option<String> {
    let store = rig.store.as_ref().unwrap();
    let kept = store.kept(rig.open_article()).unwrap();
    let tags = |tags: &[onrecord::model::Tag]| {
        let names: Vec<String> = tags.iter().map(ToString::to_string).collect();
        names.join(" ")
    };
    Some(match name {
        "star" => on(kept.starred),
        "tags" => tags(&kept.tags),
        "quote-tags" => kept.quotes.first().map_or(String::new(), |q| tags(&q.tags)),
        "note" => {
            let note = kept.quotes.into_iter().find_map(|quote| quote.note);
            note.unwrap_or_default()
        }
        "saved" => saved(rig).join(", "),
        "letters" => store.letters().unwrap().iter().map(|l| l.letter).collect(),
        _ => return None,
    })
}

/// Of what lies above the panes.
fn above(app: &App, name: &str) -> Option<String> {
    let overlay = &app.overlay;
    Some(match name {
        "chosen" => chosen(overlay).to_string(),
        "typed" => typed(overlay),
        "looks-among" => match overlay {
            Overlay::Finder(finder) => scope(app, finder).name(true).to_owned(),
            _ => String::new(),
        },
        "found" => match overlay {
            Overlay::Finder(finder) => finder.found.hits.len(),
            _ => 0,
        }
        .to_string(),
        "part" => match overlay {
            Overlay::Collection(page) => format!("{:?}", page.panel).to_lowercase(),
            _ => String::new(),
        },
        "bar" => match overlay {
            Overlay::Person(page) => page.bars.index() + 1,
            Overlay::Collection(page) => page.time.as_ref().map_or(0, |t| t.index() + 1),
            _ => 0,
        }
        .to_string(),
        "bars" => match overlay {
            Overlay::Person(page) => page.bars.all().len(),
            Overlay::Collection(page) => page.time.as_ref().map_or(0, |t| t.all().len()),
            _ => 0,
        }
        .to_string(),
        "period" => match overlay {
            Overlay::Person(page) => page.period.map(words::period).unwrap_or_default(),
            _ => String::new(),
        },
        "by-article" => on(matches!(overlay, Overlay::Person(page) if page.by_article)),
        "oldest-first" => on(matches!(overlay, Overlay::Copies(page) if page.oldest)),
        _ => return None,
    })
}

/// The number of what is chosen; of what scrolls, its first line.
fn chosen(overlay: &Overlay) -> usize {
    let at = match overlay {
        Overlay::Finder(finder) => finder.selected,
        Overlay::Tags(tags) => return tags.selected.map_or(0, |at| at + 1),
        Overlay::Changes(changes) => changes.selected,
        Overlay::Links(links) => links.selected,
        Overlay::History(history) => history.index(),
        Overlay::Imports(number) => usize::try_from(*number).unwrap(),
        Overlay::Orders(at) => *at,
        Overlay::Bulk(bulk) => bulk.selected,
        Overlay::Help(help) => help.top,
        Overlay::Person(page) => page.said.index(),
        Overlay::People(people) => people.index(),
        Overlay::Collection(page) => page.selected(page.panel),
        Overlay::Copies(page) => page.index(),
        Overlay::Palette(palette) => palette.selected,
        Overlay::Filter(filter) => return filter.choices.selected().map_or(0, |at| at + 1),
        _ => return 0,
    };
    at + 1
}

/// What is typed, the line or the text.
fn typed(overlay: &Overlay) -> String {
    match overlay {
        Overlay::Finder(finder) => finder.input.value().to_owned(),
        Overlay::Filter(filter) => filter.input.value().to_owned(),
        Overlay::Tags(tags) => tags.input.value().to_owned(),
        Overlay::Search(search) => search.input.value().to_owned(),
        Overlay::Naming(naming) => naming.input.value().to_owned(),
        Overlay::Line(Line { input, .. }) => input.value().to_owned(),
        Overlay::Palette(palette) => palette.input.value().to_owned(),
        Overlay::People(people) => people.input.value().to_owned(),
        _ => String::new(),
    }
}
