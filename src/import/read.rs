//! Opening files and taking the articles out of them, one after another.
//!
//! Owns the choice of the format; must not know how a format is read.

use std::borrow::Cow;
use std::fmt::Write;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHashMap;

use super::error::{Failure, Reason};
use super::options::Options;
use super::place::{self, Articles, Base, Bytes, Content, Place, RECORD_LIMIT};
use super::records::{ArrayRecords, LineRecords};
use super::sniff::{self, Kind};
use super::{
    Imported, Source, archive, dataset, decode, feed, html, lacking, lines, mail, markdown, packed,
    pdf, plain, table, warc,
};

/// What standard input is called where a file has its path.
pub const STANDARD_INPUT: &str = "standard input";

/// How many failures are worked on in the place of one article: a file may have millions of lines that
/// are no record, and each group goes from thread to thread.
const FAILURES: usize = 64;

/// Records of a file whose keys are kept to tell apart what has the same; of a larger one the later
/// record of a key takes the place of the earlier.
const TOLD_APART: usize = 8_000_000;

/// The articles of one file, in order. Datasets and archives are read piece by piece, in memory
/// bounded by the limits of one article; a bad piece is a [`Failure`] in its place and the others
/// go on.
pub struct Reading {
    articles: Articles,
    /// For each location the hash of what was read there first, up to [`TOLD_APART`] of them.
    first: FxHashMap<u64, u64>,
    /// The hashes of all else that was read at a location, each with its number there.
    others: FxHashMap<u64, FxHashMap<u64, usize>>,
    taken: Taken,
}

/// How many bytes were taken from a file.
#[derive(Clone, Debug, Default)]
struct Taken(Arc<AtomicU64>);

/// What counts the bytes that are taken from a file.
struct Counted<R>(R, Taken);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(buffer)?;
        self.1.0.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Iterator for Reading {
    type Item = Result<Imported, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = self.articles.next()?;
        Some(item.and_then(|mut one| {
            if lines::is_crowded(&one.article.text) {
                return Err(Failure::new(&one.source.location, Reason::Crowded));
            }
            self.tell_apart(&mut one.source);
            Ok(one)
        }))
    }
}

impl Reading {
    pub(super) fn new(articles: Articles) -> Self {
        Self {
            articles,
            first: FxHashMap::default(),
            others: FxHashMap::default(),
            taken: Taken::default(),
        }
    }

    /// Two records of one key that do not say the same are two articles: a page that was captured
    /// twice, rows of two exports with numbers of their own. The second gets a number.
    fn tell_apart(&mut self, source: &mut Source) {
        let place = super::fnv1a(super::FNV_START, source.location.as_bytes());
        let first = match self.first.get(&place) {
            Some(first) => *first,
            None if self.first.len() < TOLD_APART => {
                *self.first.entry(place).or_insert(source.hash)
            }
            None => return,
        };
        if first == source.hash {
            return;
        }
        let others = self.others.entry(place).or_default();
        let next = others.len() + 2;
        let number = *others.entry(source.hash).or_insert(next);
        let _ = write!(source.location, " ({number})");
    }

    /// How many bytes of the file were read so far; 0 where nobody counts them.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.taken.0.load(Ordering::Relaxed)
    }

    /// The next articles and failures: at most `count` articles, and no more once their text is
    /// longer than `bytes`. Empty at the end.
    pub fn group(&mut self, count: usize, bytes: usize) -> Vec<Result<Imported, Failure>> {
        let mut group = Vec::new();
        let (mut size, mut left) = (0, count.saturating_mul(FAILURES));
        while left > 0 && size < bytes {
            let Some(item) = self.next() else { break };
            let cost = item.as_ref().map_or(1, |one| {
                size += one.article.text.len();
                FAILURES
            });
            left = left.saturating_sub(cost);
            group.push(item);
        }
        group
    }
}

/// Opens `path`, or standard input where it is `-`, and gives its articles. Whatever goes wrong is
/// an item of the iterator.
#[must_use]
pub fn read_file(path: &Path, options: &Options) -> Reading {
    let taken = Taken::default();
    let articles = if is_standard_input(path) {
        standard_input(options)
    } else {
        open(path, options, taken.clone())
    };
    let articles = articles.unwrap_or_else(|failure| ready(vec![Err(failure)]));
    Reading {
        taken,
        ..Reading::new(articles)
    }
}

