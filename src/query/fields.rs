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
    /// An example to show.
    pub example: &'static str,
}

/// Every field.
pub const FIELDS: &[Field] = &[
    Field {
        name: "speaker",
        about: "name of the speaker",
        values: &[],
        example: "speaker:\"Full Name\"",
    },
    Field {
        name: "publisher",
        about: "newspaper, agency or site",
        values: &[],
        example: "publisher:gazette",
    },
    Field {
        name: "title",
        about: "title of the article",
        values: &[],
        example: "title:harvest",
    },
    Field {
        name: "text",
        about: "words of the article, its title or text",
        values: &[],
        example: "text:harvest",
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
        example: "kind:direct",
    },
    Field {
        name: "after",
        about: "published on that day or later",
        values: &[],
        example: "after:2022-04-19",
    },
    Field {
        name: "before",
        about: "published before that day",
        values: &[],
        example: "before:2023",
    },
    Field {
        name: "is",
        about: "whether you have read the article",
        values: &["read", "unread"],
        example: "is:unread",
    },
    Field {
        name: "lang",
        about: "language of the article, by its code",
        values: &[],
        example: "lang:fr",
    },
];

/// The query language in lines of help: how words are written, then every field.
#[must_use]
pub fn help() -> String {
    let words = [
        ("grain deal", "both words, or words that begin so"),
        ("'\"grain deal\"'", "the phrase"),
        ("'deal -draft'", "without the second word"),
    ];
    let mut help = String::new();
    for (example, about) in words {
        help.push_str(&format!("  {example:<26}{about}\n"));
    }
    for field in FIELDS {
        let example = match field.example {
            marked if marked.contains('"') => format!("'{marked}'"),
            plain => plain.to_owned(),
        };
        help.push_str(&format!("  {example:<26}{}\n", field.about));
        for (n, value) in field.values.chunks(5).enumerate() {
            let before = if n == 0 { "one of " } else { "or " };
            help.push_str(&format!("  {:<26}{before}{}\n", "", value.join(", ")));
        }
    }
    help
}
