//! Makes an index of articles.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::model::{ArticleId, QuoteKind, SpeakerKind};

use super::code;
use super::gather::Gathered;
use super::image::{Section, Sections};
use super::lists::Head;
use super::part_build::{self, Built, Plan, blob};
use super::segment::{QUOTE_KINDS, SECTIONS, SPEAKER_OF, SPEAKERS_KINDS};

/// An article as the index takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexedArticle {
    /// Row number.
    pub id: ArticleId,
    /// Its place in the order of lists, which is ascending in this and in `id`. Less the day (yyyymmdd), 0 where undated.
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
    /// How sure that is, 0 to 1.
    pub confidence: f32,
}

/// Takes articles in any order; of one or several such the sections of an index are made.
#[derive(Default)]
pub(super) struct Builder {
    quotes: Gathered,
    titles: Gathered,
    articles: Vec<Entry>,
    /// Of each quote: the place of its kind among `QUOTE_KINDS`, its speaker, and the bits of how sure
    /// that is.
    kinds: Vec<u8>,
    speaker_of: Vec<u32>,
    confidences: Vec<u32>,
    speakers: [Names; SPEAKERS_KINDS.len()],
    /// Of each speaker the kind, and the place among the names of this kind.
    people: Vec<(u8, u32)>,
    /// Of each kind, by the place of the name.
    number_of: [Vec<u32>; SPEAKERS_KINDS.len()],
    publishers: Names,
    languages: Names,
    /// What others took in.
    others: Vec<Self>,
}

/// An article that was taken in.
struct Entry {
    newest: i64,
    id: i64,
    quotes: Range<u32>,
    publisher: u32,
    language: u32,
}

/// Distinct texts by number.
#[derive(Default)]
struct Names {
    numbers: FxHashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
}

impl Names {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.texts.len() as u32;
        self.numbers.insert(text.into(), number);
        self.texts.push(text.into());
        number
    }

    fn number_of(&mut self, text: Option<&str>) -> u32 {
        text.map_or(u32::MAX, |text| self.number(text))
    }

    fn text(&self, number: u32) -> Option<&str> {
        self.texts.get(number as usize).map(|text| &**text)
    }
}

impl Builder {
    /// Takes the next article.
    pub fn put(&mut self, article: &IndexedArticle) {
        let from = self.quotes.docs() as u32;
        self.titles.put(&article.title, None);
        article.quotes.iter().for_each(|quote| self.quote(quote));
        self.articles.push(Entry {
            newest: article.newest,
            id: article.id.0,
            quotes: from..self.quotes.docs() as u32,
            publisher: self.publishers.number_of(article.publisher.as_deref()),
            language: self.languages.number_of(article.language.as_deref()),
        });
    }

    fn quote(&mut self, quote: &IndexedQuote) {
        let kind = QUOTE_KINDS.iter().position(|kind| *kind == quote.kind);
        let speaker = quote.speaker.as_ref();
        let speaker = speaker.map(|(name, kind)| self.speaker(name, *kind));
        self.quotes.put(&quote.text, speaker);
        self.kinds.push(kind.unwrap_or(QUOTE_KINDS.len()) as u8);
        self.speaker_of.push(speaker.unwrap_or(u32::MAX));
        self.confidences.push(quote.confidence.to_bits());
    }

    fn speaker(&mut self, name: &str, kind: SpeakerKind) -> u32 {
        let kind = SPEAKERS_KINDS.iter().position(|k| *k == kind).unwrap_or(0);
        let place = self.speakers[kind].number(name);
        if let Some(number) = self.number_of[kind].get(place as usize) {
            return *number;
        }
        let number = self.quotes.also(name);
        self.number_of[kind].push(number);
        self.people.push((kind as u8, place));
        number
    }

    fn name(&self, speaker: u32) -> (&str, u8) {
        let (kind, place) = self.people[speaker as usize];
        let name = self.speakers[usize::from(kind)].text(place);
        (name.unwrap_or(""), kind)
    }

