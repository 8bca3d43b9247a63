//! What pages of people show is what a walk over all articles gives, whatever is put in, dated
//! otherwise and taken out; windows are cut from one list.

use super::tests::{made, source};
use super::*;
use crate::model::{ArticleId, Month, Period, PersonId, SaidRow, SpeakerKind};

fn put(store: &mut Store, n: usize, version: u64, date: Option<&str>, name: &str) {
    let words = format!("Word {n} of {version}");
    let (article, extraction) = made(Some("A day out"), date, &words, name);
    let mut batch = store.batch().unwrap();
    batch
        .put(&source(n, version), &article, &extraction)
        .unwrap();
    batch.commit().unwrap();
}

fn collection() -> Store {
    let mut store = Store::in_memory().unwrap();
    for n in 0..60 {
        let date = format!("20{:02}-{:02}-{:02}", 20 + n % 3, n % 12 + 1, n % 28 + 1);
        let name = ["Ann Lee", "José Day", "Ann Lee", "Ines Moor"][n % 4];
        put(&mut store, n, 1, (n % 7 > 0).then_some(&date), name);
    }
    put(&mut store, 60, 1, Some("--05-04"), "Ann Lee");
    store
}

fn named(store: &Store, name: &str) -> PersonId {
    store.person_named(name, None).unwrap().unwrap()
}

/// All that someone said, in windows of a few articles.
fn walked(
    store: &Store,
    id: PersonId,
    period: Option<Period>,
    direction: Direction,
) -> Vec<SaidRow> {
    let mut all: Vec<SaidRow> = Vec::new();
    loop {
        let from = match direction {
            Direction::Forward => all.last(),
            Direction::Backward => all.first(),
        };
        let from = from.map(|row| row.cursor);
        let mut rows = store.said(id, period, from, direction, 3).unwrap();
        if rows.is_empty() {
            return all;
        }
        match direction {
            Direction::Forward => all.append(&mut rows),
            Direction::Backward => {
                rows.append(&mut all);
                all = rows;
            }
        }
    }
}

fn said(store: &Store, name: &str) -> Vec<String> {
    let query = crate::query::parse(&format!("speaker:=\"{name}\"")).unwrap();
    let rows = store.quotes(&query, None).unwrap();
    rows.into_iter().map(|row| row.text).collect()
}

fn check(store: &Store, name: &str) {
    let id = named(store, name);
    for direction in [Direction::Forward, Direction::Backward] {
        let rows = walked(store, id, None, direction);
        let texts: Vec<_> = rows.iter().map(|row| row.quote.text.clone()).collect();
        assert_eq!(texts, said(store, name), "{direction:?}");
        let mut months: Vec<(Month, u64)> = Vec::new();
        for date in rows.iter().rev().filter_map(|row| row.quote.date) {
            let Some(year) = date.year else { continue };
            let month = Month::new(u32::try_from(year).unwrap(), u32::from(date.month));
            match months.last_mut().filter(|(last, _)| *last == month) {
                Some((_, quotes)) => *quotes += 1,
                None => months.push((month, 1)),
            }
        }
        months.sort_unstable();
        assert_eq!(store.person_row(id).unwrap().unwrap().months, months);
        for (month, quotes) in months {
            let period = Period {
                first: month,
                last: month,
            };
            let rows = walked(store, id, Some(period), direction);
            assert_eq!(rows.len() as u64, quotes, "{month:?}");
        }
    }
}

#[test]
fn what_someone_said_comes_in_windows_of_one_list_whatever_is_changed() {
    let mut store = collection();
    for name in ["Ann Lee", "José Day"] {
        check(&store, name);
    }
    // Another date, another speaker, another text, gone.
    put(&mut store, 2, 2, Some("2019-01-01"), "Ann Lee");
    put(&mut store, 4, 2, Some("2022-12-31"), "José Day");
    put(&mut store, 6, 2, None, "Ann Lee");
    store
        .connection
        .execute("DELETE FROM article WHERE id = 11", [])
        .unwrap();
    // As where only the date is found anew.
    let sql =
        "UPDATE article SET day = 20180301, date = '2018-03-01', newest = -20180301 WHERE id = 9";
    store.connection.execute(sql, []).unwrap();
    for name in ["Ann Lee", "José Day"] {
        check(&store, name);
    }
}

#[test]
fn the_list_of_people_is_cut_into_windows_both_ways() {
    let mut store = collection();
    for n in 0..20 {
        put(&mut store, 100 + n, 1, None, &format!("Kim Nr{n}"));
    }
    let all = store.people(None, Direction::Forward, 99).unwrap();
    assert_eq!(all.len(), 23);
    assert_eq!((all[0].name.as_str(), all[0].quotes), ("Ann Lee", 31));
    let mut there = store.people(None, Direction::Forward, 4).unwrap();
    while let Ok(mut rows) = store.people(there.last(), Direction::Forward, 4)
        && !rows.is_empty()
    {
        there.append(&mut rows);
    }
    assert_eq!(there, all);
    let mut back = store.people(None, Direction::Backward, 4).unwrap();
    while let Ok(mut rows) = store.people(back.first(), Direction::Backward, 4)
        && !rows.is_empty()
    {
        rows.append(&mut back);
        back = rows;
    }
    assert_eq!(back, all);
}

