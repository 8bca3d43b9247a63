//! Tests of what is one article on a page and what several.
//!
//! Owns pages made for them, each a change of one that holds two articles; the pages of
//! `tests/fixtures/html` are whole ones.

use super::super::declared;
use super::*;

fn story(class: &str, heading: &str) -> String {
    let text = "<p>The harbour board said on Tuesday that it would not renew the lease of the old house.</p>";
    let signed = "<p class=byline>By Ann Poe</p>";
    format!(
        "<article class=\"{class}\">{heading}{signed}{}</article>",
        text.repeat(4)
    )
}

fn two() -> String {
    story("a", "<h2>One house falls</h2>") + &story("b", "<h2>Another house stands</h2>")
}

fn look(page: &str) -> Page {
    let tags = Tags::new(page);
    of(&tags, &declared::read(&tags))
}

fn several(page: &str) -> usize {
    match look(page) {
        Page::Several(parts) => parts.len(),
        _ => 0,
    }
}

#[test]
fn two_whole_stories_are_two_articles() {
    assert_eq!(several(&two()), 2);
    let news = "<h1>News of today</h1>";
    assert_eq!(several(&(news.to_owned() + &two())), 2);
    let own = "<meta property=og:title content='Another house stands'>";
    let Page::Several(parts) = look(&(own.to_owned() + &two())) else {
        panic!("one")
    };
    assert!(parts[0].own && parts[0].heading == "Another house stands");
}

#[test]
fn where_it_is_not_certain_a_page_is_one_article() {
    let one = story("a", "<h2>One house falls</h2>");
    let two = two();
    let other = |from: &str, to: &str| two.replace(from, to);
    for page in [
        one.repeat(2),
        one.clone() + &story("b", "<h3>Another house stands</h3>"),
        one.clone() + &story("b", ""),
        one.clone()
            + "<article><h2>In short</h2><p>It rained all day long in the north.</p></article>",
        other("<p class=byline>By Ann Poe</p>", ""),
        other(
            "<p class=byline>By Ann Poe</p>",
            "<a class=more-link>More</a>",
        ),
        other("class=\"b\"", "class=\"comment depth-1\""),
        format!("<h1>All the houses of the old town</h1>{two}"),
        format!("<meta property=og:type content=article>{two}"),
        format!("<article>{two}</article>"),
        format!("{two}{}", "<article></article>".repeat(MOST)),
    ] {
        assert!(matches!(look(&page), Page::One), "{page}");
    }
}

#[test]
fn entries_of_a_day_are_one_article() {
    let live = two().replace("class=\"", "class=\"c-live-post ");
    assert!(matches!(look(&live), Page::Live));
    let timed = |n: u8| {
        let clock = format!("<time>1{n}:20</time><h2>House {n} falls</h2>");
        story("a", &clock)
    };
    let entries = timed(1) + &timed(2) + &timed(3);
    let page = format!("<h1>The houses of the old town</h1>{entries}");
    assert!(matches!(look(&page), Page::Live));
    assert_eq!(several(&entries), 3);
}

#[test]
fn a_part_has_the_address_that_it_is_at() {
    let link = |link: &str| two().replace("<h2>Another", &format!("<h2>{link}Another"));
    let canonical = "<link rel=canonical href=https://a.example/news/>";
    let url = |page: &str| {
        let read = super::super::articles(&(canonical.to_owned() + page), None).unwrap();
        read.last().unwrap().article.url.clone()
    };
    let at = |url: &str| Some(format!("https://a.example/{url}"));
    assert_eq!(url(&two()), at("news/"));
    let with_id = two().replace("class=\"b\"", "id=\"falls\"");
    assert_eq!(url(&with_id), at("news/#falls"));
    assert_eq!(url(&link("<a href=\"../story/7\">")), at("story/7"));
    assert_eq!(url(&link("<a href=\"javascript:x()\">")), at("news/"));
    // The address of a page that is about one of them is that one's.
    let own = "<meta property=og:title content='One house falls'>";
    assert_eq!(url(&(own.to_owned() + &two())), None);
    assert_eq!(url(&(own.to_owned() + &with_id)), at("news/#falls"));
}
