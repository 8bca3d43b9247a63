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
use crate::app::{App, words};
use crate::model::{ArticleRow, BlockRole, Date, Quote, QuoteRow, Span as Bytes, StoredArticle};
use crate::text::wrap;

/// Bytes of a paragraph that are looked at.
const MOST: usize = 8 * 1024;
/// With fewer lines than these, who said it and where takes one.
const LOW: u16 = 10;
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
        let layers = [(passage.marks.clone(), lit)];
        lines.extend(wrapped(app, &passage.text, &layers, (first, width, room)));
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
    let mut lines = if area.height < LOW {
        vec![origin_line(app, hit, width)]
    } else {
        origin(app, hit, width)
    };
    let room = usize::from(area.height).saturating_sub(lines.len());
    if let Some(quote) = stored.extraction.quotes.get(ordinal) {
        lines.extend(paragraph_lines(app, hit, stored, quote, (width, room)));
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
        let text = quote.shown_in(MOST);
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
        lines.extend(wrapped(app, text, &[], (0, width, room)));
        lines.push(Line::default());
    }
    lines
}

/// The title, where and when the article came out, and an empty line.
fn head(app: &App, row: &ArticleRow, marks: &[Range<usize>], width: usize) -> Vec<Line<'static>> {
    const MOST: usize = 3;
    let theme = &app.settings.theme;
    let title = [(marks.to_vec(), theme.matched)];
    let mut lines: Vec<Line<'static>> = wrap::wrap(&row.title, width)
        .iter()
        .take(MOST)
        .map(|line| lit(&row.title, &title, line, theme.strong))
        .collect();
    let place = place(row.publisher.as_ref(), row.date);
    lines.extend(place.map(|place| styled(&place, width, theme.dim)));
    lines.push(Line::default());
    lines
}

/// Parts of a text, in order, and how they are to look.
type Layer = (Vec<Range<usize>>, Style);

/// Words in `room` lines, from shortly before the byte `first` where there are more.
fn wrapped(
    app: &App,
    words: &str,
    layers: &[Layer],
    (first, width, room): (usize, usize, usize),
) -> Vec<Line<'static>> {
    let base = app.settings.theme.text;
    let lines = wrap::wrap(words, width);
    let at = lines.partition_point(|line| line.end <= first);
    let before = (room / 3).min(2);
    let skip = at
        .saturating_sub(before)
        .min(lines.len().saturating_sub(room));
    let lines = lines.iter().skip(skip).take(room);
    lines.map(|line| lit(words, layers, line, base)).collect()
}

/// A line of a text, with what of the layers is on it, the later above the earlier.
fn lit(text: &str, layers: &[Layer], line: &Range<usize>, base: Style) -> Line<'static> {
    let shown = wrap::trimmed(text, line);
    let mut cuts = vec![shown.start, shown.end];
    for (parts, _) in layers {
        let ends = parts.iter().flat_map(|part| [part.start, part.end]);
        cuts.extend(ends.filter(|at| shown.contains(at)));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let spans = cuts.windows(2).filter_map(|cut| {
        let here = layers.iter().filter(|(parts, _)| {
            let behind = parts.partition_point(|part| part.end <= cut[0]);
            parts.get(behind).is_some_and(|part| part.start <= cut[0])
        });
        let style = here.fold(base, |style, (_, own)| style.patch(*own));
        Some(Span::styled(text.get(cut[0]..cut[1])?.to_owned(), style))
    });
    Line::from_iter(spans)
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

/// The same on one line.
fn origin_line(app: &App, hit: &FoundQuote, width: usize) -> Line<'static> {
    let theme = &app.settings.theme;
    let name = hit.row.speaker.clone().unwrap_or_default();
    let name = wrap::ellipsis(&name, width);
    let place = place(hit.row.publisher.as_ref(), hit.row.date);
    let rest: Vec<String> = [hit.row.role.clone(), place]
        .into_iter()
        .flatten()
        .collect();
    let between = if name.is_empty() || rest.is_empty() {
        ""
    } else {
        ", "
    };
    let rest = format!("{between}{}", rest.join(" · "));
    let left = width.saturating_sub(wrap::width(&name));
    Line::from(vec![
        Span::styled(name, theme.strong),
        Span::styled(wrap::ellipsis(&rest, left), theme.dim),
    ])
}

/// The paragraphs of a quote in `room` lines, from shortly before the first of the words that were
/// looked for, with the quote lit and these words in it.
fn paragraph_lines(
    app: &App,
    hit: &FoundQuote,
    stored: &StoredArticle,
    quote: &Quote,
    (width, room): (usize, usize),
) -> Vec<Line<'static>> {
    let theme = &app.settings.theme;
    let text = &stored.article.text;
    let found = quote.places(text, &hit.marks);
    let first = found.first().or_else(|| quote.content.first());
    let first = first.map_or(0, |span| span.start);
    let end = quote.content.last().map_or(first, |span| span.end);
    let blocks = stored.article.blocks.iter();
    let blocks =
        blocks.filter(|block| block.span.end > first && block.span.start < end.max(first + 1));
    let mut lines: Vec<Line<'static>> = Vec::new();
    for block in blocks {
        let left = room.saturating_sub(lines.len());
        if left == 0 {
            break;
        }
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        let around = around(text, block.span, first);
        let within = |spans: &[Bytes]| -> Vec<Range<usize>> {
            let at = |byte: usize| byte.clamp(around.start, around.end) - around.start;
            let parts = spans.iter().map(|span| at(span.start)..at(span.end));
            parts.filter(|part| !part.is_empty()).collect()
        };
        let said = theme.kind(quote.kind).patch(theme.current);
        let layers = [
            (within(&quote.content), said),
            (within(&found), theme.matched),
        ];
        let from = first.saturating_sub(around.start);
        lines.extend(wrapped(app, around.of(text), &layers, (from, width, left)));
    }
    lines.truncate(room);
    lines
}

/// The start of a block, as much of it as a preview may show.
fn capped(span: Bytes, text: &str) -> &str {
    let block = span.of(text);
    &block[..block.floor_char_boundary(MOST)]
}

/// A block; of a very long one some thousand bytes around the byte `at`.
fn around(text: &str, block: Bytes, at: usize) -> Bytes {
    if block.len() <= MOST {
        return block;
    }
    let start = at.saturating_sub(MOST / 4).clamp(block.start, block.end);
    let start = text.ceil_char_boundary(start);
    let end = text.floor_char_boundary((start + MOST).min(block.end));
    Bytes::new(start, end.max(start))
}
