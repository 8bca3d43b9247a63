//! Something that is done with all articles that the filter lets through: what is chosen, and how many it
//! would change, before it is done.
//!
//! Must not know: who counts, how it is done.

use crate::app::words;
use crate::model::{ArticleEdit, ArticleRow};

/// The box.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bulk {
    /// The filter that was in force when it was opened.
    pub filter: String,
    /// The chosen row.
    pub selected: usize,
    /// What the person is asked about.
    pub asking: Option<Asking>,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// The edit.
    pub edit: ArticleEdit,
    /// The request that counts.
    pub generation: u64,
    /// How many pass, and how many of them it would change, once they are counted.
    pub counted: Option<(u64, u64)>,
}

impl Asking {
    /// Whether it changes anything of an article.
    #[must_use]
    pub fn changes(&self, row: &ArticleRow) -> bool {
        match &self.edit {
            ArticleEdit::Read(read) => row.read != *read,
            ArticleEdit::Star(star) => row.starred != *star,
            ArticleEdit::Tag(tag) => !row.tags.contains(tag),
            ArticleEdit::Untag(tag) => row.tags.contains(tag),
        }
    }

    /// What is asked.
    #[must_use]
    pub fn question(&self) -> String {
        match self.counted {
            None => "Counting the articles …".to_owned(),
            Some((0, _)) => "No article passes the filter.".to_owned(),
            Some((found, 0)) => {
                let all = words::count(found, "article");
                format!("Of {all} none would be changed: they are so already.")
            }
            Some((found, changed)) => {
                let rest = match found - changed {
                    0 => String::new(),
                    rest => format!(" {} more are so already.", words::thousands(rest)),
                };
                format!(
                    "{}?{rest} One change: undo takes it back.",
                    wish(&self.edit, changed)
                )
            }
        }
    }
}

/// What is to be done, as an order.
fn wish(edit: &ArticleEdit, n: u64) -> String {
    let all = words::count(n, "article");
    match edit {
        ArticleEdit::Read(true) => format!("Mark {all} as read"),
        ArticleEdit::Read(false) => format!("Mark {all} as unread"),
        ArticleEdit::Star(true) => format!("Put a star on {all}"),
        ArticleEdit::Star(false) => format!("Take the star off {all}"),
        ArticleEdit::Tag(tag) => format!("Tag {all} with {tag}"),
        ArticleEdit::Untag(tag) => format!("Take {tag} off {all}"),
    }
}

/// What was done.
#[must_use]
pub fn done(edit: &ArticleEdit, n: u64) -> String {
    let all = words::count(n, "article");
    match edit {
        ArticleEdit::Read(true) => format!("{all} marked as read"),
        ArticleEdit::Read(false) => format!("{all} marked as unread"),
        ArticleEdit::Star(true) => format!("Star put on {all}"),
        ArticleEdit::Star(false) => format!("Star taken off {all}"),
        ArticleEdit::Tag(tag) => format!("{all} tagged with {tag}"),
        ArticleEdit::Untag(tag) => format!("{tag} taken off {all}"),
    }
}
