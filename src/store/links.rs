//! The links behind words of articles: kept with the article, replaced with its text.

use rusqlite::params;

use crate::model::{Article, ArticleId, Link, Span};
use crate::text::links::{address, without_furniture};

use super::{Batch, Store};

/// How many links do not lie in their block.
pub(super) const ASTRAY: &str =
    "SELECT count(*) FROM link l JOIN body b ON b.article = l.article WHERE NOT ifnull(
         l.start < l.end AND json_valid(b.blocks)
         AND b.blocks -> l.block ->> 1 <= l.start AND l.end <= b.blocks -> l.block ->> 2, 0)";

/// The links of such articles go, and the next import reads them again.
pub(super) const MEND: &[&str] = &[
    "UPDATE article SET linked = 0 WHERE id IN (
         SELECT l.article FROM link l JOIN body b ON b.article = l.article WHERE NOT ifnull(
         l.start < l.end AND json_valid(b.blocks)
         AND b.blocks -> l.block ->> 1 <= l.start AND l.end <= b.blocks -> l.block ->> 2, 0))",
    "UPDATE file SET whole = 0 WHERE id IN (SELECT a.file FROM article a
         WHERE a.linked = 0 AND EXISTS (SELECT 1 FROM link WHERE article = a.id))",
    "DELETE FROM link WHERE article IN (SELECT id FROM article WHERE linked = 0)",
];

impl Batch<'_> {
    /// Puts the links of an article that has none there.
    pub(super) fn put_links(&self, id: i64, article: &Article) -> rusqlite::Result<()> {
        let mut statement = self.transaction.prepare_cached(
            "INSERT INTO link (article, start, end, block, url) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for Link { span, url } in &article.links {
            let behind = |block: &crate::model::Block| block.span.end <= span.start;
            let block = article.blocks.partition_point(behind);
            statement.execute(params![id, span.start, span.end, block, url])?;
        }
        Ok(())
    }

    /// Puts the links of an article of which all else is there already, from when links were not read;
    /// whether that could be done.
    pub(super) fn add_links(&self, id: i64, article: &Article) -> rusqlite::Result<bool> {
        let same = self
            .transaction
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM body WHERE article = ?1 AND text = ?2 AND blocks = ?3)",
            )?
            .query_row(
                params![id, article.text, super::codec::blocks_json(&article.blocks)?],
                |row| row.get(0),
            )?;
        if same {
            self.forget_links(id)?;
            self.put_links(id, article)?;
            self.transaction
                .prepare_cached("UPDATE article SET linked = 1 WHERE id = ?1")?
                .execute([id])?;
        }
        Ok(same)
    }

    pub(super) fn forget_links(&self, id: i64) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached("DELETE FROM link WHERE article = ?1")?
            .execute([id])
            .map(drop)
    }
}

impl Store {
    /// The links of an article that are shown with its text, in order. What stands in the file is not
    /// trusted either.
    pub(super) fn links_of(&self, id: ArticleId, article: &Article) -> rusqlite::Result<Vec<Link>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT start, end, url FROM link WHERE article = ?1 ORDER BY start")?;
        let mut rows = statement.query([id.0])?;
        let mut kept = Vec::new();
        while let Some(row) = rows.next()? {
            let link = link(row).filter(|link| !link.span.of(&article.text).is_empty());
            kept.extend(link);
        }
        without_furniture(&mut kept, &article.blocks);
        Ok(kept)
    }
}

/// A link as it stands there; nothing where it cannot be one.
fn link(row: &rusqlite::Row<'_>) -> Option<Link> {
    let place = |column| usize::try_from(row.get::<_, i64>(column).ok()?).ok();
    let url: String = row.get(2).ok()?;
    Some(Link {
        span: Span::new(place(0)?, place(1)?),
        url: address(&url).filter(|address| *address == url)?,
    })
}
