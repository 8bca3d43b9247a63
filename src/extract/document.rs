//! An article as the extractor reads it: paragraphs, sentences, tokens with their classes, marks.

use std::ops::Range;

use super::glued;
use super::key::{key, key_of_bytes};
use super::known::List;
use super::lexicon::{Cue, Lexicon, Tags, lexicon};
use super::marks::{Marked, marked};
use super::room::Room;
use super::stretches::Stretches;
use super::turns;
use super::word::Word;
use crate::model::{Article, BlockRole, Span};
use crate::text::fold::fold_str;
use crate::text::sentence::sentences;
use crate::text::token::{Case, Token, TokenKind, tokenize};

/// Token numbers of a phrase: half-open.
pub type Toks = Range<usize>;

/// A token with what the lexicon knows of it.
#[derive(Clone, Debug)]
pub struct Tok {
    /// Its place in the text.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// How it is capitalised.
    pub case: Case,
    /// Its word classes.
    pub tags: Tags,
    /// The reporting verb it is a form of.
    pub cue: Option<Cue>,
    /// The marked stretch it lies in (its marks too): an index into [`Document::marks`].
    pub mark: Option<usize>,
    /// What stands for its lower-case form: see [`key`].
    pub key: u64,
    /// Its number in the lexicon, whatever its kind.
    number: u16,
    /// Whether it is the first word of its sentence or paragraph, or a mark before it.
    pub opens: bool,
    /// Where its lower-case form lies in the document's fold; small, so that a token is one line of
    /// the cache.
    fold: (u32, u32),
}

/// A paragraph, its tokens, sentences and marked stretches.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// What the block is for.
    pub role: BlockRole,
    /// Its tokens.
    pub toks: Toks,
    /// Its sentences.
    pub sentences: Vec<Toks>,
}

/// The article read once.
pub struct Document<'a> {
    /// Canonical text.
    pub text: &'a str,
    /// Paragraphs in order; headings are left out.
    pub paragraphs: Vec<Paragraph>,
    /// All tokens.
    pub toks: Vec<Tok>,
    /// Those that are words with a capital.
    pub capitals: Vec<u32>,
    /// All marked stretches.
    pub marks: Vec<Marked>,
    /// Whether it is a transcript: lines that open with the same name and a colon.
    pub is_transcript: bool,
    /// What is found of them once.
    pub(super) stretches: Stretches,
    /// The lexicon.
    pub lexicon: &'static Lexicon,
    pub(super) folded: String,
    /// Where the words that have accents lie in the fold, each with the place of its letters without them.
    bare: Vec<(u32, Span)>,
    /// Whether the next token opens a sentence.
    opens: bool,
}

/// Whether token `k` of a document is one of some words, given in lower case. Their [`key`]s, made before
/// the program runs, are compared: such questions are asked several times of every token.
macro_rules! reads {
    ($doc:expr, $k:expr, $($word:literal)|+) => {{
        let own = $doc.key($k);
        $(own == const { $crate::extract::key::key($word) })||+
    }};
}
pub(super) use reads;

/// The definite article by its [`key`].
const THE: u64 = key("the");

/// Dashes by their [`key`]s.
pub(super) const DASHES: [u64; 4] = [key("—"), key("–"), key("-"), key("―")];

/// Adds `word` in lower case, with straight apostrophes.
fn fold_into(word: &str, folded: &mut String) {
    for c in word.chars() {
        if c == '’' {
            folded.push('\'');
        } else {
            folded.extend(c.to_lowercase());
        }
    }
}

/// The classes of a family name that is a month or "Day" elsewhere; days of the week stand behind names
/// as times: "told Roe Monday".
fn without_month(tags: Tags, word: &[u8]) -> Tags {
    if word.ends_with(b"day") && word != b"day" {
        tags
    } else {
        tags.without(Tags::TIME.or(Tags::AUX))
    }
}

/// "al-Sisi" is a name for all that its article is small.
fn opens_with_article(word: &str) -> bool {
    ["al-", "el-", "ul-", "bin-", "ibn-"].iter().any(|a| {
        let rest = word.strip_prefix(a);
        rest.is_some_and(|r| r.starts_with(char::is_uppercase))
    })
}

