//! Imports that are killed, cut off from power, refused by the disk or run side by side: the store
//! opens, is sound, has everything that was committed, and nothing twice.

#![cfg(unix)]
#![allow(missing_docs, clippy::unwrap_used)]

mod binary;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use binary::Home;
use onrecord::query::Query;
use onrecord::store::{ArticleOrder, Direction, Store};

const STORE: &str = "case.db";

/// Kills in all, and after how many the store begins anew.
const KILLS: usize = 60;
const ROUND: usize = 12;

/// Random numbers that are the same in every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// An article of its own, with a quote.
fn text(n: usize) -> String {
    let mut text = format!("Report {n} of the harbour\n\n");
    for k in 0..3 {
        let (a, b) = (n * 7919 + k * 31, n * 104_729 + k);
        let _ = write!(
            text,
            "“We counted {a} boats and lost {b} nets in the storm,” said Ann Lee{n}, the harbour \
             master.\n\nThe council of town {a} heard {b} people on the matter that night.\n\n"
        );
    }
    text
}

/// Small files, and a dataset that is larger than what is read at once; how many articles.
fn made(home: &Home) -> usize {
    for n in 0..400 {
        home.write(&format!("texts/{:02}/{n}.txt", n / 40), text(n));
    }
    let mut set = String::new();
    for n in 400..1_100 {
        let filler = format!("Line {n} of the long list went on. ").repeat(360);
        let record = serde_json::json!({"id": n.to_string(), "text": text(n) + &filler});
        let _ = writeln!(set, "{record}");
    }
    assert!(set.len() > 8 << 20);
    home.write("texts/set.jsonl", set);
    1_100
}

/// Titles in the order of import, after looking the store over.
fn sound(path: &Path) -> Vec<String> {
    let store = Store::open_existing(path).unwrap();
    assert_eq!(store.check().unwrap(), []);
    let (order, filter) = (ArticleOrder::Imported, Query::all());
    let rows = store
        .articles(order, &filter, None, Direction::Forward, usize::MAX)
        .unwrap();
    assert_eq!(store.counts().unwrap().articles as usize, rows.len());
    rows.into_iter().map(|row| row.title).collect()
}

/// Everything is there, and once.
fn complete(path: &Path, count: usize) {
    let titles = sound(path);
    let once: BTreeSet<&String> = titles.iter().collect();
    assert_eq!((titles.len(), once.len()), (count, count));
}

fn begun(home: &Home) -> std::process::Child {
    home.command(&["import", "texts", "-q", "--store", STORE])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn remove(path: &Path) {
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{end}", path.display()));
    }
}

#[test]
fn an_import_killed_at_any_moment_loses_nothing_and_the_next_goes_on() {
    let home = Home::new();
    let count = made(&home);
    let path = home.work().join(STORE);
    let mut random = Random(0x5eed);
    let mut had = Vec::new();
    let mut grown = 0;
    // Where the machine is busy an import needs longer to get anywhere.
    let mut longest = 350;
    for kill in 0..KILLS {
        if kill % ROUND == 0 {
            remove(&path);
            had.clear();
        }
        let mut child = begun(&home);
        std::thread::sleep(Duration::from_millis(random.below(longest)));
        child.kill().unwrap();
        child.wait().unwrap();
        if !path.exists() {
            longest += 50;
            continue;
        }
        let has = sound(&path);
        assert!(has.starts_with(&had), "what was committed is still there");
        grown += usize::from(has.len() > had.len());
        longest += 50 * u64::from(has.is_empty());
        had = has;
    }
    assert!(grown > 2, "the kills hit imports at work: {grown}");
    home.run(&["import", "texts", "-q", "--store", STORE])
        .code(0);
    complete(&path, count);
}

