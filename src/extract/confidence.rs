//! How sure an attribution is: the share that was right where it could be checked.
//!
//! Shares of source phrases are from the PolNeAR training part (840 articles), each read with
//! weights learned from the others: of the quotes to which the model gave so much, those that are
//! annotated, with that source. Shares of names are from 16 web articles read by hand, too few for
//! more than a first idea: 27 to 36 cases for names and pronouns, and rarer rules share the value
//! measured for descriptions as printed.

use crate::model::QuoteKind;

/// What the model gave, and the share that was right; between the points it grows evenly.
const DIRECT: [(f32, f32); 5] = [
    (0.2, 0.3),
    (0.6, 0.5),
    (0.75, 0.75),
    (0.86, 0.84),
    (1.0, 0.97),
];
const OTHER: [(f32, f32); 5] = [
    (0.2, 0.45),
    (0.55, 0.57),
    (0.75, 0.63),
    (0.86, 0.75),
    (1.0, 0.9),
];

fn measured(points: &[(f32, f32)], likely: f32) -> f32 {
    let Some(&first) = points.first() else {
        return likely;
    };
    let mut before = first;
    for &(at, share) in points {
        if likely <= at {
            let width = (at - before.0).max(f32::EPSILON);
            let part = ((likely - before.0) / width).clamp(0.0, 1.0);
            return before.1 + part * (share - before.1);
        }
        before = (at, share);
    }
    before.1
}

/// Share of right sources by the rule that joined words and source where there was no frame.
fn of_frame(rule: &str) -> f32 {
    match rule {
        "signature" => 0.86,
        "announced" => 0.75,
        "same-paragraph" => 0.61,
        "subject-of-sentence" => 0.4,
        "subject-before" => 0.25,
        _ => 0.5,
    }
}

/// Share of right names by the rule that brought the source to its entity.
fn of_name(rule: &str) -> f32 {
    match rule {
        "full-name" | "part-of-name" => 0.9,
        "pronoun-of-speaker" | "pronoun-of-subject" => 0.89,
        _ => 0.76,
    }
}

/// Both together; 0 where no speaker was found. `likely` is what the model gave the frame, if there
/// is one.
#[must_use]
pub fn confidence(kind: QuoteKind, rule: &str, likely: Option<f32>, name: Option<&str>) -> f32 {
    let points = match kind {
        QuoteKind::Direct => &DIRECT,
        QuoteKind::Mixed | QuoteKind::Indirect => &OTHER,
    };
    let source = likely.map_or_else(|| of_frame(rule), |likely| measured(points, likely));
    name.map_or(0.0, |name| source * of_name(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_grows_with_what_the_model_gave() {
        let at = |likely| {
            confidence(
                QuoteKind::Mixed,
                "participle",
                Some(likely),
                Some("full-name"),
            )
        };
        let steps: Vec<f32> = [0.0, 0.3, 0.6, 0.8, 1.0].into_iter().map(at).collect();
        assert!(steps.is_sorted() && steps[0] < steps[4], "{steps:?}");
        assert!((at(1.0) - 0.81).abs() < 1e-6);
        assert!(confidence(QuoteKind::Direct, "signature", Some(0.9), None).abs() < f32::EPSILON);
    }
}
