//! The table of actions: what a person can ask of the reader, said once.
//!
//! The keymap, the help and the footer are all read from [`table`]. To add an action: a variant,
//! a row, and an arm in [`super::update`]. Must not know: how an action is carried out.

pub use super::arranging::ListAction;
pub use super::bulk::BulkAction;
pub use super::context::{CONTEXTS, Context};
pub use super::searches::SearchAction;
use crate::export::Form;
use crate::model::ArticleOrder;

/// What the finder is kept to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Within {
    /// The article that is open.
    Article,
    /// What the speaker of the current quote said.
    Speaker,
}

/// Something a person asks for with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is described in the table
pub enum Action {
    Down,
    Up,
    HalfPageDown,
    HalfPageUp,
    PageDown,
    PageUp,
    First,
    Last,
    NextPane,
    PreviousPane,
    PaneLeft,
    PaneRight,
    Open,
    Back,
    NextQuote,
    PreviousQuote,
    Paragraph { forward: bool },
    Find,
    FindAgain,
    Within(Within),
    LookElsewhere,
    Unfold,
    Filter,
    Choice(ChoiceAction),
    List(ListAction),
    ToggleRead,
    ToggleStar,
    TagArticle,
    TagQuote,
    ToggleTag,
    WriteNote,
    Undo,
    Redo,
    Changes,
    UndoOne,
    JumpBack,
    JumpForward,
    MarkPlace,
    GoToLetter,
    SearchText,
    NextHit,
    PreviousHit,
    OnlyMatching,
    DropChanges,
    ToggleGroup,
    CopyQuote,
    Why,
    Speaker,
    ToggleDrawer,
    Spread(SpreadAction),
    Page(PageAction),
    ToggleMouse,
    Help,
    Suspend,
    Redraw,
    Quit,
    Accept,
    Cancel,
    NextRow,
    PreviousRow,
    RowsDown,
    RowsUp,
    OlderSearch,
    NewerSearch,
    Take(TakeAction),
    Bulk(BulkAction),
    Search(SearchAction),
    Manner(MannerAction),
}

/// What is done with the reader itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // as above
pub enum MannerAction {
    Palette,
    Complete,
    OlderCommand,
    NewerCommand,
    StopImport,
    Imports,
    CancelImport,
    History,
    Messages,
    Tour,
}

/// Completing what is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // as above
pub enum ChoiceAction {
    Take,
    Next,
    Previous,
}

/// Taking away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // as above
pub enum TakeAction {
    Mark,
    DropMarks,
    Formats,
    As(Form),
    CopyFound,
    Export,
    WriteOver,
    Pipe,
    Editor,
    Browser,
    Links,
    CopyLink,
}

/// How much of the screen there is for the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // as above
pub enum SpreadAction {
    Zen,
    Maximise,
    Wider,
    Narrower,
    Usual,
    Larger,
    Smaller,
    UsualPanes,
}

/// What is done on a page above the panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // as above
pub enum PageAction {
    People,
    Collection,
    NextPart,
    PreviousPart,
    First,
    Last,
    Later,
    Earlier,
    Nearer,
    Further,
    OnlyThen,
    ByArticle,
    Copies,
    TurnRound,
}

/// One action: its name (in the configuration), what it does, and its keys.
#[derive(Debug)]
pub struct ActionInfo {
    /// The action.
    pub action: Action,
    /// Its name in the configuration.
    pub name: &'static str,
    /// What it does, as the help says it.
    pub description: &'static str,
    /// One or two words for the footer; empty where it is never shown there.
    pub label: &'static str,
    /// Where it works.
    pub contexts: &'static [Context],
    /// The keys it has where nobody changed them, the one to show first.
    pub keys: &'static [&'static str],
}

use Action as A;
use ArticleOrder as O;
use BulkAction as B;
use Context::{
    Articles, Bulk, Changes, Collection, Command, Copies, Filter, Finder, Formats, Help, History,
    Imports, Letters, Links, Name, Note, Orders, Output, Palette, Path, People, Person, Query,
    Question, Saved, Search, Searches, Speakers, Tags, Text,
};
use ListAction as L;
use MannerAction as M;
use SearchAction as S;
use TakeAction as T;

