//! The names under which `<meta>` tells something of an article.
//!
//! Owns the lists; must not know which of them is believed.

/// Names under which `<meta>` tells a day of publication.
pub(super) const DATES: &[&str] = &[
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
pub(super) const AUTHORS: &[&str] = &[
    "author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "article:author",
    "twitter:creator:name",
];
pub(super) const PUBLISHERS: &[&str] = &[
    "og:site_name",
    "publisher",
    "dc.publisher",
    "dcterms.publisher",
    "application-name",
    "apple-mobile-web-app-title",
    "copyright",
];
pub(super) const DESCRIPTIONS: &[&str] = &[
    "og:description",
    "description",
    "twitter:description",
    "dc.description",
];
