//! Files that an earlier release knew by other names, with `..` and links in them.

#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::reading::{FileAt, Found};
use super::tests::{counts, ids, import, imported};
use super::writing::Writer;
use super::*;
use crate::model::ArticleId;
use crate::store::Store;

/// Gives a file the name that an earlier release gave it.
pub(super) fn name_as(store: &Path, from: &Path, to: &Path) {
    let mut store = Store::open(store).unwrap();
    let (from, to) = (from.to_string_lossy(), to.to_string_lossy());
    let id = store.file(&from).unwrap().unwrap().id;
    let mut batch = store.batch().unwrap();
    batch.rename_file(id, &from, &to).unwrap();
    batch.commit().unwrap();
}

/// A folder `in`, and links to it.
fn linked(folder: &Path) -> [PathBuf; 3] {
    let paths = ["in", "link", "link2"].map(|name| folder.join(name));
    fs::create_dir(&paths[0]).unwrap();
    for link in &paths[1..] {
        std::os::unix::fs::symlink(&paths[0], link).unwrap();
    }
    paths
}

#[test]
fn a_changed_file_that_had_another_name_keeps_its_marks() {
    let folder = tempfile::tempdir().unwrap();
    let [own, link, _] = linked(folder.path());
    let (set, file) = (own.join("set.jsonl"), folder.path().join("s.db"));
    let line = |n: &u32| format!("{{\"text\": \"The board of town {n} met, said Ann Lee.\"}}\n");
    let write = |numbers: &[u32]| fs::write(&set, numbers.iter().map(line).collect::<String>());
    write(&[1, 2, 3]).unwrap();
    imported(&[&own], &file);
    Store::open(&file)
        .unwrap()
        .set_read(ArticleId(1), true)
        .unwrap();
    name_as(&file, &set, &link.join("set.jsonl"));
    write(&[9, 1, 2, 3]).unwrap();
    let (report, _) = imported(&[&link], &file);
    assert_eq!(counts(&report), [1, 0, 3, 0]);
    let store = Store::open_existing(&file).unwrap();
    for (id, town) in [(1, 1), (2, 2), (3, 3), (4, 9)] {
        let article = store.article(ArticleId(id)).unwrap().unwrap();
        let name = format!("The board of town {town} met");
        assert!(article.article.text.starts_with(&name), "{id}");
        assert_eq!(article.read, id == 1);
    }
}

#[test]
fn a_file_that_had_two_names_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let [own, link, link2] = linked(folder.path());
    let file = folder.path().join("s.db");
    let names = ["a.txt", "b.txt", "c.txt"];
    for name in names {
        fs::write(own.join(name), format!("The text {name} was told.")).unwrap();
    }
    for odd in [&link, &link2] {
        imported(&[&own], &file);
        for name in names {
            name_as(&file, &own.join(name), &odd.join(name));
        }
    }
    let read = |id| {
        let mut store = Store::open(&file).unwrap();
        store.set_read(ArticleId(id), true).unwrap();
    };
    read(2);
    read(6);
    assert_eq!(ids(&file).len(), 6);
    let is = |wanted: &[(i64, bool)]| {
        let mut left: Vec<_> = ids(&file).iter().map(|one| (one.0, one.2)).collect();
        left.sort_unstable();
        assert_eq!(left, wanted);
        assert_eq!(Store::open_existing(&file).unwrap().check().unwrap(), []);
    };
    fs::write(own.join("c.txt"), "The text was told once more.").unwrap();
    let (report, _) = imported(&[&link, &link2], &file);
    assert_eq!(counts(&report), [0, 1, 2, 0]);
    is(&[(1, false), (2, true), (6, true)]);
    // By its own name and another in one run.
    let odd = || {
        for name in names {
            name_as(&file, &own.join(name), &link.join(name));
        }
    };
    odd();
    imported(&[&own, &link], &file);
    is(&[(1, false), (2, true), (6, true)]);
    // What was there by the other name alone stays until it is pruned.
    odd();
    imported(&[&own], &file);
    assert_eq!(ids(&file).len(), 6);
    fs::write(own.join("a.txt"), "The text a.txt was not told.").unwrap();
    imported(&[&own], &file);
    imported(&[&link], &file);
    is(&[(1, false), (2, true), (6, true), (7, false)]);
    let (pruned, _) = import(&[&link], &file, true);
    assert_eq!(pruned.removed, 1);
    is(&[(2, true), (6, true), (7, false)]);
}

#[test]
fn many_files_get_their_names_in_one_transaction_and_before_anything_else() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("s.db");
    let count = 2 * writing::AT_ONCE + 1;
    let mut store = Store::open(&file).unwrap();
    let mut batch = store.batch().unwrap();
    let odd = |n: usize| format!("/odd/{n}");
    let named: Vec<_> = (0..count).map(|n| batch.begin_file(&odd(n), &[])).collect();
    batch.commit().unwrap();
    let (paths, ours, stop) = ([], Ours::new(&file, None), AtomicBool::new(false));
    let task = Task {
        paths: &paths,
        options: &Options::default(),
        store: &file,
        prune: false,
        web: Web::default(),
        reader: "r".to_owned(),
        only: None,
        ours: &ours,
        stop: &stop,
        beside: false,
    };
    let mut watch = Watch::silent();
    let mut writer = Writer::new(&task, &mut watch);
    let odd_ones = || {
        let left = (0..count).filter(|n| store.file(&odd(*n)).unwrap().is_some());
        left.count()
    };
    for (n, id) in named.into_iter().enumerate() {
        let renamed = Found::Renamed(id.unwrap(), odd(n), format!("/own/{n}"));
        assert_eq!(odd_ones(), count - n / writing::AT_ONCE * writing::AT_ONCE);
        writer.found(renamed).unwrap();
    }
    assert_eq!(odd_ones(), 1);
    let part = Part {
        file: FileAt::made(&folder.path().join("none")),
        begins: true,
        ends: None,
        items: Vec::new(),
        visits: Vec::new(),
        bytes: 0,
    };
    writer.parts(vec![part], || None).unwrap();
    assert_eq!(odd_ones(), 0);
}
