//! The rows of the list that say the same as another, and what an edit changes on a row that is held.
//!
//! Must not know: where rows come from.

use std::collections::HashSet;

use super::articles::Articles;
use crate::app::event::Effect;
use crate::model::{ArticleEdit, ArticleId, ArticleRow, Tag};

impl Articles {
    /// Whether the row stands below its head because that was unfolded.
    #[must_use]
    pub fn is_unfolded(&self, id: ArticleId) -> bool {
        self.unfolded.contains(&id)
    }

    pub(super) fn heads(&self, rows: &[ArticleRow]) -> u64 {
        rows.iter().filter(|row| !self.is_unfolded(row.id)).count() as u64
    }

    /// Folds the group of the selected row, or asks for the rows that belong below it; nothing
    /// where it stands alone.
    pub fn toggle_group(&mut self, view: usize) -> Option<Effect> {
        let row = self.selected()?;
        let head = row
            .duplicate_of
            .filter(|_| self.is_unfolded(row.id))
            .unwrap_or(row.id);
        let below = |row: &ArticleRow| row.duplicate_of == Some(head);
        if self
            .rows
            .iter()
            .any(|row| below(row) && self.is_unfolded(row.id))
        {
            self.fold(head);
            return self.select(self.selected, view);
        }
        (row.duplicates > 0).then_some(Effect::Variants { id: head })
    }

    fn fold(&mut self, head: ArticleId) {
        let is_below =
            |row: &&ArticleRow| row.duplicate_of == Some(head) && self.is_unfolded(row.id);
        let selected = self.selected();
        let selected = selected.map(|row| if is_below(&row) { head } else { row.id });
        let unfolded = &mut self.unfolded;
        self.rows
            .retain(|row| row.duplicate_of != Some(head) || !unfolded.remove(&row.id));
        let place = self.rows.iter().position(|row| Some(row.id) == selected);
        self.selected = place.unwrap_or(0);
    }

    /// Puts the other articles of a group below their head, where that is held.
    pub fn unfold(&mut self, head: ArticleId, variants: Vec<ArticleRow>) {
        self.fold(head);
        let Some(at) = self.rows.iter().position(|row| row.id == head) else {
            return;
        };
        // Under a filter some of them may be rows of their own.
        let held: HashSet<ArticleId> = self.rows.iter().map(|row| row.id).collect();
        let new: Vec<ArticleRow> = variants
            .into_iter()
            .filter(|row| row.duplicate_of == Some(head) && !held.contains(&row.id))
            .collect();
        self.unfolded.extend(new.iter().map(|row| row.id));
        if self.selected > at {
            self.selected += new.len();
        }
        self.rows.splice(at + 1..at + 1, new);
    }

    /// Shows an edit on a held row.
    pub fn edit(&mut self, id: ArticleId, edit: &ArticleEdit) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            match edit {
                ArticleEdit::Read(read) if row.read != *read => {
                    row.read = *read;
                    if !self.turned.remove(&id) {
                        self.turned.insert(id);
                    }
                }
                ArticleEdit::Read(_) => {}
                ArticleEdit::Star(starred) => row.starred = *starred,
                ArticleEdit::Tag(tag) => edit_tags(&mut row.tags, tag, true),
                ArticleEdit::Untag(tag) => edit_tags(&mut row.tags, tag, false),
            }
        }
    }
}

/// Puts a tag among tags in alphabetical order, or takes it out.
pub fn edit_tags(tags: &mut Vec<Tag>, tag: &Tag, wanted: bool) {
    match (tags.binary_search(tag), wanted) {
        (Err(at), true) => tags.insert(at, tag.clone()),
        (Ok(at), false) => drop(tags.remove(at)),
        _ => {}
    }
}
