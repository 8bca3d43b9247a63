//! What a page says of its article in JSON-LD (schema.org).
//!
//! Owns the shapes in which sites write it: one object, lists, `@graph`, names by reference. Must
//! not know the page around it.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::MOST;

/// What one node says of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Linked {
    pub headline: Option<String>,
    pub alternative: Option<String>,
    pub description: Option<String>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    pub published: Option<String>,
    pub url: Option<String>,
    /// The text, as sites give it that put it on the page by a script.
    pub body: Option<String>,
    /// It is a live blog: its posts are parts of one article.
    pub live: bool,
}

/// How deep nodes are looked for inside others.
const DEPTH: usize = 6;

/// Most nodes that are looked at.
const NODES: usize = 2_000;

/// Longest scripts that are read, together, in bytes: values take up to a hundred times as much.
const SCRIPTS: usize = 1 << 20;

type Node = Map<String, Value>;

/// The names of the nodes that have an `@id`.
type Named<'v> = HashMap<&'v str, String>;

/// The articles that the scripts of a page tell of, in order.
pub(super) fn articles(scripts: &[&str]) -> Vec<Linked> {
    let mut left = SCRIPTS;
    let mut values: Vec<Value> = Vec::new();
    for script in scripts {
        let Some(rest) = left.checked_sub(script.len()) else {
            continue;
        };
        left = rest;
        values.extend(serde_json::from_str::<Value>(bare(script)).ok());
    }
    let mut nodes = Vec::new();
    for value in &values {
        gather(value, DEPTH, &mut nodes);
    }
    let mut named = HashMap::new();
    for node in &nodes {
        let id = node.get("@id").and_then(Value::as_str);
        if let (Some(id), Some(name)) = (id, node.get("name").and_then(first_text)) {
            named.entry(id).or_insert(name);
        }
    }
    nodes
        .iter()
        .filter(|node| is_article(node))
        .map(|node| linked(node, &named))
        .collect()
}

/// A script without the comments that old pages write around it.
fn bare(script: &str) -> &str {
    let mut text = script.trim();
    for (open, close) in [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("/*", "*/")] {
        text = text.strip_prefix(open).unwrap_or(text);
        text = text.strip_suffix(close).unwrap_or(text).trim();
    }
    text.trim_end_matches(';')
}

fn gather<'v>(value: &'v Value, depth: usize, out: &mut Vec<&'v Node>) {
    if depth == 0 || out.len() >= NODES {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|v| gather(v, depth - 1, out)),
        Value::Object(node) => {
            out.push(node);
            for inner in [
                "@graph",
                "mainEntity",
                "mainEntityOfPage",
                "itemListElement",
            ] {
                if let Some(value) = node.get(inner) {
                    gather(value, depth - 1, out);
                }
            }
        }
        _ => {}
    }
}

fn types(node: &Node) -> Vec<&str> {
    match node.get("@type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is_article(node: &Node) -> bool {
    types(node).iter().any(|name| {
        let name = name.rsplit(['/', ':']).next().unwrap_or(name);
        name.ends_with("Article") || matches!(name, "BlogPosting" | "LiveBlogPosting" | "Report")
    })
}

fn linked(node: &Node, all: &Named<'_>) -> Linked {
    let text = |name: &str| node.get(name).and_then(first_text);
    let page = node.get("mainEntityOfPage").and_then(|v| match v {
        Value::Object(page) => page.get("@id").and_then(first_text),
        other => first_text(other),
    });
    let publisher = node.get("publisher").or_else(|| node.get("provider"));
    Linked {
        headline: text("headline").or_else(|| text("name")),
        alternative: text("alternativeHeadline"),
        description: text("description"),
        authors: names(node.get("author").or_else(|| node.get("creator")), all),
        publisher: names(publisher, all).into_iter().next(),
        published: text("datePublished").or_else(|| text("dateCreated")),
        url: text("url").or(page),
        body: text("articleBody"),
        live: types(node).iter().any(|t| t.ends_with("LiveBlogPosting")),
    }
}

fn first_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
        Value::Array(list) => list.iter().find_map(first_text),
        _ => None,
    }
}

/// The names of people or houses: as text, as objects, as references to nodes elsewhere.
fn names(value: Option<&Value>, all: &Named<'_>) -> Vec<String> {
    let mut out = Vec::new();
    match value {
        Some(Value::Array(list)) => {
            let list = list.iter().take(MOST);
            out.extend(list.flat_map(|v| names(Some(v), all)).take(MOST));
        }
        Some(Value::Object(node)) => {
            let name = node.get("name").and_then(first_text);
            let id = node.get("@id").and_then(Value::as_str);
            let referred = || all.get(id?).cloned();
            out.extend(name.or_else(referred));
        }
        Some(Value::String(text)) if !text.contains("://") => out.push(text.trim().to_owned()),
        _ => {}
    }
    out.retain(|name| !name.is_empty() && !name.contains("://"));
    let mut seen = Vec::new();
    out.retain(|name| {
        !seen.contains(name) && {
            seen.push(name.clone());
            true
        }
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_graph_with_references_is_resolved() {
        let script = r##"{"@context": "https://schema.org", "@graph": [
            {"@type": "WebSite", "@id": "#site", "name": "The Bergen Post"},
            {"@type": "Person", "@id": "#ann", "name": "Ann Poe"},
            {"@type": ["Thing", "NewsArticle"], "headline": "Board refuses lease", "datePublished": "2031-05-06",
             "author": [{"@id": "#ann"}, {"@type": "Person", "name": "Jon Roe"}, "https://example.org/x"],
             "publisher": {"@id": "#site"}, "mainEntityOfPage": {"@type": "WebPage", "@id": "https://example.org/1"}}]}"##;
        let found = articles(&["<!-- ", "not json", script]);
        let [one] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!(one.authors, ["Ann Poe", "Jon Roe"]);
        assert_eq!(one.publisher.as_deref(), Some("The Bergen Post"));
        assert_eq!(one.url.as_deref(), Some("https://example.org/1"));
        assert_eq!(one.published.as_deref(), Some("2031-05-06"));
    }

    #[test]
    fn no_more_is_read_than_an_article_has() {
        let many: Vec<String> = (0..20_000).map(|n| format!("\"Ann Poe{n}\"")).collect();
        let found = articles(&[&format!(
            "{{\"@type\": \"Article\", \"author\": [{}]}}",
            many.join(",")
        )]);
        assert_eq!(found[0].authors.len(), MOST);
        let small = "{\"@type\": \"Article\", \"headline\": \"One\"}";
        let large = format!("[{small}, {}1]", "1,".repeat(SCRIPTS / 2));
        assert_eq!(articles(&[&large, small]).len(), 1);
        let half = format!("[{small}, {}1]", "1,".repeat(SCRIPTS / 3));
        assert_eq!(articles(&[&half, &half]).len(), 1);
    }
}
