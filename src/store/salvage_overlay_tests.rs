//! What the person did is saved of damaged files: all that stood on sound pages, and what stands
//! elsewhere a second time.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;

use super::overlay_tests::{put_at, quoting, tag};
use super::salvage_tests::rounds;
use super::tests::source;
use super::*;
use crate::import::Source;
use crate::model::{Article, ArticleEdit, ArticleId, Extraction, Place, QuoteEdit};

const PAGE: usize = 4096;
const ARTICLES: usize = 800;

/// The tables with the columns that a row is known by and that must be as they were.
const TABLES: [(&str, &str); 12] = [
    ("touched", "article"),
    ("read_mark", "article"),
    ("star", "article"),
    ("article_tag", "article, tag"),
    ("kept_quote", "id"),
    ("quote_tag", "quote, tag"),
    ("note", "quote, text"),
    ("search", "name, query"),
    ("letter", "letter, place"),
    ("reading", "article, opened, times, block, byte"),
    ("change", "id, at, what, steps"),
    ("step", "*"),
];

fn words(n: usize) -> [String; 2] {
    [format!("Yes, {n} times"), "We will wait and see".to_owned()]
}

fn article(n: usize) -> (Source, (Article, Extraction)) {
    let words = words(n);
    let made = quoting(&[words[0].as_str(), words[1].as_str()]);
    (source(n, n as u64), made)
}

fn ids(numbers: impl Iterator<Item = usize>) -> Vec<ArticleId> {
    numbers.map(|n| ArticleId(n as i64)).collect()
}

/// All kinds of things, so many that all trees have inner pages; long notes, changes that were undone,
/// articles taken out.
fn store(path: &Path) {
    let mut store = Store::open(path).unwrap();
    store
        .connection
        .execute_batch("PRAGMA synchronous = OFF")
        .unwrap();
    let mut batch = store.batch().unwrap();
    for n in 1..=ARTICLES {
        let (source, (article, extraction)) = article(n);
        batch.put(&source, &article, &extraction).unwrap();
    }
    batch.commit().unwrap();
    let all = ids(1..=ARTICLES);
    let odd = ids((1..=ARTICLES).step_by(2));
    let mut articles = |ids: &[ArticleId], edit: &ArticleEdit| {
        store
            .apply(&Bulk::Articles(Which::These(ids), edit))
            .unwrap();
    };
    articles(&all[..700], &ArticleEdit::Star(true));
    articles(&all[300..320], &ArticleEdit::Star(false));
    articles(&odd, &ArticleEdit::Read(true));
    articles(&all, &ArticleEdit::Tag(tag("harbour")));
    articles(&odd, &ArticleEdit::Tag(tag("odd")));
    let places: Vec<QuotePlace> = all.iter().map(|id| (*id, 0)).collect();
    let edit = QuoteEdit::Tag(tag("counted"));
    store
        .apply(&Bulk::Quotes(Which::These(&places), &edit))
        .unwrap();
    for n in 1..=40 {
        let line = format!("Note {n}: ask her again.\n");
        let note = QuoteEdit::Note(line.repeat(n * 12));
        store
            .edit_quote((ArticleId(n as i64 * 3), 1), &note)
            .unwrap();
        let query = format!("speaker:Lee {}", "harbour ".repeat(n % 20));
        store
            .set_search(&format!("search {n}"), Some(&query))
            .unwrap();
    }
    for (letter, id) in ('a'..='z').zip(1_usize..) {
        let place = Place { block: id, byte: 2 };
        store
            .set_letter(letter, Some((ArticleId(id as i64), place)))
            .unwrap();
    }
    store
        .connection
        .execute_batch(
            "INSERT INTO reading SELECT article, 1700000000 + article, 2, 1, 7 FROM touched",
        )
        .unwrap();
    let mut batch = store.batch().unwrap();
    for id in 780..=790 {
        batch.remove_article(ArticleId(id)).unwrap();
    }
    batch.commit().unwrap();
    store.undo().unwrap().unwrap();
    store.undo().unwrap().unwrap();
}

