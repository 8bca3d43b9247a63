//! The specification of the extractor: short texts, then who said what.
//!
//! `tests/extract/*.txt` hold the cases, parted by empty lines. A case is a text on one line, with
//! ¶ between paragraphs, and one line for each quote: `> kind | words | speaker | role`, where `/`
//! parts the spans of one quote, `-` stands for no speaker, and the role may be left out. `> none`
//! says that nothing is said.

mod invariants;

use std::fmt::Write as _;
use std::path::Path;

use invariants::extract_holding;
use onrecord::model::{Article, Extraction, Quote};

struct Case {
    line: usize,
    text: String,
    quotes: Vec<String>,
}

fn cases(data: &str) -> Vec<Case> {
    let mut out: Vec<Case> = Vec::new();
    for (n, line) in data.lines().enumerate() {
        if let Some(quote) = line.strip_prefix("> ") {
            if let Some(case) = out.last_mut() {
                case.quotes.push(quote.to_owned());
            }
        } else if !line.is_empty() && !line.starts_with('#') {
            out.push(Case {
                line: n + 1,
                text: line.to_owned(),
                quotes: Vec::new(),
            });
        }
    }
    out
}

fn article(text: &str) -> Article {
    let paragraphs: Vec<&str> = text.split('¶').map(str::trim).collect();
    invariants::article(&paragraphs)
}

fn describe(article: &Article, extraction: &Extraction, quote: &Quote, role: bool) -> String {
    let words: Vec<&str> = quote.content.iter().map(|s| s.of(&article.text)).collect();
    let speaker = quote
        .speaker
        .map_or("-", |k| extraction.speakers[k].name.as_str());
    let mut out = format!("{} | {} | {speaker}", quote.kind.name(), words.join(" / "));
    if role {
        let _ = write!(
            out,
            " | {}",
            quote.role.as_ref().map_or("-", |r| r.text.as_str())
        );
    }
    out
}

#[test]
fn every_case_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/extract");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    let (mut count, mut wrong) = (0, String::new());
    for file in files {
        for case in cases(&std::fs::read_to_string(&file).unwrap()) {
            count += 1;
            let article = article(&case.text);
            let extraction = extract_holding(&article);
            let found: Vec<String> = extraction
                .quotes
                .iter()
                .enumerate()
                .map(|(n, q)| {
                    let role = case
                        .quotes
                        .get(n)
                        .is_some_and(|want| want.matches(" | ").count() == 3);
                    describe(&article, &extraction, q, role)
                })
                .collect();
            let want: Vec<String> = case
                .quotes
                .iter()
                .filter(|q| *q != "none")
                .cloned()
                .collect();
            assert!(
                !case.quotes.is_empty(),
                "{}:{}: no expectation",
                file.display(),
                case.line
            );
            if found != want {
                let name = file.file_name().unwrap().to_string_lossy();
                let _ = writeln!(
                    wrong,
                    "{name}:{}: {}\n  want {want:#?}\n  found {found:#?}",
                    case.line, case.text
                );
            }
        }
    }
    assert!(count > 350, "only {count} cases were read");
    assert!(wrong.is_empty(), "{wrong}");
}