#[test]
fn a_write_ahead_log_cut_at_any_length_is_an_earlier_state() {
    let home = Home::new();
    let count = made(&home);
    let path = home.work().join(STORE);
    let wal = PathBuf::from(format!("{}-wal", path.display()));
    let mut random = Random(0xcafe);
    let mut child = begun(&home);
    // Killed when there is much in the log.
    for _ in 0..600 {
        std::thread::sleep(Duration::from_millis(10));
        if fs::metadata(&wal).is_ok_and(|m| m.len() > 1 << 20) {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let (file, log) = (fs::read(&path).unwrap(), fs::read(&wal).unwrap());
    let all = sound(&path);
    for cut in 0..40 {
        let length = random.below(log.len() as u64 + 1) as usize;
        remove(&path);
        fs::write(&path, &file).unwrap();
        fs::write(&wal, &log[..length]).unwrap();
        // Before the first commit there may be no store at all.
        if file.len() < 4096 && length < 4096 {
            continue;
        }
        let left = sound(&path);
        assert!(all.starts_with(&left), "cut {cut} at {length}");
    }
    home.run(&["import", "texts", "-q", "--store", STORE])
        .code(0);
    complete(&path, count);
}

#[test]
fn two_imports_at_once_bring_everything_once() {
    let home = Home::new();
    let count = made(&home);
    let children = [begun(&home), begun(&home), begun(&home)];
    for child in children {
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(ended.status.success(), "{said}");
    }
    complete(&home.work().join(STORE), count);
}

#[test]
fn a_disk_that_is_full_at_any_size_keeps_what_was_committed() {
    let home = Home::new();
    let count = made(&home);
    let path = home.work().join(STORE);
    let mut random = Random(0xd15c);
    let mut had = Vec::new();
    for _ in 0..8 {
        // In blocks of 512 bytes: each run may write a little more than the one before.
        let limit = 200 + had.len() as u64 * 6 + random.below(900);
        let ran = home.shell(&format!(
            "trap '' XFSZ; ulimit -f {limit}; exec $ONRECORD import texts -q --store {STORE}"
        ));
        let code = ran.status.code();
        assert!(code == Some(2) || code == Some(0), "{ran:?}");
        if path.exists() && fs::metadata(&path).unwrap().len() > 0 {
            let has = sound(&path);
            assert!(has.starts_with(&had), "{} then {}", had.len(), has.len());
            had = has;
        }
    }
    home.run(&["import", "texts", "-q", "--store", STORE])
        .code(0);
    complete(&path, count);
}

#[test]
fn an_interrupt_stops_after_the_batch_and_says_that_the_next_run_goes_on() {
    let home = Home::new();
    let count = made(&home);
    let ran = home.shell(&format!(
        "$ONRECORD import texts --store {STORE} & job=$!; sleep 0.3; kill -TERM $job; wait $job"
    ));
    if ran.status.code() != Some(0) {
        assert_eq!(ran.status.code(), Some(130), "{ran:?}");
        assert!(ran.err.contains("goes on where this one ended"), "{ran:?}");
    }
    sound(&home.work().join(STORE));
    home.run(&["import", "texts", "-q", "--store", STORE])
        .code(0);
    complete(&home.work().join(STORE), count);
}

/// The backup fits and what is to be changed does not.
#[test]
fn an_old_store_on_a_full_disk_is_not_called_read_only() {
    let home = Home::new();
    let old = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/schema-1.db");
    home.write(STORE, fs::read(old).unwrap());
    let mut refused = 0;
    for limit in [0, 60, 90, 120, 150] {
        let ran = home.shell(&format!(
            "trap '' XFSZ; ulimit -f {limit}; exec $ONRECORD articles --store {STORE}"
        ));
        assert!(!ran.err.contains("read-only"), "{limit}: {}", ran.err);
        refused += usize::from(ran.status.code() == Some(2));
    }
    assert!(refused > 1);
    home.run(&["articles", "--store", STORE]).code(0);
}

/// What was committed is in the log, and the index of the log, beside the store, cannot be made.
#[test]
fn a_store_on_a_full_disk_can_be_read() {
    let home = Home::new();
    let count = made(&home);
    let path = home.work().join(STORE);
    home.write("texts/one.txt", text(count));
    home.run(&["import", "texts/one.txt", "-q", "--store", STORE])
        .code(0);
    // While this one reads, nobody brings what the log holds to its place.
    let reader = Store::open_existing(&path).unwrap();
    home.run(&["import", "texts", "-q", "--store", STORE])
        .code(0);
    fs::create_dir(home.work().join("full")).unwrap();
    for end in ["", "-wal"] {
        let copy = home.work().join(format!("full/{STORE}{end}"));
        fs::copy(format!("{}{end}", path.display()), copy).unwrap();
    }
    drop(reader);
    let log = home.work().join(format!("full/{STORE}-wal"));
    let logged = fs::read(&log).unwrap();
    assert!(logged.len() > 1 << 20);
    let full = |command: &str| {
        home.shell(&format!(
            "cd full; trap '' XFSZ; ulimit -f 0; exec $ONRECORD {command} --store {STORE}"
        ))
    };
    for _ in 0..2 {
        let listed = full("articles --json --limit 5000").code(0).json();
        assert_eq!(listed.as_array().unwrap().len(), count + 1);
        assert!(full("show 7").code(0).out.contains("boats"));
        assert!(full("doctor").code(0).out.contains("sound"));
    }
    for command in ["import ../texts/one.txt", "star 7"] {
        let refused = full(command);
        refused.code(2);
        // A file that may not grow is no different to SQLite from a disk that fails.
        let why = [
            "no room is left for",
            "its room and the limit on file sizes",
        ];
        assert!(
            why.iter().any(|why| refused.err.contains(why)),
            "{refused:?}"
        );
    }
    assert_eq!(fs::read(&log).unwrap(), logged);
    // A copy is made where there is room, with what is in the log.
    let index = home.work().join(format!("full/{STORE}-shm"));
    assert_eq!(fs::metadata(index).unwrap().len(), 0);
    complete(&home.work().join(format!("full/{STORE}")), count + 1);
}