/// Whether `path` stands for standard input.
#[must_use]
pub fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The articles in `bytes`, as if they were a file called `name`.
///
/// # Errors
/// The first [`Failure`], where no article could be read.
pub fn read_bytes(name: &str, bytes: &[u8]) -> Result<Vec<Imported>, Failure> {
    let mut failure = None;
    let mut all = Vec::new();
    let place = Place::new(Path::new(name), name, &Options::default());
    for item in articles(&place, in_memory(bytes.to_vec()))? {
        match item {
            Ok(article) => all.push(article),
            Err(error) => {
                failure.get_or_insert(error);
            }
        }
    }
    match failure {
        Some(failure) if all.is_empty() => Err(failure),
        _ => Ok(all),
    }
}

pub(super) fn in_memory(bytes: Vec<u8>) -> Content {
    Content {
        head: bytes[..bytes.len().min(sniff::HEAD)].to_vec(),
        bytes: Box::new(Cursor::new(bytes)),
        base: None,
    }
}

fn open(path: &Path, options: &Options, taken: Taken) -> Result<Articles, Failure> {
    let fail = |error| Failure::io(path, error);
    let data = std::fs::metadata(path).map_err(fail)?;
    if data.is_dir() {
        return Err(Failure::new(path, Reason::Folder));
    }
    if !data.is_file() {
        return Err(Failure::new(path, Reason::Special));
    }
    let place = Place::new(path, place::location(path), options);
    let file = Counted(File::open(path).map_err(fail)?, taken);
    let file = BufReader::with_capacity(1 << 16, file);
    let mut content = Content::new(Box::new(file)).map_err(fail)?;
    content.base = Some(Base::File(path.to_owned()));
    articles(&place, content)
}

/// What comes in there has no name to know it by later, so each article is known by its content.
fn standard_input(options: &Options) -> Result<Articles, Failure> {
    let place = Place::new(Path::new(STANDARD_INPUT), STANDARD_INPUT, options);
    let input = BufReader::with_capacity(1 << 16, io::stdin());
    let content = Content::new(Box::new(input)).map_err(|error| place.fail(error))?;
    let named = articles(&place, content)?.map(|item| {
        item.map(|mut one| {
            one.source.location = format!("{STANDARD_INPUT}#{:016x}", one.source.hash);
            one
        })
    });
    Ok(Box::new(named))
}

pub(super) fn ready(items: Vec<Result<Imported, Failure>>) -> Articles {
    Box::new(items.into_iter())
}

/// The articles of `content`, whatever it is.
pub(super) fn articles(place: &Place, content: Content) -> Result<Articles, Failure> {
    let kind = sniff::sniff(&content.head);
    match kind {
        Kind::Binary(name) if name.ends_with("archive") => Err(place.fail(Reason::Archive(name))),
        Kind::Binary(name) => Err(place.fail(Reason::Binary(name))),
        Kind::Packed(packing) => {
            let (inner, content) = packed::unpack(packing, place, content)?;
            match sniff::sniff(&content.head) {
                // A tar is compressed as a whole: the two are one archive.
                Kind::Tar => Ok(archive::tar(inner, content.bytes)),
                _ => articles(&inner, content),
            }
        }
        Kind::Tar => Ok(archive::tar(place.deeper()?, content.bytes)),
        Kind::Zip => archive::articles(place, content),
        Kind::Pdf => pdf::articles(place, content),
        Kind::JsonLines | Kind::Json => json(place, kind, content),
        Kind::Text => match table::delimiter(place, &content.head) {
            Some(delimiter) => table::articles(place, delimiter, content),
            None if table::is_headless(place, &content.head) => Err(place.fail(Reason::NoHeader)),
            None => document(place, kind, content),
        },
        Kind::Html => document(place, kind, content),
        Kind::Feed => feed::articles(place, content),
        Kind::Outline => feed::outline(place, content),
        Kind::Warc => Ok(warc::articles(place, content.bytes)),
        Kind::Mail => mail::articles(place, content),
        Kind::Mailbox => Ok(mail::mailbox(place, content.bytes)),
    }
}

