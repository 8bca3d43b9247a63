//! What can go wrong with one file or one record, each as one clear line.
//!
//! Owns the wording; must not know who prints it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Most feeds of an OPML file that are named in a message.
const NAMED: usize = 5;

/// A file, or a record of one, that could not be imported. The rest of an import goes on.
#[derive(Debug)]
pub struct Failure {
    /// The file or folder.
    pub path: PathBuf,
    /// Line of the file, counted from 1, where the trouble is in one record of many.
    pub line: Option<u64>,
    /// What happened.
    pub reason: Reason,
}

/// Why something could not be imported. Each prints as one line that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    /// No such file or folder.
    #[error("does not exist; check the spelling of the path")]
    Missing,
    /// The same of a pattern that no shell has read.
    #[error(
        "does not exist; patterns as *.html are not read here: name the folder, --exclude leaves files out"
    )]
    Pattern,
    /// The same of what may be an address.
    #[error("does not exist; if a web address is meant, write {0}")]
    Meant(String),
    /// The system refuses to open it.
    #[error("may not be read; check its permissions")]
    Denied,
    /// A folder where one file is wanted.
    #[error("is a folder; name a file in it")]
    Folder,
    /// Neither file nor folder: a pipe, a device, a socket.
    #[error("is not a file or a folder; save its content to a file first")]
    Special,
    /// Archives in archives, too deep.
    #[error("is packed more than {0} deep in archives and compressed files; unpack it first")]
    Nested(u8),
    /// A compressed file that grows beyond measure.
    #[error(
        "gives more than {0} times its own size when unpacked; if you trust it, unpack it first"
    )]
    Bomb(u64),
    /// A compressed file that needs more memory than is given.
    #[error("needs too much memory to be unpacked as {0}; unpack it first")]
    Hungry(&'static str),
    /// A file that ends early or is not what it says.
    #[error("is a damaged or incomplete {0} file; what can be read of it is taken, get it anew")]
    Damaged(&'static str),
    /// An archive with too many files.
    #[error("holds more than {0} files; unpack it and import the folder")]
    ManyEntries(u64),
    /// An entry of an archive that cannot be read without a password.
    #[error("is encrypted; unpack the archive with its password and import the folder")]
    Encrypted,
    /// An entry that is compressed in a rare way.
    #[error("is compressed in a way that is not read; unpack the archive and import the folder")]
    Method,
    /// An archive in which there is nothing to import.
    #[error(
        "has nothing in it to import; it needs text, HTML, JSON or another format that is read"
    )]
    NoneInside,
    /// Any other trouble of the system.
    #[error("could not be read: {0}")]
    Io(io::Error),
    /// A link that leads back to a folder above it.
    #[error("is a link to a folder that holds it; skipped")]
    Loop,
    /// A link in a folder to what lies outside of it.
    #[error(
        "is a link that leads out of the folder; skipped, name what it leads to if you want it"
    )]
    Outside,
    /// A hidden file or folder inside a folder.
    #[error("is hidden and was passed over; name it if you want it")]
    Hidden,
    /// A file inside a folder that is no text by its ending.
    #[error("is no text by its ending (a picture, a program and the like) and was passed over")]
    Ending,
    /// What the person excluded.
    #[error("is excluded and was passed over")]
    Excluded,
    /// Another name of a file or folder that was taken already.
    #[error("is another name of what was taken already and was passed over")]
    Twice,
    /// A folder in which there is nothing to import.
    #[error(
        "has no text in it; name a folder with text, HTML, JSON or another format that is read"
    )]
    NoText,
    /// A file of no bytes, or of blanks only.
    #[error("is empty; nothing to import")]
    Empty,
    /// A text in which no line is one of an article.
    #[error("has no line that reads as part of an article; nothing to import")]
    NoLines,
    /// Not text at all.
    #[error("is {0}, not text; convert it to text or HTML first")]
    Binary(&'static str),
    /// An archive of a kind that is not read.
    #[error("is {0}, which is not read; unpack it and import the folder")]
    Archive(&'static str),
    /// Bytes that are not text of the encoding they claim.
    #[error("is not valid {0}; save it as UTF-8 and import it again")]
    Encoding(&'static str),
    /// Larger than is read as one article.
    #[error("is larger than {} MB; split it into one article a file or one record a line", .0 >> 20)]
    TooLarge(u64),
    /// Larger than is read in one piece, and what to do in this case.
    #[error("is larger than {} MB; {advice}", .limit >> 20)]
    Larger {
        /// The limit in bytes.
        limit: u64,
        /// What to do.
        advice: &'static str,
    },
    /// A record that is longer than is read.
    #[error("is longer than {} MB; skipped", .0 >> 20)]
    LongRecord(u64),
    /// A record that is no JSON.
    #[error("is not valid JSON ({0}); correct or remove it")]
    Json(String),
    /// A record without a body.
    #[error("has no text (looked for \"text\", \"body\", \"content\" and the like)")]
    NoBody,
    /// An entry of a feed without a text.
    #[error("is an entry without text (no content, no description); nothing to import")]
    NoEntryText,
    /// A record without a field of text; the fields that are there.
    #[error("has no field of text; name it with --map text=FIELD; it has: {0}")]
    NoTextField(String),
    /// Records none of which has a text: how many, and why the first has none.
    #[error("has no text in its {records} records; the first {first}")]
    NoneHasText {
        /// How many.
        records: usize,
        /// Why the first has none.
        first: Box<Reason>,
    },
    /// Records without a text before the first that has one, beyond those that are told by themselves.
    #[error("has no text in {0} more records before the first that has one")]
    MoreWithoutText(usize),
    /// A record with quotes and without the text they are in.
    #[error("has quotes but no text; extract them again without --no-text")]
    OnlyQuotes,
    /// A record that could not be read where its quotes were looked for, and why.
    #[error("could not be read where its quotes were looked for: {0}")]
    Elsewhere(String),
    /// A field that was mapped and is not there; its name and the names that are there.
    #[error("has no field {0:?} to map; it has: {1}")]
    NoField(String, String),
    /// A table without a column of text; the columns that are there.
    #[error("has no column of text; name it with --map text=COLUMN; it has: {0}")]
    NoTextColumn(String),
    /// A table that begins with a row.
    #[error(
        "has no line with the names of its columns; put one at its top (title,text,date as they \
         come) and import it again"
    )]
    NoHeader,
    /// A table that is not one.
    #[error("is not a valid table ({0}); correct or remove it")]
    Table(String),
    /// A row of a table that does not end.
    #[error("is longer than {} MB; a quotation mark may be missing in it", .0 >> 20)]
    LongRow(u64),
    /// A row of a table whose last field goes on to the end of the file.
    #[error(
        "has a quotation mark that is never closed: the rest of the file is in its last field; close it"
    )]
    OpenRow,
    /// XML that is none, from this line on.
    #[error("is not valid XML (line {0}); get it anew")]
    Xml(u64),
    /// A feed that cannot be read.
    #[error("is not a valid feed ({0}); get it anew")]
    Feed(String),
    /// A feed, a record or an article with more in it than is kept in memory.
    #[error(
        "has far more parts or words than articles have; save it as JSONL with one article a line"
    )]
    Crowded,
    /// A list of feeds: their addresses, as they stand there.
    #[error(
        "names {} feeds and holds no articles itself{}; add --fetch to fetch them", .0.len(), first(.0)
    )]
    Outline(Vec<String>),
    /// A file that looked like a message and is none.
    #[error("is not a message of mail that can be read; save it as .eml and import it again")]
    NotMail,
    /// A message with too many messages or parts in one another.
    #[error(
        "is a message with more than {0} messages or parts in it; save those you want by themselves"
    )]
    DeepMail(usize),
    /// A message of pictures or attachments only.
    #[error("is a message without text; nothing to import")]
    NoMailText,
    /// A PDF that is encrypted.
    #[error("is encrypted; save it without a password and import it again")]
    Locked,
    /// A PDF of pictures.
    #[error("has no text in it (scanned?); let a program recognise its text and import that")]
    Scanned,
    /// A PDF that prints a few words only.
    #[error("has a few words in it and no article; nothing to import")]
    FewWords,
    /// A PDF that does not say which letters its shapes are.
    #[error("does not tell what its letters are; let a program recognise its text and import that")]
    Letters,
    /// A file whose reader, in a process of its own, broke off.
    #[error(
        "made its reader break off (damaged, or far too large inside); get it anew or save it as text"
    )]
    Broke,
    /// A file whose reader did not end.
    #[error("was not read within {0} seconds; save it as text and import that")]
    Slow(u64),
    /// The reader in a process of its own could not be started.
    #[error("could not be read, because onrecord could not start itself again ({0})")]
    NotStarted(String),
    /// A book whose seller does not want it read by other programs.
    #[error("is protected by its seller and cannot be read; import it as text or HTML")]
    Protected,
    /// The program itself failed on it.
    #[error("could not be read because of a fault in onrecord; please report it with the file")]
    Fault,
    /// Pages of a crawl in which no article was found: how many.
    #[error("has {0} pages without readable text, which were passed over")]
    NoArticles(u64),
    /// Files of an archive that are no text: how many.
    #[error(
        "has files in it that are no text (pictures and the like), which were passed over: {0}"
    )]
    Textless(u64),
    /// Files of an archive that are empty: how many.
    #[error("has files in it that are empty, which were passed over: {0}")]
    EmptyInside(u64),
    /// Pictures of a book: how many.
    #[error("has pictures, which are not kept: {0}")]
    Pictures(u64),
    /// A page in which no article was found.
    #[error("is a web page without readable text; save the page after it has loaded")]
    NoArticle,
}

