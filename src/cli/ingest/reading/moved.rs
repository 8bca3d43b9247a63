//! Files that had another name; and records without a key, which are known by their place in the file:
//! where they went when the file changed.
//!
//! A record is first looked for by its hash. Only what is left is the later state of the record that
//! was at its place, so that a line put in before others does not take over their rows and marks.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crossbeam_channel::bounded;

use super::{FileAt, Found, Read, Reader, Stopped, guarded};
use crate::import;
use crate::model::ArticleId;
use crate::store::{Batch, KnownArticle, KnownFile, KnownRecord, gone_place};

/// Records of a file beyond which it would take too much memory to tell what became of each.
const MOST: usize = 2_000_000;

/// Where articles go.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::cli::ingest) struct Moves {
    /// Rows and their new locations.
    pub to: Vec<(ArticleId, String)>,
    /// What needs no reading at its new location.
    pub known: HashMap<String, KnownArticle>,
}

impl Reader<'_> {
    /// What is known of a file, by its own name or the one that earlier releases gave it, with `..` and
    /// links in it. From now on it has its own alone.
    pub(super) fn known_file(
        &mut self,
        path: &Path,
        location: &str,
    ) -> anyhow::Result<Result<Option<KnownFile>, Stopped>> {
        let Some(store) = &self.store else {
            return Ok(Ok(None));
        };
        let own = store.file(location)?;
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let before = absolute.to_string_lossy().into_owned();
        let odd = match before == location {
            true => None,
            false => store.file(&before)?,
        };
        let Some(odd) = odd else {
            return Ok(Ok(own));
        };
        if let Err(stopped) = self.tell(Found::Renamed(odd.id, before, location.to_owned())) {
            return Ok(Err(stopped));
        }
        self.renaming = true;
        if own.is_none() {
            return Ok(Ok(Some(odd)));
        }
        // The two become one: what of it has to be read again is known then.
        if let Err(stopped) = self.settle() {
            return Ok(Err(stopped));
        }
        match &self.store {
            Some(store) => Ok(Ok(store.file(location)?)),
            None => Ok(Ok(None)),
        }
    }

    /// Waits until all files have their own names: what is looked for in them from now on is there by those
    /// alone, and stays.
    pub(super) fn settle(&mut self) -> Result<(), Stopped> {
        if !std::mem::take(&mut self.renaming) {
            return Ok(());
        }
        let (done, settled) = bounded(1);
        self.tell(Found::Settled(done))?;
        settled.recv().map_err(|_| Stopped)
    }

    /// Where the records of a file that was imported before went; `read` is what is in it now, where
    /// that is read already.
    pub(super) fn moves(&self, file: &FileAt, read: Option<&[Read]>) -> anyhow::Result<Moves> {
        let Some(store) = self.store.as_ref().filter(|_| file.known) else {
            return Ok(Moves::default());
        };
        let old = store.records_in(&file.location, MOST)?;
        if old.len() >= MOST || !old.iter().any(|one| is_place(&one.location)) {
            return Ok(Moves::default());
        }
        let new = match read {
            Some(read) => read.iter().flatten().map(place).collect(),
            None => self.places(file),
        };
        Ok(moves(&old, new))
    }

    /// What is in a file, and where. Nothing where it is too much, or the person stopped.
    fn places(&self, file: &FileAt) -> Vec<(String, u64)> {
        let places = || {
            let mut places = Vec::new();
            for one in import::read_file(&file.path, &file.options).flatten() {
                if self.task.stops() || places.len() == MOST {
                    return Vec::new();
                }
                places.push(place(&one));
            }
            places
        };
        guarded(places).unwrap_or_default()
    }
}

/// Gives files their new names and records their places.
pub(in crate::cli::ingest) fn give_places(
    batch: &mut Batch<'_>,
    moves: Vec<Found>,
) -> anyhow::Result<()> {
    for found in moves {
        match found {
            Found::Renamed(file, from, to) => batch.rename_file(file, &from, &to)?,
            Found::Moved(moves) => batch.relocate(&moves.to)?,
            _ => {}
        }
    }
    Ok(())
}

