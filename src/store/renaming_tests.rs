//! Two rows of one record become one: nothing that the person did with either is lost.

use super::tests::made;
use super::*;
use crate::import::{Sketch, Source};
use crate::model::{ArticleEdit, ArticleId, FileId, Place, QuoteEdit, Tag};

/// Puts records as those of a file: the place of each and what its bytes are.
fn put(store: &mut Store, path: &str, records: &[(&str, u64)]) -> FileId {
    let mut batch = store.batch().unwrap();
    let file = batch.begin_file(path, &[]).unwrap();
    for (place, hash) in records {
        let (article, extraction) = made(Some("A"), None, &format!("Word {hash}"), "Ann Lee");
        let source = Source {
            location: format!("{path}{place}"),
            hash: *hash,
        };
        let entry = Entry {
            source: &source,
            article: &article,
            extraction: &extraction,
            lang: Some("en"),
            sketch: &Sketch::new(&article),
            words: &IndexWords::of(&article, &extraction),
            given: false,
            file: Some(file),
        };
        batch.put_entry(&entry).unwrap();
    }
    batch.commit().unwrap();
    file
}

fn rename(store: &mut Store, file: FileId) {
    let mut batch = store.batch().unwrap();
    batch.rename_file(file, "/odd", "/own").unwrap();
    batch.commit().unwrap();
    assert_eq!(store.check().unwrap(), []);
    assert_eq!(store.file("/odd").unwrap(), None);
}

