//! The saved searches: the box that lists them, their column, and the name that is typed for one.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::paint;
use crate::app::action::{Action, SearchAction};
use crate::app::layout::{Pane, PaneArea};
use crate::app::screen::searches::{Named, Naming, Passing, Row};
use crate::app::screen::speakers::shortened;
use crate::app::{App, BoxLayout, words};
use crate::text::wrap;

/// Columns of a name in the box at most.
const NAME: usize = 28;

/// The box.
pub(super) fn render(app: &App, frame: &mut Frame<'_>) {
    let rows = app.searches.rows(app.counts);
    let places = BoxLayout::of_searches(frame.area(), app.searches.box_lines());
    let chosen = rows.get(app.searches.selected);
    let why = chosen.and_then(|row| match &row.passing {
        Passing::Unreadable(why) => Some(why.as_str()),
        _ => None,
    });
    paint::boxed(app, &places, "Saved searches", why.unwrap_or(""), frame);
    let (width, height) = places.size();
    let standing = app.searches.standing(app.articles.filter());
    let longest = rows.iter().map(|row| wrap::width(&row.name)).max();
    let name = longest.unwrap_or(0).min(NAME).min(width / 3);
    let counts: Vec<String> = rows.iter().map(count).collect();
    let number = counts.iter().map(|count| wrap::width(count)).max();
    let number = number.unwrap_or(0);
    let shown = rows.iter().zip(counts).enumerate();
    let shown = shown.skip(app.searches.top(height));
    for ((at, (row, count)), place) in shown.zip(places.inner.rows()) {
        let look = Look::of(app, row, at == app.searches.selected, standing == Some(at));
        let room = width.saturating_sub(name + number + 7);
        let line = Line::from(vec![
            look.bar,
            look.mark,
            Span::styled(padded(&row.name, name), look.name),
            Span::styled(format!("  {count:>number$}  "), look.count),
            Span::styled(wrap::ellipsis(&row.query, room), look.query),
        ]);
        frame.render_widget(line, place);
    }
    if app.searches.is_empty() {
        let used = u16::try_from(rows.len() + 1).unwrap_or(u16::MAX);
        let below = Rect {
            y: places.inner.y.saturating_add(used),
            height: places.inner.height.saturating_sub(used),
            ..places.inner
        };
        let lines = shortened(&nothing(app, true), width.saturating_sub(6), 2);
        for (text, row) in lines.into_iter().zip(below.rows()) {
            let line = format!("   {text}");
            frame.render_widget(Line::styled(line, app.settings.theme.dim), row);
        }
    }
}

/// The column.
pub(super) fn column(app: &App, area: PaneArea, frame: &mut Frame<'_>) {
    paint::name(app, Pane::Searches, area, "Searches", "", frame);
    let rows = app.searches.rows(app.counts);
    let standing = app.searches.standing(app.articles.filter());
    let lines = app.searches.lines(usize::from(area.body.height));
    let used = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    for (line, place) in lines.into_iter().zip(area.body.rows()) {
        let Some((at, row)) = line.and_then(|at| Some((at, rows.get(at)?))) else {
            continue;
        };
        let chosen = at == app.searches.selected && app.focus == Pane::Searches;
        in_column(app, row, (chosen, standing == Some(at)), place, frame);
    }
    if app.searches.are_known() && app.searches.is_empty() {
        let below = Rect {
            y: area.body.y + used,
            height: area.body.height.saturating_sub(used),
            ..area.body
        };
        let width = usize::from(below.width.saturating_sub(4));
        let lines = shortened(&nothing(app, false), width, usize::from(below.height));
        for (text, row) in lines.into_iter().zip(below.rows()) {
            let line = format!("   {text}");
            frame.render_widget(Line::styled(line, app.settings.theme.dim), row);
        }
    }
}

fn in_column(
    app: &App,
    row: &Row,
    (chosen, stands): (bool, bool),
    place: Rect,
    frame: &mut Frame<'_>,
) {
    let look = Look::of(app, row, chosen, stands);
    let count = count(row);
    let width = usize::from(place.width).saturating_sub(4);
    let room = width.saturating_sub(wrap::width(&count) + 1);
    let line = Line::from(vec![
        look.bar,
        look.mark,
        Span::styled(padded(&row.name, room), look.name),
        Span::styled(format!(" {count}"), look.count),
    ]);
    frame.render_widget(line, place);
}

/// How many pass, as it is shown.
fn count(row: &Row) -> String {
    match &row.passing {
        Passing::Known(n) => words::thousands(*n),
        Passing::Unknown => "…".to_owned(),
        Passing::Unreadable(_) => "?".to_owned(),
    }
}

/// How a row looks.
struct Look {
    bar: Span<'static>,
    mark: Span<'static>,
    name: Style,
    count: Style,
    query: Style,
}

impl Look {
    fn of(app: &App, row: &Row, chosen: bool, stands: bool) -> Self {
        let theme = &app.settings.theme;
        let unreadable = matches!(row.passing, Passing::Unreadable(_));
        Self {
            bar: match chosen {
                true => Span::styled("▌", theme.accent),
                false => Span::raw(" "),
            },
            mark: match stands {
                true => Span::styled("✓ ", theme.strong),
                false => Span::raw("  "),
            },
            name: match (chosen, stands) {
                (true, _) => theme.selected,
                (false, true) => theme.strong,
                (false, false) => theme.text,
            },
            count: if unreadable { theme.error } else { theme.dim },
            query: if unreadable { theme.error } else { theme.dim },
        }
    }
}

/// How a search is saved, where there is none.
fn nothing(app: &App, boxed: bool) -> String {
    let key = |action| app.settings.keymap.key_of(action);
    let save = key(Action::Search(SearchAction::Save));
    let filter = key(Action::Filter);
    match (boxed, app.articles.filter().is_empty()) {
        (false, _) => format!("{filter} filters the list, {save} saves the filter here."),
        (true, true) => {
            format!("None saved yet: {filter} filters the list, then {save} saves the filter.")
        }
        (true, false) => format!("None saved yet: {save} saves the filter in force."),
    }
}

/// The name that is typed for a search.
pub(super) fn naming(app: &App, naming: &Naming, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let places = BoxLayout::of_line(frame.area());
    let title = match &naming.what {
        Named::Save(_) => "Save the filter under a name".to_owned(),
        Named::Rename(from) => format!("Another name for {from}"),
    };
    paint::boxed(app, &places, &title, "", frame);
    let input = Rect {
        height: 1,
        ..places.inner
    };
    paint::input(app, "› ", &naming.input, "", input, frame);
    let below = places.below_input();
    let (hint, is_wrong) = app.naming_hint(naming);
    let style = if is_wrong { theme.error } else { theme.dim };
    let lines = shortened(&hint, usize::from(below.width), usize::from(below.height));
    for (text, row) in lines.into_iter().zip(below.rows()) {
        frame.render_widget(Line::styled(text, style), row);
    }
}

/// `text` cut or with blanks, so that it has so many columns.
fn padded(text: &str, columns: usize) -> String {
    let text = wrap::ellipsis(text, columns);
    let blanks = columns.saturating_sub(wrap::width(&text));
    format!("{text}{}", " ".repeat(blanks))
}
