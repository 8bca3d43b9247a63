//! onrecord: who said what, where and when, in a collection of news articles.
//!
//! The library behind the terminal reader. The binary is thin: it parses arguments, runs
//! [`cli`], and turns the outcome into an exit status. What can be used without a terminal or a
//! store can be used from here: [`extract`] takes an article and gives its quotes and speakers,
//! [`import`] makes articles of files, [`find`] searches quotes while one types.
//!
//! # The rooms
//!
//! | room | owns | must not know |
//! | --- | --- | --- |
//! | [`model`] | plain data: articles, blocks, quotes, speakers, evidence, spans, dates | I/O of any kind |
//! | [`text`] | text made safe and measured: cleaning, folding, sentences, tokens, wrapping | terminal, store |
//! | [`import`] | bytes to articles: formats, metadata, furniture taken out | terminal |
//! | [`fetch`] | what an address on the web gives; the only network | terminal, store |
//! | [`extract`] | an article to its quotes and speakers: pure | store, terminal, import |
//! | [`store`] | the only SQL: schema, migrations, windows of rows, counts | terminal |
//! | [`query`] | the one query language | terminal |
//! | [`find`] | the index over all quotes and its ranking | terminal, store |
//! | [`export`] | forms that other programs read | terminal |
//! | [`config`] | defaults, file, environment, flags; keymap, theme, paths | |
//! | [`app`] | the state of the reader, and what an action does to it: pure | store, terminal |
//! | [`ui`] | the state drawn: pure | store, runtime |
//! | [`runtime`] | the loop, the terminal, the threads | |
//! | [`cli`] | one file a subcommand; tables, JSON and JSONL | SQL, widgets |
//!
//! `tests/walls.rs` holds the last column by reading the sources.
//!
//! # The way of a key
//!
//! ```text
//! input thread --Key/Mouse/Resize/Paste--+
//! workers      --Done{generation, ..}----+--> one channel of events
//! finder       --Hits{generation, ..}----+        |
//!                                                 v   receive, then drain all that waits
//!                      keymap (data) -> Action -> app::update -> effects
//!                                                 |                  |
//!             at most three draws in 24 ms, only  |                  v
//!             when something changed:   ui::render(&App)      runtime performs; the answer
//!                                                             comes back as an event, and a
//!                                                             stale generation is dropped
//! ```
//!
//! There is no tick: an idle reader makes no wake-ups. On the way of a key there is no disk, no
//! SQL and no wrapping of text that is not seen.
//!
//! # The way of an article
//!
//! bytes → [`import`] (format, metadata, furniture) → [`text::clean`] → [`model::Article`]
//! (canonical text, and blocks with roles) → [`extract`] (in parallel over articles) → [`store`]
//! (one writer, in batches) → [`find`] → panes.
//!
//! Positions are byte ranges in the canonical text of an article ([`model::Span`]); what is printed
//! as JSON counts Unicode scalars ([`model::wire`]).

pub mod app;
pub mod cli;
pub mod config;
pub mod export;
pub mod extract;
mod fault;
pub mod fetch;
pub mod find;
pub mod import;
pub mod model;
pub mod query;
pub mod runtime;
pub mod store;
pub mod text;
pub mod ui;