fn lines(path: &Path, table: &str, columns: &str) -> Vec<String> {
    let db = Connection::open(path).unwrap();
    let mut statement = db
        .prepare(&format!("SELECT {columns} FROM {table}"))
        .unwrap();
    let count = statement.column_count();
    let rows = statement.query_map([], |row| {
        let values = (0..count).map(|k| row.get::<_, Value>(k).map(|v| format!("{v:?}")));
        Ok(values.collect::<Result<Vec<_>, _>>()?.join(" "))
    });
    let mut lines: Vec<String> = rows.unwrap().collect::<Result<_, _>>().unwrap();
    lines.sort();
    lines
}

/// What each page is of, whether it only leads to others, and how many rows stand on it at most.
fn pages(path: &Path) -> Vec<(String, bool, usize)> {
    let db = Connection::open(path).unwrap();
    let count: usize = db
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    let mut pages = vec![(String::new(), false, 0); count];
    let mut statement = db
        .prepare("SELECT pageno, name, pagetype, ncell FROM dbstat")
        .unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (name, kind): (String, String) = (row.get(1).unwrap(), row.get(2).unwrap());
        let keyed = ["article_tag", "quote_tag", "search", "letter", "step"].contains(&&*name);
        let cells: usize = row.get(3).unwrap();
        let inner = kind == "internal";
        let most = match (kind.as_str(), keyed) {
            ("internal", false) => 0,
            ("overflow", _) => 1,
            _ => cells,
        };
        pages[row.get::<_, usize>(0).unwrap() - 1] = (name, inner, most);
    }
    pages
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Overwrites pages with noise or zeros.
    fn damage(&mut self, bytes: &mut [u8], pages: &[usize], zero: bool) {
        for page in pages {
            let page = &mut bytes[page * PAGE..][..PAGE];
            page.fill_with(|| if zero { 0 } else { self.next() as u8 });
        }
    }
}

/// Every table's rows, as the columns tell that must be as they were.
fn all(path: &Path) -> BTreeMap<&'static str, Vec<String>> {
    TABLES
        .into_iter()
        .map(|(table, columns)| (table, lines(path, table, columns)))
        .collect()
}

fn undone_to_the_end(path: &Path) -> usize {
    let mut store = Store::open_existing(path).unwrap();
    let mut count = 0;
    while store.undo().unwrap().is_some() {
        count += 1;
    }
    assert_eq!(store.check().unwrap(), []);
    count
}

#[test]
fn all_that_is_in_a_sound_store_is_saved_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    store(&path);
    let all = |path: &Path| -> Vec<Vec<String>> {
        let tables = TABLES
            .iter()
            .chain(&[("article", "id, read, starred"), ("total", "*")]);
        tables
            .map(|(table, columns)| {
                let mine = TABLES.iter().any(|(t, _)| t == table);
                lines(path, table, if mine { "*" } else { columns })
            })
            .collect()
    };
    let before = all(&path);
    assert!(before.iter().all(|rows| !rows.is_empty()));
    // The trees are such as are to be tested.
    let pages = pages(&path);
    for table in [
        "star",
        "article_tag",
        "quote_tag",
        "step",
        "search",
        "kept_quote",
        "note",
    ] {
        assert!(
            pages.iter().any(|(name, inner, _)| name == table && *inner),
            "{table}"
        );
    }
    let saved = Store::salvage(&path).unwrap().overlay;
    assert!(all(&path) == before);
    assert_eq!(
        (
            saved.stars,
            saved.read,
            saved.article_tags,
            saved.quote_tags
        ),
        (680, 400, 1200, 800)
    );
    assert_eq!((saved.notes, saved.searches, saved.letters), (40, 40, 24));
    assert_eq!(
        (saved.changes, saved.changes_dropped, saved.written_again),
        (112, 0, 0)
    );
    let lost = saved.unreadable_rows + saved.unreadable_pages + saved.unsure + saved.unsettled;
    assert_eq!(lost, 0);
    assert!(saved.loose_notes.is_empty());
    assert_eq!(undone_to_the_end(&path), 110);
}

