//! What a person who types expects to see first.

use super::*;
use crate::model::{ArticleId, QuoteId, QuoteKind};

fn row(n: i64, speaker: &str, title: &str, text: &str) -> QuoteRow {
    QuoteRow {
        id: QuoteId(n),
        article: ArticleId(n),
        ordinal: 0,
        kind: QuoteKind::Direct,
        text: text.to_owned(),
        speaker: (!speaker.is_empty()).then(|| speaker.to_owned()),
        speaker_kind: None,
        role: None,
        confidence: 1.0,
        title: title.to_owned(),
        publisher: None,
        date: None,
    }
}

fn index(texts: &[&str]) -> Index {
    Index::build((0..).zip(texts).map(|(n, text)| row(n, "", "", text)))
}

fn found(index: &Index, query: &str) -> Vec<u32> {
    let hits = index.search(query, 100, &|| false).unwrap();
    assert_eq!(hits.total, hits.hits.len());
    hits.hits.iter().map(|hit| hit.row).collect()
}

fn lit<'a>(text: &'a str, marks: &[Range<usize>]) -> Vec<&'a str> {
    marks.iter().map(|range| &text[range.clone()]).collect()
}

#[test]
fn words_match_in_any_order_and_each_must_match() {
    let index = index(&[
        "The ferry will sail at dawn",
        "At dawn we slept",
        "A ferry does not sleep",
    ]);
    assert_eq!(found(&index, "ferry dawn"), [0]);
    assert_eq!(found(&index, "dawn ferry"), [0]);
    assert_eq!(found(&index, "dawn ferry lorry"), Vec::<u32>::new());
}

#[test]
fn the_same_word_comes_before_its_beginning_a_slip_a_part_and_scattered_letters() {
    let index = index(&[
        "A pianoforte plays",
        "The superport is dear",
        "A pork was sold",
        "Portable it is not",
        "The port is shut",
    ]);
    assert_eq!(found(&index, "port"), [4, 3, 2, 1, 0]);
}

#[test]
fn a_word_as_typed_comes_before_scattered_letters_of_a_newer_row() {
    let index = index(&["The government resigned", "He was in the gvt building"]);
    assert_eq!(found(&index, "gvt"), [1, 0]);
}

#[test]
fn speaker_and_title_count_too() {
    let index = Index::build([
        row(1, "Ada Moor", "Bakers strike", "Engines of the poor"),
        row(2, "Hu Lin", "Bakers strike", "The engines were cold"),
        row(3, "Hu Lin", "On rockets", "The bread was cold"),
    ]);
    let hits = index.search("hu engines", 10, &|| false).unwrap();
    assert_eq!(hits.total, 1);
    let hit = &hits.hits[0];
    assert_eq!(hit.row, 1);
    assert_eq!(lit(&index.row(1).text, &hit.marks), ["engines"]);
    assert_eq!(lit("Hu Lin", &hit.speaker_marks), ["Hu"]);
    assert_eq!(found(&index, "rockets bread"), [2]);
    assert_eq!(found(&index, "strike bakers cold"), [1]);
}

#[test]
fn words_said_by_someone_come_before_words_about_them() {
    let index = Index::build([
        row(1, "Ada Moor", "", "Hu Lin is a fair judge"),
        row(
            2,
            "Hu Lin",
            "",
            "I am no judge, I never was, and nobody asked me to be one",
        ),
    ]);
    assert_eq!(found(&index, "hu lin"), [1, 0]);
}

#[test]
fn a_phrase_comes_before_the_same_words_apart_and_the_other_way_round() {
    let index = index(&[
        "The duty is ours and the customs house is theirs",
        "A duty customs never asked for",
        "We paid customs duty there",
    ]);
    assert_eq!(found(&index, "customs duty"), [2, 1, 0]);
}

#[test]
fn a_rare_word_decides_over_a_common_one() {
    let mut texts = vec!["the town is quiet"; 30];
    texts.push("these lanterns are there");
    texts.push("the lanternists are there");
    let index = index(&texts);
    assert_eq!(found(&index, "the lanterns")[0], 30);
}

#[test]
fn case_accents_marks_and_ligatures_are_no_matter() {
    let text = "Élan won’t do, the ﬁrst naïve café said—twice";
    let index = index(&[text]);
    for query in [
        "elan",
        "ÉLAN",
        "won't",
        "wont",
        "WON’T do",
        "first",
        "naive cafe",
        "said twice",
    ] {
        assert_eq!(found(&index, query), [0], "{query}");
    }
    let lit_by = |query| {
        let hits = index.search(query, 1, &|| false).unwrap();
        lit(text, &hits.hits[0].marks).join(" ")
    };
    assert_eq!(lit_by("ELAN wont"), "Élan won’t");
    assert_eq!(lit_by("fi naiv caf"), "ﬁ naïv caf");
    assert_eq!(lit_by("f cafe twice"), "ﬁ café twice");
}

#[test]
fn equal_scores_are_newest_first_and_the_total_counts_all() {
    let index = index(&["so be it"; 50]);
    let hits = index.search("be", 3, &|| false).unwrap();
    assert_eq!(hits.total, 50);
    let rows: Vec<u32> = hits.hits.iter().map(|hit| hit.row).collect();
    assert_eq!(rows, [0, 1, 2]);
    assert_eq!(Some(hits), index.search("be", 3, &|| false));
}

#[test]
fn a_query_without_words_gives_the_newest() {
    let index = index(&["one", "two", "three"]);
    for query in ["", "  ", "—!"] {
        let hits = index.search(query, 2, &|| false).unwrap();
        assert_eq!((hits.total, hits.hits.len()), (3, 2));
        assert_eq!((hits.hits[0].row, hits.hits[1].row), (0, 1));
    }
    let nothing = Index::build([]);
    assert_eq!(nothing.search("", 2, &|| false), Some(Hits::default()));
    assert_eq!(nothing.search("a", 2, &|| false), Some(Hits::default()));
}

#[test]
fn a_cancelled_search_gives_nothing() {
    let index = index(&["one", "two", "three"]);
    assert_eq!(index.search("one", 2, &|| true), None);
}

#[test]
fn a_pasted_page_is_searched_by_its_first_words() {
    let page = "word ".repeat(500);
    let index = index(&[&page, "wort"]);
    assert_eq!(found(&index, &page), [0, 1]);
}
