//! Looking a store over and mending it.
//!
//! What can be found from what is there can be mended: totals, counts of quotes and variants, read
//! marks shown, the index of words, speakers of the collection, what belongs to an article that is
//! gone. A damaged file cannot: what can be read of it goes into another (see `salvage`).

use std::path::PathBuf;

use rusqlite::Connection;

use super::overlay_check::OVERLAY;
use super::schema::VERSION;
use super::{Batch, Store, StoreError, links};
use crate::import::STANDARD_INPUT;

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it is, in a few words.
    pub what: String,
    /// Whether [`Store::repair`] mends it.
    pub mendable: bool,
}

/// A fact that must not be: how many rows are so, and the statements that mend them.
pub(super) struct Rule {
    pub what: &'static str,
    pub count: &'static str,
    pub mend: &'static [&'static str],
}

/// In the order in which they are to be mended: what is gone first, then what is counted.
const RULES: &[Rule] = &[
    Rule {
        what: "articles have no text",
        count: "SELECT count(*) FROM article WHERE id NOT IN (SELECT article FROM body)",
        mend: &[
            // Their files are read again by the next import.
            "UPDATE file SET whole = 0 WHERE id IN (SELECT file FROM article
             WHERE id NOT IN (SELECT article FROM body))",
            "DELETE FROM article WHERE id NOT IN (SELECT article FROM body)",
        ],
    },
    Rule {
        what: "texts, quotes, speakers, links or sketches belong to no article",
        count: "SELECT (SELECT count(*) FROM body WHERE article NOT IN (SELECT id FROM article))
             + (SELECT count(*) FROM quote WHERE article NOT IN (SELECT id FROM article))
             + (SELECT count(*) FROM speaker WHERE article NOT IN (SELECT id FROM article))
             + (SELECT count(*) FROM sketch WHERE article NOT IN (SELECT id FROM article))
             + (SELECT count(*) FROM anchor WHERE article NOT IN (SELECT id FROM article))
             + (SELECT count(*) FROM line_print WHERE article NOT IN (SELECT id FROM article))
             + (SELECT count(*) FROM link WHERE article NOT IN (SELECT id FROM article))",
        mend: &[
            "DELETE FROM body WHERE article NOT IN (SELECT id FROM article)",
            "DELETE FROM quote WHERE article NOT IN (SELECT id FROM article)",
            "DELETE FROM speaker WHERE article NOT IN (SELECT id FROM article)",
            "DELETE FROM sketch WHERE article NOT IN (SELECT id FROM article)",
            "DELETE FROM anchor WHERE article NOT IN (SELECT id FROM article)",
            "DELETE FROM line_print WHERE article NOT IN (SELECT id FROM article)",
            "DELETE FROM link WHERE article NOT IN (SELECT id FROM article)",
        ],
    },
    Rule {
        what: "links lie outside of the block that they name",
        count: links::ASTRAY,
        mend: links::MEND,
    },
    Rule {
        what: "articles are from a file that is not known, or failures of one",
        count: "SELECT (SELECT count(*) FROM article
                        WHERE file IS NOT NULL AND file NOT IN (SELECT id FROM file))
             + (SELECT count(*) FROM failure WHERE file NOT IN (SELECT id FROM file))",
        mend: &[
            "UPDATE article SET file = NULL
             WHERE file IS NOT NULL AND file NOT IN (SELECT id FROM file)",
            "DELETE FROM failure WHERE file NOT IN (SELECT id FROM file)",
        ],
    },
    Rule {
        what: "quotes name a speaker that is not in their article",
        count: "SELECT count(*) FROM quote q WHERE q.speaker IS NOT NULL AND NOT EXISTS
                (SELECT 1 FROM speaker s WHERE s.article = q.article AND s.ordinal = q.speaker)",
        mend: &[
            "UPDATE quote SET speaker = NULL WHERE speaker IS NOT NULL AND NOT EXISTS
             (SELECT 1 FROM speaker s WHERE s.article = quote.article
              AND s.ordinal = quote.speaker)",
        ],
    },
    Rule {
        what: "articles say the same as one that is not there or is no head of a group",
        count: "SELECT count(*) FROM article a WHERE a.variant_of IS NOT NULL AND NOT EXISTS
                (SELECT 1 FROM article h WHERE h.id = a.variant_of AND h.variant_of IS NULL)",
        mend: &["UPDATE article SET variant_of = NULL, likeness = NULL
             WHERE variant_of IS NOT NULL AND NOT EXISTS (SELECT 1 FROM article h
             WHERE h.id = article.variant_of AND h.variant_of IS NULL)"],
    },
    Rule {
        what: "articles show another number of variants than they have",
        count: "SELECT count(*) FROM article a WHERE a.variants <>
                (SELECT count(*) FROM article v WHERE v.variant_of = a.id)",
        mend: &["UPDATE article SET variants =
             (SELECT count(*) FROM article v WHERE v.variant_of = article.id)"],
    },
    Rule {
        what: "articles show another number of quotes than they have",
        count: "SELECT count(*) FROM article a WHERE a.quotes <>
                (SELECT count(*) FROM quote q WHERE q.article = a.id)",
        mend: &["UPDATE article SET quotes =
             (SELECT count(*) FROM quote q WHERE q.article = article.id)"],
    },
    Rule {
        what: "articles are shown read or unread against their mark",
        count: "SELECT count(*) FROM article a WHERE a.read <>
                EXISTS (SELECT 1 FROM read_mark m WHERE m.article = a.id)",
        mend: &["UPDATE article SET read =
             EXISTS (SELECT 1 FROM read_mark m WHERE m.article = article.id)"],
    },
    Rule {
        what: "totals differ from what is there",
        count: "SELECT count(*) FROM (SELECT count(*) AS a, ifnull(sum(quotes), 0) AS q,
                ifnull(sum(1 - read), 0) AS u, count(variant_of) AS v FROM article) c
                LEFT JOIN total t WHERE t.articles IS NOT c.a OR t.quotes IS NOT c.q
                OR t.unread IS NOT c.u OR t.variants IS NOT c.v",
        mend: &[
            "INSERT OR REPLACE INTO total (one, articles, quotes, unread, variants)
             SELECT 1, count(*), ifnull(sum(quotes), 0), ifnull(sum(1 - read), 0),
             count(variant_of) FROM article",
        ],
    },
    Rule {
        what: "articles are not in the index of words, or it has some that are not there",
        count: "SELECT (SELECT count(*) FROM article WHERE entered = 1
                        AND id NOT IN (SELECT id FROM article_words_docsize))
             + (SELECT count(*) FROM article_words_docsize
                WHERE id NOT IN (SELECT id FROM article))",
        mend: &[
            "DELETE FROM article_words WHERE rowid IN (SELECT id FROM article_words_docsize
             WHERE id NOT IN (SELECT id FROM article))",
            "UPDATE article SET entered = 0
             WHERE entered = 1 AND id NOT IN (SELECT id FROM article_words_docsize)",
        ],
    },
    Rule {
        what: "speakers stand at another day than their article",
        count: "SELECT count(*) FROM speaker s JOIN article a ON a.id = s.article
                WHERE s.entity IS NOT NULL AND s.newest <> a.newest",
        mend: &["UPDATE speaker SET newest =
             (SELECT newest FROM article a WHERE a.id = speaker.article)
             WHERE entity IS NOT NULL AND article IN (SELECT id FROM article)"],
    },
    Rule {
        what: "speakers of the collection differ from those of its articles",
        count: "SELECT (SELECT count(*) FROM (SELECT id, speakers, quotes, articles FROM entity
                    EXCEPT SELECT entity, count(*), sum(quotes), sum(quotes > 0) FROM speaker
                    GROUP BY entity))
             + (SELECT count(*) FROM speaker s JOIN article a ON a.id = s.article
                WHERE a.entered = 1 AND s.kind IN ('person', 'organisation', 'document')
                AND ifnull(s.entity, 0) NOT IN (SELECT id FROM entity))
             + (SELECT count(*) FROM speaker s JOIN article a ON a.id = s.article
                WHERE a.entered = 1 AND s.quotes <> (SELECT count(*) FROM quote q
                WHERE q.article = s.article AND q.speaker = s.ordinal))
             + (SELECT count(*) FROM (SELECT entity, name, articles FROM alias EXCEPT
                    SELECT entity, value, count(*) FROM speaker, json_each(names) GROUP BY 1, 2))
             + (SELECT count(*) FROM (SELECT entity, role, articles FROM entity_role EXCEPT
                    SELECT entity, role, count(*) FROM speaker GROUP BY 1, 2))
             + (SELECT count(*) FROM (SELECT entity, value, count(*) FROM speaker, json_each(names)
                    WHERE entity IS NOT NULL GROUP BY 1, 2
                    EXCEPT SELECT entity, name, articles FROM alias))
             + (SELECT count(*) FROM (SELECT entity, role, count(*) FROM speaker
                    WHERE entity IS NOT NULL AND role IS NOT NULL GROUP BY 1, 2
                    EXCEPT SELECT entity, role, articles FROM entity_role))",
        mend: &[
            "UPDATE speaker SET entity = NULL",
            "DELETE FROM entity",
            "DELETE FROM alias",
            "DELETE FROM entity_role",
            "UPDATE article SET entered = 0",
        ],
    },
];

