//! Files that had another name; and records without a key, which are known by their place in the file:
//! where they went when the file changed.
//!
//! A record is first looked for by its hash. Only what is left is the later state of the record that
//! was at its place, so that a line put in before others does not take over their rows and marks.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::{FileAt, Found, Read, Reader, Stopped, guarded};
use crate::import;
use crate::model::ArticleId;
use crate::store::{Batch, KnownArticle, KnownFile, KnownRecord};

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
    /// What is known of a file, and by which name: its own, or the one that earlier releases gave it, with
    /// `..` and links in it. From now on it has its own alone.
    pub(super) fn known_file(
        &self,
        path: &Path,
        location: &str,
    ) -> anyhow::Result<Result<Option<(KnownFile, String)>, Stopped>> {
        let Some(store) = &self.store else {
            return Ok(Ok(None));
        };
        let own = store.file(location)?;
        let own = own.map(|known| (known, location.to_owned()));
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let before = absolute.to_string_lossy().into_owned();
        let odd = match before == location {
            true => None,
            false => store.file(&before)?,
        };
        let Some(odd) = odd else {
            return Ok(Ok(own));
        };
        let renamed = Found::Renamed(odd.id, before.clone(), location.to_owned());
        let sent = self.tell(renamed);
        Ok(sent.map(|()| Some(own.unwrap_or((odd, before)))))
    }

    /// Where the records of a file that was imported before went; `read` is what is in it now, where
    /// that is read already.
    pub(super) fn moves(&self, file: &FileAt, read: Option<&[Read]>) -> anyhow::Result<Moves> {
        let Some(known_as) = &file.known_as else {
            return Ok(Moves::default());
        };
        let old = self.records_of(file, known_as)?;
        if old.len() >= MOST || !old.iter().any(|one| is_place(&one.location)) {
            return Ok(Moves::default());
        }
        let new = match read {
            Some(read) => read.iter().flatten().map(place).collect(),
            None => self.places(file),
        };
        Ok(moves(&old, new))
    }

    /// The records of a file by the name that it has from now on, whether or not the writer has given it
    /// to them yet: what it does between the two questions is seen by both.
    fn records_of(&self, file: &FileAt, known_as: &str) -> anyhow::Result<Vec<KnownRecord>> {
        let Some(store) = &self.store else {
            return Ok(Vec::new());
        };
        let mut records = store.records_in(known_as, MOST)?;
        if known_as == file.location {
            return Ok(records);
        }
        let mut met: HashSet<ArticleId> = HashSet::new();
        for one in &mut records {
            met.insert(one.id);
            let inner = one.location.strip_prefix(known_as).unwrap_or("");
            one.location = format!("{}{inner}", file.location);
        }
        let renamed = store.records_in(&file.location, MOST)?;
        records.extend(renamed.into_iter().filter(|one| !met.contains(&one.id)));
        Ok(records)
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
        let names = (1..).map(|number: usize| match number {
            1 => format!("{} (gone)", one.location),
            number => format!("{} (gone {number})", one.location),
        });
        let mut names = names.filter(|name| !at.contains_key(name.as_str()));
        gone.extend(names.next().map(|name| (one.id, name)));
    }
    moves.to.extend(gone);
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::super::super::{Ours, Task, Watch, Web, ingest};
    use super::*;
    use crate::store::Store;

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
    fn records_move_whether_or_not_their_file_has_its_new_name_already() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let (set, stored) = (at("set.jsonl"), at("s.db"));
        let write = |numbers: &[u32]| {
            let line = |n: &u32| format!("{{\"text\": \"The board of town {n} met at noon.\"}}\n");
            std::fs::write(&set, numbers.iter().map(line).collect::<String>()).unwrap();
        };
        write(&[1, 2]);
        let (paths, options) = ([set.clone()], import::Options::default());
        let (ours, stop) = (Ours::new(&stored, None), AtomicBool::new(false));
        let task = Task {
            paths: &paths,
            options: &options,
            store: &stored,
            prune: false,
            web: Web::default(),
            reader: "r".to_owned(),
            only: None,
            ours: &ours,
            stop: &stop,
            beside: false,
        };
        ingest(&task, &mut Watch::silent()).unwrap();
        let rename = |from: &Path, to: &Path| {
            let mut store = Store::open(&stored).unwrap();
            let (from, to) = (from.to_string_lossy(), to.to_string_lossy());
            let file = store.file(&from).unwrap().unwrap();
            let mut batch = store.batch().unwrap();
            batch.rename_file(file.id, &from, &to).unwrap();
            batch.commit().unwrap();
        };
        let odd = at("odd.jsonl");
        rename(&set, &odd);
        write(&[9, 1, 2]);
        let (to, _from) = crossbeam_channel::unbounded();
        let reader = Reader::new(&task, &to).unwrap();
        let file = FileAt {
            known_as: Some(odd.to_string_lossy().into_owned()),
            ..FileAt::made(&set)
        };
        for renamed in [false, true] {
            if renamed {
                rename(&odd, &set);
            }
            let moves = reader.moves(&file, None).unwrap();
            let mut to: Vec<_> = moves
                .to
                .iter()
                .map(|(id, to)| (id.0, to.as_str()))
                .collect();
            to.sort_unstable();
            let place = |n: u8| format!("{}#{n}", set.display());
            assert_eq!(
                to,
                [(1, place(2).as_str()), (2, place(3).as_str())],
                "{renamed}"
            );
        }
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
