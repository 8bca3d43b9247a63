//! Text made safe and measured: cleaning, folding, sentences, tokens, wrapping.
//!
//! Must not know: terminal, store.

pub mod clean;
pub mod differ;
pub mod fold;
pub mod links;
pub(crate) mod scan;
pub mod sentence;
pub mod token;
pub mod words;
pub mod wrap;
