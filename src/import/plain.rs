//! An article from a page saved as text.
//!
//! Owns the order of the steps: clean, split, look, head, roles, dateline, canonical text. Must
//! not know encodings or files.

use crate::model::{Article, BlockRole, DateFrom, Field, Span, Why};
use crate::text::clean::clean;

use super::anchors::Anchors;
use super::blocks::Canon;
use super::lines::{self, Line};
use super::removed::Removals;
use super::roles::{self, Fate, Look, Page, Told};
use super::{dateline, dates, furniture, head};

/// Reads `raw`, a whole page as text, into an article.
#[must_use]
pub fn article(raw: &str) -> Article {
    let text = clean(raw).text;
    let lines = lines::split(&text);
    from_lines(&text, &lines, &[], Told::default(), Anchors::default())
}

/// Reads the lines of a cleaned text, whose format may have said what some of them are. Lines that
/// the format knows to be `outside` the article come with the number of the line they stand before;
/// `told` is what it tells beside; `anchors` are the links behind words of `text`.
pub(super) fn from_lines(
    text: &str,
    lines: &[Line],
    outside: &[(usize, &str)],
    told: Told,
    anchors: Anchors,
) -> Article {
    let mut page = Page::new(text, lines).told(told);
    let head = head::read(&page);
    let roles = with_head(&mut page, &head);
    let paragraphs: Vec<(usize, Span)> = (0..lines.len())
        .filter(|k| roles[*k] == Ok(BlockRole::Paragraph))
        .map(|k| (k, lines[k].span))
        .collect();
    let dateline = head::find_dateline(text, &paragraphs);
    let mut canon = Canon::new(text);
    let mut removals = Removals::default();
    let mut outside = outside.iter().peekable();
    for (k, line) in lines.iter().enumerate() {
        while let Some((_, out)) = outside.next_if(|(at, _)| *at <= k) {
            removals.push_raw(canon.next(), Why::Outside, out);
        }
        let role = match roles[k] {
            Ok(role) => role,
            Err(why) => {
                removals.push(canon.next(), why, line.span.of(text));
                continue;
            }
        };
        let cut = dateline.as_ref().filter(|(at, _)| *at == k);
        let cut = cut.map_or_else(|| item_mark(role, line.span.of(text)), |(_, d)| d.len);
        canon.push(role, Span::new(line.span.start + cut, line.span.end));
    }
    for (_, out) in outside {
        removals.push_raw(canon.next(), Why::Outside, out);
    }
    let (text, blocks, map) = canon.finish();
    let mut article = Article {
        title: head.title,
        subtitle: head.subtitle,
        publisher: head.publisher,
        byline: head.byline,
        date: head.date,
        date_from: head.date.map(|_| DateFrom::Text),
        url: head.url,
        inferred: head.inferred.into_iter().collect(),
        removed: removals.finish(text.len()),
        links: anchors.kept(&map, &text, &blocks),
        text,
        blocks,
        ..Article::default()
    };
    if let Some(dateline) = dateline.map(|(_, found)| found).or(head.dateline) {
        take_dateline(&mut article, dateline);
    }
    complete_year(&mut article);
    one_line(&mut article);
    article
}

/// The roles of the lines once the head is known: what it took is no text, and what stands in it
/// otherwise is text only where it is a sentence, a caption or a list.
fn with_head(page: &mut Page<'_>, head: &head::Head) -> Vec<Fate> {
    for k in &head.taken {
        page.looks[*k] = Look::Furniture;
    }
    let long = roles::first_text(&page.looks).unwrap_or(0);
    let first = head.text.map_or(long, |text| text.min(long));
    let mut roles = roles::assign(page, true);
    let byline = head.byline.as_deref().unwrap_or("");
    for (k, role) in roles.iter_mut().enumerate() {
        let in_head = k < first && page.looks[k] == Look::Short;
        let behind = k > first && k + 4 > page.lines.len();
        let biography = behind && furniture::is_biography(page.line(k), byline);
        if head.taken.contains(&k) {
            *role = Err(Why::Metadata);
        } else if role.is_ok() && (in_head || biography) {
            *role = Err(Why::Around);
        }
    }
    roles
}

