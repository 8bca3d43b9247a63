//! What comes to the reader and what it asks for: events, effects, and the answers to effects.
//!
//! Every request that is answered by a worker carries a generation; an answer of an older one
//! than the last asked for is dropped. Must not know: who carries an effect out.

mod counting;
mod found;
mod importing;
mod made;
mod searches;
mod taking;

use ratatui::crossterm::event::{KeyEvent, MouseEvent};

use super::look::{Look, Seen};
use crate::export::Item;
use crate::find::Mode;
use crate::model::{
    ArticleEdit, ArticleId, ArticleOrder, ArticleRow, Change, ChangeId, Counts, Kept, Link, Place,
    QuoteEdit, QuoteRow, SavedSearch, SpeakerKind, StoredArticle, TagCount,
};
use crate::text::links;

pub use counting::{Counted, Counting};
pub use found::{Found, FoundArticle, FoundPerson, FoundQuote, Hit};
pub use importing::{Import, ImportNews, Imported, Progress};
pub use made::{Made, Marked, Past, Undo};
pub use searches::SearchEdit;
pub use taking::{Mark, Purpose, Saved};

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(KeyEvent),
    /// The mouse was clicked or its wheel turned.
    Mouse(MouseEvent),
    /// Text was pasted, as it came.
    Paste(String),
    /// The terminal has another size: columns and rows.
    Resize(u16, u16),
    /// A worker answers.
    Answer(Answer),
}

/// Something that is to be done outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read a window of the list of articles; answered by [`Answer::Rows`].
    Rows {
        /// Which request this is.
        generation: u64,
        /// Which rows.
        window: Window,
        /// The filter in the query language; empty for all articles.
        filter: String,
        /// In which order.
        order: ArticleOrder,
        /// How many rows at most.
        limit: usize,
    },
    /// Read the articles that say the same as this one; answered by [`Answer::Variants`].
    Variants {
        /// The one that stands for them.
        id: ArticleId,
    },
    /// Read the kept totals; answered by [`Answer::Counts`].
    Counts,
    /// Count something; answered by [`Answer::Counted`], or not where another is counted meanwhile.
    Count {
        /// Which request this is.
        generation: u64,
        /// What.
        what: Counting,
    },
    /// Read an article; answered by [`Answer::Opened`].
    Open {
        /// Which request this is.
        generation: u64,
        /// Which article.
        id: ArticleId,
    },
    /// Read an article for the finder's preview; answered by [`Answer::Previewed`].
    Preview {
        /// Which request this is.
        generation: u64,
        /// Which article.
        id: ArticleId,
    },
    /// Read the newest quotes of someone for the finder's preview; answered by
    /// [`Answer::Spoken`].
    Spoken {
        /// Which request this is.
        generation: u64,
        /// Full name.
        name: String,
        /// What they are.
        kind: Option<SpeakerKind>,
        /// How many quotes at most.
        limit: usize,
    },
    /// Search the collection; answered by [`Answer::Hits`].
    Search {
        /// Which request this is.
        generation: u64,
        /// What is looked for.
        mode: Mode,
        /// What was typed.
        query: String,
        /// How many hits at most.
        limit: usize,
    },
    /// Look for the same words elsewhere; answered by [`Answer::Seen`].
    Copies {
        /// Which page asks.
        generation: u64,
        /// The quote.
        asked: Box<QuoteRow>,
    },
    /// Read something for a page; answered by [`Answer::Seen`].
    Look {
        /// Which page asks.
        generation: u64,
        /// What it asks.
        look: Look,
    },
    /// Read the open article once more, as something may have changed; answered by
    /// [`Answer::Reread`].
    Reread(ArticleId),
    /// Do something with what the person keeps; answered by [`Answer::Edited`].
    Edit(Edit),
    /// Undo or do again; answered by [`Answer::Undone`].
    Undo(Undo),
    /// Read the changes before one, newest first; answered by [`Answer::Changes`].
    Changes {
        /// Those before it; all where there is none.
        before: Option<ChangeId>,
        /// How many at most.
        limit: usize,
    },
    /// Read the letters that places are marked with; answered by [`Answer::Letters`].
    Letters,
    /// Read all tags; answered by [`Answer::Tags`].
    Tags,
    /// Read the saved searches; answered by [`Answer::Searches`].
    Searches,
    /// Note that an article is being read.
    NoteOpened(ArticleId),
    /// Keep where the person was in an article that is left; answered by [`Answer::Finished`] where it
    /// was read to its end.
    Left {
        /// Which article.
        id: ArticleId,
        /// Where in it.
        place: Place,
        /// Whether it was read to its end.
        finished: bool,
    },
    /// Read what was marked; answered by [`Answer::Gathered`].
    Gather {
        /// What was marked.
        marks: Vec<Mark>,
        /// What it is for.
        purpose: Purpose,
    },
    /// Write a file; answered by [`Answer::Saved`].
    Save {
        /// Which attempt this is.
        generation: u64,
        /// Where; `~/` is the home folder.
        path: String,
        /// What.
        text: String,
        /// Whether one that is there may be written over.
        over: bool,
    },
    /// Run a command with the person's shell; answered by [`Answer::Ran`].
    Run {
        /// Which run this is.
        generation: u64,
        /// The command.
        command: String,
        /// What it reads.
        input: String,
    },
    /// Stop a run.
    StopRun(u64),
    /// Show a text in the person's editor.
    LookIn(String),
    /// Open an address of the web.
    Browse(String),
    /// List files and folders whose path begins so; answered by [`Answer::Paths`].
    Paths {
        /// The beginning; `~/` is the home folder.
        begin: String,
    },
    /// Keep how the reader is to be when it is started again, or no longer.
    Setting {
        /// What is set.
        name: &'static str,
        /// Its value.
        value: Option<String>,
    },
    /// Import files, or stop that.
    Import(Import),
    /// Put text on the clipboard.
    Copy(String),
    /// Take the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Give the terminal back to the shell until it wakes us.
    Suspend,
    /// Draw every cell of the screen anew.
    Redraw,
    /// Open the person's own collection in place of the sample.
    OpenOwn,
    /// Leave.
    Quit,
}

