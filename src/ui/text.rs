//! The text of the article: head, headings, paragraphs, captions and lists, with every quote
//! coloured by kind, marked in the gutter, and the current one stronger.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{paint, why};
use crate::app::flow::{Dress, Row};
use crate::app::layout::{Column, Pane, PaneArea};
use crate::app::screen::minimap;
use crate::app::screen::reading::{Page, Reading};
use crate::app::{App, Layout};
use crate::config::theme::{Theme, gutter_mark};
use crate::model::{BlockRole, Quote, Span as Bytes};
use crate::text::wrap;

pub(super) fn render(app: &App, layout: &Layout, area: PaneArea, frame: &mut Frame<'_>) {
    let Some(reading) = &app.reading else {
        paint::name(app, Pane::Text, area, "Text", "", frame);
        return;
    };
    let page = app.page_on(layout);
    let position = position(reading, app.whole_page_on(layout));
    let most = usize::from(area.name.width) / 2;
    paint::name(
        app,
        Pane::Text,
        area,
        &name(reading, most),
        &position,
        frame,
    );
    let column = app.column_on(layout);
    let why = app.why_on(layout);
    let lit: Vec<Bytes> = match &why {
        Some((why, _)) => why.steps.iter().map(|step| step.span).collect(),
        None => reading.lit.clone(),
    };
    let view = reading.view(page);
    let mut row = view.top;
    for screen_row in column.text.rows() {
        draw_row(app, (reading, &lit), row, column, screen_row.y, frame);
        let (next, came) = reading.flow.walk(&reading.stored.article, row, 1);
        if came == 0 {
            break;
        }
        row = next;
    }
    bar(app, reading, (page, column), frame);
    if let Some((why, rows)) = why {
        why::render(app, &why, area, rows, frame);
    }
}

/// Where one is in the article, and where its quotes lie: the letters are those of the speakers.
fn bar(app: &App, reading: &Reading, (page, column): (Page, Column), frame: &mut Frame<'_>) {
    let Some(area) = column.bar else {
        return;
    };
    let theme = &app.settings.theme;
    let marks = minimap::marks(reading, page, usize::from(area.height));
    for (mark, row) in marks.iter().zip(area.rows()) {
        let (line, style) = match mark.seen {
            true => ("┃", theme.text),
            false => ("│", theme.line),
        };
        let Some(quote) = mark.quote else {
            frame.buffer_mut().set_string(row.x, row.y, line, style);
            continue;
        };
        let place = minimap::place_of_speaker(reading, quote);
        let mut style = theme.speaker(place);
        if mark.seen {
            style = style.patch(theme.strong);
        }
        if reading.place.quote == Some(quote) {
            style = style.patch(theme.current);
        }
        let letter = minimap::letter(place).to_string();
        frame.buffer_mut().set_string(row.x, row.y, letter, style);
    }
}

/// The pane's name with the article's star and tags.
fn name(reading: &Reading, most: usize) -> String {
    let mut name = "Text".to_owned();
    if reading.kept.starred {
        name.push_str(" ★");
    }
    for tag in &reading.kept.tags {
        name = format!("{name} {tag}");
    }
    wrap::ellipsis(&name, most)
}

/// Where one is in the article.
pub(super) fn position(reading: &Reading, page: Page) -> String {
    let percent = reading.percent(page);
    if reading.only {
        let found = &reading.found;
        let words = wrap::ellipsis(&found.words, 20);
        return format!("only “{words}” · {}", found.position());
    }
    match (reading.place.quote, reading.quotes().len()) {
        (_, 0) => format!("no quotes · {percent}%"),
        (Some(n), all) => format!("quote {} of {all} · {percent}%", n + 1),
        (None, all) => format!("{all} quotes · {percent}%"),
    }
}

fn draw_row(
    app: &App,
    (reading, lit): (&Reading, &[Bytes]),
    row: Row,
    column: Column,
    y: u16,
    frame: &mut Frame<'_>,
) {
    let (flow, article) = (&reading.flow, &reading.stored.article);
    let gap = flow.gap(row.piece);
    let Some(line) = row.row.checked_sub(gap) else {
        return;
    };
    let words = flow.words(article, row.piece);
    let lines = flow.lines(article, row.piece);
    let Some(range) = lines.get(line).map(|line| wrap::trimmed(words, line)) else {
        return;
    };
    let theme = &app.settings.theme;
    let dress = flow.dress(row.piece);
    let base = style(theme, dress);
    let indent = u16::try_from(flow.indent(row.piece)).unwrap_or(0);
    draw_lead(theme, dress, words, line, column, y, frame);
    let (x, width) = (
        column.text.x + indent,
        usize::from(column.text.width - indent.min(column.text.width)),
    );
    let spans = match flow.offset(row.piece) {
        None => vec![Span::styled(&words[range], base)],
        Some(start) => {
            let bytes = Bytes::new(start + range.start, start + range.end);
            draw_gutter(app, reading, bytes, (column, y), frame);
            marked(theme, (reading, lit), bytes, base)
        }
    };
    let width = u16::try_from(width).unwrap_or(0);
    frame.buffer_mut().set_line(x, y, &Line::from(spans), width);
}

