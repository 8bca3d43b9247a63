//! Where the keys go: the panes, and what lies above them.
//!
//! Must not know: what the keys do.

/// Where the keys go: the pane that has the focus, or the overlay above the panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// The list of articles.
    Articles,
    /// The text of the article.
    Text,
    /// The speakers of the article with their quotes.
    Speakers,
    /// The column of saved searches.
    Searches,
    /// The quote finder.
    Finder,
    /// The filter prompt.
    Filter,
    /// The tags of an article or a quote.
    Tags,
    /// A note being written.
    Note,
    /// Whether a changed note is to be kept.
    Question,
    /// What was done, to be undone.
    Changes,
    /// The letters that places are marked with.
    Letters,
    /// The links of the article.
    Links,
    /// The articles that were read.
    History,
    /// The imports of this session.
    Imports,
    /// Words being looked for in the text.
    Search,
    /// In which form something is copied.
    Formats,
    /// The orders of the list.
    Orders,
    /// What can be done with all that the filter lets through.
    Bulk,
    /// The box of saved searches.
    Saved,
    /// The name of a saved search.
    Name,
    /// The query of a saved search.
    Query,
    /// The path of a file to be written.
    Path,
    /// A command to be run.
    Command,
    /// What a command wrote.
    Output,
    /// The help.
    Help,
    /// The page of a person.
    Person,
    /// The list of people.
    People,
    /// The page of the whole collection.
    Collection,
    /// Where the words of a quote stand elsewhere.
    Copies,
    /// A command of the reader, by its name.
    Palette,
}

impl Context {
    /// The heading it has in the help.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Articles => "Articles",
            Self::Text => "Text",
            Self::Speakers => "Speakers",
            Self::Searches => "Searches",
            Self::Finder => "Finder",
            Self::Filter => "Filter",
            Self::Tags => "Tags",
            Self::Note => "Note",
            Self::Question => "Asked",
            Self::Changes => "Changes",
            Self::Letters => "Letters",
            Self::Links => "Links",
            Self::History => "History",
            Self::Imports => "Imports",
            Self::Search => "Search",
            Self::Formats => "Copy as",
            Self::Orders => "Order",
            Self::Bulk => "All",
            Self::Saved => "Saved searches",
            Self::Name => "Name",
            Self::Query => "Query",
            Self::Path => "File",
            Self::Command => "Command",
            Self::Output => "Output",
            Self::Help => "Help",
            Self::Person => "Person",
            Self::People => "People",
            Self::Collection => "Collection",
            Self::Copies => "Same words",
            Self::Palette => "Commands",
        }
    }

    /// Its name in the configuration.
    #[must_use]
    pub fn name(self) -> String {
        self.title().to_lowercase().replace(' ', "-")
    }

    /// Whether letters are typed into a line here, so that they cannot be commands.
    #[must_use]
    pub const fn types(self) -> bool {
        matches!(
            self,
            Self::Finder
                | Self::Filter
                | Self::Name
                | Self::Query
                | Self::Search
                | Self::Tags
                | Self::Note
                | Self::Letters
                | Self::Path
                | Self::Command
                | Self::People
                | Self::Palette
                | Self::History
                | Self::Help
        )
    }
}

use Context::{
    Articles, Bulk, Changes, Collection, Command, Copies, Filter, Finder, Formats, Help, History,
    Imports, Letters, Links, Name, Note, Orders, Output, Palette, Path, People, Person, Query,
    Question, Saved, Search, Searches, Speakers, Tags, Text,
};

/// Every context, in the order of the help.
pub const CONTEXTS: [Context; 30] = [
    Articles, Text, Speakers, Searches, Person, People, Collection, Copies, Finder, Filter, Search,
    Tags, Note, Question, Changes, Letters, Links, History, Imports, Formats, Orders, Bulk, Saved,
    Name, Query, Path, Command, Output, Palette, Help,
];
