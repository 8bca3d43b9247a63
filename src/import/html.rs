//! An article from a web page.
//!
//! Owns what a page declares of itself and the choice of its readable part (dom_smoothie, after
//! Mozilla's Readability); must not know how the lines of a text are told apart.
//!
//! Deep nesting: the tree walks of the parser are recursive, so a page nested deeper than
//! [`bounds`] allows never gets to it, nor does one whose tree would fill the memory; such a page is read
//! by `markup`, which keeps no tree.

mod address;
mod bounds;
mod boxes;
mod declared;
mod linked;
mod metas;
mod names;
mod outside;
mod parts;
mod scripted;
pub(super) mod tags;

use dom_smoothie::{Config, Readability};

use crate::model::{Article, BlockRole, DateFrom, Field, Span};
use crate::text::clean::{clean, clean_line};

use super::anchors::{Anchors, View};
use super::error::Reason;
use super::furniture::word_string;
use super::lines::Line;
use super::markup::{self, Piece};
use super::roles::Told;
use super::{dates, plain};
pub(super) use address::day as day_in_address;
use bounds::{is_bounded, is_sized};
use declared::Declared;
pub(super) use names::alike;
use tags::Tags;

/// Most authors, headlines and other places of one kind that are looked at.
const MOST: usize = 64;

/// Of a page that is too large for a tree, what is declared is looked for in its first bytes.
const DECLARED_WITHIN: usize = 1 << 18;

/// An article of a page.
pub(super) struct OnPage {
    /// What tells it from the others on the page; absent for what the page is about.
    pub name: Option<String>,
    /// What it was read from, in bytes of the page.
    pub from: Span,
    pub article: Article,
}

/// Reads the articles of a page: mostly one, more where it holds several whole ones. The one that
/// the page is about comes first. `from` is the address that the page came from, where that is known.
pub(super) fn articles(html: &str, from: Option<&str>) -> Result<Vec<OnPage>, Reason> {
    let looked = Looked::at(html, from);
    if let parts::Page::Several(parts) = &looked.page {
        return several(&looked, parts);
    }
    let one = OnPage {
        name: None,
        from: Span::new(0, html.len()),
        article: looked.article(html)?,
    };
    Ok(vec![one])
}

/// Reads a page as one article.
pub(super) fn article(html: &str, from: Option<&str>) -> Result<Article, Reason> {
    Looked::at(html, from).article(html)
}

/// What a look at the tags of a page tells.
struct Looked<'p> {
    /// All tags, or those of its beginning where it is not bounded.
    tags: Tags<'p>,
    bounded: bool,
    declared: Declared,
    page: parts::Page,
    /// From where its links are seen.
    view: View,
}

impl<'p> Looked<'p> {
    fn at(html: &'p str, from: Option<&str>) -> Self {
        let tags = is_sized(html).then(|| Tags::new(html)).filter(is_bounded);
        let bounded = tags.is_some();
        let tags = tags.unwrap_or_else(|| Tags::new(beginning(html)));
        let declared = declared::read(&tags);
        let page = if bounded {
            parts::of(&tags, &declared)
        } else {
            parts::Page::One
        };
        let view = View::from([from, declared.url.as_deref()]);
        let view = match address::base(&tags) {
            Some(base) => view.based(&base),
            None => view,
        };
        Self {
            tags,
            bounded,
            declared,
            page,
            view,
        }
    }

    fn article(self, html: &str) -> Result<Article, Reason> {
        let live = matches!(self.page, parts::Page::Live);
        let tags = self.bounded.then_some(&self.tags);
        whole(html, tags, self.declared, (live, self.view))
    }
}

