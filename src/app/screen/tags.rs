//! The box in which tags are put on an article or a quote: what is typed, and the tags there are.
//!
//! Must not know: how tags are kept.

use std::borrow::Cow;

use tui_input::Input;

use super::alike::edit_tags;
use crate::model::{Tag, TagCount};
use crate::text::fold::fold_str;

/// The tags of something, to be changed.
#[derive(Debug)]
pub struct Tags<T> {
    /// What is tagged.
    pub target: T,
    /// What it is called in the heading.
    pub title: String,
    /// What is typed.
    pub input: Input,
    /// The chosen row, where one is.
    pub selected: Option<usize>,
    /// The tags it has, in alphabetical order.
    on: Vec<Tag>,
    /// All tags of the collection, once they are known.
    known: Vec<TagCount>,
}

/// A tag to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagRow {
    /// The tag.
    pub tag: Tag,
    /// Whether it is on.
    pub on: bool,
    /// How many articles and quotes have it; none of a new one.
    pub count: Option<u64>,
}

impl<T> Tags<T> {
    /// Opens the box for something that has these tags.
    #[must_use]
    pub fn open(target: T, title: String, on: Vec<Tag>) -> Self {
        Self {
            target,
            title,
            input: Input::default(),
            selected: None,
            on,
            known: Vec::new(),
        }
    }

    /// Takes the tags of the collection; the chosen one stays chosen, wherever it stands now.
    pub fn know(&mut self, known: Vec<TagCount>) {
        let chosen = self.chosen().map(|row| row.tag);
        self.known = known;
        if let Some(tag) = chosen {
            self.selected = self.rows().iter().position(|row| row.tag == tag);
        }
    }

    /// What is typed, without blanks around it and `#`; what is no tag but becomes one with hyphens, as
    /// that one.
    fn typed(&self) -> Cow<'_, str> {
        let typed = self.input.value().trim().trim_start_matches('#');
        if typed.is_empty() || typed.parse::<Tag>().is_ok() {
            return Cow::Borrowed(typed);
        }
        let parts = typed.split(|c: char| !c.is_alphanumeric() && c != '_');
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        let meant = parts.join("-");
        match meant.parse::<Tag>() {
            Ok(_) => Cow::Owned(meant),
            Err(_) => Cow::Borrowed(typed),
        }
    }

    /// The tags that what is typed may mean: the ones it begins; itself, where there is no such tag;
    /// then those that hold it; each by how much has them. Where nothing is typed, those that are on
    /// come first.
    #[must_use]
    pub fn rows(&self) -> Vec<TagRow> {
        let written = self.typed();
        let typed = fold_str(&written);
        let count = |known: &TagCount| known.articles + known.quotes;
        let mut rows: Vec<TagRow> = self
            .known
            .iter()
            .map(|known| TagRow {
                tag: known.tag.clone(),
                on: self.on.contains(&known.tag),
                count: Some(count(known)),
            })
            .collect();
        let unknown = |tag: &&Tag| self.known.iter().all(|known| known.tag != **tag);
        rows.extend(self.on.iter().filter(unknown).map(|tag| TagRow {
            tag: tag.clone(),
            on: true,
            count: None,
        }));
        let place = |row: &TagRow| fold_str(row.tag.name()).find(&typed);
        rows.retain(|row| place(row).is_some());
        rows.sort_by_cached_key(|row| {
            let inside = place(row) != Some(0);
            let off = typed.is_empty() && !row.on;
            let other = row.tag.name() != typed;
            let count = std::cmp::Reverse(row.count);
            (other, inside, off, count, row.tag.clone())
        });
        let new = self.typed().parse::<Tag>().ok();
        let new = new.filter(|tag| rows.iter().all(|row| row.tag != *tag));
        let new = new.map(|tag| TagRow {
            tag,
            on: false,
            count: None,
        });
        let inside = rows.partition_point(|row| place(row) == Some(0));
        rows.splice(inside..inside, new);
        rows
    }

    /// Something was typed: the first row is chosen, or none where nothing is.
    pub fn edited(&mut self) {
        self.selected = (!self.typed().is_empty()).then_some(0);
    }

    /// Chooses the row `delta` further.
    pub fn go(&mut self, delta: isize) {
        let last = self.rows().len().checked_sub(1);
        self.selected = match (self.selected, last) {
            (_, None) => None,
            (None, _) => Some(0),
            (Some(at), Some(last)) => Some(at.saturating_add_signed(delta).min(last)),
        };
    }

    /// The chosen tag, and whether it is on.
    #[must_use]
    pub fn chosen(&self) -> Option<TagRow> {
        self.rows().into_iter().nth(self.selected?)
    }

    /// Puts the chosen tag on, or takes it off; gives it and whether it is on now.
    pub fn toggle(&mut self) -> Option<(Tag, bool)> {
        let TagRow { tag, on, .. } = self.chosen()?;
        edit_tags(&mut self.on, &tag, !on);
        // The next one can be typed at once.
        self.input.reset();
        self.edited();
        Some((tag, !on))
    }

    /// First row to show where `view` rows are shown.
    #[must_use]
    pub fn top(&self, view: usize) -> usize {
        (self.selected.unwrap_or(0) + 1).saturating_sub(view.max(1))
    }

    /// Why nothing can be chosen, where that is so.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        if self.typed().is_empty() {
            "No tags yet: type one."
        } else {
            "A tag is of letters, digits, - and _ without blanks, at most 64."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(name: &str) -> Tag {
        name.parse().unwrap()
    }

    fn tags(on: &[&str], known: &[(&str, u64)]) -> Tags<()> {
        let on = on.iter().map(|name| tag(name)).collect();
        let mut tags = Tags::open((), String::new(), on);
        let known = known.iter().map(|(name, articles)| TagCount {
            tag: tag(name),
            articles: *articles,
            quotes: 0,
        });
        tags.know(known.collect());
        tags
    }

    fn names(tags: &Tags<()>) -> Vec<String> {
        let rows = tags.rows().into_iter();
        rows.map(|row| row.tag.name().to_owned()).collect()
    }

    fn typed(tags: &mut Tags<()>, text: &str) {
        tags.input = Input::new(text.to_owned());
        tags.edited();
    }

    #[test]
    fn what_is_typed_is_completed_from_the_tags_there_are() {
        let mut tags = tags(
            &["zinc"],
            &[("grain", 2), ("grape", 9), ("vineyard-gr", 30), ("zinc", 1)],
        );
        assert_eq!(names(&tags), ["zinc", "vineyard-gr", "grape", "grain"]);
        assert_eq!(
            tags.chosen(),
            None,
            "nothing is chosen before anything is typed"
        );
        typed(&mut tags, "#GR");
        assert_eq!(names(&tags), ["grape", "grain", "gr", "vineyard-gr"]);
        assert_eq!(tags.toggle(), Some((tag("grape"), true)));
        assert_eq!(names(&tags)[..2], ["grape", "zinc"]);
        typed(&mut tags, "ürm");
        assert_eq!(names(&tags), ["ürm"]);
        typed(&mut tags, "no tag!");
        assert_eq!(names(&tags), ["no-tag"], "the one it becomes with a hyphen");
        typed(&mut tags, "Vineyard  gr");
        assert_eq!(names(&tags), ["vineyard-gr"], "which may be there");
        typed(&mut tags, "!?");
        assert_eq!((names(&tags).len(), tags.toggle()), (0, None));
        typed(&mut tags, "zinc");
        assert_eq!(tags.toggle(), Some((tag("zinc"), false)));
    }
}
