//! The day in the address of an article: `/2031/05/06/`, `/2031/may/06/`, `-2031-05-06`, `20310506`.
//!
//! Owns these forms, the address of an article on a page of several, and from where a page says that its
//! links are seen; must not know what else an address says.

use super::tags::Tags;
use crate::import::dates;
use crate::model::Date;

/// The first day, with its year, that the path of `url` tells.
pub(in crate::import) fn day(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    let three = parts.windows(3).find_map(|w| {
        let month = number(w[1], 2).or_else(|| dates::month(w[1]));
        date(w[0], month?, number(w[2], 2)?)
    });
    three.or_else(|| parts.iter().find_map(|part| compact(part)))
}

/// `20310506`
fn compact(part: &str) -> Option<Date> {
    let whole = part.len() == 8 && part.bytes().all(|b| b.is_ascii_digit());
    let part = Some(part).filter(|_| whole)?;
    date(&part[..4], number(&part[4..6], 2)?, number(&part[6..], 2)?)
}

fn date(year: &str, month: u8, day: u8) -> Option<Date> {
    let year = Some(year).filter(|y| y.len() == 4)?.parse().ok()?;
    // Other numbers of four digits and longer are those of articles.
    Date::new(Some(year), month, day).filter(|_| (1990..=2099).contains(&year))
}

fn number(digits: &str, most: usize) -> Option<u8> {
    (!digits.is_empty() && digits.len() <= most)
        .then(|| digits.parse().ok())
        .flatten()
}

/// The address of one article of several: where its headline leads, else its place on the page.
pub(super) fn of_part(page: Option<&str>, link: Option<&str>, id: Option<&str>) -> Option<String> {
    let web = |address: &url::Url| matches!(address.scheme(), "http" | "https");
    let page = page.and_then(|page| url::Url::parse(page).ok()).filter(web);
    let linked = link.and_then(|link| match &page {
        Some(page) => page.join(link).ok(),
        None => url::Url::parse(link).ok(),
    });
    let placed = || {
        let mut page = page.clone()?;
        page.set_fragment(id);
        Some(page)
    };
    linked.filter(web).or_else(placed).map(String::from)
}

/// From where the links of a page are seen, where it says so: the first `<base href>` counts.
pub(super) fn base(page: &Tags<'_>) -> Option<String> {
    let mut bases = page.tags.iter().filter(|tag| tag.is("base"));
    bases.find_map(|tag| tag.words("href"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_from_addresses_and_numbers_of_articles_are_not() {
        for (url, want) in [
            (
                "https://example.org/news/2031/05/06/board-refuses",
                Some("2031-05-06"),
            ),
            ("https://example.org/2031/may/06/board", Some("2031-05-06")),
            (
                "https://example.org/board-refuses-2031-5-6.html",
                Some("2031-05-06"),
            ),
            ("https://example.org/a/20310506.html", Some("2031-05-06")),
            ("https://example.org/a/20319906", None),
            ("https://example.org/2031/05/board", None),
            ("https://example.org/1875-12-3", None),
            ("https://example.org/?d=2031-05-06", None),
        ] {
            assert_eq!(day(url).map(|d| d.to_string()).as_deref(), want, "{url}");
        }
    }
}
