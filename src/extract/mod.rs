//! Who said what: quotes, their speakers, roles and evidence, from the text of one article.
//!
//! Must not know: store, terminal, import.

mod adjunct;
mod bounds;
mod carry;
mod confidence;
mod descriptions;
mod document;
mod entities;
mod frame;
mod lexicon;
mod marks;
mod names;
mod phrase;
mod pronouns;
mod quotes;
mod reported;
mod resolve;
mod roles;
mod sources;
mod speakers;
mod subject;
mod verb;
mod works;

use crate::model::{Article, Extraction};

/// Version of the engine, stored with what it found.
pub const ENGINE: &str = "1";

/// Finds the quotes and speakers of an article. Pure: the same article gives the same answer.
#[must_use]
pub fn extract(article: &Article) -> Extraction {
    let doc = document::Document::read(article);
    let drafts = quotes::drafts(&doc);
    speakers::attribute(&doc, drafts)
}
