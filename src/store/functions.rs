//! SQL functions for the words of a query.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;

use crate::query::{Extent, holds};

/// Adds `has(text, words, extent)`: whether the text holds the folded words, see [`holds`]; the extent
/// is 0, 1 or 2 in the order of [`Extent`]. Nothing is held by NULL.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function(c"has", 3, flags, |context| {
        let ValueRef::Text(text) = context.get_raw(0) else {
            return Ok(false);
        };
        let words = context.get_raw(1).as_str()?;
        let extent = match context.get(2)? {
            0 => Extent::Beginning,
            1 => Extent::Words,
            _ => Extent::All,
        };
        let text = std::str::from_utf8(text).unwrap_or("");
        Ok(holds(text, words, extent))
    })
}
