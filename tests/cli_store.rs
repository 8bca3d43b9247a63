//! Stores that cannot be used: one line that names the file, and nothing lost or touched.

#![allow(missing_docs, clippy::unwrap_used)]

mod binary;

use std::fs;

use binary::{BAKERS, FERRY, Home, Ran, finish};
use rusqlite::Connection;

const STORE: &str = "case.db";

/// Runs that read and runs that write must both refuse `case.db` as it is.
fn refused(home: &Home, parts: &[&str]) {
    let before = fs::read(home.work().join(STORE)).unwrap();
    home.write("ferry.txt", FERRY);
    for args in [["quotes"].as_slice(), &["import", "ferry.txt"]] {
        let ran = home.run(&[args, &["--store", STORE]].concat());
        ran.code(2).one_line(parts);
        assert!(ran.out.is_empty(), "{ran:?}");
    }
    assert_eq!(
        fs::read(home.work().join(STORE)).unwrap(),
        before,
        "it was touched"
    );
}

/// A home with a good store at `case.db`.
fn with_store() -> Home {
    let home = Home::new();
    home.write("ferry.txt", FERRY);
    home.write("bakers.txt", BAKERS);
    home.run(&["import", "ferry.txt", "--store", STORE]).code(0);
    home
}

fn count(home: &Home) -> usize {
    let ran = home.run(&["articles", "--json", "--store", STORE]);
    ran.json().as_array().map_or(0, Vec::len)
}

#[test]
fn one_of_an_older_release_is_said_to_be_brought_up_to_date() {
    let home = Home::new();
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/schema-8.db");
    fs::copy(fixture, home.work().join(STORE)).unwrap();
    let ran = home.run(&["articles", "--store", STORE]);
    ran.code(0);
    assert!(ran.err.contains("is brought up to date"), "{ran:?}");
    assert!(ran.err.contains("case.db.schema-8"), "{ran:?}");
    assert!(home.work().join("case.db.schema-8").exists());
    let again = home.run(&["articles", "--store", STORE]);
    again.code(0);
    assert_eq!(again.err, "");
}

#[test]
fn not_sqlite() {
    let home = Home::new();
    home.write(STORE, "These are my notes.\n".repeat(400));
    refused(&home, &[STORE]);
}

#[test]
fn the_database_of_another_program() {
    let home = Home::new();
    let other = Connection::open(home.work().join(STORE)).unwrap();
    other
        .execute_batch("CREATE TABLE bills (sum INTEGER)")
        .unwrap();
    drop(other);
    refused(&home, &[STORE]);
}

#[test]
fn a_newer_version() {
    let home = with_store();
    let store = Connection::open(home.work().join(STORE)).unwrap();
    store
        .execute_batch("PRAGMA journal_mode = DELETE; PRAGMA user_version = 999")
        .unwrap();
    drop(store);
    refused(&home, &[STORE, "newer"]);
}

#[test]
fn a_truncated_store() {
    let home = with_store();
    let path = home.work().join(STORE);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let ran = home.run(&["quotes", "--store", STORE]);
    ran.code(2).one_line(&[STORE]);
}

#[test]
fn a_missing_one_that_was_named() {
    let home = Home::new();
    home.run(&["quotes", "--store", "nowhere.db"])
        .code(2)
        .one_line(&["nowhere.db"]);
    assert!(!home.work().join("nowhere.db").exists());
}

#[test]
fn a_folder_in_its_place() {
    let home = Home::new();
    fs::create_dir(home.work().join(STORE)).unwrap();
    home.run(&["quotes", "--store", STORE])
        .code(2)
        .one_line(&[STORE]);
}

#[test]
fn locked_by_another_program() {
    let home = with_store();
    let other = Connection::open(home.work().join(STORE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let ran = home.run(&["import", "bakers.txt", "--store", STORE]);
    ran.code(2).one_line(&[STORE]);
    assert_eq!(count(&home), 1, "reading goes on beside the lock");
    other.execute_batch("ROLLBACK").unwrap();
    home.run(&["import", "bakers.txt", "--store", STORE])
        .code(0);
    assert_eq!(count(&home), 2);
}

/// Root may write everything, so as root the run is given to nobody.
#[cfg(unix)]
#[test]
fn read_only() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let home = with_store();
    let set = |path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    set(home.work().join(STORE), 0o444);
    set(home.path().to_owned(), 0o755);
    set(home.work(), 0o555);
    let as_reader = |args: &[&str]| -> Option<Ran> {
        let mut command = home.command(args);
        if fs::write(home.work().join("probe"), "").is_ok() {
            fs::remove_file(home.work().join("probe")).unwrap();
            command.uid(65534);
        }
        command.output().ok()?; // nobody may not start the binary from where it lies
        Some(finish(&mut command, b""))
    };
    if let Some(ran) = as_reader(&["import", "bakers.txt", "--store", STORE]) {
        ran.code(2).one_line(&[STORE]);
    }
    if let Some(ran) = as_reader(&["quotes", "--store", STORE]) {
        ran.code(0);
        assert!(ran.out.contains("ferry"), "{ran:?}");
    }
    set(home.work(), 0o755);
}

/// More than the small disks of the tests hold.
fn long_articles(home: &Home) {
    for n in 0..100 {
        let text = format!("{FERRY}\nIt was boat number {n}.\n\n").repeat(12);
        home.write(&format!("more/{n}.txt"), text);
    }
}

/// A file system of its own that is full at once; only where the system lets us make one.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let home = with_store();
    long_articles(&home);
    let mount = "mount -t tmpfs -o size=340k none small 2>/dev/null || exit 77";
    let ran = home.shell(&format!(
        "mkdir small; unshare -rm sh -c '{mount}; cp {STORE} small/ && cd small && \
         $ONRECORD import ../more --store {STORE}; code=$?; \
         $ONRECORD articles --json --store {STORE} >../after.json; exit $code'"
    ));
    if ran.status.code() == Some(77) || ran.err.contains("unshare") {
        return;
    }
    ran.code(2).one_line(&[STORE]);
    let after = fs::read_to_string(home.work().join("after.json")).unwrap();
    let after: Vec<serde_json::Value> = serde_json::from_str(&after).unwrap();
    assert!(!after.is_empty(), "what was there before is still there");
}

/// The limit of a shell ends a write in the middle, as a failing disk does.
#[cfg(unix)]
#[test]
fn a_write_that_fails_in_the_middle() {
    let home = with_store();
    long_articles(&home);
    let ran = home.shell(&format!(
        "trap '' XFSZ; ulimit -f 200; exec $ONRECORD import more --store {STORE}"
    ));
    ran.code(2).one_line(&[STORE]);
    assert!(count(&home) >= 1);
    home.run(&["import", "more", "--store", STORE]).code(0);
}

#[test]
fn nothing_is_made_by_looking() {
    let home = Home::new();
    for args in [["articles"], ["quotes"], ["speakers"]] {
        home.run(&args).code(0).clean();
    }
    home.run(&["find", "engines"]).code(0).clean();
    let left: Vec<_> = walk(home.path());
    assert!(left.is_empty(), "{left:?}");
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    entries
        .flat_map(|p| if p.is_dir() { walk(&p) } else { vec![p] })
        .collect()
}
