//! What keeps a collection in order: articles that say the same, languages, reports, looking the
//! store over, copies of it.

#![allow(missing_docs, clippy::unwrap_used)]

mod binary;

use std::fs;
use std::path::{Path, PathBuf};

use binary::{BAKERS, FERRY, Home};
use rusqlite::Connection;
use serde_json::Value;

/// [`FERRY`] in two papers and inside a longer article, [`BAKERS`], and an article in German.
fn papers() -> Home {
    let home = Home::new();
    let more = "The ferry has carried people, goods and cattle between the islands for ninety years. \
        It was built in the yard of the old town, by men whose names are on a plate at the bow. \
        In winter it breaks the ice; in summer it is full of visitors from the mainland.\n";
    home.write("texts/a.txt", FERRY.repeat(2));
    home.write("texts/b.txt", FERRY.repeat(2).to_uppercase());
    home.write(
        "texts/c.txt",
        format!("{}\n{more}", FERRY.repeat(2)).replace("March 3", "March 4"),
    );
    home.write("texts/d.txt", BAKERS);
    home.write(
        "texts/e.txt",
        "„Der Hafen bleibt bis zum Winter geschlossen“, sagte Anna Lehmann, die Hafenmeisterin der \
         alten Stadt, am Montag. Keine Insel soll ohne Fähre bleiben, teilte der Rat mit.\n",
    );
    home
}

#[test]
fn articles_that_say_the_same_are_one_row() {
    let home = papers();
    let ran = home.run(&["import", "texts", "--json"]);
    let report = ran.code(0).json();
    assert_eq!(
        (&report["new"], &report["duplicates"]),
        (&5.into(), &2.into())
    );
    assert_eq!(report["languages"]["de"], 1);
    let rows = home
        .run(&["articles", "--json", "--order", "imported"])
        .json();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(rows.iter().any(|r| r["duplicates"] == 2));
    assert!(rows.iter().any(|r| r["lang"] == "de" && r["quotes"] == 0));
    let all = home.run(&["articles", "--all", "--json"]).json();
    let of: Vec<&Value> = all.as_array().unwrap().iter().collect();
    assert_eq!(of.len(), 5);
    assert_eq!(of.iter().filter(|r| r["duplicate_of"].is_i64()).count(), 2);
    let table = home.run(&["articles"]);
    assert!(table.code(0).out.contains("+2"), "{table:?}");
    home.run(&["articles", "lang:de"]).code(0).clean();
    home.run(&["articles", "lang:german"])
        .code(2)
        .one_line(&["lang", "letters"]);
}

#[test]
fn the_report_has_a_line_for_each_file_and_record() {
    let home = papers();
    home.write("texts/void.txt", "");
    home.run(&["import", "texts", "--report", "r.jsonl"])
        .code(2)
        .clean();
    let lines = |home: &Home| -> Vec<Value> {
        let text = fs::read_to_string(home.work().join("r.jsonl")).unwrap();
        text.lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect()
    };
    let first = lines(&home);
    let outcomes =
        |lines: &[Value], outcome: &str| lines.iter().filter(|l| l["outcome"] == outcome).count();
    assert_eq!(
        (outcomes(&first, "new"), outcomes(&first, "failed")),
        (5, 1)
    );
    assert!(first.iter().any(|l| l["likeness"] == "exact"));
    fs::remove_file(home.work().join("texts/d.txt")).unwrap();
    home.run(&["import", "texts", "--report", "r.jsonl", "--prune", "-q"])
        .code(2);
    let second = lines(&home);
    assert_eq!(
        (outcomes(&second, "skipped"), outcomes(&second, "removed")),
        (5, 1)
    );
    let nowhere = home.run(&["import", "texts", "--report", "none/r.jsonl"]);
    nowhere.code(2).one_line(&["none/r.jsonl"]);
}

#[test]
fn the_doctor_finds_and_mends() {
    let home = papers();
    home.run(&["import", "texts"]).code(0);
    let sound = home.run(&["doctor"]);
    assert!(sound.code(0).out.contains("sound"), "{sound:?}");
    let store = Connection::open(home.store()).unwrap();
    store
        .execute_batch("UPDATE total SET articles = 70")
        .unwrap();
    // An engine of an earlier release.
    store
        .execute_batch("UPDATE article SET engine = '1'")
        .unwrap();
    drop(store);
    home.run(&["doctor"]).code(1).clean();
    let found = home.run(&["doctor", "--json"]).code(1).json();
    assert_eq!(found["problems"].as_array().unwrap().len(), 1);
    let mended = home.run(&["doctor", "--repair", "--json"]).code(0).json();
    assert_eq!(
        (&mended["articles"], mended["copy"].is_string()),
        (&5.into(), true)
    );
    assert_eq!(mended["outdated"], 5);
    let looked = home.run(&["doctor"]);
    assert!(
        looked.code(0).out.contains("an older engine found: 5;"),
        "{looked:?}"
    );
    home.run(&["renew"]).code(0);
    let looked = home.run(&["doctor"]);
    assert!(!looked.code(0).out.contains("older engine"), "{looked:?}");
    let nowhere = home.run(&["backup", "none/copy.db"]);
    nowhere
        .code(2)
        .one_line(&["none/copy.db", "no folder none", "make it first"]);
    let nothing = Home::new();
    nothing.run(&["doctor"]).code(2).clean();
}

