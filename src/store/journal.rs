//! The journal of what the person did: every change with how things were before, to be undone and
//! done again.
//!
//! Changes stand in a line. Undoing goes back along it, doing again goes forward; a new change is
//! put behind those that hold, and what was undone then is passed over but stays to be seen. A
//! change in the middle is undone by a new one that sets back what is still as it left it.

use rusqlite::{OptionalExtension, Row, params};

use crate::model::{Change, ChangeId, ChangeState};

use super::overlay::{Content, Kind, Slot};
use super::{Batch, Store, StoreError, codec};

const COLUMNS: &str = "id, at, what, steps, state";

/// A change that is being made.
pub(super) struct Draft<'b, 's> {
    batch: &'b Batch<'s>,
    id: i64,
    steps: u64,
}

/// What came of undoing one change of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The change as the journal has it now, or the new one that set things back.
    pub change: Change,
    /// How many things were left as a later change made them.
    pub left: u64,
}

impl<'b, 's> Draft<'b, 's> {
    /// Begins a change at the end of the line.
    pub(super) fn new(batch: &'b Batch<'s>) -> rusqlite::Result<Self> {
        let last: Option<i64> = batch
            .transaction
            .prepare_cached("SELECT max(id) FROM change")?
            .query_row([], |row| row.get(0))?;
        Ok(Self {
            batch,
            id: last.unwrap_or(0) + 1,
            steps: 0,
        })
    }

    /// Sets a thing or takes it away; whether that made a difference.
    pub(super) fn set(&mut self, slot: &Slot, after: Option<&Content>) -> rusqlite::Result<bool> {
        let before = slot.read(&self.batch.transaction)?;
        let text = |content: Option<&Content>| content.map(|c| c.text.clone());
        if text(before.as_ref()) == text(after) {
            return Ok(false);
        }
        self.batch.set(slot, after)?;
        let (before_at, before_text) = columns(before.as_ref());
        let (after_at, after_text) = columns(after);
        self.batch
            .transaction
            .prepare_cached(
                "INSERT INTO step (change, ordinal, kind, of, name, before_at, before_text,
                                   after_at, after_text)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                self.id,
                self.steps,
                slot.kind.name(),
                slot.of,
                slot.name,
                before_at,
                before_text,
                after_at,
                after_text
            ])?;
        self.steps += 1;
        Ok(true)
    }

    /// Puts the change into the line under that sentence; nothing where it made no difference.
    pub(super) fn finish(self, what: String) -> rusqlite::Result<Option<Change>> {
        if self.steps > 0 {
            let pass_over = "UPDATE change SET state = 2 WHERE state = 1";
            self.batch.transaction.execute(pass_over, [])?;
        }
        self.finish_beside(what)
    }

    /// The same for what nobody asked for: it can be undone, and what was undone before can still be done
    /// again.
    pub(super) fn finish_beside(self, what: String) -> rusqlite::Result<Option<Change>> {
        if self.steps == 0 {
            return Ok(None);
        }
        let place = self.place()?;
        let transaction = &self.batch.transaction;
        transaction
            .prepare_cached(
                "INSERT INTO change (id, at, what, steps, state, place) VALUES (?1, ?2, ?3, ?4, 0, ?5)",
            )?
            .execute(params![self.id, self.batch.now, what, self.steps, place])?;
        Ok(Some(Change {
            id: ChangeId(self.id),
            at: self.batch.now,
            what,
            steps: self.steps,
            state: ChangeState::Done,
        }))
    }
}

impl Draft<'_, '_> {
    /// The place in the line behind the changes that hold: those that were undone come after it, each a
    /// place further, so that what is undone last is still done again first.
    fn place(&self) -> rusqlite::Result<i64> {
        let transaction = &self.batch.transaction;
        let first: Option<i64> = transaction
            .prepare_cached("SELECT min(place) FROM change WHERE state = 1")?
            .query_row([], |row| row.get(0))?;
        if let Some(first) = first {
            transaction
                .prepare_cached("UPDATE change SET place = place + 1 WHERE place >= ?1")?
                .execute([first])?;
            return Ok(first);
        }
        transaction
            .prepare_cached("SELECT ifnull(max(place), 0) + 1 FROM change")?
            .query_row([], |row| row.get(0))
    }
}

