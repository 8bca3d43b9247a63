//! The rows of the finder: a hit in two lines, what was typed lit.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::event::{FoundArticle, FoundPerson, FoundQuote, Hit};
use crate::app::taking::mark_of;
use crate::app::{App, words};
use crate::config::theme::Theme;
use crate::text::wrap;
use crate::ui::paint;

/// Draws a hit in two lines; `cut`: more match than were looked at.
pub(super) fn draw(
    app: &App,
    (hit, cut): (&Hit, bool),
    chosen: bool,
    place: Rect,
    frame: &mut Frame<'_>,
) {
    let theme = &app.settings.theme;
    let marked = mark_of(hit).is_some_and(|mark| app.marks.has(&mark));
    let bar = Span::styled(if chosen { "▌" } else { " " }, theme.accent);
    let sign = Span::styled(if marked { "◆" } else { " " }, theme.strong);
    let width = usize::from(place.width).saturating_sub(3);
    let base = if chosen { theme.selected } else { theme.text };
    let lines = match hit {
        Hit::Quote(hit) if hit.below => below(theme, hit, base, width),
        Hit::Quote(hit) => quote(theme, (hit, cut), base, width),
        Hit::Person(hit) => person(theme, hit, base, width),
        Hit::Article(hit) => article(theme, hit, base, width),
    };
    for (spans, row) in lines.into_iter().zip(place.rows()) {
        let line = [bar.clone(), sign.clone()].into_iter().chain(spans);
        frame.render_widget(Line::from_iter(line), row);
    }
}

type Spans = Vec<Span<'static>>;

/// One of several articles with the words above it: its title; speaker, date and publisher.
fn below(theme: &Theme, hit: &FoundQuote, base: Style, width: usize) -> [Spans; 2] {
    let width = width.saturating_sub(2);
    let (title, marks) = start_of(&hit.row.title, &hit.title_marks, width);
    let mut first = vec![Span::styled("↳ ", theme.dim)];
    first.extend(lit(&title, &marks, base, theme));
    let mut second = vec![Span::raw("  ")];
    second.extend(origin(theme, hit, "", width).0);
    [first, second]
}

/// The words; speaker, date, publisher, in how many articles they stand, and of the title what there is
/// room for, as that is beside the rows.
fn quote(theme: &Theme, (hit, cut): (&FoundQuote, bool), base: Style, width: usize) -> [Spans; 2] {
    let note = hit.row.stance.note();
    let (text, marks) = excerpt(&hit.row.text, &hit.marks, width.saturating_sub(note.len()));
    let mut first = lit(&text, &marks, base, theme);
    if !note.is_empty() {
        first.insert(0, Span::styled(note, theme.dim));
    }
    let articles = match hit.articles {
        1 => String::new(),
        n if cut => format!(" · in {n}+ articles"),
        n => format!(" · in {n} articles"),
    };
    let (mut second, used) = origin(theme, hit, &articles, width);
    let rest = width.saturating_sub(used + 3);
    if rest >= TITLE.min(wrap::width(&hit.row.title)) {
        let (title, title_marks) = start_of(&hit.row.title, &hit.title_marks, rest);
        second.push(Span::styled(" · ", theme.dim));
        second.extend(lit(&title, &title_marks, theme.dim, theme));
    }
    [first, second]
}

/// Columns of a title that is worth showing.
const TITLE: usize = 12;

/// Speaker, date, publisher and something more, and the columns that they take. The date and what comes
/// last are whole; of the names the longer one is cut.
fn origin(theme: &Theme, hit: &FoundQuote, more: &str, width: usize) -> (Spans, usize) {
    let speaker = hit.row.speaker.as_deref().unwrap_or("speaker not known");
    let mut publisher = hit.row.publisher.as_deref().unwrap_or("");
    let date = hit.row.date.map(|date| format!(" · {}", words::date(date)));
    let date = date.unwrap_or_default();
    let rest = width.saturating_sub(wrap::width(&date) + wrap::width(more));
    // Several articles are of several publishers: theirs is the first to go.
    if !more.is_empty() && wrap::width(speaker) + 3 + wrap::width(publisher) > rest {
        publisher = "";
    }
    let between = if publisher.is_empty() { "" } else { " · " };
    let fixed = wrap::width(&date) + wrap::width(between) + wrap::width(more);
    let room = width.saturating_sub(fixed);
    let (for_speaker, for_publisher) = shared(room, wrap::width(speaker), wrap::width(publisher));
    let (speaker, marks) = start_of(speaker, &hit.speaker_marks, for_speaker);
    let publisher = wrap::ellipsis(publisher, for_publisher);
    let used = wrap::width(&speaker) + wrap::width(&publisher) + fixed;
    let mut spans = lit(&speaker, &marks, theme.kind(hit.row.kind), theme);
    spans.push(Span::styled(
        format!("{date}{between}{publisher}"),
        theme.dim,
    ));
    spans.push(Span::styled(more.to_owned(), theme.strong));
    (spans, used)
}

/// The columns of two names that share a room: one that needs no more than half of it has what it needs.
fn shared(room: usize, one: usize, other: usize) -> (usize, usize) {
    let half = room / 2;
    match (one <= half, other <= half) {
        _ if one + other <= room => (one, other),
        (true, _) => (one, room - one),
        (_, true) => (room - other, other),
        (false, false) => (room - half, half),
    }
}

/// The name; what they are and how much they said.
fn person(theme: &Theme, hit: &FoundPerson, base: Style, width: usize) -> [Spans; 2] {
    let (name, marks) = start_of(&hit.name, &hit.marks, width);
    let quotes = words::count(hit.quotes as u64, "quote");
    let what = hit.kind.map_or("", words::speaker_kind);
    let told = if what.is_empty() {
        quotes
    } else {
        format!("{quotes} · {what}")
    };
    let told = wrap::ellipsis(&told, width);
    [
        lit(&name, &marks, base, theme),
        vec![Span::styled(told, theme.dim)],
    ]
}

/// The passage with the words, then the title; or the title, then where and when it came out.
fn article(theme: &Theme, hit: &FoundArticle, base: Style, width: usize) -> [Spans; 2] {
    let (title, marks) = start_of(&hit.row.title, &hit.title_marks, width);
    match &hit.passage {
        Some(passage) => {
            let (text, found) = excerpt(&passage.text, &passage.marks, width);
            let under = lit(&title, &marks, theme.dim, theme);
            [lit(&text, &found, base, theme), under]
        }
        None => {
            let date = hit.row.date.map(words::date);
            let quotes = words::count(u64::from(hit.row.quotes), "quote");
            let origin: Vec<String> = [hit.row.publisher.clone(), date, Some(quotes)]
                .into_iter()
                .flatten()
                .collect();
            let origin = wrap::ellipsis(&origin.join(" · "), width);
            let under = vec![Span::styled(origin, theme.dim)];
            [lit(&title, &marks, base, theme), under]
        }
    }
}

fn lit(text: &str, marks: &[Range<usize>], base: Style, theme: &Theme) -> Spans {
    let spans = paint::lit_line(text, marks, base, theme.matched).into_iter();
    let owned = spans.map(|span| Span::styled(span.content.into_owned(), span.style));
    owned.collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_names_the_longer_one_is_cut() {
        assert_eq!(shared(40, 10, 20), (10, 20));
        assert_eq!(shared(40, 10, 60), (10, 30));
        assert_eq!(shared(40, 60, 15), (25, 15));
        assert_eq!(shared(41, 60, 60), (21, 20));
        assert_eq!(shared(0, 5, 5), (0, 0));
    }

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
