//! The passage of an article that answers best what is typed: the finder among whole texts.
//!
//! The articles themselves are found by the collection's own index of words; here is what they are
//! asked for, and how the answers are put in order: a paragraph is scored as a quote is.

use std::ops::Range;

use super::ask::{self, Ask, How};
use super::fits::{SAME, beginning};
use super::hits::{Hits, Score};
use super::score::{Classes, Name, Parts, Scorer};
use super::token::{letters, tokens};
use super::{code, marks};
use crate::model::{Article, ArticleId, ArticleRow, BlockRole, Span};
use crate::query::{Query, Test, holds};
use crate::text::fold::fold_str;

/// Articles that are looked at, the newest of those that have the words.
pub const MOST_TEXTS: usize = 500;
/// Of these so many for the first answer.
const FIRST_TEXTS: usize = 24;
/// Bytes of a paragraph that are given.
const LONGEST: usize = 4096;

/// What was typed, to be held against articles.
pub(super) struct Passages {
    ask: Ask,
    query: Query,
    weights: Vec<f32>,
}

/// The best passage of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Passage {
    /// How well it answers, and why.
    pub score: Score,
    /// The paragraph, or as much of a long one as is needed to see the words.
    pub text: String,
    /// Where that is in the article's text, in bytes.
    pub start: usize,
    /// The same in Unicode characters.
    pub start_in_chars: usize,
    /// Byte ranges of `text` to light, in order.
    pub marks: Vec<Range<usize>>,
    /// The same of the article's title.
    pub title_marks: Vec<Range<usize>>,
}

impl Passage {
    /// Where the first of the words is in the article's text, in bytes.
    #[must_use]
    pub fn at(&self) -> usize {
        self.start + self.marks.first().map_or(0, |mark| mark.start)
    }
}

/// An article that has the words, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct TextHit {
    /// The article.
    pub row: ArticleRow,
    /// The best of it.
    pub passage: Passage,
}

/// A collection of articles whose texts can be searched.
pub trait Texts {
    /// Why it could not be read.
    type Error;

    /// The first `limit` articles that pass, newest first; of such as say the same, one. Some may lack
    /// words of the query.
    ///
    /// # Errors
    /// When it cannot be read.
    fn listed(&self, query: &Query, limit: usize) -> Result<Vec<ArticleRow>, Self::Error>;

    /// An article without its quotes, where it is still there.
    ///
    /// # Errors
    /// When it cannot be read.
    fn text(&self, id: ArticleId) -> Result<Option<Article>, Self::Error>;
}

/// Finds articles by their text; hands `f` what was found, the best first, once for the next frame
/// and, where there are more, once more when the newest [`MOST_TEXTS`] were looked at. Nothing once
/// cancelled.
///
/// # Errors
/// When the collection cannot be read.
pub fn in_texts<S: Texts + ?Sized>(
    texts: &S,
    typed: &str,
    limit: usize,
    cancelled: &dyn Fn() -> bool,
    f: &mut dyn FnMut(Hits<TextHit>),
) -> Result<(), S::Error> {
    let is_tag = |tag: &Test| {
        let tagged = texts.listed(&Query::all().and(tag.clone()), 1);
        tagged.is_ok_and(|rows| !rows.is_empty())
    };
    let passages = Passages::new(typed, &is_tag);
    if passages.ask.is_in_vain() {
        f(Hits::default());
        return Ok(());
    }
    // One more, to know whether there are more.
    let rows = texts.listed(passages.query(), MOST_TEXTS + 1)?;
    let (total, all) = (rows.len().min(MOST_TEXTS), rows.len() <= MOST_TEXTS);
    let mut hits: Vec<TextHit> = Vec::with_capacity(total);
    if passages.weights.is_empty() {
        // No passage is better than another.
        let rows = rows.into_iter().take(total);
        hits.extend(rows.map(|row| TextHit {
            row,
            passage: Passage::default(),
        }));
        f(passages.hits(&hits, (total, all), all, limit));
        return Ok(());
    }
    for (n, row) in rows.into_iter().take(total).enumerate() {
        if n == FIRST_TEXTS {
            f(passages.hits(&hits, (total, all), false, limit));
        }
        if cancelled() {
            return Ok(());
        }
        let article = texts.text(row.id)?;
        let passage = article.and_then(|article| passages.best(&article));
        hits.extend(passage.map(|passage| TextHit { row, passage }));
    }
    f(passages.hits(&hits, (hits.len(), all), all, limit));
    Ok(())
}

impl Passages {
    /// Of what is typed; `is_tag` knows the tags.
    pub fn new(typed: &str, is_tag: &dyn Fn(&Test) -> bool) -> Self {
        let ask = Ask::read(typed, is_tag);
        Self {
            weights: vec![1.0; ask.words.len()],
            query: ask::of_texts(typed, is_tag),
            ask,
        }
    }

