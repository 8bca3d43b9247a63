//! One article shown: where its date was found, what was taken out of it and why.

#![allow(missing_docs, clippy::unwrap_used)]

mod binary;

use binary::Home;

const PAGE: &str = include_str!("fixtures/html/date-in-url.html");

fn shown(args: &[&str]) -> String {
    let home = Home::new();
    home.write("page.html", PAGE);
    home.run(&["import", "page.html", "--store", "case.db"])
        .code(0);
    let ran = home.run(&[&["show", "1", "--store", "case.db"], args].concat());
    ran.code(0);
    ran.out
}

#[test]
fn the_date_says_where_it_is_from() {
    let out = shown(&[]);
    assert!(
        out.starts_with("title:     Tractors block road into Dunmore\n"),
        "{out}"
    );
    assert!(
        out.contains("\ndate:      2028-10-16 (from address, inferred)\n"),
        "{out}"
    );
    assert!(out.contains("\nbyline:    Siobhan Daly\n"), "{out}");
    assert!(!out.contains("Print this article"), "{out}");
}

#[test]
fn what_was_taken_out_stands_in_its_place() {
    let out = shown(&["--raw"]);
    let at = |words: &str| out.find(words).unwrap_or_else(|| panic!("{words}: {out}"));
    let farming = at("Farming");
    let text = at("Farmers blocked");
    let print = at("Print this article");
    assert!(farming < text && text < print, "{out}");
    assert!(out.contains("- [metadata] By Siobhan Daly\n"), "{out}");
}

#[test]
fn json_has_the_same() {
    let out = shown(&["--raw", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value["date_from"], "url");
    assert_eq!(value["date_inferred"], true);
    let removed = value["removed"].as_array().unwrap();
    assert!(removed.iter().any(|r| r["why"] == "metadata"), "{out}");
}

#[test]
fn the_links_behind_words_stand_at_the_end() {
    let home = Home::new();
    let text = "The caf\u{e9} by the quay is shut, the board said on Tuesday, and so is the ferry that leads there.";
    let page = format!(
        "<html><head><title>Board refuses lease</title><link rel=canonical href='https://post.example/1'></head><body>\
         <p>{text}</p><p>“It will open in May,” said Ann Poe, <a href='/poe'>who speaks</a> for the board, in <a \
         href='https://a.example/may'>a letter</a>.</p></body></html>"
    );
    home.write("page.html", page);
    home.run(&["import", "page.html", "--store", "case.db"])
        .code(0);
    let shown = home.run(&["show", "1", "--store", "case.db"]);
    let links = "\nlinks:\nhttps://post.example/poe  who speaks\nhttps://a.example/may  a letter\n";
    assert!(shown.code(0).out.ends_with(links), "{}", shown.out);
    let json = home.run(&["show", "1", "--json", "--store", "case.db"]);
    let extracted = home.run(&["extract", "--json", "page.html"]);
    for ran in [json, extracted] {
        let value: serde_json::Value = serde_json::from_str(&ran.code(0).out).unwrap();
        let links = value["links"].as_array().unwrap();
        assert_eq!(links.len(), 2);
        assert_eq!(links[0]["url"], "https://post.example/poe");
        let at = |k: usize| usize::try_from(links[0]["span"][k].as_u64().unwrap()).unwrap();
        let text = value["text"].as_str().unwrap().chars();
        let words: String = text.skip(at(0)).take(at(1) - at(0)).collect();
        assert_eq!(words, "who speaks");
    }
}

#[test]
fn an_article_that_is_not_there_is_said_so() {
    let home = Home::new();
    home.write("page.html", PAGE);
    home.run(&["import", "page.html", "--store", "case.db"])
        .code(0);
    let ran = home.run(&["show", "7", "--store", "case.db"]);
    ran.code(2).one_line(&["no article 7", "onrecord articles"]);
}

#[test]
fn what_is_no_number_is_said_so() {
    let home = Home::with_articles();
    let ran = home.run(&["show", "abc"]);
    ran.code(2)
        .one_line(&["'abc'", "no number", "onrecord articles"]);
}
