//! What a person who types expects to see first.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use super::*;
use crate::model::{QuoteId, QuoteRow, Stance};
use crate::query::Test;

fn lit<'a>(text: &'a str, marks: &[Range<usize>]) -> Vec<&'a str> {
    marks.iter().map(|range| &text[range.clone()]).collect()
}

fn row(article: &IndexedArticle) -> QuoteRow {
    let quote = &article.quotes[0];
    QuoteRow {
        id: QuoteId(article.id.0),
        article: article.id,
        ordinal: 0,
        kind: quote.kind,
        stance: Stance::Said,
        text: quote.text.clone(),
        speaker: quote.speaker.as_ref().map(|(name, _)| name.clone()),
        speaker_kind: None,
        role: None,
        confidence: 1.0,
        title: article.title.clone(),
        publisher: None,
        date: None,
        tags: Vec::new(),
        note: None,
        url: None,
    }
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
    assert_eq!(found(&index, "dawn xyzzy"), Vec::<i64>::new());
}

#[test]
fn the_same_word_comes_before_its_beginning_and_that_before_a_slip() {
    let index = index(&["Portable it is not", "The port is shut", "A pork was sold"]);
    assert_eq!(found(&index, "port"), [1, 0, 2]);
    assert_eq!(found(&index, "port "), [1, 2]);
}

#[test]
fn where_there_is_little_words_that_are_near_are_found() {
    let index = index(&[
        "The government resigned at noon",
        "He was in the building",
        "The clintons were there",
    ]);
    for query in [
        "goverment",
        "govermnent res",
        "gavernmant",
        "gvmnt",
        "vernme",
        "governnment noon",
    ] {
        assert_eq!(found(&index, query), [0], "{query}");
    }
    assert_eq!(found(&index, "clntn"), [2]);
    assert_eq!(found(&index, "presidnt"), Vec::<i64>::new());
}

#[test]
fn letters_left_out_come_before_two_slips_in_another_word() {
    let index = index(&["This is an event", "The government resigned at noon"]);
    assert_eq!(found(&index, "gvmnt")[0], 1);
    // Nobody slips in the first letter, but should it be so, it is found.
    assert_eq!(found(&index, "ivant"), [0]);
    // So it is where there is enough of the other words.
    let mut texts = vec!["A giant gamut"; 20];
    texts.push("The government resigned at noon");
    assert_eq!(found(&super::index(&texts), "gvmnt")[0], 20);
}

#[test]
fn a_score_is_the_sum_of_what_it_is_made_of() {
    let index = Index::build(
        [
            article(
                0,
                "Ada Moor",
                "Harbour to close",
                "The grain, the grain deal is dead",
            ),
            article(1, "Hu Lin", "Rain", "A deal on grain was near"),
        ],
        Stamp::default(),
    );
    for query in [
        "grain deal",
        "grain deal harbour",
        "moor grian",
        "the ded grain moor",
    ] {
        let found = hits(&index, query, 9);
        assert!(!found.hits.is_empty(), "{query}");
        for hit in &found.hits {
            let score = &hit.score;
            let words = score.found.iter();
            let words: f32 = words.map(|f| f.fit * found.weights[f.word] + f.near).sum();
            let titled: f32 = score.titled.iter().map(|(_, worth)| worth).sum();
            let sum = words + titled + score.again + score.brevity;
            assert!((sum - score.score).abs() < 1e-4, "{query}: {sum} {score:?}");
        }
    }
    assert!(
        !hits(&index, "grain deal harbour", 1).hits[0]
            .score
            .titled
            .is_empty()
    );
    assert!(hits(&index, "grain", 1).hits[0].score.again > 0.0);
}

#[test]
fn one_word_of_several_may_be_wrong() {
    let index = index(&[
        "We will never yield to them",
        "Never say never",
        "They yield",
    ]);
    assert_eq!(found(&index, "never yield tomorrow"), [0]);
}