/// What lies in the folder of a store, with its bytes.
fn folder(store: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(store.parent().unwrap()).unwrap();
    let mut files: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn looking_changes_nothing() {
    let home = Home::new();
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/schema-1.db");
    let store = home.write("old/s.db", fs::read(old).unwrap());
    let before = folder(&store);
    let args = ["doctor", "--store", store.to_str().unwrap()];
    let ran = home.run(&args);
    assert!(
        ran.code(0).out.contains("schema 1: what writes to it next"),
        "{ran:?}"
    );
    assert_eq!(folder(&store), before);
    let repair = [&args[..], &["--repair"]].concat();
    home.run(&repair).code(0).clean();
    assert!(store.with_extension("db.schema-1").exists());
    let sound = home.run(&args);
    assert!(!sound.code(0).out.contains("schema 1:"), "{sound:?}");

    let empty = home.write("empty/s.db", "");
    let args = ["doctor", "--store", empty.to_str().unwrap()];
    home.run(&args).code(2).one_line(&["is empty"]);
    assert_eq!(folder(&empty), [(empty, Vec::new())]);
}

#[test]
fn a_damaged_store_is_kept_and_what_can_be_read_is_saved() {
    let home = Home::new();
    for n in 0..120 {
        let text = FERRY
            .replace("ferry", &format!("ferry {n}"))
            .repeat(n % 9 + 1);
        home.write(&format!("texts/{n}.txt"), text);
    }
    home.run(&["import", "texts"]).code(0);
    let store = home.store();
    let mut bytes = fs::read(&store).unwrap();
    for page in [0, 9, 17, 40, 41, 77] {
        let noise =
            (0_u32..4096).map(|n| n.wrapping_mul(2_654_435_761_u32.rotate_left(page as u32)) as u8);
        bytes.splice(page * 4096..(page + 1) * 4096, noise);
    }
    fs::write(&store, &bytes).unwrap();
    let before = folder(&store);
    home.run(&["articles"]).code(2).clean();
    let found = home.run(&["doctor"]);
    assert!(found.code(1).err.contains("doctor --repair"), "{found:?}");
    assert_eq!(folder(&store), before, "looking changes nothing");
    let saved = home.run(&["doctor", "--repair"]);
    assert!(
        saved.code(0).out.contains("saved: ") && saved.out.ends_with("sound\n"),
        "{saved:?}"
    );
    let mut kept = store.into_os_string();
    kept.push(".damaged");
    assert!(fs::read(kept).unwrap() == bytes);
    // What was lost comes back, and nothing is there twice.
    home.run(&["import", "texts"]).code(0);
    let count = |sql: &str| -> i64 {
        let store = Connection::open(home.store()).unwrap();
        store.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let named = "SELECT count(*) FROM article WHERE location NOT LIKE 'salvaged#%'";
    assert_eq!(count(named), 120);
    home.run(&["doctor"]).code(0).clean();
}

#[test]
fn a_copy_can_be_read_and_replaces_nothing() {
    let home = papers();
    home.run(&["backup", "copy.db"]).code(2).clean();
    home.run(&["import", "texts"]).code(0);
    home.run(&["backup", "copy.db"]).code(0).clean();
    let rows = home.run(&["articles", "--all", "--json", "--store", "copy.db"]);
    assert_eq!(rows.code(0).json().as_array().unwrap().len(), 5);
    home.run(&["backup", "copy.db"])
        .code(2)
        .one_line(&["copy.db", "already"]);
}

#[test]
fn a_mistake_in_the_settings_stops_a_command_only_where_it_hides_the_store() {
    let home = Home::with_articles();
    let config = "../config/onrecord/config.toml";
    home.write(config, "theme = \"papper\"\nmesure = 60\n");
    let listed = home.run(&["articles", "--json"]);
    listed.code(0).clean();
    let told: Vec<&str> = listed.err.lines().collect();
    assert_eq!(told.len(), 2, "{}", listed.err);
    assert!(told[0].contains("line 1: theme takes") && told[1].contains("line 2: "));
    // What looks whether all is sound says that it is not.
    home.run(&["doctor"]).code(1);
    home.write(config, "store = 3\n");
    let refused = home.run(&["articles"]);
    refused.code(2).one_line(&["line 1: store takes"]);
    let named = home.store().display().to_string();
    home.run(&["articles", "--store", &named]).code(0);
    // What opens no store needs none.
    let line = b"{\"id\": 1, \"text\": \"It rained.\"}\n";
    let quotes = home.run_with_input(&["extract", "--jsonl"], line);
    assert_eq!(quotes.code(0).out.lines().count(), 1, "{}", quotes.out);
    home.write(config, "");
    home.run(&["doctor"]).code(0);
}

#[test]
fn a_mistake_in_the_settings_leads_nothing_into_another_store() {
    let home = Home::with_articles();
    let config = "../config/onrecord/config.toml";
    let count = |home: &Home| {
        home.run(&["articles", "--all", "--json"])
            .json()
            .as_array()
            .unwrap()
            .len()
    };
    let before = count(&home);
    home.write("more.txt", "The ferry was late again.");
    for toml in [
        "Store = \"case.db\"\n",
        "\"store\" = \"case.db\"\ntheme = \n",
    ] {
        home.write(config, toml);
        home.run(&["import", "more.txt"]).code(2);
    }
    home.write(config, "");
    assert_eq!(count(&home), before);
    // Where nothing looks like the name of a store, it is the usual one.
    home.write(config, "theme = \n");
    let ran = home.run(&["import", "more.txt"]);
    ran.code(0);
    assert!(ran.err.contains("nothing of the file is used"), "{ran:?}");
    home.write(config, "");
    assert_eq!(count(&home), before + 1);
}
