//! Importing into stores in files: what is read again, what is kept, what goes.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use serde_json::{Value, json};

use super::reading::FILES;
use super::*;
use crate::model::ArticleId;
use crate::query::Query;
use crate::store::{ArticleOrder, Direction, Store};

/// What a task borrows.
pub(super) struct Work {
    paths: Vec<PathBuf>,
    options: Options,
    store: PathBuf,
    ours: Ours,
    pub stop: AtomicBool,
}

impl Work {
    pub(super) fn new(paths: &[&Path], store: &Path) -> Self {
        Self {
            paths: paths.iter().map(|p| (*p).to_owned()).collect(),
            options: Options::default(),
            store: store.to_owned(),
            ours: Ours::new(store, None),
            stop: AtomicBool::new(false),
        }
    }

    /// An import of files that takes nothing out.
    pub(super) fn task(&self) -> Task<'_> {
        Task {
            paths: &self.paths,
            options: &self.options,
            store: &self.store,
            prune: false,
            web: Web::default(),
            reader: reader(&[]),
            only: None,
            ours: &self.ours,
            stop: &self.stop,
        }
    }
}

/// Imports, and the lines of the report.
pub(super) fn import(paths: &[&Path], store: &Path, prune: bool) -> (Report, Vec<Value>) {
    let work = Work::new(paths, store);
    let report_file = tempfile::NamedTempFile::new().unwrap();
    let watch = Watch::silent().reporting(Some(report_file.path()), store, &work.paths);
    let mut watch = watch.unwrap();
    let task = Task {
        prune,
        ..work.task()
    };
    let report = ingest(&task, &mut watch).unwrap();
    watch.flush().unwrap();
    let lines = fs::read_to_string(report_file.path()).unwrap();
    let lines = lines.lines().map(|l| serde_json::from_str(l).unwrap());
    (report, lines.collect())
}

pub(super) fn imported(paths: &[&Path], store: &Path) -> (Report, Vec<Value>) {
    import(paths, store, false)
}

pub(super) fn counts(report: &Report) -> [usize; 4] {
    [
        report.new,
        report.changed,
        report.unchanged,
        report.failed.len(),
    ]
}

#[test]
fn a_second_import_skips_what_is_the_same_and_replaces_what_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let (texts, store) = (folder.path().join("texts"), folder.path().join("s.db"));
    fs::create_dir(&texts).unwrap();
    let body = "The ferry was late again.\n\n“We are sorry,” said Ann Lee, the captain.\n";
    for n in 0..(FILES + 6) {
        fs::write(
            texts.join(format!("{n}.txt")),
            format!("Report {n}\n\n{body}"),
        )
        .unwrap();
    }
    fs::write(texts.join("empty.txt"), "").unwrap();
    let missing = folder.path().join("none");
    let (first, lines) = imported(&[&texts, &missing], &store);
    assert_eq!(counts(&first), [FILES + 6, 0, 0, 2]);
    assert!(lines.len() >= FILES + 8);
    fs::write(texts.join("3.txt"), format!("Report, corrected\n\n{body}")).unwrap();
    let (second, _) = imported(&[&texts], &store);
    assert_eq!(counts(&second), [0, 1, FILES + 5, 1]);
    let store = Store::open_existing(&store).unwrap();
    assert_eq!(store.counts().unwrap().articles as usize, FILES + 6);
    assert!(store.counts().unwrap().quotes as usize >= FILES + 6);
}

#[test]
fn nothing_to_import_makes_no_store() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("new/s.db");
    let (report, _) = imported(&[&folder.path().join("none")], &store);
    assert_eq!(counts(&report), [0, 0, 0, 1]);
    assert!(report.failed[0].message.contains("none"));
    assert!(!store.parent().unwrap().exists());
}

fn record(id: &str, text: &str) -> String {
    json!({"id": id, "text": text}).to_string()
}

pub(super) fn ids(store: &Path) -> Vec<(i64, String, bool)> {
    let store = Store::open_existing(store).unwrap();
    let (order, filter) = (ArticleOrder::Imported, Query::all());
    let rows = store.articles(order, &filter, None, Direction::Forward, 999);
    rows.unwrap()
        .into_iter()
        .map(|r| (r.id.0, r.title, r.read))
        .collect()
}

/// Makes the stamp of a file one that can be trusted.
fn settle(path: &Path) {
    let old = std::time::SystemTime::now() - Duration::from_secs(60);
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(old).unwrap();
}

