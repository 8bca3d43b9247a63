//! Sentence bounds inside a paragraph.
//!
//! The bounds are sentencex's, which knows abbreviations and keeps a quotation together; what it
//! gets wrong in wire copy is joined again here. Must not know: terminal, store.

use crate::model::Span;

/// Sentences of the paragraph `range` of `text`, in order, without the blanks around them. A bound
/// at a place for which `inside` is true (within a quotation, say) is not taken.
#[must_use]
pub fn sentences(text: &str, range: Span, inside: impl Fn(usize) -> bool) -> Vec<Span> {
    let paragraph = range.of(text);
    let mut out: Vec<Span> = Vec::new();
    for bound in sentencex::get_sentence_boundaries("en", paragraph) {
        let (Some(piece), start) = (
            paragraph.get(bound.start_byte..bound.end_byte),
            bound.start_byte,
        ) else {
            continue;
        };
        let lead = piece.len() - piece.trim_start().len();
        let span = Span::new(
            range.start + start + lead,
            range.start + start + piece.trim_end().len(),
        );
        if span.is_empty() {
            continue;
        }
        match out.last_mut() {
            Some(last) if inside(span.start) || runs_on(last.of(text), span.of(text)) => {
                last.end = span.end;
            }
            _ => out.push(span),
        }
    }
    out
}

/// Whether the bound between the two was none: after "5 p.m." before a weekday, after a title or
/// an initial, or before a lower-case word where the first ends with an abbreviation's period.
fn runs_on(before: &str, after: &str) -> bool {
    let last = before
        .rsplit(|c: char| c.is_whitespace())
        .next()
        .unwrap_or("");
    let first = after.chars().find(|c| c.is_alphanumeric());
    if TITLES.contains(&last) {
        return true;
    }
    if matches!(last, "a.m." | "p.m.") {
        return first.is_some_and(|c| c.is_lowercase() || c.is_numeric())
            || WEEKDAYS.iter().any(|d| after.starts_with(d));
    }
    let dotted = last.ends_with('.') && last.len() > 1 && last[..last.len() - 1].contains('.');
    dotted && first.is_some_and(char::is_lowercase)
}

/// Abbreviations that a name always follows.
const TITLES: [&str; 16] = [
    "Mr.", "Mrs.", "Ms.", "Messrs.", "Dr.", "Prof.", "Sen.", "Sens.", "Rep.", "Reps.", "Gov.",
    "Gen.", "Lt.", "Col.", "Sgt.", "Rev.",
];

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text, Span::new(0, text.len()), |_| false)
            .iter()
            .map(|s| s.of(text))
            .collect()
    }

    #[test]
    fn titles_and_hours_end_no_sentence() {
        assert_eq!(
            split("Mr. Roe left at 5 p.m. Monday. He met Sen. Doe. “No,” says Ms. Poe. It rained."),
            [
                "Mr. Roe left at 5 p.m. Monday.",
                "He met Sen. Doe.",
                "“No,” says Ms. Poe.",
                "It rained."
            ]
        );
    }

    #[test]
    fn a_bound_inside_a_quotation_is_not_taken() {
        let text = "“We won. We did,” she said. He left.";
        let end = text.find('”').unwrap();
        let out = sentences(text, Span::new(0, text.len()), |at| at < end);
        assert_eq!(
            out.iter().map(|s| s.of(text)).collect::<Vec<_>>(),
            ["“We won. We did,” she said.", "He left."]
        );
    }
}
