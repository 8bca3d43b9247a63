//! What a page declares of its article, and which declaration is believed.
//!
//! Owns the places (JSON-LD, OpenGraph, meta, microdata, `<time>`, the address) and their order;
//! must not know the article's text. The order is that of care: JSON-LD is written for machines
//! that check it, a `<time>` may be that of another article.

use std::collections::HashMap;

use crate::import::order::{self, Order};
use crate::import::{dates, headline, lines};
use crate::model::{Date, DateFrom};

use super::MOST;
use super::address;
use super::linked::{self, Linked};
use super::metas::{AUTHORS, DATES, DESCRIPTIONS, PUBLISHERS};
use super::names::{
    HEADLINES, STANDFIRSTS, alike, house, is_before, people, printed_names, without_house,
    without_site, words_of,
};
use super::tags::{LONGEST_TEXT, Tags};

/// What a page says about its article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Declared {
    pub title: Option<String>,
    pub byline: Option<String>,
    pub publisher: Option<String>,
    pub date: Option<(Date, DateFrom)>,
    /// Whether that may be another: day and month the other way round.
    pub date_inferred: bool,
    /// The order in dates of numbers, by the language of the page.
    pub order: Option<Order>,
    pub url: Option<String>,
    /// What may be the standfirst: it is where the page prints it apart from the text.
    pub descriptions: Vec<String>,
    /// The standfirst by its class.
    pub standfirsts: Vec<String>,
    /// The text of the article.
    pub body: Option<String>,
    /// It is a live blog.
    pub live: bool,
    /// The page says that it is an article.
    pub article: bool,
    /// The articles that its JSON-LD tells of.
    linked: Vec<Linked>,
}

/// Reads what `page` declares.
pub(super) fn read(page: &Tags<'_>) -> Declared {
    declared(Found::gather(page))
}

/// What an article of several on a page declares: what stands in it under its `heading`, and what
/// the `page` tells of it by that name.
pub(super) fn read_part(part: &Tags<'_>, heading: &str, page: &Declared) -> Declared {
    let words = words_of(heading);
    let told = page.linked.iter().filter(|one| {
        let headline = one.headline.as_deref();
        headline.is_some_and(|h| words_of(h) == words)
    });
    let mut found = Found::gather(part);
    found.order = page.order;
    found.headings = vec![heading.to_owned()];
    found.linked = told.cloned().collect();
    let mut declared = declared(found);
    declared.publisher = page.publisher.clone().or(declared.publisher);
    declared
}

fn declared(found: Found) -> Declared {
    let metas = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| found.metas.get(*name).cloned())
    };
    let linked = found.article();
    let url = found
        .canonical
        .clone()
        .or_else(|| metas(&["og:url"]))
        .or_else(|| linked.url.clone().filter(|url| url.contains("://")));
    let named = metas(&["og:title", "twitter:title", "dc.title"]);
    let title = found.title(&linked, named.as_ref());
    let publisher = linked.publisher.clone().or_else(|| metas(PUBLISHERS));
    let publisher = publisher.or_else(|| found.properties.get("publisher").cloned());
    let mut descriptions: Vec<String> = linked.alternative.clone().into_iter().collect();
    descriptions.extend(linked.description.clone());
    descriptions.extend(
        DESCRIPTIONS
            .iter()
            .filter_map(|n| found.metas.get(*n).cloned()),
    );
    let (title, paper) = match &title {
        Some(title) => without_site(title, publisher.as_deref()),
        None => (None, None),
    };
    let behind = || found.site_behind(title.as_deref()?);
    // The document's title may be shorter than the headline.
    let named = || {
        without_house(found.document.as_deref()?)
            .1
            .map(str::to_owned)
    };
    let publisher = publisher
        .or(paper)
        .or_else(behind)
        .or_else(named)
        .map(|name| house(&name).to_owned());
    let order = found.order.or_else(|| {
        let locale = metas(&["og:locale", "content-language"])?;
        order::of_language(&locale)
    });
    let date = found.date(&linked, url.as_deref(), order);
    Declared {
        byline: found.byline(&linked, metas(AUTHORS), publisher.as_deref()),
        date_inferred: date.is_some_and(|(_, _, inferred)| inferred),
        date: date.map(|(date, from, _)| (date, from)),
        order,
        title,
        publisher,
        url,
        descriptions,
        live: linked.live,
        body: linked.body,
        article: found.metas.get("og:type").is_some_and(|t| t == "article"),
        linked: found.linked,
        standfirsts: found.standfirsts,
    }
}

