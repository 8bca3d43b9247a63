//! Which of some found quotes are the same words in several articles, so that they can be shown as one.
//!
//! Only what was found is looked at, and each quote once: this is done for each letter that is typed.
//! Words are compared as the finder compares them. Short or
//! commonplace words ("not at all") are the same only where the same speaker is named; nothing is the
//! same where somebody else is named, or where one said it and the other did not, as that is what one
//! wants to see. Must not know: how they are shown.

use rustc_hash::FxHashMap;

use super::copies::can_be_known_again;
use super::token::{letters, tokens};
use crate::model::{QuoteRow, SpeakerKind, Stance};
use crate::text::fold::fold_str;

/// Parts the rows into such as say the same: places in `rows`, each part newest first, and the parts in the
/// order of the rows that were found first. Two quotes of one article are never in one part.
#[must_use]
pub fn same_words(rows: &[&QuoteRow]) -> Vec<Vec<usize>> {
    let names: Vec<Option<Vec<String>>> =
        rows.iter().map(|row| name(row).map(name_words)).collect();
    let mut parts: Vec<Vec<usize>> = Vec::with_capacity(rows.len());
    let mut known: FxHashMap<(Stance, String), Vec<usize>> = FxHashMap::default();
    for (n, row) in rows.iter().enumerate() {
        let alike = known.entry((row.stance, words(&row.text))).or_default();
        let telling = !alike.is_empty() && can_be_known_again(&row.text);
        let fits = |other: &usize| {
            let named = match (&names[*other], &names[n]) {
                (Some(one), Some(other)) => are_one(one, other),
                _ => telling,
            };
            named && rows[*other].article != row.article
        };
        match alike.iter().find(|part| parts[**part].iter().all(fits)) {
            Some(part) => parts[*part].push(n),
            None => {
                alike.push(parts.len());
                parts.push(vec![n]);
            }
        }
    }
    for part in &mut parts {
        part.sort_by_key(|n| std::cmp::Reverse(rows[*n].date));
    }
    parts
}

/// The words of a quote, as the finder compares them.
fn words(text: &str) -> String {
    let folded = fold_str(text);
    let mut words = String::with_capacity(folded.len());
    for range in tokens(&folded) {
        words.push_str(&letters(&folded[range]));
        words.push(' ');
    }
    words
}

/// The name of the speaker, where it is one of their own.
#[must_use]
pub fn name(row: &QuoteRow) -> Option<&str> {
    let has_name = row.speaker_kind.is_none_or(SpeakerKind::has_name);
    row.speaker.as_deref().filter(|_| has_name)
}

/// Whether both may be names of one: all words of the shorter stand in the longer.
#[must_use]
pub fn may_be_one(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    are_one(&name_words(one), &name_words(other))
}

fn name_words(name: &str) -> Vec<String> {
    let name = fold_str(name);
    let words = name.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn are_one(one: &[String], other: &[String]) -> bool {
    let (few, many) = match one.len() <= other.len() {
        true => (one, other),
        false => (other, one),
    };
    !few.is_empty() && few.iter().all(|word| many.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleId, QuoteId, QuoteKind};

    fn row(article: i64, speaker: &str, text: &str) -> QuoteRow {
        QuoteRow {
            id: QuoteId(1),
            article: ArticleId(article),
            ordinal: 0,
            kind: QuoteKind::Direct,
            stance: Stance::Said,
            text: text.to_owned(),
            speaker: (!speaker.is_empty()).then(|| speaker.to_owned()),
            speaker_kind: (!speaker.is_empty()).then_some(SpeakerKind::Person),
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

    fn parts(rows: &[QuoteRow]) -> Vec<Vec<usize>> {
        same_words(&rows.iter().collect::<Vec<_>>())
    }

    #[test]
    fn the_same_words_are_one_whatever_their_case_and_marks() {
        let rows = [
            row(1, "Ada Moor", "The harbour opens in stages, safely."),
            row(2, "Moor", "“the Harbour opens – in stages safely”"),
            row(3, "", "The harbour opens in stages safely"),
            row(4, "Ada Moor", "The harbour opens in stages, slowly."),
            row(1, "Ada Moor", "The harbour opens in stages safely"),
        ];
        assert_eq!(parts(&rows), [vec![0, 1, 2], vec![3], vec![4]]);
    }

    #[test]
    fn the_same_words_are_one_in_any_dress() {
        let plain = "\"Interdepartmental\" - \"counterproductive\" - \"misunderstandings\" - \"notwithstanding\" - \"incomprehensible\" - \"disproportionate\" - \"characteristics\" - \"responsibilities\" are not the harbour's words";
        let dressed = "“Interdepartmental” – “counterproductive” – “misunderstandings” – “notwithstanding” – “incomprehensible” – “disproportionate” – “characteristics” – “responsibilities” are not the harbour’s words…";
        let rows = [row(1, "Ada Moor", plain), row(2, "Ada Moor", dressed)];
        assert_eq!(parts(&rows), [vec![0, 1]]);
    }

    #[test]
    fn many_long_quotes_that_begin_alike_take_no_time() {
        // Each is read once: seconds for each letter, where each is compared with each.
        let long = "The harbour of Selby Sound opens in stages. ".repeat(80);
        let text = |n: i64| format!("{long}So says letter {} of the board.", n % 150);
        let rows: Vec<QuoteRow> = (0..200).map(|n| row(n, "Ada Moor", &text(n))).collect();
        let parts = parts(&rows);
        assert_eq!(parts.len(), 150);
        assert_eq!((&parts[0], &parts[149]), (&vec![0, 150], &vec![149]));
    }

    #[test]
    fn somebody_else_is_not_hidden_and_neither_is_what_anybody_says() {
        let telling = "The harbour opens in stages safely";
        let others = [
            row(1, "Ada Moor", telling),
            row(2, "Ben Hale", telling),
            row(3, "", telling),
        ];
        assert_eq!(parts(&others), [vec![0, 2], vec![1]]);
        let short = [
            row(1, "Ada Moor", "not at all"),
            row(2, "", "Not at all"),
            row(3, "Moor", "Not at all!"),
            row(4, "", "not at all"),
        ];
        assert_eq!(parts(&short), [vec![0, 2], vec![1], vec![3]]);
    }

    #[test]
    fn what_was_not_said_is_not_hidden_behind_what_was() {
        let mut rows = [1, 2, 3].map(|n| row(n, "Ada Moor", "The harbour opens in stages safely"));
        rows[1].stance = Stance::Negated;
        assert_eq!(parts(&rows), [vec![0, 2], vec![1]]);
    }

    #[test]
    fn long_quotes_are_compared_to_their_ends() {
        let long = "The harbour of Selby Sound opens in stages. ".repeat(20);
        let rows = [
            row(1, "Ada Moor", &format!("{long}Then the ferry.")),
            row(2, "Ada Moor", &format!("{long}Then the pier.")),
            row(3, "Ada Moor", &format!("{long}then the FERRY")),
        ];
        assert_eq!(parts(&rows), [vec![0, 2], vec![1]]);
    }
}