#[test]
fn whatever_page_is_lost_the_rows_of_the_others_are_saved() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.db");
    store(&whole);
    let sound = fs::read(&whole).unwrap();
    let pages = pages(&whole);
    let before = all(&whole);
    let own: Vec<usize> = (0..pages.len())
        .filter(|n| TABLES.iter().any(|(table, _)| *table == pages[*n].0))
        .collect();
    let mut random = Random(88_172_645_463_325_252);
    for round in 0..rounds() {
        let path = folder.path().join(format!("{round}.db"));
        let mut bytes = sound.clone();
        let mut hit: Vec<usize> = (0..=round % 40 / 4)
            .map(|_| match round % 3 {
                0 => random.next() as usize % pages.len(),
                _ => own[random.next() as usize % own.len()],
            })
            .collect();
        // The first page leads to the names of the tables, others of the schema have them.
        hit.extend((round % 4 == 3).then_some(0));
        let schema = |n: &usize| pages[*n].0 == "sqlite_schema";
        hit.extend((0..pages.len()).filter(|n| round % 10 == 6 && schema(n)));
        hit.sort_unstable();
        hit.dedup();
        random.damage(&mut bytes, &hit, round % 2 == 1);
        fs::write(&path, &bytes).unwrap();
        let saved = Store::salvage(&path).unwrap().overlay;
        let store = Store::open_existing(&path).unwrap();
        assert_eq!(store.check().unwrap(), [], "round {round}");
        drop(store);
        let after = all(&path);
        for (table, rows) in &before {
            let journal = ["change", "step"].contains(table);
            let numbers = ["touched", "kept_quote"].contains(table);
            let on_them = |n: &&usize| pages[**n].0 == *table;
            let most: usize = hit.iter().filter(on_them).map(|n| pages[*n].2).sum();
            let left = rows
                .iter()
                .filter(|row| after[table].binary_search(row).is_ok())
                .count();
            let context = format!("round {round} {table}: {left} of {}, {saved:?}", rows.len());
            assert!(journal || left + most >= rows.len(), "{context}");
            let others = (after[table].len() - left) as u64;
            assert!(numbers || others <= saved.unsettled, "{context}");
        }
        let holds = |count: u64, rows: usize| count == rows as u64;
        assert!(holds(saved.stars, after["star"].len()) && holds(saved.notes, after["note"].len()));
        undone_to_the_end(&path);
    }
}

/// Damages all pages of the tables.
fn without(path: &Path, names: &[&str]) -> usize {
    without_pages(path, |name, _| names.contains(&name))
}

/// Damages all pages that are so, by the name of the table and whether they lead to others.
fn without_pages(path: &Path, so: impl Fn(&str, bool) -> bool) -> usize {
    let pages = pages(path);
    let hit: Vec<usize> = (1..pages.len())
        .filter(|n| so(&pages[*n].0, pages[*n].1))
        .collect();
    let mut bytes = fs::read(path).unwrap();
    Random(7).damage(&mut bytes, &hit, false);
    fs::write(path, bytes).unwrap();
    hit.len()
}

/// Stars look like read marks, and tags of articles like those of quotes.
#[test]
fn pages_that_nothing_leads_to_are_told_by_what_else_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    store(&path);
    let before = all(&path);
    let alike = ["star", "read_mark", "article_tag", "quote_tag"];
    let hit = without_pages(&path, |name, inner| inner && alike.contains(&name));
    assert!(hit >= alike.len());
    let saved = Store::salvage(&path).unwrap().overlay;
    assert!(all(&path) == before);
    assert_eq!(
        (saved.unsure, saved.unsettled, saved.changes_dropped),
        (0, 0, 0)
    );
}

#[test]
fn what_stands_elsewhere_is_written_again() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.db");
    store(&whole);
    let before = all(&whole);
    for tables in [
        // By the journal.
        &[
            "star",
            "read_mark",
            "article_tag",
            "quote_tag",
            "note",
            "search",
            "letter",
        ][..],
        // By what is shown, and by the indexes.
        &[
            "star",
            "read_mark",
            "article_tag",
            "quote_tag",
            "step",
            "change",
        ],
    ] {
        let path = folder.path().join("s.db");
        fs::copy(&whole, &path).unwrap();
        assert!(without(&path, tables) > 20);
        let saved = Store::salvage(&path).unwrap().overlay;
        let after = all(&path);
        for (table, rows) in before
            .iter()
            .filter(|(t, _)| !["step", "change"].contains(*t))
        {
            // A star is shown only on an article that is there.
            let gone = usize::from(tables.contains(&"step")) * 11;
            let missing = rows
                .iter()
                .filter(|row| !after[table].contains(row))
                .count();
            assert!(missing <= gone, "{table}: {missing}");
        }
        assert!(saved.written_again > 3000, "{saved:?}");
        let copy = open::beside(&path, ".damaged");
        fs::remove_file(copy).unwrap();
    }
}

