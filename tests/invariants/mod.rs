//! What holds for every extraction, whatever the text: shared by the tests and the fuzz targets.

use std::collections::BTreeSet;

use onrecord::extract::extract;
use onrecord::model::wire::{ExtractionJson, ScalarOffsets};
use onrecord::model::{Article, Block, BlockRole, Extraction, Span};

/// An article of these paragraphs.
pub fn article<S: AsRef<str>>(paragraphs: &[S]) -> Article {
    let mut article = Article::default();
    for paragraph in paragraphs {
        if !article.text.is_empty() {
            article.text.push_str("\n\n");
        }
        let start = article.text.len();
        article.text.push_str(paragraph.as_ref());
        article.blocks.push(Block {
            role: BlockRole::Paragraph,
            span: Span::new(start, article.text.len()),
        });
    }
    article
}

/// Extracts, and fails where something does not hold that always must.
pub fn extract_holding(article: &Article) -> Extraction {
    let extraction = extract(article);
    assert_eq!(extraction, extract(article), "two runs differ");
    quotes_hold(article, &extraction);
    json_holds(article, &extraction);
    extraction
}

/// The words of all quotes, by the paragraph they stand in and their place in it.
#[allow(dead_code, reason = "not every test looks at paragraphs")]
pub fn words_by_paragraph(article: &Article) -> Vec<BTreeSet<(usize, usize)>> {
    let mut out = vec![BTreeSet::new(); article.blocks.len()];
    for quote in extract_holding(article).quotes {
        for span in quote.content {
            let k = article.blocks.partition_point(|b| b.span.end <= span.start);
            let block: Span = article.blocks[k].span;
            assert!(block.covers(span), "{span:?} reaches over its paragraph");
            out[k].insert((span.start - block.start, span.end - block.start));
        }
    }
    out
}

fn quotes_hold(article: &Article, extraction: &Extraction) {
    let text = article.text.as_str();
    let mut last = 0;
    for quote in &extraction.quotes {
        let content = &quote.content;
        assert!(!content.is_empty(), "a quote of no words: {quote:?}");
        assert!(!quote.evidence.is_empty(), "no evidence: {quote:?}");
        for step in &quote.evidence {
            assert!(
                onrecord::extract::told(&step.rule).is_some(),
                "{}",
                step.rule
            );
        }
        assert!(
            (0.0..=1.0).contains(&quote.confidence),
            "{}",
            quote.confidence
        );
        assert!(quote.speaker.is_none_or(|k| k < extraction.speakers.len()));
        assert!(
            content.windows(2).all(|w| w[0].end <= w[1].start),
            "words overlap: {quote:?}"
        );
        let evidence = quote.evidence.iter().map(|e| &e.span);
        let role = quote.role.iter().map(|r| &r.span);
        let all = content.iter().chain(&quote.cue).chain(&quote.source);
        for span in all.chain(evidence).chain(role) {
            assert!(
                !span.of(text).trim().is_empty(),
                "{span:?} of {quote:?} is no text"
            );
        }
        assert!(content[0].start >= last, "quotes out of order");
        last = content[0].start;
    }
    for speaker in &extraction.speakers {
        assert!(!speaker.name.trim().is_empty(), "a speaker without a name");
        for span in &speaker.mentions {
            assert!(!span.of(text).is_empty(), "{span:?} of {}", speaker.name);
        }
    }
}

fn json_holds(article: &Article, extraction: &Extraction) {
    let offsets = ScalarOffsets::new(&article.text);
    let json = ExtractionJson::new(extraction, &|span| offsets.scalars(span));
    let read: serde_json::Result<ExtractionJson> =
        serde_json::to_string(&json).and_then(|printed| serde_json::from_str(&printed));
    let Ok(read) = read else {
        panic!("JSON cannot be read back: {read:?}");
    };
    let back = read.into_extraction(&|span| Some(offsets.span(span)));
    let again = ExtractionJson::new(&back, &|span| offsets.scalars(span));
    assert_eq!(
        json.quotes, again.quotes,
        "JSON does not give back what it took"
    );
}
