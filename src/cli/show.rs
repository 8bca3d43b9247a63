//! `onrecord show`: one article, its text, and with `--raw` what was taken out of it.

use std::io::{self, Write};

use serde_json::json;

use crate::model::wire::ScalarOffsets;
use crate::model::{ArticleId, BlockRole, Field, Kept, Removed, StoredArticle};

use super::args::ShowArgs;
use super::extract::{self, Answer};
use super::{Context, Status, collection, output};

/// Runs the subcommand.
pub(super) fn run(args: &ShowArgs, context: &mut Context<'_>) -> anyhow::Result<Status> {
    let store = collection::for_listing(context)?;
    let Some(stored) = store.article(ArticleId(args.article))? else {
        anyhow::bail!(
            "there is no article {}: `onrecord articles` lists them with their numbers",
            args.article
        );
    };
    if args.json {
        let kept = store.kept(stored.id)?;
        json(stored, &kept, args.raw, context.out)?;
    } else {
        let kept = store.kept(stored.id)?;
        head(&stored, &kept, context.out)?;
        text(&stored, args.raw, context.out)?;
        links(&stored, context.out)?;
        person(&kept, context.out)?;
    }
    Ok(Status::Done)
}

fn json(stored: StoredArticle, kept: &Kept, raw: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let offsets = ScalarOffsets::new(&stored.article.text);
    let removed: Vec<_> = stored
        .article
        .removed
        .iter()
        .map(|r| json!({"at": offsets.scalar(r.at), "why": r.why, "line": r.line}))
        .collect();
    let StoredArticle {
        id,
        article,
        extraction,
        source,
        lang,
        ..
    } = stored;
    let mut object = extract::object(&source, article, &extraction, false);
    object.insert("id".to_owned(), Answer::Other(json!(id.0)));
    object.insert("lang".to_owned(), Answer::Other(json!(lang)));
    object.insert("kept".to_owned(), Answer::Other(json!(kept)));
    if raw {
        object.insert("removed".to_owned(), Answer::Other(json!(removed)));
    }
    output::json_line(&object, out)?;
    Ok(())
}

/// What is known of the article, a line each; what was inferred says so.
fn head(stored: &StoredArticle, kept: &Kept, out: &mut dyn Write) -> io::Result<()> {
    let article = &stored.article;
    let date = article.date.map(|date| {
        let from = article.date_from.map(|f| format!("from {}", f.label()));
        let inferred = article.inferred.contains(&Field::Date);
        let inferred = inferred.then(|| "inferred".to_owned());
        let about: Vec<String> = from.into_iter().chain(inferred).collect();
        match about.is_empty() {
            true => date.to_string(),
            false => format!("{date} ({})", about.join(", ")),
        }
    });
    let source = Some(output::visible(&stored.source));
    let starred = kept.starred.then(|| "yes".to_owned());
    let tags = Some(output::tags(&kept.tags)).filter(|tags| !tags.is_empty());
    for (field, name, value) in [
        (Some(Field::Title), "title", &article.title),
        (Some(Field::Subtitle), "subtitle", &article.subtitle),
        (Some(Field::Byline), "byline", &article.byline),
        (Some(Field::Publisher), "publisher", &article.publisher),
        (None, "date", &date),
        (Some(Field::Dateline), "dateline", &article.dateline),
        (Some(Field::Url), "url", &article.url),
        (None, "source", &source),
        (None, "language", &stored.lang),
        (None, "starred", &starred),
        (None, "tags", &tags),
    ] {
        let Some(value) = value else { continue };
        let inferred = field.is_some_and(|field| article.inferred.contains(&field));
        let mark = if inferred { " (inferred)" } else { "" };
        writeln!(out, "{:<10} {value}{mark}", format!("{name}:"))?;
    }
    Ok(())
}

/// The links behind words, a line each: where it leads, then the words.
fn links(stored: &StoredArticle, out: &mut dyn Write) -> io::Result<()> {
    let article = &stored.article;
    if !article.links.is_empty() {
        writeln!(out, "\nlinks:")?;
    }
    for link in &article.links {
        writeln!(out, "{}  {}", link.url, link.span.of(&article.text))?;
    }
    Ok(())
}

/// The quotes with tags or a note, below a line; of such as are no longer found it says so.
fn person(kept: &Kept, out: &mut dyn Write) -> io::Result<()> {
    if !kept.quotes.is_empty() {
        writeln!(out, "\n--")?;
    }
    for quote in &kept.quotes {
        let gone = match quote.ordinal {
            Some(_) => "",
            None => " (not found any more)",
        };
        writeln!(out, "\n“{}”{gone}", quote.words)?;
        if !quote.tags.is_empty() {
            writeln!(out, "{}", output::tags(&quote.tags))?;
        }
        if let Some(note) = &quote.note {
            writeln!(out, "{note}")?;
        }
    }
    Ok(())
}

/// What is not in the text: each of its lines begins with a minus, the first with the reason.
fn minus(out: &mut dyn Write, why: &str, words: &str) -> io::Result<()> {
    writeln!(out, "\n- [{why}] {}", words.replace('\n', "\n- "))
}

/// The blocks of the text, parted by empty lines. Raw, what is not in it stands in its place: a
/// minus, the reason, the line.
fn text(stored: &StoredArticle, raw: bool, out: &mut dyn Write) -> io::Result<()> {
    let article = &stored.article;
    let mut removed = article.removed.iter().peekable();
    let mut lost = |out: &mut dyn Write, upto: usize| -> io::Result<()> {
        while let Some(Removed { why, line, .. }) = removed.next_if(|r| raw && r.at <= upto) {
            minus(out, why.label(), line)?;
        }
        Ok(())
    };
    for block in &article.blocks {
        lost(out, block.span.start)?;
        let words = block.span.of(&article.text);
        match block.role {
            BlockRole::Furniture if raw => {
                minus(out, "in many articles of the publisher", words)?;
            }
            BlockRole::Furniture => {}
            BlockRole::Caption => writeln!(out, "\n[caption] {words}")?,
            BlockRole::List if is_marked(words) => writeln!(out, "\n{words}")?,
            BlockRole::List => writeln!(out, "\n• {words}")?,
            BlockRole::Quote => writeln!(out, "\n> {words}")?,
            BlockRole::Heading | BlockRole::Paragraph => writeln!(out, "\n{words}")?,
        }
    }
    lost(out, usize::MAX)
}

/// Whether an item has its number, the sign of one inside another, or the cells of a row.
fn is_marked(item: &str) -> bool {
    crate::import::item_number(item).is_some()
        || item.starts_with(['◦', '•'])
        || item.contains(" |")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_that_have_a_mark_get_no_other() {
        for item in ["1. One", "12) Twelve", "◦ Inner", "2031 | 12", "2031 |"] {
            assert!(is_marked(item), "{item}");
        }
        for item in ["One", "2031 was long", "1.", ""] {
            assert_eq!(is_marked(item), item == "1.", "{item}");
        }
    }

    #[test]
    fn each_line_of_what_was_taken_out_begins_with_a_minus() {
        let mut out = Vec::new();
        minus(&mut out, "form", "Sign up\nfor our letter").unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(out, "\n- [form] Sign up\n- for our letter\n");
    }
}
