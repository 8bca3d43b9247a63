//! Opening files and taking the articles out of them, one after another.
//!
//! Owns limits and the choice of the format; must not know how a format is read.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use super::error::{Failure, Reason};
use super::records::{ArrayRecords, LineRecords};
use super::sniff::{self, Kind};
use super::{Imported, Source, dataset, decode, html, markdown, plain};

/// Largest file that is read as one article or one JSON value, in bytes.
pub const FILE_LIMIT: u64 = 64 << 20;

/// Longest record of a dataset, in bytes.
pub const RECORD_LIMIT: u64 = 32 << 20;

type Bytes = Box<dyn BufRead + Send>;

/// The articles of one file, in order. Datasets are read record by record, in memory bounded by
/// [`RECORD_LIMIT`]; a bad record is a [`Failure`] in its place and the others go on.
pub struct Reading {
    /// What was found and not yet given.
    found: std::vec::IntoIter<Result<Imported, Failure>>,
    rest: Rest,
}

/// Where more is to be read.
enum Rest {
    Nothing,
    Lines(PathBuf, String, LineRecords<Bytes>),
    Array(PathBuf, String, ArrayRecords<Bytes>),
}

impl Iterator for Reading {
    type Item = Result<Imported, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(one) = self.found.next() {
                return Some(one);
            }
            let (path, location, record) = match &mut self.rest {
                Rest::Nothing => return None,
                Rest::Lines(path, location, records) => (path, location, records.next()?),
                Rest::Array(path, location, records) => (path, location, records.next()?),
            };
            // Mostly one article; more where the record is a collection itself.
            self.found = dataset::record(path, location, &record).into_iter();
        }
    }
}

impl Reading {
    fn ready(items: Vec<Result<Imported, Failure>>) -> Self {
        Self {
            found: items.into_iter(),
            rest: Rest::Nothing,
        }
    }
}

/// Opens `path` and gives its articles. Whatever goes wrong is an item of the iterator.
#[must_use]
pub fn read_file(path: &Path) -> Reading {
    open(path).unwrap_or_else(|failure| Reading::ready(vec![Err(failure)]))
}

/// The articles in `bytes`, as if they were a file called `name`.
///
/// # Errors
/// The first [`Failure`], where no article could be read.
pub fn read_bytes(name: &str, bytes: &[u8]) -> Result<Vec<Imported>, Failure> {
    let path = Path::new(name);
    let mut failure = None;
    let mut articles = Vec::new();
    let head = &bytes[..bytes.len().min(sniff::HEAD)];
    let content = Box::new(Cursor::new(bytes.to_vec()));
    for item in reading(path, name, head, content)? {
        match item {
            Ok(article) => articles.push(article),
            Err(error) => {
                failure.get_or_insert(error);
            }
        }
    }
    match failure {
        Some(failure) if articles.is_empty() => Err(failure),
        _ => Ok(articles),
    }
}

fn open(path: &Path) -> Result<Reading, Failure> {
    let fail = |error| Failure::io(path, error);
    let data = std::fs::metadata(path).map_err(fail)?;
    if data.is_dir() {
        return Err(Failure::new(path, Reason::Folder));
    }
    if !data.is_file() {
        return Err(Failure::new(path, Reason::Special));
    }
    let mut file = File::open(path).map_err(fail)?;
    let mut head = Vec::new();
    file.by_ref()
        .take(sniff::HEAD as u64)
        .read_to_end(&mut head)
        .map_err(fail)?;
    let location = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let location = location.to_string_lossy().into_owned();
    let content = Cursor::new(head.clone()).chain(BufReader::with_capacity(1 << 16, file));
    reading(path, &location, &head, Box::new(content))
}

fn reading(path: &Path, location: &str, head: &[u8], content: Bytes) -> Result<Reading, Failure> {
    let fail = |reason| Failure::new(path, reason);
    let kind = sniff::sniff(head);
    let wide = decode::wide(head).is_some();
    match kind {
        Kind::Binary(name) => Err(fail(Reason::Binary(name))),
        Kind::JsonLines | Kind::Json if wide || (kind == Kind::Json && !is_array(head)) => {
            let bytes = whole(path, content)?;
            let text = decode::decode(&bytes).map_err(fail)?;
            if kind == Kind::JsonLines || is_array(text.as_bytes()) {
                let copy: Bytes = Box::new(Cursor::new(text.into_owned().into_bytes()));
                return Ok(streaming(path, location, kind, copy));
            }
            Ok(Reading::ready(dataset::values(path, location, &text)))
        }
        Kind::JsonLines | Kind::Json => Ok(streaming(path, location, kind, content)),
        Kind::Text | Kind::Html => {
            let bytes = whole(path, content)?;
            let text = decode::decode(&bytes).map_err(fail)?;
            let mut imported = document(kind, path, location, &bytes, &text).map_err(fail)?;
            if matches!(text, Cow::Owned(_)) {
                imported.guessed = decode::guess(&bytes);
            }
            Ok(Reading::ready(vec![Ok(imported)]))
        }
    }
}

fn is_array(head: &[u8]) -> bool {
    head.strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start()
        .starts_with(b"[")
}

