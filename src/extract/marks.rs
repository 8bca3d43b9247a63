//! Quotation marks: which stretches of a paragraph stand between them.
//!
//! Each paragraph is read alone, so a bad mark never spoils more than its paragraph. Doubles
//! (curly, straight, low, guillemets, `''` and ``` `` ```) come first, matched like brackets; a mark
//! whose other half is missing is given one where the sentence shows it. Singles come second, and
//! may hold doubles: British usage. An opening mark that nothing closes runs to the end of the
//! paragraph: the newspaper convention for speech that goes on below.

mod doubles;
mod repair;
mod shape;
mod singles;
#[cfg(test)]
mod tests;

use crate::model::Span;

/// A stretch between marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// With its marks.
    pub outer: Span,
    /// Without them, and without blanks at the ends.
    pub inner: Span,
    /// Whether it has an end: false where the speech goes on in the next paragraph.
    pub closed: bool,
}

/// Marked stretches of the paragraph `range` of `text`, in order; they do not overlap, and nested
/// ones are part of the outer one.
#[must_use]
pub fn marked(text: &str, range: Span) -> Vec<Marked> {
    let paragraph = range.of(text);
    let mut out = singles::singles(paragraph, doubles::doubles(paragraph));
    for m in &mut out {
        m.outer = Span::new(m.outer.start + range.start, m.outer.end + range.start);
        m.inner = Span::new(m.inner.start + range.start, m.inner.end + range.start);
    }
    out
}

/// The stretch, if any word is in it.
fn stretch(s: &str, outer: Span, inner: Span, closed: bool) -> Option<Marked> {
    let words = inner.of(s);
    let start = inner.start + words.len() - words.trim_start().len();
    let inner = Span::new(start, inner.start + words.trim_end().len());
    words.contains(char::is_alphanumeric).then_some(Marked {
        outer,
        inner,
        closed,
    })
}
