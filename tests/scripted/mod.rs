//! Key scripts: how they are written, what they ask, and the collection they are played on.

pub mod facts;
pub mod script;
pub mod world;