/// Lines and arrays are read record by record, unless their letters are two bytes wide.
fn json(place: &Place, kind: Kind, content: Content) -> Result<Articles, Failure> {
    let wide = decode::wide(&content.head).is_some();
    if !wide && (kind == Kind::JsonLines || is_array(&content.head)) {
        return Ok(streaming(place, kind, content.bytes));
    }
    let bytes = content.whole().map_err(|reason| place.fail(reason))?;
    let text = decode::decode(&bytes).map_err(|reason| place.fail(reason))?;
    if kind == Kind::JsonLines || is_array(text.as_bytes()) {
        let copy = Box::new(Cursor::new(text.into_owned().into_bytes()));
        return Ok(streaming(place, kind, copy));
    }
    let values = ready(dataset::values(place, &text));
    Ok(lacking::told_once(place, values))
}

fn is_array(head: &[u8]) -> bool {
    head.strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start()
        .starts_with(b"[")
}

fn streaming(place: &Place, kind: Kind, bytes: Bytes) -> Articles {
    if kind == Kind::JsonLines {
        dataset::records(place.clone(), LineRecords::new(bytes, RECORD_LIMIT))
    } else {
        dataset::records(place.clone(), ArrayRecords::new(bytes, RECORD_LIMIT))
    }
}

/// A file that is one article, or a page of several.
fn document(place: &Place, kind: Kind, content: Content) -> Result<Articles, Failure> {
    let fail = |reason| place.fail(reason);
    let bytes = content.whole().map_err(fail)?;
    let text = decode::decode(&bytes).map_err(fail)?;
    if text.trim().is_empty() {
        return Err(fail(Reason::Empty));
    }
    let mut all = match kind {
        Kind::Html => on_page(place, &bytes, &text),
        _ => one(place, &bytes, &text).map(|one| vec![one]),
    }
    .map_err(fail)?;
    if matches!(text, Cow::Owned(_)) {
        let guessed = decode::guess(&bytes);
        all.iter_mut().for_each(|one| one.guessed = guessed);
    }
    Ok(ready(all.into_iter().map(Ok).collect()))
}

/// The articles of a page: what it is about is the file itself, the others are parts of it.
pub(super) fn on_page(place: &Place, bytes: &[u8], text: &str) -> Result<Vec<Imported>, Reason> {
    let all = html::articles(text, place.address.as_deref())?;
    let imported = all.into_iter().map(|one| Imported {
        source: match &one.name {
            None => Source::new(&place.location, bytes),
            Some(name) => Source::new(place.inner(name), one.from.of(text).as_bytes()),
        },
        article: one.article,
        extraction: None,
        guessed: None,
        lost: 0,
    });
    Ok(imported.collect())
}

fn one(place: &Place, bytes: &[u8], text: &str) -> Result<Imported, Reason> {
    lines::bounded(text)?;
    let article = if markdown::is_markdown(&place.name, text) {
        markdown::article(text)
    } else {
        plain::article(text)
    };
    if article.text.is_empty() && article.title.is_none() {
        return Err(Reason::NoLines);
    }
    Ok(Imported {
        source: Source::new(&place.location, bytes),
        article,
        extraction: None,
        guessed: None,
        lost: 0,
    })
}

/// What `bytes` give, good and bad, as if they were a file called `name`.
#[cfg(test)]
pub(super) fn items(name: &str, bytes: &[u8]) -> Vec<Result<Imported, Failure>> {
    items_with(name, bytes, &Options::default())
}

/// The same with options.
#[cfg(test)]
pub(super) fn items_with(
    name: &str,
    bytes: &[u8],
    options: &Options,
) -> Vec<Result<Imported, Failure>> {
    let place = Place::new(Path::new(name), name, options);
    match articles(&place, in_memory(bytes.to_vec())) {
        Ok(articles) => articles.collect(),
        Err(failure) => vec![Err(failure)],
    }
}

#[cfg(test)]
mod tests;
