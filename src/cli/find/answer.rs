//! What `onrecord find` prints: a table, JSON, or what scores are made of.

use serde::Serialize;

use crate::cli::table::{self, Column, Table};
use crate::cli::{Context, output};
use crate::find::{self, Hits, MOST_TEXTS, Mode, PersonHit, Score, TextHit};
use crate::model::{ArticleRow, Date, QuoteRow, SpeakerKind, Stance};

const QUOTES: [Column; 4] = [
    Column::text("speaker", 12),
    Column::text("date", 10),
    Column::text("article", 12),
    Column::text("quote", 20),
];

const PEOPLE: [Column; 3] = [
    Column::number("quotes"),
    Column::text("kind", 12),
    Column::text("name", 20),
];

const TITLES: [Column; 4] = [
    Column::number("id"),
    Column::text("date", 10),
    Column::text("publisher", 10),
    Column::text("title", 20),
];

const TEXTS: [Column; 4] = [
    Column::number("id"),
    Column::text("date", 10),
    Column::text("article", 12),
    Column::text("text", 20),
];

/// The answer to one query.
pub(super) struct Answer {
    /// How many match.
    pub total: usize,
    /// Whether there are more than that, which nobody looked at.
    pub more: bool,
    pub hits: Vec<Hit>,
    pub words: Vec<String>,
    pub weights: Vec<f32>,
}

/// One of what was found, with its row.
pub(super) enum Hit {
    Quote(Score, Box<QuoteRow>),
    Person(PersonHit),
    Title(Score, Box<ArticleRow>),
    Text(Box<TextHit>),
}

/// The answer as JSON.
#[derive(Serialize)]
pub(super) struct Json<'a> {
    query: &'a str,
    /// Milliseconds inside the engine.
    #[serde(skip_serializing_if = "Option::is_none")]
    ms: Option<f64>,
    /// How many match.
    total: usize,
    /// Whether there are more than that, which nobody looked at.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    more: bool,
    hits: Vec<JsonHit<'a>>,
    /// Why a field in the query was passed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum JsonHit<'a> {
    Quote {
        quote: i64,
        text: &'a str,
        #[serde(skip_serializing_if = "Stance::is_said")]
        stance: Stance,
        speaker: Option<&'a str>,
        role: Option<&'a str>,
        #[serde(flatten)]
        article: JsonArticle<'a>,
        score: f32,
    },
    Person {
        name: &'a str,
        kind: Option<SpeakerKind>,
        quotes: usize,
        score: f32,
    },
    Article {
        #[serde(flatten)]
        article: JsonArticle<'a>,
        quotes: u32,
        /// The paragraph with the words, and the character of the article's text where it begins.
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        start: Option<usize>,
        score: f32,
    },
}

#[derive(Serialize)]
struct JsonArticle<'a> {
    article: &'a str,
    article_id: i64,
    publisher: Option<&'a str>,
    date: Option<Date>,
}

impl Answer {
    /// Of hits and their rows; one without a row went meanwhile and is left out.
    pub(super) fn of<H, R>(
        found: Hits<H>,
        rows: impl Iterator<Item = Option<R>>,
        f: impl Fn(H, R) -> Hit,
    ) -> Self {
        let hits = found.hits.into_iter().zip(rows);
        Self {
            total: found.total,
            more: !found.counted,
            hits: hits.filter_map(|(hit, row)| Some(f(hit, row?))).collect(),
            words: found.words,
            weights: found.weights,
        }
    }

    pub(super) fn json<'a>(&'a self, query: &'a str, ms: Option<f64>) -> Json<'a> {
        Json {
            query,
            ms,
            total: self.total,
            more: self.more,
            hits: self.hits.iter().map(json).collect(),
            note: find::hint(query).map(|error| error.to_string()),
        }
    }

    /// `grouped`: quotes with the same words in several articles are one row, and at most so many are
    /// printed.
    pub(super) fn print_table(
        &self,
        mode: Mode,
        grouped: Option<usize>,
        context: &mut Context<'_>,
    ) -> anyhow::Result<()> {
        let columns: &[Column] = match mode {
            Mode::Quotes => &QUOTES,
            Mode::People => &PEOPLE,
            Mode::Titles => &TITLES,
            Mode::Texts => &TEXTS,
        };
        let mut table = Table::new(columns, table::width(), context.out);
        let mut printed = self.hits.len();
        match grouped.filter(|_| mode == Mode::Quotes) {
            Some(most) => {
                printed = 0;
                for (row, count) in self.groups().take(most) {
                    printed += count;
                    table.row(row)?;
                }
            }
            None => self.hits.iter().try_for_each(|hit| table.row(cells(hit)))?,
        }
        table.finish()?;
        if self.more && mode == Mode::Texts {
            let note = format!(
                "onrecord: these are the best of the newest {MOST_TEXTS} articles that have the \
                 words; see others with more words or before:DATE"
            );
            output::note(context.notes, &note)?;
        } else if self.more || self.total > printed {
            let more = self.total.saturating_sub(printed);
            let least = if self.more { "at least " } else { "" };
            let note = format!("onrecord: {least}{more} more; see them with --limit");
            output::note(context.notes, &note)?;
        }
        Ok(())
    }

