//! Lines that were broken at a width, as mail and old archives have them, joined to paragraphs.
//!
//! Owns how that is seen; must not know what any line is for. A program that fills lines breaks one
//! only where the next word would not have fitted in: a break behind a line that had room for it was
//! meant.

use super::lines::{Line, ends_sentence};

/// Longest line of a text that is broken at a width, in bytes.
const WIDEST: usize = 130;
/// Shortest line that is broken because it is full, in characters, or in bytes.
const FULL: usize = 45;

/// Two lines without an empty one between them.
struct Pair<'t> {
    line: &'t str,
    next: &'t str,
    /// Where the first ends and how far in each begins, in characters.
    column: usize,
    indents: [usize; 2],
}

impl Pair<'_> {
    /// Whether the first word of the second line had no room in the first one.
    fn is_full(&self, width: usize) -> bool {
        let word = self.next.split_whitespace().next().unwrap_or("");
        self.column >= FULL && self.column + 1 + word.chars().count() > width
    }

    /// Whether the second goes on in the middle of a sentence beyond doubt.
    fn goes_on(&self) -> bool {
        self.next.starts_with(char::is_lowercase)
    }

    /// Whether a paragraph begins with the second line, as those do that are set in.
    fn begins(&self) -> bool {
        self.indents[1] > self.indents[0] && ends_sentence(self.line)
    }
}

/// The joined lines; nothing where they were not broken at a width.
pub(super) fn joined(text: &str, lines: &[Line]) -> Option<Vec<Line>> {
    let pairs: Vec<Option<Pair<'_>>> = pairs(text, lines);
    whole(lines, &pairs).or_else(|| parts(lines, &pairs))
}

fn pairs<'t>(text: &'t str, lines: &[Line]) -> Vec<Option<Pair<'t>>> {
    let indent = |line: &Line| {
        let before = &text[..line.span.start];
        before.len() - before.trim_end_matches([' ', '\t']).len()
    };
    let pair = |two: &[Line]| {
        let (line, next) = (two[0].span.of(text), two[1].span.of(text));
        let indents = [indent(&two[0]), indent(&two[1])];
        (!two[1].gap).then(|| Pair {
            line,
            next,
            column: indents[0] + line.chars().count(),
            indents,
        })
    };
    lines.windows(2).map(pair).collect()
}

