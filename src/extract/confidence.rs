//! How sure an attribution is: the share that was right on the training part, by rule.

/// Share of right sources by the rule that joined words and source.
fn of_frame(rule: &str) -> f32 {
    match rule {
        "quote-verb-source" | "quote-source-verb" => 0.97,
        "according-to-source"
        | "words-according-to"
        | "words-source-verb"
        | "source-verb-words" => 0.93,
        "words-verb-source" | "quoted-as-saying" | "participle" => 0.9,
        "source-colon-quote" | "announced" => 0.85,
        "subject-to-verb" => 0.75,
        "same-paragraph" | "speaker-before" | "subject-before" => 0.7,
        "subject-of-sentence" => 0.6,
        _ => 0.5,
    }
}

/// Share of right names by the rule that brought the source to its entity.
fn of_name(rule: &str) -> f32 {
    match rule {
        "full-name" => 0.98,
        "part-of-name" | "as-printed" => 0.95,
        "same-description" => 0.9,
        "pronoun-of-speaker" => 0.88,
        "pronoun-of-subject" => 0.78,
        "named-next" | "speaker-by-description" => 0.75,
        _ => 0.5,
    }
}

/// Both together.
#[must_use]
pub fn confidence(frame: &str, name: Option<&str>) -> f32 {
    name.map_or(0.0, |name| of_frame(frame) * of_name(name))
}
