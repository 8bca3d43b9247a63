//! Roles as printed: before a name, in an apposition, behind "of".

use super::document::{Document, Toks};
use super::lexicon::Tags;
use super::names::Name;
use super::phrase::{nominal, right};
use crate::text::token::{Case, TokenKind};

/// The role that stands before a name: "Norwegian fisheries ministry spokesperson Roe", "Harbour Director
/// Tom Poe", "the Port Authority's Ann Roe".
#[must_use]
pub fn before_name(doc: &Document<'_>, name: &Name) -> Option<Toks> {
    let end = name.toks.start;
    let floor = doc.paragraphs[doc.paragraph_of(end)].toks.start;
    let mut start = end;
    while start > floor
        && !doc.in_mark(start - 1)
        && nominal(doc, start - 1)
        && !(doc.has(start - 1, Tags::TIME))
    {
        start -= 1;
    }
    if start == end {
        return None;
    }
    if doc.possessive(end - 1) {
        let owner = start..end - 1;
        return (!owner.is_empty()).then_some(owner);
    }
    let role = (start..end)
        .any(|k| doc.has(k, Tags::ROLE) || doc.has(k, Tags::TITLE) && doc.toks[k].span.len() > 5);
    let plain_title =
        end - start == 1 && doc.has(start, Tags::TITLE) && !doc.has(start, Tags::ROLE);
    (role && !plain_title).then_some(start..end)
}

/// The role an apposition gives: from its noun to the next clause, the age and the article aside.
#[must_use]
pub fn of_aside(doc: &Document<'_>, aside: &Toks) -> Option<Toks> {
    let mut start = aside.start;
    while start < aside.end
        && (doc.toks[start].kind == TokenKind::Number
            || doc.is(start, ',')
            || doc.has(start, Tags::DET) && !doc.has(start, Tags::POSS))
    {
        start += 1;
    }
    let end = (start..aside.end)
        .find(|&k| {
            doc.is(k, ',')
                && matches!(
                    doc.lower(k + 1),
                    "who" | "which" | "speaking" | "and" | "in" | "on"
                )
                || matches!(doc.lower(k), "who" | "which")
        })
        .unwrap_or(aside.end);
    let role = (start..end).any(|k| doc.has(k, Tags::ROLE.or(Tags::ROLES).or(Tags::TITLE)));
    (role && start < end).then_some(start..end)
}

/// The affiliation behind a name: "Ann Roe of the HWA".
#[must_use]
pub fn affiliation(doc: &Document<'_>, at: usize, hi: usize) -> Option<Toks> {
    if !matches!(doc.lower(at), "of" | "from" | "with" | "at") {
        return None;
    }
    let phrase = right(doc, at + 1, hi)?;
    let start = phrase.clone().find(|&k| !doc.has(k, Tags::DET))?;
    let named =
        doc.toks[start].case != Case::Lower || (start..phrase.end).any(|k| doc.has(k, Tags::ORG));
    (named && start < phrase.end && !doc.has(start, Tags::TIME)).then_some(start..phrase.end)
}