fn several(looked: &Looked<'_>, parts: &[parts::Part]) -> Result<Vec<OnPage>, Reason> {
    let (page, declared, view) = (&looked.tags, &looked.declared, &looked.view);
    let mut out = Vec::with_capacity(parts.len());
    for (number, part) in (1..).zip(parts) {
        let from = Span::new(page.tags[part.open].start, page.tags[part.close].end);
        let read = if part.own {
            whole(
                page.page,
                Some(page),
                declared.clone(),
                (false, view.clone()),
            )?
        } else {
            // The address of a page that is about another article is that one's.
            let at = declared.url.as_deref();
            let at = at.filter(|_| part.id.is_some() || part.link.is_some() || !parts[0].own);
            one_of(from.of(page.page), part, declared, (at, view.clone()))
        };
        let named = || part.id.clone().unwrap_or_else(|| format!("{number}"));
        out.push(OnPage {
            name: (!part.own).then(|| clean_line(&named())),
            from: if part.own {
                Span::new(0, page.page.len())
            } else {
                from
            },
            article: read,
        });
    }
    out.retain(|one| !one.article.text.is_empty());
    if out.is_empty() {
        return Err(Reason::NoArticle);
    }
    Ok(out)
}

/// One article of several, of which `html` is all; `at` is the address it is at.
fn one_of(
    html: &str,
    part: &parts::Part,
    page: &Declared,
    (at, view): (Option<&str>, View),
) -> Article {
    let tags = Tags::new(html);
    let mut declared = declared::read_part(&tags, &part.heading, page);
    let kept = markup::linked_pieces(&boxes::without(&tags, None, false));
    let title = declared.title.as_deref();
    let told = Told::in_order(declared.order);
    let article = from_parts(title, &kept, &[], told, view);
    declared.url = address::of_part(at, part.link.as_deref(), part.id.as_deref()).or(declared.url);
    declare(article, declared)
}

/// The article that a page is, or is about; `tags` are those of a page that is bounded. Whether it is a
/// live blog, and from where its links are seen.
fn whole(
    html: &str,
    tags: Option<&Tags<'_>>,
    declared: Declared,
    (live, view): (bool, View),
) -> Result<Article, Reason> {
    let title = declared.title.as_deref();
    let mut kept = Vec::new();
    let mut outside = Vec::new();
    if let Some(tags) = tags {
        let page = boxes::without(tags, title, live);
        kept = if live {
            behind_headline(&page)
        } else {
            readable(&page)
        };
        if !kept.is_empty() {
            outside::restore_captions(&markup::captioned_pieces(&page), &mut kept, title);
            outside = outside::lines(&markup::all_pieces(html), &kept);
        }
    }
    if kept.is_empty() {
        kept = markup::linked_pieces(html);
    }
    let subtitle = standfirst(&declared, &mut kept, &mut outside);
    let credit = outside::credit(&outside, title);
    let told = Told::in_order(declared.order);
    let mut article = from_parts(title, &kept, &outside, told.clone(), view.clone());
    if let Some(body) = declared.body.as_deref()
        && scripted::is_put_in(&article.text, body)
    {
        article = from_parts(title, &scripted::lines_of(body), &outside, told, view);
    }
    if article.text.is_empty() {
        return Err(Reason::NoArticle);
    }
    article.subtitle = subtitle.or(article.subtitle);
    let (author, day) = credit;
    let day = day.map(|day| day.by(declared.order));
    take_credit(&mut article, (author, day));
    Ok(declare(article, declared))
}

/// A live blog is no stretch of text that stands out from the page: all behind its headline is it.
fn behind_headline(page: &str) -> Vec<Piece> {
    let from = page.find("<h1").unwrap_or(0);
    markup::linked_pieces(&page[from..])
}

/// What the page prints of author and day beside its text, where the text has neither.
fn take_credit(article: &mut Article, (author, day): (Option<String>, Option<dates::Found>)) {
    if article.byline.is_none() {
        article.byline = author.map(|names| clean_line(&names));
    }
    let wanting = article.date.is_none_or(|d| d.year.is_none());
    if let Some(day) = day.filter(|d| wanting && d.date.year.is_some()) {
        article.date = Some(day.date);
        article.date_from = Some(DateFrom::Text);
        article.inferred.remove(&Field::Date);
        if day.ambiguous {
            article.inferred.insert(Field::Date);
        }
    }
}

