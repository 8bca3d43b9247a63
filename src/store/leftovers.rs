//! What copies and repairs left that were killed in the making.
//!
//! Owns the names of files in the making, and when one is nobody's any more; must not know what is
//! made.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::Store;
use super::open::beside;

/// How long nobody may have written to a file before it is nobody's. Who makes one writes all the time,
/// also where its process cannot be seen: on another machine, in a container.
const STILL: Duration = Duration::from_secs(600);

/// The same where processes cannot be asked for.
const STILL_UNSEEN: Duration = Duration::from_secs(24 * 3_600);

/// What SQLite puts beside a file, and the file itself.
const ENDS: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// What stands before the number of the process in the name of a file in the making. Downloads and split
/// archives have parts with numbers too; nobody else calls them so.
const MARK: &str = ".onrecord-";

/// The name of what becomes `path` while this process makes it.
pub(super) fn part_of(path: &Path) -> PathBuf {
    beside(path, &format!("{MARK}{}.part", std::process::id()))
}

impl Store {
    /// Removes what copies and repairs of the file at `path` left in the making whose process is gone: by
    /// their names, which nothing else has. What cannot be removed stays.
    pub fn clear_leftovers(path: &Path) {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let own = path.file_name().unwrap_or_default().to_string_lossy();
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some((made, process)) = in_the_making(&name) else {
                continue;
            };
            let of_store = made
                .strip_prefix(&*own)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            let data = entry.metadata().ok().filter(fs::Metadata::is_file);
            let still = data.and_then(|data| still_for(&data)).unwrap_or_default();
            if of_store && is_gone(process, still) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// What a file in the making becomes, and the process that makes it.
fn in_the_making(name: &str) -> Option<(&str, u32)> {
    let part = ENDS
        .iter()
        .find_map(|end| name.strip_suffix(end)?.strip_suffix(".part"))?;
    let (made, process) = part.rsplit_once(MARK)?;
    let digits = !process.is_empty() && process.bytes().all(|b| b.is_ascii_digit());
    let process = process.parse().ok().filter(|_| digits)?;
    (!made.is_empty()).then_some((made, process))
}

fn still_for(data: &fs::Metadata) -> Option<Duration> {
    SystemTime::now().duration_since(data.modified().ok()?).ok()
}

fn is_gone(process: u32, still: Duration) -> bool {
    let processes = Path::new("/proc");
    if !processes.join("self").exists() {
        return still >= STILL_UNSEEN;
    }
    still >= STILL && !processes.join(process.to_string()).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_makes_any_more_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let make = |name: &str, bytes: &[u8], age: u64| {
            fs::write(at(name), bytes).unwrap();
            let file = fs::File::options().write(true).open(at(name)).unwrap();
            let time = SystemTime::now() - Duration::from_secs(age);
            file.set_modified(time).unwrap();
        };
        // No system has so many processes.
        let (gone, old) = (99_999_999_u32, 3 * 24 * 3_600);
        for name in ["s.db", "s.db.before-repair"] {
            for end in ENDS {
                make(&format!("{name}.onrecord-{gone}.part{end}"), b"", old);
            }
        }
        Store::clear_leftovers(&at("s.db"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        let kept = [
            ("s.db".to_owned(), old),
            ("s.db.before-repair".to_owned(), old),
            // Parts of what somebody split or loads, beside a store of that name.
            ("s.db.2031.part".to_owned(), old),
            (format!("s.db.{gone}.part"), old),
            (format!("s.db.tar.{gone}.part"), old),
            ("s.db.onrecord-.part".to_owned(), old),
            (format!("s.db.onrecord-{gone}.part-2"), old),
            (format!("s.db.onrecord-x{gone}.part"), old),
            (format!("s.database.onrecord-{gone}.part"), old),
            (format!("film.onrecord-{gone}.part"), old),
            (format!("copy.db.onrecord-{gone}.part"), old),
            // Somebody may still be at it.
            (format!("s.db.onrecord-{gone}.part"), 5),
        ];
        for (name, age) in &kept {
            make(name, b"a film in the making", *age);
        }
        if Path::new("/proc/self").exists() {
            let own = part_of(&at("s.db"));
            make(&own.file_name().unwrap().to_string_lossy(), b"", old);
        }
        let before = fs::read_dir(folder.path()).unwrap().count();
        Store::clear_leftovers(&at("s.db"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), before);
    }

    #[test]
    fn a_new_copy_takes_away_what_an_older_one_left() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("s.db")).unwrap();
        let left = folder.path().join("copy.db.onrecord-99999999.part");
        fs::write(&left, b"SQLite format 3\0").unwrap();
        let file = fs::File::options().write(true).open(&left).unwrap();
        let time = SystemTime::now() - STILL_UNSEEN;
        file.set_modified(time).unwrap();
        store.back_up_to(&folder.path().join("other.db")).unwrap();
        assert!(left.exists());
        store.back_up_to(&folder.path().join("copy.db")).unwrap();
        assert!(!left.exists());
    }
}
