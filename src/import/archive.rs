//! The articles of a zip archive: each entry is read as a file.
//!
//! Owns which entries are read, and telling archives from documents that are zip files inside;
//! must not know the format of the archive.

use super::error::{Failure, Reason};
use super::place::{Articles, Content, Place, guarded};
use super::zip::{Directory, Entry};
use super::{docx, epub, read, walk};

/// How many entries are looked at to tell what an archive is.
const LOOKED_AT: usize = 200;

/// What a zip file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Archive,
    Epub,
    Docx,
    Document(&'static str),
}

/// The articles of the zip file in `content`, in the order of its directory.
pub(super) fn articles(place: &Place, content: Content) -> Result<Articles, Failure> {
    let fail = |reason| place.fail(reason);
    let inner = place.deeper()?;
    let base = content.into_base().map_err(fail)?;
    let kind = kind(Directory::open(base.clone()).map_err(fail)?);
    match kind {
        Kind::Epub => epub::articles(&inner, base),
        Kind::Docx => docx::articles(&inner, base),
        Kind::Document(name) => Err(fail(Reason::Binary(name))),
        Kind::Archive => Ok(Box::new(Entries {
            place: inner,
            entries: Directory::open(base).map_err(fail)?,
            open: None,
            empty: true,
            done: false,
        })),
    }
}

fn kind(entries: Directory) -> Kind {
    let (mut office, mut typed) = (false, false);
    for entry in entries.take(LOOKED_AT).map_while(Result::ok) {
        match entry.name.as_str() {
            "META-INF/container.xml" => return Kind::Epub,
            docx::TEXT => return Kind::Docx,
            "[Content_Types].xml" => office = true,
            "mimetype" => typed = true,
            "content.xml" if typed => return Kind::Document("an OpenDocument file"),
            _ => {}
        }
    }
    if office {
        return Kind::Document("an office document");
    }
    Kind::Archive
}

/// The articles of all entries, one entry open at a time.
struct Entries {
    place: Place,
    entries: Directory,
    open: Option<Articles>,
    empty: bool,
    done: bool,
}

impl Entries {
    fn open(&mut self, entry: &Entry) -> Result<Articles, Failure> {
        let place = self.place.entry(&entry.name);
        let bytes = self.entries.content(entry).map_err(|r| place.fail(r))?;
        let content = Content::new(bytes).map_err(|error| place.fail(error))?;
        guarded(&place, || read::articles(&place, content))
    }

    fn is_wanted(&self, entry: &Entry) -> bool {
        !entry.special
            && walk::is_wanted_name(&entry.name)
            && !self.place.options.excludes_entry(&entry.name)
    }
}

impl Iterator for Entries {
    type Item = Result<super::Imported, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            if let Some(open) = &mut self.open {
                match open.next() {
                    Some(item) => {
                        // What gives too much gives no more: a bomb may have many entries.
                        self.done = matches!(&item, Err(f) if matches!(f.reason, Reason::Bomb(_)));
                        return Some(item);
                    }
                    None => self.open = None,
                }
            }
            match self.entries.next() {
                Some(Ok(entry)) if self.is_wanted(&entry) => {
                    self.empty = false;
                    match self.open(&entry) {
                        Ok(articles) => self.open = Some(articles),
                        Err(failure) => {
                            self.done = matches!(failure.reason, Reason::Bomb(_));
                            return Some(Err(failure));
                        }
                    }
                }
                Some(Ok(_)) => {}
                Some(Err(reason)) => {
                    self.done = true;
                    return Some(Err(self.place.fail(reason)));
                }
                None => self.done = true,
            }
        }
        let empty = std::mem::replace(&mut self.empty, false);
        empty.then(|| Err(self.place.fail(Reason::NoneInside)))
    }
}

#[cfg(test)]
pub(super) mod tests;