    /// The row numbers of the articles so far, beside those that others took in.
    pub fn ids(&self) -> impl Iterator<Item = i64> + '_ {
        self.articles.iter().map(|entry| entry.id)
    }

    /// Number of quotes so far.
    pub fn quotes(&self) -> usize {
        self.quotes.docs() + self.others.iter().map(Self::quotes).sum::<usize>()
    }

    /// Takes over what another one took in; the articles of both are different ones.
    pub fn join(&mut self, mut other: Self) {
        self.others.append(&mut other.others);
        self.others.push(other);
    }

    /// The sections.
    pub fn finish(mut self) -> Sections {
        let mut all = std::mem::take(&mut self.others);
        all.push(self);
        let mut order: Vec<(i64, i64, usize, usize)> = Vec::new();
        for (of, builder) in all.iter().enumerate() {
            let articles = builder.articles.iter().enumerate();
            order.extend(articles.map(|(at, entry)| (entry.newest, entry.id, of, at)));
        }
        order.sort_unstable();
        let order: Vec<(usize, usize)> = order.into_iter().map(|o| (o.2, o.3)).collect();
        let mut columns = Columns::new(&all);
        order
            .iter()
            .for_each(|(of, at)| columns.article(&all, *of, *at));
        columns.most_quoted_first();
        let people = columns.people();
        let (quotes, titles) = all.into_iter().map(|b| (b.quotes, b.titles)).unzip();
        let quotes = part_build::build(quotes, &columns.quotes, true);
        let people = part_build::build(vec![people.0], &people.1, false);
        let titles = part_build::build(titles, &columns.titles, false);
        columns.sections([quotes, people, titles])
    }
}

/// What is known of articles, quotes and speakers, in their order.
#[derive(Default)]
struct Columns {
    quotes: Plan,
    titles: Plan,
    ids: Vec<i64>,
    newest: Vec<i64>,
    firsts: Vec<u32>,
    confidences: Vec<u32>,
    kinds: Vec<Vec<u32>>,
    /// The speaker of each quote is `quotes.also`; of each speaker name and kind.
    speakers: FxHashMap<(Box<str>, u8), u32>,
    names: Vec<(Box<str>, u8)>,
    publishers: Names,
    publisher_of: Vec<u32>,
    languages: Names,
    language_of: Vec<u32>,
    /// Of each builder and each speaker there, the number here.
    known: Vec<Vec<u32>>,
}

impl Columns {
    fn new(all: &[Builder]) -> Self {
        Self {
            kinds: vec![Vec::new(); QUOTE_KINDS.len() + SPEAKERS_KINDS.len()],
            known: all.iter().map(|b| vec![u32::MAX; b.people.len()]).collect(),
            ..Self::default()
        }
    }

    fn article(&mut self, all: &[Builder], of: usize, at: usize) {
        let (from, entry) = (&all[of], &all[of].articles[at]);
        self.ids.push(entry.id);
        self.newest.push(entry.newest);
        self.firsts.push(self.quotes.also.len() as u32);
        let publisher = from.publishers.text(entry.publisher);
        self.publisher_of.push(self.publishers.number_of(publisher));
        let language = from.languages.text(entry.language);
        self.language_of.push(self.languages.number_of(language));
        self.titles.runs.push((of, at as u32..at as u32 + 1));
        self.quotes.runs.push((of, entry.quotes.clone()));
        let quotes = entry.quotes.start as usize..entry.quotes.end as usize;
        let confidences = &from.confidences[quotes.clone()];
        self.confidences.extend_from_slice(confidences);
        quotes.for_each(|quote| self.quote(from, of, quote));
    }

    fn quote(&mut self, from: &Builder, of: usize, quote: usize) {
        let doc = self.quotes.also.len() as u32;
        let kind = usize::from(from.kinds[quote]);
        if kind < QUOTE_KINDS.len() {
            self.kinds[kind].push(doc);
        }
        let there = from.speaker_of[quote];
        let speaker = match self.known[of].get(there as usize).copied() {
            Some(u32::MAX) => self.speaker(from, of, there),
            Some(known) => known,
            None => u32::MAX,
        };
        if let Some((_, kind)) = self.names.get(speaker as usize) {
            self.kinds[QUOTE_KINDS.len() + usize::from(*kind)].push(doc);
        }
        self.quotes.also.push(speaker);
    }

    fn speaker(&mut self, from: &Builder, of: usize, there: u32) -> u32 {
        let (name, kind) = from.name(there);
        let new = self.names.len() as u32;
        let number = *self.speakers.entry((name.into(), kind)).or_insert(new);
        if number == new {
            self.names.push((name.into(), kind));
            self.quotes.groups.push((of, there));
        }
        self.known[of][there as usize] = number;
        number
    }

