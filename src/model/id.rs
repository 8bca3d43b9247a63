//! Row numbers of the store as types of their own, so that one cannot stand for another.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);
    };
}

id!(
    /// One article in one store.
    ArticleId
);
id!(
    /// One quote in one store.
    QuoteId
);
id!(
    /// One speaker of one article in one store.
    SpeakerId
);
id!(
    /// Someone who is quoted, over all articles of one store.
    PersonId
);
id!(
    /// One imported file in one store.
    FileId
);
id!(
    /// One change of the person's in one store's journal.
    ChangeId
);
