//! What a person does stays: imported anew, found anew, taken out and brought back; and what it is
//! listed by.

use super::tests::{made, plan, source};
use super::*;
use crate::import::Source;
use crate::model::{
    Article, ArticleEdit, ArticleId, Change, ChangeState, Extraction, Place, QuoteEdit, Span, Tag,
};
use crate::query::parse;

pub(super) fn tag(name: &str) -> Tag {
    name.parse().unwrap()
}

/// An article with a quote for each of `words`.
pub(super) fn quoting(words: &[&str]) -> (Article, Extraction) {
    let (mut article, mut extraction) = made(Some("Harbour"), Some("2022-04-19"), "x", "Ann Lee");
    let one = extraction.quotes.remove(0);
    for words in words {
        let start = article.text.len() + 4;
        article.text.push_str(&format!("\n\n“{words}”"));
        let mut quote = one.clone();
        quote.content = vec![Span::new(start + 1, start + 1 + words.len())];
        extraction.quotes.push(quote);
    }
    (article, extraction)
}

pub(super) fn put_at(store: &mut Store, at: &Source, made: &(Article, Extraction)) -> Outcome {
    let mut batch = store.batch().unwrap();
    let outcome = batch.put(at, &made.0, &made.1).unwrap();
    batch.commit().unwrap();
    outcome
}

fn remove(store: &mut Store, id: i64) {
    let mut batch = store.batch().unwrap();
    batch.remove_article(ArticleId(id)).unwrap();
    batch.commit().unwrap();
}