impl<'a> Document<'a> {
    /// Reads an article.
    #[must_use]
    pub fn read(article: &'a Article) -> Self {
        let mut room = Room::take(article.text.len());
        // Words of plain letters are folded all at once and where they stand; others are added.
        room.folded.push_str(&article.text);
        room.folded.make_ascii_lowercase();
        let mut doc = Self {
            text: &article.text,
            paragraphs: Vec::with_capacity(article.blocks.len()),
            toks: room.toks,
            capitals: room.capitals,
            marks: Vec::new(),
            is_transcript: false,
            stretches: room.stretches,
            lexicon: lexicon(),
            folded: room.folded,
            bare: Vec::new(),
            opens: true,
        };
        let glued = glued::lists(&article.text);
        for block in &article.blocks {
            if !matches!(block.role, BlockRole::Heading | BlockRole::Furniture) {
                doc.read_paragraph(block.role, block.span, &glued);
            }
        }
        doc.is_transcript = turns::is_transcript(&doc);
        doc.stretches.are(doc.marks.len());
        doc
    }

    fn read_paragraph(&mut self, role: BlockRole, span: Span, glued: &[Span]) {
        let first_mark = self.marks.len();
        let is_glued = |at: usize| {
            let n = glued.partition_point(|list| list.end <= at);
            glued.get(n).is_some_and(|list| list.start <= at)
        };
        let stretches = marked(self.text, span).into_iter();
        self.marks
            .extend(stretches.filter(|m| !is_glued(m.outer.start)));
        let first_tok = self.toks.len();
        self.opens = true;
        let lexicon = self.lexicon;
        let mut mark = first_mark;
        tokenize(
            self.text,
            span,
            |w| lexicon.is_abbreviation(w),
            |token| {
                let at = token.span.start;
                if is_glued(at) {
                    return;
                }
                while self.marks.get(mark).is_some_and(|m| m.outer.end <= at) {
                    mark += 1;
                }
                let stretch = self.marks.get(mark);
                let inside = stretch.is_some_and(|m| m.outer.contains(at));
                self.push(token, inside.then_some(mark));
            },
        );
        self.given_homographs(first_tok);
        self.acronyms(first_tok);
        let stretches = &self.marks[first_mark..];
        // A marked stretch holds its sentences together; one that never closes only its mark and the
        // first of them.
        let inside = |at: usize| {
            if is_glued(at) {
                return true;
            }
            let m = stretches.partition_point(|m| m.inner.end <= at);
            stretches
                .get(m)
                .is_some_and(|m| m.outer.start < at && (m.closed || at <= m.inner.start))
        };
        let bounds = sentences(self.text, span, inside, |w| self.lexicon.is_abbreviation(w));
        let parts = self.sentence_toks(first_tok, &bounds);
        // Behind a dateline a sentence begins.
        if let Some(tok) = parts.first().and_then(|s| self.toks.get_mut(s.start)) {
            tok.opens = true;
        }
        self.paragraphs.push(Paragraph {
            role,
            toks: first_tok..self.toks.len(),
            sentences: parts,
        });
    }

