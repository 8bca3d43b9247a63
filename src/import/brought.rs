//! Quotes that records bring along, computed elsewhere.
//!
//! Owns bringing them into the clean text; whether they are of this text at all is asked by those who
//! import them. Must not know how records are found.

use serde_json::{Map, Value};

use crate::model::wire::{ExtractionJson, ScalarOffsets};
use crate::model::{Article, Extraction, Quote};
use crate::text::clean::clean_line;

use super::body::{Known, body};
use super::dataset::json_error;
use super::error::Reason;

/// Whether a record brings quotes in our form along; other datasets have other things of that name.
pub(super) fn has_quotes(object: &Map<String, Value>) -> bool {
    let ours = |quote: &Value| quote.get("content").is_some_and(Value::is_array);
    let quotes = object.get("quotes").and_then(Value::as_array);
    quotes.is_some_and(|quotes| quotes.iter().all(ours))
}

/// A record with quotes: their positions count scalars of its text as it is. A quote that lies outside
/// of the text is left out; how many those were. Where all do they are of another text, and are
/// looked for anew.
pub(super) fn with_quotes(
    value: &Value,
    text: &str,
    known: Known,
) -> Result<(Article, Option<Extraction>, usize), Reason> {
    let (article, map) = body(text, known);
    let mut json: ExtractionJson =
        serde::Deserialize::deserialize(value).map_err(|error: serde_json::Error| {
            Reason::Json(format!("quotes: {}", json_error(&error)))
        })?;
    let length = text.chars().count();
    let fits = |[start, end]: &[usize; 2]| start < end && *end <= length;
    let count = json.quotes.len();
    json.quotes.retain(|quote| quote.content.iter().all(fits));
    let lost = count - json.quotes.len();
    if lost > 0 && lost == count {
        return Ok((article, None, lost));
    }
    let offsets = ScalarOffsets::new(text);
    let extraction = json.into_extraction(&|scalars| map.cleaned(offsets.span(scalars)));
    Ok((article, Some(safe(extraction)), lost))
}

/// Quotes from elsewhere as the extractor itself would have given them: clean words, parts in
/// order.
fn safe(mut extraction: Extraction) -> Extraction {
    let clean = |text: &mut String| *text = clean_line(text);
    for speaker in &mut extraction.speakers {
        clean(&mut speaker.name);
        if speaker.name.is_empty() {
            "unnamed".clone_into(&mut speaker.name);
        }
        speaker.aliases.iter_mut().for_each(clean);
        speaker.role.iter_mut().for_each(|r| clean(&mut r.text));
    }
    for quote in &mut extraction.quotes {
        quote.role.iter_mut().for_each(|r| clean(&mut r.text));
        quote.via.iter_mut().for_each(clean);
        quote.confidence = quote.confidence.clamp(0.0, 1.0);
        for step in &mut quote.evidence {
            step.rule = clean_line(&step.rule).into();
        }
        quote.content.sort_unstable();
        let mut end = 0;
        quote.content.retain(|part| {
            let apart = part.start >= end;
            end = end.max(part.end);
            apart
        });
    }
    let first = |quote: &Quote| quote.content.first().map(|part| part.start);
    extraction.quotes.sort_by_key(first);
    extraction
}

#[cfg(test)]
mod tests {
    use crate::import::{Imported, read_bytes};

    fn import(json: &str) -> Vec<Imported> {
        read_bytes("set.json", json.as_bytes()).unwrap()
    }

    #[test]
    fn quotes_that_came_along_are_mapped_into_the_clean_text() {
        let text = "OSLO\u{a0}(NW)\u{200b} — “No,” Ann\u{a0}Poe said.";
        let scalar = |word: &str| {
            let start = text[..text.find(word).unwrap()].chars().count();
            [start, start + word.chars().count()]
        };
        let record = serde_json::json!({
            "id": "x", "text": text,
            "quotes": [{"kind": "direct", "content": [scalar("No,")], "cue": [scalar("said")],
                        "source": [scalar("Ann\u{a0}Poe")], "speaker": {"name": "Ann Poe", "kind": "person"},
                        "confidence": 0.9, "evidence": [{"rule": "quote-source-verb", "span": scalar("said")}]}],
            "speakers": [],
        });
        let all = import(&record.to_string());
        let (article, extraction) = (&all[0].article, all[0].extraction.as_ref().unwrap());
        let quote = &extraction.quotes[0];
        assert_eq!(quote.content[0].of(&article.text), "No,");
        assert_eq!(quote.source[0].of(&article.text), "Ann Poe");
        assert_eq!(extraction.speakers[0].name, "Ann Poe");
    }

    #[test]
    fn nothing_hostile_comes_with_quotes() {
        let bad = "Ann\u{1b}]0;x\u{7}\u{202e} Poe";
        let said = serde_json::json!({
            "kind": "direct", "content": [[7, 11], [0, 3], [1, 4]], "via": bad, "confidence": 7,
            "speaker": {"name": bad, "kind": "person", "role": bad, "role_span": [0, 3]},
            "evidence": [{"rule": bad, "span": [0, 3]}],
        });
        let record = serde_json::json!({
            "text": "One two three four.", "quotes": [said],
            "speakers": [{"name": "\u{1b}", "kind": "person", "aliases": [bad]}],
        });
        let extraction = import(&record.to_string())[0].extraction.clone().unwrap();
        let shown = format!("{extraction:?}");
        assert!(
            !shown.contains("u{1b}") && !shown.contains("u{202e}"),
            "{shown}"
        );
        let quote = &extraction.quotes[0];
        assert_eq!(quote.via.as_deref(), Some("Ann Poe"));
        assert_eq!((quote.confidence, quote.content.len()), (1.0, 2));
        assert!(quote.content[0].end <= quote.content[1].start);
        assert_eq!(extraction.speakers[0].name, "unnamed");
    }

    #[test]
    fn a_quote_outside_of_the_text_is_left_out_and_the_others_stay() {
        let quote = |at: [usize; 2]| serde_json::json!({"kind": "direct", "content": [at]});
        let record = |quotes: &[[usize; 2]]| {
            let quotes: Vec<_> = quotes.iter().map(|at| quote(*at)).collect();
            let record = serde_json::json!({"text": "“No,” Ann Poe said.", "quotes": quotes});
            import(&record.to_string()).remove(0)
        };
        let one = record(&[[1, 4], [1, 400], [7, 7]]);
        assert_eq!(one.lost, 2);
        let extraction = one.extraction.unwrap();
        assert_eq!(extraction.quotes.len(), 1);
        assert_eq!(extraction.quotes[0].content[0].of(&one.article.text), "No,");
        // None is of this text: then it is read as if none had come.
        let one = record(&[[1, 400], [700, 709]]);
        assert_eq!((one.lost, one.extraction), (2, None));
        assert_eq!(record(&[]).extraction.unwrap().quotes, []);
    }
}