/// What the items of a list inside a list begin with: blocks have no depth.
pub(super) const NESTED: char = '◦';

fn item_mark(role: BlockRole, line: &str) -> usize {
    // The number of an item is kept, and the sign of one inside another.
    if role != BlockRole::List || line.starts_with(|c: char| c.is_ascii_digit() || c == NESTED) {
        return 0;
    }
    lines::bullet(line).unwrap_or(0)
}

fn take_dateline(article: &mut Article, dateline: dateline::Dateline) {
    article.dateline = dateline.place;
    if article.publisher.is_none() {
        article.publisher = dateline.agency;
    }
    let doubtful = article.inferred.contains(&Field::Date);
    let Some(date) = dateline.date else {
        return;
    };
    match article.date {
        // The page's own date is the better one, unless it was a guess; but it may lend its year.
        Some(known) if !doubtful => {
            if known.year.is_none() {
                article.date = Some(date);
                article.date_from = Some(DateFrom::Text);
            }
        }
        Some(known)
            if date.year.is_none() && (known.month, known.day) == (date.month, date.day) => {}
        _ => {
            article.inferred.remove(&Field::Date);
            article.date = Some(date);
            article.date_from = Some(DateFrom::Text);
        }
    }
}

fn complete_year(article: &mut Article) {
    if let Some(date) = article.date
        && date.year.is_none()
        && let Some(year) = dates::infer_year(date, &article.text)
    {
        article.date = Some(crate::model::Date {
            year: Some(year),
            ..date
        });
        article.inferred.insert(Field::Date);
    }
}

