//! An index over articles as one image: their quotes, the people who speak, their titles.
//!
//! Owns which sections there are beside the parts, and how quotes lead to articles and speakers.
//! Articles are in the order of lists, newest first, and so are their quotes.

use std::ops::Range;
use std::path::Path;

use crate::model::{ArticleId, QuoteKind, SpeakerKind};

use super::fits::Known;
use super::image::{Damaged, Image, Stamp};
use super::known_passing::KnownPassing;
use super::part::{self, Part};
use super::set::Set;

pub(super) const QUOTES: usize = 0;
pub(super) const PEOPLE: usize = part::SECTIONS;
pub(super) const TITLES: usize = part::SECTIONS * 2;
pub(super) const SPEAKER_OF: usize = part::SECTIONS * 3;
pub(super) const NAME_WORDS: usize = SPEAKER_OF + 1;
pub(super) const NAME_WORDS_AT: usize = SPEAKER_OF + 2;
pub(super) const NAMES: usize = SPEAKER_OF + 3;
pub(super) const NAME_AT: usize = SPEAKER_OF + 4;
pub(super) const SPEAKER_KINDS: usize = SPEAKER_OF + 5;
pub(super) const ARTICLES: usize = SPEAKER_OF + 6;
pub(super) const ARTICLE_DOCS: usize = SPEAKER_OF + 7;
pub(super) const NEWEST: usize = SPEAKER_OF + 8;
pub(super) const PUBLISHER_OF: usize = SPEAKER_OF + 9;
pub(super) const PUBLISHERS: usize = SPEAKER_OF + 10;
pub(super) const PUBLISHER_AT: usize = SPEAKER_OF + 11;
pub(super) const LANGUAGE_OF: usize = SPEAKER_OF + 12;
pub(super) const LANGUAGES: usize = SPEAKER_OF + 13;
pub(super) const LANGUAGE_AT: usize = SPEAKER_OF + 14;
pub(super) const CONFIDENCES: usize = SPEAKER_OF + 15;
/// Sections of an index.
pub(super) const SECTIONS: usize = SPEAKER_OF + 16;

/// The kinds of quotes and of speakers in the order of their lists, which come before those of the
/// speakers.
pub(super) const QUOTE_KINDS: [QuoteKind; 3] =
    [QuoteKind::Direct, QuoteKind::Mixed, QuoteKind::Indirect];
pub(super) const SPEAKERS_KINDS: [SpeakerKind; 5] = [
    SpeakerKind::Person,
    SpeakerKind::Organisation,
    SpeakerKind::Document,
    SpeakerKind::Group,
    SpeakerKind::Unnamed,
];
pub(super) const KIND_LISTS: usize = QUOTE_KINDS.len() + SPEAKERS_KINDS.len();

/// An index over some articles. Never changes.
pub(super) struct Segment {
    pub image: Image,
    pub known_words: Known,
    pub known_names: Known,
    pub known_titles: Known,
    pub known_passing: KnownPassing,
}

impl Segment {
    /// An index with these sections.
    pub fn new(image: Image) -> Self {
        Self {
            image,
            known_words: Known::default(),
            known_names: Known::default(),
            known_titles: Known::default(),
            known_passing: KnownPassing::default(),
        }
    }

    /// Opens the file of one.
    ///
    /// # Errors
    /// [`Damaged`] where it is none, or none of this version.
    pub fn open(path: &Path) -> Result<Self, Damaged> {
        Image::open(path, SECTIONS).map(Self::new)
    }

    /// The state of the collection that it stands for.
    pub const fn stamp(&self) -> Stamp {
        self.image.stamp
    }

