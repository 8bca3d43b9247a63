//! More quotes than one piece of a set holds, and than are looked at for a frame: the whole answer is
//! that of a slow search, and what is only in part looked at is right as far as it goes.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::reference::slow;
use super::*;
use crate::find::segment_build::Builder;

const ARTICLES: i64 = 1_500;
const QUOTES: usize = 100;
const NAMES: [&str; 5] = ["ada moor", "hu lin", "w1 moor", "", "bo"];

/// Small steps of a 64-bit generator (SplitMix64, Steele et al. 2014).
fn roll(dice: &mut u64) -> u64 {
    *dice = dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (*dice ^ (*dice >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Texts of few words, of which low ones are the most frequent; one word is in every 9,973rd text.
fn quote(n: u64, dice: &mut u64) -> IndexedQuote {
    let mut words: Vec<String> = (0..2 + roll(dice) % 3)
        .map(|_| format!("w{}", roll(dice) % 40 * (roll(dice) % 40) / 40))
        .collect();
    if n.is_multiple_of(9_973) {
        words.push("lantern".to_owned());
    }
    let name = NAMES[(roll(dice) % 5) as usize];
    IndexedQuote {
        text: words.join(" "),
        kind: QuoteKind::Direct,
        speaker: (!name.is_empty()).then(|| (name.to_owned(), SpeakerKind::Person)),
        confidence: 1.0,
    }
}

/// In the order of lists.
static ALL: LazyLock<Vec<IndexedArticle>> = LazyLock::new(|| {
    let mut dice = 11;
    let mut all: Vec<IndexedArticle> = (0..ARTICLES)
        .map(|id| IndexedArticle {
            newest: -((roll(&mut dice) % 700) as i64),
            quotes: (0..QUOTES)
                .map(|k| quote((id as usize * QUOTES + k) as u64, &mut dice))
                .collect(),
            ..article(id, "", "", "")
        })
        .collect();
    all.sort_by_key(|article| (article.newest, article.id));
    all
});

static INDEX: LazyLock<Index> =
    LazyLock::new(|| Index::build(ALL.iter().cloned(), Stamp::default()));

fn search(query: &str, deep: bool) -> Hits<QuoteHit> {
    let options = Options {
        limit: 300,
        deep,
        outside: &|_| None,
        cancelled: &|| false,
    };
    INDEX.quotes(query, &options).unwrap().unwrap()
}

#[test]
fn a_deep_search_gives_what_a_slow_one_gives_in_its_order() {
    for query in ["w1 w2", "w2 w1 w0", "lantern w1", "w3", "moor w30", "w1 w1"] {
        let wanted = slow(&ALL, query);
        assert!(wanted.len() >= 10, "{query}");
        let scores: HashMap<(i64, usize), f32> = wanted.iter().map(|w| ((w.0, w.1), w.2)).collect();
        for deep in [true, false] {
            let found = search(query, deep);
            assert_eq!(found.total, wanted.len(), "{query}");
            for hit in &found.hits {
                let right = scores[&(hit.article.0, hit.ordinal)];
                assert!(
                    (hit.score.score - right).abs() < 1e-4,
                    "{query} {hit:?} {right}"
                );
            }
        }
        let found = search(query, true);
        assert!(found.whole);
        assert_eq!(found.hits.len(), wanted.len().min(300), "{query}");
        for (hit, wanted) in found.hits.iter().zip(&wanted) {
            assert!(
                (hit.score.score - wanted.2).abs() < 1e-4,
                "{query} {hit:?} {wanted:?}"
            );
        }
    }
}

#[test]
fn of_equal_ones_the_newest_come_first_over_all_pieces() {
    let quotes = ALL.iter().flat_map(|a| (0..QUOTES).map(|n| (a.id.0, n)));
    let order: HashMap<(i64, usize), usize> = quotes.zip(0..).collect();
    let found = search("w1 w2", true);
    let place = |hit: &QuoteHit| order[&(hit.article.0, hit.ordinal)];
    let alike = found
        .hits
        .windows(2)
        .filter(|w| w[0].score.score == w[1].score.score);
    let mut counted = 0;
    for pair in alike {
        assert!(place(&pair[0]) < place(&pair[1]), "{pair:?}");
        counted += 1;
    }
    assert!(counted > 100, "{counted}");
    assert!(found.hits.iter().any(|hit| place(hit) > 131_072));
}

#[test]
fn what_is_not_wholly_looked_at_says_so_and_has_the_neighbours() {
    let found = search("w0 w1", false);
    assert!(!found.whole && found.total > 6_000, "{}", found.total);
    // However old, such with the words side by side come first.
    let best = found.hits[0].score.score;
    let deep = search("w0 w1", true);
    assert!(deep.whole);
    assert!((best - deep.hits[0].score.score).abs() < 1e-6);
    let one = search("w0", false);
    assert!(!one.whole);
    assert!(search("lantern", false).whole);
}

#[test]
fn what_is_not_found_in_a_part_may_be_in_the_rest() {
    let plain = |n: i64| article(n, "", "", "of it");
    let articles = (0..1_000).map(|n| IndexedArticle {
        // The first is the oldest.
        newest: -n,
        quotes: (0..QUOTES).flat_map(|_| plain(n).quotes).collect(),
        ..plain(n)
    });
    let mut articles: Vec<_> = articles.collect();
    let oldest = IndexedQuote {
        text: "it of".to_owned(),
        ..articles[0].quotes[0].clone()
    };
    articles[0].quotes.push(oldest);
    let index = Index::build(articles, Stamp::default());
    let found = |deep| {
        let options = Options {
            limit: 3,
            deep,
            outside: &|_| None,
            cancelled: &|| false,
        };
        index.quotes("of$", &options).unwrap().unwrap()
    };
    let (quick, deep) = (found(false), found(true));
    assert_eq!((quick.total, quick.whole, quick.counted), (0, false, false));
    assert_eq!((deep.total, deep.whole, deep.counted), (1, true, true));
}

#[test]
fn fields_phrases_and_what_is_left_out_are_counted_over_all_pieces() {
    let count = |passes: &dyn Fn(&IndexedQuote, &[&str]) -> bool| {
        let quotes = ALL.iter().flat_map(|article| &article.quotes);
        let has = |q: &&IndexedQuote| passes(q, &q.text.split(' ').collect::<Vec<_>>());
        quotes.filter(has).count()
    };
    let name = |q: &IndexedQuote| q.speaker.clone().map_or(String::new(), |s| s.0);
    let is = |q: &IndexedQuote, words: &[&str], word: &str| {
        words.contains(&word) || name(q).split(' ').any(|n| n == word)
    };
    for (query, total) in [
        ("", count(&|_, _| true)),
        (
            "speaker:lin w2 ",
            count(&|q, w| name(q) == "hu lin" && w.contains(&"w2")),
        ),
        (
            "'w1 -w2 ",
            count(&|q, w| is(q, w, "w1") && !w.iter().any(|w| w.starts_with("w2"))),
        ),
        (
            "\"w1 w2\"",
            count(&|_, w| w.windows(2).any(|w| w == ["w1", "w2"])),
        ),
        ("^w7 ", count(&|_, w| w[0] == "w7")),
        ("w7$", count(&|_, w| w.last() == Some(&"w7"))),
        (
            "kind:direct 'lantern",
            count(&|_, w| w.contains(&"lantern")),
        ),
    ] {
        assert_eq!(search(query, true).total, total, "{query}");
        assert!(total > 9, "{query}");
    }
}

#[test]
fn the_sections_are_the_same_however_the_articles_are_shared_out() {
    let bytes = |builder: Builder| -> Vec<Vec<u8>> {
        let sections = builder.finish().into_iter();
        sections.map(|section| section.bytes().to_vec()).collect()
    };
    let mut alone = Builder::default();
    ALL.iter().for_each(|article| alone.put(article));
    let alone = bytes(alone);
    let mut all = Builder::default();
    let mut others: Vec<Builder> = (0..3).map(|_| Builder::default()).collect();
    let mut dice = 3;
    let mut shuffled: Vec<&IndexedArticle> = ALL.iter().collect();
    shuffled.sort_by_cached_key(|_| roll(&mut dice));
    for article in shuffled {
        others[(roll(&mut dice) % 3) as usize].put(article);
    }
    others.into_iter().for_each(|other| all.join(other));
    assert_eq!(all.quotes(), ARTICLES as usize * QUOTES);
    let shared = bytes(all);
    assert_eq!(alone.len(), shared.len());
    for (n, (alone, shared)) in alone.iter().zip(&shared).enumerate() {
        assert!(alone == shared, "section {n}");
    }
}
