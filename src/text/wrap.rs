//! Lines of a paragraph at a width: where they break, how wide they are, where to cut.
//!
//! Works on one paragraph at a time, so that a pane wraps only what it shows. Widths are terminal
//! columns as ratatui counts them. Must not know: terminal, store.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Breaks `text` into lines of at most `width` columns and gives their byte ranges.
///
/// The ranges follow one another without a gap and cover the whole text; the blanks at the end of
/// a line belong to it and hang over the width, so draw the trimmed line (see [`trimmed`]). A line
/// end in the text always breaks. Lines break after blanks, hyphens and dashes and between
/// ideographs; a word that is wider than the line (an address, say) breaks after a `/`, `?`, `&`,
/// `=` or `_` where there is one, else between graphemes. Empty text is one empty line.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    let mut wrapper = Wrapper::new(width);
    let mut graphemes = text.grapheme_indices(true).peekable();
    while let Some((at, grapheme)) = graphemes.next() {
        let next = graphemes.peek().map_or("", |(_, g)| g);
        wrapper.take(at, grapheme, next);
    }
    wrapper.lines.push(wrapper.start..text.len());
    wrapper.lines
}

/// Columns that `text` takes on one line.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(grapheme_width).sum()
}

/// A line of [`wrap`] without the blanks and line ends that hang over its end.
#[must_use]
pub fn trimmed(text: &str, line: &Range<usize>) -> Range<usize> {
    let kept = text
        .get(line.clone())
        .map_or(0, |words| words.trim_end().len());
    line.start..line.start + kept
}

/// The longest start of `text` that fits `width` columns, and whether anything was left out.
#[must_use]
pub fn fitting(text: &str, width: usize) -> (&str, bool) {
    let mut column = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        column += grapheme_width(grapheme);
        if column > width {
            return (&text[..at], true);
        }
    }
    (text, false)
}

/// `text` cut to `width` columns, with an ellipsis in the last one where something was left out.
#[must_use]
pub fn ellipsis(text: &str, width: usize) -> String {
    let (whole, cut) = fitting(text, width);
    if !cut {
        return whole.to_owned();
    }
    let (start, _) = fitting(text, width.saturating_sub(1));
    let mut out = start.trim_end().to_owned();
    if width > 0 {
        out.push('…');
    }
    out
}

/// Columns of one grapheme. The two halfwidth sound marks stand in a cell of their own on
/// terminals although Unicode calls them combining; ratatui counts them the same way.
fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.len() == 1 {
        return 1;
    }
    let sound_marks = grapheme
        .chars()
        .filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}'))
        .count();
    grapheme.width() + sound_marks
}

/// A place where the line may break: the byte, and the column it is at.
#[derive(Clone, Copy)]
struct Chance {
    byte: usize,
    column: usize,
}

struct Wrapper {
    width: usize,
    lines: Vec<Range<usize>>,
    start: usize,
    column: usize,
    /// The last good place to break in this line.
    word: Option<Chance>,
    /// The last place inside a long word where a break hurts less.
    within: Option<Chance>,
}

impl Wrapper {
    fn new(width: usize) -> Self {
        Self {
            width: width.max(1),
            lines: Vec::new(),
            start: 0,
            column: 0,
            word: None,
            within: None,
        }
    }

    fn take(&mut self, at: usize, grapheme: &str, next: &str) {
        let end = at + grapheme.len();
        if grapheme.ends_with('\n') {
            self.break_at(Chance {
                byte: end,
                column: self.column,
            });
            self.column = 0;
            return;
        }
        let columns = grapheme_width(grapheme);
        if is_blank(grapheme) {
            self.column += columns;
        } else {
            while self.column + columns > self.width && at > self.start {
                let here = Chance {
                    byte: at,
                    column: self.column,
                };
                self.break_at(self.word.or(self.within).unwrap_or(here));
            }
            self.column += columns;
        }
        self.note_chance(end, grapheme, next);
    }

    fn break_at(&mut self, chance: Chance) {
        self.lines.push(self.start..chance.byte);
        self.start = chance.byte;
        self.column -= chance.column;
        self.word = None;
        // A chance inside the word that went over to the next line is still one there.
        self.within = self
            .within
            .filter(|w| w.byte > chance.byte)
            .map(|w| Chance {
                byte: w.byte,
                column: w.column - chance.column,
            });
    }

