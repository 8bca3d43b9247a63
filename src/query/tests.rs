//! What a query means, what is wrong with one, and that printing loses nothing.

use proptest::prelude::*;

use super::*;

fn one(source: &str) -> Term {
    let mut query = parse(source).unwrap();
    assert_eq!(query.terms.len(), 1, "{source}");
    query.terms.remove(0)
}

#[test]
fn fields_of_quotes_are_asked_of_one_quote() {
    for (source, sets) in [
        ("grain speaker:moor", &[][..]),
        ("speaker:moor kind:direct", &["speaker:moor kind:direct"]),
        (
            "after:2020 speaker:moor #b conf:>0.8 -kind:indirect grain",
            &["#b conf:>0.8 -kind:indirect speaker:moor"],
        ),
        ("kind:direct kind:person", &["kind:direct kind:person"]),
        // A quote has one speaker and one kind: several are of several quotes.
        ("speaker:a speaker:b", &[]),
        ("kind:direct kind:mixed", &[]),
        (
            "speaker:a speaker:b conf:>0.8",
            &["conf:>0.8 speaker:a", "conf:>0.8 speaker:b"],
        ),
        // Of other quotes, as the field is asked for.
        ("speaker:a -speaker:b", &[]),
        (
            "speaker:a -speaker:b kind:direct",
            &["speaker:a kind:direct"],
        ),
        // Nothing asks for a quote.
        ("-speaker:a -kind:direct", &[]),
        ("#a #b about:grain", &[]),
        ("about:grain speaker:a", &["about:grain speaker:a"]),
        ("conf:>0.5 conf:<0.8", &["conf:>0.5 conf:<0.8"]),
    ] {
        let query = parse(source).unwrap();
        let said = |set: Vec<&Term>| Query {
            terms: set.into_iter().cloned().collect(),
        };
        let joined = query.joined().into_iter().map(said);
        let joined: Vec<String> = joined.map(|set| set.to_string()).collect();
        assert_eq!(joined, sets, "{source}");
    }
    // Of speakers so many are asked for one by one; the rest goes together all the same.
    let query = parse(&("speaker:x ".repeat(100) + "kind:direct conf:>0.5")).unwrap();
    let sizes: Vec<usize> = query.joined().iter().map(Vec::len).collect();
    assert_eq!(sizes, [2]);
}

#[test]
fn each_form_is_read_as_what_it_says() {
    let yes = |test| Term { not: false, test };
    assert_eq!(one("grain"), yes(Test::Words(Needle::word("grain"))));
    assert_eq!(
        one("“no comment”"),
        yes(Test::Words(Needle::phrase("no comment")))
    );
    assert_eq!(
        one("-draft"),
        Term {
            not: true,
            test: Test::Words(Needle::word("draft"))
        }
    );
    assert_eq!(
        one("Speaker:\"Ann O\\\"Hara\""),
        yes(Test::Speaker(Needle::phrase("Ann O\"Hara")))
    );
    assert_eq!(
        one("kind:Mixed"),
        yes(Test::Kind(Kind::Quote(QuoteKind::Mixed)))
    );
    assert_eq!(
        one("kind:person"),
        yes(Test::Kind(Kind::Speaker(SpeakerKind::Person)))
    );
    assert_eq!(one("is:unread"), yes(Test::Read(false)));
    assert_eq!(one("is:Starred"), yes(Test::Starred));
    assert_eq!(one("about:moor"), yes(Test::About(Needle::word("moor"))));
    assert_eq!(
        one("#Grain-Deal"),
        yes(Test::Tag("grain-deal".parse().unwrap()))
    );
    assert!(one("-#grain").not && one("-has:notes").not);
    assert_eq!(one("has:quotes"), yes(Test::Has(Has::Quotes)));
    let sure = Bound {
        side: Side::AtLeast,
        than: 0.8,
    };
    assert_eq!(one("conf:>=0.80"), yes(Test::Confidence(sure)));
    assert_eq!(
        one("before:2W"),
        yes(Test::Before(When::Ago(2, Unit::Weeks)))
    );
    assert_eq!(
        one("after:last-week"),
        yes(Test::After(When::Named(Named::LastWeek)))
    );
    assert_eq!(one("\"#1\""), yes(Test::Words(Needle::phrase("#1"))));
    assert_eq!(one("10:30"), yes(Test::Words(Needle::word("10:30"))));
    assert_eq!(
        one("https://a.example/b"),
        yes(Test::Words(Needle::word("https://a.example/b")))
    );
    assert!(parse("  \t ").unwrap().is_all());
    assert_eq!(parse("a \"b c\"-d").unwrap().terms.len(), 3);
}

#[test]
fn a_day_may_be_a_year_or_a_month() {
    let first = |s: &str| match one(s).test {
        Test::After(When::Day(day)) | Test::Before(When::Day(day)) => day.first(),
        other => panic!("{other:?}"),
    };
    assert_eq!(first("after:2022"), 20_220_101);
    assert_eq!(first("before:2022-04"), 20_220_401);
    assert_eq!(first("after:2024-02-29"), 20_240_229);
}