/// Something to do with what the person keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// With an article.
    Article(ArticleId, ArticleEdit),
    /// With the tags of a quote.
    Quote(QuoteAt, QuoteEdit),
    /// Write a note on a quote.
    Note {
        /// The quote.
        quote: QuoteAt,
        /// The note that the writing began with: another one meanwhile is not written over.
        before: String,
        /// The note; an empty one takes it away.
        text: String,
    },
    /// Mark a place with a letter.
    Letter(char, ArticleId, Place),
    /// With all articles that pass a filter, in one change.
    Passing(String, ArticleEdit),
    /// With a saved search.
    Search(SearchEdit),
}

/// A quote as the person saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteAt {
    /// Its article.
    pub article: ArticleId,
    /// Its place among the article's quotes.
    pub ordinal: usize,
    /// Its words: where other words stand at its place meanwhile, it is not the one that was meant.
    pub words: String,
}

/// Which rows of the list are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Window {
    /// The first ones.
    Start,
    /// The last ones.
    End,
    /// Those before this row.
    Before(Box<ArticleRow>),
    /// Those after this row.
    After(Box<ArticleRow>),
    /// Those around this row and itself.
    Around(Box<ArticleRow>),
    /// Those around this row where it is in the list, else the first ones.
    Holding(Box<ArticleRow>),
}

