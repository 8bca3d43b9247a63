//! The reading end for web addresses: what is fetched, what of it is in the store already, and what
//! a feed's own text or the page behind it is taken for.
//!
//! One address after another, while other stages work on what was fetched before. A page and the
//! entry of a feed of the same site that points to it are one article, at the page's address. What
//! was read from a page is never replaced by the less that a feed has; and what one site says of
//! the page of another stays an entry of the feed.

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use super::reading::{FileAt, Found, Item, Part, Reader, Stopped, TEXT, guarded};
use super::report::{Failed, failed, fault, refused};
use super::{Task, Web};
use crate::fetch::{self, Address, Answer, Client, Document, Problem, Refusal, Validators};
use crate::import::{self, FeedEntry, Fetched, Opened, Options, Source, Stamp};
use crate::store::{KnownArticle, KnownFile, Visit};

/// Entries of a feed that are written together, and pages of entries.
const ENTRIES: usize = 256;
const PAGES: usize = 8;

/// What is remembered of the web during one import.
pub(super) struct Net<'a> {
    client: Option<Client<'a>>,
    /// Addresses that were asked for: each is once.
    seen: HashSet<String>,
    task: &'a Task<'a>,
}

/// What a page gave.
enum Page {
    /// It is as it was, and has been looked at for what the feed says now.
    Same(Option<Visit>),
    Read(Box<import::Imported>, Visit),
    Failed(Failed),
    /// Another feed has it too, and it was fetched for that one; or the person stopped.
    None,
}

/// The feed that entries are from.
struct Feed {
    /// The address that answered.
    at: Option<Address>,
    /// How many entries have each address: where several have one, it is none of an article.
    shared: HashMap<String, usize>,
    /// Whether it is from outside of the person's network.
    outside: bool,
}

impl<'a> Net<'a> {
    pub(super) fn new(task: &'a Task<'a>) -> Self {
        Self {
            client: None,
            seen: HashSet::new(),
            task,
        }
    }

    fn get(
        &mut self,
        address: &Address,
        found: fetch::Found,
        visit: Option<&Visit>,
    ) -> Result<Answer, Refusal> {
        let Self { client, task, .. } = self;
        let known = visit.map(|visit| Validators {
            answered: visit.answered.clone(),
            etag: visit.etag.clone(),
            modified: visit.modified.clone(),
        });
        client
            .get_or_insert_with(|| Client::new(task.web.allow_local, task.stop))
            .get(address, found, known.as_ref())
    }
}