fn style(theme: &Theme, dress: Dress) -> Style {
    match dress {
        Dress::Headline => theme.strong,
        Dress::Credit => theme.dim,
        Dress::Subtitle | Dress::Block(BlockRole::Quote) => theme.aside,
        Dress::Block(BlockRole::Caption | BlockRole::Furniture) => theme.aside.patch(theme.dim),
        Dress::Block(BlockRole::Heading) => theme.heading,
        Dress::Block(BlockRole::Paragraph | BlockRole::List) => theme.text,
    }
}

/// What stands left of an indented piece: a bullet, or the line beside a block quotation.
fn draw_lead(
    theme: &Theme,
    dress: Dress,
    words: &str,
    line: usize,
    column: Column,
    y: u16,
    frame: &mut Frame<'_>,
) {
    let bulleted = words.starts_with(|c: char| !c.is_alphabetic() && c != '“' && c != '"');
    let lead = match dress {
        Dress::Block(BlockRole::List) if line == 0 && !bulleted => "•",
        Dress::Block(BlockRole::Quote) => "▏",
        _ => return,
    };
    frame
        .buffer_mut()
        .set_string(column.text.x, y, lead, theme.dim);
}

/// The mark beside a line with quotes: of the current one where it is there, else of the first.
/// Before it stands whether something is kept with a quote that begins here, and whether the filter
/// finds it; in its place where every column counts.
fn draw_gutter(
    app: &App,
    reading: &Reading,
    bytes: Bytes,
    (column, y): (Column, u16),
    frame: &mut Frame<'_>,
) {
    let theme = &app.settings.theme;
    let on_line = |quote: &Quote| quote.content.iter().any(|span| span.overlaps(bytes));
    let current = reading.quote().filter(|quote| on_line(quote));
    let quote = current.or_else(|| reading.quotes().iter().find(|quote| on_line(quote)));
    if let Some(quote) = quote {
        let mark = gutter_mark(quote.kind, current.is_some());
        frame
            .buffer_mut()
            .set_string(column.gutter, y, mark, theme.kind(quote.kind));
    }
    let begins = |n: &usize| begins_on(reading, *n, bytes);
    let sought = reading.sought.quotes.iter().any(begins).then_some("▸");
    let marks = kept_mark(app, reading, bytes).into_iter().chain(sought);
    for (mark, before) in marks.zip(1..) {
        let x = column.gutter - before.min(column.left);
        frame.buffer_mut().set_string(x, y, mark, theme.strong);
    }
}

/// Whether a quote begins on a line.
fn begins_on(reading: &Reading, n: usize, bytes: Bytes) -> bool {
    let first = reading.quotes().get(n).and_then(|q| q.content.first());
    first.is_some_and(|span| bytes.start <= span.start && span.start < bytes.end)
}

/// The mark beside the first line of a quote that has a note or tags, or is marked to be taken away.
fn kept_mark(app: &App, reading: &Reading, bytes: Bytes) -> Option<&'static str> {
    let begins = |n: usize| begins_on(reading, n, bytes);
    let kept = reading.kept.quotes.iter();
    let here: Vec<_> = kept.filter(|k| k.ordinal.is_some_and(begins)).collect();
    let quotes = 0..reading.quotes().len();
    let marked = !app.marks.is_empty() && quotes.into_iter().any(|n| begins(n) && app.is_marked(n));
    match here.iter().any(|k| k.note.is_some()) {
        _ if marked => Some("◆"),
        true => Some("✎"),
        false if here.is_empty() => None,
        false => Some("#"),
    }
}

/// The words of a line with the quotes on it in their colours. The current quote is laid over the
/// others, and its speaker as printed is marked too.
fn marked<'a>(
    theme: &Theme,
    (reading, lit): (&'a Reading, &[Bytes]),
    bytes: Bytes,
    base: Style,
) -> Vec<Span<'a>> {
    let mut parts: Vec<(Bytes, Style)> = Vec::new();
    let mut lay = |span: Bytes, style: Style| {
        if span.overlaps(bytes) {
            parts.push((span, style));
        }
    };
    for link in reading.links_on(bytes) {
        lay(link.span, theme.link);
    }
    for quote in reading.quotes() {
        for span in &quote.content {
            lay(*span, theme.kind(quote.kind));
        }
    }
    if let Some(quote) = reading.quote() {
        for span in &quote.source {
            lay(*span, theme.source);
        }
        for span in &quote.content {
            lay(*span, theme.kind(quote.kind).patch(theme.current));
        }
    }
    for span in lit.iter().chain(reading.found.on(bytes)) {
        lay(*span, theme.matched);
    }
    if let Some(hit) = reading.found.hits.get(reading.found.current) {
        lay(*hit, theme.matched.patch(theme.current));
    }
    cut(&reading.stored.article.text, bytes, base, &parts)
}

/// Cuts a line where a part begins or ends; later parts lie above earlier ones.
fn cut<'a>(text: &'a str, line: Bytes, base: Style, parts: &[(Bytes, Style)]) -> Vec<Span<'a>> {
    let mut cuts: Vec<usize> = parts
        .iter()
        .flat_map(|(span, _)| [span.start, span.end])
        .filter(|at| line.start < *at && *at < line.end)
        .collect();
    cuts.extend([line.start, line.end]);
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .map(|pair| {
            let span = Bytes::new(pair[0], pair[1]);
            let style = parts
                .iter()
                .filter(|(part, _)| part.covers(span))
                .fold(base, |style, (_, over)| style.patch(*over));
            Span::styled(span.of(text), style)
        })
        .collect()
}