/// The properties of microdata that are looked for.
const PROPERTIES: [&str; 4] = ["headline", "datePublished", "publisher", "author"];

/// What stands in the places of a page.
#[derive(Default)]
struct Found {
    /// How often each kind of place was looked at.
    looked: HashMap<&'static str, usize>,
    metas: HashMap<String, String>,
    canonical: Option<String>,
    linked: Vec<Linked>,
    /// `<title>`.
    document: Option<String>,
    /// The headlines that are printed.
    headings: Vec<String>,
    /// The first of them that stands in the main part of the page.
    main: Option<String>,
    /// The headings of the second order, and those that are the headline by their class.
    seconds: Vec<String>,
    /// The order in dates of numbers, by the language that the page says it is in.
    order: Option<Order>,
    /// The properties of microdata, the first of each.
    properties: HashMap<&'static str, String>,
    authors: Vec<String>,
    /// Lines that say who wrote the article by their class.
    bylines: Vec<String>,
    standfirsts: Vec<String>,
    /// The moments of `<time>`.
    times: Vec<Moment>,
}

/// What a `<time>` says.
struct Moment {
    value: String,
    /// It says that it is the day of publication.
    published: bool,
    /// It stands behind the headline.
    behind: bool,
}

impl Found {
    fn gather(page: &Tags<'_>) -> Self {
        let mut out = Self::default();
        let mut scripts = Vec::new();
        let mut main = 0;
        for (k, tag) in page.tags.iter().enumerate().filter(|(_, t)| !t.closing) {
            let is = |name| tag.is(name);
            if is("meta") {
                out.meta(tag);
            } else if is("link") {
                let canonical = tag
                    .attribute("rel")
                    .is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
                if canonical && out.canonical.is_none() {
                    out.canonical = tag.words("href").filter(|url| url.contains("://"));
                }
            } else if is("script") {
                let kind = tag.attribute("type").unwrap_or("");
                if kind.to_ascii_lowercase().contains("ld+json") {
                    scripts.extend(page.inner(k));
                }
            } else if is("title") && out.looks("title") {
                out.document = out.document.take().or_else(|| page.text_of(k));
            } else if is("html") {
                out.order = tag.attribute("lang").and_then(order::of_language);
            } else if is("article") || is("main") {
                let close = page.close_of(k).map_or(0, |close| page.tags[close].end);
                main = main.max(close);
            } else if is("h1") && out.looks("h1") {
                let text = page.text_of(k);
                if tag.start < main {
                    out.main = out.main.take().or_else(|| text.clone());
                }
                out.headings.extend(text);
            } else if (is("h2") || is("h3")) && out.looks("h2") {
                let class = tag.attribute("class").unwrap_or("");
                let named = class
                    .split_ascii_whitespace()
                    .any(|c| HEADLINES.contains(&c));
                out.second(named || is("h2"), named, page.text_of(k));
            } else if is("time") && out.looks("time") {
                let value = tag.words("datetime").or_else(|| page.text_of(k));
                let published = ["itemprop", "class", "pubdate"].iter().any(|name| {
                    tag.attribute(name)
                        .is_some_and(|v| *name == "pubdate" || is_published(v))
                });
                let behind = !out.headings.is_empty();
                out.times.extend(value.map(|value| Moment {
                    value,
                    published,
                    behind,
                }));
            }
            out.by_signs(page, k);
        }
        out.linked = linked::articles(&scripts);
        out
    }

    /// Takes a heading below the first order that may be the headline, or is `named` that.
    fn second(&mut self, may_be: bool, named: bool, text: Option<String>) {
        if named && self.headings.is_empty() {
            self.main = self.main.take().or_else(|| text.clone());
        }
        self.seconds.extend(text.filter(|_| may_be));
    }

    /// Whether one more place of this kind is looked at: on a hostile page they are without end.
    fn looks(&mut self, kind: &'static str) -> bool {
        let count = self.looked.entry(kind).or_default();
        *count += 1;
        *count <= MOST
    }

