//! Quotes, their speakers, and the evidence for who said them.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Span;

/// All that the extractor found in one article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// Quotes in the order of their first word.
    pub quotes: Vec<Quote>,
    /// The speakers of those quotes, in the order of their first quote.
    pub speakers: Vec<Speaker>,
}

/// Words somebody said, wrote or is reported to have said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// How the words are given.
    pub kind: QuoteKind,
    /// The words, marks excluded, in order, never overlapping; the halves of a split quote and
    /// the paragraphs of a long speech are spans of one quote.
    pub content: Vec<Span>,
    /// The reporting words as printed ("said", "according to").
    pub cue: Vec<Span>,
    /// The speaker as printed here ("he", "the ministry").
    pub source: Vec<Span>,
    /// Who it is: an index into [`Extraction::speakers`]; none where the evidence is not enough.
    pub speaker: Option<usize>,
    /// The role printed nearest to this quote.
    pub role: Option<Role>,
    /// Who reported it, where the article repeats another's report.
    pub via: Option<String>,
    /// How sure the attribution is, 0 to 1: a first estimate from the share of right ones by rule.
    pub confidence: f32,
    /// Rules and spans that led to the speaker, in the order they were applied; never empty.
    pub evidence: Vec<Evidence>,
}

/// What stands between two parts of a quote. No printed words have it: their blanks are plain ones. In
/// [`Stance::shown`] marks close and open there, so that nothing is taken for left out of what was said.
const JOINT: &str = "\u{a0}… ";

impl Quote {
    /// Whether the words were said, as far as its evidence tells.
    #[must_use]
    pub fn stance(&self) -> Stance {
        let told = |stance: &Stance| self.evidence.iter().any(|e| e.rule == stance.rule());
        let unsaid = [Stance::Negated, Stance::Supposed];
        unsaid.into_iter().find(told).unwrap_or_default()
    }

    /// The words on one line: every run of blanks and line ends one blank. Where the text tells something between two
    /// parts stands an ellipsis behind a blank that does not break, so that nobody takes two sentences for one; the
    /// comma before it goes. Cut at about `max` bytes, so that a long speech costs nothing to show in a line.
    #[must_use]
    pub fn words(&self, text: &str, max: usize) -> String {
        let mut out = String::new();
        self.each_word(text, &mut out, |_, _, out| out.len() <= max);
        out.truncate(out.trim_end_matches(',').len());
        out
    }

    /// Where parts of its words, given as bytes of [`Quote::words`] in order, stand in `text`: a
    /// span for each word that one of them touches.
    #[must_use]
    pub fn places(&self, text: &str, parts: &[Range<usize>]) -> Vec<Span> {
        let mut found = Vec::new();
        let mut parts = parts.iter().peekable();
        self.each_word(text, &mut String::new(), |word, here, out| {
            let (at, end) = (out.len() - word.len(), out.len());
            while parts.next_if(|part| part.end <= at).is_some() {}
            if let Some(last) = parts.clone().take_while(|part| part.start < end).last() {
                // Behind its last part may be a comma and marks.
                let first = parts.peek().map_or(at, |part| part.start.max(at));
                found.push(Span::new(here + first - at, here + last.end.min(end) - at));
            }
            true
        });
        found
    }

    /// Writes the words into `out` one by one; `wrote` is told each, where it stands in the text and what there is with
    /// it, and says whether to go on.
    fn each_word(
        &self,
        text: &str,
        out: &mut String,
        mut wrote: impl FnMut(&str, usize, &str) -> bool,
    ) {
        let mut before: Option<Span> = None;
        for span in &self.content {
            let between = before.and_then(|before| text.get(before.end..span.start));
            let told = between.is_some_and(|between| between.contains(char::is_alphanumeric));
            if told {
                out.truncate(out.trim_end_matches(',').len());
            }
            let mut glue = match (out.is_empty(), told, self.kind) {
                (true, ..) => "",
                (false, true, _) => JOINT,
                (false, false, _) => " ",
            };
            let mut start = span.start;
            for piece in span.of(text).split_inclusive(char::is_whitespace) {
                let (word, here) = (piece.trim_end(), start);
                start += piece.len();
                if word.is_empty() {
                    continue;
                }
                out.push_str(glue);
                out.push_str(word);
                glue = " ";
                if !wrote(word, here, out) {
                    return;
                }
            }
            before = Some(*span);
        }
    }
}

/// How the words of a quote are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuoteKind {
    /// Wholly between marks.
    Direct,
    /// Reported speech with a part between marks.
    Mixed,
    /// Reported speech without marks.
    Indirect,
}

/// Whether the words of a quote were said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// They were.
    #[default]
    Said,
    /// They were not: "did not say whether", "declined to say".
    Negated,
    /// That is only supposed: "if she says", "could have said".
    Supposed,
}

impl Stance {
    /// Whether the words were said.
    #[must_use]
    #[allow(clippy::trivially_copy_pass_by_ref)] // serde gives a reference
    pub const fn is_said(&self) -> bool {
        matches!(self, Self::Said)
    }

