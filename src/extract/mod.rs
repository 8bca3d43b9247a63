//! Who said what: quotes, their speakers, roles and evidence, from the text of one article.
//!
//! Must not know: store, terminal, import.

mod adjunct;
mod aside;
mod authors;
mod bearers;
mod behind_marks;
mod below;
mod borne;
mod bounds;
mod carry;
mod clause;
mod confidence;
mod coordination;
mod descriptions;
mod document;
mod entities;
mod frame;
mod glued;
mod homographs;
mod inflection;
mod inverted;
mod joined;
mod judge;
mod key;
mod known;
mod later;
mod lexicon;
mod listed;
mod loose;
mod marks;
mod matching;
mod name_parts;
mod names;
mod namesakes;
mod nonfinite;
mod noun;
mod offices;
mod parting;
mod party;
mod patterns;
mod phrase;
mod pronouns;
mod quoted;
mod quotes;
mod relative;
mod reported;
mod resolve;
mod roles;
mod room;
mod rules;
mod sources;
mod speakers;
mod stance;
mod standing;
mod stretches;
mod subject;
mod table;
mod tags;
mod turns;
mod unlisted;
mod verb;
mod verbal;
mod way;
mod weights;
mod word;
mod works;

use crate::model::{Article, Extraction};

pub use rules::told;

/// Version of the engine, stored with what it found.
pub const ENGINE: &str = "10";

/// Finds the quotes and speakers of an article. Pure: the same article gives the same answer.
#[must_use]
pub fn extract(article: &Article) -> Extraction {
    training::extract_with(article, training::Model::bundled(), None)
}

/// Extraction by other weights than the bundled ones, for `examples/train`, which learns them.
pub mod training {
    use super::{document, judge, quotes, speakers};
    use crate::model::{Article, Extraction};

    pub use super::judge::{Log, Model, Observation};

    /// Like [`extract`](super::extract) by other weights; what was asked of them goes to `log`.
    #[must_use]
    pub fn extract_with(article: &Article, model: &Model, log: Option<&Log>) -> Extraction {
        let doc = document::Document::read(article);
        let judge = judge::Judge::new(model, log);
        let drafts = quotes::drafts(&doc, judge);
        speakers::attribute(&doc, drafts)
    }
}