    fn note_chance(&mut self, end: usize, grapheme: &str, next: &str) {
        let chance = Chance {
            byte: end,
            column: self.column,
        };
        if breaks_after(grapheme, next) {
            self.word = Some(chance);
            self.within = None;
        } else if matches!(grapheme, "/" | "?" | "&" | "=" | "_") {
            self.within = Some(chance);
        }
    }
}

fn is_blank(grapheme: &str) -> bool {
    grapheme.chars().all(char::is_whitespace)
}

fn breaks_after(grapheme: &str, next: &str) -> bool {
    let Some(following) = next.chars().next() else {
        return false;
    };
    match grapheme {
        "-" | "\u{2010}" => following.is_alphabetic(),
        "—" => following.is_alphanumeric() || following.is_whitespace(),
        _ if is_blank(grapheme) => !following.is_whitespace(),
        _ => breaks_between_ideographs(grapheme, next),
    }
}

/// Chinese and Japanese lines break between any two characters, but no line starts with a closing
/// mark or ends with an opening one.
fn breaks_between_ideographs(grapheme: &str, next: &str) -> bool {
    const NOT_AT_END: &str = "「『（〈《【〔〖“‘(";
    const NOT_AT_START: &str = "」』）〉》】〕〗、。，．：；！？・ー…”’,.!?;:)々";
    let wide = |g: &str| g.chars().next().is_some_and(is_ideographic);
    (wide(grapheme) || wide(next))
        && !is_blank(next)
        && !NOT_AT_END.contains(grapheme)
        && !NOT_AT_START.contains(next)
}

fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(text: &str, columns: usize) -> Vec<&str> {
        wrap(text, columns)
            .iter()
            .map(|line| &text[trimmed(text, line)])
            .collect()
    }

    #[test]
    fn breaks_at_blanks_and_keeps_words_and_marks_together() {
        assert_eq!(
            lines("The port “will reopen,” she said.", 14),
            ["The port “will", "reopen,” she", "said."]
        );
        assert_eq!(lines("", 10), [""]);
        assert_eq!(lines("one\ntwo", 10), ["one", "two"]);
    }

    #[test]
    fn breaks_after_hyphens_and_dashes_but_not_before_a_number() {
        assert_eq!(
            lines("a four-star general", 7),
            ["a four-", "star", "general"]
        );
        assert_eq!(
            lines("fell to -12 degrees", 8),
            ["fell to", "-12", "degrees"]
        );
        assert_eq!(lines("the vote—late", 9), ["the vote—", "late"]);
    }

    #[test]
    fn a_long_address_breaks_at_its_slashes_and_starts_on_the_line_it_can() {
        assert_eq!(
            lines("see https://example.org/a/very/long/way", 16),
            ["see", "https://", "example.org/a/", "very/long/way"]
        );
        assert_eq!(lines("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn wide_characters_take_two_columns_and_marks_stay_with_their_side() {
        assert_eq!(
            lines("「市長は辞任する」と述べた。", 8),
            ["「市長は", "辞任す", "る」と述", "べた。"]
        );
        assert_eq!(width("e\u{301}🙂市"), 5);
    }

    #[test]
    fn cutting_keeps_the_width_and_shows_that_something_is_missing() {
        assert_eq!(ellipsis("Harbour reopens", 9), "Harbour…");
        assert_eq!(ellipsis("市長は", 4), "市…");
        assert_eq!(ellipsis("fits", 4), "fits");
        assert_eq!(ellipsis("no room", 0), "");
    }

    proptest! {
        #[test]
        fn loses_no_byte_and_keeps_the_width(
            text in "([a-zé市🙂“”,./?-]{0,9}[ \n-]{0,2}){0,30}",
            columns in 1usize..40,
        ) {
            let lines = wrap(&text, columns);
            let mut end = 0;
            for line in &lines {
                prop_assert_eq!(line.start, end);
                end = line.end;
                let shown = &text[trimmed(&text, line)];
                let one = shown.graphemes(true).count() <= 1;
                prop_assert!(width(shown) <= columns || one, "{:?} is too wide", shown);
            }
            prop_assert_eq!(end, text.len());
        }

        #[test]
        fn survives_any_text(text in any::<String>(), columns in 0usize..20) {
            let joined: String = wrap(&text, columns).into_iter().map(|l| text[l].to_owned()).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
