//! Files that are not what was written give no wrong answer.

use std::fs;

use super::*;

const QUERIES: [&str; 8] = [
    "",
    "w1",
    "w",
    "w12 w3",
    "goverment",
    "\"w1 w2\"",
    "speaker:ada w4",
    "w2 -w3 ^w1",
];

fn articles() -> Vec<IndexedArticle> {
    (0..300)
        .map(|n| {
            let words: Vec<String> = (1..12).map(|k| format!("w{}", (n * k) % 97)).collect();
            let mut article = article(n, ["Ada Moor", "Hu Lin"][n as usize % 2], "Titles", "");
            article.quotes[0].text = format!("{} government", words.join(" "));
            article
        })
        .collect()
}

fn answers(index: &Index) -> Vec<Result<Option<Hits<QuoteHit>>, Damaged>> {
    let options = Options {
        limit: 20,
        deep: false,
        outside: &|_| None,
        cancelled: &|| false,
    };
    QUERIES
        .iter()
        .map(|query| index.quotes(query, &options))
        .collect()
}

#[test]
fn a_file_gives_what_was_put_in() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.find");
    let stamp = Stamp {
        state: 5,
        nonce: -7,
    };
    let mut writer = Writer::default();
    articles().iter().for_each(|article| writer.put(article));
    let (kept, written) = writer.keep(&path, stamp, None);
    written.unwrap();
    assert_eq!(kept.stamp(), stamp);
    let opened = Index::open(&path).unwrap();
    assert_eq!(opened.stamp(), stamp);
    assert_eq!(answers(&opened), answers(&Index::build(articles(), stamp)));
    assert_eq!(opened.warm(|| true), Ok(()));
}

#[cfg(unix)]
#[test]
fn a_file_is_read_by_none_but_those_who_may() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.find");
    // What a killed process left lies about, and anybody may read it.
    fs::write(folder.path().join("c.find.new"), "old").unwrap();
    for (readers, mode) in [(None, 0o600), (Some(0o640), 0o640)] {
        let (_, written) = Writer::default().keep(
            &path,
            Stamp::default(),
            readers.map(fs::Permissions::from_mode),
        );
        written.unwrap();
        let kept = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(kept & 0o777, mode);
    }
}

#[test]
fn a_changed_or_cut_file_is_damaged_or_right() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.find");
    let mut writer = Writer::default();
    articles().iter().for_each(|article| writer.put(article));
    let (index, _) = writer.keep(&path, Stamp::default(), None);
    let right = answers(&index);
    let bytes = fs::read(&path).unwrap();
    let mut damaged = 0;
    for n in 0..400usize {
        let at = n * (bytes.len() - 1) / 399;
        let mut harmed = bytes.clone();
        if n % 4 == 0 {
            harmed.truncate(at);
        } else {
            harmed[at] ^= 1 << (n % 8);
        }
        let other = folder.path().join("h.find");
        fs::write(&other, &harmed).unwrap();
        let Ok(opened) = Index::open(&other) else {
            damaged += 1;
            continue;
        };
        let got = answers(&opened);
        for (got, right) in got.iter().zip(&right) {
            assert!(got == right || *got == Err(Damaged), "byte {at}");
        }
        // What no query touched is found by reading all of it.
        damaged += usize::from(opened.warm(|| true).is_err());
    }
    // A cut at the very end cuts nothing.
    assert!(damaged >= 399, "{damaged}");
}

#[test]
fn other_files_are_no_index() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.find");
    assert!(Index::open(&path).is_err());
    for bytes in [&b""[..], b"SQLite format 3\0", &[0; 5000]] {
        fs::write(&path, bytes).unwrap();
        assert!(Index::open(&path).is_err());
    }
    assert!(Index::open(folder.path()).is_err());
}

#[test]
fn what_is_no_index_is_not_written_over() {
    struct Nothing;
    impl Source for Nothing {
        type Error = std::convert::Infallible;
        fn articles(
            &self,
            _: &mut dyn FnMut(IndexedArticle) -> std::ops::ControlFlow<()>,
        ) -> Result<Stamp, Self::Error> {
            Ok(Stamp { state: 1, nonce: 2 })
        }
        fn changes(
            &self,
            _: Stamp,
            _: usize,
            _: &mut dyn FnMut(&IndexedArticle),
        ) -> Result<Option<Changes>, Self::Error> {
            Ok(None)
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.find");
    let made = || {
        let (index, written) = rebuilt(&Nothing, &path, &|| true).unwrap().unwrap();
        assert_eq!(index.stamp(), Stamp { state: 1, nonce: 2 });
        written
    };
    let list = b"what I have to find\n";
    fs::write(&path, list).unwrap();
    let error = made().unwrap_err().to_string();
    assert!(error.contains("no index of onrecord"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), list);
    // An index that is damaged, one that has nothing in it and none are.
    fs::write(&path, b"").unwrap();
    made().unwrap();
    let mut harmed = fs::read(&path).unwrap();
    harmed[100] ^= 1;
    fs::write(&path, &harmed).unwrap();
    made().unwrap();
    assert!(Index::open(&path).is_ok());
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(made().is_err() && path.is_dir());
}
