//! Who said what: quotes, their speakers, roles and evidence, from the text of one article.
//!
//! Must not know: store, terminal, import.

mod document;
mod lexicon;
mod marks;
mod phrase;
mod frame;
mod quotes;
mod reported;
mod works;

use crate::model::{Article, Evidence, Extraction, Quote};

/// Version of the engine, stored with what it found.
pub const ENGINE: &str = "1";

/// Finds the quotes and speakers of an article.
#[must_use]
pub fn extract(article: &Article) -> Extraction {
    let doc = document::Document::read(article);
    let quotes = quotes::drafts(&doc)
        .into_iter()
        .map(|d| Quote {
            kind: d.kind,
            content: d.content,
            cue: d.cue.iter().map(|c| doc.span(c)).collect(),
            source: d.source.iter().map(|s| doc.span(&s.phrase)).collect(),
            speaker: None,
            role: None,
            via: None,
            confidence: 0.5,
            evidence: d.rules.iter().map(|(rule, span)| Evidence { rule: (*rule).into(), span: *span }).collect(),
        })
        .collect();
    Extraction { quotes, speakers: Vec::new() }
}
