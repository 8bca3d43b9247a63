//! Plain data that every room shares: articles, blocks, quotes, speakers, evidence.
//!
//! Owns shapes and their invariants. Knows nothing of files, SQL, terminals or how the data came
//! to be. Positions are byte ranges ([`Span`]) in an article's canonical text.

mod article;
mod date;
mod id;
mod quote;
mod rows;
mod span;
pub mod wire;

pub use article::{Article, Block, BlockRole, Field};
pub use date::{Date, DateError};
pub use id::{ArticleId, QuoteId, SpeakerId};
pub use quote::{Evidence, Extraction, Quote, QuoteKind, Role, Speaker, SpeakerKind};
pub use rows::{ArticleRow, Counts, QuoteRow, SpeakerRow, StoredArticle};
pub use span::Span;