/// The first of several addresses, for a message.
fn first(addresses: &[String]) -> String {
    let clean = |address: &String| crate::text::clean::clean_line(address);
    let mut named: Vec<String> = addresses.iter().take(NAMED).map(clean).collect();
    match addresses.len() {
        0 => return String::new(),
        count if count > NAMED => named.push("...".to_owned()),
        _ => {}
    }
    format!(" ({})", named.join(" "))
}

impl From<io::Error> for Reason {
    /// A reason that travelled as an error of a stream, or what the system said.
    fn from(error: io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(reason) => reason,
            Err(error) => match error.kind() {
                io::ErrorKind::NotFound => Self::Missing,
                io::ErrorKind::PermissionDenied => Self::Denied,
                _ => Self::Io(error),
            },
        }
    }
}

impl Reason {
    /// Whether it tells only what was passed over, as was to be expected.
    #[must_use]
    pub const fn is_harmless(&self) -> bool {
        matches!(
            self,
            Self::NoArticles(_)
                | Self::Textless(_)
                | Self::Pictures(_)
                | Self::EmptyInside(_)
                | Self::Hidden
                | Self::Ending
                | Self::Excluded
                | Self::Twice
        )
    }
}

impl Reason {
    /// The same; what is too large for one piece comes with other `advice`.
    pub(super) fn advised(self, advice: &'static str) -> Self {
        match self {
            Self::TooLarge(limit) => Self::Larger { limit, advice },
            other => other,
        }
    }

