//! What a page declares of its article, and which declaration is believed.
//!
//! Owns the places (JSON-LD, OpenGraph, meta, microdata, `<time>`, the address) and their order;
//! must not know the article's text. The order is that of care: JSON-LD is written for machines
//! that check it, a `<time>` may be that of another article.

use std::collections::HashMap;

use crate::import::{byline, dates, furniture, headline};
use crate::model::{Date, DateFrom};
use crate::text::clean::clean_line;

use super::MOST;
use super::address;
use super::linked::{self, Linked};
use super::tags::{LONGEST_TEXT, Tags};

/// What a page says about its article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Declared {
    pub title: Option<String>,
    pub byline: Option<String>,
    pub publisher: Option<String>,
    pub date: Option<(Date, DateFrom)>,
    pub url: Option<String>,
    /// What may be the standfirst: it is where the page prints it apart from the text.
    pub descriptions: Vec<String>,
    /// The standfirst by its class.
    pub standfirsts: Vec<String>,
    /// It is a live blog.
    pub live: bool,
}

/// Names under which `<meta>` tells a day of publication.
const DATES: &[&str] = &[
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "article.published",
    "article_date_original",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "dcterms.date",
    "cxenseparse:recs:publishtime",
    "cxense:publishtime",
    "originalpublicationdate",
    "last-modified",
];
const AUTHORS: &[&str] = &[
    "author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "article:author",
    "twitter:creator:name",
];
const PUBLISHERS: &[&str] = &[
    "og:site_name",
    "publisher",
    "dc.publisher",
    "dcterms.publisher",
    "application-name",
    "apple-mobile-web-app-title",
    "copyright",
];
const DESCRIPTIONS: &[&str] = &[
    "og:description",
    "description",
    "twitter:description",
    "dc.description",
];

/// Classes of the line under a headline.
const STANDFIRSTS: &[&str] = &[
    "standfirst",
    "subtitle",
    "subheadline",
    "sub-headline",
    "sub-title",
    "dek",
    "deck",
    "article-lead",
    "article__lead",
    "teaser-text",
];

/// Reads what `page` declares.
pub(super) fn read(page: &Tags<'_>) -> Declared {
    let found = Found::gather(page);
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
    let title = found.title(&linked, metas(&["og:title", "twitter:title", "dc.title"]));
    let property = || found.properties.get("publisher").cloned();
    let publisher = linked.publisher.clone().or_else(|| metas(PUBLISHERS));
    let publisher = publisher.or_else(property);
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
    let publisher = publisher
        .or(paper)
        .or_else(behind)
        .map(|name| house(&name).to_owned());
    Declared {
        byline: found.byline(&linked, metas(AUTHORS), publisher.as_deref()),
        date: found.date(&linked, url.as_deref()),
        title,
        publisher,
        url,
        descriptions,
        standfirsts: found.standfirsts,
        live: linked.live,
    }
}

/// "© 2031 The Bergen Post. All rights reserved." names a paper too.
fn house(name: &str) -> &str {
    let name = name.trim_start_matches(|c: char| !c.is_alphabetic());
    let name = name.strip_prefix("Copyright ").unwrap_or(name);
    let name = name.trim_start_matches(|c: char| !c.is_alphabetic());
    name.split(". ")
        .next()
        .unwrap_or(name)
        .trim_end_matches('.')
}

/// The headline without the name of the site behind it, and that name.
fn without_site(title: &str, publisher: Option<&str>) -> (Option<String>, Option<String>) {
    for sign in [" | ", " - ", " – ", " — ", " :: ", " · "] {
        if let Some((before, behind)) = title.rsplit_once(sign)
            && publisher.is_some_and(|p| house(p).eq_ignore_ascii_case(behind.trim()))
        {
            // "Headline | Politics | The Bergen Post"
            let (before, _) = headline::without_paper(before);
            return (Some(before.trim().to_owned()), None);
        }
    }
    let (title, paper) = headline::without_paper(title);
    (Some(title.to_owned()), paper.map(str::to_owned))
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
            } else if is("h1") && out.looks("h1") {
                out.headings.extend(page.text_of(k));
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
        let words = |line: &str| furniture::word_string(&clean_line(line));
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
    /// friends other words than their readers, and print their own name as a heading.
    fn title(&self, linked: &Linked, meta: Option<String>) -> Option<String> {
        let property = self.properties.get("headline").cloned();
        let declared: Vec<String> = [
            linked.headline.clone(),
            meta,
            property,
            self.document.clone(),
        ]
        .into_iter()
        .flatten()
        .filter(|title| title.len() <= LONGEST_TEXT)
        .collect();
        let agreed = |printed: &&String| declared.iter().any(|d| alike(d, printed));
        let printed = self.headings.iter().find(agreed);
        printed
            .cloned()
            .or_else(|| declared.first().cloned())
            .or_else(|| self.headings.first().cloned())
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

    fn date(&self, linked: &Linked, url: Option<&str>) -> Option<(Date, DateFrom)> {
        let read = |text: &str, from| {
            let found = dates::find(text).map(|found| found.date);
            let found = found.filter(|date| date.year.is_some());
            Some((found.or_else(|| address::day(text))?, from))
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
            .or_else(|| Some((address::day(url?)?, DateFrom::Url)))
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

/// Whether half of the words of the shorter headline are in the other one.
fn alike(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        furniture::word_string(text)
            .split_whitespace()
            .take(MOST)
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let common = short.iter().filter(|word| long.contains(word)).count();
    // The name of the site is in the document's title too.
    short.len() >= 3 && common * 2 >= short.len()
        || (short.len() < 3 && !short.is_empty() && short == long)
}

/// The names of a declared byline, without label, jobs and addresses.
fn people(names: &str) -> String {
    printed_names(names).unwrap_or_else(|| unlabelled(names).to_owned())
}

/// The names in a line that the page marks as its author's.
fn printed_names(line: &str) -> Option<String> {
    let bare = unlabelled(line);
    let found = byline::read(line).or_else(|| byline::read(&format!("By {bare}")));
    let found = found.map(|found| found.names);
    found.or_else(|| byline::are_names(bare).then(|| bare.to_owned()))
}

/// A byline without the word for "by", in the languages whose pages are often read.
fn unlabelled(line: &str) -> &str {
    let line = line.trim();
    for label in [
        "By ", "BY ", "by ", "By: ", "Von ", "von ", "Par ", "Por ", "Di ", "Av ",
    ] {
        if let Some(names) = line.strip_prefix(label) {
            return names.trim();
        }
    }
    line
}

#[cfg(test)]
#[path = "declared_tests.rs"]
mod tests;