    /// The rows of quotes, of those with the same words that of the newest article, and how many each
    /// stands for.
    fn groups(&self) -> impl Iterator<Item = (Vec<String>, usize)> {
        // What was not looked at may have these words too.
        let least = match self.more || self.total > self.hits.len() {
            true => " or more",
            false => "",
        };
        let quotes = self.hits.iter().filter_map(|hit| match hit {
            Hit::Quote(_, row) => Some(&**row),
            _ => None,
        });
        let parts = find::same_words(&quotes.collect::<Vec<_>>());
        parts.into_iter().filter_map(move |part| {
            let mut cells = cells(self.hits.get(*part.first()?)?);
            if let (2.., Some(title)) = (part.len(), cells.get_mut(2)) {
                *title = format!("{title} (in {}{least} articles)", part.len());
            }
            Some((cells, part.len()))
        })
    }

    /// Each row with what its score is made of: every word with how well it fits, what it weighs
    /// and what its nearness to the word before it is worth.
    pub(super) fn print_reasons(&self, context: &mut Context<'_>) -> anyhow::Result<()> {
        for hit in &self.hits {
            let (score, of, text, name) = match hit {
                Hit::Quote(score, row) => {
                    let name = row.speaker.as_deref().unwrap_or("");
                    (score, "quote", row.text.as_str(), name)
                }
                Hit::Person(hit) => (&hit.score, "name", hit.name.as_str(), ""),
                Hit::Title(score, row) => (score, "title", row.title.as_str(), ""),
                Hit::Text(hit) => (
                    &hit.passage.score,
                    "paragraph",
                    hit.passage.text.as_str(),
                    "",
                ),
            };
            let lead = match hit {
                Hit::Quote(..) if name.is_empty() => "?: ".to_owned(),
                Hit::Quote(..) => format!("{name}: "),
                _ => String::new(),
            };
            writeln!(context.out, "{:.3}  {lead}{text}", score.score)?;
            for line in self.reasons(score, of, (text, name)) {
                writeln!(context.out, "       {line}")?;
            }
        }
        Ok(())
    }

    fn reasons(&self, score: &Score, of: &str, (text, name): (&str, &str)) -> Vec<String> {
        let mut lines = Vec::new();
        for (n, (word, weight)) in self.words.iter().zip(&self.weights).enumerate() {
            let Some(found) = score.found.iter().find(|found| found.word == n) else {
                let titled = score.titled.iter().find(|(word, _)| *word == n);
                lines.push(match titled {
                    Some((_, worth)) => {
                        format!("{word}: in the title {worth:.2}, weight {weight:.2}")
                    }
                    None => format!("{word}: not in the {of}, weight {weight:.2}"),
                });
                continue;
            };
            let (field, text) = if found.in_name {
                ("name", name)
            } else {
                (of, text)
            };
            let printed = find::word_at(text, found.at).unwrap_or(word);
            lines.push(format!(
                "{word}: \"{printed}\" fits {:.2} x weight {weight:.2}, nearness {:.2}, word {} of the {field}",
                found.fit,
                found.near,
                found.at + 1
            ));
        }
        if score.again > 0.0 {
            lines.push(format!("words that come again {:.2}", score.again));
        }
        if score.brevity > 0.0 {
            lines.push(format!("brevity {:.2}", score.brevity));
        }
        lines
    }
}

fn cells(hit: &Hit) -> Vec<String> {
    let date = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
    match hit {
        Hit::Quote(_, row) => vec![
            row.speaker.clone().unwrap_or_else(|| "?".to_owned()),
            date(row.date),
            row.title.clone(),
            row.noted(),
        ],
        Hit::Person(hit) => vec![
            hit.quotes.to_string(),
            hit.kind.map_or("", SpeakerKind::name).to_owned(),
            hit.name.clone(),
        ],
        Hit::Title(_, row) => vec![
            row.id.0.to_string(),
            date(row.date),
            row.publisher.clone().unwrap_or_default(),
            row.title.clone(),
        ],
        Hit::Text(hit) => vec![
            hit.row.id.0.to_string(),
            date(hit.row.date),
            hit.row.title.clone(),
            hit.passage
                .text
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        ],
    }
}

fn json(hit: &Hit) -> JsonHit<'_> {
    match hit {
        Hit::Quote(score, row) => JsonHit::Quote {
            quote: row.id.0,
            text: &row.text,
            stance: row.stance,
            speaker: row.speaker.as_deref(),
            role: row.role.as_deref(),
            article: JsonArticle {
                article: &row.title,
                article_id: row.article.0,
                publisher: row.publisher.as_deref(),
                date: row.date,
            },
            score: score.score,
        },
        Hit::Person(hit) => JsonHit::Person {
            name: &hit.name,
            kind: hit.kind,
            quotes: hit.quotes,
            score: hit.score.score,
        },
        Hit::Title(score, row) => article(row, score.score, None),
        Hit::Text(hit) => {
            let place = (hit.passage.text.as_str(), hit.passage.start_in_chars);
            article(&hit.row, hit.passage.score.score, Some(place))
        }
    }
}

fn article<'a>(row: &'a ArticleRow, score: f32, passage: Option<(&'a str, usize)>) -> JsonHit<'a> {
    JsonHit::Article {
        article: JsonArticle {
            article: &row.title,
            article_id: row.id.0,
            publisher: row.publisher.as_deref(),
            date: row.date,
        },
        quotes: row.quotes,
        text: passage.map(|(text, _)| text),
        start: passage.map(|(_, start)| start),
        score,
    }
}
