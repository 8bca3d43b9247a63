//! Archives as people have them, and as they would rather not.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

use crate::import::read::{items, items_with};
use crate::import::{Failure, Imported, Options, read_file};

/// A zip file made by hand, so that it can be as wrong as is needed.
#[derive(Default)]
pub(in crate::import) struct Made {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

impl Made {
    pub(in crate::import) fn with(mut self, name: &str, content: &[u8]) -> Self {
        let mut sum = flate2::Crc::new();
        sum.update(content);
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        let data = encoder.finish().unwrap();
        self.entry(name, 8, 0, sum.sum(), &data, content.len());
        self
    }

    fn entry(&mut self, name: &str, method: u16, flags: u16, sum: u32, data: &[u8], size: usize) {
        let short = |n: usize| u32::try_from(n).unwrap().to_le_bytes();
        let mut common = vec![20, 0];
        common.extend(flags.to_le_bytes());
        common.extend(method.to_le_bytes());
        common.extend([0; 4]);
        common.extend(sum.to_le_bytes());
        common.extend(short(data.len()));
        common.extend(short(size));
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0; 2]);
        self.directory.extend(b"PK\x01\x02\x14\x00");
        self.directory.extend(&common);
        self.directory.extend([0; 10]);
        self.directory.extend(short(self.bytes.len()));
        self.directory.extend(name.as_bytes());
        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(common);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(data);
        self.count += 1;
    }

    pub(in crate::import) fn zip(mut self) -> Vec<u8> {
        let start = u32::try_from(self.bytes.len()).unwrap();
        let size = u32::try_from(self.directory.len()).unwrap();
        self.bytes.append(&mut self.directory);
        self.bytes.extend(b"PK\x05\x06\0\0\0\0");
        self.bytes.extend(self.count.to_le_bytes());
        self.bytes.extend(self.count.to_le_bytes());
        self.bytes.extend(size.to_le_bytes());
        self.bytes.extend(start.to_le_bytes());
        self.bytes.extend([0; 2]);
        self.bytes
    }
}

const STORY: &[u8] =
    b"Ferry late\n\nThe ferry was late on Tuesday, and nobody at the harbour knew why it was.";

fn outline(items: &[Result<Imported, Failure>]) -> Vec<String> {
    let line = |item: &Result<Imported, Failure>| match item {
        Ok(one) => one.source.location.clone(),
        Err(failure) => format!("! {failure}"),
    };
    items.iter().map(line).collect()
}

