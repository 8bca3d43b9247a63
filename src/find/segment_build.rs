//! Makes an index of articles.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::model::{ArticleId, QuoteKind, SpeakerKind};

use super::code;
use super::lists::Head;
use super::part_build::{Builder as PartBuilder, Built, blob, bytes};
use super::segment::{QUOTE_KINDS, SECTIONS, SPEAKERS_KINDS};

/// An article as the index takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexedArticle {
    /// Row number.
    pub id: ArticleId,
    /// Its place in the order of lists: articles are taken in ascending order of this and of `id`.
    /// Less the day (yyyymmdd), 0 where undated.
    pub newest: i64,
    /// Title as lists show it.
    pub title: String,
    /// Publisher, where known.
    pub publisher: Option<String>,
    /// Language code, where known.
    pub language: Option<String>,
    /// Its quotes in their order, all of them.
    pub quotes: Vec<IndexedQuote>,
}

/// A quote as the index takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexedQuote {
    /// The words.
    pub text: String,
    /// How they are given.
    pub kind: QuoteKind,
    /// Who says them.
    pub speaker: Option<(String, SpeakerKind)>,
}

/// Takes articles, newest first, and makes the sections of an index.
#[derive(Default)]
pub(super) struct Builder {
    quotes: PartBuilder,
    titles: PartBuilder,
    speakers: FxHashMap<(Box<str>, u8), u32>,
    names: Vec<(Box<str>, u8)>,
    /// Of each speaker, the quotes.
    said: Vec<Vec<u32>>,
    kinds: [Vec<u32>; QUOTE_KINDS.len() + SPEAKERS_KINDS.len()],
    speaker_of: Vec<u32>,
    ids: Vec<i64>,
    newest: Vec<i64>,
    firsts: Vec<u32>,
    publishers: Names,
    publisher_of: Vec<u32>,
    languages: Names,
    language_of: Vec<u32>,
}

/// Distinct texts by number.
#[derive(Default)]
struct Names {
    numbers: FxHashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
}

impl Names {
    fn number(&mut self, text: Option<&str>) -> u32 {
        let Some(text) = text else { return u32::MAX };
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.texts.len() as u32;
        self.numbers.insert(text.into(), number);
        self.texts.push(text.into());
        number
    }

    fn sections(&self) -> [Vec<u8>; 2] {
        let (texts, at) = blob(self.texts.iter().map(|text| &**text));
        [texts, bytes(&at)]
    }
}

impl Builder {
    /// Takes the next article.
    pub fn put(&mut self, article: &IndexedArticle) {
        self.ids.push(article.id.0);
        self.newest.push(article.newest);
        self.firsts.push(self.quotes.docs() as u32);
        self.titles.put(&article.title, None);
        self.publisher_of
            .push(self.publishers.number(article.publisher.as_deref()));
        self.language_of
            .push(self.languages.number(article.language.as_deref()));
        article.quotes.iter().for_each(|quote| self.quote(quote));
    }

    fn quote(&mut self, quote: &IndexedQuote) {
        let doc = self.quotes.docs() as u32;
        let speaker = quote
            .speaker
            .as_ref()
            .map(|(name, kind)| self.speaker(name, *kind));
        if let Some(kind) = QUOTE_KINDS.iter().position(|kind| *kind == quote.kind) {
            self.kinds[kind].push(doc);
        }
        if let Some(speaker) = speaker {
            let kind = usize::from(self.names[speaker as usize].1);
            self.said[speaker as usize].push(doc);
            self.kinds[QUOTE_KINDS.len() + kind].push(doc);
        }
        self.quotes.put(&quote.text, speaker);
        self.speaker_of.push(speaker.unwrap_or(u32::MAX));
    }

    fn speaker(&mut self, name: &str, kind: SpeakerKind) -> u32 {
        let kind = SPEAKERS_KINDS.iter().position(|k| *k == kind).unwrap_or(0) as u8;
        let key = (Box::from(name), kind);
        if let Some(speaker) = self.speakers.get(&key) {
            return *speaker;
        }
        let speaker = self.quotes.also(name);
        self.names.push(key.clone());
        self.said.push(Vec::new());
        self.speakers.insert(key, speaker);
        speaker
    }

    /// Number of quotes so far.
    pub fn quotes(&self) -> usize {
        self.quotes.docs()
    }

    /// Numbers the speakers anew: the first of those that match a beginning are then who is most
    /// quoted. Gives the number that each had; `said` and the words of names are still by that.
    fn most_quoted_first(&mut self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.names.len() as u32).collect();
        let key = |old: &u32| {
            let old = *old as usize;
            (Reverse(self.said[old].len()), &self.names[old])
        };
        order.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
        let mut new_of = vec![0; order.len()];
        (0..)
            .zip(&order)
            .for_each(|(new, old)| new_of[*old as usize] = new);
        for speaker in &mut self.speaker_of {
            *speaker = new_of.get(*speaker as usize).copied().unwrap_or(u32::MAX);
        }
        let names = std::mem::take(&mut self.names);
        self.names = order
            .iter()
            .map(|old| names[*old as usize].clone())
            .collect();
        order
    }

    /// The sections.
    pub fn finish(mut self) -> Vec<Vec<u8>> {
        self.firsts.push(self.quotes.docs() as u32);
        let speakers = self.most_quoted_first();
        let mut quotes = self.quotes.finish(true);
        let said = speakers.iter().map(|old| &self.said[*old as usize]);
        for list in self.kinds.iter().chain(said) {
            let head: Head = quotes.lists.put(list);
            quotes.heads.push(head);
        }
        let (name_words, name_words_at) =
            coded(speakers.iter().map(|old| &quotes.more[*old as usize]));
        let mut people = PartBuilder::default();
        self.names
            .iter()
            .for_each(|(name, _)| people.put(name, None));
        let (names, name_at) = blob(self.names.iter().map(|(name, _)| &**name));
        let mut sections = Vec::with_capacity(SECTIONS);
        for built in [quotes, people.finish(false), self.titles.finish(false)] {
            let Built {
                sections: own,
                heads,
                lists,
                ..
            } = built;
            sections.extend(lists.finish(&heads));
            sections.extend(own);
        }
        sections.extend([
            bytes(&self.speaker_of),
            name_words,
            bytes(&name_words_at),
            names,
            bytes(&name_at),
            self.names.iter().map(|(_, kind)| *kind).collect(),
            bytemuck::cast_slice(&self.ids).to_vec(),
            bytes(&self.firsts),
            bytemuck::cast_slice(&self.newest).to_vec(),
            bytes(&self.publisher_of),
        ]);
        sections.extend(self.publishers.sections());
        sections.push(bytes(&self.language_of));
        sections.extend(self.languages.sections());
        sections
    }
}

fn coded<'g>(groups: impl Iterator<Item = &'g Vec<u32>>) -> (Vec<u8>, Vec<u32>) {
    let (mut out, mut at) = (Vec::new(), vec![0]);
    for group in groups {
        group.iter().for_each(|n| code::put(*n, &mut out));
        at.push(out.len() as u32);
    }
    (out, at)
}