fn places(store: &Store) -> Vec<(i64, String)> {
    let sql =
        "SELECT id, location FROM article WHERE file = (SELECT id FROM file WHERE path = '/own')
               ORDER BY id";
    let mut statement = store.connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

fn star(store: &mut Store, id: i64, on: bool) {
    let edit = ArticleEdit::Star(on);
    store.edit_article(ArticleId(id), &edit).unwrap();
}

#[test]
fn records_are_paired_by_their_bytes_and_each_has_a_place_of_its_own() {
    let mut store = Store::in_memory().unwrap();
    let odd = [
        ("#1", 1),
        ("#2", 2),
        ("#3", 2),
        ("#4", 4),
        ("#6", 6),
        ("", 7),
    ];
    let odd = put(&mut store, "/odd", &odd);
    put(
        &mut store,
        "/own",
        &[("#1", 9), ("#2", 1), ("#3", 2), ("#4", 5), ("", 8)],
    );
    star(&mut store, 1, true);
    star(&mut store, 2, true);
    rename(&mut store, odd);
    let wanted = [
        (1, "/own#2"),
        (2, "/own#2 (gone)"),
        (4, "/own#4 (gone)"),
        (5, "/own#6"),
        (6, "/odd"),
        (7, "/own#1"),
        (9, "/own#3"),
        (10, "/own#4"),
        (11, "/own"),
    ];
    assert_eq!(
        places(&store),
        wanted.map(|(id, place)| (id, place.to_owned()))
    );
    assert!(store.kept(ArticleId(1)).unwrap().starred && store.kept(ArticleId(2)).unwrap().starred);
}

const PLACE: Place = Place { block: 1, byte: 3 };

/// A record by both names, with whose rows a person did all that can be done; the star of the first is of the
/// last change but one.
fn marked_twice() -> (Store, FileId) {
    let mut store = Store::in_memory().unwrap();
    let odd = put(&mut store, "/odd", &[("#1", 1)]);
    put(&mut store, "/own", &[("#1", 1)]);
    let (one, other) = (ArticleId(1), ArticleId(2));
    for (id, note, tag) in [(one, "Ask again.", "first"), (other, "Heard.", "second")] {
        store.note_opened(id).unwrap();
        store
            .edit_quote((id, 0), &QuoteEdit::Note(note.to_owned()))
            .unwrap();
        store
            .edit_quote((id, 0), &QuoteEdit::Tag(tag.parse().unwrap()))
            .unwrap();
        store
            .edit_article(id, &ArticleEdit::Tag(tag.parse().unwrap()))
            .unwrap();
    }
    store.set_read(one, true).unwrap();
    store.set_letter('a', Some((one, PLACE))).unwrap();
    store.set_letter('b', Some((one, PLACE))).unwrap();
    store.set_letter('b', None).unwrap();
    star(&mut store, 1, true);
    star(&mut store, 2, true);
    (store, odd)
}

fn letters(store: &Store) -> Vec<(char, i64, Place)> {
    let letters = store.letters().unwrap().into_iter();
    letters
        .map(|one| (one.letter, one.article.0, one.place))
        .collect()
}

#[test]
fn what_was_done_with_both_rows_is_done_with_the_one_that_stays() {
    let (mut store, odd) = marked_twice();
    let other = ArticleId(2);
    rename(&mut store, odd);
    assert_eq!(places(&store), [(2, "/own#1".to_owned())]);
    let kept = store.kept(other).unwrap();
    assert!(kept.starred && store.article_row(other).unwrap().unwrap().read);
    let tags: Vec<_> = kept.tags.iter().map(Tag::name).collect();
    assert_eq!(tags, ["first", "second"]);
    let quotes: Vec<_> = kept
        .quotes
        .iter()
        .map(|q| (q.ordinal, q.tags[0].name(), q.note.as_deref()))
        .collect();
    let wanted = [
        (Some(0), "first", Some("Ask again.")),
        (Some(0), "second", Some("Heard.")),
    ];
    assert_eq!(quotes, wanted);
    assert_eq!(letters(&store), [('a', 2, PLACE)]);
    // Its number has nothing to come back to.
    put(&mut store, "/third", &[("#1", 1)]);
    assert!(!store.kept(ArticleId(3)).unwrap().starred);
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn what_was_done_with_a_row_that_is_gone_can_be_undone_of_the_one_that_stays() {
    let (mut store, odd) = marked_twice();
    let other = ArticleId(2);
    let changes = store.history(None, 99).unwrap();
    rename(&mut store, odd);
    assert_eq!(store.history(None, 99).unwrap(), changes);
    let kept = store.kept(other).unwrap();
    // The star of the row that is gone was there before that of the one that stays.
    store.undo().unwrap();
    assert!(store.kept(other).unwrap().starred);
    store.undo().unwrap();
    assert!(!store.kept(other).unwrap().starred);
    store.undo().unwrap();
    assert_eq!(letters(&store), [('a', 2, PLACE), ('b', 2, PLACE)]);
    while store.undo().unwrap().is_some() {}
    let none = store.kept(other).unwrap();
    assert_eq!(
        (none.starred, none.tags.len(), none.quotes.len()),
        (false, 0, 0)
    );
    assert!(letters(&store).is_empty());
    while store.redo().unwrap().is_some() {}
    assert_eq!(store.kept(other).unwrap(), kept);
    assert_eq!(letters(&store), [('a', 2, PLACE)]);
    assert_eq!(store.history(None, 99).unwrap(), changes);
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn a_file_whose_rows_an_older_engine_made_is_read_again() {
    let mut store = Store::in_memory().unwrap();
    let odd = put(&mut store, "/odd", &[("#1", 1)]);
    let own = put(&mut store, "/own", &[("#1", 1)]);
    for sql in [
        "UPDATE file SET whole = 1",
        "UPDATE article SET engine = 'old' WHERE id = 1",
    ] {
        store.connection.execute(sql, []).unwrap();
    }
    star(&mut store, 1, true);
    rename(&mut store, odd);
    let known = store.file("/own").unwrap().unwrap();
    assert_eq!((known.id, known.whole), (own, false));
    assert_eq!(places(&store), [(1, "/own#1".to_owned())]);
}

#[test]
fn articles_of_no_file_at_the_other_name_are_the_same_records_too() {
    let mut store = Store::in_memory().unwrap();
    let odd = put(&mut store, "/odd", &[("#1", 1), ("#2", 2)]);
    put(&mut store, "/own", &[("#1", 1), ("#2", 2)]);
    let sql = "UPDATE article SET file = NULL WHERE id > 2; DELETE FROM file WHERE path = '/own'";
    store.connection.execute_batch(sql).unwrap();
    star(&mut store, 1, true);
    star(&mut store, 3, true);
    star(&mut store, 2, true);
    rename(&mut store, odd);
    let ids: Vec<i64> = [1, 2, 3, 4]
        .into_iter()
        .filter(|id| store.article_row(ArticleId(*id)).unwrap().is_some())
        .collect();
    assert_eq!(ids, [2, 3]);
    assert!(
        ids.iter()
            .all(|id| store.kept(ArticleId(*id)).unwrap().starred)
    );
}
