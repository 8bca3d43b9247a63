//! A quote that says the same as another one elsewhere: in what words they differ, and whether the same
//! speaker is named.
//!
//! Must not know: how it was found.

use crate::find::{may_be_one, speaker_name};
use crate::model::QuoteRow;
use crate::text::differ::{Fate, Piece, differences};

/// A quote beside the one that was asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct Copied {
    /// The quote.
    pub row: QuoteRow,
    /// Its words, those that it has not among them.
    pub pieces: Vec<Piece>,
    /// Who is named.
    pub named: Named,
}

/// Who is named as the speaker, compared with the quote that was asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Named {
    /// The same one, be it by a part of the name.
    Same,
    /// Somebody else.
    Other,
    /// Somebody, where the other quote has nobody of a name.
    Here,
    /// Nobody of a name, where the other quote has somebody.
    There,
    /// Neither has somebody of a name.
    Nobody,
}

/// How the words differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wording {
    /// They do not.
    Same,
    /// Words are left out.
    Shorter,
    /// There are more words.
    Longer,
    /// Some are others.
    Other,
}

impl Copied {
    /// A quote beside the one that was `asked` about.
    #[must_use]
    pub fn of(row: QuoteRow, asked: &QuoteRow) -> Self {
        Self {
            pieces: differences(&asked.text, &row.text),
            named: named(asked, &row),
            row,
        }
    }

    /// How the words differ.
    #[must_use]
    pub fn wording(&self) -> Wording {
        // Marks that stand alone, as the ellipsis of a split quote, are no words.
        let is_word = |word: &String| word.chars().any(char::is_alphanumeric);
        let has = |fate| {
            let mut pieces = self.pieces.iter();
            pieces.any(|piece| piece.fate == fate && piece.words.iter().any(is_word))
        };
        match (has(Fate::Left), has(Fate::New)) {
            (false, false) => Wording::Same,
            (true, false) => Wording::Shorter,
            (false, true) => Wording::Longer,
            (true, true) => Wording::Other,
        }
    }
}

fn named(asked: &QuoteRow, row: &QuoteRow) -> Named {
    match (speaker_name(asked), speaker_name(row)) {
        (None, None) => Named::Nobody,
        (None, Some(_)) => Named::Here,
        (Some(_), None) => Named::There,
        (Some(one), Some(other)) if may_be_one(one, other) => Named::Same,
        (Some(_), Some(_)) => Named::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleId, QuoteId, QuoteKind, SpeakerKind, Stance};

    fn row(text: &str, speaker: &str, kind: SpeakerKind) -> QuoteRow {
        QuoteRow {
            id: QuoteId(1),
            article: ArticleId(1),
            ordinal: 0,
            kind: QuoteKind::Direct,
            stance: Stance::Said,
            text: text.to_owned(),
            speaker: (!speaker.is_empty()).then(|| speaker.to_owned()),
            speaker_kind: (!speaker.is_empty()).then_some(kind),
            role: None,
            confidence: 0.9,
            title: String::new(),
            publisher: None,
            date: None,
            tags: Vec::new(),
            note: None,
            url: None,
        }
    }

    #[test]
    fn another_name_is_told_from_a_part_of_the_name_and_from_none() {
        use SpeakerKind::{Group, Organisation, Person};
        for (one, other, expected) in [
            (("Ada Moor", Person), ("Ada Moor", Person), Named::Same),
            (("Ada Moor", Person), ("Moor", Person), Named::Same),
            (("Zoé  Moor", Person), ("Zoe Moor", Person), Named::Same),
            (("Ada Moor", Person), ("Ben Moor", Person), Named::Other),
            (
                ("Ada Moor", Person),
                ("the ministry", Organisation),
                Named::Other,
            ),
            (("Ada Moor", Person), ("officials", Group), Named::There),
            (("Ada Moor", Person), ("", Person), Named::There),
            (("officials", Group), ("Ada Moor", Person), Named::Here),
            (("officials", Group), ("", Person), Named::Nobody),
        ] {
            let of = |(name, kind)| row("We open", name, kind);
            let copied = Copied::of(of(other), &of(one));
            assert_eq!(copied.named, expected, "{one:?} {other:?}");
        }
    }

    #[test]
    fn words_are_the_same_fewer_more_or_others() {
        for (one, other, expected) in [
            ("We open.", "we open … ", Wording::Same),
            ("We open in May", "We open", Wording::Shorter),
            ("We open", "We open in May", Wording::Longer),
            ("We open in May", "We close in May", Wording::Other),
        ] {
            let of = |text| row(text, "", SpeakerKind::Person);
            assert_eq!(Copied::of(of(other), &of(one)).wording(), expected);
        }
    }
}