#[test]
fn an_unchanged_file_is_not_read_and_what_failed_in_it_is_told_again() {
    let folder = tempfile::tempdir().unwrap();
    let (set, store) = (folder.path().join("set.jsonl"), folder.path().join("s.db"));
    let lines = [
        record("1", "One here."),
        "{bad".to_owned(),
        record("2", "Two there."),
    ];
    fs::write(&set, lines.join("\n")).unwrap();
    settle(&set);
    let (first, _) = imported(&[&set], &store);
    assert_eq!(counts(&first), [2, 0, 0, 1]);
    let (second, lines) = imported(&[&set], &store);
    assert_eq!(counts(&second), [0, 0, 2, 1]);
    assert_eq!(second.failed[0].message, first.failed[0].message);
    assert_eq!(lines[0]["outcome"], "skipped");
    // Touched, its bytes decide; and then the new stamp is trusted.
    settle(&set);
    let (third, lines) = imported(&[&set], &store);
    assert_eq!(
        (counts(&third), &lines[0]["records"]),
        ([0, 0, 2, 1], &json!(2))
    );
    // A change that keeps the size and the time is seen while the time is fresh.
    fs::write(&set, record("1", "One more.")).unwrap();
    imported(&[&set], &store);
    let stamp = fs::metadata(&set).unwrap().modified().unwrap();
    fs::write(&set, record("1", "One less.")).unwrap();
    fs::File::options()
        .write(true)
        .open(&set)
        .and_then(|f| f.set_modified(stamp))
        .unwrap();
    let (fourth, _) = imported(&[&set], &store);
    assert_eq!(counts(&fourth), [0, 1, 0, 0]);
}

#[test]
fn what_is_gone_stays_until_it_is_to_be_pruned() {
    let folder = tempfile::tempdir().unwrap();
    let (texts, store) = (folder.path().join("texts"), folder.path().join("s.db"));
    fs::create_dir(&texts).unwrap();
    let set = texts.join("set.jsonl");
    let lines = ["1", "2", "3"].map(|n| record(n, &format!("Number {n} was told.")));
    fs::write(&set, lines.join("\n")).unwrap();
    for name in ["a.txt", "b.txt", "../beside.txt"] {
        let text = format!("The text {name} was told to reporters on the quay.");
        fs::write(texts.join(name), text).unwrap();
    }
    imported(&[&texts, &folder.path().join("beside.txt")], &store);
    Store::open(&store)
        .unwrap()
        .set_read(ArticleId(4), true)
        .unwrap();
    fs::remove_file(texts.join("a.txt")).unwrap();
    fs::remove_file(folder.path().join("beside.txt")).unwrap();
    fs::write(&set, lines[1..].join("\n")).unwrap();
    let (kept, _) = imported(&[&texts], &store);
    assert_eq!((kept.removed, ids(&store).len()), (0, 6));
    let (pruned, lines) = import(&[&texts], &store, true);
    assert_eq!(pruned.removed, 2, "{lines:?}");
    let left = ids(&store);
    assert_eq!(left.len(), 4);
    assert!(
        left.iter().any(|(id, _, read)| *id == 4 && *read),
        "{left:?}"
    );
    assert!(left.iter().any(|(_, title, _)| title.contains("beside")));
    let removed = |l: &&Value| l["outcome"] == "removed";
    assert_eq!(lines.iter().filter(removed).count(), 2);
    let (again, _) = import(&[&texts], &store, true);
    assert_eq!(again.removed, 0);
}

#[test]
fn a_folder_that_is_empty_or_missing_empties_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (texts, store) = (folder.path().join("texts"), folder.path().join("s.db"));
    fs::create_dir(&texts).unwrap();
    fs::write(texts.join("a.txt"), "It was told to reporters on the quay.").unwrap();
    imported(&[&texts], &store);
    fs::remove_file(texts.join("a.txt")).unwrap();
    let (empty, _) = import(&[&texts], &store, true);
    fs::remove_dir(&texts).unwrap();
    let (missing, _) = import(&[&texts], &store, true);
    assert_eq!((empty.removed, missing.removed), (0, 0));
    assert!(empty.notes[0].contains("nothing was removed"));
    assert_eq!(ids(&store).len(), 1);
    let (above, _) = import(&[folder.path()], &store, true);
    assert_eq!(above.removed, 1);
}

