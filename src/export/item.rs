//! A quote or a whole article with all that a reference needs, in the forms that people take away.
//!
//! In a bibliography an article is one entry, however many of its quotes are taken: they are its
//! notes.

use serde_json::{Value, json};

use super::citation::{citation, speaker};
use super::references::{bibtex, csl, ris};
use super::{Format, Writer};
use crate::model::{ArticleId, Date, QuoteRow, StoredArticle};

/// A quote, or an article where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The article.
    pub work: Work,
    /// The quote.
    pub quote: Option<QuoteRow>,
}

/// An article as it is referred to.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the names say it
pub struct Work {
    pub id: ArticleId,
    pub title: String,
    pub publisher: Option<String>,
    pub byline: Option<String>,
    pub date: Option<Date>,
    pub url: Option<String>,
    /// The canonical text, where the article itself is taken.
    pub text: String,
}

/// A form in which quotes and articles are taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Quotes as cited in running text; an article as it is read.
    Plain,
    /// A heading an article, a block quotation a quote.
    Markdown,
    /// An entry an article, for LaTeX.
    Bibtex,
    /// An entry an article, for programs that keep references.
    Ris,
    /// The same, as citation processors read it.
    Csl,
    /// An array of objects.
    Json,
    /// An object a line.
    Jsonl,
    /// A line a quote.
    Csv,
}

impl Form {
    /// Every form with its name and the ending of its files.
    pub const ALL: [(Self, &'static str, &'static str); 8] = [
        (Self::Plain, "plain text", ".txt"),
        (Self::Markdown, "Markdown", ".md"),
        (Self::Bibtex, "BibTeX", ".bib"),
        (Self::Ris, "RIS", ".ris"),
        // Before JSON, whose ending it has too.
        (Self::Csl, "CSL-JSON", ".csl.json"),
        (Self::Json, "JSON", ".json"),
        (Self::Jsonl, "JSON lines", ".jsonl"),
        (Self::Csv, "CSV", ".csv"),
    ];

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        let row = Self::ALL.iter().find(|(form, ..)| *form == self);
        row.map_or("", |(_, name, _)| name)
    }

    /// The form that the ending of a path asks for.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        let path = path.to_lowercase();
        let row = Self::ALL.iter().find(|(.., ending)| path.ends_with(ending));
        row.map(|(form, ..)| *form)
    }
}

impl Item {
    /// An article, or a quote of it.
    #[must_use]
    pub fn of(stored: &StoredArticle, quote: Option<QuoteRow>) -> Self {
        let article = &stored.article;
        let work = Work {
            id: stored.id,
            title: article.display_title(300),
            publisher: article.publisher.clone(),
            byline: article.byline.clone(),
            date: article.date,
            url: article.url.clone(),
            text: match quote {
                Some(_) => String::new(),
                None => article.text.clone(),
            },
        };
        Self { work, quote }
    }

    /// The words of the quote, or the title.
    #[must_use]
    pub fn opening(&self) -> String {
        match &self.quote {
            Some(quote) => quote.shown(),
            None => self.work.title.clone(),
        }
    }
}

/// Items in a form, in their order; nothing where the form cannot say them.
#[must_use]
pub fn taken(form: Form, items: &[Item]) -> Option<String> {
    Some(match form {
        Form::Plain => plain_all(items),
        Form::Markdown => markdown(items)?,
        Form::Bibtex => bibtex(&by_work(items)),
        Form::Ris => ris(&by_work(items)),
        Form::Csl => pretty(&csl(&by_work(items))),
        Form::Json => pretty(&items.iter().map(object).collect()),
        Form::Jsonl => items
            .iter()
            .map(|item| format!("{}\n", object(item)))
            .collect(),
        Form::Csv => rows(Format::Csv, items)?,
    })
}

/// The lines under the title: who, where, when, and the address.
fn credit(work: &Work) -> Vec<String> {
    let date = work.date.map(|date| date.to_string());
    let credit = [work.byline.clone(), work.publisher.clone(), date];
    let credit: Vec<String> = credit.into_iter().flatten().collect();
    let credit = Some(credit.join(", ")).filter(|line| !line.is_empty());
    credit.into_iter().chain(work.url.clone()).collect()
}

/// Quotes a line each, blank lines around articles.
fn plain_all(items: &[Item]) -> String {
    let mut out = String::new();
    for (n, item) in items.iter().enumerate() {
        if n > 0 && (item.quote.is_none() || items[n - 1].quote.is_none()) {
            out.push('\n');
        }
        out.push_str(&plain(item));
    }
    out
}

fn plain(item: &Item) -> String {
    match &item.quote {
        Some(quote) => format!("{}\n", citation(quote)),
        None => {
            let credit: String = credit(&item.work)
                .iter()
                .map(|l| format!("{l}\n"))
                .collect();
            format!("{}\n{credit}\n{}\n", item.work.title, item.work.text)
        }
    }
}

fn markdown(items: &[Item]) -> Option<String> {
    let mut out = String::new();
    for alike in items.chunk_by(|a, b| a.quote.is_some() == b.quote.is_some()) {
        if alike[0].quote.is_some() {
            out.push_str(&rows(Format::Markdown, alike)?);
            continue;
        }
        for Item { work, .. } in alike {
            let mut parts = vec![format!("## {}", super::markdown::plain(&work.title))];
            parts.extend(credit(work).iter().map(|line| super::markdown::plain(line)));
            // A paragraph stays one.
            let text = work.text.split('\n').filter(|line| !line.trim().is_empty());
            parts.extend(text.map(super::markdown::plain));
            out.push_str(&parts.join("\n\n"));
            out.push_str("\n\n");
        }
    }
    Some(out)
}