fn place(one: &import::Imported) -> (String, u64) {
    (one.source.location.clone(), one.source.hash)
}

/// Whether a location ends in a place of a record: `#12`, or `#12 (2)`.
fn is_place(location: &str) -> bool {
    let name = location.rsplit('#').next().unwrap_or_default();
    let number = name.split(' ').next().unwrap_or_default();
    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

fn moves(old: &[KnownRecord], new: Vec<(String, u64)>) -> Moves {
    let at: HashMap<&str, usize> = (0..)
        .zip(old)
        .map(|(n, o)| (o.location.as_str(), n))
        .collect();
    let mut used = vec![false; old.len()];
    let mut rest = Vec::new();
    for (location, hash) in new {
        match at.get(location.as_str()) {
            Some(&n) if old[n].hash == hash => used[n] = true,
            _ => rest.push((location, hash)),
        }
    }
    let mut free: HashMap<u64, Vec<usize>> = HashMap::new();
    for n in (0..old.len()).rev().filter(|n| !used[*n]) {
        free.entry(old[n].hash).or_default().push(n);
    }
    let mut moves = Moves::default();
    for (location, hash) in rest {
        let Some(n) = free.get_mut(&hash).and_then(Vec::pop) else {
            continue;
        };
        used[n] = true;
        if let Some(known) = old[n].known {
            moves.known.insert(location.clone(), known);
        }
        moves.to.push((old[n].id, location));
    }
    make_way(old, &at, &used, &mut moves);
    moves
}

/// What is in the file no more, and where another record is now, goes to a location of its own.
fn make_way(old: &[KnownRecord], at: &HashMap<&str, usize>, used: &[bool], moves: &mut Moves) {
    let taken: HashSet<&str> = moves.to.iter().map(|(_, to)| to.as_str()).collect();
    let mut gone = Vec::new();
    for (n, one) in old.iter().enumerate() {
        if used[n] || !taken.contains(one.location.as_str()) {
            continue;
        }
        let names = (1..).map(|number| gone_place(&one.location, number));
        let mut names = names.filter(|name| !at.contains_key(name.as_str()));
        gone.extend(names.next().map(|name| (one.id, name)));
    }
    moves.to.extend(gone);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: i64, place: &str, hash: u64) -> KnownRecord {
        KnownRecord {
            id: ArticleId(id),
            location: place.to_owned(),
            hash,
            known: None,
        }
    }

    fn moved(old: &[(&str, u64)], new: &[(&str, u64)]) -> Vec<(i64, String)> {
        let old: Vec<KnownRecord> = (1..)
            .zip(old)
            .map(|(id, (place, hash))| record(id, place, *hash))
            .collect();
        let new = new.iter().map(|(place, hash)| ((*place).to_owned(), *hash));
        let to = moves(&old, new.collect()).to;
        to.into_iter().map(|(id, to)| (id.0, to)).collect()
    }

    #[test]
    fn what_is_the_same_is_found_at_its_new_place_and_the_rest_by_its_place() {
        let old = [("f#1", 10), ("f#2", 20), ("f#3", 30)];
        assert_eq!(moved(&old, &old), []);
        let first = moved(&old, &[("f#1", 5), ("f#2", 10), ("f#3", 20), ("f#4", 30)]);
        let to = |id, place: &str| (id, place.to_owned());
        assert_eq!(first, [to(1, "f#2"), to(2, "f#3"), to(3, "f#4")]);
        // One was changed where it is.
        assert_eq!(moved(&old, &[("f#1", 10), ("f#2", 21), ("f#3", 30)]), []);
        // One is gone, and another has its place.
        let gone = moved(&old, &[("f#1", 10), ("f#2", 30)]);
        assert_eq!(gone, [to(3, "f#2"), to(2, "f#2 (gone)")]);
        // It is in the file again.
        let there = [("f#1", 10), ("f#2", 30), ("f#2 (gone)", 20)];
        assert_eq!(moved(&there, &old), [to(3, "f#2"), to(2, "f#3")]);
    }
}
