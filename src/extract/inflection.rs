//! Regular forms of English nouns and verbs, by rule.

fn ends_in_consonant_y(word: &str) -> bool {
    word.ends_with('y') && !["ay", "ey", "oy", "uy"].iter().any(|e| word.ends_with(e))
}

/// The plural of a noun, the third person of a verb: English spells both alike.
pub fn with_s(lemma: &str) -> String {
    if ends_in_consonant_y(lemma) {
        format!("{}ies", &lemma[..lemma.len() - 1])
    } else if ["s", "sh", "ch", "x", "z", "go"]
        .iter()
        .any(|e| lemma.ends_with(e))
    {
        format!("{lemma}es")
    } else {
        format!("{lemma}s")
    }
}

/// The past and the -ing form of a verb.
pub fn regular_forms(lemma: &str) -> (String, String) {
    if let Some(stem) = lemma.strip_suffix('e') {
        let ing = if lemma.ends_with("ee") {
            format!("{lemma}ing")
        } else {
            format!("{stem}ing")
        };
        (format!("{lemma}d"), ing)
    } else if ends_in_consonant_y(lemma) {
        (
            format!("{}ied", &lemma[..lemma.len() - 1]),
            format!("{lemma}ing"),
        )
    } else {
        (format!("{lemma}ed"), format!("{lemma}ing"))
    }
}
