//! Files that an earlier release knew by other names, with `..` and links in them.

#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};

use super::reading::{FileAt, Found};
use super::tests::{Work, counts, ids, import, imported};
use super::writing::Writer;
use super::*;
use crate::model::{ArticleEdit, ArticleId};
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
    let work = Work::new(&[], &file);
    let task = work.task();
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

/// A dataset of texts of towns, that the store knows by its own name and by that of a link.
struct Twice {
    folder: tempfile::TempDir,
    own: PathBuf,
    link: PathBuf,
}

impl Twice {
    /// `odd` are the records by the name of the link, with the lower numbers, `own` those by its own.
    fn new(odd: &[u32], own: &[u32]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let [at, link, _] = linked(folder.path());
        let twice = Self {
            own: at,
            link,
            folder,
        };
        twice.write(odd);
        imported(&[&twice.own], &twice.file());
        let set = |folder: &Path| folder.join("set.jsonl");
        name_as(&twice.file(), &set(&twice.own), &set(&twice.link));
        twice.write(own);
        imported(&[&twice.own], &twice.file());
        assert_eq!(twice.towns().len(), odd.len() + own.len());
        twice
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("s.db")
    }

    fn write(&self, towns: &[u32]) {
        let line = |n: &u32| {
            let text =
                format!("The board of town {n} met. “It is late,” said Ann Lee{n}, the clerk.");
            serde_json::json!({ "text": text }).to_string() + "\n"
        };
        let lines: String = towns.iter().map(line).collect();
        fs::write(self.own.join("set.jsonl"), lines).unwrap();
    }

    fn store(&self) -> Store {
        Store::open(&self.file()).unwrap()
    }

    fn edit(&self, ids: &[i64], edit: &ArticleEdit) {
        for id in ids {
            self.store().edit_article(ArticleId(*id), edit).unwrap();
        }
    }

    fn tags(&self, id: i64) -> Vec<String> {
        let tags = self.store().kept(ArticleId(id)).unwrap().tags;
        tags.iter().map(ToString::to_string).collect()
    }

    /// The articles: number, town, whether there is a star on it; the store is sound.
    fn towns(&self) -> Vec<(i64, u32, bool)> {
        let store = self.store();
        assert_eq!(store.check().unwrap(), []);
        let town = |id: i64| {
            let text = store.article(ArticleId(id)).unwrap().unwrap().article.text;
            let town = text.trim_start_matches("The board of town ");
            town.split(' ').next().unwrap().parse().unwrap()
        };
        let star = |id| store.kept(ArticleId(id)).unwrap().starred;
        let mut ids: Vec<i64> = ids(&self.file()).iter().map(|one| one.0).collect();
        ids.sort_unstable();
        ids.iter().map(|id| (*id, town(*id), star(*id))).collect()
    }
}

fn tag(name: &str) -> ArticleEdit {
    ArticleEdit::Tag(name.parse().unwrap())
}

const STAR: ArticleEdit = ArticleEdit::Star(true);

#[test]
fn records_of_a_file_of_two_names_stay_with_their_stars_where_it_changed() {
    for prune in [false, true] {
        let twice = Twice::new(&[1, 2, 3], &[1, 2, 3]);
        twice.edit(&[1, 6], &STAR);
        twice.write(&[9, 1, 2, 3]);
        let (report, _) = import(&[&twice.link], &twice.file(), prune);
        assert_eq!((counts(&report), report.removed), ([1, 0, 3, 0], 0));
        let wanted = [(1, 1, true), (5, 2, false), (6, 3, true), (7, 9, false)];
        assert_eq!(twice.towns(), wanted, "{prune}");
    }
}

#[test]
fn records_of_a_file_of_two_names_are_known_by_their_bytes_and_not_by_their_places() {
    for prune in [false, true] {
        // Town 4 is by the odd name alone, and in the file again; town 5 is in it no more.
        let twice = Twice::new(&[4, 1, 5, 2], &[9, 1, 2]);
        twice.edit(&[1, 2, 7], &STAR);
        twice.write(&[2, 9, 4, 1]);
        let (report, _) = import(&[&twice.link], &twice.file(), prune);
        assert_eq!(counts(&report), [0, 0, 4, 0]);
        assert_eq!(report.removed, usize::from(prune));
        let mut wanted = vec![(1, 4, true), (2, 1, true), (5, 9, false), (7, 2, true)];
        if !prune {
            wanted.insert(2, (3, 5, false));
        }
        assert_eq!(twice.towns(), wanted, "{prune}");
    }
}

#[test]
fn a_record_with_marks_on_both_its_rows_is_one_with_the_marks_of_both() {
    for prune in [false, true] {
        let twice = Twice::new(&[1, 2, 3], &[1, 2, 3]);
        twice.edit(&[1, 4, 3], &STAR);
        twice.edit(&[1], &tag("odd"));
        twice.edit(&[4, 6], &tag("own"));
        let changes = twice.store().history(None, 99).unwrap();
        let (report, _) = import(&[&twice.link], &twice.file(), prune);
        assert_eq!((counts(&report), report.removed), ([0, 0, 3, 0], 0));
        let wanted = [(4, 1, true), (5, 2, false), (6, 3, true)];
        assert_eq!(twice.towns(), wanted, "{prune}");
        let tags = |id| twice.tags(id);
        assert_eq!(tags(4), ["#odd", "#own"]);
        assert_eq!(tags(6), ["#own"]);
        // What was done with the row that is gone can be undone of the one that stays.
        assert_eq!(twice.store().history(None, 99).unwrap(), changes);
        while twice.store().undo().unwrap().is_some() {}
        assert_eq!(twice.towns().iter().filter(|one| one.2).count(), 0);
        assert_eq!((tags(4).len(), tags(6).len()), (0, 0));
        while twice.store().redo().unwrap().is_some() {}
        assert_eq!(twice.towns(), wanted, "{prune}");
        assert_eq!(tags(4), ["#odd", "#own"]);
    }
}

