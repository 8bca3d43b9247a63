//! The last stage: drafts become quotes with speaker, role, evidence and confidence.

use rustc_hash::{FxHashMap, FxHashSet};

use super::confidence::confidence;
use super::document::{Document, Toks};
use super::entities::{EntityId, one_line};
use super::quotes::Draft;
use super::resolve::{Resolved, Resolver};
use super::stance::stance;
use super::subject::Source;
use crate::model::{Evidence, Extraction, Quote, Role, Span, Speaker, Stance};

/// Brings every draft to its speaker.
#[must_use]
pub fn attribute(doc: &Document<'_>, drafts: Vec<Draft>) -> Extraction {
    if drafts.is_empty() {
        return Extraction::default();
    }
    let mut resolver = Resolver::new(doc, &drafts);
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    // Sources are resolved in the order they are printed, not in that of the words.
    order.sort_by_key(|&n| {
        (
            drafts[n]
                .source
                .as_ref()
                .map_or(usize::MAX, |s| s.phrase.start),
            n,
        )
    });
    let mut found: Vec<Option<Resolved>> = vec![None; drafts.len()];
    for n in order {
        found[n] = drafts[n]
            .source
            .as_ref()
            .and_then(|s| resolver.resolve(&drafts[n], s));
    }
    let mut extraction = Extraction::default();
    let mut number: FxHashMap<EntityId, usize> = FxHashMap::default();
    for (draft, resolved) in drafts.into_iter().zip(found) {
        let speaker = resolved.as_ref().map(|r| {
            *number.entry(r.entity).or_insert_with(|| {
                extraction.speakers.push(speaker(doc, &resolver, r.entity));
                extraction.speakers.len() - 1
            })
        });
        let role = resolved
            .as_ref()
            .and_then(|r| nearest_role(doc, &resolver.cast.entities[r.entity].roles, &draft));
        let quote = quote(doc, &resolver, draft, resolved.as_ref(), speaker, role);
        extraction.quotes.push(quote);
    }
    extraction
}

fn quote(
    doc: &Document<'_>,
    resolver: &Resolver<'_, '_>,
    draft: Draft,
    resolved: Option<&Resolved>,
    speaker: Option<usize>,
    role: Option<Role>,
) -> Quote {
    let frame = draft.rules.first().map_or("", |(rule, _)| *rule);
    let mut evidence: Vec<Evidence> = draft
        .rules
        .iter()
        .map(|(rule, span)| Evidence {
            rule: (*rule).into(),
            span: *span,
        })
        .collect();
    let cue = draft.cue.clone();
    let stance = stance(doc, &draft);
    if let Some((stance, toks)) = &stance {
        evidence.push(Evidence {
            rule: stance.rule().into(),
            span: doc.span(toks),
        });
    }
    // "did not say" is no "say".
    let negated = stance.filter(|(stance, _)| *stance == Stance::Negated);
    let cue = negated.map(|(_, toks)| toks).or(cue);
    let source: Vec<Span> = draft.source.iter().map(|s| doc.span(&s.whole())).collect();
    if let Some(first) = source.first() {
        evidence.push(Evidence {
            rule: "source".into(),
            span: *first,
        });
    }
    if let Some(resolved) = resolved {
        evidence.push(Evidence {
            rule: resolved.rule.into(),
            span: resolved.at,
        });
    }
    Quote {
        kind: draft.kind,
        content: draft.content,
        cue: cue
            .iter()
            .flat_map(|cue| around_source(doc, cue, draft.source.as_ref()))
            .collect(),
        source,
        speaker,
        role,
        via: draft.via.map(|v| resolver.via(&v)),
        confidence: confidence(frame, draft.likely, resolved.map(|r| r.rule)),
        evidence,
    }
}

/// "quoted Ann Roe as saying": the cue without the source inside it.
fn around_source(doc: &Document<'_>, cue: &Toks, source: Option<&Source>) -> Vec<Span> {
    match source.map(Source::whole) {
        Some(inner) if cue.start < inner.start && inner.end < cue.end => vec![
            doc.span(&(cue.start..inner.start)),
            doc.span(&(inner.end..cue.end)),
        ],
        _ => vec![doc.span(cue)],
    }
}

/// The role printed nearest to the words, one in the source itself before all others. One in a later
/// paragraph comes last: somebody may have become that later.
fn nearest_role(doc: &Document<'_>, roles: &[Role], draft: &Draft) -> Option<Role> {
    let words = draft.content.first()?.start;
    let source = draft.source.as_ref().map(|s| doc.span(&s.whole()));
    let anchor = source.map_or(words, |s| s.start);
    let own = |r: &Role| source.is_some_and(|s| r.span.start < s.end && s.start < r.span.end);
    let paragraph = doc.paragraphs.get(draft.paragraph);
    let end = paragraph.map_or(words, |p| doc.span(&p.toks).end);
    let place = roles.partition_point(|r| r.span.end <= anchor);
    roles[place.saturating_sub(1)..]
        .iter()
        .take(3)
        .min_by_key(|r| {
            let later = r.span.start > end;
            let length = std::cmp::Reverse(r.span.len());
            (!own(r), later, r.span.start.abs_diff(words), length)
        })
        .cloned()
}

fn speaker(doc: &Document<'_>, resolver: &Resolver<'_, '_>, id: EntityId) -> Speaker {
    let entity = &resolver.cast.entities[id];
    let mut mentions: Vec<Span> = entity.mentions.iter().map(|m| doc.span(m)).collect();
    mentions.sort_unstable();
    mentions.dedup();
    let mut aliases: Vec<String> = Vec::new();
    let (mut seen, mut told) = (FxHashSet::default(), FxHashSet::default());
    for mention in &mentions {
        if !seen.insert(mention.of(doc.text)) {
            continue;
        }
        let text = one_line(mention.of(doc.text));
        if text != entity.name && told.insert(text.clone()) {
            aliases.push(text.into_owned());
        }
    }
    let role = entity.roles.iter().max_by_key(|r| r.text.len()).cloned();
    Speaker {
        name: entity.name.clone().into_owned(),
        kind: entity.kind,
        role,
        aliases,
        mentions,
    }
}
