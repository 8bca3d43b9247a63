//! The index of quotes beside its store: brought up to date it answers as one made anew, many may
//! read and make it at once, and whatever happens to its file the answer is right.

#![cfg(unix)]
#![allow(missing_docs, clippy::unwrap_used)]

mod binary;

use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use binary::Home;
use onrecord::find::{self, Index, Options};
use onrecord::import::Source;
use onrecord::model::{Article, Extraction, Quote, QuoteKind, Span, Speaker, SpeakerKind};
use onrecord::query::{Query, Test};
use onrecord::store::{ArticleOrder, Direction, Store};
use proptest::prelude::*;

const WORDS: [&str; 12] = [
    "grain", "deal", "harbour", "harbours", "winter", "we", "have", "to", "close", "closed",
    "ferry", "storm",
];
const NAMES: [&str; 4] = ["Ann Lee", "Bo Ek", "José Díaz", "Ann Moor"];
const QUERIES: [&str; 20] = [
    "",
    "g",
    "grain",
    "grain deal",
    "deal grain ",
    "harbour ",
    "harb",
    "\"we have to\"",
    "we have to close",
    "^grain",
    "storm$",
    "ferry -storm",
    "grian",
    "hrbr",
    "ann winter",
    "speaker:ann",
    "speaker:\"Bo Ek\" to",
    "after:2012 close",
    "kind:indirect we",
    "is:unread grain",
];

/// An article of quotes drawn by `seed`.
fn made(seed: u64, quotes: usize) -> (Article, Extraction) {
    let mut dice = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut draw = |below: usize| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        (dice >> 16) as usize % below
    };
    let mut text = String::new();
    let mut extraction = Extraction::default();
    for _ in 0..quotes {
        let words: Vec<&str> = (0..2 + draw(7)).map(|_| WORDS[draw(WORDS.len())]).collect();
        let start = text.len();
        text.push_str(&words.join(" "));
        let content = Span::new(start, text.len());
        text.push_str(". ");
        let speaker = draw(NAMES.len() + 1);
        extraction.quotes.push(Quote {
            kind: [QuoteKind::Direct, QuoteKind::Indirect][draw(2)],
            content: vec![content],
            cue: Vec::new(),
            source: Vec::new(),
            speaker: (speaker < NAMES.len()).then_some(speaker),
            role: None,
            via: None,
            confidence: 1.0,
            evidence: Vec::new(),
        });
    }
    extraction.speakers = NAMES.map(speaker).into();
    let date = draw(25);
    let article = Article {
        title: Some(format!("{} {seed}", WORDS[draw(WORDS.len())])),
        date: (date < 20).then(|| format!("20{date:02}-01-02").parse().unwrap()),
        text,
        ..Article::default()
    };
    (article, extraction)
}

fn speaker(name: &str) -> Speaker {
    Speaker {
        name: name.to_owned(),
        kind: SpeakerKind::Person,
        role: None,
        aliases: Vec::new(),
        mentions: Vec::new(),
    }
}

fn source(n: usize, version: u64) -> Source {
    Source {
        location: format!("/made/{n}.txt"),
        hash: version,
    }
}

/// Puts `articles` with `quotes` each into the store.
fn fill(store: &mut Store, articles: usize, quotes: usize) {
    let mut batch = store.batch().unwrap();
    for n in 0..articles {
        let (article, extraction) = made(n as u64 + 1, quotes);
        batch.put(&source(n, 1), &article, &extraction).unwrap();
    }
    batch.commit().unwrap();
}

/// Number of matches, and the places of the hits, in order.
type Answer = (usize, Vec<(i64, usize)>);

fn answers(store: &Store, index: &Index) -> Vec<Answer> {
    let outside = |test: &Test| store.passing(test).ok().map(std::sync::Arc::new);
    let options = Options {
        limit: 50,
        deep: true,
        outside: &outside,
        cancelled: &|| false,
    };
    let answer = |query: &&str| {
        let hits = index.quotes(query, &options).unwrap().unwrap();
        let places = hits.hits.iter().map(|hit| (hit.article.0, hit.ordinal));
        (hits.total, places.collect())
    };
    QUERIES.iter().map(answer).collect()
}

#[track_caller]
fn same<T: PartialEq + Debug>(found: &[T], right: &[T]) {
    for ((found, right), query) in found.iter().zip(right).zip(QUERIES) {
        assert_eq!(found, right, "{query:?}");
    }
}

/// An index made anew beside the store, as a file.
fn anew(store: &Store, path: &Path) -> Index {
    let (index, kept) = find::rebuilt(store, path, &|| true).unwrap().unwrap();
    kept.unwrap();
    index
}

