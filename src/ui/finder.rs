//! The quote finder above the panes: the line one types in, the hits, the paragraph around the
//! chosen one.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear};

use super::paint;
use crate::app::event::FoundQuote;
use crate::app::layout::{FinderLayout, HIT_HEIGHT};
use crate::app::screen::finder::Finder;
use crate::app::screen::reading::extent;
use crate::app::{App, words};
use crate::model::{Quote, Span as Bytes, StoredArticle};
use crate::text::wrap;

pub(super) fn render(app: &App, finder: &Finder, frame: &mut Frame<'_>) {
    let places = FinderLayout::of(frame.area());
    let theme = &app.settings.theme;
    frame.render_widget(Clear, places.outer);
    let border = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.line)
        .title(Line::styled(" Find a quote ", theme.accent.not_dim()));
    frame.render_widget(border, places.outer);
    let count = match (finder.is_waiting(), finder.total) {
        (true, _) => "…".to_owned(),
        (false, total) => words::count(total as u64, "quote"),
    };
    paint::input(app, "› ", &finder.input, &count, places.input, frame);
    frame.buffer_mut().set_string(
        places.rule.x,
        places.rule.y,
        "─".repeat(usize::from(places.rule.width)),
        theme.line,
    );
    hits(app, finder, &places, frame);
    if let Some(area) = places.preview {
        preview(app, finder, &places, area, frame);
    }
}

fn hits(app: &App, finder: &Finder, places: &FinderLayout, frame: &mut Frame<'_>) {
    if finder.hits.is_empty() {
        let text: &[&str] = if finder.is_waiting() {
            &["Reading the quotes …"]
        } else {
            &[
                "Nothing found.",
                "Try fewer or other words; typing errors and half words are fine.",
            ]
        };
        paint::hint(app, text, places.hits, frame);
        return;
    }
    let view = places.rows();
    let top = finder.top(view);
    let mut y = places.hits.y;
    for (index, hit) in finder.hits.iter().enumerate().skip(top).take(view) {
        let place = Rect {
            y,
            height: HIT_HEIGHT,
            ..places.hits
        };
        draw_hit(app, hit, index == finder.selected, place, frame);
        y += HIT_HEIGHT;
    }
}

fn draw_hit(app: &App, hit: &FoundQuote, chosen: bool, place: Rect, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let bar = if chosen {
        Span::styled("▌ ", theme.accent)
    } else {
        Span::raw("  ")
    };
    let width = usize::from(place.width).saturating_sub(3);
    let (text, marks) = excerpt(&hit.row.text, &hit.marks, width);
    let base = if chosen { theme.selected } else { theme.text };
    let mut first = vec![bar.clone()];
    first.extend(paint::lit_line(&text, &marks, base, theme.matched));
    let speaker = hit.row.speaker.as_deref().unwrap_or("speaker not known");
    let (speaker, speaker_marks) = start_of(speaker, &hit.speaker_marks, width / 2);
    let rest = width.saturating_sub(wrap::width(&speaker) + 3);
    let (title, title_marks) = start_of(&hit.row.title, &hit.title_marks, rest);
    let mut second = vec![bar];
    second.extend(paint::lit_line(
        &speaker,
        &speaker_marks,
        theme.kind(hit.row.kind),
        theme.matched,
    ));
    second.push(Span::styled(" · ", theme.dim));
    second.extend(paint::lit_line(
        &title,
        &title_marks,
        theme.dim,
        theme.matched,
    ));
    for (line, row) in [first, second].into_iter().zip(place.rows()) {
        frame.render_widget(Line::from(line), row);
    }
}

/// The words of a hit in one line, from shortly before the first match where that is far in.
fn excerpt(text: &str, marks: &[Range<usize>], width: usize) -> (String, Vec<Range<usize>>) {
    const BEFORE: usize = 24;
    let first = marks.first().map_or(0, |mark| mark.start).min(text.len());
    let fits = text
        .get(..first)
        .is_none_or(|before| wrap::width(before) + BEFORE <= width);
    let start = if fits {
        0
    } else {
        word_before(text, first, BEFORE)
    };
    let lead = if start > 0 { "… " } else { "" };
    let tail = text.get(start..).unwrap_or("");
    let shown = format!(
        "{lead}{}",
        wrap::ellipsis(tail, width.saturating_sub(lead.chars().count()))
    );
    let end = shown.trim_end_matches('…').len();
    let moved = |at: usize| (at.saturating_sub(start) + lead.len()).min(end);
    let marks = marks
        .iter()
        .filter(|mark| mark.start >= start)
        .map(|mark| moved(mark.start)..moved(mark.end))
        .filter(|mark| !mark.is_empty())
        .collect();
    (shown, marks)
}

