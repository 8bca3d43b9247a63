//! Articles as entries of a bibliography: BibTeX, RIS, CSL-JSON. Each comes with its notes.

use serde_json::{Value, json};

use super::item::Work;
use crate::model::Date;
use crate::text::fold::fold_str;
use crate::text::words::words;

/// Entries of BibTeX (as biblatex and BibTeX's styles read `@article`).
pub(super) fn bibtex(works: &[(&Work, Vec<String>)]) -> String {
    let mut keys: Vec<String> = Vec::new();
    let mut out = String::new();
    for (work, notes) in works {
        let base = key(work);
        let taken = |key: &String| keys.contains(key);
        let key = (1..)
            .map(|n| match n {
                1 => base.clone(),
                n => format!("{base}-{n}"),
            })
            .find(|key| !taken(key))
            .unwrap_or_default();
        let fields: Vec<String> = fields(work, notes)
            .into_iter()
            .map(|(name, text)| match name {
                "month" => format!("  {name} = {text}"),
                _ => format!("  {name} = {{{text}}}"),
            })
            .collect();
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&format!("@article{{{key},\n{}\n}}\n", fields.join(",\n")));
        keys.push(key);
    }
    out
}

fn fields(work: &Work, notes: &[String]) -> Vec<(&'static str, String)> {
    let number = |n: u8| n.to_string();
    let year = work.date.and_then(|date| date.year);
    let url = work.url.as_deref();
    let note = Some(notes.join("; ")).filter(|note| !note.is_empty());
    let all = [
        // Braces keep its capitals from styles that write titles small.
        ("title", Some(format!("{{{}}}", tex(&work.title)))),
        ("author", work.byline.as_deref().map(tex)),
        ("journal", work.publisher.as_deref().map(tex)),
        ("year", year.map(|year| year.to_string())),
        ("month", work.date.and_then(month)),
        ("day", work.date.map(|date| number(date.day))),
        // Read as it is by \url, but for what ends the line or the field.
        (
            "url",
            url.map(|url| url.replace('%', "\\%").replace(['{', '}'], "")),
        ),
        ("note", note.as_deref().map(tex)),
    ];
    let there = all.into_iter();
    there
        .filter_map(|(name, text)| Some((name, text?)))
        .collect()
}

/// The name that styles know the month by.
fn month(date: Date) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let name = MONTHS.get(usize::from(date.month).checked_sub(1)?)?;
    Some((*name).to_owned())
}

/// Publisher, year and a word of the title, as people make such names.
fn key(work: &Work) -> String {
    let first = |text: &str| {
        let folded = fold_str(text);
        let ascii = |word: &&str| word.len() > 3 && word.bytes().all(|b| b.is_ascii_alphanumeric());
        words(&folded).find(ascii).unwrap_or("").to_owned()
    };
    let year = work.date.and_then(|date| date.year);
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    let publisher = first(work.publisher.as_deref().unwrap_or(""));
    match format!("{publisher}{year}{}", first(&work.title)) {
        key if key.is_empty() => format!("article{}", work.id.0),
        key => key,
    }
}

/// One line, with what TeX would act on made plain.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '$' | '&' | '#' | '_' | '%' => out.extend(['\\', c]),
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Entries of RIS, a newspaper's each.
pub(super) fn ris(works: &[(&Work, Vec<String>)]) -> String {
    let mut out = String::new();
    for (work, notes) in works {
        let year = work.date.and_then(|date| date.year);
        let day = work.date.filter(|date| date.year.is_some());
        let mut lines = vec![("TY", Some("NEWS".to_owned()))];
        lines.push(("TI", Some(work.title.clone())));
        lines.push(("AU", work.byline.clone()));
        lines.push(("T2", work.publisher.clone()));
        lines.push(("PY", year.map(|year| year.to_string())));
        lines.push(("DA", day.map(|date| date.to_string().replace('-', "/"))));
        lines.push(("UR", work.url.clone()));
        lines.extend(notes.iter().map(|note| ("N1", Some(note.clone()))));
        lines.push(("ER", Some(String::new())));
        for (tag, text) in lines {
            if let Some(text) = text {
                let text: Vec<&str> = text.split_whitespace().collect();
                out.push_str(&format!("{tag}  - {}\n", text.join(" ")));
            }
        }
    }
    out
}

/// Items of CSL-JSON.
pub(super) fn csl(works: &[(&Work, Vec<String>)]) -> Vec<Value> {
    let item = |(work, notes): &(&Work, Vec<String>)| {
        let mut item = json!({
            "id": format!("onrecord-{}", work.id.0),
            "type": "article-newspaper",
            "title": work.title,
        });
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                item[name] = value;
            }
        };
        put("container-title", work.publisher.as_ref().map(|p| json!(p)));
        put(
            "author",
            work.byline.as_ref().map(|b| json!([{"literal": b}])),
        );
        put("issued", work.date.and_then(issued));
        put("URL", work.url.as_ref().map(|url| json!(url)));
        put("note", (!notes.is_empty()).then(|| json!(notes.join("\n"))));
        item
    };
    works.iter().map(item).collect()
}

fn issued(date: Date) -> Option<Value> {
    let year = date.year?;
    Some(json!({"date-parts": [[year, date.month, date.day]]}))
}
