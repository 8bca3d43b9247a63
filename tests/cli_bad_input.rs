//! What cannot be imported is said in one line, and the rest is imported all the same.

#![allow(missing_docs, clippy::unwrap_used)]

mod binary;

use std::fs;
use std::time::Duration;

use binary::{BAKERS, FERRY, Home, finish};

/// Imports `name`, with a good file on either side of it.
fn import_between(home: &Home, name: &str) -> binary::Ran {
    home.write("ferry.txt", FERRY);
    home.write("bakers.txt", BAKERS);
    home.run(&["import", "ferry.txt", name, "bakers.txt"])
}

#[test]
fn a_missing_path() {
    let home = Home::new();
    import_between(&home, "gone.txt")
        .code(2)
        .one_line(&["gone.txt"]);
    assert_eq!(home.articles(), 2);
}

#[test]
fn a_folder_without_text() {
    let home = Home::new();
    fs::create_dir(home.work().join("hollow")).unwrap();
    import_between(&home, "hollow")
        .code(2)
        .one_line(&["hollow"]);
    assert_eq!(home.articles(), 2);
}

#[test]
fn an_empty_file_and_one_of_blanks() {
    for content in ["", " \n\n\t\n"] {
        let home = Home::new();
        home.write("void.txt", content);
        import_between(&home, "void.txt")
            .code(2)
            .one_line(&["void.txt"]);
        assert_eq!(home.articles(), 2);
    }
}

#[test]
fn a_binary() {
    let home = Home::new();
    let mut bytes = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0".to_vec();
    bytes.extend((0..4000u32).flat_map(|n| (n.wrapping_mul(2_654_435_761)).to_le_bytes()));
    home.write("thing.txt", &bytes);
    import_between(&home, "thing.txt")
        .code(2)
        .one_line(&["thing.txt"]);
    assert_eq!(home.articles(), 2);
    let picture = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &bytes].concat();
    home.write("picture", picture);
    home.run(&["import", "picture"])
        .code(2)
        .one_line(&["picture"]);
}

/// Old articles are in old encodings: they are read, or refused in one line, and never mangled.
#[test]
fn invalid_utf_8_and_utf_16() {
    let latin: Vec<u8> = FERRY
        .replace("Marta", "Märta")
        .chars()
        .map(|c| c as u8)
        .collect();
    let mut half: Vec<u8> = vec![0xff, 0xfe];
    half.extend(FERRY.encode_utf16().flat_map(u16::to_le_bytes));
    half.extend([0x00, 0xd8, b'x']); // a lone surrogate and half a unit
    for (name, bytes) in [("latin.txt", latin), ("half.txt", half)] {
        let home = Home::new();
        home.write(name, bytes);
        home.write("bakers.txt", BAKERS);
        let ran = home.run(&["import", name, "bakers.txt"]);
        if ran.status.success() {
            ran.one_line(&[name, "not valid UTF-8", "windows-1252", "UTF-8"]);
            assert_eq!(home.articles(), 2);
            let quotes = home.run(&["quotes", "--json", "ferry"]);
            assert!(!quotes.out.contains('\u{fffd}'), "{quotes:?}");
            quotes.clean();
        } else {
            ran.code(2).one_line(&[name]);
            assert_eq!(home.articles(), 1);
        }
    }
}

#[test]
fn a_line_of_100_megabytes() {
    let home = Home::new();
    home.write("long.txt", vec![b'x'; 100_000_000]);
    let ran = import_between(&home, "long.txt");
    ran.code(2).one_line(&["long.txt"]);
    assert_eq!(home.articles(), 2);
    fs::rename(home.work().join("long.txt"), home.work().join("long.jsonl")).unwrap();
    import_between(&home, "long.jsonl")
        .code(2)
        .one_line(&["long.jsonl"]);
}

#[test]
fn a_line_of_json_that_is_broken_among_good_ones() {
    let home = Home::new();
    let line = |id: &str, text: &str| serde_json::json!({"id": id, "text": text}).to_string();
    let lines = [
        line("1", FERRY),
        r#"{"id": "2", "text": "half"#.to_owned(),
        r#"{"id": "3"}"#.to_owned(),
        line("4", BAKERS),
    ];
    home.write("many.jsonl", lines.join("\n"));
    let ran = home.run(&["import", "many.jsonl"]);
    ran.code(2).clean();
    assert_eq!(home.articles(), 2);
    assert!(ran.err.matches("many.jsonl").count() >= 2, "{ran:?}");
}