/// The answer to an effect.
#[derive(Debug)]
pub enum Answer {
    /// Rows in the order of the list.
    Rows {
        /// Of the request.
        generation: u64,
        /// The rows.
        rows: Vec<ArticleRow>,
        /// Whether nothing comes before them (told for `Start`, `Before`, `End` and `Around`).
        at_start: bool,
        /// Whether nothing comes after them (told for `End`, `After`, `Start` and `Around`).
        at_end: bool,
    },
    /// The articles that say the same.
    Variants {
        /// The one that stands for them.
        id: ArticleId,
        /// Their rows; that of the one that stands for them may be among them.
        rows: Vec<ArticleRow>,
    },
    /// The totals.
    Counts(Counts),
    /// Something was counted.
    Counted {
        /// Of the request.
        generation: u64,
        /// What came of it.
        counted: Counted,
    },
    /// The article, where it is still there.
    Opened {
        /// Of the request.
        generation: u64,
        /// The article.
        article: Option<Box<OpenedArticle>>,
    },
    /// What a page asked for.
    Seen {
        /// Which page.
        generation: u64,
        /// What is there.
        seen: Seen,
    },
    /// The open article as it is now, where it is still there.
    Reread {
        /// Which article.
        id: ArticleId,
        /// The article.
        article: Option<Box<OpenedArticle>>,
    },
    /// All tags with how much has them.
    Tags(Vec<TagCount>),
    /// The saved searches in the order of their names.
    Searches(Vec<SavedSearch>),
    /// The letters that places are marked with, in their order.
    Letters(Vec<Marked>),
    /// Changes, newest first.
    Changes {
        /// Those before it were asked for.
        before: Option<ChangeId>,
        /// The changes.
        changes: Vec<Past>,
        /// Whether there are none before them.
        end: bool,
    },
    /// Something was undone or done again.
    Undone {
        /// What was asked for.
        undo: Undo,
        /// The change that was undone or done again last; none where there was nothing.
        last: Option<Change>,
        /// How many changes in all.
        count: u64,
        /// Things that were left as a later change made them.
        left: u64,
    },
    /// An edit was made, or not.
    Edited {
        /// The edit.
        edit: Edit,
        /// What came of it.
        made: Made,
    },
    /// What was marked, as it is now.
    Gathered {
        /// What it is for.
        purpose: Purpose,
        /// Each in the order in which it was marked.
        items: Vec<Item>,
        /// How many are no longer as they were marked.
        gone: usize,
    },
    /// A file was written, or not.
    Saved {
        /// Which attempt it was.
        generation: u64,
        /// What came of it.
        saved: Saved,
    },
    /// A command has ended.
    Ran {
        /// Of the request.
        generation: u64,
        /// What it wrote, clean.
        output: String,
        /// How it ended, where that is worth saying.
        ended: String,
    },
    /// The article for the preview.
    Previewed {
        /// Of the request.
        generation: u64,
        /// The article.
        article: Option<Box<StoredArticle>>,
    },
    /// The newest quotes of someone for the preview.
    Spoken {
        /// Of the request.
        generation: u64,
        /// Of whom.
        name: String,
        /// What they are.
        kind: Option<SpeakerKind>,
        /// The quotes.
        quotes: Vec<QuoteRow>,
    },
    /// What was found, best first.
    Hits {
        /// Of the request.
        generation: u64,
        /// What was found.
        found: Found,
    },
    /// An import tells something.
    Import(ImportNews),
    /// The collection has changed.
    Changed {
        /// Whether this reader may have done it itself.
        ours: bool,
    },
    /// The quotes of so many articles were found again in the background.
    Renewed(usize),
    /// Something went well that the person should know.
    Done(String),
    /// Files and folders, those with a `/` at the end.
    Paths {
        /// The beginning of their paths.
        begin: String,
        /// Their paths, in their order.
        paths: Vec<String>,
    },
    /// That an article was read to its end is kept.
    Finished,
    /// Something that nobody asked for by a key could not be kept: one clear line.
    NotKept(String),
    /// No browser could be started for this address.
    NoBrowser(String),
    /// What a page asked for could not be read: which page, and one clear line.
    NotSeen(u64, String),
    /// Something went wrong: one clear line.
    Failed(String),
}

/// An article with all that a person did with it.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedArticle {
    /// The article.
    pub stored: StoredArticle,
    /// Its row in the list.
    pub row: ArticleRow,
    /// What the person did with it.
    pub kept: Kept,
    /// The links of what is shown of it: those behind its words and those that are printed.
    pub links: Vec<Link>,
}

impl OpenedArticle {
    /// An article as it is kept; its links are looked for, which takes the longer the longer it is.
    #[must_use]
    pub fn new(stored: StoredArticle, row: ArticleRow, kept: Kept) -> Self {
        let mut links = links::all(&stored.article.text, &stored.article.links);
        links::without_furniture(&mut links, &stored.article.blocks);
        Self {
            stored,
            row,
            kept,
            links,
        }
    }
}