/// What happens to a store.
#[derive(Clone, Debug)]
enum Event {
    /// Articles come in or change, in one batch.
    Import(Vec<(usize, u64)>),
    /// An article goes, if it is there.
    Remove(usize),
    /// An article is read.
    Read(usize),
    /// Whoever searches brings the index up to date.
    Refresh,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => prop::collection::vec((0..10_usize, 1..6_u64), 1..4).prop_map(Event::Import),
        2 => (0..10_usize).prop_map(Event::Remove),
        1 => (0..10_usize).prop_map(Event::Read),
        3 => Just(Event::Refresh),
    ]
}

fn happen(store: &mut Store, event: &Event) {
    let all = (ArticleOrder::Imported, Query::all());
    let rows = store.articles(all.0, &all.1, None, Direction::Forward, 100);
    let rows = rows.unwrap();
    match event {
        Event::Import(articles) => {
            let mut batch = store.batch().unwrap();
            for (n, version) in articles {
                let seed = *n as u64 * 31 + version;
                let (article, extraction) = made(seed, seed as usize % 4);
                batch
                    .put(&source(*n, *version), &article, &extraction)
                    .unwrap();
            }
            batch.commit().unwrap();
        }
        Event::Remove(n) => {
            if let Some(row) = rows.get(*n) {
                let mut batch = store.batch().unwrap();
                batch.remove_article(row.id).unwrap();
                batch.commit().unwrap();
            }
        }
        Event::Read(n) => {
            if let Some(row) = rows.get(*n) {
                store.set_read(row.id, true).unwrap();
            }
        }
        Event::Refresh => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn brought_up_to_date_it_answers_as_one_made_anew(
        events in prop::collection::vec(event(), 1..16),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let (path, fresh) = (folder.path().join("kept.find"), folder.path().join("new.find"));
        let mut store = Store::in_memory().unwrap();
        fill(&mut store, 5, 3);
        let mut index = anew(&store, &path);
        for event in &events {
            happen(&mut store, event);
            if matches!(event, Event::Refresh) {
                index = match find::refreshed(&store, &index).unwrap() {
                    Some(index) => index,
                    None => anew(&store, &path),
                };
                same(&answers(&store, &index), &answers(&store, &anew(&store, &fresh)));
            }
        }
        let right = answers(&store, &anew(&store, &fresh));
        let opened = find::open(&store, &path).unwrap().unwrap();
        same(&answers(&store, &opened), &right);
    }
}

/// A store in a file, and where its index is.
fn kept(folder: &Path, articles: usize) -> (PathBuf, PathBuf) {
    let path = folder.join("case.db");
    fill(&mut Store::open(&path).unwrap(), articles, 8);
    let index = find::path_beside(&path);
    (path, index)
}

/// Names in the folder of a store.
fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn readers_are_right_while_the_file_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (path, beside) = kept(folder.path(), 60);
    let store = Store::open(&path).unwrap();
    let right = answers(&store, &anew(&store, &beside));
    let (done, searches) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let store = Store::open_existing(&path).unwrap();
                let mut earlier = find::open(&store, &beside).unwrap().unwrap();
                while !done.load(Ordering::Relaxed) {
                    let index = find::open(&store, &beside).unwrap().unwrap();
                    same(&answers(&store, &index), &right);
                    // One whose file is gone meanwhile still has it.
                    same(&answers(&store, &earlier), &right);
                    earlier = index;
                    searches.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let end = Instant::now() + Duration::from_millis(1_500);
        let mut made = 0;
        while Instant::now() < end || made < 20 {
            anew(&store, &beside);
            made += 1;
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(searches.into_inner() > 3);
}

#[test]
fn of_two_that_make_it_at_once_both_have_it_and_the_file_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (path, beside) = kept(folder.path(), 60);
    let store = Store::open(&path).unwrap();
    let right = answers(&store, &anew(&store, &beside));
    for _ in 0..10 {
        fs::remove_file(&beside).unwrap();
        let start = Barrier::new(2);
        let make = || {
            let store = Store::open_existing(&path).unwrap();
            start.wait();
            let (index, kept) = find::rebuilt(&store, &beside, &|| true).unwrap().unwrap();
            same(&answers(&store, &index), &right);
            kept
        };
        let kept = thread::scope(|scope| {
            let threads = [scope.spawn(make), scope.spawn(make)];
            threads.map(|thread| thread.join().unwrap())
        });
        assert!(kept.iter().all(Result::is_ok), "{kept:?}");
        let index = find::open(&store, &beside).unwrap().unwrap();
        index.warm(|| true).unwrap();
        same(&answers(&store, &index), &right);
    }
    drop(store);
    assert_eq!(
        names(folder.path()),
        ["case.db", "case.db.find", "case.db.find.lock"]
    );
}

#[test]
fn where_it_cannot_be_kept_it_is_in_memory_and_the_error_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let (path, beside) = kept(folder.path(), 10);
    let store = Store::open(&path).unwrap();
    let right = answers(&store, &anew(&store, &beside));
    let missing = folder.path().join("gone/case.db.find");
    let taken = folder.path().join("taken.find");
    fs::create_dir_all(taken.join("something")).unwrap();
    for beside in [&missing, &taken] {
        let (index, kept) = find::rebuilt(&store, beside, &|| true).unwrap().unwrap();
        let error = kept.err().unwrap();
        assert!(!error.to_string().is_empty());
        same(&answers(&store, &index), &right);
        assert!(find::open(&store, beside).unwrap().is_none());
    }
    assert!(
        !names(folder.path())
            .iter()
            .any(|name| name.ends_with(".new"))
    );
    assert!(find::rebuilt(&store, &beside, &|| false).unwrap().is_none());
    same(
        &answers(&store, &find::open(&store, &beside).unwrap().unwrap()),
        &right,
    );
}

