//! The body of an article that came with its metadata beside it, as records of datasets do.
//!
//! Owns the careful form of the import: only lines are left out that look like furniture by their words and
//! form and in which nobody speaks, and what stands behind the last sentence and is somebody else's; no metadata
//! is taken from the text, and every position leads back to it as it came.

use crate::model::{Article, Date, DateFrom, Field, Why};
use crate::text::clean::{OffsetMap, clean, clean_line};

use super::blocks::Canon;
use super::furniture::word_string;
use super::removed::Removals;
use super::roles::{self, Page, Told};
use super::{html, lines};

/// What is known of an article beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the names are those of `Article`
pub struct Known {
    pub title: Option<String>,
    pub subtitle: Option<String>,
    pub publisher: Option<String>,
    pub byline: Option<String>,
    pub date: Option<Date>,
    /// Whether the date may be another: day and month the other way round.
    pub date_inferred: bool,
    pub url: Option<String>,
}

/// Gives an article that nothing dates the day in its address: a guess, which says so.
pub(super) fn dated_by_address(article: &mut Article) {
    let day = article.url.as_deref().and_then(html::day_in_address);
    if let Some(day) = day.filter(|_| article.date.is_none()) {
        article.date = Some(day);
        article.date_from = Some(DateFrom::Url);
        article.inferred.insert(Field::Date);
    }
}

/// Lines over a text that may be the name of its paper.
const HEAD: usize = 4;

/// Makes an article of `text` and what is known of it.
///
/// The canonical text keeps title, byline and dateline where the text has them; only lines that
/// look like furniture are left out, and the article says which. The map leads from byte spans of the canonical text
/// to byte spans of `text` as it came in.
#[must_use]
pub fn body(text: &str, known: Known) -> (Article, OffsetMap) {
    let cleaned = clean(text);
    let source = cleaned.text.as_str();
    let lines = lines::split(source);
    let told = Told {
        title: known.title.clone(),
        byline: known.byline.clone(),
        ..Told::default()
    };
    let roles = roles::assign(&Page::new(source, &lines).told(told), false);
    let mut canon = Canon::new(source);
    let mut removals = Removals::default();
    let paper = known.publisher.as_deref().map(word_string);
    for (k, (line, role)) in lines.iter().zip(&roles).enumerate() {
        // Over a text the name of the paper, as a page prints it.
        let named = k < HEAD && paper.as_ref() == Some(&word_string(line.span.of(source)));
        match role {
            Ok(_) if named => removals.push(canon.next(), Why::Metadata, line.span.of(source)),
            Ok(role) => canon.push(*role, line.span),
            Err(why) => removals.push(canon.next(), *why, line.span.of(source)),
        }
    }
    let (text, blocks, map) = canon.finish();
    let removed = removals.finish(text.len());
    let safe = |value: Option<String>| value.map(|v| clean_line(&v)).filter(|v| !v.is_empty());
    let mut article = Article {
        title: safe(known.title),
        subtitle: safe(known.subtitle),
        publisher: safe(known.publisher),
        byline: safe(known.byline),
        date: known.date,
        date_from: known.date.map(|_| DateFrom::Record),
        url: safe(known.url),
        text,
        blocks,
        removed,
        inferred: known
            .date_inferred
            .then_some(Field::Date)
            .into_iter()
            .collect(),
        ..Article::default()
    };
    dated_by_address(&mut article);
    (article, cleaned.map.then(&map))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::import::read_bytes;
    use crate::model::{BlockRole, Span};

    #[test]
    fn nothing_but_furniture_is_left_out_and_positions_lead_back() {
        let raw = "Board refuses lease\r\n\r\nBy Ann Poe\r\n\r\nOSLO (NW) \u{2014} The\u{a0}board said\u{200b} no on Tuesday.\r\n\
                   READ MORE: Roof falls in\r\n\r\nWhy it matters\r\n\r\nThe house \u{201c}must\u{201d} stand, the mayor of the town said to the board.";
        let (article, map) = body(raw, Known::default());
        assert_eq!(
            article.text,
            "Board refuses lease\n\nBy Ann Poe\n\nOSLO (NW) — The board said no on Tuesday.\n\nWhy it matters\n\n\
             The house “must” stand, the mayor of the town said to the board."
        );
        assert_eq!(
            (&article.title, &article.byline, &article.dateline),
            (&None, &None, &None)
        );
        assert_eq!(article.blocks[3].role, BlockRole::Heading);
        for word in ["The board", "said no", "must", "the board."] {
            let start = article.text.find(word).unwrap();
            let there = map.raw(Span::new(start, start + word.len())).of(raw);
            assert_eq!(clean_line(there), word);
        }
    }

    #[test]
    fn the_name_of_the_paper_over_a_text_is_none_of_it() {
        let known = Known {
            publisher: Some("The Bergen Post".to_owned()),
            ..Known::default()
        };
        let text = "Ann Poe\n\nTHE BERGEN POST\n\nThe board said no on Tuesday.\n\nIt left.\n\nThe Bergen Post";
        let (article, _) = body(text, known);
        assert_eq!(
            article.text,
            "Ann Poe\n\nThe board said no on Tuesday.\n\nIt left.\n\nThe Bergen Post"
        );
        assert_eq!(
            (article.removed[0].at, article.removed[0].why),
            (9, Why::Metadata)
        );
        assert!(body(text, Known::default()).0.text.contains("THE BERGEN"));
    }

    #[test]
    fn a_record_without_a_date_has_that_of_its_address() {
        let all = read_bytes("set.json", br#"[{"text": "One.", "url": "https://example.org/2031/05/06/lease"},
                {"text": "<p>Two.</p><p>Three.</p>", "url": "https://example.org/2031/05/06/lease"},
                {"text": "Two.", "url": "https://example.org/2031/05/06/lease", "date": "2031-05-04"},
                {"text": "Three.", "url": "https://example.org/lease"}]"#)
            .unwrap();
        let dates = all.iter().map(|one| {
            let article = &one.article;
            let inferred = article.inferred.contains(&Field::Date);
            (article.date.map(|d| d.to_string()), inferred)
        });
        let day = |day: &str| Some(day.to_owned());
        let of_address = (day("2031-05-06"), true);
        let want = [
            of_address.clone(),
            of_address,
            (day("2031-05-04"), false),
            (None, false),
        ];
        assert_eq!(dates.collect::<Vec<_>>(), want);
        assert_eq!(all[0].article.date_from, Some(DateFrom::Url));
    }

    proptest! {
        #[test]
        fn blocks_lie_in_the_text_and_maps_in_bounds(raw in "([A-Za-z ,.“”\u{a0}\u{200b}:#*-]{0,60}[\n]{0,2}){0,8}") {
            let (article, map) = body(&raw, Known::default());
            let mut before = 0;
            for block in &article.blocks {
                prop_assert!(block.span.start >= before && !block.span.of(&article.text).is_empty());
                before = block.span.end;
                let there = map.raw(block.span);
                prop_assert!(raw.get(there.range()).is_some());
                prop_assert_eq!(map.cleaned(there), Some(block.span));
            }
            prop_assert!(before <= article.text.len());
        }
    }
}
