//! Hits that nobody would take for what was typed, and scraps of somebody whose name was.

use super::*;
use crate::query::Test;

#[test]
fn whoever_types_a_name_wants_sentences_of_theirs() {
    let quotes = [
        ("no", "Ann Moor"),
        ("the wall", "Ann Moor"),
        ("We shall build it before the winter comes", "Ann Moor"),
        ("Ann Moor", "Ben Lee"),
    ];
    let articles: Vec<IndexedArticle> = (0..)
        .zip(quotes)
        .map(|(n, (text, speaker))| article(n, speaker, "Title", text))
        .collect();
    let index = Index::build(articles, Stamp::default());
    assert_eq!(found(&index, "moor"), [2, 3, 1, 0]);
    assert_eq!(found(&index, "moor wall"), [1]);
}

#[test]
fn hits_without_the_words_as_typed_are_near_ones() {
    let index = index(&[
        "The ferry will sail",
        "A ferry does not",
        "He spoke of boats",
    ]);
    for (query, near) in [
        ("", false),
        ("ferry sail", false),
        ("fer", false),
        ("\"ferry will\" -boats", false),
        ("fery sail", true),
        ("ferry sail anchors", true),
        ("xyzzy", false),
    ] {
        let outside = |_: &Test| None;
        let options = Options {
            limit: 9,
            deep: true,
            outside: &outside,
            cancelled: &|| false,
        };
        let hits = index.quotes(query, &options).unwrap().unwrap();
        assert_eq!(
            hits.are_near(|hit| &hit.score),
            near,
            "{query} {}",
            hits.total
        );
    }
}