impl Reader<'_> {
    /// Fetches an address and reads what it gives.
    pub(super) fn address(
        &mut self,
        text: &str,
        found: fetch::Found,
    ) -> anyhow::Result<Result<(), Stopped>> {
        if self.task.stops() {
            return Ok(Ok(()));
        }
        let address = match Address::parse(text) {
            Ok(address) => address,
            Err(refusal) => return Ok(self.tell(Found::Failed(refused(&refusal)))),
        };
        if !self.net.seen.insert(address.to_string()) {
            return Ok(Ok(()));
        }
        if let Err(stopped) = self.tell(Found::Fetching(address.to_string())) {
            return Ok(Err(stopped));
        }
        let known = match &self.store {
            Some(store) => store.file(address.as_str())?,
            None => None,
        };
        let (options, remembered) = self.options_for(known.as_ref());
        let file = FileAt {
            path: address.as_str().into(),
            location: address.to_string(),
            known: false,
            web: true,
            stamp: None,
            hash: None,
            options,
            remembered,
        };
        let known = self.known_address(&file, known)?;
        let answer = self
            .net
            .get(&address, found, known.as_ref().map(|(_, visit)| visit));
        match answer {
            Ok(Answer::Document(document)) => self.document(file, found, known, document),
            Ok(Answer::Unchanged) => self.same(&file, known),
            Err(Refusal {
                problem: Problem::Stopped,
                ..
            }) => Ok(Ok(())),
            Err(refusal) => Ok(self.tell(Found::Failed(refused(&refusal)))),
        }
    }

    /// Fetches the feeds of a list; `outside`: the list itself is from outside of the person's
    /// network.
    pub(super) fn feeds(
        &mut self,
        feeds: &[String],
        outside: bool,
    ) -> anyhow::Result<Result<(), Stopped>> {
        for feed in feeds {
            let sent = self.address(feed, fetch::Found::InList { outside })?;
            if sent.is_err() {
                return Ok(sent);
            }
        }
        Ok(Ok(()))
    }

    /// What is known of an address that was read to its end, by what reads it now.
    fn known_address(
        &self,
        file: &FileAt,
        known: Option<KnownFile>,
    ) -> anyhow::Result<Option<(KnownFile, Visit)>> {
        let Some(store) = &self.store else {
            return Ok(None);
        };
        let known = known.filter(|known| known.whole && known.reader == self.task.reader_of(file));
        Ok(known.zip(store.visit(&file.location)?))
    }

    fn same(
        &self,
        file: &FileAt,
        known: Option<(KnownFile, Visit)>,
    ) -> anyhow::Result<Result<(), Stopped>> {
        let Some((known, _)) = known else {
            return Ok(Ok(()));
        };
        match self.as_it_was(file, known, None)? {
            Some(unchanged) => Ok(self.tell(Found::Unchanged(unchanged))),
            None => Ok(Ok(())),
        }
    }

    fn document(
        &mut self,
        mut file: FileAt,
        found: fetch::Found,
        known: Option<(KnownFile, Visit)>,
        document: Document,
    ) -> anyhow::Result<Result<(), Stopped>> {
        let outside = document.outside;
        file.stamp = Some(Stamp {
            size: document.bytes.len() as u64,
            mtime: 0,
        });
        file.hash = Some(Source::new("", &document.bytes).hash);
        if known
            .as_ref()
            .is_some_and(|(known, _)| known.hash == file.hash)
        {
            return self.same(&file, known);
        }
        let visit = visit(&file.location, &document);
        match self.opened(&file.location, document, &file.options) {
            Err(failed) => Ok(self.tell(Found::Failed(failed))),
            Ok(Opened::Outline(feeds)) if found == fetch::Found::ByPerson => {
                self.feeds(&feeds, outside)
            }
            Ok(Opened::Outline(_)) => {
                let what = "is a list of feeds in a list of feeds; import it by its own address";
                Ok(self.tell(Found::Failed(not_taken(&file.location, what))))
            }
            Ok(Opened::Feed(entries)) => self.feed(file, entries, visit, outside),
            Ok(Opened::Articles(articles)) => self.pieces(file, articles, &[visit]),
        }
    }

    fn opened(&self, asked: &str, document: Document, options: &Options) -> Result<Opened, Failed> {
        let fetched = Fetched {
            asked,
            answered: &document.validators.answered,
            charset: document.charset.as_deref(),
            bytes: document.bytes,
        };
        guarded(|| import::open_fetched(fetched, options))
            .ok_or_else(|| fault(asked.as_ref()))?
            .map_err(|failure| failed(&failure))
    }

    /// The entries of a feed, in parts.
    fn feed(
        &mut self,
        file: FileAt,
        entries: Vec<FeedEntry>,
        visit: Visit,
        outside: bool,
    ) -> anyhow::Result<Result<(), Stopped>> {
        let together = if self.task.web.full { PAGES } else { ENTRIES };
        let feed = Feed {
            at: Address::parse(&visit.answered).ok(),
            shared: shared(&entries),
            outside,
        };
        let mut locations = HashSet::new();
        let mut part = Part {
            bytes: 0,
            file,
            begins: true,
            ends: None,
            items: Vec::new(),
            visits: Vec::new(),
        };
        let mut text = 0;
        for entry in entries {
            if self.task.stops() {
                break;
            }
            // An entry that stands there twice is one entry; the first is the latest.
            if let Ok(one) = &entry.read
                && !locations.insert(one.source.location.clone())
            {
                continue;
            }
            let before = part.items.len();
            self.entry(entry, &feed, &mut part)?;
            text += part.items[before..].iter().map(text_of).sum::<usize>();
            if part.items.len() >= together || text >= TEXT {
                let next = Part {
                    file: part.file.clone(),
                    begins: false,
                    items: Vec::new(),
                    visits: Vec::new(),
                    ..part
                };
                let full = std::mem::replace(&mut part, next);
                if let Err(stopped) = self.tell(Found::Parts(vec![full])) {
                    return Ok(Err(stopped));
                }
                text = 0;
            }
        }
        // Where the person stopped the feed has not come to its end, and is read again.
        if !self.task.stops() {
            part.ends = Some(true);
            part.bytes = part.file.stamp.map_or(0, |stamp| stamp.size);
            part.visits.push(visit);
        }
        Ok(self.tell(Found::Parts(vec![part])))
    }

    fn entry(
        &mut self,
        entry: FeedEntry,
        feed: &Feed,
        part: &mut Part<Item>,
    ) -> anyhow::Result<()> {
        match entry.link.as_deref().map(Address::parse) {
            Some(Ok(address)) if feed.shared.get(address.as_str()) == Some(&1) => {
                return self.linked(entry, &address, feed, part);
            }
            Some(Err(refusal)) if self.task.web.full => {
                part.items.push(Item::Failed(refused(&refusal), true));
            }
            _ => {}
        }
        part.items
            .extend(self.items(&part.file.path, vec![entry.read])?);
        Ok(())
    }

    /// An entry whose article has an address of its own.
    fn linked(
        &mut self,
        mut entry: FeedEntry,
        address: &Address,
        feed: &Feed,
        part: &mut Part<Item>,
    ) -> anyhow::Result<()> {
        let location = address.to_string();
        let state = entry.read.as_ref().map_or(0, |one| one.source.hash);
        if let Ok(one) = &mut entry.read
            && feed.at.as_ref().is_some_and(|at| at.is_same_site(address))
        {
            one.source.location.clone_from(&location);
        }
        let (known, before) = self.page_before(&location)?.unzip();
        let known = known.map(|known| Item::Known(known, location.clone()));
        // What was read before links were is looked at anew, whatever feed and page say of it.
        let before = before.flatten();
        let Web { full, .. } = self.task.web;
        let current = before
            .as_ref()
            .is_some_and(|visit| visit.entry == Some(state));
        match known {
            Some(known) if current || !full => part.items.push(known),
            _ if !full => part
                .items
                .extend(self.items(&part.file.path, vec![entry.read])?),
            known => match self.page(address, before, state, feed.outside) {
                Page::None => {}
                Page::Same(visit) => {
                    part.items.extend(known);
                    part.visits.extend(visit);
                }
                Page::Read(page, visit) => {
                    part.items
                        .extend(self.items(&part.file.path, vec![Ok(*page)])?);
                    part.visits.push(visit);
                }
                Page::Failed(mut failed) => {
                    let own = match known {
                        Some(known) => vec![known],
                        None if entry.read.is_ok() => {
                            failed
                                .message
                                .push_str("; what the feed has of it was taken");
                            self.items(&part.file.path, vec![entry.read])?
                        }
                        None => Vec::new(),
                    };
                    part.items.push(Item::Failed(failed, false));
                    part.items.extend(own);
                }
            },
        }
        Ok(())
    }

    /// The article at `location`, where it was read from its own page, and that visit where it brought
    /// all that one brings now.
    fn page_before(&self, location: &str) -> anyhow::Result<Option<(KnownArticle, Option<Visit>)>> {
        let Some(store) = &self.store else {
            return Ok(None);
        };
        let before = store.article_from(location)?.zip(store.visit(location)?);
        Ok(before.map(|((known, linked), visit)| (known, linked.then_some(visit))))
    }

    /// The page behind an entry.
    fn page(
        &mut self,
        address: &Address,
        before: Option<Visit>,
        state: u64,
        outside: bool,
    ) -> Page {
        if !self.net.seen.insert(address.to_string()) {
            return Page::None;
        }
        // Nobody may listen any more; then the part with this page finds out.
        let _ = self.tell(Found::Fetching(address.to_string()));
        let found = fetch::Found::InFeed { outside };
        let document = match self.net.get(address, found, before.as_ref()) {
            Ok(Answer::Document(document)) => document,
            Ok(Answer::Unchanged) => {
                return Page::Same(before.map(|before| Visit {
                    entry: Some(state),
                    ..before
                }));
            }
            Err(Refusal {
                problem: Problem::Stopped,
                ..
            }) => return Page::None,
            Err(refusal) => return Page::Failed(refused(&refusal)),
        };
        let mut visit = visit(address.as_str(), &document);
        visit.entry = Some(state);
        let what = match self.opened(address.as_str(), document, self.task.options) {
            Err(failed) => return Page::Failed(failed),
            Ok(Opened::Articles(mut reading)) => {
                let mut pages = guarded(|| reading.group(2, usize::MAX)).unwrap_or_default();
                let more = pages.len() > 1;
                pages.truncate(1);
                match pages.pop() {
                    // What a page is about comes before what else stands on it.
                    Some(Ok(page)) if !more || page.source.location == address.as_str() => {
                        return Page::Read(Box::new(page), visit);
                    }
                    Some(Err(failure)) if !more => return Page::Failed(failed(&failure)),
                    _ => "is not one article; import it by its own address",
                }
            }
            Ok(_) => "is a feed and not the page of an article; import it by its own address",
        };
        Page::Failed(not_taken(address.as_str(), what))
    }
}

fn visit(address: &str, document: &Document) -> Visit {
    let Validators {
        answered,
        etag,
        modified,
    } = document.validators.clone();
    Visit {
        address: address.to_owned(),
        answered,
        etag,
        modified,
        entry: None,
    }
}

fn not_taken(address: &str, what: &str) -> Failed {
    Failed::new(address, format!("{address} {what}"))
}

/// Bytes of text that an item holds.
fn text_of(item: &Item) -> usize {
    match item {
        Item::Fresh(one) => one.article.text.len(),
        _ => 0,
    }
}

fn shared(entries: &[FeedEntry]) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    let links = entries.iter().filter_map(|entry| entry.link.as_deref());
    for address in links.filter_map(|link| Address::parse(link).ok()) {
        *counts.entry(address.to_string()).or_default() += 1;
    }
    counts
}