    /// Numbers the speakers anew, then by name: the first of those that match a beginning are who is
    /// most quoted.
    fn most_quoted_first(&mut self) {
        let mut said = vec![0_u32; self.names.len()];
        for speaker in &self.quotes.also {
            if let Some(count) = said.get_mut(*speaker as usize) {
                *count += 1;
            }
        }
        let mut order: Vec<u32> = (0..self.names.len() as u32).collect();
        let key = |old: u32| (Reverse(said[old as usize]), &self.names[old as usize]);
        order.sort_unstable_by(|a, b| key(*a).cmp(&key(*b)));
        let mut new_of = vec![0; order.len()];
        (0..)
            .zip(&order)
            .for_each(|(new, old)| new_of[*old as usize] = new);
        for speaker in &mut self.quotes.also {
            *speaker = new_of.get(*speaker as usize).copied().unwrap_or(u32::MAX);
        }
        let old = std::mem::take(&mut self.names);
        self.names = order.iter().map(|n| old[*n as usize].clone()).collect();
        let old = std::mem::take(&mut self.quotes.groups);
        self.quotes.groups = order.iter().map(|n| old[*n as usize]).collect();
    }

    /// The names of the speakers as texts.
    fn people(&self) -> (Gathered, Plan) {
        let mut people = Gathered::default();
        self.names
            .iter()
            .for_each(|(name, _)| people.put(name, None));
        let all = 0..people.docs() as u32;
        let plan = Plan {
            runs: vec![(0, all)],
            ..Plan::default()
        };
        (people, plan)
    }

    /// The quotes of each speaker, one behind the other, and where each begins and the last ends.
    fn said(&self) -> (Vec<u32>, Vec<usize>) {
        let mut ends = vec![0; self.names.len() + 1];
        let speakers = self.quotes.also.iter().map(|speaker| *speaker as usize);
        let known = speakers.enumerate().filter(|(_, s)| *s < self.names.len());
        known
            .clone()
            .for_each(|(_, speaker)| ends[speaker + 1] += 1);
        for n in 1..ends.len() {
            ends[n] += ends[n - 1];
        }
        let bounds = ends.clone();
        let mut said = vec![0; bounds.last().copied().unwrap_or(0)];
        for (doc, speaker) in known {
            said[ends[speaker]] = doc as u32;
            ends[speaker] += 1;
        }
        (said, bounds)
    }

    fn sections(mut self, [mut quotes, people, titles]: [Built; 3]) -> Sections {
        self.firsts.push(self.quotes.also.len() as u32);
        let (said, bounds) = self.said();
        let said = bounds.windows(2).map(|at| &said[at[0]..at[1]]);
        for list in self.kinds.iter().map(Vec::as_slice).chain(said) {
            let head: Head = quotes.lists.put(list);
            quotes.heads.push(head);
        }
        let (name_words, name_words_at) = coded(&quotes.groups);
        let mut sections = Sections::with_capacity(SECTIONS);
        for built in [quotes, people, titles] {
            sections.extend(built.lists.finish(&built.heads));
            sections.extend(built.sections);
        }
        let kinds: Vec<u8> = self.names.iter().map(|(_, kind)| *kind).collect();
        let (names, name_at) = blob(self.names.iter().map(|(name, _)| &**name));
        let texts = |names: &Names| blob(names.texts.iter().map(|text| &**text));
        let (publishers, publisher_at) = texts(&self.publishers);
        let (languages, language_at) = texts(&self.languages);
        let others: [Box<dyn Section>; SECTIONS - SPEAKER_OF] = [
            Box::new(self.quotes.also),
            Box::new(name_words),
            Box::new(name_words_at),
            Box::new(names),
            Box::new(name_at),
            Box::new(kinds),
            Box::new(self.ids),
            Box::new(self.firsts),
            Box::new(self.newest),
            Box::new(self.publisher_of),
            Box::new(publishers),
            Box::new(publisher_at),
            Box::new(self.language_of),
            Box::new(languages),
            Box::new(language_at),
            Box::new(self.confidences),
        ];
        sections.extend(others);
        sections
    }
}

fn coded(groups: &[Vec<u32>]) -> (Vec<u8>, Vec<u32>) {
    let (mut out, mut at) = (Vec::new(), vec![0]);
    for group in groups {
        group.iter().for_each(|n| code::put(*n, &mut out));
        at.push(out.len() as u32);
    }
    (out, at)
}