#[test]
fn speaker_and_title_count_too() {
    let articles = [
        article(1, "Ada Moor", "Bakers strike", "Engines of the poor"),
        article(2, "Hu Lin", "Bakers strike", "The engines were cold"),
        article(3, "Hu Lin", "On rockets", "The bread was cold"),
    ];
    let index = Index::build(articles.clone(), Stamp::default());
    let hits = hits(&index, "hu engines", 10);
    assert_eq!(hits.total, 1);
    let marks = Marks::of(&row(&articles[1]), &hits, &hits.hits[0].score);
    assert_eq!(lit(&articles[1].quotes[0].text, &marks.text), ["engines"]);
    assert_eq!(lit("Hu Lin", &marks.speaker), ["Hu"]);
    assert_eq!(found(&index, "rockets bread"), [3]);
    let hits = super::hits(&index, "rockets bread", 10);
    let marks = Marks::of(&row(&articles[2]), &hits, &hits.hits[0].score);
    assert_eq!(lit("On rockets", &marks.title), ["rockets"]);
}

#[test]
fn words_said_by_someone_come_before_words_about_them() {
    let about = article(1, "Ada Moor", "", "Hu Lin is a fair judge");
    let by = article(
        2,
        "Hu Lin",
        "",
        "I am no judge, I never was, and nobody asked me to be one",
    );
    let index = Index::build([about, by], Stamp::default());
    assert_eq!(found(&index, "hu lin"), [2, 1]);
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
    assert_eq!(found(&index(&texts), "the lanternist")[0], 31);
}

#[test]
fn case_accents_marks_and_ligatures_are_no_matter() {
    let text = "Élan won’t do, the ﬁrst naïve café said—twice";
    let of = article(0, "", "", text);
    let index = Index::build([of.clone()], Stamp::default());
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
        let hits = hits(&index, query, 1);
        let marks = Marks::of(&row(&of), &hits, &hits.hits[0].score);
        lit(text, &marks.text).join(" ")
    };
    assert_eq!(lit_by("ELAN wont"), "Élan won’t");
    assert_eq!(lit_by("twice naïve caf"), "naïve caf twice");
    assert_eq!(lit_by("f"), "ﬁ");
}

#[test]
fn scripts_without_blanks_are_found_inside() {
    let index = index(&["我们要和平，不要战争", "和睦的邻居"]);
    assert_eq!(found(&index, "和平"), [0]);
    assert_eq!(found(&index, "平和"), [0]);
    assert_eq!(found(&index, "和"), [1, 0]);
}

#[test]
fn equal_scores_are_newest_first_and_the_total_counts_all() {
    let index = index(&["so be it"; 50]);
    let three = hits(&index, "be", 3);
    assert_eq!(three.total, 50);
    let rows: Vec<i64> = three.hits.iter().map(|hit| hit.article.0).collect();
    assert_eq!(rows, [0, 1, 2]);
    assert_eq!(three, hits(&index, "be", 3));
}

#[test]
fn a_query_without_words_gives_the_newest() {
    let three = index(&["one", "two", "three"]);
    for query in ["", "  ", "-\""] {
        let hits = hits(&three, query, 2);
        assert_eq!((hits.total, hits.hits.len()), (3, 2));
        assert_eq!((hits.hits[0].article.0, hits.hits[1].article.0), (0, 1));
    }
    assert_eq!(hits(&three, "—!", 2).total, 0);
    assert_eq!(hits(&index(&[]), "", 2).total, 0);
    assert_eq!(hits(&index(&[]), "a", 2).total, 0);
}

#[test]
fn a_number_is_no_other_number() {
    let index = index(&[
        "It cost 15 million",
        "It cost 1.5 million",
        "In 2019 it cost 1,500",
        "It rose 🎉 to 1.55",
    ]);
    assert_eq!(found(&index, "1.5 million"), [1]);
    assert_eq!(found(&index, "15 million"), [0]);
    assert_eq!(found(&index, "cost 1."), [0, 1, 2]);
    assert_eq!(found(&index, "1.5"), [1, 3]);
    assert_eq!(found(&index, "1500"), [2]);
    assert_eq!(found(&index, "2018"), Vec::<i64>::new());
    assert_eq!(found(&index, "🎉"), [3]);
}

