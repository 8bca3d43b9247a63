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
    Rule {
        what: "tags or notes are on a quote of which nothing is known",
        count: "SELECT (SELECT count(*) FROM quote_tag WHERE quote NOT IN (SELECT id FROM kept_quote))
             + (SELECT count(*) FROM note WHERE quote NOT IN (SELECT id FROM kept_quote))",
        // Which quote it was nobody can tell, but a note is words that somebody wrote: it stays, on a
        // quote without words of no article.
        mend: &["INSERT OR IGNORE INTO kept_quote (id, article, words, nth)
             SELECT quote, 0, '', 0 FROM (SELECT quote FROM quote_tag UNION SELECT quote FROM note)
             WHERE quote NOT IN (SELECT id FROM kept_quote)"],
    },
    Rule {
        what: "steps belong to no change, or a change has another number of them",
        count: "SELECT (SELECT count(DISTINCT change) FROM step WHERE change NOT IN (SELECT id FROM change))
             + (SELECT count(*) FROM change c WHERE c.steps <>
                (SELECT count(*) FROM step s WHERE s.change = c.id))",
        mend: &[
            // Its place is behind those that were made before it, as far as is known.
            "INSERT INTO change (id, at, what, steps, state, place)
             SELECT change, ifnull(max(ifnull(after_at, before_at)), 0), 'a change whose name is lost', 0, 0,
                    max(change, ifnull((SELECT max(place) FROM change WHERE id < step.change), 0)) FROM step
             WHERE change NOT IN (SELECT id FROM change) GROUP BY change",
            "UPDATE change SET steps = (SELECT count(*) FROM step s WHERE s.change = change.id)",
        ],
    },
];
