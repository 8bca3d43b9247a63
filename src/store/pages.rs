//! The pages of a database file as they lie on the disk, read without SQLite, which refuses a file
//! that is damaged in one place.
//!
//! Owns the file format as far as tables need it (<https://www.sqlite.org/fileformat2.html>): pages,
//! the write-ahead log over them, trees of tables with and without row numbers. Must not know what the
//! tables mean. Every number in a page may be noise: nothing is believed that does not fit.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use rusqlite::types::Value;

use super::record::{be16, be32, record, varint};

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

/// What a page of a tree is.
#[derive(Clone, Copy)]
struct Kind {
    /// Of a table without row numbers, or of an index.
    keyed: bool,
    /// It leads to others.
    inner: bool,
}

impl Kind {
    const fn of(byte: u8) -> Option<Self> {
        let (keyed, inner) = match byte {
            0x0d => (false, false),
            0x05 => (false, true),
            0x0a => (true, false),
            0x02 => (true, true),
            _ => return None,
        };
        Some(Self { keyed, inner })
    }

    /// Whether it holds rows: in trees that are ordered by keys, the inner pages do too.
    const fn rows(self) -> bool {
        self.keyed || !self.inner
    }

    const fn header(self) -> usize {
        if self.inner { 12 } else { 8 }
    }
}

/// A row: its number, where its table has such, and its values.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub number: Option<i64>,
    pub values: Vec<Value>,
}

