//! The pages of a database file as they lie on the disk, read without SQLite, which refuses a file
//! that is damaged in one place.
//!
//! Owns the file format as far as tables with row numbers need it (<https://www.sqlite.org/fileformat2.html>):
//! pages, the write-ahead log over them, trees of a table, records. Must not know what the tables
//! mean. Every number in a page may be noise: nothing is believed that does not fit.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use rusqlite::types::Value;

/// What the stores of this program have, for files whose header does not tell.
const PAGE: usize = 4096;

/// First bytes of a database.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Length of that header; the first page's tree begins behind it.
const HEADER: usize = 100;

/// Bytes before each page of a log, and before the first.
const FRAME: u64 = 24;
const LOG: u64 = 32;

/// Longest record that is read, as SQLite's own limit.
const LONGEST: u64 = 1_000_000_000;

/// Kinds of pages.
const LEAF: u8 = 0x0d;
const INNER: u8 = 0x05;

/// A row: its number and its values.
pub(super) type Row = (i64, Vec<Value>);

/// The pages of a file.
pub(super) struct Pages {
    file: File,
    log: Option<File>,
    /// Where in the log the latest committed state of a page lies.
    newer: HashMap<u32, u64>,
    size: usize,
    count: u32,
    /// Pages that were read, and those that hold nothing.
    seen: HashSet<u32>,
    /// What the header says of the file's owner and its schema; absent where the header is damaged.
    pub owner: Option<(i32, usize)>,
}

impl Pages {
    /// Opens the database at `path` and the log beside it.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let mut log_name = path.as_os_str().to_owned();
        log_name.push("-wal");
        let mut head = vec![0; HEADER];
        let header = file.read_exact(&mut head).is_ok() && head.starts_with(MAGIC);
        let mut pages = Self {
            file,
            log: File::open(log_name).ok(),
            newer: HashMap::new(),
            size: PAGE,
            count: 0,
            seen: HashSet::new(),
            owner: None,
        };
        if header {
            pages.size = page_size(u32::from(be16(&head, 16))).unwrap_or(PAGE);
        }
        pages.count = u32::try_from(length.div_ceil(pages.size as u64)).unwrap_or(u32::MAX);
        pages.overlay();
        // The log may have the first page anew.
        let first = pages.page(1).filter(|page| page.starts_with(MAGIC));
        if let Some(first) = first {
            let owner = be32(&first, 68).cast_signed();
            pages.owner = Some((owner, be32(&first, 60) as usize));
            pages.free(be32(&first, 32));
        }
        Ok(pages)
    }

    /// Finds the committed pages of the log.
    fn overlay(&mut self) {
        let Some(mut log) = self.log.take() else {
            return;
        };
        let mut newer = HashMap::new();
        if let Some((size, pages)) = committed(&mut log, &mut newer) {
            self.size = size;
            self.count = self.count.max(pages);
            self.newer = newer;
            self.log = Some(log);
        }
    }

    /// The latest state of page number `number`.
    fn page(&mut self, number: u32) -> Option<Vec<u8>> {
        if number == 0 || number > self.count {
            return None;
        }
        let mut page = vec![0; self.size];
        let (file, at) = match (self.newer.get(&number), &mut self.log) {
            (Some(at), Some(log)) => (log, *at),
            _ => (&mut self.file, u64::from(number - 1) * self.size as u64),
        };
        file.seek(SeekFrom::Start(at)).ok()?;
        file.read_exact(&mut page).ok()?;
        Some(page)
    }

    /// Passes over the pages that hold nothing: what was deleted still stands in them.
    fn free(&mut self, mut trunk: u32) {
        while trunk != 0 && self.seen.insert(trunk) {
            let Some(page) = self.page(trunk) else { return };
            let count = (be32(&page, 4) as usize).min(self.size / 4 - 2);
            let leaves = (0..count).map(|n| be32(&page, 8 + 4 * n));
            self.seen.extend(leaves.filter(|n| *n > 0));
            trunk = be32(&page, 0);
        }
    }

    /// Gives the rows of the tree whose root is `root` to `take`, as far as it can be walked.
    pub(super) fn tree<E>(
        &mut self,
        root: u32,
        take: &mut impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut open = vec![root];
        while let Some(number) = open.pop() {
            if !self.seen.insert(number) {
                continue;
            }
            let Some(page) = self.page(number) else {
                continue;
            };
            let start = start_of(number);
            match page[start] {
                INNER => {
                    open.push(be32(&page, start + 8));
                    let children = cells(&page, start, 12).map(|at| be32(&page, at));
                    open.extend(children.collect::<Vec<_>>());
                }
                LEAF => self.leaf(&page, start, take)?,
                // Not ours, or noise; if it is a leaf of something it is no row.
                _ => {}
            }
        }
        Ok(())
    }

    /// Gives the rows of all leaves to `take` that no tree has led to.
    pub(super) fn strays<E>(
        &mut self,
        take: &mut impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        for number in 1..=self.count {
            if self.seen.contains(&number) {
                continue;
            }
            let Some(page) = self.page(number) else {
                continue;
            };
            let start = start_of(number);
            if page[start] == LEAF {
                self.leaf(&page, start, take)?;
            }
        }
        Ok(())
    }

    fn leaf<E>(
        &mut self,
        page: &[u8],
        start: usize,
        take: &mut impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        for at in cells(page, start, 8).collect::<Vec<_>>() {
            let row = self.cell(page, at);
            if let Some(row) = row {
                take(row)?;
            }
        }
        Ok(())
    }

    /// The row in the cell at `at`.
    fn cell(&mut self, page: &[u8], at: usize) -> Option<Row> {
        let (length, at) = varint(page, at)?;
        let (number, at) = varint(page, at)?;
        let length = usize::try_from(length)
            .ok()
            .filter(|l| *l as u64 <= LONGEST)?;
        let most = self.size - 35;
        if length <= most {
            return Some((number.cast_signed(), record(page.get(at..at + length)?)?));
        }
        let least = (self.size - 12) * 32 / 255 - 23;
        let local = least + (length - least) % (self.size - 4);
        let local = if local <= most { local } else { least };
        let mut payload = page.get(at..at + local)?.to_vec();
        let mut next = be32(page.get(at + local..at + local + 4)?, 0);
        while payload.len() < length {
            let more = self.page(next)?;
            let take = (length - payload.len()).min(self.size - 4);
            payload.extend_from_slice(&more[4..4 + take]);
            next = be32(&more, 0);
        }
        // Where the chain goes on it is another's.
        (next == 0).then_some(())?;
        Some((number.cast_signed(), record(&payload)?))
    }
}

