//! The list of articles: title, publisher, date, number of quotes, read mark.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::paint;
use crate::app::arranging::offers;
use crate::app::event::Mark;
use crate::app::layout::{Pane, PaneArea, RowForm};
use crate::app::screen::articles::Articles;
use crate::app::screen::listed::Listed;
use crate::app::screen::speakers::shortened;
use crate::app::{Action, App, BoxLayout, Layout, words};
use crate::model::{Arrangement, ArticleOrder, ArticleRow};
use crate::text::wrap;

pub(super) fn render(app: &App, layout: &Layout, area: PaneArea, frame: &mut Frame<'_>) {
    let list = &app.articles;
    let position = position(app);
    // What there is matters more than all of the filter's words.
    let room = usize::from(area.name.width).saturating_sub(wrap::width(&position) + 7);
    let title = title(app, room);
    paint::name(app, Pane::Articles, area, &title, &position, frame);
    if list.rows().is_empty() {
        let lines = empty(app);
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        paint::hint(app, &lines, area.body, frame);
        return;
    }
    let height = layout.row_form.height();
    let lines = usize::from(area.body.height);
    let mut y = area.body.y;
    for listed in list.listed(lines, usize::from(height)) {
        let index = match listed {
            Listed::Row(index) => index,
            Listed::Heading(name) => {
                let place = Rect {
                    y,
                    height: 1,
                    ..area.body
                };
                heading(app, &name, place, frame);
                y += 1;
                continue;
            }
        };
        let row = &below_heading(&list.rows()[index], list);
        let place = Rect {
            y,
            height,
            ..area.body
        };
        let look = Look::of(app, row, index == list.selected_index());
        match layout.row_form {
            RowForm::Table => table_row(row, &look, place, frame),
            RowForm::Short => card(row, &look, place, 1, frame),
            RowForm::Tall => card(row, &look, place, 2, frame),
        }
        y += height;
    }
}

/// A row as it stands below the heading of its part, which says what all of them have; only those that
/// were unfolded need not have it.
fn below_heading(row: &ArticleRow, list: &Articles) -> ArticleRow {
    let arrangement = list.arrangement();
    let mut row = row.clone();
    let headed = arrangement.headed && !list.is_unfolded(row.id);
    match (headed, arrangement.order) {
        (true, ArticleOrder::Publisher) => row.publisher = None,
        (true, ArticleOrder::Newest) => row.date = None,
        _ => {}
    }
    row
}

/// What the list has and how it stands, in so many columns.
fn title(app: &App, room: usize) -> String {
    let list = &app.articles;
    let mut title = "Articles".to_owned();
    if list.arrangement() != Arrangement::default() {
        title = format!("{title} {}", list.arrangement().name());
    }
    let filter = list.filter();
    let filter = app.searches.name_of(filter).unwrap_or(filter);
    if !filter.is_empty() {
        title = format!("{title}, only: {filter}");
        if wrap::width(&title) > room {
            title = format!("Only: {filter}");
        }
    }
    wrap::ellipsis(&title, room)
}

/// The heading of a part of the list.
fn heading(app: &App, name: &str, place: Rect, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let width = usize::from(place.width).saturating_sub(2);
    let name = wrap::ellipsis(name, width);
    let rest = width.saturating_sub(wrap::width(&name) + 1);
    let line = Line::from(vec![
        Span::styled(format!(" {name} "), theme.heading),
        Span::styled("╌".repeat(rest), theme.line),
    ]);
    frame.render_widget(line, place);
}

/// The box of orders, a letter each; the one that is so now has a mark.
pub(super) fn orders(app: &App, at: usize, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let offers = offers(app);
    let places = BoxLayout::of_orders(frame.area(), offers.len());
    paint::boxed(app, &places, "Order of the list", "", frame);
    let rows = usize::from(places.inner.height).max(1);
    let top = (at + 1).saturating_sub(rows);
    let shown = offers.iter().enumerate().skip(top);
    for ((n, offer), row) in shown.zip(places.inner.rows()) {
        let (bar, style) = paint::row_dress(theme, n == at);
        let now = if offer.is { "✓ " } else { "  " };
        let line = Line::from(vec![
            Span::styled(bar, theme.accent),
            Span::styled(now, theme.strong),
            Span::styled(format!("{:<4}", offer.key), theme.key),
            Span::styled(offer.description, style),
        ]);
        frame.render_widget(line, row);
    }
}

fn position(app: &App) -> String {
    let length = app
        .articles
        .length(app.counts.map(|counts| counts.listed()));
    if app.articles.rows().is_empty() {
        return String::new();
    }
    let length = match length {
        Some(length) => words::thousands(length),
        // It is being counted.
        None => format!("{}+", words::thousands(app.articles.at_least())),
    };
    match app.articles.position() {
        Some(at) => format!("{} of {length}", words::thousands(at)),
        // The rows that are shown are those of the list before.
        None if app.articles.is_waiting() => "…".to_owned(),
        None => format!("of {length}"),
    }
}

fn empty(app: &App) -> Vec<String> {
    let key = |action| app.settings.keymap.key_of(action);
    match (app.articles.is_waiting(), app.articles.filter().is_empty()) {
        (true, _) => vec!["Reading the collection …".to_owned()],
        (false, true) => vec![
            "No articles yet.".to_owned(),
            ":import PATH brings some in.".to_owned(),
        ],
        (false, false) => vec![
            "No article matches this filter.".to_owned(),
            format!(
                "{} changes it, {} drops it.",
                key(Action::Filter),
                key(Action::Back)
            ),
        ],
    }
}