    fn meta(&mut self, tag: &super::tags::Tag<'_>) {
        let name = ["property", "name", "itemprop"]
            .iter()
            .find_map(|n| tag.attribute(n));
        if let (Some(name), Some(content)) = (name, tag.words("content")) {
            let property = tag.attribute("itemprop").is_some();
            if property {
                self.property(name, || Some(content));
            } else {
                self.metas
                    .entry(name.trim().to_ascii_lowercase())
                    .or_insert(content);
            }
        }
    }

    /// Keeps the property `name`; its value is asked for only where it is one that is looked for.
    fn property(&mut self, name: &str, value: impl FnOnce() -> Option<String>) {
        let is = |known: &&str| name.split_ascii_whitespace().any(|n| n == *known);
        let Some(known) = PROPERTIES.into_iter().find(is) else {
            return;
        };
        if !self.looks(known) {
            return;
        }
        let Some(value) = value() else { return };
        if known != "author" {
            self.properties.entry(known).or_insert(value);
        } else if !self.authors.contains(&value) {
            self.authors.push(value);
        }
    }

    /// What the attributes of a tag say of its text.
    fn by_signs(&mut self, page: &Tags<'_>, k: usize) {
        let tag = &page.tags[k];
        if !tag.is("meta")
            && let Some(name) = tag.attribute("itemprop")
        {
            self.property(name, || {
                let value = ["content", "datetime"].iter().find_map(|n| tag.words(n));
                let value = value.or_else(|| page.name_of(k));
                value.or_else(|| page.text_of(k))
            });
        }
        let class = tag.attribute("class").unwrap_or("").to_ascii_lowercase();
        let has = |sign: &str| {
            class.split_ascii_whitespace().any(|name| {
                name == sign
                    || name.ends_with(&format!("__{sign}"))
                    || name.ends_with(&format!("-{sign}"))
            })
        };
        let author = tag
            .attribute("rel")
            .is_some_and(|rel| rel.split_ascii_whitespace().any(|r| r == "author"))
            || ["byline", "author", "author-name", "byline-name", "authors"]
                .iter()
                .any(|sign| has(sign));
        if author {
            if self.looks("byline") {
                self.bylines.extend(page.text_of(k));
            }
        } else if STANDFIRSTS.iter().any(|sign| has(sign)) && self.looks("standfirst") {
            self.standfirsts.extend(page.text_of(k));
        }
    }

    /// The article among those of the JSON-LD that the page is about.
    fn article(&self) -> Linked {
        let here = self.canonical.as_ref().or_else(|| self.metas.get("og:url"));
        let words = words_of;
        let headings: Vec<String> = self.headings.iter().map(|h| words(h)).collect();
        let printed = |one: &&Linked| {
            let headline = one.headline.as_deref();
            headline.is_some_and(|h| headings.contains(&words(h)))
        };
        let addressed = |one: &&Linked| one.url.is_some() && one.url.as_ref() == here;
        let live = self.linked.iter().find(|one| one.live);
        let all = &self.linked;
        live.or_else(|| all.iter().find(addressed))
            .or_else(|| all.iter().find(printed))
            .or_else(|| all.first())
            .cloned()
            .unwrap_or_default()
    }

    /// The headline as printed where a declaration agrees with it: sites give search engines and
    /// friends other words than their readers, and print their own name as a heading. Where nothing
    /// but `<title>` tells, which many systems fill with the name of the site or the section, it is
    /// the headline in the main part of the page.
    fn title(&self, linked: &Linked, meta: Option<&String>) -> Option<String> {
        let short = |title: Option<&String>| title.cloned().filter(|t| t.len() <= LONGEST_TEXT);
        let property = self.properties.get("headline");
        let mut declared: Vec<String> = [linked.headline.as_ref(), meta, property]
            .into_iter()
            .filter_map(short)
            .collect();
        let alone = declared.is_empty();
        declared.extend(short(self.document.as_ref()));
        let agreed = |printed: &&String| {
            declared.iter().any(|d| alike(d, printed)) && (!alone || self.is_headline(printed))
        };
        let before_site = |printed: &&String| {
            alone
                && self
                    .site_behind(printed)
                    .is_some_and(|site| is_before(printed, &site))
        };
        let agreed = |printed: &&String| agreed(printed) || before_site(printed);
        // "Bridge closes" is short for "Bridge closes as cracks are found".
        let document = self
            .document
            .as_deref()
            .map(|d| words_of(without_house(d).0));
        let longer = |printed: &&String| {
            let begins =
                |d: &String| d.matches(' ').count() > 2 && words_of(printed).starts_with(d);
            alone && self.is_headline(printed) && document.as_ref().is_some_and(begins)
        };
        let printed = self.headings.iter().find(agreed);
        let printed = printed.or_else(|| {
            let none = self.headings.is_empty();
            let seconds = self.seconds.iter().filter(|_| none);
            self.headings.iter().chain(seconds).find(longer)
        });
        let main = self
            .main
            .as_ref()
            .filter(|main| alone && self.is_headline(main));
        printed
            .or(main)
            .or_else(|| declared.first())
            .or_else(|| self.headings.first())
            .cloned()
    }

