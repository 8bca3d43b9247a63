//! Words that are written alike: months and verbs that are given names, a pronoun that is an acronym.

use super::document::Document;
use super::key::key;
use super::lexicon::{Form, Tags};
use crate::text::token::{Case, TokenKind};

const WHO: u64 = key("who");

/// Words that are given names too, by their [`key`]s, with the gender they say.
const GIVEN: [(u64, Tags); 8] = [
    (key("april"), Tags::FEMALE),
    (key("may"), Tags::FEMALE),
    (key("june"), Tags::FEMALE),
    (key("august"), Tags::MALE),
    (key("jan"), Tags::NONE),
    (key("will"), Tags::MALE),
    (key("drew"), Tags::NONE),
    (key("hawk"), Tags::NONE),
];

/// What stands behind an hour or a year and is nobody's name there, by its [`key`].
const HOURS: [u64; 28] = [
    key("am"),
    key("pm"),
    key("et"),
    key("est"),
    key("edt"),
    key("ct"),
    key("cst"),
    key("cdt"),
    key("mt"),
    key("mst"),
    key("mdt"),
    key("pt"),
    key("pst"),
    key("pdt"),
    key("gmt"),
    key("utc"),
    key("bst"),
    key("cet"),
    key("cest"),
    key("ist"),
    key("aest"),
    key("bc"),
    key("b.c."),
    key("bce"),
    key("ad"),
    key("a.d."),
    key("ce"),
    key("hrs"),
];

/// First forms of verbs that end like a past.
const BARE: [&str; 32] = [
    "add", "attend", "bet", "build", "cut", "end", "expand", "find", "get", "grow", "hit", "hold",
    "join", "land", "lead", "let", "meet", "need", "put", "quit", "read", "return", "run", "send",
    "set", "sign", "spend", "stand", "turn", "visit", "want", "win",
];

