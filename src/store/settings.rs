//! What the reader keeps of itself from one start to the next: a value under a name.

use rusqlite::OptionalExtension;

use super::{Store, StoreError};

impl Store {
    /// What is kept under a name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM setting WHERE name = ?1";
        let value = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut s| s.query_row([name], |row| row.get(0)).optional());
        self.typed(value)
    }

    /// Keeps a value under a name in place of the one that is there, or takes that away.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn set_setting(&mut self, name: &str, value: Option<&str>) -> Result<(), StoreError> {
        let done = match value {
            Some(value) => self
                .connection
                .prepare_cached("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)")
                .and_then(|mut s| s.execute([name, value])),
            None => self
                .connection
                .prepare_cached("DELETE FROM setting WHERE name = ?1")
                .and_then(|mut s| s.execute([name])),
        };
        self.typed(done).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_kept_replaced_and_taken_away() {
        let mut store = Store::in_memory().unwrap();
        assert_eq!(store.setting("measure").unwrap(), None);
        for value in [Some("66"), Some("70"), None] {
            store.set_setting("measure", value).unwrap();
            assert_eq!(store.setting("measure").unwrap().as_deref(), value);
        }
    }
}