/// How a row looks by what it is: selected, unread, read.
struct Look {
    /// Before the title: that the row stands below its head, that it is marked, and its star.
    lead: String,
    bar: Span<'static>,
    mark: Span<'static>,
    title: Style,
    rest: Style,
}

impl Look {
    fn of(app: &App, row: &ArticleRow, selected: bool) -> Self {
        let theme = &app.settings.theme;
        let bar = match (selected, app.focus == Pane::Articles) {
            (true, true) => Span::styled("▌", theme.accent),
            (true, false) => Span::styled("▌", theme.dim),
            (false, _) => Span::raw(" "),
        };
        let mark = if row.read {
            Span::raw("  ")
        } else {
            Span::styled("● ", theme.unread)
        };
        let title = match (selected, row.read) {
            (true, _) => theme.selected,
            (false, true) => theme.dim,
            (false, false) => theme.text,
        };
        let signs = [
            ("↳ ", app.articles.is_unfolded(row.id)),
            ("◆ ", app.marks.has(&Mark::Article(row.id))),
            ("★ ", row.starred),
        ];
        let lead = signs.iter().filter(|(_, is)| *is).map(|(sign, _)| *sign);
        let lead = lead.collect();
        Self {
            lead,
            bar,
            mark,
            title,
            rest: theme.dim,
        }
    }
}

fn about(row: &ArticleRow, quotes: String) -> String {
    let date = row.date.map(words::date);
    [row.publisher.clone(), date, Some(quotes), alike(row)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// How many others say the same.
fn alike(row: &ArticleRow) -> Option<String> {
    (row.duplicates > 0).then(|| format!("+{}", row.duplicates))
}

/// The tags of an article, with a blank before each.
fn tags(row: &ArticleRow) -> String {
    row.tags.iter().map(|tag| format!(" {tag}")).collect()
}

/// The rest of a card: where there is little room, "quotes" is a letter, and then the publisher is cut;
/// with tags where there is some left.
fn about_within(row: &ArticleRow, width: usize) -> String {
    let about = shortened_about(row, width);
    let room = width.saturating_sub(wrap::width(&about));
    if row.tags.is_empty() || room < 5 {
        return about;
    }
    let tags = wrap::ellipsis(&format!(" ·{}", tags(row)), room);
    format!("{about}{tags}")
}

fn shortened_about(row: &ArticleRow, width: usize) -> String {
    let fits = |text: &String| wrap::width(text) <= width;
    let named = about(row, words::count(u64::from(row.quotes), "quote"));
    let whole = about(
        row,
        format!("{} q", words::thousands(u64::from(row.quotes))),
    );
    if let Some(about) = [&named, &whole].into_iter().find(|text| fits(text)) {
        return about.clone();
    }
    let Some(publisher) = &row.publisher else {
        return wrap::ellipsis(&whole, width);
    };
    let rest = wrap::width(&whole) - wrap::width(publisher);
    let short = wrap::ellipsis(publisher, width.saturating_sub(rest).max(3));
    wrap::ellipsis(&whole.replacen(publisher, &short, 1), width)
}

fn card(row: &ArticleRow, look: &Look, place: Rect, most: usize, frame: &mut Frame<'_>) {
    let width = usize::from(place.width).saturating_sub(4);
    let title = shortened(&format!("{}{}", look.lead, row.title), width, most);
    let mut lines: Vec<Line<'_>> = title
        .into_iter()
        .enumerate()
        .map(|(n, text)| {
            let mark = if n == 0 {
                look.mark.clone()
            } else {
                Span::raw("  ")
            };
            Line::from(vec![look.bar.clone(), mark, Span::styled(text, look.title)])
        })
        .collect();
    let about = about_within(row, width);
    lines.push(Line::from(vec![
        look.bar.clone(),
        Span::raw("  "),
        Span::styled(about, look.rest),
    ]));
    for (line, area) in lines.into_iter().zip(place.rows()) {
        frame.render_widget(line, area);
    }
}

fn table_row(row: &ArticleRow, look: &Look, place: Rect, frame: &mut Frame<'_>) {
    let date = row.date.map(words::date).unwrap_or_default();
    let quotes = match row.quotes {
        1 => "  1 quote ".to_owned(),
        n => format!("{n:>3} quotes"),
    };
    let publisher = row.publisher.as_deref().unwrap_or("");
    let room = usize::from(place.width / 6);
    let right = format!(
        " {}  {date:>11}  {quotes} ",
        pad(&wrap::ellipsis(publisher, room), room)
    );
    let width = usize::from(place.width).saturating_sub(3 + wrap::width(&right));
    let alike = alike(row).map(|n| format!(" {n}")).unwrap_or_default();
    // Where there is one line, a quarter of the title's room is for tags.
    let alike = format!("{}{alike}", wrap::ellipsis(&tags(row), width / 4));
    let room = width.saturating_sub(wrap::width(&alike));
    let title = format!("{}{}", look.lead, row.title);
    let title = pad(&format!("{}{alike}", wrap::ellipsis(&title, room)), width);
    frame.render_widget(
        Line::from(vec![
            look.bar.clone(),
            look.mark.clone(),
            Span::styled(title, look.title),
            Span::styled(right, look.rest),
        ]),
        place,
    );
}

/// `text` with blanks up to `width` columns.
fn pad(text: &str, width: usize) -> String {
    let blanks = width.saturating_sub(wrap::width(text));
    format!("{text}{}", " ".repeat(blanks))
}