#[test]
fn entries_are_read_as_files_in_order_and_names_lead_nowhere() {
    let zip = Made::default()
        .with("b/two.txt", STORY)
        .with("b/", b"")
        .with("../../etc/one.txt", STORY)
        .with("C:\\x\\three.txt", STORY)
        .with("/abs.txt", STORY)
        .with("/abs.txt", STORY)
        .with("a\u{1b}[2J\u{202e}.txt", STORY)
        .with("__MACOSX/b/._two.txt", STORY)
        .with(".git/x.txt", STORY)
        .with("logo.png", STORY)
        .with(
            "set.jsonl",
            b"{\"id\": 4, \"text\": \"One.\"}\n{\"text\": \"Two.\"}\n",
        )
        .with("", STORY)
        .zip();
    let expected = [
        "n.zip#b/two.txt",
        "n.zip#etc/one.txt",
        "n.zip#x/three.txt",
        "n.zip#abs.txt",
        "n.zip#abs.txt (6)",
        "n.zip#a.txt",
        "n.zip#set.jsonl#4",
        "n.zip#set.jsonl#2",
        "! n.zip has files in it that are no text (pictures and the like), which were passed over: 1",
    ];
    assert_eq!(outline(&items("n.zip", &zip)), expected);
    let options = Options::new(&[], &["b/".to_owned(), "x/*.txt".to_owned()]).unwrap();
    assert_eq!(outline(&items_with("n.zip", &zip, &options)).len(), 7);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("n.zip");
    std::fs::write(&path, &zip).unwrap();
    assert_eq!(read_file(&path, &Options::default()).count(), 9);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn an_archive_behind_a_program_is_read() {
    let bytes = [STORY, &Made::default().with("a.txt", STORY).zip()].concat();
    let mut directory =
        super::Directory::open(super::super::place::Base::Memory(bytes.into())).unwrap();
    let entry = directory.next().unwrap().unwrap();
    let mut text = Vec::new();
    std::io::Read::read_to_end(&mut directory.content(&entry).unwrap(), &mut text).unwrap();
    assert_eq!(text, STORY);
}

#[test]
fn archives_in_archives_are_read_two_deep() {
    let inner = Made::default().with("a.txt", STORY).zip();
    let middle = Made::default()
        .with("in.zip", &inner)
        .with("b.txt", STORY)
        .zip();
    let outer = Made::default()
        .with("mid.zip", &middle)
        .with("c.txt", STORY)
        .zip();
    assert_eq!(
        outline(&items("mid.zip", &middle)),
        ["mid.zip#in.zip#a.txt", "mid.zip#b.txt"]
    );
    let lines = outline(&items("out.zip", &outer));
    assert!(
        lines[0].contains("mid.zip#in.zip is packed more than 2 deep"),
        "{lines:?}"
    );
    assert_eq!(lines[1..], ["out.zip#mid.zip#b.txt", "out.zip#c.txt"]);
}

#[test]
fn bombs_and_liars_are_refused_and_the_rest_is_read() {
    let blanks = vec![b' '; 70 << 20];
    let zip = Made::default()
        .with("a.txt", STORY)
        .with("bomb.txt", &blanks)
        .with("b.txt", STORY)
        .with("bomb.txt", &blanks)
        .with("never.txt", STORY)
        .zip();
    let lines = outline(&items("n.zip", &zip));
    assert!(
        lines.last().unwrap().contains("300 times its own size"),
        "{lines:?}"
    );
    assert!(lines.len() <= 4 && lines[0] == "n.zip#a.txt", "{lines:?}");
    let mut odd = Made::default().with("a.txt", STORY);
    odd.entry("locked.txt", 8, 1, 0, b"xx", 2);
    odd.entry("rare.txt", 14, 0, 0, b"xx", 2);
    odd.entry("sum.txt", 0, 0, 7, STORY, STORY.len());
    let lines = outline(&items("n.zip", &odd.zip()));
    assert_eq!(lines[0], "n.zip#a.txt");
    assert!(lines[1].contains("encrypted") && lines[2].contains("a way that is not read"));
    assert!(lines[3].contains("n.zip#sum.txt is a damaged"), "{lines:?}");
}

#[test]
fn broken_and_hollow_archives_say_so() {
    let zip = Made::default()
        .with("a.txt", STORY)
        .with("b.txt", STORY)
        .zip();
    for cut in 4..zip.len() {
        let lines = outline(&items("n.zip", &zip[..cut]));
        assert!(
            lines.last().is_some_and(|l| l.starts_with("! ")),
            "{cut} {lines:?}"
        );
    }
    // Any byte may be wrong: nothing panics.
    for at in 0..zip.len() {
        for value in [0, 0x7f, 0xff] {
            let mut wrong = zip.clone();
            wrong[at] = value;
            let _ = items("n.zip", &wrong);
        }
    }
    let hollow = Made::default().with("logo.png", b"x").zip();
    assert!(outline(&items("n.zip", &hollow))[0].contains("nothing in it to import"));
    let mut many = zip.clone();
    let end = many.len();
    many[end - 12..end - 10].copy_from_slice(&[0xff, 0xff]);
    assert!(
        outline(&items("n.zip", &many))
            .last()
            .unwrap()
            .contains("damaged")
    );
}

#[test]
fn documents_that_are_zip_files_inside_are_named() {
    let office = Made::default()
        .with("[Content_Types].xml", b"<x/>")
        .with("xl/a.xml", b"<x/>");
    let open = Made::default()
        .with("mimetype", b"x")
        .with("content.xml", b"<x/>");
    for (made, want) in [(office, "office document"), (open, "OpenDocument")] {
        let lines = outline(&items("n", &made.zip()));
        assert!(lines.len() == 1 && lines[0].contains(want), "{lines:?}");
    }
}

#[test]
fn empty_files_of_an_archive_are_counted() {
    let zip = Made::default()
        .with("a.txt", STORY)
        .with("b.txt", b"")
        .with("c.jpg", b"")
        .with("d.txt", b" \n")
        .zip();
    let expected = [
        "n.zip#a.txt",
        "! n.zip has files in it that are no text (pictures and the like), which were passed over: 1",
        "! n.zip has files in it that are empty, which were passed over: 2",
    ];
    assert_eq!(outline(&items("n.zip", &zip)), expected);
    let zip = Made::default().with("b.txt", b"").zip();
    let expected = [
        "! n.zip has nothing in it to import; it needs text, HTML, JSON or another format that is read",
        "! n.zip has files in it that are empty, which were passed over: 1",
    ];
    assert_eq!(outline(&items("n.zip", &zip)), expected);
}