/// Articles that are entered again in one transaction.
const AT_ONCE: usize = 256;

/// What SQLite calls the index of words; it can be made anew.
const WORDS: &str = "article_words";

/// Mends what is not as it should be, in the order of the rules; the index of words is made anew
/// where it is damaged. What was made empty is entered again by [`Store::catch_up`].
fn mend(batch: &Batch<'_>, words: bool) -> rusqlite::Result<()> {
    let transaction = &batch.transaction;
    if words {
        transaction.execute_batch(
            "INSERT INTO article_words (article_words) VALUES ('delete-all');
             UPDATE article SET entered = 0",
        )?;
    }
    transaction.execute_batch("REINDEX")?;
    for rule in RULES.iter().chain(OVERLAY) {
        let count: i64 = transaction.query_row(rule.count, [], |row| row.get(0))?;
        if count > 0 {
            for statement in rule.mend {
                transaction.execute_batch(statement)?;
            }
        }
    }
    Ok(())
}

/// What SQLite finds: pages, rows missing from an index, and the like. Indexes can be made
/// anew; more cannot be mended in the file.
pub(super) fn damage(connection: &Connection) -> rusqlite::Result<Vec<Problem>> {
    let mut statement = connection.prepare("PRAGMA integrity_check(20)")?;
    let lines: Vec<String> = statement
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let found = lines.into_iter().filter(|line| line != "ok");
    Ok(found
        .map(|line| Problem {
            mendable: line.contains("missing from index")
                || line.contains("in index")
                || line.contains(WORDS),
            what: line.split_whitespace().collect::<Vec<_>>().join(" "),
        })
        .collect())
}