#[test]
fn a_stopped_import_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (set, store) = (folder.path().join("set.jsonl"), folder.path().join("s.db"));
    let lines: Vec<String> = (0..900)
        .map(|n| {
            record(
                &n.to_string(),
                &format!("Text {n}. {}", "Filler words. ".repeat(900)),
            )
        })
        .collect();
    fs::write(&set, lines.join("\n")).unwrap();
    let work = Work::new(&[&set], &store);
    work.stop.store(true, Ordering::Relaxed);
    let report = ingest(&work.task(), &mut Watch::silent()).unwrap();
    assert!(report.interrupted && report.present() < 900);
    let (rest, _) = imported(&[&set], &store);
    assert_eq!(report.present() + rest.new, 900);
    assert_eq!(ids(&store).len(), 900);
}

#[test]
fn other_languages_and_copies_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let (texts, store) = (folder.path().join("texts"), folder.path().join("s.db"));
    fs::create_dir(&texts).unwrap();
    let english = "“The harbour stays shut until winter,” said Ann Lee, the harbour master of the \
        old town, on Monday. No island will be left without a ferry, the council told reporters.";
    let german = "„Der Hafen bleibt bis zum Winter geschlossen“, sagte Anna Lehmann, die Hafenmeisterin \
        der alten Stadt, am Montag. Keine Insel soll ohne Fähre bleiben, teilte der Rat mit.";
    for (name, text) in [("a", english), ("b", english), ("c", german)] {
        fs::write(texts.join(format!("{name}.txt")), text).unwrap();
    }
    let (report, lines) = imported(&[&texts], &store);
    assert_eq!((report.new, report.duplicates), (3, 1));
    assert_eq!(report.languages.get("de"), Some(&1));
    assert_eq!(lines[1]["duplicate_of"], 1);
    assert_eq!(lines[1]["likeness"], "exact");
    assert_eq!(lines[2]["lang"], "de");
    let store = Store::open_existing(&store).unwrap();
    let german = store.article(ArticleId(3)).unwrap().unwrap();
    assert!(german.extraction.quotes.is_empty() && german.article.text.contains("Hafen"));
    assert!(store.counts().unwrap().quotes >= 2);
}

#[test]
fn a_record_without_a_key_keeps_its_row_and_mark_when_others_come_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let (set, file) = (folder.path().join("set.jsonl"), folder.path().join("s.db"));
    let line = |words: &str| format!("{{\"text\": \"{words} It was late, said Ann Lee.\"}}\n");
    let write = |words: &[&str]| {
        let lines: String = words.iter().map(|w| line(w)).collect();
        fs::write(&set, lines).unwrap();
        imported(&[&set], &file).0
    };
    let texts = |ids: &[i64]| -> Vec<String> {
        let store = Store::open_existing(&file).unwrap();
        assert_eq!(store.check().unwrap(), []);
        let text = |id| store.article(ArticleId(id)).unwrap().unwrap().article.text;
        let first = |id| text(id).split('.').next().unwrap_or_default().to_owned();
        ids.iter().map(|id| first(*id)).collect()
    };
    write(&["One.", "Two.", "Three."]);
    let mut store = Store::open(&file).unwrap();
    store.set_read(ArticleId(2), true).unwrap();
    drop(store);
    let report = write(&["None.", "One.", "Two.", "Three."]);
    assert_eq!(counts(&report), [1, 0, 3, 0]);
    assert_eq!(texts(&[1, 2, 3, 4]), ["One", "Two", "Three", "None"]);
    // One is changed where it is, another is gone.
    let report = write(&["None.", "Four.", "Three."]);
    assert_eq!(counts(&report), [0, 1, 2, 0]);
    assert_eq!(texts(&[1, 2, 3, 4]), ["Four", "Two", "Three", "None"]);
    let store = Store::open_existing(&file).unwrap();
    let gone = store.article(ArticleId(2)).unwrap().unwrap();
    assert!(
        gone.read && gone.source.ends_with("set.jsonl#3 (gone)"),
        "{}",
        gone.source
    );
    drop(store);
    // What a large file has is not at hand: it is looked through first.
    let long = "The harbour was closed for the night. ".repeat(250_000);
    let report = write(&[&long, "None.", "Four.", "Two.", "Three."]);
    assert_eq!(counts(&report), [1, 0, 4, 0]);
    assert_eq!(texts(&[1, 2, 3, 4]), ["Four", "Two", "Three", "None"]);
}