/// A home with a store of `articles` in its working folder.
fn home(articles: usize) -> (Home, PathBuf, PathBuf) {
    let home = Home::new();
    let (path, beside) = kept(&home.work(), articles);
    (home, path, beside)
}

const FIND: [&str; 5] = ["find", "grain harbour", "--json", "--store", "case.db"];

#[test]
fn a_file_that_is_none_or_damaged_is_replaced_and_the_answer_is_right() {
    let (home, path, beside) = home(60);
    let right = home.run(&FIND).code(0).out.clone();
    assert!(right.contains("grain"), "{right}");
    let good = fs::read(&beside).unwrap();
    let mut behind = good.clone();
    behind[4096..].fill(0x5a);
    let mut one = good.clone();
    one[17] ^= 1;
    let of_another = Home::with_articles();
    of_another.run(&["find", "ferry"]).code(0);
    let other = fs::read(find::path_beside(&of_another.store())).unwrap();
    for bad in [
        Vec::new(),
        good[..good.len() / 2].to_vec(),
        good[..good.len() - 1].to_vec(),
        [&good[..], b"\0"].concat(),
        behind,
        one,
        other,
    ] {
        fs::write(&beside, &bad).unwrap();
        let ran = home.run(&FIND);
        assert_eq!((ran.code(0).out.as_str(), ran.err.as_str()), (&*right, ""));
        assert_ne!(fs::read(&beside).unwrap(), bad);
        let store = Store::open_existing(&path).unwrap();
        let index = find::open(&store, &beside).unwrap().unwrap();
        index.warm(|| true).unwrap();
    }
    // What is no index is somebody's: it stays.
    let notes = b"notes that somebody keeps here\n".repeat(400);
    fs::write(&beside, &notes).unwrap();
    let ran = home.run(&FIND);
    assert_eq!(ran.code(0).out, right);
    ran.one_line(&["case.db.find", "no index of onrecord"]);
    assert_eq!(fs::read(&beside).unwrap(), notes);
}

#[test]
fn a_note_says_that_the_index_cannot_be_kept() {
    let (home, _, beside) = home(10);
    fs::create_dir_all(beside.join("something")).unwrap();
    let ran = home.run(&FIND);
    ran.code(0).one_line(&["case.db.find", "cannot be kept"]);
    fs::remove_dir_all(&beside).unwrap();
    assert_eq!(home.run(&FIND).out, ran.out);
}

#[test]
fn killed_at_any_moment_while_it_is_made_it_is_made_by_the_next() {
    let (home, _, beside) = home(700);
    let right = home.run(&FIND).code(0).out.clone();
    fs::remove_file(&beside).unwrap();
    let start = Instant::now();
    home.run(&FIND).code(0);
    let longest = start.elapsed().as_micros() as u64;
    let (mut dice, mut unfinished) = (0x5eed_u64, 0);
    for kill in 0..30 {
        // Half of the time an older one is there already, which is no index any more.
        match kill % 2 {
            0 => drop(fs::remove_file(&beside)),
            _ => fs::write(&beside, "older").unwrap(),
        }
        let mut child = home
            .command(&FIND)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        thread::sleep(Duration::from_micros(dice % longest));
        child.kill().unwrap();
        child.wait().unwrap();
        unfinished += usize::from(fs::metadata(&beside).map_or(0, |m| m.len()) < 100);
        if kill % 5 == 4 {
            assert_eq!(home.run(&FIND).code(0).out, right);
        }
    }
    assert!(unfinished > 5, "the kills hit it at work: {unfinished}");
    let _ = fs::remove_file(&beside);
    assert_eq!(home.run(&FIND).code(0).out, right);
    let mut names = names(&home.work());
    names.retain(|name| !name.ends_with("-wal") && !name.ends_with("-shm"));
    assert_eq!(names, ["case.db", "case.db.find", "case.db.find.lock"]);
}