fn streaming(path: &Path, location: &str, kind: Kind, content: Bytes) -> Reading {
    let (path, location) = (path.to_owned(), location.to_owned());
    let rest = if kind == Kind::JsonLines {
        Rest::Lines(path, location, LineRecords::new(content, RECORD_LIMIT))
    } else {
        Rest::Array(path, location, ArrayRecords::new(content, RECORD_LIMIT))
    };
    Reading {
        found: Vec::new().into_iter(),
        rest,
    }
}

fn whole(path: &Path, content: Bytes) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    content
        .take(FILE_LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::io(path, error))?;
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(Failure::new(path, Reason::TooLarge(FILE_LIMIT)));
    }
    Ok(bytes)
}

fn document(
    kind: Kind,
    path: &Path,
    location: &str,
    bytes: &[u8],
    text: &str,
) -> Result<Imported, Reason> {
    if text.trim().is_empty() {
        return Err(Reason::Empty);
    }
    let article = match kind {
        Kind::Html => html::article(text)?,
        _ if markdown::is_markdown(path, text) => markdown::article(text),
        _ => plain::article(text),
    };
    if article.text.is_empty() && article.title.is_none() {
        return Err(Reason::Empty);
    }
    Ok(Imported {
        source: Source::new(location, bytes),
        article,
        extraction: None,
        guessed: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "Board refuses lease\n\nOSLO (NW) — The harbour board said on Tuesday that it would not renew the lease.";

    #[test]
    fn a_text_in_any_encoding_is_one_article() {
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(STORY.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        for bytes in [
            STORY.as_bytes().to_vec(),
            wide,
            format!("\u{feff}{STORY}").into_bytes(),
        ] {
            let read = read_bytes("a.txt", &bytes).unwrap();
            assert_eq!(read.len(), 1);
            let article = &read[0].article;
            assert_eq!(article.title.as_deref(), Some("Board refuses lease"));
            assert_eq!(article.dateline.as_deref(), Some("OSLO"));
            assert_eq!(article.publisher.as_deref(), Some("NW"));
            assert!(article.text.starts_with("The harbour board"));
        }
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        for (bytes, want) in [
            (&b""[..], "is empty"),
            (b" \n\t\n", "is empty"),
            (b"%PDF-1.4 x", "is a PDF"),
            (b"\xff\xfe\x00\xd8a\x00", "not valid UTF-16LE"),
            (b"a\0\x01\x02b", "a binary file"),
            (b"[{\"id\": 1}]", "has no text"),
        ] {
            let failure = read_bytes("x", bytes).unwrap_err().to_string();
            assert!(failure.contains(want), "{failure}");
        }
    }

    #[test]
    fn a_bad_line_does_not_lose_the_others() {
        let lines = "{\"id\": \"a\", \"text\": \"One.\"}\n{\"id\": oops\n\n{\"text\": \"Two.\", \"headline\": \"T\"}\n";
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("set.jsonl");
        std::fs::write(&path, lines).unwrap();
        let items: Vec<_> = read_file(&path).collect();
        assert_eq!(items.len(), 3);
        assert!(
            items[0]
                .as_ref()
                .unwrap()
                .source
                .location
                .ends_with("set.jsonl#a")
        );
        let failure = items[1].as_ref().unwrap_err();
        assert_eq!(failure.line, Some(2));
        let third = items[2].as_ref().unwrap();
        assert!(third.source.location.ends_with("set.jsonl#4"));
        assert_eq!(third.article.title.as_deref(), Some("T"));
    }

    #[test]
    fn lines_that_are_collections_are_read_one_after_another() {
        let line =
            "{\"docs\": [{\"id\": 1, \"text\": \"One.\"}, {\"id\": 2, \"text\": \"Two.\"}]}\n";
        // More than a stack would hold, were each the next one's caller.
        let articles = read_bytes("set.jsonl", line.repeat(20_000).as_bytes()).unwrap();
        assert_eq!(articles.len(), 40_000);
        assert_eq!(articles[3].source.location, "set.jsonl#2");
    }

    #[test]
    fn a_long_line_is_passed_over() {
        let mut lines = Vec::from(*b"{\"text\": \"One.\"}\n{\"text\": \"");
        lines.resize(lines.len() + usize::try_from(RECORD_LIMIT).unwrap(), b'x');
        lines.extend_from_slice(b"\"}\n{\"text\": \"Two.\"}\n");
        let reading = reading(
            Path::new("x"),
            "x",
            &lines[..sniff::HEAD],
            Box::new(Cursor::new(lines.clone())),
        );
        let items: Vec<_> = reading.unwrap().collect();
        assert_eq!(items.len(), 3);
        assert!(matches!(
            items[1],
            Err(Failure {
                line: Some(2),
                reason: Reason::LongRecord(_),
                ..
            })
        ));
    }

    #[test]
    fn missing_files_and_folders_fail_without_panic() {
        let dir = tempfile::tempdir().unwrap();
        let items: Vec<_> = read_file(&dir.path().join("none.txt")).collect();
        assert!(
            items[0]
                .as_ref()
                .unwrap_err()
                .to_string()
                .contains("does not exist")
        );
        let items: Vec<_> = read_file(dir.path()).collect();
        assert!(items[0].is_err());
    }
}