/// Root may read everything, so as root the run is given to nobody.
#[cfg(unix)]
#[test]
fn an_unreadable_file() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let home = Home::new();
    let path = home.write("secret.txt", FERRY);
    home.write("bakers.txt", BAKERS);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    for folder in [home.path().to_owned(), home.work()] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).unwrap();
    }
    let mut command = home.command(&["import", "secret.txt", "bakers.txt"]);
    if fs::read(&path).is_ok() {
        command.uid(65534);
    }
    if command.output().is_err() {
        return; // nobody may not start the binary from where it lies
    }
    finish(&mut command, b"").code(2).one_line(&["secret.txt"]);
    assert_eq!(home.articles(), 1);
}

/// Opening a named pipe waits for its writer, who may never come.
#[cfg(unix)]
#[test]
fn a_named_pipe_in_a_folder_does_not_stop_the_import() {
    let home = Home::new();
    home.write("folder/ferry.txt", FERRY);
    let made = home.shell("mkfifo folder/pipe.txt").status.success();
    let mut child = home.command(&["import", "folder"]).spawn().unwrap();
    for _ in 0..300 {
        if !made || child.try_wait().unwrap().is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let ended = child.try_wait().unwrap().is_some();
    drop(child.kill());
    child.wait().unwrap();
    assert!(ended || !made, "the import hangs on a named pipe");
    assert_eq!(home.articles(), 1);
}

#[cfg(unix)]
#[test]
fn folders_that_lead_in_a_circle() {
    let home = Home::new();
    home.write("folder/ferry.txt", FERRY);
    std::os::unix::fs::symlink(home.work().join("folder"), home.work().join("folder/again"))
        .unwrap();
    let ran = home.run(&["import", "folder"]);
    assert!(
        ran.status.code().is_some_and(|code| code == 0 || code == 2),
        "{ran:?}"
    );
    assert_eq!(home.articles(), 1);
}

#[test]
fn importing_again_changes_nothing() {
    let home = Home::with_articles();
    let before = home.run(&["quotes", "--json"]).out;
    let ran = home.run(&["import", "--json", "ferry.txt", "bakers.txt"]);
    ran.code(0);
    assert_eq!(ran.json()["unchanged"], 2);
    assert_eq!(home.run(&["quotes", "--json"]).out, before);
}

#[test]
fn a_mistake_in_a_query_says_where() {
    let home = Home::with_articles();
    home.run(&["quotes", "speker:kellaway"])
        .code(2)
        .one_line(&["speker", "speaker"]);
    home.run(&["quotes", "after:someday"]).code(2).clean();
}

/// A report is written over an earlier report only.
#[test]
fn a_report_that_is_something_else() {
    let home = Home::new();
    home.write("ferry.txt", FERRY);
    home.write("mine.txt", "My own notes.\n");
    home.write("set.jsonl", "{\"text\": \"The ferry was late again.\"}\n");
    home.write("void.jsonl", "");
    let read = |name: &str| fs::read_to_string(home.work().join(name)).unwrap();
    home.run(&["import", "ferry.txt", "--store", "st.db"])
        .code(0);
    for (file, why) in [
        ("mine.txt", "there is a file already"),
        ("set.jsonl", "it is to be imported"),
        ("void.jsonl", "it is to be imported"),
        ("st.db", "a file of the store"),
        ("st.db-wal", "a file of the store"),
        ("st.db.find", "a file of the store"),
        ("-", "/dev/stdout"),
    ] {
        let there = fs::read(home.work().join(file)).ok();
        let args = ["import", "set.jsonl", "void.jsonl", "--store", "st.db"];
        let ran = home.run(&[&args[..], &["--report", file]].concat());
        ran.code(2).one_line(&["report", why]);
        assert_eq!(fs::read(home.work().join(file)).ok(), there, "{file}");
    }
    for name in ["new.jsonl", "new.jsonl"] {
        home.run(&["import", "ferry.txt", "--report", name]).code(0);
        assert_eq!(read(name).lines().count(), 1);
    }
}
