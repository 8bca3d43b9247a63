//! Quotes as JSON, an object a line.

use std::io::{self, Write};

use crate::model::QuoteRow;

/// Writes a line a quote.
pub(super) fn write(quotes: &[QuoteRow], out: &mut dyn Write) -> io::Result<()> {
    for quote in quotes {
        serde_json::to_writer(&mut *out, quote)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