    /// The rule in a quote's evidence that tells it.
    #[must_use]
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Negated => "negated",
            Self::Supposed => "supposed",
        }
    }

    /// What stands before words that were not said, in brackets, as editors put it.
    #[must_use]
    pub const fn note(self) -> &'static str {
        match self {
            Self::Said => "",
            Self::Negated => "[not said] ",
            Self::Supposed => "[supposed] ",
        }
    }

    /// `words` as they are shown alone: between marks where they were printed so, behind their note.
    #[must_use]
    pub fn shown(self, kind: QuoteKind, words: &str) -> String {
        let note = self.note();
        match kind {
            QuoteKind::Direct => format!("{note}“{}”", words.replace(JOINT, "” … “")),
            QuoteKind::Mixed | QuoteKind::Indirect => format!("{note}{words}"),
        }
    }
}

/// A role as printed, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// The words ("acting director of the agency").
    pub text: String,
    /// Where they stand.
    pub span: Span,
}

/// A step on the way from the words to the speaker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Name of the rule ("quote-verb-source").
    pub rule: Cow<'static, str>,
    /// What it rests on.
    pub span: Span,
}

/// Somebody who is quoted in an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The fullest name the article prints.
    pub name: String,
    /// What they are.
    pub kind: SpeakerKind,
    /// The fullest role the article prints.
    pub role: Option<Role>,
    /// Other names and descriptions used for them, in order of appearance.
    pub aliases: Vec<String>,
    /// Every place that names or describes them, in order.
    pub mentions: Vec<Span>,
}

/// What a speaker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerKind {
    /// A person with a name.
    Person,
    /// A ministry, company, paper, country acting as one.
    Organisation,
    /// A report, statement, study or law.
    Document,
    /// Several people without names of their own ("senior officials").
    Group,
    /// One person without a name ("a spokesman").
    Unnamed,
}

impl SpeakerKind {
    /// Whether such a speaker has a name of its own, so that it can be known again.
    #[must_use]
    pub const fn has_name(self) -> bool {
        matches!(self, Self::Person | Self::Organisation | Self::Document)
    }
}

macro_rules! names {
    ($type:ty { $($variant:ident => $name:literal),+ $(,)? }) => {
        impl $type {
            /// Its name in JSON, in the store and in queries.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The variant of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

names!(QuoteKind { Direct => "direct", Mixed => "mixed", Indirect => "indirect" });
names!(SpeakerKind {
    Person => "person",
    Organisation => "organisation",
    Document => "document",
    Group => "group",
    Unnamed => "unnamed",
});

#[cfg(test)]
mod tests {
    use super::*;

    fn direct(content: Vec<Span>) -> Quote {
        Quote {
            kind: QuoteKind::Direct,
            content,
            cue: Vec::new(),
            source: Vec::new(),
            speaker: None,
            role: None,
            via: None,
            confidence: 0.0,
            evidence: Vec::new(),
        }
    }

    #[test]
    fn halves_are_told_apart_and_the_comma_before_the_cue_is_left_out() {
        let text = "“We are not\nout,” she said. “It rained,” she added.";
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let quote = direct(vec![at("We are not\nout,"), at("It rained,")]);
        let told = "We are not out\u{a0}… It rained";
        assert_eq!(quote.words(text, usize::MAX), told);
        let shown = Stance::Said.shown(QuoteKind::Direct, told);
        assert_eq!(shown, "“We are not out” … “It rained”");
        assert_eq!(quote.words(text, 4), "We are");
        // Each word is found where it stands, be it lit in part or with the next.
        let said = quote.words(text, usize::MAX);
        let place = |words: &str| {
            let start = said.find(words).unwrap();
            start..start + words.len()
        };
        for (parts, found) in [
            (vec![place("not out")], vec!["not", "out"]),
            (
                vec![place("We"), place("ou"), place("ained")],
                vec!["We", "ou", "ained"],
            ),
            (vec![place("out\u{a0}… It")], vec!["out,", "It"]),
            (vec![], vec![]),
            (vec![place("We"), 900..901], vec!["We"]),
        ] {
            let places = quote.places(text, &parts);
            let words: Vec<&str> = places.iter().map(|span| span.of(text)).collect();
            assert_eq!(words, found, "{parts:?}");
        }
        let mixed = Quote {
            kind: QuoteKind::Mixed,
            ..quote
        };
        assert_eq!(mixed.words(text, usize::MAX), told);
        assert_eq!(Stance::Said.shown(QuoteKind::Mixed, told), told);
    }

    #[test]
    fn a_speech_that_goes_on_in_the_next_paragraph_has_nothing_left_out() {
        let text = "“We are out,\n\n“and it rained.”";
        let at = |start: usize, words: &str| Span::new(start, start + words.len());
        let second = text.find("and").unwrap();
        let quote = direct(vec![at(3, "We are out,"), at(second, "and it rained.")]);
        assert_eq!(quote.words(text, usize::MAX), "We are out, and it rained.");
    }
}
