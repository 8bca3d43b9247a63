//! What is read from files whatever their format, and what is said where it cannot be.

use super::*;

const STORY: &str = "Board refuses lease\n\nOSLO (NW) — The harbour board said on Tuesday that it would not renew the lease.";

#[test]
fn two_records_of_one_key_are_two_articles_unless_they_say_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("set.jsonl");
    let line = |text: &str| format!("{{\"id\": 7, \"text\": \"{text} and it rained all day.\"}}\n");
    std::fs::write(
        &file,
        line("One") + &line("Two") + &line("One") + &line("Three"),
    )
    .unwrap();
    let read = read_file(&file, &Options::default());
    let ends: Vec<String> = read
        .map(|one| one.unwrap().source.location)
        .map(|location| location.rsplit('#').next().unwrap().to_owned())
        .collect();
    assert_eq!(ends, ["7", "7 (2)", "7", "7 (3)"]);
}

#[test]
fn a_text_in_any_encoding_is_one_article() {
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(STORY.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for bytes in [
        STORY.as_bytes().to_vec(),
        wide,
        format!("\u{feff}{STORY}").into_bytes(),
    ] {
        let read = read_bytes("a.txt", &bytes).unwrap();
        assert_eq!(read.len(), 1);
        let article = &read[0].article;
        assert_eq!(article.title.as_deref(), Some("Board refuses lease"));
        assert_eq!(article.dateline.as_deref(), Some("OSLO"));
        assert_eq!(article.publisher.as_deref(), Some("NW"));
        assert!(article.text.starts_with("The harbour board"));
    }
}

#[test]
fn what_cannot_be_read_says_why() {
    for (bytes, want) in [
        (&b""[..], "is empty"),
        (b" \n\t\n", "is empty"),
        (b"%PDF-1.4 x", "is a PDF"),
        (b"7z\xbc\xaf\x27\x1c", "unpack it and import the folder"),
        (b"\xff\xfe\x00\xd8a\x00", "not valid UTF-16LE"),
        (b"a\0\x01\x02b", "a binary file"),
        (b"[{\"id\": 1}]", "has no field of text"),
        (&b"a\n".repeat(1_000_001), "far more parts"),
    ] {
        let failure = read_bytes("x", bytes).unwrap_err().to_string();
        assert!(failure.contains(want), "{failure}");
    }
}

#[test]
fn a_bad_line_does_not_lose_the_others() {
    let lines = "{\"id\": \"a\", \"text\": \"One.\"}\n{\"id\": oops\n\n{\"text\": \"Two.\", \"headline\": \"T\"}\n";
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("set.jsonl");
    std::fs::write(&path, lines).unwrap();
    let items: Vec<_> = read_file(&path, &Options::default()).collect();
    assert_eq!(items.len(), 3);
    assert!(
        items[0]
            .as_ref()
            .unwrap()
            .source
            .location
            .ends_with("set.jsonl#a")
    );
    let failure = items[1].as_ref().unwrap_err();
    assert_eq!(failure.line, Some(2));
    let third = items[2].as_ref().unwrap();
    assert!(third.source.location.ends_with("set.jsonl#4"));
    assert_eq!(third.article.title.as_deref(), Some("T"));
}

#[test]
fn lines_that_are_collections_are_read_one_after_another() {
    let line = "{\"docs\": [{\"id\": 1, \"text\": \"One.\"}, {\"id\": 2, \"text\": \"Two.\"}]}\n";
    // More than a stack would hold, were each the next one's caller.
    let articles = read_bytes("set.jsonl", line.repeat(20_000).as_bytes()).unwrap();
    assert_eq!(articles.len(), 40_000);
    assert_eq!(articles[3].source.location, "set.jsonl#2");
}

#[test]
fn a_long_line_is_passed_over() {
    let mut lines = Vec::from(*b"{\"text\": \"One.\"}\n{\"text\": \"");
    lines.resize(lines.len() + usize::try_from(RECORD_LIMIT).unwrap(), b'x');
    lines.extend_from_slice(b"\"}\n{\"text\": \"Two.\"}\n");
    let items = items("x", &lines);
    assert_eq!(items.len(), 3);
    assert!(matches!(
        items[1],
        Err(Failure {
            line: Some(2),
            reason: Reason::LongRecord(_),
            ..
        })
    ));
}

#[test]
fn missing_files_and_folders_fail_without_panic() {
    let dir = tempfile::tempdir().unwrap();
    let items: Vec<_> = read_file(&dir.path().join("none.txt"), &Options::default()).collect();
    assert!(
        items[0]
            .as_ref()
            .unwrap_err()
            .to_string()
            .contains("does not exist")
    );
    let items: Vec<_> = read_file(dir.path(), &Options::default()).collect();
    assert!(items[0].is_err());
}

/// Files as they come out of a bad line or a bad mind: nothing panics, whatever the format.
#[test]
fn damaged_files_of_every_format_do_no_harm() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import");
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let good = std::fs::read(&path).unwrap();
        for _ in 0..60 {
            let mut bad = good.clone();
            for _ in 0..=random(6) {
                let at = random(bad.len());
                match random(4) {
                    0 => bad[at] = u8::try_from(random(256)).unwrap(),
                    1 => bad.truncate(at.max(1)),
                    2 => bad.extend_from_within(at..),
                    _ => drop(bad.drain(at..bad.len().min(at + 9).max(at + 1).min(bad.len()))),
                }
                if bad.is_empty() {
                    bad.push(b'x');
                }
            }
            let _ = items(&name, &bad);
        }
    }
}

#[test]
fn failures_come_in_larger_groups_than_articles() {
    let lines = "{\"a\": 1}\n".repeat(3 * FAILURES) + &"{\"text\": \"It rained.\"}\n".repeat(9);
    let place = Place::new(Path::new("a.jsonl"), "a.jsonl", &Options::default());
    let all = articles(&place, in_memory(lines.into_bytes())).unwrap();
    let mut reading = Reading::new(all);
    let mut next = || reading.group(2, usize::MAX).len();
    let sizes: Vec<usize> = (0..7).map(|_| next()).collect();
    assert_eq!(sizes, [2 * FAILURES, FAILURES + 1, 2, 2, 2, 2, 0]);
}