#[test]
fn a_file_of_two_names_that_is_found_by_both_in_one_run_loses_nothing() {
    for (prune, first) in [(false, true), (true, true), (false, false), (true, false)] {
        let twice = Twice::new(&[1, 2, 3], &[1, 2, 3]);
        twice.edit(&[1, 3, 6], &STAR);
        twice.write(&[9, 3, 1, 2]);
        let mut paths = [twice.own.as_path(), &twice.link];
        if !first {
            paths.reverse();
        }
        let (report, _) = import(&paths, &twice.file(), prune);
        assert_eq!((counts(&report), report.removed), ([1, 0, 3, 0], 0));
        let wanted = [(1, 1, true), (5, 2, false), (6, 3, true), (7, 9, false)];
        assert_eq!(twice.towns(), wanted, "{prune} {first}");
    }
}

#[test]
fn a_name_that_was_not_walked_is_pruned_with_its_marks_brought_to_the_other() {
    let twice = Twice::new(&[1, 2, 3], &[1, 2]);
    twice.edit(&[1, 3, 4, 2], &STAR);
    twice.edit(&[1], &tag("odd"));
    let at = |name: &str| twice.own.join(name);
    // A name with `..` that nobody typed now.
    name_as(
        &twice.file(),
        &twice.link.join("set.jsonl"),
        &at("../in/set.jsonl"),
    );
    let (report, _) = import(&[&twice.own], &twice.file(), true);
    assert_eq!((counts(&report), report.removed), ([0, 0, 2, 0], 3));
    assert_eq!(twice.towns(), [(2, 2, true), (4, 1, true)]);
    assert_eq!(twice.tags(4), ["#odd"]);
}

#[test]
fn an_article_that_was_taken_out_meanwhile_is_no_article_of_the_file() {
    let twice = Twice::new(&[1], &[1, 2]);
    let (set, work) = (twice.own.join("set.jsonl"), Work::new(&[], &twice.file()));
    let task = Task {
        prune: true,
        ..work.task()
    };
    let location = |n: u32| format!("{}#{n}", set.display());
    let known = |id: i64, n| {
        let known = KnownArticle {
            id: ArticleId(id),
            file: twice
                .store()
                .file(&set.to_string_lossy())
                .unwrap()
                .map(|f| f.id),
        };
        Ready::Known(known, location(n))
    };
    let part = Part {
        file: FileAt::made(&set),
        begins: true,
        ends: Some(true),
        items: vec![known(99, 9), known(3, 2)],
        visits: Vec::new(),
        bytes: 0,
    };
    let mut watch = Watch::silent();
    let mut writer = Writer::new(&task, &mut watch);
    writer.parts(vec![part], || None).unwrap();
    let report = writer.finish().unwrap();
    assert_eq!(counts(&report), [0, 0, 1, 1]);
    assert!(
        report.failed[0].message.contains("#9"),
        "{:?}",
        report.failed[0].message
    );
    // Nothing was taken out for it, and the file is read again.
    assert_eq!(twice.towns().len(), 3);
    assert!(
        !twice
            .store()
            .file(&set.to_string_lossy())
            .unwrap()
            .unwrap()
            .whole
    );
}

/// The articles of a store: their text's first word, and whether they are read.
fn marks(store: &Path) -> Vec<(String, bool)> {
    let word = |text: &str| text.split(' ').next().unwrap_or("").to_owned();
    let articles = ids(store).into_iter();
    articles
        .map(|(_, title, read)| (word(&title), read))
        .collect()
}

#[test]
fn what_is_there_by_another_name_is_not_pruned() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("in");
    let at = |name: &str| root.join(name);
    let store = folder.path().join("s.db");
    fs::create_dir_all(at("real")).unwrap();
    // Two files of two names each, and a folder of two.
    let text = |word: &str| format!("{word} was told of by the board of the town on Tuesday.");
    fs::write(at("a.txt"), text("Hard")).unwrap();
    fs::hard_link(at("a.txt"), at("b.txt")).unwrap();
    fs::write(at("real/c.txt"), text("Folder")).unwrap();
    std::os::unix::fs::symlink(at("real"), at("link")).unwrap();
    fs::write(at("d.txt"), text("Late")).unwrap();
    imported(&[&root], &store);
    for id in 1..=3 {
        Store::open(&store)
            .unwrap()
            .set_read(ArticleId(id), true)
            .unwrap();
    }
    let mut all: Vec<_> = ["Hard", "Late", "Folder"]
        .map(|word| (word.to_owned(), true))
        .into();
    all.sort();
    let same = |what: &str| {
        import(&[&root], &store, true);
        let mut left = marks(&store);
        left.sort();
        assert_eq!(left, all, "{what}");
    };
    same("all of them are there");
    fs::remove_file(at("a.txt")).unwrap();
    same("the first of two hard links is gone");
    fs::hard_link(at("d.txt"), at("0.txt")).unwrap();
    imported(&[&root], &store);
    fs::remove_file(at("d.txt")).unwrap();
    same("a hard link came before the one that is gone");
    fs::rename(at("real"), at("other")).unwrap();
    fs::remove_file(at("link")).unwrap();
    std::os::unix::fs::symlink(at("other"), at("real")).unwrap();
    same("a folder is there by a new name, and a link has its old one");
    let link = folder.path().join("root");
    std::os::unix::fs::symlink(&root, &link).unwrap();
    import(&[&link, &at("real"), &at("other")], &store, true);
    same("it was named by a link, and a part of it twice");
}