    /// What the collection is to be asked for: articles that have each word, or begin one with it,
    /// in title or text.
    pub const fn query(&self) -> &Query {
        &self.query
    }

    /// The paragraph of an article that has most of the words, nearest together. Words that only
    /// the title has count less. Nothing where the article lacks one of the words.
    pub fn best(&self, article: &Article) -> Option<Passage> {
        let words = self.ask.words.iter().map(|word| word.text.as_str());
        let words: Vec<&str> = words.collect();
        let title = article.title.as_deref().unwrap_or("");
        let title_marks = marks::light_all(title, &words);
        let in_title = self.in_title(title);
        let blocks = article.blocks.iter();
        let shown = blocks.filter(|block| block.role != BlockRole::Furniture);
        let mut lacking: Vec<bool> = in_title.iter().map(|has| !has).collect();
        let mut best: Option<(f32, Span, Parts)> = None;
        for block in shown {
            let (score, parts) = self.scored(block.span.of(&article.text), &in_title);
            let found = parts.found.iter();
            found.for_each(|found| lacking[found.word] = false);
            if best.as_ref().is_none_or(|best| score > best.0) {
                best = Some((score, block.span, parts));
            }
        }
        let lacking = self.ask.words.iter().zip(lacking).filter(|(_, is)| *is);
        let mut lacking = lacking.map(|(word, _)| word.text.as_str());
        // "Brien" is a word of the query language in "O'Brien"; pictures are none, and for a letter it
        // was not asked.
        let is_word = |word: &str| word.len() > 1 && word.contains(char::is_alphanumeric);
        if lacking.clone().next().is_some() && !(lacking.all(is_word) && self.holds(article)) {
            return None;
        }
        let (score, span, parts) = best.unwrap_or((0.0, Span::new(0, 0), Parts::default()));
        let typed = |word: usize| words.get(word).copied().unwrap_or("");
        let wanted: Vec<(usize, &str)> =
            parts.found.iter().map(|f| (f.at, typed(f.word))).collect();
        let paragraph = span.of(&article.text);
        let marks = marks::light(paragraph, &wanted);
        let shown = around(paragraph, marks.first().map_or(0, |mark| mark.start));
        let within = marks.into_iter().filter(|mark| mark.end <= shown.end);
        Some(Passage {
            score: Score {
                score,
                found: parts.found,
                titled: parts.titled,
                again: parts.again,
                brevity: parts.brevity,
            },
            text: paragraph[shown.clone()].to_owned(),
            start: span.start + shown.start,
            start_in_chars: article.text[..span.start + shown.start].chars().count(),
            marks: within
                .map(|mark| mark.start - shown.start..mark.end - shown.start)
                .collect(),
            title_marks,
        })
    }

    /// Whether title and text hold the words as the query language has it.
    fn holds(&self, article: &Article) -> bool {
        let title = article.title.as_deref().unwrap_or("");
        let terms = self.query.terms.iter().filter(|term| !term.not);
        let mut needles = terms.filter_map(|term| match &term.test {
            Test::Words(needle) => Some(needle),
            _ => None,
        });
        needles.all(|needle| {
            let words = needle.folded();
            let in_text = |text: &str| holds(text, &words, needle.extent());
            in_text(title) || in_text(&article.text)
        })
    }

    /// The best of these, in order.
    fn hits(
        &self,
        found: &[TextHit],
        (total, counted): (usize, bool),
        whole: bool,
        limit: usize,
    ) -> Hits<TextHit> {
        let mut order: Vec<&TextHit> = found.iter().collect();
        // They came newest first, and so stay where scores are equal.
        order.sort_by(|a, b| b.passage.score.score.total_cmp(&a.passage.score.score));
        order.truncate(limit);
        Hits {
            total,
            counted,
            whole,
            hits: order.into_iter().cloned().collect(),
            words: self
                .ask
                .words
                .iter()
                .map(|word| word.text.clone())
                .collect(),
            weights: self.weights.clone(),
        }
    }

    /// How well a word of a text fits each word typed.
    fn fits(&self, token: &str) -> Vec<(u8, u8)> {
        let words = (0..).zip(&self.ask.words);
        let fit = |typed: &ask::Word| {
            if typed.text == token {
                Some(SAME)
            } else if typed.how != How::Literal && token.starts_with(&typed.text) {
                Some(beginning(typed.text.len(), token.len()))
            } else {
                None
            }
        };
        words
            .filter_map(|(n, typed)| Some((n, fit(typed)?)))
            .collect()
    }

    fn in_title(&self, title: &str) -> Vec<bool> {
        let mut found = vec![false; self.ask.words.len()];
        let folded = fold_str(title);
        for token in tokens(&folded) {
            for (word, _) in self.fits(&letters(&folded[token])) {
                found[usize::from(word)] = true;
            }
        }
        found
    }