/// Reads a piece of HTML without a page around it, as datasets hold; `from` is the address of its
/// article and `title` its headline, where they are known.
pub(super) fn fragment(html: &str, from: Option<&str>, title: Option<&str>) -> Article {
    let told = Told {
        title: title.map(clean_line).filter(|title| !title.is_empty()),
        ..Told::default()
    };
    let pieces = markup::linked_pieces(html);
    from_parts(None, &pieces, &[], told, View::from([from]))
}

/// As much of a page as may be looked at tag by tag.
fn beginning(html: &str) -> &str {
    let mut end = DECLARED_WITHIN.min(html.len());
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    &html[..end]
}

/// The lines of the readable part of a page; none where nothing was found.
fn readable(page: &str) -> Vec<Piece> {
    let config = Config {
        // They tell captions.
        keep_classes: true,
        ..Config::default()
    };
    let Ok(mut reader) = Readability::new(page, None, Some(config)) else {
        return Vec::new();
    };
    reader.parse().map_or_else(
        |_| Vec::new(),
        |found| markup::linked_pieces(&found.content),
    )
}

/// The line under the headline that the page declares as such, taken out of the lines it stands in.
/// A description that opens the text is its first paragraph and no standfirst.
fn standfirst(
    declared: &Declared,
    kept: &mut Vec<Piece>,
    outside: &mut Vec<(usize, String)>,
) -> Option<String> {
    let marked = declared.standfirsts.iter().map(|text| (text, true));
    let described = declared.descriptions.iter().map(|text| (text, false));
    let words_of = |line: &str| word_string(&clean_line(line));
    let beside: Vec<String> = outside.iter().map(|(_, line)| words_of(line)).collect();
    for (text, marked) in marked.chain(described) {
        let words = words_of(text);
        if words.matches(' ').count() < 4 {
            continue;
        }
        if let Some(k) = beside.iter().position(|line| *line == words) {
            return Some(clean_line(&outside.remove(k).1));
        }
        let k = kept
            .iter()
            .take(6)
            .position(|piece| words_of(&piece.line) == words);
        if let Some(k) = k.filter(|_| marked) {
            return Some(clean_line(&kept.remove(k).line));
        }
    }
    None
}

/// The article of the lines, the declared headline put before them so that it is found, and left
/// out where the page repeats it.
pub(super) fn from_pieces(title: Option<&str>, pieces: &[Piece], view: View) -> Article {
    from_parts(title, pieces, &[], Told::default(), view)
}

/// As [`from_pieces`], with the lines of the page that are in no piece: each with the number of the
/// piece before which it stands. What the page tells beside, and from where links are seen.
fn from_parts(
    title: Option<&str>,
    pieces: &[Piece],
    outside: &[(usize, String)],
    told: Told,
    view: View,
) -> Article {
    let mut text = String::new();
    let mut lines = Vec::new();
    let mut beside = Vec::new();
    let mut outside = outside.iter().peekable();
    let title = title.map(|t| Piece::plain(Some(BlockRole::Heading), t.to_owned()));
    let titles = usize::from(title.is_some());
    let mut anchors = Anchors::seen_from(view);
    for (k, piece) in title.iter().chain(pieces).enumerate() {
        while let Some((_, out)) = outside.next_if(|(at, _)| at + titles <= k) {
            beside.push((lines.len(), out.as_str()));
        }
        let cleaned = clean(&piece.line);
        let line = cleaned.text.trim();
        if line.is_empty() {
            continue;
        }
        let start = text.len();
        anchors.add(&piece.anchors, &cleaned, start);
        text.push_str(line);
        lines.push(Line {
            span: Span::new(start, text.len()),
            gap: true,
            hint: piece.hint,
            row: piece.row,
            verbatim: false,
        });
        text.push_str("\n\n");
    }
    beside.extend(outside.map(|(_, out)| (lines.len(), out.as_str())));
    plain::from_lines(&text, &lines, &beside, told, anchors)
}