/// The panes, where nothing lies above them.
pub const PANES: &[Context] = &[Articles, Text, Speakers, Searches];
const UNDOING: &[Context] = &[Articles, Text, Speakers, Searches, Saved];
const UNDONE: &[Context] = &[Articles, Text, Speakers, Searches, Saved, Changes];
const ONLY_FINDER: &[Context] = &[Finder];
const ONLY_FILTER: &[Context] = &[Filter];
/// Where a query is typed with its choices below.
const QUERIES: &[Context] = &[Filter, Query];
const ONLY_LIST: &[Context] = &[Articles];
const ONLY_TEXT: &[Context] = &[Text];
const LISTS: &[Context] = &[Articles, Speakers];
const SEARCHES: &[Context] = &[Searches, Saved];
const INPUTS: &[Context] = &[Finder, Search, Tags, People];
const BOXES: &[Context] = &[
    Finder, Filter, Search, Tags, Note, Question, Changes, Letters, Links, History, Imports,
    Formats, Orders, Bulk, Saved, Name, Query, Path, Command, Output, Palette, Help, Person,
    People, Collection, Copies,
];
const ROWS: &[Context] = &[
    Finder, Tags, Changes, Links, History, Imports, Orders, Bulk, Saved, Output, Palette, Help,
    Person, People, Collection, Copies,
];
/// Boxes of which something is chosen, by its letter too.
const CHOSEN: &[Context] = &[Orders, Bulk];
const FOUND: &[Context] = &[Text, Speakers];
const MARKING: &[Context] = &[Articles, Text, Speakers, Searches, Finder];
/// The panes and the pages above them.
const READ: &[Context] = &[
    Articles, Text, Speakers, Searches, Person, Collection, Copies,
];
const PAGES: &[Context] = &[Person, Collection];
const LONG: &[Context] = &[Person, Collection, Copies];
const QUOTED: &[Context] = &[Articles, Text, Speakers, Searches, Person];
const SAID: &[Context] = &[Person, Copies];
const COPYING: &[Context] = &[Articles, Text, Speakers, Searches, Person, Copies];
/// Rows where no letters are typed.
const NAMED_ROWS: &[Context] = &[
    Changes, Links, Imports, Orders, Bulk, Saved, Person, Collection, Copies, Output,
];
const CLOSED_ROWS: &[Context] = &[
    Changes, Links, Imports, Saved, Person, Collection, Copies, Output,
];
/// Not where something is being written that would be lost.
const FINDING: &[Context] = &[
    Articles, Text, Speakers, Searches, Person, People, Collection, Copies, Finder, Filter, Search,
    Tags, Changes, Letters, Saved, Help,
];
const EVERYWHERE: &[Context] = &CONTEXTS;

const fn row(
    action: Action,
    name: &'static str,
    label: &'static str,
    description: &'static str,
    contexts: &'static [Context],
    keys: &'static [&'static str],
) -> ActionInfo {
    ActionInfo {
        action,
        name,
        description,
        label,
        contexts,
        keys,
    }
}

/// All actions, in the order in which help and footer show them.
#[must_use]
pub fn table() -> &'static [ActionInfo] {
    TABLE
}

