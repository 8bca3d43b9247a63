//! The articles of an archive, zip or tar: each of its files is read as a file.
//!
//! Owns which files are read and what they are called, and telling archives from documents that
//! are zip files inside; must not know the format of the archive.

use std::collections::HashSet;

use crate::text::clean::clean_line;

use super::error::{Failure, Reason};
use super::place::{Articles, Bytes, Content, Place, guarded};
use super::tar::Members;
use super::zip::Directory;
use super::{decode, docx, epub, read, walk};

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
    let base = content.into_base().map_err(|reason| {
        fail(
            reason
                .advised("an archive inside something else is read in one piece: unpack it first"),
        )
    })?;
    let kind = kind(Directory::open(base.clone()).map_err(fail)?);
    match kind {
        Kind::Epub => epub::articles(&inner, base),
        Kind::Docx => docx::articles(&inner, base),
        Kind::Document(name) => Err(fail(Reason::Binary(name))),
        Kind::Archive => {
            let directory = Directory::open(base).map_err(fail)?;
            Ok(Box::new(Entries::new(inner, directory.members())))
        }
    }
}

/// The articles of the tar archive in `bytes`, which lies at `place`.
pub(super) fn tar(place: Place, bytes: Bytes) -> Articles {
    Box::new(Entries::new(place, Members::new(bytes)))
}

/// One file of an archive.
pub(super) struct Member {
    /// Its path, clean and without tricks: parts joined by `/`, none of them `..`.
    pub name: String,
    /// Whether it is a folder or a link, or has no name that could be one.
    pub special: bool,
    /// Gives its bytes, until the next member is asked for.
    pub open: Box<dyn FnOnce() -> Result<Bytes, Reason> + Send>,
}

/// A name that leads nowhere but into the archive.
pub(super) fn safe_name(raw: &[u8]) -> String {
    let text = decode::decode(raw).unwrap_or_default();
    let parts: Vec<String> = text
        .split(['/', '\\'])
        .map(clean_line)
        .filter(|part| !matches!(part.as_str(), "" | "." | "..") && !is_drive(part))
        .collect();
    parts.join("/")
}

fn is_drive(part: &str) -> bool {
    part.len() == 2 && part.ends_with(':')
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

/// The articles of all members, one member open at a time.
struct Entries {
    place: Place,
    members: Box<dyn Iterator<Item = Result<Member, Reason>> + Send>,
    /// Hashes of the names that were met, and how many members.
    names: HashSet<u64>,
    count: usize,
    open: Option<Articles>,
    /// Members that are no text, and those that are empty.
    textless: u64,
    hollow: u64,
    empty: bool,
    done: bool,
}

impl Entries {
    fn new(
        place: Place,
        members: impl Iterator<Item = Result<Member, Reason>> + Send + 'static,
    ) -> Self {
        Self {
            place,
            members: Box::new(members),
            names: HashSet::new(),
            count: 0,
            open: None,
            textless: 0,
            hollow: 0,
            empty: true,
            done: false,
        }
    }

    /// Two members of one name are told apart by a number.
    fn own_name(&mut self, name: String) -> String {
        let mut is_new = |name: &str| {
            self.names
                .insert(super::fnv1a(super::FNV_START, name.as_bytes()))
        };
        if is_new(&name) {
            return name;
        }
        let numbered = format!("{name} ({})", self.count);
        is_new(&numbered);
        numbered
    }

    fn open(&mut self, member: Member) -> Result<Articles, Failure> {
        let name = self.own_name(member.name);
        let place = self.place.entry(&name);
        let bytes = (member.open)().map_err(|r| place.fail(r))?;
        let content = Content::new(bytes).map_err(|error| place.fail(error))?;
        guarded(&place, || read::articles(&place, content))
    }

    fn is_wanted(&self, member: &Member) -> bool {
        !member.special
            && walk::is_wanted_name(&member.name)
            && !self.place.options.excludes_entry(&member.name)
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
            self.count += 1;
            match self.members.next() {
                Some(Ok(member)) if self.is_wanted(&member) => {
                    let opened = self.open(member);
                    if opened
                        .as_ref()
                        .is_err_and(|f| matches!(f.reason, Reason::Empty))
                    {
                        self.hollow += 1;
                        continue;
                    }
                    self.empty = false;
                    match opened {
                        Ok(articles) => self.open = Some(articles),
                        Err(failure) => {
                            self.done = matches!(failure.reason, Reason::Bomb(_));
                            return Some(Err(failure));
                        }
                    }
                }
                Some(Ok(member)) => {
                    let textless = !member.special && walk::is_passed_over(&member.name);
                    self.textless += u64::from(textless);
                }
                Some(Err(reason)) => {
                    (self.done, self.empty) = (true, false);
                    return Some(Err(self.place.fail(reason)));
                }
                None => self.done = true,
            }
        }
        if std::mem::replace(&mut self.empty, false) {
            return Some(Err(self.place.fail(Reason::NoneInside)));
        }
        let reason = match (&mut self.textless, &mut self.hollow) {
            (0, 0) => return None,
            (0, hollow) => Reason::EmptyInside(std::mem::take(hollow)),
            (textless, _) => Reason::Textless(std::mem::take(textless)),
        };
        Some(Err(self.place.fail(reason)))
    }
}

#[cfg(test)]
pub(super) mod tests;
