//! From files to articles: what a file is, its text, its article, and what on its page is none.
//!
//! Owns sniffing, decoding, the formats, article metadata, furniture and the failures of all
//! these. Must not know the terminal, the store or the extractor. Nothing hostile gets past it:
//! every string of an [`Article`] has been through `text::clean`.
//!
//! The way of a file: [`walk`] finds it, `sniff` says what it is; `packed` and `archive` open what
//! holds other files; `decode` makes text of it, and the file of its format makes articles of that.
//! What comes out of a file is one lazy sequence, whatever lies in it.

mod anchors;
mod archive;
mod aside;
mod attribute;
mod behind;
mod between;
mod blocks;
mod body;
mod brought;
mod byline;
mod credit;
mod dataset;
mod dateline;
mod dates;
mod decode;
mod docx;
mod epub;
mod error;
mod feed;
mod fetched;
mod fields;
mod furniture;
mod head;
mod headline;
mod html;
mod lacking;
mod language;
mod letter;
mod life;
mod lines;
mod made;
mod mail;
mod markdown;
mod markup;
mod meant;
mod near;
mod notes;
mod opening;
mod options;
mod order;
mod packed;
mod patterns;
mod pdf;
mod place;
mod plain;
mod pulled;
mod read;
mod records;
mod references;
mod removed;
mod repeated;
mod roles;
mod sniff;
mod stamp;
mod table;
mod tar;
mod walk;
mod warc;
mod wrapped;
mod xml;
mod zip;

pub use body::{Known, body};
pub use error::{Failure, Reason};
pub use feed::FeedEntry;
pub use fetched::{Fetched, Opened, open_fetched};
pub use fields::known;
pub use language::{is_sought, language};
pub(crate) use lines::number as item_number;
pub use near::{Comparison, Shingles, Sketch, WORTH_COMPARING};
pub use options::{OptionError, Options};
pub use pdf::serve as serve_pdf;
pub use place::{FILE_LIMIT, RECORD_LIMIT, location};
pub use read::{Reading, STANDARD_INPUT, is_standard_input, read_bytes, read_file};
pub use repeated::{LineCount, LinePrint, line_prints, mark_repeated};
pub use stamp::Stamp;
pub use walk::walk;
pub(crate) use walk::{Identity as FileIdentity, identity};

use crate::model::{Article, Extraction};

/// One article, where it is from, and the quotes that came with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// Where it is from.
    pub source: Source,
    /// The article.
    pub article: Article,
    /// Quotes and speakers that were computed elsewhere, where the record brought them along.
    pub extraction: Option<Extraction>,
    /// Name of the encoding it was read in, where that had to be guessed.
    pub guessed: Option<&'static str>,
    /// How many quotes the record brought along that lie outside of its text and were left out.
    pub lost: usize,
}

/// Where an article is from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// Absolute path of a file or address on the web, or `path#id` for a record of a dataset
    /// (`path#line` where records have no id).
    pub location: String,
    /// FNV-1a hash of the bytes it was read from: tells whether it has changed since.
    pub hash: u64,
}

impl Source {
    /// The source at `location` with the content `bytes`.
    #[must_use]
    pub fn new(location: impl Into<String>, bytes: &[u8]) -> Self {
        Self {
            location: location.into(),
            hash: fnv1a(FNV_START, bytes),
        }
    }
}

/// What the hash of no bytes is.
const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, 64 bits (Fowler, Noll, Vo), going on from `hash`: the same on every machine and in every
/// release, which the standard library's hasher does not promise.
fn fnv1a(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
