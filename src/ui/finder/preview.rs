//! What is beside the chosen hit of the finder: a quote in its paragraph, what someone said last, the
//! passage or the beginning of an article.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::event::{FoundArticle, FoundPerson, FoundQuote, Hit};
use crate::app::layout::FinderLayout;
use crate::app::screen::finder::{Finder, Shown};
use crate::app::screen::reading::extent;
use crate::app::{App, words};
use crate::model::{ArticleRow, BlockRole, Date, Quote, QuoteRow, Span as Bytes, StoredArticle};
use crate::text::wrap;
use crate::ui::paint;

/// Bytes of a paragraph that are looked at.
const MOST: usize = 8 * 1024;
/// Lines of a quote among those of one person.
const SAID: usize = 3;

/// Draws what is beside the chosen hit.
pub(super) fn render(
    app: &App,
    finder: &Finder,
    places: &FinderLayout,
    area: Rect,
    frame: &mut Frame<'_>,
) {
    let theme = &app.settings.theme;
    let beside = area.y == places.hits.y;
    if beside {
        for y in area.y..area.bottom() {
            frame
                .buffer_mut()
                .set_string(area.x - 2, y, "│", theme.line);
        }
    } else {
        let rule = "─".repeat(usize::from(area.width));
        frame
            .buffer_mut()
            .set_string(area.x, area.y, rule, theme.line);
    }
    let top = area.y + u16::from(!beside);
    let area = Rect {
        y: top,
        height: area.bottom() - top,
        ..area
    };
    for (line, row) in lines(app, finder, area).into_iter().zip(area.rows()) {
        frame.render_widget(line, row);
    }
}

fn lines(app: &App, finder: &Finder, area: Rect) -> Vec<Line<'static>> {
    let (width, height) = (usize::from(area.width), usize::from(area.height));
    if let Some(Hit::Article(FoundArticle {
        row,
        title_marks,
        passage: Some(passage),
    })) = finder.chosen()
    {
        let mut lines = head(app, row, title_marks, width);
        let room = height.saturating_sub(lines.len());
        let lit = app.settings.theme.matched;
        let first = passage.marks.first().map_or(0, |mark| mark.start);
        lines.extend(wrapped(
            app,
            &passage.text,
            &passage.marks,
            lit,
            (first, width, room),
        ));
        return lines;
    }
    match finder.preview_of_chosen() {
        None => Vec::new(),
        Some(Shown::Quote(hit, stored, ordinal)) => quote(app, hit, (stored, ordinal), area),
        Some(Shown::Person(person, quotes)) => spoken(app, person, quotes, width),
        Some(Shown::Article(stored)) => article(app, finder, stored, (width, height)),
    }
}

/// Who said it and where it stands, and the paragraph with the quote lit.
fn quote(
    app: &App,
    hit: &FoundQuote,
    (stored, ordinal): (&StoredArticle, usize),
    area: Rect,
) -> Vec<Line<'static>> {
    let width = usize::from(area.width);
    let mut lines = origin(app, hit, width);
    let room = usize::from(area.height).saturating_sub(lines.len());
    if let Some(quote) = stored.extraction.quotes.get(ordinal) {
        lines.extend(paragraph_lines(app, stored, quote, width, room));
    }
    lines
}

/// Who it is, and what they said last.
fn spoken(
    app: &App,
    person: &FoundPerson,
    quotes: &[QuoteRow],
    width: usize,
) -> Vec<Line<'static>> {
    let theme = &app.settings.theme;
    let role = quotes.iter().find_map(|quote| quote.role.clone());
    let heads = [(Some(person.name.clone()), theme.strong), (role, theme.dim)];
    let heads = heads.into_iter();
    let mut lines: Vec<Line<'static>> = heads
        .filter_map(|(text, style)| Some(styled(&text?, width, style)))
        .collect();
    for quote in quotes {
        lines.push(Line::default());
        let text = &quote.text[..quote.text.floor_char_boundary(MOST)];
        let text = words::marked(quote.kind, text);
        let said = wrap::wrap(&text, width);
        let shown = said.iter().take(SAID).enumerate().map(|(n, line)| {
            let cut = n + 1 == SAID && said.len() > SAID;
            let more = if cut { "…" } else { "" };
            let line = format!("{}{more}", &text[wrap::trimmed(&text, line)]);
            styled(&line, width, theme.kind(quote.kind))
        });
        lines.extend(shown);
        let place = place(quote.publisher.as_ref(), quote.date);
        lines.extend(place.map(|place| styled(&place, width, theme.dim)));
    }
    lines
}

/// The head of an article and how it begins.
fn article(
    app: &App,
    finder: &Finder,
    stored: &StoredArticle,
    (width, height): (usize, usize),
) -> Vec<Line<'static>> {
    let mut lines = match finder.chosen() {
        Some(Hit::Article(hit)) => head(app, &hit.row, &hit.title_marks, width),
        _ => Vec::new(),
    };
    let blocks = stored.article.blocks.iter();
    let shown = blocks.filter(|block| block.role != BlockRole::Furniture);
    for block in shown {
        let room = height.saturating_sub(lines.len());
        if room == 0 {
            break;
        }
        let text = capped(block.span, &stored.article.text);
        let theme = &app.settings.theme;
        lines.extend(wrapped(app, text, &[], theme.text, (0, width, room)));
        lines.push(Line::default());
    }
    lines
}