impl Store {
    /// The newest schema version known here.
    pub const SCHEMA: usize = VERSION;

    /// Everything in the store that is not as it should be; nothing is changed.
    ///
    /// # Errors
    /// When the store cannot be read. A damaged file is a [`Problem`], not an error, as long as
    /// SQLite can look at it.
    pub fn check(&self) -> Result<Vec<Problem>, StoreError> {
        let damage = damage(&self.connection);
        let damage = self.typed(damage)?;
        // The rules are of the newest schema.
        if !damage.is_empty() || self.version()? < VERSION {
            return Ok(damage);
        }
        let mut problems = Vec::new();
        for rule in RULES.iter().chain(OVERLAY) {
            let count = self
                .connection
                .query_row(rule.count, [], |row| row.get::<_, i64>(0));
            let count = self.typed(count)?;
            if count > 0 {
                problems.push(Problem {
                    what: format!("{}: {count}", rule.what),
                    mendable: true,
                });
            }
        }
        Ok(problems)
    }

    /// Mends what can be mended, after a copy was made beside the file; gives its path. What is left
    /// is told by [`Store::check`].
    ///
    /// # Errors
    /// When the copy cannot be made or the store not written; then nothing was changed.
    pub fn repair(&mut self) -> Result<PathBuf, StoreError> {
        if self.read_only {
            return Err(self.unwritable());
        }
        let damage = damage(&self.connection);
        let damage = self.typed(damage)?;
        if let Some(worse) = damage.iter().find(|p| !p.mendable) {
            return Err(StoreError::Damaged {
                path: self.path.clone(),
                detail: worse.what.clone(),
            });
        }
        let copy = self.back_up_beside("before-repair")?;
        self.mend_all(damage.iter().any(|p| p.what.contains(WORDS)))?;
        while self.catch_up(AT_ONCE)? > 0 {}
        Ok(copy)
    }

    /// Mends what the rules find, and makes the index of words anew where that is damaged.
    pub(super) fn mend_all(&mut self, words: bool) -> Result<(), StoreError> {
        let batch = self.batch()?;
        let done = mend(&batch, words);
        batch.typed(done)?;
        batch.commit()
    }

    /// Bytes of the file that hold nothing, and all its bytes.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn space(&self) -> Result<(u64, u64), StoreError> {
        let pragma = |name: &str| {
            self.connection
                .pragma_query_value(None, name, |row| row.get::<_, u64>(0))
        };
        let space = pragma("page_size").and_then(|size| {
            Ok((
                pragma("freelist_count")? * size,
                pragma("page_count")? * size,
            ))
        });
        self.typed(space)
    }

    /// How many files were not read to their end; the next import reads them again.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unfinished(&self) -> Result<u64, StoreError> {
        // What was piped in has no file to be read again.
        let sql = "SELECT count(*) FROM file WHERE whole = 0 AND path <> ?1";
        let count = self
            .connection
            .query_row(sql, [STANDARD_INPUT], |row| row.get(0));
        self.typed(count)
    }

    /// The version of its schema.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn schema(&self) -> Result<usize, StoreError> {
        self.version()
    }
}
