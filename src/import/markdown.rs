//! An article from a Markdown file.
//!
//! Owns the marks of Markdown that news texts use (front matter, headings, quotes, links,
//! emphasis); must not know what the lines are for.

use std::path::Path;

use crate::model::{Article, BlockRole, DateFrom, Field, Span};
use crate::text::clean::{clean, clean_line};

use super::lines::Line;
use super::{dates, plain};

/// Whether a text is Markdown: by its ending, or by headings as only Markdown writes them.
pub(super) fn is_markdown(path: &Path, text: &str) -> bool {
    let ending = path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("md") || e.eq_ignore_ascii_case("markdown"));
    let marked = text
        .lines()
        .filter(|l| heading(l).is_some() || l.starts_with("> ") || l.contains("]("))
        .count();
    ending || (text.trim_start().starts_with("# ") && marked >= 2)
}

/// Reads a Markdown text into an article.
pub(super) fn article(raw: &str) -> Article {
    let cleaned = clean(raw).text;
    let (front, body) = front_matter(&cleaned);
    let mut text = String::new();
    let mut lines: Vec<Line> = Vec::new();
    let mut open = false;
    let mut fence: Option<&str> = None;
    for line in body.lines() {
        // What stands between fences is printed as it is.
        if let Some(sign) = fence {
            if line.trim().starts_with(sign) {
                fence = None;
            } else if !line.trim().is_empty() {
                verbatim(line.trim(), &mut text, &mut lines, &mut open);
            }
            continue;
        }
        fence = ["```", "~~~"]
            .into_iter()
            .find(|f| line.trim().starts_with(f));
        if fence.is_some() {
            open = false;
            continue;
        }
        let (hint, content) = block(line);
        let content = inline(content);
        if content.is_empty() {
            open = false;
            continue;
        }
        // Lines of one paragraph are one.
        let goes_on = open && hint.is_none()
            || open
                && hint == Some(BlockRole::Quote)
                && lines.last().is_some_and(|l| l.hint == hint);
        if goes_on && let Some(last) = lines.last_mut() {
            text.push('\n');
            text.push_str(&content);
            last.span.end = text.len();
        } else {
            text.push_str("\n\n");
            let start = text.len();
            text.push_str(&content);
            lines.push(Line {
                span: Span::new(start, text.len()),
                gap: true,
                hint,
                verbatim: false,
            });
        }
        open = matches!(hint, None | Some(BlockRole::Quote));
    }
    declare(plain::from_lines(&text, &lines, &[], None), front)
}

/// Adds a line of a fenced block, which begins where none is `open`.
fn verbatim(line: &str, text: &mut String, lines: &mut Vec<Line>, open: &mut bool) {
    text.push_str(if *open { "\n" } else { "\n\n" });
    let start = text.len();
    text.push_str(line);
    match lines.last_mut().filter(|_| *open) {
        Some(last) => last.span.end = text.len(),
        None => lines.push(Line {
            span: Span::new(start, text.len()),
            gap: true,
            hint: Some(BlockRole::Paragraph),
            verbatim: true,
        }),
    }
    *open = true;
}

/// The lines between `---` at the start of the file, and the rest.
fn front_matter(text: &str) -> (&str, &str) {
    let inner = text.trim_start().strip_prefix("---\n");
    match inner.and_then(|inner| inner.split_once("\n---")) {
        Some((front, rest)) => (front, rest.trim_start_matches('-')),
        None => ("", text),
    }
}

fn declare(mut article: Article, front: &str) -> Article {
    for (key, value) in front.lines().filter_map(|l| l.split_once(':')) {
        let value = clean_line(value.trim().trim_matches(['"', '\'']));
        if value.is_empty() {
            continue;
        }
        match key.trim() {
            "title" | "headline" => article.title = Some(value),
            "subtitle" | "description" => article.subtitle = Some(value),
            "author" | "byline" => article.byline = Some(value),
            "source" | "publisher" | "publication" => article.publisher = Some(value),
            "url" | "link" => article.url = Some(value),
            "date" | "published" => {
                if let Some(found) = dates::find(&value) {
                    article.date = Some(found.date);
                    article.date_from = Some(DateFrom::Record);
                    article.inferred.remove(&Field::Date);
                    if found.ambiguous {
                        article.inferred.insert(Field::Date);
                    }
                }
            }
            _ => {}
        }
    }
    article
}

