//! Names of public bodies that are for several things: "the Department of Roads, Ports and Bridges".
//!
//! Commas end names and phrases everywhere else; here they are a part of one.

use super::document::{Document, Toks, reads};
use super::known::List;
use super::lexicon::Tags;
use super::name_parts::is_organisation_name;
use crate::text::token::Case;

/// Where the organisation's name of the list ends that begins at token `start`: "Save the Children".
#[must_use]
pub fn name_end(doc: &Document<'_>, start: usize, hi: usize) -> Option<usize> {
    let opens = doc.capital(start) && doc.among(start, List::OPENS_ORGANISATION);
    let ends = start + 2..=hi.min(start + LONGEST_NAME);
    opens
        .then(|| {
            ends.rev()
                .find(|&end| is_organisation_name(doc, start, end))
        })
        .flatten()
}

/// Where such a name begins before token `k` that goes on beyond it.
#[must_use]
pub fn name_start(doc: &Document<'_>, lo: usize, k: usize, hi: usize) -> Option<usize> {
    let reach = lo.max((k + 1).saturating_sub(LONGEST_NAME));
    (reach..k).find(|&start| name_end(doc, start, hi).is_some_and(|end| end > k))
}

/// Tokens of the longest name of the list that holds small words.
const LONGEST_NAME: usize = 4;

/// Whether token `k`, a comma, an "and" or the "on" before the list, stands inside such a name.
#[must_use]
pub fn is_inside(doc: &Document<'_>, k: usize) -> bool {
    if !(doc.capital(k + 1) || doc.is(k, ',') && reads!(doc, k + 1, "and")) {
        return false;
    }
    if reads!(doc, k, "and") && (is_spelled_out(doc, k) || is_twofold(doc, k)) {
        return true;
    }
    let reach = k.saturating_sub(LONGEST);
    let open = (reach..=k)
        .rev()
        .take_while(|&i| {
            i == k || doc.capital(i) || doc.is(i, ',') || opens(doc, i) || reads!(doc, i, "and")
        })
        .find(|&i| opens(doc, i));
    open.is_some_and(|open| list(doc, open + 1).is_some_and(|list| k < list.end))
}

/// "the Bureau of Land and Water Use (BLWU)": whether the initials of the words around the "and" at
/// token `k` stand in brackets behind them.
fn is_spelled_out(doc: &Document<'_>, k: usize) -> bool {
    let small = |i: usize| reads!(doc, i, "and" | "of" | "for" | "the" | "on");
    let reach = doc.toks.len().min(k + LONGEST);
    let Some(open) = (k + 1..reach).find(|&i| !doc.capital(i) && !small(i)) else {
        return false;
    };
    let short = doc.lower(open + 1);
    if !doc.is(open, '(') || !doc.capital(open + 1) || !doc.is(open + 2, ')') || short.len() < 3 {
        return false;
    }
    let mut letters = short.chars().rev().peekable();
    let mut start = open;
    for i in (k.saturating_sub(LONGEST)..open)
        .rev()
        .filter(|&i| !small(i))
    {
        let Some(letter) = letters.next() else {
            break;
        };
        if !doc.capital(i) || !doc.lower(i).starts_with(letter) {
            return false;
        }
        start = i;
    }
    letters.peek().is_none() && start < k
}

/// "the Food and Drug Administration": one body for two things, told by "the" and its head noun.
fn is_twofold(doc: &Document<'_>, k: usize) -> bool {
    const OTHERS: Tags = Tags::ORG
        .or(Tags::DET)
        .or(Tags::PLACE)
        .or(Tags::NATION)
        .or(Tags::GIVEN)
        .or(Tags::TITLE)
        .or(Tags::ROLE)
        .or(Tags::ROLES)
        .or(Tags::MEDIA);
    let plain =
        |i: usize| doc.capital(i) && doc.toks[i].case == Case::Capital && !doc.has(i, OTHERS);
    let start = (k.saturating_sub(3)..k)
        .rev()
        .take_while(|&i| plain(i))
        .last();
    let led = start.is_some_and(|s| s > 0 && reads!(doc, s - 1, "the"));
    let head = k + 2;
    led && plain(k + 1)
        && doc.capital(head)
        && doc.has(head, Tags::ORG)
        && !doc.has(head, Tags::PLURAL)
        && !doc.capital(head + 1)
}

/// Tokens from the head of such a name to its end.
const LONGEST: usize = 16;

/// "Department | of", "Committee | on": what the body is for follows.
fn opens(doc: &Document<'_>, k: usize) -> bool {
    reads!(doc, k, "of" | "on" | "for")
        && k > 0
        && doc.capital(k - 1)
        && doc.among(k - 1, List::PORTFOLIO)
}

/// "Roads, Ports and Bridges" from token `start` on: two items with a comma between, and a last one
/// behind "and".
fn list(doc: &Document<'_>, start: usize) -> Option<Toks> {
    let paragraph = doc.paragraphs.get(doc.paragraph_of(start))?;
    let hi = paragraph.toks.end.min(start + LONGEST);
    let mut k = item_end(doc, start, hi)?;
    let mut commas = 0;
    while k < hi {
        if doc.is(k, ',') {
            k += 1;
            commas += 1;
        }
        let last = reads!(doc, k, "and");
        k = item_end(doc, k + usize::from(last), hi)?;
        if last {
            return (commas > 0).then_some(start..k);
        }
        if !doc.is(k, ',') && !reads!(doc, k, "and") {
            return None;
        }
    }
    None
}

/// The end of one item: one or two capitalised words that name nobody.
fn item_end(doc: &Document<'_>, start: usize, hi: usize) -> Option<usize> {
    const NAMING: Tags = Tags::GIVEN
        .or(Tags::PLACE)
        .or(Tags::NATION)
        .or(Tags::ORG)
        .or(Tags::TIME)
        .or(Tags::DET);
    if start >= hi {
        return None;
    }
    let end = (start..hi).find(|&k| !doc.capital(k)).unwrap_or(hi);
    let plain = |k: usize| !doc.has(k, NAMING) && doc.toks[k].case == Case::Capital;
    let titled = end > start + 1 && doc.has(start, Tags::TITLE.or(Tags::ROLE));
    let fits = (1..=2).contains(&(end - start)) && (start..end).all(plain) && !titled;
    fits.then_some(end)
}

#[cfg(test)]
mod tests {
    use crate::extract::extract;
    use crate::model::{Article, Block, BlockRole, Span};

    #[test]
    fn a_list_longer_than_what_is_read_is_read_without_a_fault() {
        let text = "The Department of Salt, Fish, Tides, Ropes, Lights, Anchors, Nets, Boats, and Sails said it sank.";
        let article = Article {
            text: text.into(),
            blocks: vec![Block {
                role: BlockRole::Paragraph,
                span: Span::new(0, text.len()),
            }],
            ..Article::default()
        };
        assert_eq!(extract(&article).quotes.len(), 1);
    }
}
