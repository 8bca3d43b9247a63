//! The screens and panes of the reader as state: one file each.

pub mod articles;
pub mod bars;
pub mod changes;
pub mod choices;
pub mod collection;
pub mod editor;
pub mod filter;
pub mod finder;
pub mod help;
pub mod letters;
pub mod line;
pub mod listed;
pub mod minimap;
pub mod note;
pub mod output;
pub mod palette;
pub mod people;
pub mod person;
pub mod place;
pub mod reading;
pub mod search;
pub mod speakers;
pub mod tags;
pub mod timeline;
pub mod why;
pub mod window;