/// Quotes as the command line writes them; nothing where there is an article among them.
fn rows(format: Format, items: &[Item]) -> Option<String> {
    let mut out = Vec::new();
    let mut writer = Writer::new(format, &mut out).ok()?;
    for item in items {
        let quote = QuoteRow {
            url: item.work.url.clone(),
            ..item.quote.clone()?
        };
        writer.write(&quote).ok()?;
    }
    writer.finish().ok()?;
    String::from_utf8(out).ok()
}

fn object(item: &Item) -> Value {
    let work = &item.work;
    let date = work.date.map(|date| date.to_string());
    let mut object = match &item.quote {
        Some(quote) => json!(quote),
        None => json!({
            "article": work.id, "title": work.title, "publisher": work.publisher, "date": date,
            "text": work.text,
        }),
    };
    object["byline"] = json!(work.byline);
    object["url"] = json!(work.url);
    object
}

fn pretty(values: &Vec<Value>) -> String {
    format!(
        "{}\n",
        serde_json::to_string_pretty(values).unwrap_or_default()
    )
}

/// Each article once, where it comes first, with the quotes that are taken of it.
fn by_work(items: &[Item]) -> Vec<(&Work, Vec<String>)> {
    let mut works: Vec<(&Work, Vec<String>)> = Vec::new();
    for item in items {
        let note = item.quote.as_ref();
        let note = note.map(|quote| format!("{} — {}", quote.shown(), speaker(quote)));
        match works.iter_mut().find(|(work, _)| work.id == item.work.id) {
            Some((_, notes)) => notes.extend(note),
            None => works.push((&item.work, note.into_iter().collect())),
        }
    }
    works
}

#[cfg(test)]
mod tests {
    use super::super::tests::row;
    use super::*;

    fn item(quote: Option<&str>) -> Item {
        Item {
            work: Work {
                id: ArticleId(3),
                title: "Harbour & quay to close".to_owned(),
                publisher: Some("The Gazette".to_owned()),
                byline: Some("Ada Moor".to_owned()),
                date: "2022-04-19".parse().ok(),
                url: Some("https://gazette.example/a_1?b=2&c=%7E".to_owned()),
                text: "First *paragraph*.\n\nSecond.".to_owned(),
            },
            quote: quote.map(|words| row(words, Some("Ann Lee"))),
        }
    }

    fn form(form: Form, items: &[Item]) -> String {
        taken(form, items).unwrap()
    }

    #[test]
    fn an_article_is_one_entry_however_many_quotes_are_taken() {
        let items = [item(Some("It {will} close")), item(Some("Soon, 100 %"))];
        assert_eq!(
            form(Form::Bibtex, &items),
            "@article{gazette2022harbour,\n  title = {{Harbour \\& quay to close}},\n  \
             author = {Ada Moor},\n  journal = {The Gazette},\n  year = {2022},\n  \
             month = apr,\n  day = {19},\n  url = {https://gazette.example/a_1?b=2&c=\\%7E},\n  \
             note = {“It \\{will\\} close” — Ann Lee, mayor; “Soon, 100 \\%” — Ann Lee, mayor}\n}\n"
        );
        assert_eq!(
            form(Form::Ris, &items),
            "TY  - NEWS\nTI  - Harbour & quay to close\nAU  - Ada Moor\nT2  - The Gazette\n\
             PY  - 2022\nDA  - 2022/04/19\nUR  - https://gazette.example/a_1?b=2&c=%7E\n\
             N1  - “It {will} close” — Ann Lee, mayor\nN1  - “Soon, 100 %” — Ann Lee, mayor\nER  - \n"
        );
        let csl: Value = serde_json::from_str(&form(Form::Csl, &items)).unwrap();
        assert_eq!(csl[0]["type"], "article-newspaper");
        assert_eq!(csl[0]["issued"]["date-parts"], json!([[2022, 4, 19]]));
        assert_eq!(csl[1], Value::Null);
    }

    #[test]
    fn articles_and_quotes_are_said_in_every_form_that_can_say_them() {
        let items = [item(None), item(Some("Soon"))];
        let plain = form(Form::Plain, &items);
        assert!(plain.starts_with("Harbour & quay to close\nAda Moor, The Gazette, 2022-04-19\n"));
        assert!(plain.contains("First *paragraph*.\n\nSecond.\n\n“Soon” — Ann Lee, mayor"));
        let markdown = form(Form::Markdown, &items);
        assert!(
            markdown.contains("\n\nFirst \\*paragraph\\*.\n\nSecond.\n\n## "),
            "{markdown}"
        );
        let json: Value = serde_json::from_str(&form(Form::Json, &items)).unwrap();
        assert_eq!(
            (&json[0]["article"], &json[1]["text"]),
            (&json!(3), &json!("Soon"))
        );
        assert_eq!(json[1]["url"], "https://gazette.example/a_1?b=2&c=%7E");
        assert_eq!(form(Form::Jsonl, &items).lines().count(), 2);
        assert_eq!(
            taken(Form::Csv, &items),
            None,
            "an article is no line of quotes"
        );
        let csv = form(Form::Csv, &items[1..]);
        assert_eq!(csv.lines().count(), 2);
        assert!(
            csv.ends_with(",https://gazette.example/a_1?b=2&c=%7E\n"),
            "{csv}"
        );
    }

    #[test]
    fn a_form_is_told_by_the_ending_of_a_path() {
        for (form, _, ending) in Form::ALL {
            assert_eq!(Form::of_path(&format!("~/Notes.v1/a{ending}")), Some(form));
        }
        assert_eq!(Form::of_path("A.CSL.JSON"), Some(Form::Csl));
        assert_eq!(Form::of_path("notes"), None);
    }
}