/// All that is the person's, a line a thing.
pub(super) fn state(store: &Store) -> Vec<String> {
    let sql = "SELECT 'read', article, '', at, '' FROM read_mark
         UNION ALL SELECT 'star', article, '', at, '' FROM star
         UNION ALL SELECT 'tag', article, tag, at, '' FROM article_tag
         UNION ALL SELECT 'quote', article, tag || ordinal, t.at, '' FROM quote_tag t
             JOIN kept_quote k ON k.id = t.quote
         UNION ALL SELECT 'note', article, ordinal, n.at, n.text FROM note n
             JOIN kept_quote k ON k.id = n.quote
         UNION ALL SELECT 'search', 0, name, at, query FROM search
         UNION ALL SELECT 'letter', 0, letter, at, place FROM letter
         UNION ALL SELECT 'shown', id, read, starred, '' FROM article
         UNION ALL SELECT 'unread', 0, '', unread, '' FROM total ORDER BY 1, 2, 3";
    let mut statement = store.connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| {
        let value = |n: usize| {
            row.get::<_, rusqlite::types::Value>(n)
                .map(|v| format!("{v:?}"))
        };
        Ok((0..5).map(value).collect::<Result<Vec<_>, _>>()?.join(" "))
    });
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn quotes_that_are_found_anew_keep_what_hangs_on_them() {
    let mut store = Store::in_memory().unwrap();
    let first = ["Yes", "We will not close the harbour this year", "Yes"];
    put_at(&mut store, &source(1, 1), &quoting(&first));
    let id = ArticleId(1);
    let edit = |store: &mut Store, n, edit| store.edit_quote((id, n), &edit).unwrap().unwrap();
    edit(
        &mut store,
        1,
        QuoteEdit::Note("Line one\nline two".to_owned()),
    );
    edit(&mut store, 2, QuoteEdit::Tag(tag("second-yes")));
    let there = |store: &Store| -> Vec<(Option<usize>, usize)> {
        let kept = store.kept(id).unwrap();
        kept.quotes
            .iter()
            .map(|k| (k.ordinal, k.tags.len()))
            .collect()
    };
    assert_eq!(there(&store), [(Some(1), 0), (Some(2), 1)]);
    // A quote before it, other bounds, and the first of two alike in its place.
    let second = [
        "He said so",
        "we will not close the harbour this year or next",
        "Yes",
        "Yes",
    ];
    put_at(&mut store, &source(1, 2), &quoting(&second));
    assert_eq!(there(&store), [(Some(1), 0), (Some(3), 1)]);
    let rows = store.quotes(&parse("has:notes").unwrap(), None).unwrap();
    assert_eq!(rows[0].note.as_deref(), Some("Line one\nline two"));
    // Not found any more, and found again.
    put_at(&mut store, &source(1, 3), &quoting(&["Nothing like it"]));
    assert_eq!(there(&store), [(None, 0), (None, 1)]);
    assert!(
        store
            .quotes(&parse("has:notes").unwrap(), None)
            .unwrap()
            .is_empty()
    );
    put_at(&mut store, &source(1, 4), &quoting(&first));
    assert_eq!(there(&store), [(Some(1), 0), (Some(2), 1)]);
    store.undo().unwrap();
    assert_eq!(there(&store), [(Some(1), 0)]);
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn renewing_keeps_what_hangs_on_quotes() {
    let mut store = Store::in_memory().unwrap();
    let (article, _) = made(None, None, "It will close by May", "Ann Lee");
    let extraction = crate::extract::extract(&article);
    assert_eq!(extraction.quotes.len(), 1);
    put_at(&mut store, &source(1, 1), &(article, extraction));
    store
        .edit_quote((ArticleId(1), 0), &QuoteEdit::Tag(tag("a")))
        .unwrap();
    store.age_engine("0").unwrap();
    let found: Vec<_> = store
        .outdated(9)
        .unwrap()
        .into_iter()
        .map(Outdated::find_anew)
        .collect();
    assert_eq!(store.renew(&found).unwrap(), 1);
    assert_eq!(store.quotes(&parse("#a").unwrap(), None).unwrap().len(), 1);
}

#[test]
fn an_article_that_comes_back_gets_its_number_and_all_that_hangs_on_it() {
    let mut store = Store::in_memory().unwrap();
    for n in 1..4 {
        put_at(&mut store, &source(n, n as u64), &quoting(&["Yes", "No"]));
    }
    let id = ArticleId(3);
    let place = Place { block: 1, byte: 7 };
    store.set_read(id, true).unwrap();
    store.edit_article(id, &ArticleEdit::Star(true)).unwrap();
    store.edit_article(id, &ArticleEdit::Tag(tag("a"))).unwrap();
    store
        .edit_quote((id, 1), &QuoteEdit::Note("why".to_owned()))
        .unwrap();
    store.note_opened(id).unwrap();
    store.set_place(id, place).unwrap();
    let (before, kept) = (state(&store), store.kept(id).unwrap());
    remove(&mut store, 3);
    assert_eq!(store.counts().unwrap().unread, 2);
    assert_eq!(store.check().unwrap(), []);
    // Another does not get its number.
    put_at(&mut store, &source(7, 7), &quoting(&["Else"]));
    assert!(!store.article_row(ArticleId(4)).unwrap().unwrap().read);
    remove(&mut store, 4);
    // Undone while it is away, and done again.
    store.undo().unwrap();
    store.redo().unwrap();
    // Back with another text.
    put_at(&mut store, &source(3, 33), &quoting(&["Maybe", "No"]));
    assert_eq!(state(&store), before);
    assert_eq!(store.kept(id).unwrap(), kept);
    assert_eq!(
        store.opened(&[], None, Direction::Forward, 9).unwrap()[0]
            .0
            .id,
        id
    );
    // Away once more, and back with the same bytes in another place.
    remove(&mut store, 3);
    put_at(&mut store, &source(8, 33), &quoting(&["Maybe", "No"]));
    assert_eq!(store.kept(id).unwrap(), kept);
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn a_file_that_moved_takes_along_what_hangs_on_it() {
    let mut store = Store::in_memory().unwrap();
    put_at(&mut store, &source(1, 5), &quoting(&["Yes"]));
    put_at(
        &mut store,
        &source(2, 6),
        &quoting(&["Other words are said here"]),
    );
    store
        .edit_article(ArticleId(1), &ArticleEdit::Star(true))
        .unwrap();
    // The new place comes before the old one is gone, as in an import with --prune.
    put_at(&mut store, &source(3, 5), &quoting(&["Yes"]));
    remove(&mut store, 1);
    let stored = store.article(ArticleId(1)).unwrap().unwrap();
    assert_eq!(stored.source, source(3, 5).location);
    assert!(store.article_row(ArticleId(3)).unwrap().is_none());
    assert!(store.article_row(ArticleId(1)).unwrap().unwrap().starred);
    assert_eq!(
        put_at(&mut store, &source(3, 5), &quoting(&["Yes"])),
        Outcome::Unchanged
    );
    // What nobody touched goes.
    put_at(
        &mut store,
        &source(4, 6),
        &quoting(&["Other words are said here"]),
    );
    remove(&mut store, 2);
    assert!(store.article_row(ArticleId(2)).unwrap().is_none());
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn an_older_change_is_taken_back_where_it_still_holds() {
    let mut store = Store::in_memory().unwrap();
    for n in 1..4 {
        put_at(&mut store, &source(n, 1), &quoting(&["Yes"]));
    }
    let ids = [1, 2, 3].map(ArticleId);
    let star = ArticleEdit::Star(true);
    store
        .apply(&Bulk::Articles(Which::These(&ids), &star))
        .unwrap();
    store
        .edit_article(ids[1], &ArticleEdit::Star(false))
        .unwrap();
    let first = store.history(None, 9).unwrap().pop().unwrap();
    assert_eq!(
        (first.what.as_str(), first.steps),
        ("Starred: 3 articles", 3)
    );
    let undone = store.undo_change(first.id).unwrap().unwrap();
    assert_eq!((undone.change.steps, undone.left), (2, 1));
    assert_eq!(
        store.count_articles(&parse("is:starred").unwrap()).unwrap(),
        0
    );
    store.undo().unwrap();
    assert_eq!(
        store.count_articles(&parse("is:starred").unwrap()).unwrap(),
        2
    );
    assert!(store.undo_change(undone.change.id).unwrap().is_none());
    let states: Vec<ChangeState> = store
        .history(None, 9)
        .unwrap()
        .iter()
        .map(|c| c.state)
        .collect();
    assert_eq!(
        states,
        [ChangeState::Undone, ChangeState::Done, ChangeState::Done]
    );
    store.set_read(ids[0], true).unwrap();
    assert!(store.redo().unwrap().is_none());
    assert_eq!(
        store.history(None, 9).unwrap()[1].state,
        ChangeState::PassedOver
    );
}

#[test]
fn read_marks_of_an_older_schema_stay_and_outlive_their_articles() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    let old = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/schema-1.db");
    std::fs::copy(old, &path).unwrap();
    let first: i64 = {
        let old = Connection::open(&path).unwrap();
        let sql = "DELETE FROM read_mark; INSERT INTO read_mark SELECT min(id), 77 FROM article";
        old.execute_batch(sql).unwrap();
        let sql = "SELECT article FROM read_mark";
        old.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let mut store = Store::open(&path).unwrap();
    while store.catch_up(64).unwrap() > 0 {}
    assert_eq!(store.check().unwrap(), []);
    let read = parse("is:read").unwrap();
    assert_eq!(store.count_articles(&read).unwrap(), 1);
    let stored = store.article(ArticleId(first)).unwrap().unwrap();
    remove(&mut store, first);
    assert_eq!(store.count_articles(&read).unwrap(), 0);
    let back = Source {
        location: stored.source,
        hash: 1,
    };
    put_at(&mut store, &back, &(stored.article, stored.extraction));
    assert_eq!(store.count_articles(&read).unwrap(), 1);
    assert!(state(&store).contains(&format!(
        "Text(\"read\") Integer({first}) Text(\"\") Integer(77) Text(\"\")"
    )));
}

#[test]
fn lists_of_what_was_starred_need_no_sorting_and_tags_are_looked_up() {
    let store = Store::in_memory().unwrap();
    let planned = |query: &str| {
        let filter = parse(query).unwrap();
        let order = ArticleOrder::Newest;
        let (sql, mut values) = articles::window(
            order,
            &filter,
            None,
            Direction::Forward,
            filter::WordIndex::Whole,
        );
        values.push(rusqlite::types::Value::Integer(50));
        plan(&store, &sql, values)
    };
    let starred = planned("is:starred");
    assert!(starred.contains("article_starred"), "{starred}");
    let unread = planned("-is:read");
    assert!(unread.contains("article_unread"), "{unread}");
    let quoteless = planned("-has:quotes");
    assert!(quoteless.contains("article_quoteless"), "{quoteless}");
    let dated = planned("after:2020 before:2021");
    assert!(dated.contains("(newest>? AND newest<?)"), "{dated}");
    for query in [
        "is:starred",
        "-is:read",
        "has:quotes",
        "-has:quotes",
        "after:7d",
        "before:today",
    ] {
        let plan = planned(query);
        assert!(
            !plan.contains("TEMP B-TREE") && !plan.contains("SCAN"),
            "{query}: {plan}"
        );
    }
    let tagged = planned("#a");
    assert!(tagged.contains("article_tag_tag (tag=?)"), "{tagged}");
    assert!(tagged.contains("quote_tag_tag (tag=?)"), "{tagged}");
    let sure = planned("conf:>0.8");
    assert!(
        sure.contains("COVERING INDEX quote_sure (<expr>>?)"),
        "{sure}"
    );
}

#[test]
fn an_article_that_is_read_to_its_end_leaves_what_was_undone_to_be_done_again_in_its_order() {
    let mut store = Store::in_memory().unwrap();
    let made = quoting(&["Yes"]);
    for n in 1..=3 {
        put_at(&mut store, &source(n, 1), &made);
    }
    for id in [1, 2, 3] {
        let star = ArticleEdit::Star(true);
        store.edit_article(ArticleId(id), &star).unwrap();
    }
    let all = state(&store);
    store.undo().unwrap();
    store.undo().unwrap();
    store.note_finished(ArticleId(1)).unwrap();
    let read = state(&store);
    let what = |change: Option<Change>| change.map(|c| c.what).unwrap_or_default();
    let told: Vec<String> = store
        .history(None, 9)
        .unwrap()
        .into_iter()
        .map(|change| format!("{:?} {}", change.state, change.steps))
        .collect();
    assert_eq!(told, ["Done 1", "Undone 1", "Undone 1", "Done 1"]);
    let undone = what(store.undo().unwrap());
    assert!(undone.starts_with("Marked as read"), "{undone}");
    assert_eq!(what(store.redo().unwrap()), undone);
    assert_eq!(state(&store), read);
    let number = |change: Option<Change>| change.map(|c| c.id.0);
    assert_eq!(
        number(store.redo().unwrap()),
        Some(2),
        "its number is what it was"
    );
    assert_eq!(number(store.redo().unwrap()), Some(3));
    assert_eq!(store.redo().unwrap(), None);
    assert_eq!(
        number(store.undo().unwrap()),
        Some(3),
        "what was done again last"
    );
    store.undo().unwrap();
    store.undo().unwrap();
    store.redo().unwrap();
    store.redo().unwrap();
    store.redo().unwrap();
    let unread = |lines: Vec<String>| -> Vec<String> {
        lines.into_iter().filter(|l| l.contains("star")).collect()
    };
    assert_eq!(unread(state(&store)), unread(all));
}