    /// The score of a paragraph, and the places that make it.
    fn scored(&self, text: &str, in_title: &[bool]) -> (f32, Parts) {
        let folded = fold_str(text);
        // Number 0 is every word that nobody typed.
        let mut fits: Vec<Vec<(u8, u8)>> = vec![Vec::new()];
        let mut coded = Vec::new();
        for token in tokens(&folded) {
            let own = self.fits(&letters(&folded[token]));
            let known = fits.iter().position(|known| *known == own);
            let number = known.unwrap_or_else(|| {
                fits.push(own);
                fits.len() - 1
            });
            code::put(number as u32, &mut coded);
        }
        let classes = Classes::of(fits);
        let mut scorer = Scorer::new(&classes, &self.weights).regardless_of_length();
        let in_title = |word: usize| in_title.get(word).copied().unwrap_or(false);
        let score = scorer.score(&coded, Name::default(), in_title);
        (score, scorer.parts())
    }
}

/// The part of a paragraph to show so that this byte is seen: all of it, unless it is very long.
fn around(paragraph: &str, at: usize) -> Range<usize> {
    let start = if at <= LONGEST / 2 {
        0
    } else {
        at - LONGEST / 4
    };
    let start = paragraph.ceil_char_boundary(start);
    start..paragraph.floor_char_boundary(start + LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Block;

    fn article(title: &str, paragraphs: &[&str]) -> Article {
        let mut article = Article {
            title: Some(title.to_owned()),
            ..Article::default()
        };
        for words in paragraphs {
            let start = article.text.len();
            article.text.push_str(words);
            article.text.push_str("\n\n");
            article.blocks.push(Block {
                role: BlockRole::Paragraph,
                span: Span::new(start, start + words.len()),
            });
        }
        article
    }

    fn best(typed: &str, article: &Article) -> (f32, String, Vec<String>) {
        let passage = Passages::new(typed, &|_| false).best(article).unwrap();
        let marks = passage
            .marks
            .iter()
            .map(|m| passage.text[m.clone()].to_owned());
        let marks: Vec<String> = marks.collect();
        let end = passage.start + passage.text.len();
        assert_eq!(article.text[passage.start..end], passage.text);
        (passage.score.score, passage.text, marks)
    }

    #[test]
    fn the_paragraph_with_the_words_nearest_together_is_the_best() {
        let article = article(
            "Port news",
            &[
                "Grain was sold, and after much talk and many days there was a deal.",
                "The grain deal, once signed, holds.",
                "Nothing here.",
            ],
        );
        let (far, ..) = best("grain", &article);
        let (score, paragraph, marks) = best("grain déal", &article);
        assert_eq!(paragraph, "The grain deal, once signed, holds.");
        assert_eq!(marks, ["grain", "deal"]);
        assert!(score > far);
        assert_eq!(best("gra sig", &article).2, ["gra", "sig"]);
    }

    #[test]
    fn a_text_that_lacks_a_word_is_none_and_parts_of_words_are_words() {
        let text = article(
            "On grain",
            &["Ann O'Brien said the deal's off 🎉", "In l'économie"],
        );
        let has = |typed: &str| Passages::new(typed, &|_| false).best(&text).is_some();
        for typed in [
            "brien",
            "economie ",
            "\"the deal\"",
            "grain brien",
            "'obrien",
            "🎉",
            "🎉 brien",
        ] {
            assert!(has(typed), "{typed}");
        }
        for typed in ["wheat", "brien wheat", "🙂", "z", "brien z"] {
            assert!(!has(typed), "{typed}");
        }
    }

    #[test]
    fn what_only_the_title_has_counts_less_than_what_the_text_has() {
        let text = article("Port news", &["The harbour opened."]);
        let title = article("Harbour news", &["The port opened."]);
        assert!(best("harbour", &text).0 > best("harbour", &title).0);
        let passage = Passages::new("harbour", &|_| false).best(&title).unwrap();
        assert_eq!(passage.title_marks, vec![0..7]);
        assert!(passage.marks.is_empty());
        assert_eq!(best("", &Article::default()).1, "");
    }

    #[test]
    fn of_a_very_long_paragraph_the_part_with_the_words_is_given() {
        let long = format!(
            "{} grain déal {}",
            "müde ".repeat(3000),
            "alte ".repeat(3000)
        );
        let (_, text, marks) = best("grain deal", &article("", &[&long]));
        assert!(text.len() <= LONGEST);
        assert_eq!(marks, ["grain", "déal"]);
    }

    #[test]
    fn what_the_collection_is_asked_for() {
        for (typed, query) in [
            ("grain deal ", "grain deal"),
            ("^don't 'say, over$", "don't \"say\" over"),
            ("\"grain deal\" -draft", "\"grain deal\" -draft"),
            (
                "“grain de speaker:moor after:",
                "grain de \"speaker:moor\" after",
            ),
            ("grain speaker:moor after: - ?", "grain speaker:moor"),
        ] {
            assert_eq!(
                Passages::new(typed, &|_| false).query().to_string(),
                query,
                "{typed}"
            );
        }
    }
}
