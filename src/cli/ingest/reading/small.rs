//! Small files, in parallel: many at a time where they are what they seem, two where they are packed.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::{FileAt, Read, Task, guarded};
use crate::import::{self, Options};

/// What the files that are read together may give, in articles each and in text all together: a
/// packed file may give far more than its size. One that gives more is read as a large file.
const ARTICLES: usize = 256;
const GIVEN: usize = 16 << 20;

/// Bytes that tell whether a file is packed.
const HEAD: u64 = 512;

/// What a small file gives.
pub(super) enum Small {
    Whole(Vec<Read>),
    /// More than belongs into a group.
    Large,
    Fault,
}

/// Reads `files`, and keeps their order. Leaves out those that were not begun when the person
/// stopped.
pub(super) fn read(files: Vec<FileAt>, task: &Task<'_>) -> Vec<(FileAt, Small)> {
    let room = AtomicUsize::new(GIVEN);
    let begin = |file: &FileAt| {
        let read = || small(&file.path, &file.options, &room);
        (!task.stops()).then(|| guarded(read).unwrap_or(Small::Fault))
    };
    let mut all: Vec<(FileAt, bool, Option<Small>)> = files
        .into_par_iter()
        .filter(|_| !task.stops())
        .map(|mut file| {
            file.take_hash();
            let packed = is_packed(&file.path);
            let read = if packed { None } else { begin(&file) };
            (file, packed, read)
        })
        .collect();
    two_at_a_time(&mut all, |(file, packed, read)| {
        if *packed {
            *read = begin(file);
        }
    });
    all.into_iter()
        .filter_map(|(file, _, read)| Some((file, read?)))
        .collect()
}

/// Each packed file may need the memory of the largest article before it is known how much it
/// gives. A lock would do too, but not where what holds it waits for threads of the same pool.
fn two_at_a_time<T: Send>(all: &mut [T], work: impl Fn(&mut T) + Send + Sync) {
    let half = all.len().div_ceil(2).max(1);
    all.par_iter_mut().with_min_len(half).for_each(work);
}

/// Whether a file may give more than its size: an archive, a compressed file, a PDF, all that does
/// not begin as text in UTF-8 does.
fn is_packed(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    // One that cannot be opened gives nothing.
    read.is_ok() && !is_plain(&head)
}

fn is_plain(head: &[u8]) -> bool {
    // A letter may be cut in two at the end.
    let text = std::str::from_utf8(head).map_or_else(|e| e.error_len().is_none(), |_| true);
    let control = |b: &u8| b.is_ascii_control() && !b.is_ascii_whitespace();
    text && !head.iter().any(control) && !head.starts_with(b"%PDF-")
}

/// The articles of a small file, where there is `room` for their text.
fn small(path: &Path, options: &Options, room: &AtomicUsize) -> Small {
    let mut reading = import::read_file(path, options);
    let read = reading.group(ARTICLES, room.load(Ordering::Relaxed));
    let text: usize = read.iter().flatten().map(|r| r.article.text.len()).sum();
    let enough = |room: usize| room.checked_sub(text);
    let fits = room
        .fetch_update(Ordering::Relaxed, Ordering::Relaxed, enough)
        .is_ok();
    if fits && reading.next().is_none() {
        Small::Whole(read)
    } else {
        Small::Large
    }
}

#[cfg(test)]
mod tests {
    use std::thread;
    use std::time::Duration;

    use super::super::super::tests::Work;
    use super::*;

    #[test]
    fn what_is_packed_is_not_plain() {
        let mut tar = b"a.txt".to_vec();
        tar.resize(512, 0);
        let packed: &[&[u8]] = &[
            b"\x1f\x8b\x08\x00",
            b"\x28\xb5\x2f\xfd\x24",
            b"\xfd7zXZ\x00",
            b"PK\x03\x04",
            b"%PDF-1.7\n",
            &tar,
        ];
        for head in packed {
            assert!(!is_plain(head), "{head:?}");
        }
        let cut = &"<p>Caf\u{e9}".as_bytes()[..7];
        for head in [
            b"Late\r\n\tagain",
            "\u{feff}{\"a\": 1}".as_bytes(),
            cut,
            b"",
        ] {
            assert!(is_plain(head), "{head:?}");
        }
    }

    #[test]
    fn packed_files_are_read_two_at_a_time() {
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(8).build();
        let mut all = [false; 33];
        pool.unwrap().install(|| {
            two_at_a_time(&mut all, |done| {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                thread::sleep(Duration::from_millis(2));
                now.fetch_sub(1, Ordering::SeqCst);
                *done = true;
            });
        });
        assert!(all.iter().all(|done| *done));
        assert!(most.into_inner() <= 2);
    }

    #[test]
    fn nothing_is_begun_once_it_is_to_stop() {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["a.txt", "b.pdf"].map(|name| folder.path().join(name));
        std::fs::write(&paths[0], "The ferry was late.").unwrap();
        std::fs::write(&paths[1], "%PDF-1.7\n").unwrap();
        let files = paths.clone().map(|path| FileAt::made(&path));
        for (stop, count) in [(true, 0), (false, 2)] {
            let work = Work::new(&[], folder.path());
            work.stop.store(stop, Ordering::Relaxed);
            let read = read(files.to_vec(), &work.task());
            let read: Vec<_> = read.iter().map(|(file, _)| file.path.clone()).collect();
            assert_eq!(read, paths[..count]);
        }
    }
}
