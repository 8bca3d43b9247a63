//! The fields of the query language, declared once: the parser, the help and completion read this.

/// A field that can be asked for with `name:value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it asks, in a few words.
    pub about: &'static str,
    /// The values it takes where they are few; else empty.
    pub values: &'static [&'static str],
    /// Where its values can be had, where they are those of the collection.
    pub list: Option<List>,
    /// An example to show.
    pub example: &'static str,
}

/// Values that only the collection knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum List {
    /// Names of speakers.
    Speakers,
    /// Newspapers, agencies and sites.
    Publishers,
    /// Codes of languages.
    Languages,
    /// The person's tags.
    Tags,
}

/// Every field.
pub const FIELDS: &[Field] = &[
    Field {
        name: "speaker",
        about: "name of the speaker",
        values: &[],
        list: Some(List::Speakers),
        example: "speaker:\"Full Name\"",
    },
    Field {
        name: "publisher",
        about: "newspaper, agency or site",
        values: &[],
        list: Some(List::Publishers),
        example: "publisher:gazette",
    },
    Field {
        name: "title",
        about: "title of the article",
        values: &[],
        list: None,
        example: "title:harvest",
    },
    Field {
        name: "text",
        about: "words of the article, its title or text",
        values: &[],
        list: None,
        example: "text:harvest",
    },
    Field {
        name: "about",
        about: "words of the quote or of its article's title",
        values: &[],
        list: Some(List::Speakers),
        example: "about:harvest",
    },
    Field {
        name: "kind",
        about: "how the words are given, or what the speaker is",
        values: &[
            "direct",
            "mixed",
            "indirect",
            "person",
            "organisation",
            "document",
            "group",
            "unnamed",
        ],
        list: None,
        example: "kind:direct",
    },
    Field {
        name: "after",
        about: "published on that day or later: also today, 7d, 3m",
        values: &[],
        list: None,
        example: "after:2022-04-19",
    },
    Field {
        name: "before",
        about: "published before that day",
        values: &[],
        list: None,
        example: "before:2023",
    },
    Field {
        name: "is",
        about: "what you have done with the article",
        values: &["read", "unread", "starred"],
        list: None,
        example: "is:unread",
    },
    Field {
        name: "has",
        about: "whether there are any",
        values: &["quotes", "notes"],
        list: None,
        example: "has:notes",
    },
    Field {
        name: "conf",
        about: "how sure it is who speaks, 0 to 1: > >= < <=",
        values: &[],
        list: None,
        example: "conf:>0.8",
    },
    Field {
        name: "lang",
        about: "language of the article, by its code",
        values: &[],
        list: Some(List::Languages),
        example: "lang:fr",
    },
    Field {
        name: "article",
        about: "the one article of that number",
        values: &[],
        list: None,
        example: "article:17",
    },
];

/// What fields of quotes mean for an article.
const ONE_QUOTE: &str = "
Of an article, one quote must have all that is asked of quotes: speaker:moor kind:direct conf:>0.8
are articles with one quote that is all three. Several speakers are one quote of each.
";

/// The query language in lines of help: how words are written, then every field.
#[must_use]
pub fn help() -> String {
    let words = [
        ("grain deal", "both words, or words that begin so"),
        ("'\"grain deal\"'", "the phrase"),
        ("'deal -draft'", "without the second word"),
        ("'#harvest'", "with your tag, on the article or the quote"),
        (
            "'speaker:=\"Full Name\"'",
            "that name and no longer one; also publisher:= and title:=",
        ),
    ];
    let mut help = String::new();
    for (example, about) in words {
        help.push_str(&format!("  {example:<26}{about}\n"));
    }
    for field in FIELDS {
        let example = match field.example {
            marked if marked.contains(['"', '>']) => format!("'{marked}'"),
            plain => plain.to_owned(),
        };
        help.push_str(&format!("  {example:<26}{}\n", field.about));
        for (n, value) in field.values.chunks(5).enumerate() {
            let before = if n == 0 { "one of " } else { "or " };
            help.push_str(&format!("  {:<26}{before}{}\n", "", value.join(", ")));
        }
    }
    help.push_str(ONE_QUOTE);
    help
}