fn columns(content: Option<&Content>) -> (Option<i64>, Option<&str>) {
    (
        content.map(|c| c.at),
        content.and_then(|c| c.text.as_deref()),
    )
}

/// A step of a change as it was written down.
struct Step {
    slot: Slot,
    before: Option<Content>,
    after: Option<Content>,
}

fn step(row: &Row<'_>) -> rusqlite::Result<Step> {
    let content = |at: usize| -> rusqlite::Result<Option<Content>> {
        let text = row.get(at + 1)?;
        Ok(row
            .get::<_, Option<i64>>(at)?
            .map(|at| Content { at, text }))
    };
    Ok(Step {
        slot: Slot {
            kind: codec::named(row.get_ref(0)?.as_str()?, Kind::from_name)?,
            of: row.get(1)?,
            name: row.get(2)?,
        },
        before: content(3)?,
        after: content(5)?,
    })
}

fn change(row: &Row<'_>) -> rusqlite::Result<Change> {
    Ok(Change {
        id: ChangeId(row.get(0)?),
        at: row.get(1)?,
        what: row.get(2)?,
        steps: row.get(3)?,
        state: match row.get(4)? {
            0 => ChangeState::Done,
            1 => ChangeState::Undone,
            _ => ChangeState::PassedOver,
        },
    })
}

impl Store {
    /// The person's changes, newest first, at most `limit`; those before `before`, where given.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn history(
        &self,
        before: Option<ChangeId>,
        limit: usize,
    ) -> Result<Vec<Change>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM change WHERE id < ?1 ORDER BY id DESC LIMIT ?2");
        let before = before.map_or(i64::MAX, |id| id.0);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found = self.connection.prepare_cached(&sql).and_then(|mut s| {
            s.query_map(params![before, limit], change)?
                .collect::<rusqlite::Result<Vec<_>>>()
        });
        self.typed(found)
    }

    /// Undoes the last change that holds; gives it, or nothing where there is none.
    ///
    /// # Errors
    /// When the store cannot be read or written; then nothing was changed.
    pub fn undo(&mut self) -> Result<Option<Change>, StoreError> {
        let batch = self.batch()?;
        let undone = batch.undo_last();
        batch.done(undone)
    }

    /// Does again what was undone last; gives it, or nothing where there is none.
    ///
    /// # Errors
    /// When the store cannot be read or written; then nothing was changed.
    pub fn redo(&mut self) -> Result<Option<Change>, StoreError> {
        let batch = self.batch()?;
        let done = batch.redo_next();
        batch.done(done)
    }

    /// Undoes that change and all that were made after it, at once: how many, and the last that was
    /// undone. Nothing where it does not hold any more, as where another window undid it.
    ///
    /// # Errors
    /// When the store cannot be read or written; then nothing was changed.
    pub fn undo_back_to(&mut self, id: ChangeId) -> Result<(u64, Option<Change>), StoreError> {
        let batch = self.batch()?;
        let undone = batch.walk("state = 0 AND id = ?1", id, Batch::undo_last);
        batch.done(undone)
    }

    /// Does again all that was undone up to that change, at once: how many, and the last. Nothing
    /// where it is not undone any more.
    ///
    /// # Errors
    /// When the store cannot be read or written; then nothing was changed.
    pub fn redo_up_to(&mut self, id: ChangeId) -> Result<(u64, Option<Change>), StoreError> {
        let batch = self.batch()?;
        let done = batch.walk("state = 1 AND id = ?1", id, Batch::redo_next);
        batch.done(done)
    }

    /// Undoes one change, wherever it stands in the line. The last one that holds is undone as by
    /// [`Store::undo`]; of an earlier one all is set back that is still as it left it, which is a
    /// change of its own. Nothing where there is no such change or it does not hold.
    ///
    /// # Errors
    /// When the store cannot be read or written; then nothing was changed.
    pub fn undo_change(&mut self, id: ChangeId) -> Result<Option<Undone>, StoreError> {
        let batch = self.batch()?;
        let undone = batch.undo_one(id);
        batch.done(undone)
    }
}

