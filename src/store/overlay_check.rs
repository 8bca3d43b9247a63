//! What must not be in the person's overlay: rules for looking the store over. What is the person's is
//! never taken out by them.

use super::check::Rule;

/// After those of the articles, which may take articles out.
pub(super) const OVERLAY: &[Rule] = &[
    Rule {
        what: "articles are shown with or without a star against the person's",
        count: "SELECT count(*) FROM article a WHERE a.starred <>
                EXISTS (SELECT 1 FROM star m WHERE m.article = a.id)",
        mend: &["UPDATE article SET starred =
             EXISTS (SELECT 1 FROM star m WHERE m.article = article.id)"],
    },
    Rule {
        what: "articles that the person did something with are not noted, or as gone or there against what is so",
        count: "SELECT (SELECT count(*) FROM article WHERE id NOT IN (SELECT article FROM touched)
                AND (id IN (SELECT article FROM read_mark UNION ALL SELECT article FROM star
                     UNION ALL SELECT article FROM article_tag UNION ALL SELECT article FROM kept_quote
                     UNION ALL SELECT article FROM reading)))
             + (SELECT count(*) FROM touched WHERE gone = (article IN (SELECT id FROM article)))",
        mend: &[
            "INSERT INTO touched (article, location, hash) SELECT id, location, hash FROM article
             WHERE id NOT IN (SELECT article FROM touched)
             AND (id IN (SELECT article FROM read_mark UNION ALL SELECT article FROM star
                  UNION ALL SELECT article FROM article_tag UNION ALL SELECT article FROM kept_quote
                  UNION ALL SELECT article FROM reading))",
            "UPDATE touched SET gone = article NOT IN (SELECT id FROM article)",
        ],
    },
];
