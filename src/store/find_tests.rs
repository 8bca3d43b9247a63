//! The store as the source of the quote index.