fn page_size(told: u32) -> Option<usize> {
    let size = if told == 1 { 65536 } else { told as usize };
    (size.is_power_of_two() && (512..=65536).contains(&size)).then_some(size)
}

/// The size of the pages of a log and how many pages the file has with it; `newer` gets their places
/// in the log. What follows the last commit, or does not fit its sums, is none of it.
fn committed(log: &mut File, newer: &mut HashMap<u32, u64>) -> Option<(usize, u32)> {
    log.rewind().ok()?;
    let mut head = vec![0; usize::try_from(LOG).ok()?];
    log.read_exact(&mut head).ok()?;
    let big = match be32(&head, 0) {
        0x377f_0683 => true,
        0x377f_0682 => false,
        _ => return None,
    };
    let size = page_size(be32(&head, 8))?;
    let mut sums = sum([0, 0], &head[..24], big);
    if sums != [be32(&head, 24), be32(&head, 28)] {
        return None;
    }
    let (mut waiting, mut pages, mut at) = (Vec::new(), 0, LOG);
    let mut frame = vec![0; usize::try_from(FRAME).ok()? + size];
    while log.read_exact(&mut frame).is_ok() {
        sums = sum(sums, &frame[..8], big);
        sums = sum(sums, &frame[24..], big);
        let ours = frame[8..16] == head[16..24];
        if !ours || sums != [be32(&frame, 16), be32(&frame, 20)] {
            break;
        }
        waiting.push((be32(&frame, 0), at + FRAME));
        at += frame.len() as u64;
        let commit = be32(&frame, 4);
        if commit > 0 {
            newer.extend(waiting.drain(..));
            pages = commit;
        }
    }
    (pages > 0).then_some((size, pages))
}

fn sum(sums: [u32; 2], bytes: &[u8], big: bool) -> [u32; 2] {
    let word = |four: &[u8]| {
        let four = [four[0], four[1], four[2], four[3]];
        if big {
            u32::from_be_bytes(four)
        } else {
            u32::from_le_bytes(four)
        }
    };
    bytes.chunks_exact(8).fold(sums, |[a, b], eight| {
        let a = a.wrapping_add(word(&eight[..4])).wrapping_add(b);
        let b = b.wrapping_add(word(&eight[4..])).wrapping_add(a);
        [a, b]
    })
}

const fn start_of(number: u32) -> usize {
    if number == 1 { HEADER } else { 0 }
}