    /// How many records it is about, where it tells of several in one line.
    #[must_use]
    pub const fn count(&self) -> usize {
        match self {
            Self::MoreWithoutText(count) => *count,
            _ => 1,
        }
    }

    /// How many files were passed over, where it is about such.
    #[must_use]
    pub const fn passed(&self) -> u64 {
        match self {
            Self::Hidden | Self::Ending | Self::Excluded | Self::Twice => 1,
            Self::Textless(count) | Self::EmptyInside(count) => *count,
            _ => 0,
        }
    }
}

impl Failure {
    /// A failure of the whole file.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>, reason: Reason) -> Self {
        Self {
            path: path.into(),
            line: None,
            reason,
        }
    }

    /// A failure of one record.
    #[must_use]
    pub fn at_line(path: &Path, line: u64, reason: Reason) -> Self {
        Self {
            path: path.to_owned(),
            line: Some(line),
            reason,
        }
    }

    pub(super) fn io(path: &Path, error: io::Error) -> Self {
        Self::new(path, error.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A file name is a text from outside too.
        let path = crate::text::clean::clean_line(&self.path.to_string_lossy());
        match self.line {
            Some(line) => write!(f, "{path}, line {line} {}", self.reason),
            None => write!(f, "{path} {}", self.reason),
        }
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_one_line_that_names_the_file() {
        let failure = Failure::at_line(
            Path::new("a\u{1b}[2J\n.jsonl"),
            7,
            Reason::Json("expected `:`".to_owned()),
        );
        assert_eq!(
            failure.to_string(),
            "a .jsonl, line 7 is not valid JSON (expected `:`); correct or remove it"
        );
        assert_eq!(
            Failure::new("big.txt", Reason::TooLarge(64 << 20)).to_string(),
            "big.txt is larger than 64 MB; split it into one article a file or one record a line"
        );
    }
}