#[test]
fn a_page_has_names_roles_with_their_time_and_who_else_is_quoted() {
    let mut store = Store::in_memory().unwrap();
    for (n, (date, role)) in [
        ("2020-01-05", "mayor"),
        ("2021-06-01", "mayor"),
        ("2022-02-02", "minister"),
    ]
    .into_iter()
    .enumerate()
    {
        let (article, mut extraction) = made(Some("Day"), Some(date), "Words said", "Ann Lee");
        extraction.speakers[0].role = Some(crate::model::Role {
            text: role.to_owned(),
            span: crate::model::Span::new(0, 0),
        });
        let mut other = extraction.speakers[0].clone();
        other.name = "Bo Day".to_owned();
        extraction.speakers.push(other);
        let mut quote = extraction.quotes[0].clone();
        quote.speaker = Some(1);
        extraction.quotes.push(quote);
        let mut batch = store.batch().unwrap();
        batch.put(&source(n, 1), &article, &extraction).unwrap();
        batch.commit().unwrap();
    }
    let ann = named(&store, "Ann Lee");
    assert_eq!(store.person_in(ArticleId(1), 0).unwrap(), Some(ann));
    assert_eq!(store.person_in(ArticleId(9), 0).unwrap(), None);
    let kind = Some(SpeakerKind::Document);
    assert_eq!(store.person_named("Ann Lee", kind).unwrap(), None);
    let page = store.person_page(ann).unwrap().unwrap();
    assert_eq!((page.row.quotes, page.aliases.len()), (3, 0));
    let roles = store.roles(ann).unwrap();
    let roles: Vec<_> = roles
        .iter()
        .map(|r| {
            (
                r.role.as_str(),
                r.period.map(|p| (p.first, p.last)),
                r.articles,
            )
        })
        .collect();
    let month = |year, month| Month::new(year, month);
    assert_eq!(
        roles,
        [
            ("minister", Some((month(2022, 2), month(2022, 2))), 1),
            ("mayor", Some((month(2020, 1), month(2021, 6))), 2),
        ]
    );
    let company = store.company(ann, 9).unwrap();
    assert_eq!(
        (company[0].name.as_str(), company[0].articles),
        ("Bo Day", 3)
    );
    assert_eq!(company.len(), 1);
    assert_eq!(store.person_page(PersonId(99)).unwrap(), None);
}

#[test]
fn what_was_said_in_a_store_of_the_third_schema_is_there_in_the_fourth() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    let flags =
        rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE | rusqlite::OpenFlags::SQLITE_OPEN_CREATE;
    let third = rusqlite_migration::Migrations::new(schema::STEPS[..3].to_vec());
    let old = Store::writing(&path, flags, &third, 3).unwrap();
    let sql = "INSERT INTO entity (id, name_key, kind, joined) VALUES (7, 'ann lee', 'person', 1);
        INSERT INTO article (id, location, hash, engine, imported, title, title_key, date, day, newest, quotes)
            VALUES (1, '/a', x'', '', 0, 'A', 'a', '2021-05-04', 20210504, -20210504, 1),
                   (2, '/b', x'', '', 0, 'B', 'b', '2023-06-05', 20230605, -20230605, 1);
        INSERT INTO speaker (article, ordinal, name, name_key, kind, detail, entity, quotes)
            VALUES (1, 0, 'Ann Lee', 'ann lee', 'person', '{}', 7, 1),
                   (2, 0, 'Ann Lee', 'ann lee', 'person', '{}', 7, 1);
        INSERT INTO quote (article, ordinal, kind, text, speaker, confidence, detail)
            VALUES (1, 0, 'direct', 'Then', 0, 0.9, '{}'), (2, 0, 'direct', 'Now', 0, 0.9, '{}');";
    old.connection.execute_batch(sql).unwrap();
    drop(old);
    let store = Store::open(&path).unwrap();
    let ann = named(&store, "Ann Lee");
    let rows = walked(&store, ann, None, Direction::Forward);
    let texts: Vec<&str> = rows.iter().map(|row| row.quote.text.as_str()).collect();
    assert_eq!(texts, ["Now", "Then"]);
    let months = store.person_row(ann).unwrap().unwrap().months;
    assert_eq!(months, [(Month::new(2021, 5), 1), (Month::new(2023, 6), 1)]);
}