fn declare(mut article: Article, declared: Declared) -> Article {
    let safe = |value: Option<String>| {
        let value = clean_line(&value?);
        (!value.is_empty()).then_some(value)
    };
    if let Some(title) = safe(declared.title) {
        article.title = Some(title);
    }
    article.publisher = safe(declared.publisher).or(article.publisher);
    // Where the house signs its articles, who is named on the page wrote this one.
    let byline = safe(declared.byline)
        .filter(|names| article.byline.is_none() || article.publisher.as_ref() != Some(names));
    article.byline = byline.or(article.byline);
    article.url = safe(declared.url).or(article.url);
    // The day that is printed is the better one only where the other stands in the address or may be
    // read in two ways.
    let printed =
        article.date.is_some_and(|d| d.year.is_some()) && !article.inferred.contains(&Field::Date);
    if let Some((date, from)) = declared.date
        && !(printed && (from == DateFrom::Url || declared.date_inferred))
    {
        article.date = Some(date);
        article.date_from = Some(from);
        article.inferred.remove(&Field::Date);
        if from == DateFrom::Url || declared.date_inferred {
            article.inferred.insert(Field::Date);
        }
    }
    article
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> String {
        let paragraph = "<p>The harbour board said on Tuesday that it would not renew the lease of the old customs house, \
                         which has stood empty since the storms of the winter before last and needs a new roof.</p>";
        format!(
            "<!DOCTYPE html><html><head><title>Board refuses lease | The Bergen Post</title>\
             <meta property=\"og:title\" content=\"Board refuses lease\"><meta property=\"og:site_name\" content=\"The Bergen Post\">\
             <meta name=\"author\" content=\"Ann Poe\"><meta property=\"article:published_time\" content=\"2031-05-06T09:00:00Z\">\
             </head><body><nav><a href=\"/\">Home</a></nav><article><h1>Board refuses lease</h1>{paragraph}<h2>What is next</h2>\
             {}<p>READ MORE: <a href=\"/x\">Roof falls in</a></p>{}</article><footer>All rights reserved</footer></body></html>",
            paragraph.replace("harbour board", "mayor of the town"),
            paragraph.replace("harbour board", "owner of the house"),
        )
    }

    #[test]
    fn a_page_gives_its_article_and_what_it_declares() {
        let article = article(&page(), None).unwrap();
        assert_eq!(article.title.as_deref(), Some("Board refuses lease"));
        assert_eq!(article.publisher.as_deref(), Some("The Bergen Post"));
        assert_eq!(article.byline.as_deref(), Some("Ann Poe"));
        assert_eq!(article.date.unwrap().to_string(), "2031-05-06");
        assert!(
            article.text.starts_with("The harbour board"),
            "{}",
            article.text
        );
        assert!(!article.text.contains("READ MORE") && !article.text.contains("rights"));
        let heading = article
            .blocks
            .iter()
            .find(|b| b.role == BlockRole::Heading)
            .unwrap();
        assert_eq!(heading.span.of(&article.text), "What is next");
    }

    #[test]
    fn nesting_without_end_is_read_all_the_same() {
        let html = format!(
            "<html>{}<p>The harbour board said no on Tuesday, and left.</p>",
            "<div>".repeat(100_000)
        );
        assert!(
            article(&html, None)
                .unwrap()
                .text
                .starts_with("The harbour board")
        );
    }

    #[test]
    fn a_tag_of_attributes_without_end_is_read_all_the_same() {
        let many: String = (0..300_000).map(|n| format!(" a{n}")).collect();
        let html = format!(
            "<html><p>The harbour board said no on Tuesday, and left.</p><p{many}>And more.</p>"
        );
        assert!(
            article(&html, None)
                .unwrap()
                .text
                .starts_with("The harbour board")
        );
    }

    #[test]
    fn a_page_without_text_says_so() {
        assert!(matches!(
            article("<html><script>x</script></html>", None),
            Err(Reason::NoArticle)
        ));
    }
}
