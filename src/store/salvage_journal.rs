//! The journal of a salvaged store: what is left of it must hold together, so that undoing never does
//! half of something.

use rusqlite::Connection;

/// The last change that is not whole. `lacks_end`: the very last may be missing, and then none that is
/// there is known to hold.
pub(super) fn broken(connection: &Connection, lacks_end: bool) -> rusqlite::Result<Option<i64>> {
    // Of a change whose row is lost, steps may be left, or a gap in the numbers.
    let sql = "SELECT max(id) FROM (
             SELECT c.id FROM change c WHERE c.steps <> (SELECT count(*) FROM step s
                 WHERE s.change = c.id AND s.ordinal BETWEEN 0 AND c.steps - 1)
                 OR EXISTS (SELECT 1 FROM step s WHERE s.change = c.id AND s.ordinal >= c.steps)
             UNION ALL SELECT change FROM step WHERE change NOT IN (SELECT id FROM change)
             UNION ALL SELECT id - 1 FROM change WHERE id > (SELECT min(id) FROM change)
                 AND id - 1 NOT IN (SELECT id FROM change)
             UNION ALL SELECT id FROM change WHERE ?1)";
    connection.query_row(sql, [lacks_end], |row| row.get(0))
}

/// Drops the changes up to the `broken` one: what is undone goes back through all of a line. `lacks`: rows
/// may be missing. How many changes were dropped.
pub(super) fn drop_until(
    connection: &Connection,
    broken: Option<i64>,
    lacks: bool,
) -> rusqlite::Result<u64> {
    let mut dropped = 0;
    if let Some(broken) = broken {
        dropped = connection.execute("DELETE FROM change WHERE id <= ?1", [broken])?;
        connection.execute("DELETE FROM step WHERE change <= ?1", [broken])?;
    }
    if broken.is_some() || lacks {
        // What was dropped may have been undone; then nothing behind it can be done again first.
        connection.execute(
            "UPDATE change SET state = 2 WHERE state = 1
             AND NOT EXISTS (SELECT 1 FROM change WHERE state = 0)",
            [],
        )?;
    }
    Ok(dropped as u64)
}

#[cfg(test)]
mod tests {
    use super::super::overlay_tests::{put_at, quoting, tag};
    use super::super::tests::source;
    use super::super::{Bulk, Store, Which};
    use super::*;
    use crate::model::{ArticleEdit, ArticleId, ChangeState};

    /// A store with five changes of two steps.
    fn five() -> Store {
        let mut store = Store::in_memory().unwrap();
        for n in 1..3 {
            put_at(&mut store, &source(n, 1), &quoting(&["Yes"]));
        }
        for name in ["a", "b", "c", "d", "e"] {
            let edit = ArticleEdit::Tag(tag(name));
            let ids = [ArticleId(1), ArticleId(2)];
            store
                .apply(&Bulk::Articles(Which::These(&ids), &edit))
                .unwrap();
        }
        store
    }

    #[test]
    fn a_journal_begins_behind_what_is_missing_in_it() {
        let left = |damage: &str, undone: usize, lacks: bool, end: bool| {
            let mut store = five();
            for _ in 0..undone {
                store.undo().unwrap();
            }
            store.connection.execute_batch(damage).unwrap();
            let broken = broken(&store.connection, end).unwrap();
            drop_until(&store.connection, broken, lacks).unwrap();
            let changes = store.history(None, 9).unwrap();
            let steps = "SELECT count(*) FROM step";
            let steps: usize = store
                .connection
                .query_row(steps, [], |row| row.get(0))
                .unwrap();
            assert_eq!(steps, 2 * changes.len(), "{damage}");
            let changes = changes.iter().map(|c| (c.id.0, c.state));
            changes.collect::<Vec<_>>()
        };
        let done = |ids: &[i64]| -> Vec<(i64, ChangeState)> {
            ids.iter().map(|id| (*id, ChangeState::Done)).collect()
        };
        assert_eq!(left("", 0, false, false), done(&[5, 4, 3, 2, 1]));
        for damage in [
            "DELETE FROM step WHERE change = 3 AND ordinal = 0",
            "DELETE FROM step WHERE change = 3 AND ordinal = 1",
            "DELETE FROM step WHERE change = 3",
            "DELETE FROM change WHERE id = 3",
            "DELETE FROM change WHERE id = 3; DELETE FROM step WHERE change = 3",
        ] {
            assert_eq!(left(damage, 0, true, false), done(&[5, 4]), "{damage}");
        }
        // The last one: nothing holds together without it.
        assert_eq!(left("DELETE FROM change WHERE id = 5", 0, true, false), []);
        assert_eq!(left("", 0, true, true), []);
        // What was undone cannot be done again behind a gap.
        let gap = "DELETE FROM step WHERE change = 3 AND ordinal = 0";
        assert_eq!(
            left(gap, 4, true, false),
            [(5, ChangeState::PassedOver), (4, ChangeState::PassedOver)]
        );
        assert_eq!(
            left(gap, 1, true, false),
            [(5, ChangeState::Undone), (4, ChangeState::Done)]
        );
    }
}
