//! What the reader's tests share.

#![allow(dead_code, missing_docs, clippy::unwrap_used)]

pub mod commands;
pub mod finding;
pub mod made;
pub mod rig;
pub mod searches;
pub mod sizes;
