//! The finder: any half-remembered quote of the collection, while it is being typed.
//!
//! Owns the index over all quotes and the order of what it finds. Must not know: terminal, store.
//!
//! It matches the *vocabulary*, not the text. Prose is made of few words often repeated, so a word
//! of the query is held once against the distinct words, and the quotes are then only sets of
//! numbers to join and rows of numbers to look at. A general finder that seeks a subsequence
//! through every line is slow on prose, and wrong: nearly every short pattern is scattered
//! somewhere over two hundred letters.
//!
//! Of a search:
//! * `ask`: what is typed, taken apart.
//! * `remark`: what of it is not read as it was probably meant.
//! * `fits`: which terms a word fits and how well; `spell` knows slips.
//! * `filter`: fields and phrases as sets.
//! * `reading`: the texts that have all words; `search`: how many of them are looked at, and what is tried
//!   where there are few.
//! * `score`: the best places in one text for all words, and the score of it.
//! * `hits`: how a search is asked for and what it gives; `people`: who is found by name.
//! * `marks`: those places as bytes of the row, to be lit on the screen.
//! * `copies`: which quotes say the same in the same words.
//! * `grouping`: which of those that were found are the same words, to be shown as one.
//! * `passages`: the same among the texts of whole articles, which others find.
//!
//! Of the index:
//! * `index`: a large segment and the small ones of what changed since; `keep` brings it up to
//!   date with its collection.
//! * `segment`: articles, their quotes, the people, the titles; `part`: texts and their terms;
//!   `lists` and `set`: the documents of a term; `code`: numbers as bytes.
//! * How it is made: `gather` takes texts in, whose words `numbers` knows; `segment_build` puts
//!   articles in their order, `part_build` their texts, and `invert` turns these round into lists, by `pieces`.
//! * `image`: the file and its checksums; `map`: the file as memory.
//! * `token`: a folded text into words.

mod ask;
mod code;
mod copies;
mod filter;
mod fits;
mod gather;
mod grouping;
mod hits;
mod image;
mod index;
mod invert;
mod joined;
mod keep;
mod known_passing;
mod lists;
mod map;
mod marks;
mod numbers;
mod part;
mod part_build;
mod passages;
mod people;
mod pieces;
mod reading;
mod remark;
mod score;
mod search;
mod segment;
mod segment_build;
mod set;
mod spell;
mod token;

pub use ask::{hint, of_texts};
pub use copies::{Copies, can_be_known_again, say_the_same};
pub use filter::{Outside, Passing};
pub use grouping::{may_be_one, name as speaker_name, same_words};
pub use hits::{Hits, Mode, Options, PersonHit, QuoteHit, Score, TitleHit};
pub use image::{Damaged, Stamp};
pub use index::{Index, Writer};
pub use keep::{Changes, Kept, Source, THREADS, open, path_beside, rebuilt, refreshed};
pub use marks::{Marks, word_at};
pub use passages::{MOST_TEXTS, Passage, TextHit, Texts, in_texts};
pub use remark::remark;
pub use score::Found;
pub use segment_build::{IndexedArticle, IndexedQuote};

#[cfg(test)]
mod tests;
