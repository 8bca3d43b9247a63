//! What says the same and what does not, and that the index finds the former.

use super::super::{Index, IndexedArticle, IndexedQuote, Stamp};
use super::*;
use crate::model::QuoteKind;

const WHOLE: &str = "We will open the harbour on the first of May, and nobody will be turned away \
     at the gates, whatever the ministry has written in its letter";

#[test]
fn shortened_changed_and_otherwise_written_quotes_say_the_same() {
    for (one, other) in [
        (WHOLE, WHOLE),
        (
            WHOLE,
            "we will open the HARBOUR on the first of may and nobody will be turned-away at the gates",
        ),
        // A part of it, from the middle, as a headline has it.
        (
            WHOLE,
            "nobody will be turned away at the gates, whatever the ministry",
        ),
        // Words are exchanged, left out, put in.
        (
            WHOLE,
            "We will open the port on the first of May, and nobody will be turned away at the gates, whatever the ministry wrote in its letter",
        ),
        (
            WHOLE,
            "We will open the harbour on the first of May … nobody will be turned away at the gates",
        ),
        // Few words, all of them telling.
        (
            "an unprecedented, dangerous escalation",
            "It is an “unprecedented, dangerous escalation” of what began in spring",
        ),
        (
            "Unemployment fell by 3.5% in 2021 to 1,200",
            "unemployment fell by 3.5 % in 2021 to 1200",
        ),
        ("我们将于五月开放港口", "我们将于五月开放港口，市长说"),
    ] {
        assert!(say_the_same(one, other), "{one}\n{other}");
        assert!(say_the_same(other, one), "{other}\n{one}");
    }
}

#[test]
fn commonplaces_and_others_who_speak_of_the_same_do_not() {
    for (one, other) in [
        // The same, and yet nothing.
        ("I don't know", "I don't know"),
        ("We don't know what happened", "We don't know what happened"),
        (
            "It is too early to say what happened",
            "It is too early to say what happened",
        ),
        (
            "Our thoughts and prayers are with the families",
            "Our thoughts and prayers are with the families",
        ),
        (
            "We are doing everything we can",
            "We are doing everything we can, believe me",
        ),
        ("我不知道", "我不知道"),
        ("", ""),
        // Of the same things in other words.
        (
            WHOLE,
            "The ministry wrote a letter: the harbour stays closed in May, and the gates with it",
        ),
        (
            WHOLE,
            "In its letter the ministry said that nobody will open the gates of the harbour in May",
        ),
        // A small part is shared.
        (
            WHOLE,
            "We will open the harbour on the first of May, but only for the fishing boats of the northern cooperative, which have waited since winter",
        ),
        // The same frame around something else.
        (
            "We will open the harbour on the first of May",
            "We will close the airport on the last of June",
        ),
    ] {
        assert!(!say_the_same(one, other), "{one}\n{other}");
    }
}

fn article(id: i64, day: i64, quotes: &[&str]) -> IndexedArticle {
    let quotes = quotes.iter().map(|text| IndexedQuote {
        text: (*text).to_owned(),
        kind: QuoteKind::Direct,
        speaker: None,
        confidence: 0.9,
    });
    IndexedArticle {
        id: ArticleId(id),
        newest: -day,
        title: format!("Report {id}"),
        publisher: None,
        language: None,
        quotes: quotes.collect(),
    }
}

fn places(index: &Index, text: &str, except: i64) -> Vec<(i64, usize)> {
    let found = index.copies(text, Some(ArticleId(except)), 9).unwrap();
    assert_eq!(found.total, found.places.len());
    found.places.iter().map(|(id, n)| (id.0, *n)).collect()
}

#[test]
fn the_index_gives_one_quote_of_each_other_article_newest_first() {
    let short = "nobody will be turned away at the gates, whatever the ministry has written";
    let articles = [
        article(1, 20220401, &["Quite another thing about fishing", WHOLE]),
        article(2, 20220403, &[short, WHOLE, "We will see"]),
        article(
            3,
            20220402,
            &["The ministry wrote a letter about the harbour gates", short],
        ),
        article(4, 20220404, &["nobody knows what the ministry has written"]),
    ];
    let index = Index::build(articles, Stamp::default());
    assert_eq!(places(&index, WHOLE, 1), [(2, 1), (3, 1)]);
    assert_eq!(places(&index, short, 3), [(2, 0), (1, 1)]);
    assert_eq!(places(&index, "I don't know", 1), []);
    let few = index.copies(WHOLE, None, 1).unwrap();
    assert_eq!((few.total, few.places.len()), (3, 1));
    // One is changed, one goes, one comes that has a word nobody had.
    let newer = article(
        5,
        20220501,
        &["nobody will be turned back at the gates, whatever the ministry has written"],
    );
    let index = index.with(
        &[article(2, 20220403, &["Gone"]), newer],
        &[ArticleId(3)],
        Stamp::default(),
    );
    assert_eq!(places(&index, WHOLE, 9), [(5, 0), (1, 1)]);
}

/// What the index finds is what the rule says of each two quotes.
#[test]
fn the_index_finds_what_the_rule_says() {
    let stems = [
        "harbour",
        "ministry",
        "the",
        "of",
        "letter",
        "gates",
        "and",
        "fishermen",
        "in",
        "winter",
        "closed",
        "2021",
    ];
    let mut state = 7u64;
    let mut next = |n: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n
    };
    let mut texts: Vec<String> = Vec::new();
    for _ in 0..400 {
        // Half of them are made of a part of one before.
        let mut words: Vec<String> = match texts.len() {
            n if n > 0 && next(2) == 0 => {
                let words: Vec<&str> = texts[next(n)].split(' ').collect();
                let from = next(words.len());
                words[from..].iter().map(|w| (*w).to_owned()).collect()
            }
            _ => Vec::new(),
        };
        for _ in 0..next(9) + usize::from(words.is_empty()) {
            words.insert(next(words.len() + 1), stems[next(stems.len())].to_owned());
        }
        texts.push(words.join(" "));
    }
    let articles = (0..)
        .zip(&texts)
        .map(|(id, text)| article(id, 20220101, &[text]));
    let index = Index::build(articles, Stamp::default());
    let mut pairs = 0;
    for (id, text) in texts.iter().enumerate() {
        let mut found = index
            .copies(text, Some(ArticleId(id as i64)), 1000)
            .unwrap()
            .places;
        found.sort_unstable();
        let same = (0..texts.len()).filter(|n| *n != id && say_the_same(text, &texts[*n]));
        let same: Vec<_> = same.map(|n| (ArticleId(n as i64), 0)).collect();
        pairs += same.len();
        assert_eq!(found, same, "{text}");
    }
    assert!(pairs > 50, "{pairs}");
}