#[test]
fn notes_outlive_their_quotes_and_their_numbers_stay_taken() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    store(&path);
    let before = lines(&path, "note", "*");
    let last: i64 = 840;
    without(&path, &["kept_quote", "kept_quote_place"]);
    let saved = Store::salvage(&path).unwrap().overlay;
    assert!(lines(&path, "note", "*") == before);
    assert_eq!((saved.loose_notes.len(), saved.loose_tags), (40, 800));
    assert!(saved.loose_notes[2].starts_with("Note 3: ask her again.\nNote 3"));
    let mut store = Store::open_existing(&path).unwrap();
    let note = QuoteEdit::Note("new".to_owned());
    store
        .edit_quote((ArticleId(600), 1), &note)
        .unwrap()
        .unwrap();
    let sql = "SELECT quote FROM note WHERE text = 'new'";
    let number: i64 = store
        .connection
        .query_row(sql, [], |row| row.get(0))
        .unwrap();
    assert_eq!(number, last + 1);
    // The index by place alone tells where they were, and so what they are.
    let other = folder.path().join("o.db");
    self::store(&other);
    let quotes = lines(&other, "kept_quote", "*");
    without(&other, &["kept_quote"]);
    let saved = Store::salvage(&other).unwrap().overlay;
    assert_eq!(saved.loose_notes.len(), 0);
    let missing = quotes
        .iter()
        .filter(|row| !lines(&other, "kept_quote", "*").contains(row));
    // Those of the articles that are gone.
    assert_eq!(missing.count(), 11);
}

#[test]
fn articles_that_are_lost_come_back_to_what_hangs_on_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    store(&path);
    let state = |path: &Path| {
        let sql = "article, (SELECT location FROM article a WHERE a.id = star.article)";
        let stars = lines(path, "star", sql);
        let notes = "text, (SELECT text FROM quote q JOIN kept_quote k ON k.article = q.article
                     AND k.ordinal = q.ordinal WHERE k.id = note.quote)";
        (stars, lines(path, "note", notes))
    };
    let before = state(&path);
    let pages = pages(&path);
    let of = |n: &usize| ["article", "body", "quote"].contains(&&*pages[*n].0) && n % 2 == 1;
    let hit: Vec<usize> = (1..pages.len()).filter(of).collect();
    let mut bytes = fs::read(&path).unwrap();
    Random(5).damage(&mut bytes, &hit, true);
    fs::write(&path, bytes).unwrap();
    let salvaged = Store::salvage(&path).unwrap();
    assert!(
        salvaged.articles > 100 && salvaged.articles < 700,
        "{salvaged:?}"
    );
    let mut store = Store::open_existing(&path).unwrap();
    // From the same places, in another order.
    for n in (1..=ARTICLES).rev().filter(|n| !(780..=790).contains(n)) {
        let (source, made) = article(n);
        put_at(&mut store, &source, &made);
    }
    assert_eq!(store.check().unwrap(), []);
    drop(store);
    assert!(state(&path) == before);
}

#[test]
fn a_damaged_journal_costs_nothing_but_undoing() {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("s.db");
    store(&path);
    let before = all(&path);
    let pages = pages(&path);
    let steps: Vec<usize> = (0..pages.len())
        .filter(|n| pages[*n].0 == "step" && !pages[*n].1 && pages[*n].2 > 1)
        .collect();
    let mut bytes = fs::read(&path).unwrap();
    Random(3).damage(&mut bytes, &steps[steps.len() / 2..=steps.len() / 2], false);
    fs::write(&path, bytes).unwrap();
    let saved = Store::salvage(&path).unwrap().overlay;
    let after = all(&path);
    for table in TABLES.map(|(table, _)| table) {
        let journal = ["change", "step"].contains(&table);
        assert!(journal || after[table] == before[table], "{table}");
    }
    assert!(saved.changes_dropped > 0 && saved.changes > 50, "{saved:?}");
    assert_eq!(undone_to_the_end(&path) as u64, saved.changes - 2);
}

/// Without its change, nothing tells whether a step was undone.
#[test]
fn what_a_lost_change_may_have_taken_away_is_kept_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    store(&path);
    assert_eq!(lines(&path, "letter", "letter").len(), 24);
    without(&path, &["letter", "change"]);
    let saved = Store::salvage(&path).unwrap().overlay;
    assert_eq!((saved.letters, saved.unsettled, saved.changes), (26, 26, 0));
}