    /// Whether a heading is no name of the site or of a part of it.
    fn is_headline(&self, heading: &str) -> bool {
        let site = self.metas.get("og:site_name");
        lines::words(heading) >= 3
            && !headline::is_publisher(heading)
            && site.is_none_or(|site| words_of(site) != words_of(heading))
    }

    /// The name of the site in the document's title: what it has behind the printed headline.
    fn site_behind(&self, title: &str) -> Option<String> {
        let behind = self.document.as_deref()?.trim().strip_prefix(title)?;
        let name = behind.rsplit(['|', '-', '–', '—', ':', '·']).next()?.trim();
        let parted = behind.starts_with(' ') && !name.is_empty() && name.len() < 60;
        parted.then(|| name.to_owned())
    }

    fn byline(
        &self,
        linked: &Linked,
        meta: Option<String>,
        publisher: Option<&str>,
    ) -> Option<String> {
        let listed = |names: &[String]| (!names.is_empty()).then(|| names.join(", "));
        let declared = listed(&linked.authors)
            .or_else(|| listed(&self.authors))
            .or(meta)
            .filter(|names| !names.contains("://"));
        let house = |names: &String| publisher.is_some_and(|p| p.eq_ignore_ascii_case(names));
        let printed = || {
            let names = self.bylines.iter().filter_map(|line| printed_names(line));
            names.into_iter().next()
        };
        match declared.map(|names| people(&names)) {
            // A house that signs its articles; the page may name who wrote this one.
            Some(names) if house(&names) => printed().or(Some(names)),
            Some(names) => Some(names),
            None => printed(),
        }
    }

    /// The day, where it is from, and whether it may be another.
    fn date(
        &self,
        linked: &Linked,
        url: Option<&str>,
        order: Option<Order>,
    ) -> Option<(Date, DateFrom, bool)> {
        let read = |text: &str, from| {
            let found = dates::find(text).filter(|found| found.date.year.is_some());
            match found.map(|found| found.by(order)) {
                Some(found) => Some((found.date, from, found.ambiguous)),
                None => Some((address::day(text)?, from, false)),
            }
        };
        let meta = |names: &[&str], from| {
            names
                .iter()
                .filter_map(|n| self.metas.get(*n))
                .find_map(|v| read(v, from))
        };
        let linked = linked.published.as_deref();
        let opengraph = [
            "article:published_time",
            "og:article:published_time",
            "og:published_time",
        ];
        let property = self.properties.get("datePublished");
        let time = || {
            let said = self.times.iter().filter(|t| t.published);
            let behind = self.times.iter().filter(|t| t.behind);
            said.chain(behind)
                .chain(&self.times)
                .find_map(|t| read(&t.value, DateFrom::TimeElement))
        };
        linked
            .and_then(|text| read(text, DateFrom::JsonLd))
            .or_else(|| meta(&opengraph, DateFrom::Opengraph))
            .or_else(|| meta(DATES, DateFrom::Meta))
            .or_else(|| property.and_then(|text| read(text, DateFrom::Microdata)))
            .or_else(time)
            .or_else(|| Some((address::day(url?)?, DateFrom::Url, false)))
    }
}

fn is_published(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    [
        "datepublished",
        "published",
        "pubdate",
        "entry-date",
        "post-date",
    ]
    .iter()
    .any(|sign| value.contains(sign))
}

#[cfg(test)]
#[path = "declared_tests.rs"]
mod tests;
