//! What the filter of the list finds in the open article: the quotes that pass, and where its words stand.
//!
//! A filter lets articles through that have one quote with all that it asks of a quote; such quotes are
//! marked here. Where no quote has its words too, they are left out: they stand
//! elsewhere in the text. Must not know: how that looks.

use super::reading::{Page, Reading};
use super::search::Found;
use crate::model::{QuoteKind, SpeakerKind, Tag};
use crate::query::{Bound, Extent, Has, Kind, Needle, Query, Test, holds};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// The filter that found it.
    pub filter: String,
    /// The quotes that pass, in the order of the text.
    pub quotes: Vec<usize>,
    /// Whether it asks more of a quote than words.
    pub of_quotes: bool,
    /// Where its words stand.
    pub found: Found,
    /// Whether its words are walked, behind the quotes.
    pub on_words: bool,
}

impl Sought {
    /// Whether a quote passes.
    #[must_use]
    pub fn passes(&self, quote: usize) -> bool {
        self.quotes.binary_search(&quote).is_ok()
    }
}

/// What a filter asks of a quote. Of values of one field any will do, as each is asked of a quote of the
/// article.
#[derive(Default)]
struct Wanted<'a> {
    speakers: Vec<Folded>,
    kinds: Vec<QuoteKind>,
    speaker_kinds: Vec<SpeakerKind>,
    bounds: Vec<Bound>,
    tags: Vec<&'a Tag>,
    notes: bool,
    /// Of the quote or its speaker's name.
    words: Vec<Folded>,
    /// Of the quote.
    about: Vec<Folded>,
    /// Anywhere in the text, those of quotes among them.
    text: Vec<&'a Needle>,
    /// What it must not be.
    not: Vec<&'a Test>,
}

/// Words that are looked for, folded once, and how far they reach.
type Folded = (String, Extent);

fn folded(needle: &Needle) -> Folded {
    (needle.folded(), needle.extent())
}

impl<'a> Wanted<'a> {
    fn of(query: &'a Query) -> Self {
        let mut wanted = Self::default();
        for term in query.terms.iter().filter(|term| !term.not) {
            match &term.test {
                Test::Words(needle) => {
                    wanted.words.push(folded(needle));
                    wanted.text.push(needle);
                }
                Test::About(needle) => {
                    wanted.about.push(folded(needle));
                    wanted.text.push(needle);
                }
                Test::Text(needle) => wanted.text.push(needle),
                Test::Speaker(needle) => wanted.speakers.push(folded(needle)),
                Test::Kind(Kind::Quote(kind)) => wanted.kinds.push(*kind),
                Test::Kind(Kind::Speaker(kind)) => wanted.speaker_kinds.push(*kind),
                Test::Confidence(bound) => wanted.bounds.push(*bound),
                Test::Tag(tag) => wanted.tags.push(tag),
                Test::Has(Has::Notes) => wanted.notes = true,
                Test::Has(Has::Quotes)
                | Test::Publisher(_)
                | Test::Title(_)
                | Test::Article(_)
                | Test::After(_)
                | Test::Before(_)
                | Test::Read(_)
                | Test::Starred
                | Test::Language(_) => {}
            }
        }
        let joined = query.joined();
        let terms = joined.into_iter().flatten();
        wanted.not = terms.filter(|term| term.not).map(|t| &t.test).collect();
        wanted
    }

    /// Leaves out what may be asked of the article as well, where none of its quotes has it.
    fn on_quotes(&mut self, reading: &Reading) {
        let kept = &reading.kept.quotes;
        self.tags
            .retain(|tag| kept.iter().any(|k| k.tags.contains(tag)));
    }

    fn is_of_quotes(&self) -> bool {
        let many = [
            self.speakers.len(),
            self.kinds.len(),
            self.speaker_kinds.len(),
            self.bounds.len(),
            self.tags.len(),
        ];
        self.notes || many.iter().any(|n| *n > 0)
    }

    /// Whether a quote has all that is asked but words.
    fn lets(&self, reading: &Reading, n: usize) -> bool {
        let Some(quote) = reading.quotes().get(n) else {
            return false;
        };
        let speaker = quote
            .speaker
            .and_then(|k| reading.stored.extraction.speakers.get(k));
        let is = |needle: &Folded| speaker.is_some_and(|s| has(&s.name, needle));
        any(&self.speakers, is)
            && any(&self.kinds, |kind| *kind == quote.kind)
            && any(&self.speaker_kinds, |kind| {
                speaker.is_some_and(|s| s.kind == *kind)
            })
            && self
                .bounds
                .iter()
                .all(|bound| bound.holds(quote.confidence))
            && self.is_kept(reading, n)
            && !self.not.iter().any(|test| is_so(reading, n, test))
    }

    /// Whether it has the tags and notes.
    fn is_kept(&self, reading: &Reading, n: usize) -> bool {
        if self.tags.is_empty() && !self.notes {
            return true;
        }
        let (tags, notes) = reading.kept_of(n);
        let tagged = self.tags.iter().all(|tag| tags.contains(tag));
        tagged && (!self.notes || !notes.is_empty())
    }

    /// Whether it has the words.
    fn says(&self, reading: &Reading, n: usize) -> bool {
        let Some(quote) = reading.quotes().get(n) else {
            return false;
        };
        let text = quote.words(&reading.stored.article.text, usize::MAX);
        let speaker = quote
            .speaker
            .and_then(|k| reading.stored.extraction.speakers.get(k));
        let named = |needle: &Folded| speaker.is_some_and(|s| has(&s.name, needle));
        self.words
            .iter()
            .all(|needle| has(&text, needle) || named(needle))
            && self.about.iter().all(|needle| has(&text, needle))
    }
}