fn heading(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('#');
    let depth = line.len() - rest.len();
    ((1..=6).contains(&depth) && rest.starts_with(' '))
        .then(|| rest.trim().trim_end_matches('#').trim())
}

fn block(line: &str) -> (Option<BlockRole>, &str) {
    let line = line.trim();
    if let Some(heading) = heading(line) {
        return (Some(BlockRole::Heading), heading);
    }
    if let Some(quote) = line.strip_prefix('>') {
        return (Some(BlockRole::Quote), quote.trim());
    }
    let rule = line.len() >= 3
        && line
            .chars()
            .all(|c| matches!(c, '-' | '*' | '_' | '=' | ' '));
    if rule {
        return (None, "");
    }
    for mark in ["- ", "* ", "+ "] {
        if let Some(item) = line.strip_prefix(mark) {
            return (Some(BlockRole::List), item);
        }
    }
    (None, line)
}

/// Links and pictures as their words, emphasis without its marks.
fn inline(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(mid) = rest.find("](") {
        let address = &rest[mid + 2..];
        let Some(at) = rest[..mid].rfind('[') else {
            out.push_str(&rest[..mid + 2]);
            rest = address;
            continue;
        };
        let Some(end) = address.find(')') else { break };
        let (before, words) = (&rest[..at], &rest[at + 1..mid]);
        match before.strip_suffix('!') {
            // A picture: its words are for those who do not see it.
            Some(before) => out.push_str(before),
            None => {
                out.push_str(before);
                out.push_str(words);
            }
        }
        rest = &address[end + 1..];
    }
    out.push_str(rest);
    for mark in ["***", "**", "__"] {
        if out.matches(mark).count() % 2 == 0 {
            out = out.replace(mark, "");
        }
    }
    if out.matches('*').count() == 2 {
        out = out.replace('*', "");
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_fences_is_a_block_of_the_text() {
        let raw = "# Board publishes its records\n\nThe harbour board said on Tuesday that everybody may \
                   read its records from now on.\n\n```sh\ncurl **/records\n\n# all of them\n```\n\n\
                   Nobody had asked for them, the board said in the evening of that day.\n\n~~~\n3 204\n~~~\n";
        let article = article(raw);
        let blocks: Vec<_> = article
            .blocks
            .iter()
            .map(|b| b.span.of(&article.text))
            .collect();
        assert_eq!(
            (blocks.len(), blocks[1], blocks[3]),
            (4, "curl **/records # all of them", "3 204")
        );
    }

    #[test]
    fn marks_become_roles_and_links_their_words() {
        let raw = "---\ntitle: \"Board refuses lease\"\ndate: 2031-05-06\nauthor: Ann Poe\n---\n\n\
                   The **harbour** board [said](https://example.org) on Tuesday that\nit would not renew the lease of the house.\n\n\
                   ## What is next\n\n> We must wait and see what the court says about it.\n\n- One\n- Two\n\nThat was all that the board would say.";
        assert!(is_markdown(Path::new("a.md"), raw));
        let article = article(raw);
        assert_eq!(article.title.as_deref(), Some("Board refuses lease"));
        assert_eq!(article.byline.as_deref(), Some("Ann Poe"));
        let roles: Vec<_> = article
            .blocks
            .iter()
            .map(|b| (b.role, b.span.of(&article.text)))
            .collect();
        assert_eq!(
            roles[0],
            (
                BlockRole::Paragraph,
                "The harbour board said on Tuesday that it would not renew the lease of the house."
            )
        );
        assert_eq!(roles[1], (BlockRole::Heading, "What is next"));
        assert_eq!(roles[2].0, BlockRole::Quote);
        assert_eq!(roles[3], (BlockRole::List, "One"));
    }
}
