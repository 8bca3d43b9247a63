//! Pages in the manner of many sites, with what a person reads in them written beside each.
//!
//! The text of the pages is made up. An expected file has the metadata, a line each ("-" where the
//! page tells none), then the blocks of the text with their roles. Where a page holds several articles, those that are
//! not what it is about have their place on it in a line before.

#![allow(missing_docs, clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use onrecord::import::{Failure, Options, language, read_file, walk};
use onrecord::model::{Article, Field};

#[test]
fn pages_of_many_sites_are_read_as_people_read_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/html");
    let options = Options::new(&[], &["*.txt".to_owned()]).unwrap();
    let (mut pages, mut wrong) = (0, Vec::new());
    let found = walk(std::slice::from_ref(&folder), &options);
    let passed_over = |found: &Result<_, Failure>| {
        found
            .as_ref()
            .is_err_and(|failure| failure.reason.is_harmless())
    };
    for path in found.filter(|found| !passed_over(found)) {
        let path = path.unwrap();
        let articles: Vec<_> = read_file(&path, &options).map(Result::unwrap).collect();
        let want = fs::read_to_string(path.with_extension("txt")).unwrap();
        let described: Vec<String> = articles
            .iter()
            .map(|one| {
                let place = one.source.location.split_once('#');
                let at = place.map_or(String::new(), |(_, name)| format!("at: #{name}\n"));
                at + &describe(&one.article)
            })
            .collect();
        let got = described.join("\n\n");
        pages += 1;
        if want.trim_end() != got {
            wrong.push(format!("{}\n{}", path.display(), difference(&want, &got)));
        }
    }
    assert_eq!(pages, 26);
    assert!(
        wrong.is_empty(),
        "{} of {pages} pages are read otherwise (- expected, + read):\n\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}

fn describe(article: &Article) -> String {
    let inferred = if article.inferred.contains(&Field::Date) {
        ", inferred"
    } else {
        ""
    };
    let from = article
        .date_from
        .map(|from| serde_json::to_value(from).unwrap());
    let date = article.date.map(|date| {
        let from = from.as_ref().and_then(|f| f.as_str()).unwrap_or("untold");
        format!("{date} ({from}{inferred})")
    });
    let lang = language(&article.text).map(str::to_owned);
    let mut out: Vec<String> = [
        ("title", &article.title),
        ("subtitle", &article.subtitle),
        ("byline", &article.byline),
        ("date", &date),
        ("publisher", &article.publisher),
        ("url", &article.url),
        ("language", &lang),
    ]
    .iter()
    .map(|(name, value)| format!("{name}: {}", value.as_deref().unwrap_or("-")))
    .collect();
    for block in &article.blocks {
        let role = serde_json::to_value(block.role).unwrap();
        let role = role.as_str().unwrap().to_owned();
        out.push(format!("[{role}] {}", block.span.of(&article.text)));
    }
    out.join("\n")
}

/// The lines that only one of the two has, in order.
fn difference(want: &str, got: &str) -> String {
    let (want, got): (Vec<&str>, Vec<&str>) =
        (want.trim_end().lines().collect(), got.lines().collect());
    // Length of the longest common run of lines from each pair of places on.
    let mut common = vec![vec![0; got.len() + 1]; want.len() + 1];
    for i in (0..want.len()).rev() {
        for j in (0..got.len()).rev() {
            common[i][j] = if want[i] == got[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < want.len() || j < got.len() {
        if i < want.len() && j < got.len() && want[i] == got[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == got.len() || (i < want.len() && common[i + 1][j] >= common[i][j + 1]) {
            out.push(format!("  - {}", want[i]));
            i += 1;
        } else {
            out.push(format!("  + {}", got[j]));
            j += 1;
        }
    }
    out.join("\n")
}