/// The title, where and when the article came out, and an empty line.
fn head(app: &App, row: &ArticleRow, marks: &[Range<usize>], width: usize) -> Vec<Line<'static>> {
    const MOST: usize = 3;
    let theme = &app.settings.theme;
    let title = wrap::wrap(&row.title, width);
    let mut lines: Vec<Line<'static>> = title
        .iter()
        .take(MOST)
        .map(|line| lit(&row.title, marks, line, theme.strong, theme.matched))
        .collect();
    let place = place(row.publisher.as_ref(), row.date);
    lines.extend(place.map(|place| styled(&place, width, theme.dim)));
    lines.push(Line::default());
    lines
}

/// Words in `room` lines, from shortly before the byte `first` where there are more.
fn wrapped(
    app: &App,
    words: &str,
    marks: &[Range<usize>],
    style: Style,
    (first, width, room): (usize, usize, usize),
) -> Vec<Line<'static>> {
    let theme = &app.settings.theme;
    let lines = wrap::wrap(words, width);
    let at = lines.partition_point(|line| line.end <= first);
    let skip = at.saturating_sub(2).min(lines.len().saturating_sub(room));
    let lines = lines.iter().skip(skip).take(room);
    lines
        .map(|line| lit(words, marks, line, theme.text, style))
        .collect()
}

/// A line of a text, with what of the marks is on it.
fn lit(
    text: &str,
    marks: &[Range<usize>],
    line: &Range<usize>,
    base: Style,
    style: Style,
) -> Line<'static> {
    let shown = wrap::trimmed(text, line);
    let marks = marks.iter().map(|mark| {
        let at = |byte: usize| byte.clamp(shown.start, shown.end) - shown.start;
        at(mark.start)..at(mark.end)
    });
    let marks: Vec<Range<usize>> = marks.filter(|mark| !mark.is_empty()).collect();
    let spans = paint::lit_line(&text[shown], &marks, base, style).into_iter();
    let owned = spans.map(|span| Span::styled(span.content.into_owned(), span.style));
    Line::from_iter(owned)
}

fn styled(text: &str, width: usize, style: Style) -> Line<'static> {
    Line::styled(wrap::ellipsis(text, width), style)
}

/// Publisher and date, as far as they are known.
fn place(publisher: Option<&String>, date: Option<Date>) -> Option<String> {
    let date = date.map(words::date);
    let parts: Vec<String> = [publisher.cloned(), date].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// Speaker, role, publisher and date, as far as they are known, and an empty line.
fn origin(app: &App, hit: &FoundQuote, width: usize) -> Vec<Line<'static>> {
    let theme = &app.settings.theme;
    let place = place(hit.row.publisher.as_ref(), hit.row.date);
    let parts = [
        (hit.row.speaker.clone(), theme.strong),
        (hit.row.role.clone(), theme.dim),
        (place, theme.dim),
    ];
    let mut lines: Vec<Line<'static>> = parts
        .into_iter()
        .filter_map(|(text, style)| Some(styled(&text?, width, style)))
        .collect();
    lines.push(Line::default());
    lines
}

/// The paragraph of a quote in `room` lines, from shortly before the quote where it is longer.
fn paragraph_lines(
    app: &App,
    stored: &StoredArticle,
    quote: &Quote,
    width: usize,
    room: usize,
) -> Vec<Line<'static>> {
    let theme = &app.settings.theme;
    let around = extent(quote).map_or(Bytes::new(0, 0), |span| paragraph(stored, span));
    let within = quote.content.iter().map(|span| {
        let at = |byte: usize| byte.clamp(around.start, around.end) - around.start;
        at(span.start)..at(span.end)
    });
    let marks: Vec<Range<usize>> = within.collect();
    let first = marks.first().map_or(0, |mark| mark.start);
    let style = theme.kind(quote.kind).patch(theme.current);
    let words = around.of(&stored.article.text);
    wrapped(app, words, &marks, style, (first, width, room))
}

/// The start of a block, as much of it as a preview may show.
fn capped(span: Bytes, text: &str) -> &str {
    let block = span.of(text);
    &block[..block.floor_char_boundary(MOST)]
}

/// The block in which the quote begins; at most some thousand bytes of it from the quote on.
fn paragraph(stored: &StoredArticle, span: Bytes) -> Bytes {
    let block = stored
        .article
        .blocks
        .iter()
        .find(|block| block.span.contains(span.start));
    let whole = block.map_or(span, |block| block.span);
    if whole.len() <= MOST {
        return whole;
    }
    let mut end = (span.start + MOST).min(whole.end);
    while !stored.article.text.is_char_boundary(end) {
        end -= 1;
    }
    Bytes::new(span.start, end)
}