#[rustfmt::skip]
static TABLE: &[ActionInfo] = &[
    row(A::Accept, "accept", "choose", "Go to what was found, open the page, or put the tag on or off", INPUTS, &["enter"]),
    row(A::Accept, "apply-filter", "show only these", "Show only the articles that the filter lets through", ONLY_FILTER, &["enter"]),
    row(A::Choice(ChoiceAction::Take), "take-choice", "complete", "Take the choice that is offered for what is typed", QUERIES, &["tab"]),
    row(A::Choice(ChoiceAction::Next), "next-choice", "", "Write the next choice into the line; past the last: what was typed", QUERIES, &["down", "ctrl-n"]),
    row(A::Choice(ChoiceAction::Previous), "previous-choice", "", "Write the choice before into the line; where none is chosen: the filter before", QUERIES, &["up"]),
    row(A::Choice(ChoiceAction::Next), "next-value", "", "Write the next value that is offered for a field into the line", ONLY_FINDER, &["backtab"]),
    row(A::ToggleTag, "toggle-tag", "and go on", "Put the tag on or off, and choose another", &[Tags], &["tab"]),
    row(A::Accept, "keep-note", "keep", "Keep the note; an empty one is taken away", &[Note], &["ctrl-s", "alt-enter"]),
    row(A::Accept, "keep-changes", "yes", "Yes: keep what was changed, or do it with all", &[Question], &["y", "enter"]),
    row(A::DropChanges, "drop-changes", "no", "No: drop what was changed, or leave all as they are", &[Question], &["n"]),
    row(A::Accept, "back-to-change", "to here", "Undo this change and all after it; of one that was undone, do again all up to it", &[Changes], &["enter"]),
    row(A::UndoOne, "undo-one", "undo this one", "Undo this change alone", &[Changes], &["u"]),
    row(A::Accept, "keep-name", "keep", "Keep the name of the search", &[Name], &["enter"]),
    row(A::Accept, "keep-query", "keep", "Keep the query under the name of the search", &[Query], &["enter"]),
    row(A::Search(S::Show), "show-search", "show", "Show only the articles of the saved search", SEARCHES, &["enter"]),
    row(A::Search(S::Query), "edit-search", "query", "Change the query of the saved search", SEARCHES, &["i"]),
    row(A::Search(S::Rename), "rename-search", "name", "Give the saved search another name", SEARCHES, &["R"]),
    row(A::Search(S::Delete), "delete-search", "delete", "Delete the saved search; undo brings it back", SEARCHES, &["d"]),
    row(A::Accept, "write-file", "write", "Write the file; one that is there already is asked about", &[Path], &["enter"]),
    row(A::Take(TakeAction::WriteOver), "write-over", "", "Write over the file that is there already", &[Path], &["ctrl-y"]),
    row(A::Accept, "run-command", "run", "Run the command", &[Command], &["enter"]),
    row(A::Accept, "choose-row", "choose", "Take what is chosen", CHOSEN, &["enter"]),
    row(A::Accept, "open-read", "open", "Open the article that was read, where one was in it", &[History], &["enter"]),
    row(A::Manner(M::CancelImport), "cancel-import", "cancel", "Stop the chosen import, or take it out of those that wait", &[Imports], &["x"]),
    row(A::Accept, "open-link", "open", "Open the chosen link; its number opens it too", &[Links], &["enter"]),
    row(A::Take(T::CopyLink), "copy-link", "copy", "Copy the address of the chosen link", &[Links], &["y"]),
    row(A::List(L::By(O::Newest)), "order-newest", "", "Newest first", &[Orders], &["d"]),
    row(A::List(L::By(O::Title)), "order-title", "", "By title", &[Orders], &["t"]),
    row(A::List(L::By(O::Publisher)), "order-publisher", "", "By publisher", &[Orders], &["p"]),
    row(A::List(L::By(O::Quotes)), "order-quotes", "", "Most quotes first", &[Orders], &["q"]),
    row(A::List(L::By(O::Unread)), "order-unread", "", "Unread first", &[Orders], &["u"]),
    row(A::List(L::By(O::Copied)), "order-copied", "", "Most copied first", &[Orders], &["c"]),
    row(A::List(L::By(O::Imported)), "order-imported", "", "As they were imported", &[Orders], &["i"]),
    row(A::List(L::Days), "group-days", "", "Newest first, a heading for each day", &[Orders], &["D"]),
    row(A::List(L::Publishers), "group-publishers", "", "By publisher, a heading for each", &[Orders], &["P"]),
    row(A::List(L::Copies), "group-copies", "", "Copied texts first, below headings", &[Orders], &["C"]),
    row(A::Bulk(B::Read(true)), "read-all", "", "Mark all that the filter lets through as read", &[Bulk], &["r"]),
    row(A::Bulk(B::Read(false)), "unread-all", "", "Mark all that the filter lets through as unread", &[Bulk], &["R"]),
    row(A::Bulk(B::Star(true)), "star-all", "", "Put a star on all that the filter lets through", &[Bulk], &["*"]),
    row(A::Bulk(B::Star(false)), "unstar-all", "", "Take the star off all that the filter lets through", &[Bulk], &["-"]),
    row(A::Bulk(B::Tag(true)), "tag-all", "", "Tag all that the filter lets through", &[Bulk], &["t"]),
    row(A::Bulk(B::Tag(false)), "untag-all", "", "Take a tag off all that the filter lets through", &[Bulk], &["T"]),
    row(A::Take(T::As(Form::Plain)), "as-plain-text", "", "Copy as plain text", &[Formats], &["p"]),
    row(A::Take(T::As(Form::Markdown)), "as-markdown", "", "Copy as Markdown", &[Formats], &["m"]),
    row(A::Take(T::As(Form::Bibtex)), "as-bibtex", "", "Copy as an entry of BibTeX", &[Formats], &["b"]),
    row(A::Take(T::As(Form::Ris)), "as-ris", "", "Copy as an entry of RIS", &[Formats], &["r"]),
    row(A::Take(T::As(Form::Csl)), "as-csl-json", "", "Copy as an entry of CSL-JSON", &[Formats], &["c"]),
    row(A::Take(T::As(Form::Json)), "as-json", "", "Copy as JSON", &[Formats], &["j"]),
    row(A::Cancel, "cancel", "back", "Go back to where you were", BOXES, &["esc", "ctrl-c"]),
    row(A::Search(S::SaveTyped), "save-typed", "save", "Filter by what is typed, and save it under a name", ONLY_FILTER, &["ctrl-s"]),
    row(A::Down, "down", "", "Move down", PANES, &["j", "down"]),
    row(A::Up, "up", "", "Move up", PANES, &["k", "up"]),
    row(A::HalfPageDown, "half-page-down", "", "Move half a page down", PANES, &["ctrl-d"]),
    row(A::HalfPageUp, "half-page-up", "", "Move half a page up", PANES, &["ctrl-u"]),
    row(A::PageDown, "page-down", "", "Move a page down", PANES, &["pgdn", "space", "ctrl-f"]),
    row(A::PageUp, "page-up", "", "Move a page up", PANES, &["pgup", "ctrl-b"]),
    row(A::First, "first", "", "Go to the start", PANES, &["g", "home"]),
    row(A::Last, "last", "", "Go to the end", PANES, &["G", "end"]),
    row(A::Take(T::Export), "export", "write", "Write what is marked, or what is here, to a file: Markdown, CSV, JSON, BibTeX, RIS ...", PANES, &["x"]),
    row(A::Manner(M::StopImport), "stop-import", "stop import", "Stop the import under way; what it brought stays", PANES, &["X"]),
    row(A::Open, "open", "open", "Open the article, or go to the quote in the text", LISTS, &["enter"]),
    row(A::NextHit, "next-hit", "next", "Go to the next place with the words, or the next quote that the filter finds", FOUND, &["n"]),
    row(A::PreviousHit, "previous-hit", "", "Go to the place with the words before, or the quote before", FOUND, &["N"]),
    row(A::OnlyMatching, "only-matching", "only these/all", "Show only the paragraphs with the words; again: all", &[Text], &["&"]),
    row(A::NextQuote, "next-quote", "next quote", "Go to the next quote of the article", PANES, &["]"]),
    row(A::PreviousQuote, "previous-quote", "", "Go to the quote before", PANES, &["["]),
    row(A::NextPane, "next-pane", "pane", "Go to the next pane", PANES, &["tab"]),
    row(A::ToggleDrawer, "toggle-speakers", "speakers", "Show or hide the speakers on a narrow screen", PANES, &["v"]),
    row(A::Paragraph { forward: true }, "next-paragraph", "", "Go to the next paragraph", ONLY_TEXT, &["}"]),
    row(A::Paragraph { forward: false }, "previous-paragraph", "", "Go to the beginning of the paragraph, or to the one before", ONLY_TEXT, &["{"]),
    row(A::CopyQuote, "copy-quote", "copy", "Copy the current quote with its speaker and source", COPYING, &["y"]),
    row(A::Why, "why", "why", "Show why the quote has this speaker, step by step; again: hide it", PANES, &["w"]),
    row(A::Page(PageAction::Copies), "same-words-found", "", "Show where the words of the chosen quote stand in other articles", ONLY_FINDER, &["ctrl-g"]),
    row(A::Speaker, "speaker", "", "Show all that this quote's speaker said, anywhere", PANES, &["s"]),
    row(A::Page(PageAction::People), "people", "", "List the people who are quoted; type to look for one", READ, &["S"]),
    row(A::Page(PageAction::Collection), "collection", "", "Show the collection as a whole: articles over time, people, publishers, who is quoted with whom", READ, &["D"]),
    row(A::Accept, "filter-by-chosen", "show only these", "Show only the articles of what is chosen", &[Collection], &["enter"]),
    row(A::Page(PageAction::NextPart), "next-part", "next part", "Go to the next part of the page", &[Collection], &["tab"]),
    row(A::Page(PageAction::PreviousPart), "previous-part", "", "Go to the part of the page before", &[Collection], &["backtab"]),
    row(A::Accept, "go-to-said", "go there", "Go to the quote in its article; Ctrl-o comes back", SAID, &["enter"]),
    row(A::Page(PageAction::TurnRound), "turn-round", "oldest/newest", "Put the oldest first; again: the newest", &[Copies], &["O"]),
    row(A::Page(PageAction::OnlyThen), "only-then", "only then", "Show only the quotes of the chosen bar; again: all", &[Person], &["f"]),
    row(A::Page(PageAction::Earlier), "earlier-bar", "earlier", "Choose the bar before", PAGES, &["left", "h"]),
    row(A::Page(PageAction::Later), "later-bar", "later", "Choose the next bar", PAGES, &["right", "l"]),
    row(A::Page(PageAction::Nearer), "nearer-bars", "nearer", "Go nearer: bars of less time", PAGES, &["+", "="]),
    row(A::Page(PageAction::Further), "further-bars", "", "Go further away: bars of more time", PAGES, &["-"]),
    row(A::Page(PageAction::ByArticle), "by-article", "by article", "Put the quotes below their articles; again: newest first", &[Person], &["b"]),
    row(A::Find, "find", "find", "Find a quote, a person or an article in the collection", FINDING, &["ctrl-p"]),
    row(A::Find, "find-from-list", "", "Find a quote, a person or an article in the collection", LISTS, &["/"]),
    row(A::SearchText, "search-text", "search", "Look for words in this text as you type", &[Text], &["/"]),
    row(A::NextHit, "next-hit-typing", "next", "Go to the next place while typing the words", &[Search], &["down", "ctrl-n"]),
    row(A::PreviousHit, "previous-hit-typing", "", "Go to the place before while typing the words", &[Search], &["up"]),
    row(A::FindAgain, "find-again", "", "Go back to the last search and what it found", PANES, &["P"]),
    row(A::Unfold, "unfold-found", "unfold", "Show or hide the other articles with the same words", ONLY_FINDER, &["alt-g"]),
    row(A::LookElsewhere, "look-elsewhere", "look among others", "Look among quotes, people, titles, texts, quotes of this article or of this speaker", ONLY_FINDER, &["ctrl-t"]),
    row(A::Take(T::Mark), "mark-found", "mark", "Mark what was found, to be copied or written to a file; behind the name of a field: take the value that is offered", ONLY_FINDER, &["tab"]),
    row(A::Take(T::CopyFound), "copy-found", "copy", "Copy what is marked, or what is chosen", ONLY_FINDER, &["ctrl-y"]),
    row(A::Take(T::Export), "export-found", "", "Write what is marked, or what is chosen, to a file", ONLY_FINDER, &["ctrl-s"]),
    row(A::Filter, "filter", "filter", "Filter the list: words, speaker:NAME, is:unread ...", PANES, &["f"]),
    row(A::Search(S::Save), "save-search", "save", "Save the filter in force under a name", UNDOING, &["K"]),
    row(A::Search(S::Open), "searches", "searches", "Show the saved searches, with how many articles pass each", READ, &["F"]),
    row(A::Search(S::Column), "toggle-searches", "", "Show or hide the column of saved searches on a wide screen", PANES, &["V"]),
    row(A::List(L::Orders), "order", "order", "Put the list in another order, or below headings: days, publishers, copies", PANES, &["O"]),
    row(A::Page(PageAction::Copies), "same-words", "elsewhere", "Show where the same words stand in other articles, and in what they differ", QUOTED, &["c"]),
    row(A::ToggleRead, "toggle-read", "read", "Mark the article as read or unread", PANES, &["r"]),
    row(A::ToggleStar, "toggle-star", "star", "Put a star on the article, or take it off", PANES, &["*"]),
    row(A::TagArticle, "tag-article", "tag", "Tag the article; in the speakers, the quote", PANES, &["t"]),
    row(A::TagQuote, "tag-quote", "", "Tag the current quote", PANES, &["T"]),
    row(A::Bulk(B::Open), "all", "all", "Mark, star or tag all that the filter lets through, after a look at how many they are", PANES, &["A"]),
    row(A::WriteNote, "write-note", "note", "Write a note on the current quote", PANES, &["a"]),
    row(A::Undo, "undo", "undo", "Undo the last change: of stars, tags, notes, read marks, letters, searches", UNDOING, &["u"]),
    row(A::Redo, "redo", "", "Do again what was undone", UNDONE, &["ctrl-r"]),
    row(A::JumpBack, "jump-back", "", "Go back to where you were before the last jump, in any article", READ, &["ctrl-o"]),
    row(A::JumpForward, "jump-forward", "", "Go forward again", READ, &["alt-o"]),
    row(A::MarkPlace, "mark-place", "", "Mark the place in the text with a letter", PANES, &["m"]),
    row(A::GoToLetter, "go-to-letter", "", "Go to a place that is marked with a letter", PANES, &["'"]),
    row(A::Changes, "changes", "", "Show all changes, to undo back to one of them", PANES, &["U"]),
    row(A::Take(T::Mark), "mark", "", "Mark the quote, in the list the article, to be taken away", PANES, &["M"]),
    row(A::Take(T::DropMarks), "drop-marks", "", "Take all marks away", MARKING, &["ctrl-x"]),
    row(A::Take(T::Formats), "copy-as", "", "Copy what is marked, or what is here, in a form to choose", PANES, &["Y"]),
    row(A::Take(T::Pipe), "pipe", "", "Give what is marked, the article, or among the speakers the quote to a command", PANES, &["|"]),
    row(A::Take(T::Editor), "editor", "", "Look at the article in your editor", PANES, &["e"]),
    row(A::Take(T::Browser), "browser", "", "Open the article's address in the browser", PANES, &["o"]),
    row(A::Take(T::Links), "links", "links", "List the links of the article, to open one by its number", PANES, &["L"]),
    row(A::Manner(M::History), "history", "", "List the articles that were read, the last one first; type to look for one", PANES, &["H"]),
    row(A::Manner(M::Imports), "imports", "", "Show the imports of this session: under way, waiting, done, and what failed", PANES, &["I"]),
    row(A::Manner(M::Messages), "messages", "", "Show all that went wrong, the last one first", PANES, &["!"]),
    row(A::ToggleGroup, "toggle-group", "alike", "Show or hide the articles that say the same: duplicates (+2)", ONLY_LIST, &["+", "="]),
    row(A::PreviousPane, "previous-pane", "", "Go to the pane before", PANES, &["backtab"]),
    row(A::PaneRight, "pane-right", "", "Go to the pane on the right", PANES, &["l", "right"]),
    row(A::PaneLeft, "pane-left", "", "Go to the pane on the left", PANES, &["h", "left"]),
    row(A::Back, "back", "", "Go back to the list, or drop its filter", PANES, &["esc", "backspace"]),
    row(A::Spread(SpreadAction::Zen), "zen", "", "Show nothing but the text; again: the panes", PANES, &["z"]),
    row(A::Spread(SpreadAction::Maximise), "maximise", "", "Give the pane the whole screen; again: its place", PANES, &["Z"]),
    row(A::Spread(SpreadAction::Wider), "wider-text", "", "Set the text wider", ONLY_TEXT, &["+"]),
    row(A::Spread(SpreadAction::Narrower), "narrower-text", "", "Set the text narrower", ONLY_TEXT, &["-"]),
    row(A::Spread(SpreadAction::Usual), "usual-text", "", "Set the text as wide as usual", &[Text], &["="]),
    row(A::Spread(SpreadAction::Larger), "larger-pane", "", "Make the pane larger: move the border to the next one", PANES, &[">"]),
    row(A::Spread(SpreadAction::Smaller), "smaller-pane", "", "Make the pane smaller", PANES, &["<"]),
    row(A::Spread(SpreadAction::UsualPanes), "usual-panes", "", "Make the panes as large as usual", PANES, &["0"]),
    row(A::NextRow, "next-row", "", "Move down in the rows", ROWS, &["down", "ctrl-n", "ctrl-j"]),
    row(A::PreviousRow, "previous-row", "", "Move up in the rows; above the first of the finder: what was looked for before", ROWS, &["up", "ctrl-k"]),
    row(A::Within(Within::Article), "within-article", "this article", "Look only in the article that is open; again: everywhere", ONLY_FINDER, &["alt-a"]),
    row(A::Within(Within::Speaker), "within-speaker", "this speaker", "Look only among what the current quote's speaker said; again: among all", ONLY_FINDER, &["alt-s"]),
    row(A::OlderSearch, "older-search", "", "Look for what was looked for before", ONLY_FINDER, &["alt-up"]),
    row(A::NewerSearch, "newer-search", "", "Look for what was looked for after that", ONLY_FINDER, &["alt-down"]),
    row(A::NextRow, "row-down", "", "Move down in the rows", NAMED_ROWS, &["j"]),
    row(A::PreviousRow, "row-up", "", "Move up in the rows", NAMED_ROWS, &["k"]),
    row(A::Cancel, "close-rows", "", "Close what lies above the panes; a command that runs ends", CLOSED_ROWS, &["q"]),
    row(A::Page(PageAction::First), "first-row", "", "Go to the first row", LONG, &["g", "home"]),
    row(A::Page(PageAction::First), "help-start", "", "Go to the first line of the help", &[Help], &["home"]),
    row(A::Page(PageAction::Last), "last-row", "", "Go to the last row", LONG, &["G", "end"]),
    row(A::Page(PageAction::Last), "help-end", "", "Go to the last line of the help", &[Help], &["end"]),
    row(A::RowsDown, "rows-down", "", "Move a page of rows down", ROWS, &["pgdn"]),
    row(A::RowsUp, "rows-up", "", "Move a page of rows up", ROWS, &["pgup"]),
    row(A::Accept, "do-chosen", "do it", "Do what is chosen", &[Palette], &["enter"]),
    row(A::Manner(M::Complete), "complete", "complete", "Write out the name of what is chosen", &[Palette], &["tab"]),
    row(A::Manner(M::OlderCommand), "older-command", "", "Write the command that was given before", &[Palette], &["alt-up"]),
    row(A::Manner(M::NewerCommand), "newer-command", "", "Write the command that was given after that", &[Palette], &["alt-down"]),
    row(A::Manner(M::Palette), "commands", "commands", "Do anything by its name; type to look for it", READ, &[":"]),
    row(A::Help, "help", "help", "Show what every key does; type to search", READ, &["?", "f1"]),
    row(A::Manner(M::Tour), "tour", "", "Take a tour of five minutes; again: leave it", EVERYWHERE, &["f3"]),
    row(A::ToggleMouse, "toggle-mouse", "", "Leave the mouse to the terminal, or take it back", EVERYWHERE, &["f2"]),
    row(A::Suspend, "suspend", "", "Suspend the reader and go to the shell", EVERYWHERE, &["ctrl-z"]),
    row(A::Redraw, "redraw", "", "Draw the whole screen anew, where another program has written on it", EVERYWHERE, &["ctrl-l"]),
    row(A::Quit, "quit", "quit", "Quit", PANES, &["q", "ctrl-c"]),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_unique_and_every_row_says_what_it_does_and_where() {
        let names: HashSet<_> = table().iter().map(|info| info.name).collect();
        assert_eq!(names.len(), table().len());
        for info in table() {
            assert!(!info.description.is_empty(), "{}", info.name);
            assert!(
                !info.contexts.is_empty() && !info.keys.is_empty(),
                "{}",
                info.name
            );
        }
    }
}