#[test]
fn a_word_said_comes_before_a_part_of_the_name_of_something() {
    let of = |n, name: &str, kind, text: &str| {
        let mut article = article(n, name, "", text);
        article.quotes[0].speaker = Some((name.to_owned(), kind));
        article
    };
    let index = Index::build(
        [
            of(
                0,
                "China National Space Administration",
                SpeakerKind::Organisation,
                "The probe has landed",
            ),
            of(
                1,
                "Hu Lin",
                SpeakerKind::Person,
                "The markets of China are calm again, as they were",
            ),
            of(2, "China", SpeakerKind::Organisation, "The visit is over"),
            of(3, "Ada China", SpeakerKind::Person, "The harbour is shut"),
        ],
        Stamp::default(),
    );
    assert_eq!(found(&index, "china"), [2, 3, 1, 0]);
    assert_eq!(found(&index, "national space"), [0]);
    assert_eq!(found(&index, "speaker:=china"), [2]);
}

#[test]
fn a_cancelled_search_gives_nothing() {
    let options = Options {
        limit: 2,
        deep: false,
        outside: &|_| None,
        cancelled: &|| true,
    };
    assert_eq!(index(&["one", "two"]).quotes("one", &options), Ok(None));
}

#[test]
fn a_pasted_page_is_searched_by_its_first_words() {
    let page = "word ".repeat(500);
    assert_eq!(found(&index(&[&page, "other"]), &page), [0]);
}

#[test]
fn marks_say_how_words_stand() {
    let index = index(&[
        "We have to go now",
        "To have and to hold, we said",
        "Now we have to",
        "we haveto tomorrow",
    ]);
    assert_eq!(found(&index, "\"have to\""), [2, 0]);
    assert_eq!(found(&index, "^we"), [3, 0]);
    assert_eq!(found(&index, "to$"), [2]);
    assert_eq!(found(&index, "^\"we have\" now"), [0]);
    assert_eq!(found(&index, "we -now"), [3, 1]);
    assert_eq!(found(&index, "have -\"have to\""), [1]);
    assert_eq!(found(&index, "'tomorrow"), [3]);
    assert_eq!(found(&index, "'tomorro"), Vec::<i64>::new());
    assert_eq!(found(&index, "-now"), [1, 3]);
}

fn varied() -> Index {
    let mut articles = [
        article(7, "Ada Moor", "Grain deal", "We sell grain"),
        article(4, "Hu Lin", "On the grain deal", "We buy grain"),
        article(9, "Ada Moor", "Old news", "Grain was dear"),
    ];
    articles[0].newest = -20_230_405;
    articles[0].publisher = Some("The Gazette".to_owned());
    articles[1].newest = -20_220_101;
    articles[1].language = Some("en".to_owned());
    articles[1].quotes[0].kind = QuoteKind::Indirect;
    articles[1].quotes[0].confidence = 0.5;
    articles[2].newest = -619;
    Index::build(articles, Stamp::default())
}

#[test]
fn fields_narrow_what_is_found() {
    let index = varied();
    for (query, ids) in [
        ("grain speaker:moor", vec![9, 7]),
        ("grain speaker:\"Ada Moor\" publisher:gazette", vec![7]),
        ("grain -speaker:moor", vec![4]),
        ("grain title:\"grain deal\"", vec![7, 4]),
        ("grain title:de", vec![7, 4]),
        ("grain kind:indirect", vec![4]),
        ("grain kind:person after:2022-06", vec![7]),
        ("grain before:2023", vec![4]),
        ("lang:en", vec![4]),
        ("conf:>0.5", vec![9, 7]),
        ("conf:<=0.5", vec![4]),
        ("-conf:<=0.5 grain", vec![9, 7]),
        ("speaker:=moor", vec![]),
        ("speaker:=\"ada moor\"", vec![9, 7]),
        ("title:=\"grain deal\"", vec![7]),
        ("title:=deal", vec![]),
        ("publisher:=gazette", vec![]),
        ("publisher:=\"the gazette\"", vec![7]),
        ("after:2021", vec![7, 4]),
        ("-after:2021", vec![9]),
        ("grain publisher:", vec![9, 7, 4]),
    ] {
        let mut got = found(&index, query);
        let mut wanted = ids.clone();
        got.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(got, wanted, "{query}");
    }
}