/// The lines of a text that was broken at a width as a whole.
fn whole(lines: &[Line], pairs: &[Option<Pair<'_>>]) -> Option<Vec<Line>> {
    if lines.iter().any(|l| l.span.len() > WIDEST) {
        return None;
    }
    let inner = || pairs.iter().flatten();
    // An address alone on a line is as long as it is.
    let of_words = inner().filter(|pair| pair.line.contains(' '));
    let width = of_words.map(|pair| pair.column).max()?;
    let filled = is_filled(inner, width);
    if !filled && !is_broken(inner, lines.len()) {
        return None;
    }
    let is_inside = |pair: &Pair<'_>| !filled || pair.is_full(width) || pair.goes_on();
    let goes_on = |pair: &Pair<'_>| !pair.begins() && is_inside(pair);
    let inside = pairs.iter().map(|pair| pair.as_ref().is_some_and(goes_on));
    joined_where(lines, inside)
}

/// The lines of a text of which single paragraphs were broken at a width, as an agency's lead is in a paper's
/// report.
fn parts(lines: &[Line], pairs: &[Option<Pair<'_>>]) -> Option<Vec<Line>> {
    let mut inside = vec![false; pairs.len()];
    let mut at = 0;
    for part in pairs.split(Option::is_none) {
        let inner = || part.iter().flatten();
        let width = inner().map(|pair| pair.column).max().unwrap_or(0);
        let full = inner().all(|pair| pair.column <= WIDEST && pair.is_full(width));
        let broken = inner().filter(|pair| pair.goes_on()).count();
        let ends = inner().last().is_some_and(|last| ends_sentence(last.next));
        inside[at..at + part.len()].fill(full && ends && broken * 2 >= part.len());
        at += part.len() + 1;
    }
    if inside.contains(&true) {
        joined_where(lines, inside)
    } else {
        None
    }
}

/// The lines, each joined with the next one where `inside` says that the two are of one paragraph.
fn joined_where(lines: &[Line], inside: impl IntoIterator<Item = bool>) -> Option<Vec<Line>> {
    let mut out = vec![*lines.first()?];
    for (line, inside) in lines[1..].iter().zip(inside) {
        match out.last_mut() {
            Some(last) if inside => last.span.end = line.span.end,
            _ => out.push(*line),
        }
    }
    Some(out)
}

/// Whether a program filled the lines: every sentence that goes on in another line does so because its
/// line is full, and that is so of half of all lines, or of all but a few at the head.
fn is_filled<'p, I>(inner: impl Fn() -> I, width: usize) -> bool
where
    I: Iterator<Item = &'p Pair<'p>>,
{
    let (mut full, mut broken, mut room) = (0, 0, 0);
    for pair in inner() {
        let is_full = pair.is_full(width);
        full += usize::from(is_full);
        broken += usize::from(is_full && pair.goes_on());
        room += usize::from(!is_full && pair.goes_on());
    }
    // The longest line is full by itself: one that is followed by a word in small letters may be
    // anything, unless a sentence ends there.
    let ends =
        || inner().any(|pair| pair.is_full(width) && pair.goes_on() && ends_sentence(pair.next));
    broken * 2 >= full.max(1) && room * 20 <= broken && (broken >= 3 || ends())
}

/// Whether most lines end in the middle of a sentence, wherever they were broken.
fn is_broken<'p, I>(inner: impl Fn() -> I, lines: usize) -> bool
where
    I: Iterator<Item = &'p Pair<'p>>,
{
    let count = inner().count();
    let long = inner().filter(|pair| pair.line.len() >= FULL).count();
    let broken = inner().filter(|pair| !ends_sentence(pair.line)).count();
    count >= 4 && count * 2 >= lines && long * 10 >= count * 6 && broken * 10 >= count * 6
}

#[cfg(test)]
mod tests {
    use super::super::lines::split;

    fn texts(text: &str) -> Vec<String> {
        let lines = split(text);
        let one_line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        lines.iter().map(|l| one_line(l.span.of(text))).collect()
    }

    /// `paragraph` broken at `width`, its first line set in by `indent`.
    fn filled(paragraph: &str, width: usize, indent: &str) -> String {
        let mut lines = vec![indent.to_owned()];
        for (number, word) in paragraph.split(' ').enumerate() {
            let line = lines.last_mut().unwrap();
            if number > 0 && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(word.to_owned());
            } else {
                let blank = if number > 0 { " " } else { "" };
                line.push_str(&format!("{blank}{word}"));
            }
        }
        lines.join("\n")
    }

    const PARAGRAPHS: [&str; 3] = [
        "The harbour board said on Tuesday that it would not renew the lease of the old customs house, which has stood empty since the storms.",
        "“We have no other choice,” said Maria Brack, who leads the board, after a meeting that went on late into the night and ended without a vote.",
        "Shopkeepers near the house said that they would lose a third of their customers, and that nobody had asked them before the board met in June.",
    ];

    #[test]
    fn lines_broken_at_any_width_are_joined_however_few_there_are() {
        for width in (60..=125).step_by(5) {
            for count in 1..=3 {
                let chosen = &PARAGRAPHS[..count];
                let broken: Vec<String> = chosen.iter().map(|p| filled(p, width, "")).collect();
                let text = format!(
                    "Board refuses lease\nBy Ann Lee\n\n{}\n",
                    broken.join("\n\n")
                );
                let mut want = vec!["Board refuses lease", "By Ann Lee"];
                want.extend(chosen);
                assert_eq!(texts(&text), want, "{width} {count}");
            }
        }
    }

    #[test]
    fn paragraphs_that_are_set_in_need_no_empty_lines() {
        for width in [64, 72, 80] {
            let broken = PARAGRAPHS.map(|p| filled(p, width, "   "));
            let text = format!("Board refuses lease\nBy Ann Lee\n{}\n", broken.join("\n"));
            let mut want = vec!["Board refuses lease", "By Ann Lee"];
            want.extend(PARAGRAPHS);
            assert_eq!(texts(&text), want, "{width}");
        }
    }

    #[test]
    fn lines_that_had_room_for_more_stay_apart() {
        for text in [
            "Board refuses lease of the old customs house in town\nMayor resigns\nBridge to close for two years",
            "The board met on Tuesday and spoke of the lease at length.\nIt did not vote.\nthe house stands empty",
            "apples from the orchards of the north\npears\nplums and cherries\nquinces",
            "Lease of the old customs house in the harbour of the town\nread more",
        ] {
            assert_eq!(texts(text), text.split('\n').collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_line_that_was_broken_early_in_a_sentence_parts_nothing() {
        let paragraphs: Vec<String> = (1..60)
            .map(|n| format!("{} It was the {n}th of its kind.", PARAGRAPHS[n % 3]))
            .collect();
        let mut broken: Vec<String> = paragraphs.iter().map(|p| filled(p, 72, "")).collect();
        // Somebody has put a word into the first line of one.
        let early = filled(&paragraphs[6], 72, "")
            .replacen(' ', "\n", 4)
            .replacen('\n', " ", 3);
        assert!(
            early.lines().next().is_some_and(|line| line.len() < 30),
            "{early}"
        );
        broken[6] = early;
        assert_eq!(texts(&broken.join("\n\n")), paragraphs);
    }

    #[test]
    fn lines_broken_by_hand_are_joined() {
        let text = "The harbour board said on Tuesday that it would not\nrenew the lease of the old \
                    customs house, which has\nstood empty since the winter storms of last year\nand needs a roof.\n\n\
                    A spokeswoman said the decision was final and that\nno other offers had come in since the \
                    spring, though\ntwo firms had asked for the plans.";
        let lines = texts(text);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].starts_with("A spokeswoman"));
    }
}