    /// The quotes.
    pub fn quotes(&self) -> Part<'_> {
        Part::new(&self.image, QUOTES)
    }

    /// The names of the speakers.
    pub fn people(&self) -> Part<'_> {
        Part::new(&self.image, PEOPLE)
    }

    /// The titles of the articles.
    pub fn titles(&self) -> Part<'_> {
        Part::new(&self.image, TITLES)
    }

    /// Number of articles.
    pub fn articles(&self) -> usize {
        self.image.len::<i64>(ARTICLES)
    }

    /// Row numbers of the articles, in order.
    pub fn article_ids(&self) -> &[i64] {
        self.image.whole(ARTICLES)
    }

    /// The article that a quote stands in, by its place, and the quote's place in it.
    pub fn place(&self, doc: u32) -> (u32, u32) {
        let firsts: &[u32] = self.image.whole(ARTICLE_DOCS);
        let article = firsts
            .partition_point(|first| *first <= doc)
            .saturating_sub(1);
        (
            article as u32,
            doc.saturating_sub(firsts.get(article).copied().unwrap_or(doc)),
        )
    }

    /// Row number and place in the order of lists of an article, by its place.
    pub fn article(&self, article: u32) -> (ArticleId, i64) {
        let at = article as usize;
        (
            ArticleId(self.image.at(ARTICLES, at)),
            self.image.at(NEWEST, at),
        )
    }

    /// The quotes of articles, given by their places.
    pub fn docs_of(&self, articles: impl IntoIterator<Item = Range<u32>>) -> Set<'static> {
        let firsts: &[u32] = self.image.whole(ARTICLE_DOCS);
        let docs = self.quotes().docs() as u32;
        let first = |article: u32| firsts.get(article as usize).map_or(0, |doc| docs.min(*doc));
        Set::of_ranges(
            articles
                .into_iter()
                .map(|range| first(range.start)..first(range.end)),
        )
    }

    /// The quotes of an article, given by its place.
    pub fn quotes_in(&self, article: u32) -> Range<u32> {
        let firsts: &[u32] = self.image.whole(ARTICLE_DOCS);
        match firsts.get(article as usize..article as usize + 2) {
            Some([start, end]) => *start..*end,
            _ => 0..0,
        }
    }

    /// The articles, by their places, in which some of these quotes stand.
    pub fn articles_of(&self, quotes: &Set<'_>) -> Vec<u32> {
        let firsts: &[u32] = self.image.whole(ARTICLE_DOCS);
        let quotes = quotes.first(usize::MAX);
        let mut found = Vec::new();
        let mut rest = quotes.as_slice();
        let mut from = 0;
        while let Some(quote) = rest.first() {
            // The first article that begins behind the quote comes after the one it stands in.
            let next = from + firsts[from..].partition_point(|first| first <= quote);
            let Some(end) = firsts.get(next) else { break };
            found.push(next.saturating_sub(1) as u32);
            rest = &rest[rest.partition_point(|quote| quote < end)..];
            from = next;
        }
        found
    }

    /// The speaker of each quote, `u32::MAX` where there is none.
    pub fn speakers(&self) -> &[u32] {
        self.image.whole(SPEAKER_OF)
    }

    /// How sure it is of each quote who says it, as the bits of an `f32`.
    pub fn confidences(&self) -> &[u32] {
        self.image.whole(CONFIDENCES)
    }

    /// The words of a speaker's name, by their ranks among those of quotes, in the code of
    /// `code::each`.
    pub fn name_words(&self, speaker: u32) -> &[u8] {
        let at = speaker as usize;
        if speaker == u32::MAX {
            return &[];
        }
        match self.image.slice::<u32>(NAME_WORDS_AT, at..at + 2) {
            [start, end] => self.image.slice(NAME_WORDS, *start as usize..*end as usize),
            _ => &[],
        }
    }

    /// Name and kind of a speaker.
    pub fn name(&self, speaker: u32) -> (&str, Option<SpeakerKind>) {
        let kind: u8 = self.image.at(SPEAKER_KINDS, speaker as usize);
        (
            self.text(NAMES, NAME_AT, speaker),
            SPEAKERS_KINDS.get(usize::from(kind)).copied(),
        )
    }

    /// The kind of each speaker, by its place among [`SPEAKERS_KINDS`].
    pub fn speaker_kinds(&self) -> &[u8] {
        self.image.whole(SPEAKER_KINDS)
    }

    /// The quotes of a speaker.
    pub fn quotes_of(&self, speaker: u32) -> usize {
        self.quotes().extra(KIND_LISTS + speaker as usize)
    }

    /// Text number `n` of a table of texts.
    pub fn text(&self, texts: usize, bounds: usize, n: u32) -> &str {
        let n = n as usize;
        let bytes = match self.image.slice::<u32>(bounds, n..n + 2) {
            [start, end] => self.image.slice(texts, *start as usize..*end as usize),
            _ => &[],
        };
        std::str::from_utf8(bytes).unwrap_or("")
    }
}