#[test]
fn what_the_collection_knows_may_change() {
    let passing = |articles: &[i64]| {
        Arc::new(Passing {
            articles: articles.iter().map(|id| ArticleId(*id)).collect(),
            quotes: Vec::new(),
        })
    };
    let index = varied();
    let told = RefCell::new(passing(&[4, 9]));
    let options = Options {
        limit: 10,
        deep: true,
        outside: &|_| Some(Arc::clone(&told.borrow())),
        cancelled: &|| false,
    };
    let ids = |query| {
        let hits = index.quotes(query, &options).unwrap().unwrap();
        let mut ids: Vec<i64> = hits.hits.iter().map(|hit| hit.article.0).collect();
        ids.sort_unstable();
        ids
    };
    let titles = || index.titles("is:unread", &options).unwrap().unwrap().total;
    for _ in 0..2 {
        assert_eq!((ids("grain is:unread"), titles()), (vec![4, 9], 2));
    }
    // What is kept of other fields is theirs.
    for _ in 0..2 {
        assert_eq!(ids("about:grain speaker:nobody"), Vec::<i64>::new());
        assert_eq!(ids("about:grain -speaker:nobody"), ids("about:grain"));
        assert!(!ids("about:grain").is_empty());
    }
    told.replace(passing(&[7]));
    assert_eq!((ids("grain is:unread"), titles()), (vec![7], 1));
    assert_eq!(ids("grain -is:unread"), [4, 9]);
}

#[test]
fn what_only_the_collection_knows_is_asked_of_it() {
    let passing = |articles: &[i64], quotes: &[(i64, usize)]| {
        Arc::new(Passing {
            articles: articles.iter().map(|id| ArticleId(*id)).collect(),
            quotes: quotes.iter().map(|(id, n)| (ArticleId(*id), *n)).collect(),
        })
    };
    let unread = |test: &Test| match test {
        Test::Read(false) => Some(passing(&[4, 9], &[])),
        Test::Has(_) => Some(passing(&[], &[(7, 0), (9, 3)])),
        _ => None,
    };
    let options = Options {
        limit: 10,
        deep: true,
        outside: &unread,
        cancelled: &|| false,
    };
    let ids = |query| {
        let hits = varied().quotes(query, &options).unwrap().unwrap();
        let mut ids: Vec<i64> = hits.hits.iter().map(|hit| hit.article.0).collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(ids("grain is:unread"), [4, 9]);
    assert_eq!(ids("grain -is:unread"), [7]);
    assert_eq!(ids("grain has:notes"), [7]);
    assert_eq!(ids("grain -has:notes"), [4, 9]);
    let titles = varied().titles("has:notes", &options).unwrap().unwrap();
    assert_eq!(
        titles
            .hits
            .iter()
            .map(|hit| hit.article.0)
            .collect::<Vec<_>>(),
        [7]
    );
}

#[test]
fn people_and_titles_are_found_by_their_words() {
    let index = varied();
    let options = Options {
        limit: 10,
        deep: true,
        outside: &|_| None,
        cancelled: &|| false,
    };
    let people = index.people("moor", &options).unwrap().unwrap();
    let one: Vec<(&str, usize)> = people
        .hits
        .iter()
        .map(|p| (p.name.as_str(), p.quotes))
        .collect();
    assert_eq!(one, [("Ada Moor", 2)]);
    assert_eq!(
        Marks::of_text("Ada Moor", &people, &people.hits[0].score),
        vec![4..8]
    );
    let all = index.people("", &options).unwrap().unwrap();
    assert_eq!(
        all.hits.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(),
        ["Ada Moor", "Hu Lin"]
    );
    let titles = index.titles("deal grain", &options).unwrap().unwrap();
    assert_eq!(
        titles.hits.iter().map(|t| t.article.0).collect::<Vec<_>>(),
        [7, 4]
    );
    let changed = index.with(&[], &[ArticleId(9)], Stamp::default());
    let people = changed.people("moor", &options).unwrap().unwrap();
    assert_eq!(people.hits[0].quotes, 1);
}