impl Document<'_> {
    /// "June Brown said", "said Will Roe": what is a month or a verb elsewhere is a given name at the head of a
    /// sentence or behind a verb that reports, where a family name and a verb or an aside follow.
    pub(super) fn given_homographs(&mut self, first_tok: usize) {
        const OTHERS: Tags = Tags::TIME
            .or(Tags::ORG)
            .or(Tags::ROLE)
            .or(Tags::ROLES)
            .or(Tags::NATION)
            .or(Tags::PLACE)
            .or(Tags::DET)
            .or(Tags::SUBJECT)
            .or(Tags::AUX)
            .or(Tags::GIVEN)
            .or(Tags::TITLE);
        let from = self.capitals.partition_point(|&k| (k as usize) < first_tok);
        for n in from..self.capitals.len() {
            let k = self.capitals[n] as usize;
            let Some((_, gender)) = GIVEN.iter().find(|(word, _)| *word == self.toks[k].key) else {
                continue;
            };
            // "Jan de Boer": particles stand before the family name.
            let particle =
                |i: usize| matches!(self.lower(i), "de" | "van" | "der" | "den" | "von" | "la");
            let family = (k + 1..k + 4).find(|&i| !particle(i)).unwrap_or(k + 1);
            let named = self.toks.get(family).is_some_and(|t| {
                t.kind == TokenKind::Word && t.case == Case::Capital && !t.tags.any(OTHERS)
            });
            let said = k > first_tok && self.toks[k - 1].cue.is_some();
            let opens = self.toks[k].opens && self.has_finite_verb(family + 1) && !self.asks(k);
            if named && (said || opens) {
                self.toks[k].tags = Tags::GIVEN.or(*gender);
            }
        }
    }

    /// "the WHO said": a pronoun in capitals is an acronym where its neighbours have none.
    pub(super) fn acronyms(&mut self, first_tok: usize) {
        let from = self.capitals.partition_point(|&k| (k as usize) < first_tok);
        for n in from..self.capitals.len() {
            let k = self.capitals[n] as usize;
            let upper = |k: usize| self.toks.get(k).is_some_and(|t| t.case == Case::Upper);
            let alone = !upper(k + 1) && (k == first_tok || !upper(k - 1));
            if self.toks[k].key == WHO && upper(k) && alone {
                self.toks[k].tags = Tags::ORG;
            } else if k > first_tok && HOURS.contains(&self.toks[k].key) && self.follows_hour(k) {
                // "In 2021 BC Hydro said": behind a year of our time it may be part of a name.
                let year = self.lower(k - 1).parse();
                let year = year.is_ok_and(|year: u32| (1900..2100).contains(&year));
                let next = self.toks.get(k + 1);
                let named =
                    next.is_some_and(|t| t.kind == TokenKind::Word && t.case == Case::Capital);
                if !(year && named && (matches!(self.lower(k), "bc" | "ad") || self.in_year(k - 1)))
                {
                    self.toks[k].tags = Tags::TIME;
                }
            }
        }
    }

    /// Whether the number at token `k` is said to be a year: "in 2014", "since 2014".
    fn in_year(&self, k: usize) -> bool {
        k.checked_sub(1)
            .is_some_and(|before| matches!(self.lower(before), "in" | "since"))
    }

    /// "9:00 AM", "14:00 GMT", "9 a.m. ET", "44 BC": whether an hour or a year is before token `k`.
    pub(super) fn follows_hour(&self, k: usize) -> bool {
        let Some(before) = k.checked_sub(1).and_then(|k| self.toks.get(k)) else {
            return false;
        };
        let hour = || {
            matches!(
                self.lower(k - 1),
                "am" | "pm" | "a.m." | "p.m." | "a.m" | "p.m"
            )
        };
        before.kind == TokenKind::Number || hour()
    }

    /// "Will Roe win?": whether the sentence that token `k` opens is a question, words in marks that it is
    /// not in itself aside.
    fn asks(&self, k: usize) -> bool {
        let beside = |mark: Option<usize>| mark.is_none() || mark == self.toks[k].mark;
        let behind = &self.toks[k + 1..];
        let end = behind.iter().position(|t| t.opens && beside(t.mark));
        let words = &behind[..end.unwrap_or(behind.len())];
        let last = words.iter().rposition(|t| beside(t.mark));
        last.is_some_and(|n| self.is(k + 1 + n, '?'))
    }

    /// Whether a verb that is no bare form or an aside begins at token `k`: "May Day comes" has one,
    /// "May Hart win" has none.
    fn has_finite_verb(&self, k: usize) -> bool {
        let word = self.lower(k);
        let cue = self.toks.get(k).and_then(|t| t.cue);
        let form = cue.is_some_and(|c| matches!(c.form, Form::Past | Form::Third));
        let aux = self.has(k, Tags::AUX) && !matches!(word, "be" | "have" | "do");
        let bare = BARE.contains(&word) || word.ends_with("ss");
        let verb = self.has(k, Tags::VERB) && word.ends_with(['s', 'd', 't', 'w', 'n']);
        (form || verb) && !bare || aux || self.is(k, ',')
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Article, Block, BlockRole, Span};

    fn given(text: &str) -> Vec<String> {
        let article = Article {
            text: text.to_owned(),
            blocks: vec![Block {
                role: BlockRole::Paragraph,
                span: Span::new(0, text.len()),
            }],
            ..Article::default()
        };
        let doc = Document::read(&article);
        let given = doc.toks.iter().filter(|t| t.tags.any(Tags::GIVEN));
        given.map(|t| t.span.of(text).to_owned()).collect()
    }

    #[test]
    fn a_question_ends_where_the_next_sentence_beside_it_begins() {
        assert_eq!(given("Will Holt said so. Will Salem agree?"), ["Will"]);
        let marked = "“Will Holt said so. Will Salem agree?” Poe asked.";
        assert_eq!(given(marked), ["Will"]);
        assert!(given("Will Holt, “the cook. The baker”, agree?").is_empty());
    }

    /// Minutes, where each is looked at to the end of what is marked.
    #[test]
    fn a_long_speech_takes_no_longer_a_sentence() {
        let speech = format!("“{}”", "Will Roe said it. ".repeat(100_000));
        assert_eq!(given(&speech).len(), 100_000);
    }
}