/// What could not be read of a tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Loss {
    /// Rows on pages that could be read.
    pub rows: u64,
    /// Pages, which may lead to others.
    pub pages: u64,
    /// Whether what stood last, by key, is among them.
    pub end: bool,
}

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

    /// Gives the rows of the tree whose root is `root` to `take`, as far as it can be walked. What
    /// `take` refuses is lost too.
    pub(super) fn tree<E>(
        &mut self,
        root: u32,
        take: &mut impl FnMut(Row) -> Result<bool, E>,
    ) -> Result<Loss, E> {
        let mut loss = Loss::default();
        let mut open = vec![root];
        let mut keyed = None;
        // From left to right: the last page that is met is the one of the greatest keys.
        while let Some(number) = open.pop() {
            let Some((kind, page)) = self.sound(number, keyed) else {
                loss.pages += 1;
                loss.end = true;
                continue;
            };
            keyed = Some(kind.keyed);
            loss.end = false;
            let start = start_of(number);
            for at in cells(&page, start, kind).unwrap_or_default() {
                let row = self.row(kind, &page, at);
                let taken = match row {
                    _ if !kind.rows() => true,
                    Some(row) => take(row)?,
                    None => false,
                };
                loss.rows += u64::from(!taken);
                loss.end = !taken;
            }
            if kind.inner {
                let children = children(&page, start, kind);
                open.extend(children.into_iter().rev());
            }
        }
        Ok(loss)
    }

    /// A page of a tree that was not met yet, of tables with or without row numbers.
    fn sound(&mut self, number: u32, keyed: Option<bool>) -> Option<(Kind, Vec<u8>)> {
        if self.seen.contains(&number) {
            return None;
        }
        let page = self.page(number)?;
        let start = start_of(number);
        let kind = Kind::of(page[start]).filter(|kind| keyed.is_none_or(|k| k == kind.keyed))?;
        cells(&page, start, kind)?;
        self.seen.insert(number);
        Some((kind, page))
    }

    /// Gives the rows of each page to `take` that no tree has led to.
    pub(super) fn strays<E>(
        &mut self,
        take: &mut impl FnMut(Vec<Row>) -> Result<(), E>,
    ) -> Result<(), E> {
        for number in 1..=self.count {
            if self.seen.contains(&number) {
                continue;
            }
            let Some(page) = self.page(number) else {
                continue;
            };
            let start = start_of(number);
            let Some(kind) = Kind::of(page[start]).filter(|kind| kind.rows()) else {
                continue;
            };
            let places = cells(&page, start, kind).unwrap_or_default();
            let rows = places
                .into_iter()
                .filter_map(|at| self.row(kind, &page, at));
            let rows: Vec<Row> = rows.collect();
            take(rows)?;
        }
        Ok(())
    }

    /// The row in the cell at `at`, which is nothing on a page that only leads to others.
    fn row(&mut self, kind: Kind, page: &[u8], at: usize) -> Option<Row> {
        if !kind.rows() {
            return None;
        }
        let at = if kind.inner { at + 4 } else { at };
        let (length, at) = varint(page, at)?;
        let (number, at) = match kind.keyed {
            true => (None, at),
            false => {
                let (number, at) = varint(page, at)?;
                (Some(number.cast_signed()), at)
            }
        };
        let whole = LONGEST.min(u64::from(self.count) * self.size as u64);
        let length = usize::try_from(length).ok()?;
        (length as u64 <= whole).then_some(())?;
        let most = match kind.keyed {
            true => (self.size - 12) * 64 / 255 - 23,
            false => self.size - 35,
        };
        let values = if length <= most {
            record(page.get(at..at + length)?)?
        } else {
            record(&self.chained(page, at, length, most)?)?
        };
        Some(Row { number, values })
    }

    /// A record that goes on in other pages.
    fn chained(&mut self, page: &[u8], at: usize, length: usize, most: usize) -> Option<Vec<u8>> {
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
        (next == 0).then_some(payload)
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

/// The places of the cells of a page; nothing where they cannot be so many. A place that cannot be is
/// kept as one behind the page, so that it counts as lost.
fn cells(page: &[u8], start: usize, kind: Kind) -> Option<Vec<usize>> {
    let count = usize::from(be16(page, start + 3));
    let first = start + kind.header();
    let places = page.get(first..first + 2 * count)?;
    let end = page.len();
    let possible = |at: usize| at >= first + 2 * count && at + 4 <= end;
    let place = |two: &[u8]| usize::from(be16(two, 0));
    let places = places.chunks_exact(2).map(place);
    Some(
        places
            .map(|at| if possible(at) { at } else { end })
            .collect(),
    )
}

/// The pages that a page leads to, from left to right.
fn children(page: &[u8], start: usize, kind: Kind) -> Vec<u32> {
    let places = cells(page, start, kind).unwrap_or_default();
    let mut children: Vec<u32> = places.into_iter().map(|at| be32(page, at)).collect();
    children.push(be32(page, start + 8));
    children
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rusqlite::Connection;

    use super::*;

    fn rows(path: &Path, root: u32) -> (Vec<Row>, Loss) {
        let mut rows = Vec::new();
        let mut take = |row| -> Result<bool, ()> {
            rows.push(row);
            Ok(true)
        };
        let loss = Pages::open(path).unwrap().tree(root, &mut take).unwrap();
        (rows, loss)
    }

    const COUNTED: &str = "WITH RECURSIVE n (i) AS
        (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO t SELECT";

    fn root(db: &Connection) -> u32 {
        let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 't'";
        db.query_row(sql, [], |r| r.get(0)).unwrap()
    }

    fn read(db: &Connection, sql: &str, keyed: bool) -> Vec<Row> {
        let mut statement = db.prepare(sql).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map([], |r| {
            let mut values = (0..columns)
                .map(|k| r.get(k))
                .collect::<Result<Vec<Value>, _>>()?;
            let number = (!keyed).then(|| r.get(0)).transpose()?;
            if !keyed {
                values[0] = Value::Null;
            }
            Ok(Row { number, values })
        });
        rows.unwrap().collect::<rusqlite::Result<_>>().unwrap()
    }

    #[test]
    fn the_rows_of_a_table_are_those_that_sqlite_reads() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let db = Connection::open(&path).unwrap();
        db.execute_batch(&format!(
            "PRAGMA journal_mode = WAL;
             CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c);
             {COUNTED} i * 7 - 900, printf('%.*c', i * 7, 'é'), i * i * i * 40000000 - 9,
                       CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN i / 3.0 ELSE zeroblob(i) END
             FROM n;
             DELETE FROM t WHERE id % 5 = 0;",
        ))
        .unwrap();
        let root = root(&db);
        let want = read(&db, "SELECT id, a, b, c FROM t ORDER BY id", false);
        // Most of it is in the log yet.
        let log = std::fs::metadata(path.with_extension("db-wal")).unwrap();
        assert!(log.len() > 1 << 20);
        assert!(rows(&path, root) == (want.clone(), Loss::default()));
        drop(db);
        assert!(rows(&path, root) == (want, Loss::default()));
    }

    /// Keys long and short, which stand on inner pages and go on in others.
    #[test]
    fn the_rows_of_a_table_without_numbers_are_those_that_sqlite_reads() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let db = Connection::open(&path).unwrap();
        db.execute_batch(&format!(
            "CREATE TABLE t (a, b, c, PRIMARY KEY (a, b)) WITHOUT ROWID;
             {COUNTED} i % 7, printf('%.*c', i * 3, 'k'), printf('%.*c', i % 11 * 1000, 'é') FROM n;
             DELETE FROM t WHERE length(b) % 15 = 0;",
        ))
        .unwrap();
        let root = root(&db);
        let mut want = read(&db, "SELECT a, b, c FROM t ORDER BY a, b", true);
        drop(db);
        let (mut found, loss) = rows(&path, root);
        assert_eq!(loss, Loss::default());
        assert_eq!(found.len(), want.len());
        let key = |row: &Row| format!("{:?}", row.values);
        want.sort_by_key(key);
        found.sort_by_key(key);
        assert!(found == want);
    }

    proptest! {
        #[test]
        fn noise_is_no_row_and_does_no_harm(bytes in proptest::collection::vec(any::<u8>(), 1..3000), kind in 0_usize..4) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.db");
            let mut file = vec![0; PAGE];
            file.extend([[0x0d, 0x0a, 0x02, 0x05][kind], 0, 0, 0, 9]);
            file.extend(&bytes);
            file.resize(3 * PAGE, 7);
            std::fs::write(&path, &file).unwrap();
            let _ = rows(&path, 2);
        }
    }
}