    fn push(&mut self, token: Token, mark: Option<usize>) {
        let written = &self.text.as_bytes()[token.span.range()];
        let fold = if token.plain || written.is_ascii() {
            token.span
        } else {
            self.push_fold(token)
        };
        let word = &self.folded.as_bytes()[fold.range()];
        let key = key_of_bytes(word);
        let number = self.lexicon.number(key);
        let (tags, cue) = match token.kind {
            TokenKind::Word => self.lexicon.of_number(number),
            // "he's said" has an auxiliary, "the mayor's" a possessive.
            TokenKind::Clitic if word != b"'s" || self.follows_pronoun() => (Tags::AUX, None),
            _ => (Tags::NONE, None),
        };
        let tags = if token.case == Case::Lower || !self.follows_given_name() {
            tags
        } else {
            without_month(tags, word)
        };
        // "the Sun said": days have no article, least of all short ones.
        let tags = if word == b"sun" && self.toks.last().is_some_and(|t| t.key == THE) {
            tags.without(Tags::TIME)
        } else {
            tags
        };
        let hyphen = |n| written.get(n) == Some(&b'-');
        let article = token.case == Case::Lower
            && !token.plain
            && (hyphen(2) || hyphen(3))
            && opens_with_article(token.span.of(self.text));
        self.stretches.token(mark.is_some());
        let case = if article { Case::Capital } else { token.case };
        if token.kind == TokenKind::Word && case != Case::Lower {
            self.capitals.push(self.toks.len() as u32);
        }
        self.toks.push(Tok {
            span: token.span,
            kind: token.kind,
            case,
            tags,
            cue: cue.filter(|_| token.case == Case::Lower),
            mark,
            key,
            number,
            opens: self.opens,
            fold: (fold.start as u32, fold.end as u32),
        });
        self.opens = token.kind == TokenKind::Punct
            && match word {
                b"." | b"!" | b"?" | b":" => true,
                b"\"" | b"'" | b"(" | b"`" | b"-" => self.opens,
                _ => {
                    let written = token.span.of(self.text);
                    self.opens && matches!(written, "“" | "‘" | "«" | "”" | "’" | "»" | "•" | "—")
                }
            };
    }

    /// Adds the fold of a token that is no plain ASCII, and of a word with accents that without them;
    /// where it lies.
    #[cold]
    fn push_fold(&mut self, token: Token) -> Span {
        let start = self.folded.len();
        fold_into(token.span.of(self.text), &mut self.folded);
        let fold = Span::new(start, self.folded.len());
        let word = &self.folded[fold.range()];
        if token.kind != TokenKind::Punct && !word.is_ascii() {
            self.folded.push_str(&fold_str(word));
            let bare = Span::new(fold.end, self.folded.len());
            self.bare.push((fold.start as u32, bare));
        }
        fold
    }

    /// Whether the last token is a given name or a title: "Theresa May", "Mrs. Day".
    fn follows_given_name(&self) -> bool {
        self.toks
            .last()
            .is_some_and(|t| t.tags.any(Tags::GIVEN.or(Tags::TITLE)) && t.case != Case::Lower)
    }

    fn follows_pronoun(&self) -> bool {
        let pronoun = Tags::SUBJECT.or(Tags::SUB);
        self.toks
            .last()
            .is_some_and(|t| t.tags.any(pronoun) && !t.tags.any(Tags::NUM))
    }

    /// The word of token `i` in lower case, with straight apostrophes; empty past the end.
    #[must_use]
    pub fn lower(&self, i: usize) -> &str {
        self.toks.get(i).map_or("", |t| {
            let (start, end) = (t.fold.0 as usize, t.fold.1 as usize);
            self.folded.get(start..end).unwrap_or_default()
        })
    }

    /// Whether the word of token `i` in lower case has this ending.
    #[must_use]
    pub fn ends_in<const N: usize>(&self, i: usize, ending: &[u8; N]) -> bool {
        // As bytes, so that no bounds of characters are looked at.
        let word = |t: &Tok| {
            self.folded
                .as_bytes()
                .get(t.fold.0 as usize..t.fold.1 as usize)
        };
        let word = self.toks.get(i).and_then(word);
        word.and_then(<[u8]>::last_chunk) == Some(ending)
    }

    /// What stands for the word of token `i` in lower case: see [`key`].
    #[must_use]
    pub fn key(&self, i: usize) -> u64 {
        self.toks.get(i).map_or(const { key("") }, |t| t.key)
    }

