//! The rules that attribution rests on, in words for people.
//!
//! Owns what is said of each rule that [`Evidence`](crate::model::Evidence) names.

/// What a rule is, as part of a sentence: "“said”: verb and source behind the quote". Nothing for
/// one that this release does not know, as a store may hold from another.
#[must_use]
pub fn told(rule: &str) -> Option<&'static str> {
    let at = TOLD.binary_search_by(|(name, _)| (*name).cmp(rule)).ok()?;
    Some(TOLD[at].1)
}

/// In the order of the names.
static TOLD: &[(&str, &str)] = &[
    (
        "according-to-source",
        "“according to” with its source, then the words",
    ),
    ("announced", "a report that ends in a colon"),
    ("as-printed", "no fuller name in the article"),
    (
        "as-source-verb",
        "“as”, a source and a verb before the words",
    ),
    ("author-of-document", "who wrote or published the document"),
    ("borne-words", "words that stand written on it"),
    ("full-name", "the full name, as it stands there"),
    ("issued-words", "words in what the source has made known"),
    ("joined-names", "several names joined by “and”"),
    ("marked-words", "words in marks within a report"),
    ("name-colon-words", "a name and a colon, as in a headline"),
    ("name-of-one-of-two", "one of two who share this name"),
    ("named-below", "named only further down"),
    ("named-next", "the name that comes next"),
    ("negated", "which says that this was not said"),
    ("next-paragraph", "the speech goes on in the next paragraph"),
    ("opening-participle", "a participle that opens the sentence"),
    ("part-of-name", "a part of the full name"),
    ("participle", "a participle that carries the report on"),
    ("passive", "what was said, and by whom"),
    (
        "pronoun-of-description",
        "a pronoun for one who is described",
    ),
    (
        "pronoun-of-one-of-two",
        "a pronoun that two could answer to",
    ),
    ("pronoun-of-speaker", "a pronoun for who spoke before"),
    ("pronoun-of-subject", "a pronoun for the subject before"),
    ("quote-source-verb", "source and verb behind the quote"),
    ("quote-verb-source", "verb and source behind the quote"),
    ("quoted-as-saying", "“was quoted as saying”"),
    ("report-noun", "a noun that stands for what is said"),
    ("same-description", "the same description as before"),
    ("same-paragraph", "the source of the same paragraph"),
    ("same-speech", "the same speech goes on"),
    ("signature", "the name under the words"),
    ("signed-post", "a post with its author's name"),
    ("source", "named as the source"),
    ("source-colon-quote", "a source, a colon and the quote"),
    ("source-verb-words", "source and verb before the words"),
    (
        "speaker-by-description",
        "a description of one named elsewhere",
    ),
    ("subject-before", "the subject of the sentence before"),
    (
        "subject-to-verb",
        "a subject with “to” and a reporting verb",
    ),
    ("supposed", "which only supposes that this was said"),
    ("transcript", "a line of a transcript"),
    ("transcript-line", "a line of a transcript"),
    ("unattributed", "nobody is named"),
    ("verb-source-quote", "verb and source before the quote"),
    ("words-according-to", "“according to” behind the words"),
    (
        "words-as-source-verb",
        "“as”, a source and a verb behind the words",
    ),
    ("words-follow", "the words follow it"),
    ("words-source-verb", "source and verb behind the words"),
    ("words-verb-source", "verb and source behind the words"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_are_in_order() {
        assert!(TOLD.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(told("full-name"), Some("the full name, as it stands there"));
        assert_eq!(told("unheard-of"), None);
    }
}
