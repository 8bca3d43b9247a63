//! One article in the contract's form, as `extract --json` and `show --json` print it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Answer;
use crate::model::wire::{ExtractionJson, ScalarOffsets, blocks_json, links_json};
use crate::model::{Article, Extraction, Field};

/// An article in the contract's form.
pub(in crate::cli) type ArticleJson = BTreeMap<String, Answer<'static>>;

/// An article from `source` and its quotes in the contract's form.
pub(in crate::cli) fn object(
    source: &str,
    article: Article,
    extraction: &Extraction,
    no_text: bool,
) -> ArticleJson {
    let offsets = ScalarOffsets::new(&article.text);
    let mut out = BTreeMap::new();
    out.insert("source".to_owned(), Answer::Other(json!(source)));
    metadata(&article, &mut out);
    let blocks = Answer::Blocks(blocks_json(&article.blocks, &offsets));
    out.insert("blocks".to_owned(), blocks);
    let links = Answer::Links(links_json(&article.links, &offsets));
    out.insert("links".to_owned(), links);
    let ExtractionJson { quotes, speakers } =
        ExtractionJson::new(extraction, &|span| offsets.scalars(span));
    out.insert("quotes".to_owned(), Answer::Quotes(quotes));
    out.insert("speakers".to_owned(), Answer::Speakers(speakers));
    if !no_text {
        out.insert("text".to_owned(), Answer::Other(article.text.into()));
    }
    out
}

fn metadata(article: &Article, out: &mut BTreeMap<String, Answer<'static>>) {
    let date = article.date.map(|d| d.to_string());
    let fields = [
        (Field::Title, "title", &article.title),
        (Field::Subtitle, "subtitle", &article.subtitle),
        (Field::Publisher, "publisher", &article.publisher),
        (Field::Byline, "byline", &article.byline),
        (Field::Dateline, "dateline", &article.dateline),
        (Field::Date, "date", &date),
        (Field::Url, "url", &article.url),
    ];
    for (field, name, value) in fields {
        out.insert(name.to_owned(), Answer::Other(json!(value)));
        if value.is_some() && article.inferred.contains(&field) {
            let inferred = Answer::Other(Value::Bool(true));
            out.insert(format!("{name}_inferred"), inferred);
        }
    }
    if let Some(from) = article.date_from {
        out.insert("date_from".to_owned(), Answer::Other(json!(from)));
    }
}