#[test]
fn a_record_with_marks_that_is_in_another_file_now_is_not_pruned_from_that() {
    let folder = tempfile::tempdir().unwrap();
    let (texts, store) = (folder.path().join("texts"), folder.path().join("s.db"));
    fs::create_dir(&texts).unwrap();
    let write = |name: &str, records: &[&str]| {
        let lines = records.iter().map(|text| record(text, text) + "\n");
        fs::write(texts.join(name), lines.collect::<String>()).unwrap();
    };
    write("1.jsonl", &["The ferry was late.", "Two."]);
    write("2.jsonl", &["The ferry was late.", "Three."]);
    imported(&[&texts], &store);
    let mark = |id| Store::open(&store).unwrap().set_read(ArticleId(id), true);
    mark(1).unwrap();
    // It leaves the first, and takes its place in the second, which is read beside it.
    write("1.jsonl", &["Two."]);
    write("2.jsonl", &["The ferry was late.", "Three.", "Four."]);
    let (report, _) = import(&[&texts], &store, true);
    assert_eq!((counts(&report), report.removed), ([1, 0, 3, 0], 1));
    let mut left: Vec<_> = ids(&store).iter().map(|one| (one.0, one.2)).collect();
    left.sort_unstable();
    assert_eq!(left, [(1, true), (2, false), (4, false), (5, false)]);
}

#[test]
fn what_was_fetched_before_a_stop_is_written() {
    let (found_to, found) = bounded(2);
    let (ready_to, ready) = bounded(2);
    let work = Work::new(&[], Path::new("/nowhere/s.db"));
    work.stop.store(true, Ordering::Relaxed);
    for web in [false, true] {
        let part = Part {
            file: FileAt {
                web,
                ..FileAt::made(Path::new("none"))
            },
            begins: true,
            ends: None,
            items: vec![Item::Again],
            visits: Vec::new(),
            bytes: 0,
        };
        assert!(found_to.send(Found::Parts(vec![part])).is_ok());
    }
    drop(found_to);
    prepare(&work.task(), &found, &ready_to);
    drop(ready_to);
    let written: Vec<bool> = ready
        .iter()
        .map(|done| matches!(done, Done::Parts(parts) if parts.iter().all(|p| p.file.web)))
        .collect();
    assert_eq!(written, [true]);
}

#[cfg(unix)]
#[test]
fn a_file_is_one_article_however_its_path_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let store = at("s.db");
    fs::create_dir_all(at("in/drafts")).unwrap();
    std::os::unix::fs::symlink(at("in"), at("link")).unwrap();
    fs::write(at("in/a.txt"), "The ferry was late.\n\nIt was very late.").unwrap();
    fs::write(at("in/set.jsonl"), record("1", "One here.")).unwrap();
    let (first, _) = imported(&[&at("in")], &store);
    assert_eq!(counts(&first), [2, 0, 0, 0]);
    for name in ["in/drafts/..", "in/../in", "link", "link/drafts/.."] {
        let (again, _) = imported(&[&at(name)], &store);
        assert_eq!(counts(&again), [0, 0, 2, 0], "{name}");
    }
    // As an earlier release named it.
    let rename = |from: &Path, to: &Path| renamed_tests::name_as(&store, from, to);
    rename(&at("in/set.jsonl"), &at("link/set.jsonl"));
    let before = ids(&store);
    let (again, _) = imported(&[&at("link")], &store);
    assert_eq!(counts(&again), [0, 0, 2, 0]);
    assert_eq!(ids(&store), before);
    let known = Store::open_existing(&store).unwrap();
    let own = at("in/set.jsonl");
    assert!(known.file(&own.to_string_lossy()).unwrap().is_some());
    drop(known);
    // It is there by both names: the odd one goes.
    rename(&own, &at("in/drafts/../set.jsonl"));
    assert_eq!(imported(&[&at("in")], &store).0.new, 1);
    assert_eq!(ids(&store).len(), 3);
    let (pruned, _) = import(&[&at("link")], &store, true);
    assert_eq!((pruned.removed, ids(&store).len()), (1, 2));
    // What is gone goes, however it was named.
    rename(&at("in/a.txt"), &at("in/../in/a.txt"));
    fs::remove_file(at("in/a.txt")).unwrap();
    let (pruned, _) = import(&[&at("in")], &store, true);
    assert_eq!((pruned.removed, ids(&store).len()), (1, 1));
}
