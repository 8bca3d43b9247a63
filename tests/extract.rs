//! The specification of the extractor: short texts, then who said what.
//!
//! `tests/extract/*.txt` hold the cases, parted by empty lines. A case is a text on one line, with
//! ¶ between paragraphs, and one line for each quote: `> kind | words | speaker | role`, where `/`
//! parts the spans of one quote, `-` stands for no speaker, and the role may be left out. The kind goes
//! with "negated" or "supposed" where the words were not said. `> none` says that nothing is said. Below a quote `^ cue | source | via | kind of speaker` may tell more.

mod invariants;

use std::fmt::Write as _;
use std::path::Path;

use invariants::extract_holding;
use onrecord::model::{Article, Extraction, Quote, Span, SpeakerKind};

struct Case {
    line: usize,
    text: String,
    quotes: Vec<Wanted>,
}

/// What is expected of a quote.
struct Wanted {
    quote: String,
    /// Its cue, source and more, where the case tells.
    detail: Option<String>,
}

fn cases(data: &str) -> Vec<Case> {
    let mut out: Vec<Case> = Vec::new();
    for (n, line) in data.lines().enumerate() {
        if let Some(quote) = line.strip_prefix("> ") {
            if let Some(case) = out.last_mut() {
                case.quotes.push(Wanted {
                    quote: quote.to_owned(),
                    detail: None,
                });
            }
        } else if let Some(detail) = line.strip_prefix("^ ") {
            let quote = out.last_mut().and_then(|case| case.quotes.last_mut());
            match quote {
                Some(quote) => quote.detail = Some(detail.to_owned()),
                None => panic!("line {}: no quote above", n + 1),
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
    let mut kind = quote.kind.name().to_owned();
    if !quote.stance().is_said() {
        let _ = write!(kind, " {}", quote.stance().rule());
    }
    let mut out = format!("{kind} | {} | {speaker}", words.join(" / "));
    if role {
        let _ = write!(
            out,
            " | {}",
            quote.role.as_ref().map_or("-", |r| r.text.as_str())
        );
    }
    out
}

fn describe_source(article: &Article, extraction: &Extraction, quote: &Quote) -> String {
    let words = |spans: &[Span]| {
        let parts: Vec<&str> = spans.iter().map(|s| s.of(&article.text)).collect();
        if parts.is_empty() {
            "-".to_owned()
        } else {
            parts.join(" / ")
        }
    };
    let kind = quote.speaker.map(|k| extraction.speakers[k].kind);
    format!(
        "{} | {} | {} | {}",
        words(&quote.cue),
        words(&quote.source),
        quote.via.as_deref().unwrap_or("-"),
        kind.map_or("-", SpeakerKind::name)
    )
}

/// What the extractor makes of a case, as the case would say it.
fn found(case: &Case) -> Vec<String> {
    let article = article(&case.text);
    let extraction = extract_holding(&article);
    let mut out = Vec::new();
    for (n, quote) in extraction.quotes.iter().enumerate() {
        let want = case.quotes.get(n);
        let role = want.is_some_and(|want| want.quote.matches(" | ").count() == 3);
        out.push(describe(&article, &extraction, quote, role));
        if want.is_some_and(|want| want.detail.is_some()) {
            out.push(describe_source(&article, &extraction, quote));
        }
    }
    out
}

/// What a case says, `> none` aside.
fn wanted(case: &Case) -> Vec<String> {
    let none = |want: &&Wanted| want.quote != "none";
    let quotes = case.quotes.iter().filter(none);
    quotes
        .flat_map(|want| [Some(want.quote.clone()), want.detail.clone()])
        .flatten()
        .collect()
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
        let name = file.file_name().unwrap().to_string_lossy();
        for case in cases(&std::fs::read_to_string(&file).unwrap()) {
            count += 1;
            let none = case.quotes.iter().any(|want| want.quote == "none");
            assert!(
                !case.quotes.is_empty() && (!none || case.quotes.len() == 1),
                "{name}:{}: no expectation, or none and others",
                case.line
            );
            // Who passes a report on is what these are about.
            assert!(
                name != "reports.txt" || none || case.quotes.iter().all(|w| w.detail.is_some()),
                "{name}:{}: without its sources",
                case.line
            );
            let (want, found) = (wanted(&case), found(&case));
            if found != want {
                let _ = writeln!(
                    wrong,
                    "{name}:{}: {}\n  want {want:#?}\n  found {found:#?}",
                    case.line, case.text
                );
            }
        }
    }
    assert!(count > LEAST_CASES, "only {count} cases were read");
    assert!(wrong.is_empty(), "{wrong}");
}

/// A file that is not read any more must be noticed.
const LEAST_CASES: usize = 820;
