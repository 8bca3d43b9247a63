//! The document store: one SQLite file with articles, their quotes and speakers, and what the
//! person marked. The only SQL of the program is here.
//!
//! One [`Store`] is one connection. A store has one writer at a time and any number of readers
//! (WAL). Lists are read in windows by keyset, totals are kept: nothing here counts rows or skips
//! over them for a list. What the machine found can be replaced; what the person marked stays.
//!
//! Must not know: terminal.

mod articles;
mod backup;
mod batch;
mod catch_up;
mod check;
#[cfg(test)]
mod check_tests;
mod clock;
mod codec;
mod entities;
mod errors;
mod files;
#[cfg(test)]
mod files_tests;
mod filter;
#[cfg(test)]
mod filter_tests;
mod find;
#[cfg(test)]
mod find_tests;
mod functions;
mod furniture;
#[cfg(test)]
mod furniture_tests;
mod groups;
#[cfg(test)]
mod groups_tests;
#[cfg(test)]
mod index_tests;
mod journal;
mod kept_quotes;
mod leftovers;
mod links;
#[cfg(test)]
mod links_tests;
mod noting;
mod open;
#[cfg(test)]
mod open_tests;
mod organise;
mod overlay;
mod overlay_check;
#[cfg(test)]
mod overlay_properties;
#[cfg(test)]
mod overlay_tests;
mod overview;
mod pages;
mod people;
#[cfg(test)]
mod people_tests;
mod quotes;
mod reading;
mod record;
mod renaming;
#[cfg(test)]
mod renaming_tests;
mod renew;
mod salvage;
mod salvage_journal;
mod salvage_overlay;
#[cfg(test)]
mod salvage_overlay_tests;
mod salvage_tables;
#[cfg(test)]
mod salvage_tests;
mod salvage_walk;
mod schema;
mod searches;
mod settings;
mod speakers;
mod tally;
#[cfg(test)]
mod tally_tests;
#[cfg(test)]
mod tests;
mod turn;
mod visits;
mod window;
mod words;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::model::Counts;

pub use crate::model::ArticleOrder;
pub use batch::{Batch, Entry, KnownArticle, Outcome, Put};
pub use check::Problem;
pub use errors::StoreError;
pub use files::{FileEnd, KnownFile, KnownRecord};
pub use journal::Undone;
pub use noting::Noted;
pub use organise::{Applied, Bulk, Preview, QuotePlace, Rows, Which};
pub use renaming::gone_place;
pub use renew::{FoundAnew, Outdated};
pub use salvage::Salvaged;
pub use salvage_overlay::SavedOverlay;
pub use speakers::LISTED;
pub use visits::Visit;
pub use window::{ArticleCursor, Direction};
pub use words::IndexWords;

/// One connection to one store.
pub struct Store {
    connection: Connection,
    path: PathBuf,
    read_only: bool,
    /// What stood in the way of writing, where that is not what is allowed: no room may be left.
    refused: Option<StoreError>,
}

impl Store {
    /// The file it is kept in; `:memory:` for a store that is discarded afterwards.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether nothing can be written to it.
    #[must_use]
    pub const fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Kept totals, read from one row.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let sql = "SELECT articles, quotes, unread, variants FROM total";
        let counts = self.connection.prepare_cached(sql).and_then(|mut s| {
            s.query_row([], |row| {
                Ok(Counts {
                    articles: row.get(0)?,
                    quotes: row.get(1)?,
                    unread: row.get(2)?,
                    variants: row.get(3)?,
                })
            })
        });
        self.typed(counts)
    }

    /// A number that is another one once another connection has written.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        let version = self
            .connection
            .prepare_cached("PRAGMA data_version")
            .and_then(|mut s| s.query_row([], |row| row.get(0)));
        self.typed(version)
    }

    /// What `f` gives on the store; once `stop` says yes, what is being read fails.
    ///
    /// # Errors
    /// When SQLite cannot be told.
    pub fn until<T>(
        &self,
        stop: impl FnMut() -> bool + Send + 'static,
        f: impl FnOnce(&Self) -> T,
    ) -> Result<T, StoreError> {
        // Of SQLite's machine, between two looks.
        const STEPS: i32 = 1000;
        self.typed(self.connection.progress_handler(STEPS, Some(stop)))?;
        let given = f(self);
        let none: Option<fn() -> bool> = None;
        self.typed(self.connection.progress_handler(0, none))?;
        Ok(given)
    }

    /// Gives back the memory for pages that were read; to be called where nothing is asked for a while.
    pub fn rest(&self) {
        // Where that fails nothing is lost.
        let _ = self.connection.release_memory();
    }

    /// Makes it as if that engine had found all quotes.
    #[cfg(test)]
    pub(crate) fn age_engine(&self, engine: &str) -> Result<(), StoreError> {
        let sql = "UPDATE article SET engine = ?1";
        self.typed(self.connection.execute(sql, [engine]).map(drop))
    }

    /// Lets a row hold no more than so many bytes.
    #[cfg(test)]
    pub(crate) fn limit_rows(&self, bytes: i32) -> Result<(), StoreError> {
        let limit = rusqlite::limits::Limit::SQLITE_LIMIT_LENGTH;
        self.typed(self.connection.set_limit(limit, bytes).map(drop))
    }

    /// Fails where it can only be read because the system failed to write when it was opened.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] or [`StoreError::SystemFailed`].
    pub fn expect_room(&self) -> Result<(), StoreError> {
        self.refused.clone().map_or(Ok(()), Err)
    }

    /// Why it cannot be written.
    fn unwritable(&self) -> StoreError {
        let refused = self.refused.clone();
        refused.unwrap_or_else(|| StoreError::ReadOnly(self.path.clone()))
    }

    /// Gives an error of SQLite its type and this store's path.
    fn typed<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|e| StoreError::new(&self.path, &e))
    }
}
