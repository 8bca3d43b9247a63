//! Writing a note that somebody else may have written meanwhile: what either wrote stays.

use crate::model::QuoteEdit;
use crate::text::clean::clean;

use super::kept_quotes::kept_at;
use super::organise::{QuotePlace, notes};
use super::{Store, StoreError};

/// What came of writing a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// The note is as it was written.
    Written,
    /// Another was written meanwhile: it stays, and what was written stands below it.
    Both,
}

impl Store {
    /// Writes the note on a quote where it is still as it was `before`. Where another one was
    /// written meanwhile, that stays and this one is put below it, in one change.
    ///
    /// # Errors
    /// When the store cannot be read or written; then nothing was changed.
    pub fn write_note(
        &mut self,
        place: QuotePlace,
        before: &str,
        text: &str,
    ) -> Result<Noted, StoreError> {
        let batch = self.batch()?;
        let written = (|| {
            let kept = kept_at(&batch.transaction, place.0.0, place.1)?;
            let there = notes(&batch.transaction, &kept)?.join("\n\n");
            let (note, noted) = together(before, &there, &clean(text).text);
            batch.edit_quotes(&[place], &QuoteEdit::Note(note))?;
            Ok(noted)
        })();
        batch.done(written)
    }
}

/// The note that comes of one that is there and one that was written in place of `before`.
fn together(before: &str, there: &str, text: &str) -> (String, Noted) {
    let (before, there, text) = (before.trim(), there.trim(), text.trim());
    let holds = |note: &str, other: &str| {
        let mut parts = other.split("\n\n").map(str::trim);
        parts.all(|part| note.split("\n\n").any(|own| own.trim() == part))
    };
    if there == before || there.is_empty() || (!text.is_empty() && holds(text, there)) {
        return (text.to_owned(), Noted::Written);
    }
    if text.is_empty() || holds(there, text) {
        // Taking the note away is no reason to take away what somebody wrote since.
        return (there.to_owned(), Noted::Both);
    }
    (format!("{there}\n\n{text}"), Noted::Both)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_written_is_lost() {
        let cases = [
            // before, there, written: what comes of it
            ("", "", "mine", "mine", Noted::Written),
            ("old", "old", "mine", "mine", Noted::Written),
            ("old", "old ", "", "", Noted::Written),
            ("old", "", "mine", "mine", Noted::Written),
            ("old", "theirs", "mine", "theirs\n\nmine", Noted::Both),
            ("", "theirs", "mine", "theirs\n\nmine", Noted::Both),
            ("old", "theirs", "", "theirs", Noted::Both),
            ("old", "the same", "the same", "the same", Noted::Written),
            // Words within other words are no note.
            ("", "No", "Not sure", "No\n\nNot sure", Noted::Both),
            ("", "Look again", "ok", "Look again\n\nok", Noted::Both),
            ("", "a\n\nb", "b", "a\n\nb", Noted::Both),
            ("", "b", "a\n\nb", "a\n\nb", Noted::Written),
        ];
        for (before, there, written, note, noted) in cases {
            let came = together(before, there, written);
            assert_eq!(came, (note.to_owned(), noted), "{before}/{there}/{written}");
        }
    }
}