/// Metadata are single lines with single blanks.
fn one_line(article: &mut Article) {
    for field in [
        &mut article.title,
        &mut article.subtitle,
        &mut article.publisher,
        &mut article.byline,
        &mut article.dateline,
    ] {
        if let Some(value) = field {
            *value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        if field.as_deref() == Some("") {
            *field = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::anchors::View;
    use crate::import::markup::Piece;

    #[test]
    fn a_byline_with_its_house_is_read_with_and_without_a_sign() {
        let text =
            "The harbour board said on Tuesday that it would not renew the lease of the house.";
        for (line, names, house) in [
            (
                "By Ann Lee and Bob Ray | Reuters",
                "Ann Lee and Bob Ray",
                "Reuters",
            ),
            (
                "By JOHN SMITH, Associated Press",
                "JOHN SMITH",
                "Associated Press",
            ),
            ("By Ann Lee, The Bergen Post", "Ann Lee", "The Bergen Post"),
        ] {
            let read = article(&format!("Board refuses lease of house\n\n{line}\n\n{text}"));
            assert_eq!(read.byline.as_deref(), Some(names), "{line}");
            assert_eq!(read.publisher.as_deref(), Some(house), "{line}");
            assert_eq!(read.text, text);
        }
    }

    #[test]
    fn an_author_without_by_stands_under_the_headline() {
        let text =
            "The harbour board said on Tuesday that it would not renew the lease of the house.";
        for (head, title, names) in [
            ("WAR ENDS\nMarch 3, 2031", "WAR ENDS", None),
            (
                "HARBOUR BRIDGE TO CLOSE\n\nMarch 3, 2031",
                "HARBOUR BRIDGE TO CLOSE",
                None,
            ),
            (
                "FOR IMMEDIATE RELEASE\nMarch 3, 2031\n\nBoard refuses lease of house",
                "Board refuses lease of house",
                None,
            ),
            (
                "Board refuses lease of house\nANN POE\nMarch 3, 2031",
                "Board refuses lease of house",
                Some("ANN POE"),
            ),
            (
                "Board refuses lease of house\nANN POE\nStaff Writer\nMarch 3, 2031",
                "Board refuses lease of house",
                Some("ANN POE"),
            ),
            (
                "Board refuses lease of house\n\nAnn Poe\nStaff Writer",
                "Board refuses lease of house",
                Some("Ann Poe"),
            ),
            (
                "Board refuses lease of house\nBy Ann Poe, Special to The Bergen Post",
                "Board refuses lease of house",
                Some("Ann Poe"),
            ),
        ] {
            let read = article(&format!("{head}\n\n{text}"));
            assert_eq!(read.title.as_deref(), Some(title), "{head}");
            assert_eq!(read.byline.as_deref(), names, "{head}");
            assert_eq!(read.date.is_some(), head.contains("2031"), "{head}");
            let house = head.contains("Special").then_some("The Bergen Post");
            assert_eq!(read.publisher.as_deref(), house, "{head}");
            assert_eq!(read.text, text, "{head}");
        }
    }

    #[test]
    fn the_heading_of_the_first_part_stays_where_other_parts_have_theirs() {
        let heading = |text: &str| Piece::plain(Some(BlockRole::Heading), text.to_owned());
        let prose = |n: usize| {
            let text = format!(
                "The board said for the time number {n} that it would not renew the lease."
            );
            Piece::plain(None, text)
        };
        let read = |pieces: &[_]| {
            let title = Some("Lease of the house: live");
            super::super::html::from_pieces(title, pieces, View::default())
        };
        let parts = [heading("Update 1"), prose(1), heading("Update 2"), prose(2)];
        let article = read(&parts);
        let roles: Vec<_> = article.blocks.iter().map(|b| b.role).collect();
        let (h, p) = (BlockRole::Heading, BlockRole::Paragraph);
        assert_eq!(roles, [h, p, h, p], "{}", article.text);
        assert!(article.text.starts_with("Update 1\n\n"));
        // Also where each has its time.
        for time in ["10:00", "March 3, 2031", "March 3, 2031 10:00 am"] {
            let time = || Piece::plain(None, time.to_owned());
            let [first, text, second, more] = parts.clone();
            let article = read(&[first, time(), text, second, time(), more]);
            assert!(article.text.starts_with("Update 1\n\n"), "{}", article.text);
        }
        // One alone over the text is of the page.
        assert!(
            !read(&[heading("Update 1"), prose(1), prose(2)])
                .text
                .contains("Update 1")
        );
    }

    #[test]
    fn a_short_first_line_is_the_headline_and_nothing_of_the_text_is_lost() {
        const TEXT: &str =
            "The mayor left office on Monday after a vote.\n\nMore of it follows here.";
        for head in ["War", "Zip one", "Gz head", "日本の首相が辞任"] {
            let read = article(&format!("{head}\n\n{TEXT}\n"));
            assert_eq!(read.title.as_deref(), Some(head));
            assert_eq!(read.text, TEXT, "{head}");
        }
        let read = article(&format!("War\n{TEXT}\n"));
        assert_eq!(read.title.as_deref(), Some("War"));
        // A sentence is text, also where no blanks part the words.
        for (first, second) in [
            ("It rained.", "It rained on."),
            ("首相は月曜日に辞任した。", "後任は未定だ。"),
            ("彼は「辞める。」", "後任は未定だ。"),
        ] {
            let text = format!("{first}\n\n{second}");
            let read = article(&text);
            assert_eq!((read.title, read.text), (None, text));
        }
        let read = article("首相が辞任\n\n首相は月曜日に辞任した。");
        assert_eq!(read.title.as_deref(), Some("首相が辞任"));
        // A menu is none.
        let read = article(&format!(
            "Sport\nMoney\n\nBoard refuses the lease\n\n{TEXT}"
        ));
        assert_eq!(read.title.as_deref(), Some("Board refuses the lease"));
        // Nor is a word alone an article.
        assert_eq!(article("War\n").title, None);
        for first in ["Dear readers,", "Tuesday"] {
            assert_eq!(article(&format!("{first}\n\n{TEXT}\n")).title, None);
        }
    }
}
