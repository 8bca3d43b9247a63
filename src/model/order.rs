//! Orders of the list of articles, and how it can be laid out by them.

/// An order of the article list. In each, articles that are equal stand newest first, then in order of
/// import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ArticleOrder {
    /// By date, newest first; then those without a year, then those without a date.
    #[default]
    Newest,
    /// In the order of import.
    Imported,
    /// By title, without regard to case, accents and opening marks.
    Title,
    /// By publisher, without regard to case; those without one last.
    Publisher,
    /// Those with most quotes first.
    Quotes,
    /// Those that are not read first.
    Unread,
    /// Those that most others say the same as first.
    Copied,
}

impl ArticleOrder {
    /// Every order, for switches and tests.
    pub const ALL: [Self; 7] = [
        Self::Newest,
        Self::Imported,
        Self::Title,
        Self::Publisher,
        Self::Quotes,
        Self::Unread,
        Self::Copied,
    ];

    /// The order in a few words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Newest => "newest first",
            Self::Imported => "as imported",
            Self::Title => "by title",
            Self::Publisher => "by publisher",
            Self::Quotes => "most quotes first",
            Self::Unread => "unread first",
            Self::Copied => "most copied first",
        }
    }

    /// Whether headings can part the list by what it is ordered by.
    #[must_use]
    pub const fn has_parts(self) -> bool {
        matches!(self, Self::Newest | Self::Publisher | Self::Copied)
    }
}

/// An order, and whether headings part the list by what it is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Arrangement {
    /// The order.
    pub order: ArticleOrder,
    /// Whether there are headings: of days, of publishers, of numbers of copies.
    pub headed: bool,
}

impl Arrangement {
    /// It in a few words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match (self.headed, self.order) {
            (true, ArticleOrder::Newest) => "by day",
            (_, order) => order.name(),
        }
    }
}