    /// The word of token `i` as names are compared: in lower case and without accents.
    #[must_use]
    pub fn word(&self, i: usize) -> Word<'_> {
        let (lower, tok) = (self.lower(i), &self.toks[i]);
        let accents =
            (!lower.is_ascii()).then(|| self.bare.binary_search_by_key(&tok.fold.0, |(at, _)| *at));
        match accents {
            Some(Ok(place)) => Word::of(&self.folded[self.bare[place].1.range()]),
            _ => Word::keyed(lower, tok.key),
        }
    }

    /// The text of tokens `range`.
    #[must_use]
    pub fn words(&self, range: &Toks) -> &'a str {
        self.span(range).of(self.text)
    }

    /// The bytes of tokens `range`.
    #[must_use]
    pub fn span(&self, range: &Toks) -> Span {
        match (
            self.toks.get(range.start),
            range.end.checked_sub(1).and_then(|k| self.toks.get(k)),
        ) {
            (Some(first), Some(last)) if range.start < range.end => {
                Span::new(first.span.start, last.span.end)
            }
            _ => Span::new(0, 0),
        }
    }

    /// Whether token `i` is the character `c`.
    #[must_use]
    #[inline]
    pub fn is(&self, i: usize, c: char) -> bool {
        self.toks.get(i).is_some_and(|t| {
            let first = || self.text.as_bytes().get(t.span.start).copied();
            t.kind == TokenKind::Punct
                && if c.is_ascii() {
                    first() == Some(c as u8)
                } else {
                    t.span.of(self.text).starts_with(c)
                }
        })
    }

    /// Whether token `i` has a class of `tags`.
    #[must_use]
    pub fn has(&self, i: usize, tags: Tags) -> bool {
        self.toks.get(i).is_some_and(|t| t.tags.any(tags))
    }

    /// Whether token `i` is among one of these lists.
    #[must_use]
    pub fn among(&self, i: usize, lists: List) -> bool {
        let own = |t: &Tok| self.lexicon.lists_of_number(t.number);
        self.toks.get(i).is_some_and(|t| own(t).any(lists))
    }

    /// Whether token `i` is an adverb by its ending: "quickly", but not "family" or "elderly".
    #[must_use]
    pub fn ends_in_ly(&self, i: usize) -> bool {
        const NOUNS: Tags = Tags::ROLE.or(Tags::ROLES).or(Tags::ORG).or(Tags::ADJ);
        self.ends_in(i, b"ly") && !self.has(i, NOUNS)
    }

    /// Whether token `i` is a word with a capital.
    #[must_use]
    pub fn capital(&self, i: usize) -> bool {
        self.toks
            .get(i)
            .is_some_and(|t| t.kind == TokenKind::Word && t.case != Case::Lower)
    }

    /// Whether token `i` is part of a marked stretch or one of its marks.
    #[must_use]
    pub fn in_mark(&self, i: usize) -> bool {
        self.toks.get(i).is_some_and(|t| t.mark.is_some())
    }

    /// Whether token `i` is a dash between blanks or an em dash.
    #[must_use]
    pub fn is_dash(&self, i: usize) -> bool {
        let dash = |t: &Tok| t.kind == TokenKind::Punct && DASHES.contains(&t.key);
        self.toks.get(i).is_some_and(dash)
    }

    /// The closing bracket of an acronym in brackets that opens at token `i`: "(HWA)".
    #[must_use]
    pub fn acronym_end(&self, i: usize) -> Option<usize> {
        let close = i + 2;
        (self.is(i, '(') && self.capital(i + 1) && self.is(close, ')')).then_some(close)
    }

    /// The possessive: "'s", or a bare apostrophe behind an s.
    #[must_use]
    pub fn possessive(&self, i: usize) -> bool {
        let Some(tok) = self.toks.get(i) else {
            return false;
        };
        match tok.kind {
            TokenKind::Clitic => reads!(self, i, "'s") && !tok.tags.any(Tags::AUX),
            TokenKind::Punct => {
                (self.is(i, '’') || self.is(i, '\''))
                    && i > 0
                    && self.toks[i - 1].span.end == tok.span.start
                    && self.ends_in(i - 1, b"s")
            }
            _ => false,
        }
    }

    /// Number of the paragraph that holds token `i`.
    #[must_use]
    pub fn paragraph_of(&self, i: usize) -> usize {
        self.paragraphs.partition_point(|p| p.toks.end <= i)
    }
}