/// The places of the cells of a page whose header has `header` bytes.
fn cells(page: &[u8], start: usize, header: usize) -> impl Iterator<Item = usize> {
    let count = usize::from(be16(page, start + 3));
    let first = start + header;
    let places = page.get(first..first + 2 * count).unwrap_or_default();
    let end = page.len();
    places
        .chunks_exact(2)
        .map(|two| usize::from(be16(two, 0)))
        .filter(move |at| *at >= first && at + 4 <= end)
}

fn be16(bytes: &[u8], at: usize) -> u16 {
    let two = bytes.get(at..at + 2).and_then(|b| b.try_into().ok());
    two.map_or(0, u16::from_be_bytes)
}

fn be32(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|b| b.try_into().ok());
    four.map_or(0, u32::from_be_bytes)
}

/// A number of one to nine bytes, and the place behind it.
fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0_u64;
    for n in 0..9 {
        let byte = *bytes.get(at + n)?;
        if n == 8 {
            return Some((value << 8 | u64::from(byte), at + 9));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte < 0x80 {
            return Some((value, at + n + 1));
        }
    }
    None
}

/// The values of a record, where all of it fits.
fn record(payload: &[u8]) -> Option<Vec<Value>> {
    let (header, mut at) = varint(payload, 0)?;
    let header = usize::try_from(header)
        .ok()
        .filter(|h| *h <= payload.len())?;
    let mut body = header;
    let mut values = Vec::new();
    while at < header {
        let (kind, behind) = varint(payload, at)?;
        at = behind;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return None,
            _ => usize::try_from((kind - 12) / 2).ok()?,
        };
        let bytes = payload.get(body..body.checked_add(length)?)?;
        body += length;
        values.push(value(kind, bytes)?);
    }
    (at == header && body == payload.len()).then_some(values)
}

fn value(kind: u64, bytes: &[u8]) -> Option<Value> {
    Some(match kind {
        0 => Value::Null,
        8 => Value::Integer(0),
        9 => Value::Integer(1),
        7 => Value::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
        1..=6 => {
            let negative = bytes.first().is_some_and(|b| *b >= 0x80);
            let start = if negative { -1_i64 } else { 0 };
            Value::Integer(bytes.iter().fold(start, |n, b| n << 8 | i64::from(*b)))
        }
        even if even % 2 == 0 => Value::Blob(bytes.to_vec()),
        // Texts are clean; a page of zeros is what a disk often leaves.
        _ if memchr::memchr(0, bytes).is_some() => return None,
        _ => Value::Text(std::str::from_utf8(bytes).ok()?.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rusqlite::Connection;

    use super::*;

    fn rows(path: &Path, root: u32) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut take = |row| -> Result<(), ()> {
            rows.push(row);
            Ok(())
        };
        Pages::open(path).unwrap().tree(root, &mut take).unwrap();
        rows.sort_by_key(|row| row.0);
        rows
    }

    #[test]
    fn the_rows_of_a_table_are_those_that_sqlite_reads() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let db = Connection::open(&path).unwrap();
        db.execute_batch(
            "PRAGMA journal_mode = WAL;
             CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c);
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
             INSERT INTO t SELECT i * 7 - 900, printf('%.*c', i * 7, 'é'), i * i * i * 40000000 - 9,
                                  CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN i / 3.0 ELSE zeroblob(i) END
             FROM n;
             DELETE FROM t WHERE id % 5 = 0;",
        )
        .unwrap();
        let root: u32 = db
            .query_row("SELECT rootpage FROM sqlite_schema", [], |r| r.get(0))
            .unwrap();
        let want: Vec<Row> = db
            .prepare("SELECT id, a, b, c FROM t ORDER BY id")
            .unwrap()
            .query_map([], |r| {
                let mut values = vec![Value::Null];
                for k in 1..4 {
                    values.push(r.get(k)?);
                }
                Ok((r.get(0)?, values))
            })
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap();
        // Most of it is in the log yet.
        assert!(
            std::fs::metadata(path.with_extension("db-wal"))
                .unwrap()
                .len()
                > 1 << 20
        );
        assert!(rows(&path, root) == want);
        drop(db);
        assert!(rows(&path, root) == want);
    }

    proptest! {
        #[test]
        fn noise_is_no_row_and_does_no_harm(bytes in proptest::collection::vec(any::<u8>(), 1..3000)) {
            let _ = record(&bytes);
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.db");
            let mut file = vec![0; PAGE];
            file.extend([LEAF, 0, 0, 0, 9]);
            file.extend(&bytes);
            file.resize(3 * PAGE, 7);
            std::fs::write(&path, &file).unwrap();
            let _ = rows(&path, 2);
        }
    }
}