impl Batch<'_> {
    fn last_done(&self) -> rusqlite::Result<Option<Change>> {
        self.change("state = ?1 ORDER BY place DESC", 0)
    }

    fn change(&self, condition: &str, value: i64) -> rusqlite::Result<Option<Change>> {
        let sql = format!("SELECT {COLUMNS} FROM change WHERE {condition} LIMIT 1");
        self.transaction
            .prepare_cached(&sql)?
            .query_row([value], change)
            .optional()
    }

    fn undo_last(&self) -> rusqlite::Result<Option<Change>> {
        let Some(mut last) = self.last_done()? else {
            return Ok(None);
        };
        self.each_step(last.id, "DESC", |step| {
            self.set(&step.slot, step.before.as_ref())
        })?;
        self.put_state(&mut last, ChangeState::Undone)?;
        Ok(Some(last))
    }

    fn redo_next(&self) -> rusqlite::Result<Option<Change>> {
        let Some(mut next) = self.change("state = ?1 ORDER BY place", 1)? else {
            return Ok(None);
        };
        self.each_step(next.id, "ASC", |step| {
            self.set(&step.slot, step.after.as_ref())
        })?;
        self.put_state(&mut next, ChangeState::Done)?;
        Ok(Some(next))
    }

    /// Takes steps along the line up to that change, where the condition holds of it.
    fn walk(
        &self,
        condition: &str,
        id: ChangeId,
        step: impl Fn(&Self) -> rusqlite::Result<Option<Change>>,
    ) -> rusqlite::Result<(u64, Option<Change>)> {
        let (mut count, mut last) = (0, None);
        if self.change(condition, id.0)?.is_none() {
            return Ok((count, last));
        }
        while last.as_ref().is_none_or(|last: &Change| last.id != id) {
            let Some(change) = step(self)? else {
                break;
            };
            count += 1;
            last = Some(change);
        }
        Ok((count, last))
    }

    fn undo_one(&self, id: ChangeId) -> rusqlite::Result<Option<Undone>> {
        let Some(wanted) = self.change("state = 0 AND id = ?1", id.0)? else {
            return Ok(None);
        };
        if self.last_done()?.is_some_and(|last| last.id == id) {
            let undone = self.undo_last()?;
            return Ok(undone.map(|change| Undone { change, left: 0 }));
        }
        let mut left = 0;
        let mut draft = Draft::new(self)?;
        self.each_step(id, "DESC", |step| {
            let now = step.slot.read(&self.transaction)?;
            if now == step.after {
                draft.set(&step.slot, step.before.as_ref()).map(drop)
            } else {
                left += 1;
                Ok(())
            }
        })?;
        let change = draft.finish(format!("Undid change {}: {}", id.0, wanted.what))?;
        Ok(Some(Undone {
            // Nothing of it is left to be undone: it stays as it is.
            change: change.unwrap_or(wanted),
            left,
        }))
    }

    fn each_step(
        &self,
        change: ChangeId,
        way: &str,
        mut f: impl FnMut(Step) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        let sql = format!(
            "SELECT kind, of, name, before_at, before_text, after_at, after_text FROM step
             WHERE change = ?1 ORDER BY ordinal {way}"
        );
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let mut rows = statement.query([change.0])?;
        while let Some(row) = rows.next()? {
            f(step(row)?)?;
        }
        Ok(())
    }

    fn put_state(&self, change: &mut Change, state: ChangeState) -> rusqlite::Result<()> {
        change.state = state;
        let number = i64::from(state != ChangeState::Done);
        self.transaction
            .prepare_cached("UPDATE change SET state = ?2 WHERE id = ?1")?
            .execute(params![change.id.0, number])
            .map(drop)
    }
}