/// Whether a quote passes one test of those that are asked of quotes.
fn is_so(reading: &Reading, n: usize, test: &Test) -> bool {
    let (quote, article) = (reading.quotes().get(n), &reading.stored.article);
    let speaker = quote.and_then(|quote| quote.speaker);
    let speaker = speaker.and_then(|k| reading.stored.extraction.speakers.get(k));
    let (tags, notes) = reading.kept_of(n);
    match test {
        Test::Speaker(needle) => speaker.is_some_and(|s| has(&s.name, &folded(needle))),
        Test::Kind(Kind::Quote(kind)) => quote.is_some_and(|q| q.kind == *kind),
        Test::Kind(Kind::Speaker(kind)) => speaker.is_some_and(|s| s.kind == *kind),
        Test::Confidence(bound) => quote.is_some_and(|q| bound.holds(q.confidence)),
        Test::Tag(tag) => tags.contains(&tag) || reading.kept.tags.contains(tag),
        Test::Has(Has::Notes) => !notes.is_empty(),
        Test::About(needle) => {
            let said = quote.map(|q| q.words(&article.text, usize::MAX));
            let in_one = |text: &str| has(text, &folded(needle));
            said.is_some_and(|said| in_one(&said)) || article.title.as_deref().is_some_and(in_one)
        }
        _ => false,
    }
}

fn has(text: &str, (words, extent): &Folded) -> bool {
    holds(text, words, *extent)
}

fn any<T>(wanted: &[T], is: impl Fn(&T) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(is)
}

impl Reading {
    /// Looks for what a filter finds here. What somebody looks for in the text stays.
    pub fn sift(&mut self, filter: &str, query: &Query) {
        let mut wanted = Wanted::of(query);
        wanted.on_quotes(self);
        let all = || 0..self.quotes().len();
        let words = !wanted.words.is_empty() || !wanted.about.is_empty();
        let of_quotes = wanted.is_of_quotes();
        let lets = |n: &usize| wanted.lets(self, *n);
        let mut quotes: Vec<usize> = match of_quotes || words {
            true => all().filter(|n| lets(n) && wanted.says(self, *n)).collect(),
            false => Vec::new(),
        };
        if of_quotes && quotes.is_empty() {
            quotes = all().filter(lets).collect();
        }
        let texts: Vec<&str> = wanted.text.iter().map(|needle| needle.text()).collect();
        let found = Found {
            words: texts.join(" "),
            hits: self.places_of(wanted.text),
            current: 0,
            by_filter: true,
            led_here: false,
        };
        if self.found.by_filter || self.found.words.is_empty() {
            self.found = found.clone();
        }
        self.sought = Sought {
            filter: filter.to_owned(),
            quotes,
            of_quotes,
            found,
            on_words: false,
        };
    }

    /// Whether quotes pass, and the words of the filter stand elsewhere in the text: in none of them.
    #[must_use]
    pub fn words_elsewhere(&self) -> bool {
        let has = |n: &usize| {
            let spans = self.quotes().get(*n).map(|quote| &quote.content);
            let mut spans = spans.into_iter().flatten();
            spans.any(|span| !self.found.on(*span).is_empty())
        };
        let passing = &self.sought.quotes;
        self.walks_quotes() && !self.found.hits.is_empty() && !passing.iter().any(has)
    }

    /// Goes to the first of the words or the last, and on to the next or the one before as long as there
    /// is one; whether it went to one.
    pub fn walk_words(&mut self, forward: bool, page: Page) -> bool {
        let last = self.found.hits.len().saturating_sub(1);
        let at = self.found.current;
        let next = match (self.sought.on_words, forward) {
            (false, true) => Some(0),
            (false, false) => Some(last),
            (true, true) => Some(at + 1).filter(|next| *next <= last),
            (true, false) => at.checked_sub(1),
        };
        self.sought.on_words = next.is_some();
        if let Some(next) = next {
            self.found.current = next;
            self.go_hit(page);
        }
        next.is_some()
    }

    /// Whether there are places to walk to: words that were looked for, or quotes that the filter finds.
    #[must_use]
    pub fn has_hits(&self) -> bool {
        !self.found.hits.is_empty() || self.walks_quotes()
    }

    /// Whether the quotes that the filter finds are walked: it asks more of them than words, and nobody
    /// looks for something else.
    #[must_use]
    pub fn walks_quotes(&self) -> bool {
        self.found.by_filter && self.sought.of_quotes && !self.sought.quotes.is_empty()
    }

    /// The next quote that the filter finds, or the one before; whether that went around the end.
    #[must_use]
    pub fn step_sought(&self, forward: bool) -> Option<(usize, bool)> {
        let (quotes, here) = (&self.sought.quotes, self.place.quote);
        let next = match (here, forward) {
            _ if self.sought.on_words => None,
            (None, _) => None,
            (Some(here), true) => quotes.iter().find(|n| **n > here),
            (Some(here), false) => quotes.iter().rfind(|n| **n < here),
        };
        let end = match forward {
            true => quotes.first(),
            false => quotes.last(),
        };
        let around = next.is_none();
        next.or(end).map(|n| (*n, around))
    }
}
