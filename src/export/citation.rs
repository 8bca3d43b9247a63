//! One quote as a person would cite it in running text.

use crate::model::QuoteRow;

/// The words in marks (reported speech stands without), the speaker with the role as printed, and
/// where it stands, with its address where it has one:
/// `“…” — Name, role (Publisher, “Title”, 2022-04-19) https://…`.
#[must_use]
pub fn citation(quote: &QuoteRow) -> String {
    let mut place: Vec<String> = Vec::new();
    place.extend(quote.publisher.clone());
    place.push(format!("“{}”", quote.title));
    place.extend(quote.date.map(|d| d.to_string()));
    let mut cited = format!(
        "{} — {} ({})",
        quote.shown(),
        speaker(quote),
        place.join(", ")
    );
    if let Some(url) = &quote.url {
        cited.push(' ');
        cited.push_str(url);
    }
    cited
}

/// The speaker with the role as printed, or that none is known.
pub(super) fn speaker(quote: &QuoteRow) -> String {
    match (&quote.speaker, &quote.role) {
        (Some(name), Some(role)) => format!("{name}, {role}"),
        (Some(name), None) => name.clone(),
        (None, _) => "speaker not known".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::row;
    use super::*;
    use crate::model::{QuoteKind, Stance};

    #[test]
    fn what_was_not_said_is_cited_as_that() {
        let mut quote = row("when it would close", Some("Ann Lee"));
        quote.kind = QuoteKind::Indirect;
        quote.stance = Stance::Negated;
        let cited = citation(&quote);
        assert!(cited.starts_with("[not said] when it would close — Ann Lee, mayor"));
    }

    #[test]
    fn a_citation_names_speaker_role_and_place() {
        assert_eq!(
            citation(&row("It will close.", Some("Ann Lee"))),
            "“It will close.” — Ann Lee, mayor (The Gazette, “Harbour to close”, 2022-04-19) \
             https://gazette.example/quay"
        );
        let mut bare = row("it will close", None);
        bare.kind = QuoteKind::Indirect;
        bare.publisher = None;
        bare.date = None;
        bare.url = None;
        assert_eq!(
            citation(&bare),
            "it will close — speaker not known (“Harbour to close”)"
        );
    }
}
