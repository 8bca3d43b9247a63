//! What was fetched from the web, and the articles that are there.

use rusqlite::{OptionalExtension, params};

use super::{Batch, KnownArticle, Store, StoreError};
use crate::model::{ArticleId, FileId};

/// An address that was fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visit {
    /// As it was asked for.
    pub address: String,
    /// The address that answered, behind redirects.
    pub answered: String,
    /// The ETag it came with.
    pub etag: Option<String>,
    /// The Last-Modified it came with.
    pub modified: Option<String>,
    /// Of a page that a feed pointed to: the hash of what the feed said of it.
    pub entry: Option<u64>,
}

impl Store {
    /// What is known of an address that was fetched before.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn visit(&self, address: &str) -> Result<Option<Visit>, StoreError> {
        let sql = "SELECT answered, etag, modified, entry FROM visit WHERE address = ?1";
        let found = self.connection.prepare_cached(sql).and_then(|mut s| {
            s.query_row([address], |row| {
                let entry: Option<Vec<u8>> = row.get(3)?;
                Ok(Visit {
                    address: address.to_owned(),
                    answered: row.get(0)?,
                    etag: row.get(1)?,
                    modified: row.get(2)?,
                    entry: entry
                        .and_then(|e| e.try_into().ok())
                        .map(u64::from_be_bytes),
                })
            })
            .optional()
        });
        self.typed(found)
    }

    /// The article from `location`, whatever it says there, and whether its links were read.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn article_from(&self, location: &str) -> Result<Option<(KnownArticle, bool)>, StoreError> {
        let sql = "SELECT id, file, linked FROM article WHERE location = ?1";
        let found = self.connection.prepare_cached(sql).and_then(|mut s| {
            s.query_row([location], |row| {
                let known = KnownArticle {
                    id: ArticleId(row.get(0)?),
                    file: row.get::<_, Option<i64>>(1)?.map(FileId),
                };
                Ok((known, row.get(2)?))
            })
            .optional()
        });
        self.typed(found)
    }
}

impl Batch<'_> {
    /// Notes that an address was fetched.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn put_visit(&mut self, visit: &Visit) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO visit (address, answered, etag, modified, entry)
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        let entry = visit.entry.map(u64::to_be_bytes);
        let done = self.transaction.prepare_cached(sql).and_then(|mut s| {
            s.execute(params![
                visit.address,
                visit.answered,
                visit.etag,
                visit.modified,
                entry,
            ])
        });
        self.typed(done).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_is_kept_and_replaced() {
        let mut store = Store::in_memory().unwrap();
        let mut visit = Visit {
            address: "https://a.example/".to_owned(),
            answered: "https://b.example/".to_owned(),
            etag: Some("\"1\"".to_owned()),
            modified: None,
            entry: Some(u64::MAX),
        };
        for _ in 0..2 {
            let mut batch = store.batch().unwrap();
            batch.put_visit(&visit).unwrap();
            batch.commit().unwrap();
            assert_eq!(store.visit(&visit.address).unwrap().as_ref(), Some(&visit));
            visit.entry = None;
        }
        assert_eq!(store.visit("https://c.example/").unwrap(), None);
        assert_eq!(store.article_from("https://a.example/").unwrap(), None);
    }
}
