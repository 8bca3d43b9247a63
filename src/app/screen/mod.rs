//! The screens and panes of the reader as state: one file each.

pub mod articles;
pub mod filter;
pub mod finder;
pub mod help;
pub mod place;
pub mod reading;
pub mod speakers;
pub mod why;
