//! The links of the article, in a box above the panes; under them the chosen one whole, so that one sees
//! where it leads.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paint;
use crate::app::screen::links::{Foot, Links, Listed};
use crate::app::{App, BoxLayout};
use crate::text::wrap;

pub(super) fn render(app: &App, links: &Links, frame: &mut Frame<'_>) {
    let places = BoxLayout::of_links(frame.area(), links.rows.len());
    let hint = "a number opens its link";
    paint::boxed(app, &places, "Links", hint, frame);
    let (width, height) = places.size();
    let foot = links.foot(width, height);
    let (top, listed) = links.shown(&foot, height);
    let host = links.host.min(width / 2);
    let digits = links.rows.len().to_string().len();
    let rows = links.rows.iter().enumerate().skip(top).take(listed);
    for ((n, row), place) in rows.zip(places.inner.rows()) {
        draw(
            app,
            (n + 1, row),
            n == links.selected,
            (digits, host),
            place,
            frame,
        );
    }
    let theme = &app.settings.theme;
    let below = places.inner.rows().skip(listed.min(links.rows.len()) + 1);
    for (line, place) in foot.into_iter().zip(below) {
        let line = match line {
            Foot::Words(words) => Line::styled(words, theme.dim),
            Foot::Address(part) => Line::styled(part, theme.text.patch(theme.link)),
        };
        frame.render_widget(line, place);
    }
}

fn draw(
    app: &App,
    (number, row): (usize, &Listed),
    chosen: bool,
    (digits, host): (usize, usize),
    place: Rect,
    frame: &mut Frame<'_>,
) {
    let theme = &app.settings.theme;
    let (bar, style) = paint::row_dress(theme, chosen);
    let (named, path) = row.parts();
    let named = wrap::ellipsis(named, host);
    let blanks = host.saturating_sub(wrap::width(&named)) + 2;
    let room = usize::from(place.width).saturating_sub(digits + host + 5);
    let (words, path) = told(row, path, room);
    let line = Line::from(vec![
        Span::styled(bar, theme.accent),
        Span::styled(format!(" {number:>digits$} "), theme.key),
        Span::styled(named, style),
        Span::raw(" ".repeat(blanks)),
        Span::styled(words, style),
        Span::styled(path, theme.dim),
    ]);
    frame.render_widget(line, place);
}

/// Columns of what is behind the host, at least, where words stand before it.
const PATH: usize = 12;

/// What stands behind the host: the words of the link, and as much as there is room for of the rest of its
/// address.
fn told(row: &Listed, path: &str, room: usize) -> (String, String) {
    let path = match row.before {
        None if path.is_empty() => "this article".to_owned(),
        None => format!("this article: {path}"),
        Some(_) => path.to_owned(),
    };
    let Some(words) = &row.words else {
        return (String::new(), wrap::ellipsis(&path, room));
    };
    let least = wrap::width(&path).min(PATH);
    let most = match least {
        0 => room,
        least => room.saturating_sub(least + 2),
    };
    // Where there is room for little, the words say more.
    if most < 2 * PATH {
        return (wrap::ellipsis(words, room), String::new());
    }
    let words = wrap::ellipsis(words, most);
    let left = room.saturating_sub(wrap::width(&words) + 2);
    match path.is_empty() {
        true => (words, path),
        false => (format!("{words}  "), wrap::ellipsis(&path, left)),
    }
}
