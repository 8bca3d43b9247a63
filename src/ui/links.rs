//! The links of the article, in a box above the panes; under them the chosen one whole, so that one sees
//! where it leads.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paint;
use crate::app::screen::links::{Links, Listed};
use crate::app::screen::speakers::shortened;
use crate::app::{App, BoxLayout};
use crate::text::wrap;

/// Lines of the address and of the words before it, at most.
const ADDRESS: usize = 3;
const WORDS: usize = 2;

pub(super) fn render(app: &App, links: &Links, frame: &mut Frame<'_>) {
    let places = BoxLayout::of_links(frame.area(), links.rows.len());
    let hint = "a number opens its link";
    paint::boxed(app, &places, "Links", hint, frame);
    let (width, height) = places.size();
    let foot = foot(links, width, height.saturating_sub(2));
    // A blank line parts them.
    let listed = height.saturating_sub(foot.len() + 1).max(1);
    let top = links.top(listed);
    let hosts = links.rows.iter().map(|row| wrap::width(row.parts().0));
    let host = hosts.max().unwrap_or(0).min(width / 2);
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
    for ((line, address), place) in foot.into_iter().zip(below) {
        let style = if address {
            theme.text.patch(theme.link)
        } else {
            theme.dim
        };
        frame.render_widget(Line::styled(line, style), place);
    }
}

/// The lines under the list: words before the chosen one, and its address, which is the more important.
fn foot(links: &Links, width: usize, most: usize) -> Vec<(String, bool)> {
    let Some(chosen) = links.chosen() else {
        return Vec::new();
    };
    let mut address = letters(&chosen.url, width);
    if address.len() > ADDRESS {
        address.truncate(ADDRESS);
        let cut = address.pop().unwrap_or_default();
        address.push(wrap::ellipsis(&format!("{cut}…"), width.saturating_sub(1)));
    }
    let words = match &chosen.before {
        None => vec!["The address of this article:".to_owned()],
        Some(before) if before.is_empty() => Vec::new(),
        Some(before) => tail(before, width),
    };
    let room = most.saturating_sub(address.len() + 1).min(WORDS);
    let words = words.into_iter().take(room).map(|line| (line, false));
    words
        .chain(address.into_iter().map(|line| (line, true)))
        .collect()
}

/// The end of the words, on at most so many lines.
fn tail(words: &str, width: usize) -> Vec<String> {
    let mut from = 0;
    loop {
        let rest = words.get(from..).unwrap_or("");
        let shown = match from {
            0 => rest.to_owned(),
            _ => format!("… {rest}"),
        };
        let lines = shortened(&shown, width, WORDS + 1);
        let next = rest.find(' ').map(|at| from + at + 1);
        match next {
            Some(next) if lines.len() > WORDS => from = next,
            _ => return lines.into_iter().take(WORDS).collect(),
        }
    }
}

/// An address cut where a line is full.
fn letters(url: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = url;
    while !rest.is_empty() {
        let (line, _) = wrap::fitting(rest, width.max(1));
        let end = line.len().max(1);
        lines.push(rest.get(..end).unwrap_or(rest).to_owned());
        rest = rest.get(end..).unwrap_or("");
    }
    lines
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
    let path = match row.before {
        None if path.is_empty() => "this article".to_owned(),
        None => format!("this article: {path}"),
        Some(_) => path.to_owned(),
    };
    let room = usize::from(place.width).saturating_sub(digits + host + 5);
    let line = Line::from(vec![
        Span::styled(bar, theme.accent),
        Span::styled(format!(" {number:>digits$} "), theme.key),
        Span::styled(named, style),
        Span::raw(" ".repeat(blanks)),
        Span::styled(wrap::ellipsis(&path, room), theme.dim),
    ]);
    frame.render_widget(line, place);
}
