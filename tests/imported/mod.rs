//! What holds for everything that is imported, whatever it is read from: shared by the tests and the
//! fuzz targets.

use onrecord::import::{Imported, read_bytes};
use onrecord::model::Article;

/// Reads `bytes` as a file called `name`, and fails where something does not hold that always must.
/// Gives the articles; that there are none is no fault.
pub fn import_holding(name: &str, bytes: &[u8]) -> Vec<Imported> {
    let read = match read_bytes(name, bytes) {
        Ok(read) => read,
        Err(failure) => {
            let line = failure.to_string();
            assert!(!line.chars().any(is_hostile), "{line:?}");
            assert!(!line.contains("fault in onrecord"), "{line:?}");
            return Vec::new();
        }
    };
    read.iter().for_each(holds);
    read
}

fn holds(one: &Imported) {
    let article = &one.article;
    for field in [
        &article.title,
        &article.subtitle,
        &article.publisher,
        &article.byline,
        &article.dateline,
        &article.url,
    ]
    .into_iter()
    .flatten()
    {
        assert!(!field.trim().is_empty(), "an empty field: {article:?}");
        assert!(!field.chars().any(is_hostile), "{field:?}");
    }
    assert!(
        !article.text.chars().any(|c| c != '\n' && is_hostile(c)),
        "{:?}",
        article.text
    );
    let mut last = 0;
    for block in &article.blocks {
        let words = block.span.of(&article.text);
        assert!(
            !words.trim().is_empty() && block.span.start >= last,
            "{article:?}"
        );
        assert!(
            article.text[last..block.span.start].trim().is_empty(),
            "{article:?}"
        );
        last = block.span.end;
    }
    assert!(article.text[last..].trim().is_empty(), "{article:?}");
    links_hold(article);
    let Some(extraction) = &one.extraction else {
        return;
    };
    for quote in &extraction.quotes {
        let spans = quote.content.iter().chain(&quote.cue).chain(&quote.source);
        for span in spans.chain(quote.evidence.iter().map(|step| &step.span)) {
            let _ = span.of(&article.text);
        }
        assert!(
            quote
                .speaker
                .is_none_or(|at| at < extraction.speakers.len())
        );
    }
}

/// Links come in order and do not overlap, each in one block, and lead to the web or to mail.
fn links_hold(article: &Article) {
    assert!(article.links.len() <= 2_000);
    let mut last = 0;
    for link in &article.links {
        let words = link.span.of(&article.text);
        assert!(!words.is_empty() && words.trim() == words, "{article:?}");
        assert!(link.span.start >= last, "{article:?}");
        last = link.span.end;
        let mut blocks = article.blocks.iter();
        assert!(
            blocks.any(|block| block.span.covers(link.span)),
            "{article:?}"
        );
        let leads = ["http://", "https://", "mailto:"];
        let leads = leads.iter().any(|begin| link.url.starts_with(begin));
        let plain = link.url.bytes().all(|b| b.is_ascii_graphic());
        assert!(leads && plain && link.url.len() <= 2048, "{:?}", link.url);
    }
}

/// What a terminal could take for a command, or a reader not see.
fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