#[test]
fn a_sign_says_that_a_name_is_all_there_is() {
    let one = |s: &str| parse(s).unwrap().terms.remove(0).test;
    assert_eq!(one("speaker:=moor"), Test::Speaker(Needle::all("moor")));
    assert_eq!(one("title:=\"A b\""), Test::Title(Needle::all("A b")));
    assert_eq!(one("about:=moor"), Test::About(Needle::phrase("=moor")));
    assert_eq!(one("article:17"), Test::Article(ArticleId(17)));
    let error = parse("article:rain").unwrap_err().to_string();
    assert!(
        error.contains("give its number, as in article:17"),
        "{error}"
    );
}

#[test]
fn an_error_has_its_place_and_a_suggestion() {
    let wrong = |s: &str| {
        let e = parse(s).unwrap_err();
        (s[e.at..e.end].to_owned(), e.to_string())
    };
    assert_eq!(
        wrong("é speker:x"),
        (
            "speker:".to_owned(),
            "unknown field \"speker\" at character 3 of the query: did you mean speaker: ?"
                .to_owned()
        )
    );
    assert!(wrong("weather:x").1.contains("put them in marks"));
    assert_eq!(wrong("a kind:dirct").0, "dirct");
    assert!(wrong("kind:dirct").1.contains("did you mean kind:direct?"));
    assert!(wrong("is:blue").1.contains("one of read, unread, starred"));
    assert!(wrong("has:note").1.contains("did you mean has:notes?"));
    assert!(wrong("conf:0.8").1.contains("as in conf:>0.8"));
    assert!(wrong("conf:>2").1.contains("from 0 to 1"));
    assert!(
        wrong("before:yesteday")
            .1
            .contains("did you mean before:yesterday?")
    );
    assert!(wrong("after:7h").1.contains("7d, 2w"));
    assert_eq!(wrong("a -#b!c d").0, "#b!c");
    assert!(wrong("#").1.contains("as in #harvest"));
    assert!(wrong("after:2023-02-29").1.contains("a day that exists"));
    assert!(wrong("before:noon").1.contains("as in before:2023"));
    assert!(wrong("speaker:").1.contains("has no value"));
    assert!(wrong("speaker:=").1.contains("has no value"));
    assert!(wrong("a \"open").1.contains("closing mark"));
    assert!(wrong("\"\"").1.contains("nothing between"));
    assert!(wrong("a - b").1.contains("nothing after"));
}

#[test]
fn words_start_where_words_start() {
    let begins = |text, words| holds(text, words, Extent::Beginning);
    let has = |text, words| holds(text, words, Extent::Words);
    assert!(begins("the grain deal", "grain"));
    assert!(begins("the grains", "grain"));
    assert!(!has("the grains", "grain"));
    assert!(!begins("in award season", "war"));
    assert!(has("award, then war", "war"));
    assert!(begins("it cost $5m", "$5"));
    assert!(has("a grain deal.", "grain deal"));
    let is = |text, words| holds(text, words, Extent::All);
    assert!(is("Grain  Déal", "grain deal") && is("GRAIN", "grain"));
    assert!(!is("the grain", "grain") && !is("grain deals", "grain deal"));
}

/// Needles as code makes them, whatever the text.
fn needle() -> impl Strategy<Value = Needle> {
    prop_oneof![
        "\\PC{1,12}".prop_map(|s| Needle::word(&s)),
        "\\PC*[a-z]\\PC*".prop_map(|s| Needle::phrase(&s)),
        "[a-z\"=# ]{1,5}".prop_map(|s| Needle::word(&s)),
    ]
    .prop_filter("some words", |n| !n.text().trim().is_empty())
}

proptest! {
    #[test]
    fn what_parses_prints_and_parses_back(source in "([-a-z:#\"“”\\\\é 0-9>=.]|speaker:|about:|is:(read|starred)|#a|after:(20|7d|today|last-week)|conf:(>|<=)0.|has:notes){0,12}") {
        if let Ok(query) = parse(&source) {
            prop_assert_eq!(parse(&query.to_string()), Ok(query));
        }
    }

    #[test]
    fn what_code_builds_prints_and_parses_back(names in prop::collection::vec(needle(), 0..4)) {
        let both = |q: Query, n: Needle| {
            let all = Needle::all(n.text());
            q.and(Test::Speaker(n.clone())).and(Test::Title(all)).and(Test::Words(n))
        };
        let query = names.into_iter().fold(Query::all(), both);
        prop_assert_eq!(parse(&query.to_string()), Ok(query));
    }

    #[test]
    fn the_short_cut_for_plain_words_finds_what_folding_finds(
        text in "([a-cA-C ’…]|é|ﬁ|ａ|a\u{301}|\\PC){0,12}", word in "[a-c1f]{1,3}", whole: bool
    ) {
        let folded = crate::text::fold::fold_str(&text);
        let extent = if whole { Extent::Words } else { Extent::Beginning };
        prop_assert_eq!(holds(&text, &word, extent), holds(&folded, &word, extent));
    }

    #[test]
    fn nothing_makes_the_parser_panic(source in "\\PC*") {
        if let Err(e) = parse(&source) {
            prop_assert!(source.get(e.at..e.end).is_some());
        }
    }
}

#[test]
fn words_that_join_others_elsewhere_are_told_not_looked_for() {
    for (query, at) in [
        ("climate OR energy", 8),
        ("climate AND after:2019", 8),
        ("NOT climate", 0),
    ] {
        let error = parse(query).unwrap_err();
        assert_eq!(error.at, at, "{query}");
    }
    for query in ["climate or energy", "\"OR\"", "and", "title:OR"] {
        assert!(parse(query).is_ok(), "{query}");
    }
}
