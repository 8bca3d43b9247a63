//! `onrecord import --watch` through the real binary: what comes, changes and goes in a folder is in
//! the store a moment later, and it ends as it was told to.

#![allow(missing_docs, clippy::unwrap_used)]
#![cfg(unix)]

mod binary;

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use binary::{BAKERS, FERRY, Home};

/// How long something may take before the test fails.
const PATIENCE: Duration = Duration::from_secs(90);

struct Watching {
    child: Child,
    out: PathBuf,
    err: PathBuf,
}

impl Watching {
    fn start(home: &Home, args: &[&str]) -> Self {
        let (out, err) = (home.path().join("out"), home.path().join("err"));
        let child = home
            .command(args)
            .stdin(Stdio::null())
            .stdout(File::create(&out).unwrap())
            .stderr(File::create(&err).unwrap())
            .spawn()
            .unwrap();
        Self { child, out, err }
    }

    fn said(&self) -> String {
        fs::read_to_string(&self.err).unwrap()
    }

    /// Waits until so many lines have been said.
    fn until(&self, lines: usize) -> Vec<String> {
        let start = Instant::now();
        loop {
            let said: Vec<String> = self.said().lines().map(str::to_owned).collect();
            if said.len() >= lines {
                return said;
            }
            assert!(start.elapsed() < PATIENCE, "{said:?}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits for the end; gives the exit status and what was printed.
    fn end(mut self) -> (i32, String) {
        let start = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(start.elapsed() < PATIENCE, "{}", self.said());
            thread::sleep(Duration::from_millis(20));
        }
        let status = self.child.wait().unwrap();
        (
            status.code().unwrap(),
            fs::read_to_string(&self.out).unwrap(),
        )
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[test]
fn what_comes_changes_and_goes_is_imported_until_it_is_interrupted() {
    let home = Home::new();
    let folder = home
        .write("in/ferry.txt", FERRY)
        .parent()
        .unwrap()
        .to_owned();
    let watching = Watching::start(&home, &["import", "--watch", "--prune", "in"]);
    assert!(watching.until(1)[0].starts_with("watching "));
    // A file that comes in two parts is one article, whole.
    let (half, rest) = BAKERS.split_at(BAKERS.len() / 2);
    fs::write(folder.join(".part"), half).unwrap();
    fs::write(folder.join(".part"), format!("{half}{rest}")).unwrap();
    fs::rename(folder.join(".part"), folder.join("bakers.txt")).unwrap();
    assert_eq!(watching.until(2)[1], "1 new");
    fs::write(folder.join("ferry.txt"), FERRY.replace("March", "May")).unwrap();
    assert_eq!(watching.until(3)[2], "1 changed");
    fs::create_dir(folder.join("below")).unwrap();
    fs::write(folder.join("below/none.txt"), b"\0\x01").unwrap();
    fs::remove_file(folder.join("bakers.txt")).unwrap();
    let said = watching.until(5);
    assert!(said[3].contains("none.txt is a binary file"), "{said:?}");
    assert_eq!(said[4], "1 removed, 1 failed");
    fs::write(folder.join("below/none.txt"), BAKERS).unwrap();
    assert_eq!(watching.until(6)[5], "1 new");
    let id = watching.child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    let (code, out) = watching.end();
    assert_eq!(
        (code, &*out),
        (0, "3 new, 1 changed, 0 unchanged, 0 failed, 1 removed\n")
    );
    assert_eq!(home.articles(), 2);
}

#[test]
fn a_folder_that_vanishes_ends_it_with_a_reason() {
    let home = Home::new();
    let folder = home
        .write("in/ferry.txt", FERRY)
        .parent()
        .unwrap()
        .to_owned();
    let watching = Watching::start(&home, &["import", "--watch", "in"]);
    watching.until(1);
    fs::rename(&folder, folder.with_file_name("elsewhere")).unwrap();
    let said = watching.until(2);
    assert!(said[1].contains("in is gone"), "{said:?}");
    let (code, out) = watching.end();
    assert_eq!(
        (code, &*out),
        (2, "1 new, 0 changed, 0 unchanged, 0 failed\n")
    );
    assert_eq!(home.articles(), 1);
    home.run(&["import", "--watch", "elsewhere/ferry.txt"])
        .code(2)
        .one_line(&["ferry.txt", "no folder"]);
}

#[test]
fn what_cannot_be_watched_is_named() {
    let home = Home::new();
    for (path, parts) in [
        ("-", ["standard input", "name a folder"]),
        (
            "https://example.org/",
            ["it is an address", "name a folder"],
        ),
    ] {
        home.run(&["import", path, "--watch"])
            .code(2)
            .one_line(&parts);
    }
    assert!(!home.store().exists());
}
