//! Files in which a run tells of itself: the report of an import, the trace of the reader.
//!
//! Owns when such a file may be written: where there is none, or in place of one that an earlier run
//! wrote. Whatever else is there is somebody's work and is never written over.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// Most bytes of a first line that are looked at.
const FIRST: u64 = 1 << 16;

/// Opens the file at `path` to be written from its start. What is in it is only given up where
/// `is_former` knows its first line; a terminal or a device has nothing to lose.
///
/// # Errors
/// Where something else is there, or the file cannot be written.
pub fn own_file(path: &Path, is_former: impl Fn(&str) -> bool) -> io::Result<File> {
    match path.metadata() {
        Ok(data) if !data.is_file() => return File::create(path),
        _ => {}
    }
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)?;
    let mut first = Vec::new();
    BufReader::new(io::Read::take(&file, FIRST)).read_until(b'\n', &mut first)?;
    let former = std::str::from_utf8(&first).is_ok_and(|line| is_former(line.trim_end()));
    if !first.is_empty() && !former {
        return Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            "there is a file already that an earlier run did not write, and it was left as it is; \
             name another, or remove it",
        ));
    }
    file.set_len(0)?;
    io::Seek::rewind(&mut &file)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::io::Write;

    #[test]
    fn only_what_an_earlier_run_wrote_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own");
        let open = || own_file(&path, |line| line == "of ours");
        for (before, over) in [
            (None, true),
            (Some("of ours\nand much more than is written now\n"), true),
            (Some(""), true),
            (Some("of ours, it seems\n"), false),
            (Some("\nof ours\n"), false),
            (Some("The ferry was late."), false),
        ] {
            if let Some(text) = before {
                fs::write(&path, text).unwrap();
            }
            let opened = open().and_then(|mut file| file.write_all(b"new"));
            assert_eq!(opened.is_ok(), over, "{before:?}");
            let after = fs::read_to_string(&path).unwrap();
            assert_eq!(after, if over { "new" } else { before.unwrap_or("new") });
        }
        fs::write(&path, b"\xff\xfe\n").unwrap();
        assert!(open().is_err());
        assert!(own_file(Path::new("/dev/null"), |_| false).is_ok());
        assert!(own_file(folder.path(), |_| true).is_err());
    }
}
