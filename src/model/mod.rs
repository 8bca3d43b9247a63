//! Plain data that every room shares: articles, blocks, quotes, speakers, evidence.
//!
//! Owns shapes and their invariants. Knows nothing of files, SQL, terminals or how the data came
//! to be. Positions are byte ranges ([`Span`]) in an article's canonical text.

mod article;
mod date;
mod id;
mod likeness;
mod order;
mod overlay;
mod overview;
mod person;
mod quote;
mod rows;
mod span;
mod tag;
pub mod wire;

pub use article::{Article, Block, BlockRole, DateFrom, Field, Link, Removed, Why};
pub use date::{Date, DateError};
pub use id::{ArticleId, ChangeId, FileId, PersonId, QuoteId, SpeakerId};
pub use likeness::Likeness;
pub use order::{Arrangement, ArticleOrder};
pub use overlay::{
    ArticleEdit, Change, ChangeState, Kept, KeptQuote, Letter, Place, QuoteEdit, SavedSearch,
    TagCount,
};
pub use overview::{DayCount, Pair, PublisherShare};
pub use person::{
    Companion, Month, Months, Period, PersonPage, PersonRow, PrintedRole, SaidCursor, SaidRow,
};
pub use quote::{Evidence, Extraction, Quote, QuoteKind, Role, Speaker, SpeakerKind, Stance};
pub use rows::{ArticleRow, Counts, QuoteRow, SpeakerRow, StoredArticle, Variant};
pub use span::Span;
pub use tag::{Tag, TagError};
