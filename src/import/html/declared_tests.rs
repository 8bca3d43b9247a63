//! Tests of what a page declares.
//!
//! Owns pages made for them; must not know how the readable part is chosen.

use super::*;

#[test]
fn of_each_kind_of_place_only_the_first_are_looked_at() {
    let nested = |open: &str, close: &str| open.repeat(100) + "Ann Poe" + &close.repeat(100);
    let mut page: String = (0..1_000)
        .map(|n| {
            format!(
                "<meta itemprop=author content='Ann Poe{n}'><h1>Title {n}</h1><time datetime={n}></time>"
            )
        })
        .collect();
    page += &nested("<b class=byline>", "</b>");
    page += &nested("<i class=standfirst>", "</i>");
    let found = Found::gather(&Tags::new(&page));
    let counts = [
        found.authors.len(),
        found.headings.len(),
        found.times.len(),
        found.bylines.len(),
        found.standfirsts.len(),
    ];
    assert_eq!(counts, [MOST; 5]);
}
