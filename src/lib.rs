//! onrecord: who said what, in a collection of news articles.

pub mod app;
pub mod cli;
pub mod config;
pub mod export;
pub mod extract;
pub mod find;
pub mod import;
pub mod model;
pub mod query;
pub mod runtime;
pub mod store;
pub mod text;
pub mod ui;