/// The start of `text` that fits, with the marks in it.
fn start_of(text: &str, marks: &[Range<usize>], width: usize) -> (String, Vec<Range<usize>>) {
    let shown = wrap::ellipsis(text, width);
    let end = if shown.len() == text.len() {
        text.len()
    } else {
        shown.trim_end_matches('…').len()
    };
    let marks = marks
        .iter()
        .map(|mark| mark.start.min(end)..mark.end.min(end))
        .filter(|mark| !mark.is_empty())
        .collect();
    (shown, marks)
}

/// The start of a word at most `reach` bytes before `at`.
fn word_before(text: &str, at: usize, reach: usize) -> usize {
    let mut from = at.saturating_sub(reach);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..at)
        .and_then(|before| before.find(' '))
        .map_or(at, |blank| from + blank + 1)
}

fn preview(app: &App, finder: &Finder, places: &FinderLayout, area: Rect, frame: &mut Frame<'_>) {
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
    let (Some(hit), Some((stored, ordinal))) = (finder.chosen(), finder.preview_of_chosen()) else {
        return;
    };
    let lines = preview_lines(app, hit, stored, ordinal, area);
    for (line, row) in lines.into_iter().zip(area.rows()) {
        frame.render_widget(line, row);
    }
}

/// Who said it and where it stands, and the paragraph with the quote lit.
fn preview_lines<'a>(
    app: &App,
    hit: &'a FoundQuote,
    stored: &'a StoredArticle,
    ordinal: usize,
    area: Rect,
) -> Vec<Line<'a>> {
    let width = usize::from(area.width);
    let mut lines = origin(app, hit, width);
    let room = usize::from(area.height).saturating_sub(lines.len());
    if let Some(quote) = stored.extraction.quotes.get(ordinal) {
        lines.extend(paragraph_lines(app, stored, quote, width, room));
    }
    lines
}

/// Speaker, role, publisher and date, as far as they are known, and an empty line.
fn origin(app: &App, hit: &FoundQuote, width: usize) -> Vec<Line<'static>> {
    let theme = &app.settings.theme;
    let date = hit.row.date.map(words::date);
    let place: Vec<String> = [hit.row.publisher.clone(), date]
        .into_iter()
        .flatten()
        .collect();
    let place = (!place.is_empty()).then(|| place.join(" · "));
    let parts = [
        (hit.row.speaker.clone(), theme.strong),
        (hit.row.role.clone(), theme.dim),
        (place, theme.dim),
    ];
    let mut lines: Vec<Line<'static>> = parts
        .into_iter()
        .filter_map(|(text, style)| Some(Line::styled(wrap::ellipsis(&text?, width), style)))
        .collect();
    lines.push(Line::default());
    lines
}

/// The paragraph of a quote in `room` lines, from shortly before the quote where it is longer.
fn paragraph_lines<'a>(
    app: &App,
    stored: &'a StoredArticle,
    quote: &Quote,
    width: usize,
    room: usize,
) -> Vec<Line<'a>> {
    let theme = &app.settings.theme;
    let around = extent(quote).map_or(Bytes::new(0, 0), |span| paragraph(stored, span));
    let words = around.of(&stored.article.text);
    let lines = wrap::wrap(words, width);
    let first = quote.content.first();
    let first = first.map_or(0, |span| span.start.saturating_sub(around.start));
    let at = lines.partition_point(|line| line.end <= first);
    let skip = at.saturating_sub(2).min(lines.len().saturating_sub(room));
    let lit = theme.kind(quote.kind).patch(theme.current);
    let lines = lines.iter().skip(skip).take(room);
    lines
        .map(|line| {
            let shown = wrap::trimmed(words, line);
            let marks: Vec<Range<usize>> = quote
                .content
                .iter()
                .map(|span| within(*span, around, &shown))
                .filter(|mark| !mark.is_empty())
                .collect();
            Line::from(paint::lit_line(&words[shown], &marks, theme.text, lit))
        })
        .collect()
}

/// The part of `span` on a line of a paragraph, in bytes of the line.
fn within(span: Bytes, paragraph: Bytes, line: &Range<usize>) -> Range<usize> {
    let from = paragraph.start + line.start;
    let start = span.start.clamp(from, from + line.len()) - from;
    let end = span.end.clamp(from, from + line.len()) - from;
    start..end
}

/// The block in which the quote begins; at most some thousand bytes of it from the quote on.
fn paragraph(stored: &StoredArticle, span: Bytes) -> Bytes {
    const MOST: usize = 8 * 1024;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_match_far_in_the_words_is_shown_with_some_words_before_it() {
        let text = "one two three four five six seven eight nine ten eleven twelve thirteen";
        let at = text.find("eleven").unwrap();
        let (eleven, one) = (at..at + 6, 0..3);
        let (shown, marks) = excerpt(text, std::slice::from_ref(&eleven), 30);
        assert!(
            wrap::width(&shown) <= 30 && shown.starts_with("… "),
            "{shown}"
        );
        assert_eq!(&shown[marks[0].clone()], "eleven");
        let (shown, marks) = excerpt(text, std::slice::from_ref(&one), 30);
        assert_eq!(&shown[marks[0].clone()], "one");
    }
}
