//! The members of a tar archive, one after another as they stand in it.
//!
//! Owns the stream of members and the names that do not fit into their headers (POSIX.1-2017, pax;
//! GNU). The headers are read by the crate `tar`; its own iterator keeps long names of any length in
//! memory and cannot be handed on. Nothing is ever written to disk. Must not know what members are.

use std::io::{self, BufRead, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tar::{EntryType, Header, PaxExtensions};

use super::archive::{Member, safe_name};
use super::error::Reason;
use super::place::{Bytes, whole};
use super::zip::ENTRIES;

/// Bytes of a header; all that stands in an archive is filled up to a multiple of it.
const BLOCK: u64 = 512;

/// Longest header of names and the like that is read, in bytes.
const EXTENSION: u64 = 1 << 20;

/// The members of an archive.
pub(super) struct Members {
    stream: Arc<Mutex<Stream>>,
    count: u64,
    done: bool,
}

/// The archive and how much of the open member has not been read yet.
struct Stream {
    from: Bytes,
    left: u64,
    /// What fills up the last block of the member.
    fill: u64,
}

/// What stands before the header of a member and is meant for it.
#[derive(Default)]
struct Extended {
    name: Option<Vec<u8>>,
    size: Option<u64>,
    sparse: bool,
}

impl Members {
    /// The members of the archive in `from`.
    pub(super) fn new(from: Bytes) -> Self {
        let stream = Stream {
            from,
            left: 0,
            fill: 0,
        };
        Self {
            stream: Arc::new(Mutex::new(stream)),
            count: 0,
            done: false,
        }
    }

    fn read(&mut self) -> Result<Option<Member>, Reason> {
        let mut extended = Extended::default();
        loop {
            self.count += 1;
            if self.count > ENTRIES {
                return Err(Reason::ManyEntries(ENTRIES));
            }
            let Some(header) = lock(&self.stream).header()? else {
                return Ok(None);
            };
            let kind = header.entry_type();
            let of_next = kind.is_gnu_longname() || kind.is_pax_local_extensions();
            let own = extended.size.filter(|_| !of_next);
            let size = own.map_or_else(|| header.entry_size().map_err(damage), Ok)?;
            lock(&self.stream).open(size)?;
            if of_next {
                let bytes = whole(Content(Arc::clone(&self.stream)), EXTENSION)?;
                extended.take(kind, &bytes);
                continue;
            }
            // Names of links, and what is said of all members, tell nothing of an article.
            if kind.is_gnu_longlink() || kind.is_pax_global_extensions() {
                continue;
            }
            let name = extended
                .name
                .unwrap_or_else(|| header.path_bytes().into_owned());
            let stream = Arc::clone(&self.stream);
            return Ok(Some(Member {
                special: !is_file(kind) || extended.sparse || name.ends_with(b"/"),
                name: safe_name(&name),
                open: Box::new(move || Ok(Box::new(io::BufReader::new(Content(stream))) as Bytes)),
            }));
        }
    }
}

impl Iterator for Members {
    type Item = Result<Member, Reason>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let member = self.read().transpose();
        self.done = !matches!(member, Some(Ok(_)));
        member
    }
}

impl Extended {
    fn take(&mut self, kind: EntryType, bytes: &[u8]) {
        if kind.is_gnu_longname() {
            let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
            self.name = Some(bytes[..end].to_vec());
            return;
        }
        for field in PaxExtensions::new(bytes).flatten() {
            match field.key_bytes() {
                b"path" => self.name = Some(field.value_bytes().to_vec()),
                b"size" => self.size = field.value().ok().and_then(|size| size.parse().ok()),
                key if key.starts_with(b"GNU.sparse.") => self.sparse = true,
                _ => {}
            }
        }
    }
}

impl Stream {
    /// The header behind what was open; nothing at the end.
    fn header(&mut self) -> Result<Option<Header>, Reason> {
        let skip = self.left.saturating_add(self.fill);
        let skipped = io::copy(&mut self.from.by_ref().take(skip), &mut io::sink())?;
        (self.left, self.fill) = (0, 0);
        if skipped < skip {
            return Err(Reason::Damaged("tar"));
        }
        // Many programs leave the empty blocks at the end out.
        if self.from.fill_buf()?.is_empty() {
            return Ok(None);
        }
        let mut header = Header::new_old();
        self.from
            .read_exact(header.as_mut_bytes())
            .map_err(damage)?;
        if header.as_bytes().iter().all(|byte| *byte == 0) {
            return Ok(None);
        }
        let bytes = header.as_bytes();
        // The sum is of all bytes, with blanks in its own place.
        let sum: u32 = bytes[..148]
            .iter()
            .chain(&bytes[156..])
            .map(|b| u32::from(*b))
            .sum();
        if header.cksum().map_err(damage)? != sum + 8 * 32 {
            return Err(Reason::Damaged("tar"));
        }
        Ok(Some(header))
    }

    fn open(&mut self, size: u64) -> Result<(), Reason> {
        let filled = size.checked_next_multiple_of(BLOCK);
        self.fill = filled.ok_or(Reason::Damaged("tar"))? - size;
        self.left = size;
        Ok(())
    }
}

/// The bytes of the open member.
struct Content(Arc<Mutex<Stream>>);

impl Read for Content {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut stream = lock(&self.0);
        let left = stream.left;
        let count = stream.from.by_ref().take(left).read(buffer)?;
        stream.left -= count as u64;
        if count == 0 && left > 0 && !buffer.is_empty() {
            return Err(io::Error::other(Reason::Damaged("tar")));
        }
        Ok(count)
    }
}

fn is_file(kind: EntryType) -> bool {
    kind.is_file() || kind.is_contiguous()
}

fn lock(stream: &Mutex<Stream>) -> MutexGuard<'_, Stream> {
    stream.lock().unwrap_or_else(PoisonError::into_inner)
}

fn damage(error: io::Error) -> Reason {
    match error.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::Other if !is_ours(&error) => {
            Reason::Damaged("tar")
        }
        _ => Reason::from(error),
    }
}

fn is_ours(error: &io::Error) -> bool {
    matches!(error.get_ref(), Some(inner) if inner.is::<Reason>())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use tar::{Builder, EntryType, Header};

    use super::super::read::items;

    const STORY: &[u8] =
        b"Ferry late\n\nThe ferry was late on Tuesday, and nobody at the harbour knew why it was.";

    /// Adds a member under a name that the builder itself would refuse.
    fn add(to: &mut Builder<Vec<u8>>, name: &str, kind: EntryType, content: &[u8]) {
        let mut header = Header::new_gnu();
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(kind);
        header.set_size(content.len() as u64);
        header.set_cksum();
        to.append(&header, content).unwrap();
    }

    fn made() -> Vec<u8> {
        let mut to = Builder::new(Vec::new());
        let (file, long) = (EntryType::Regular, "long/".repeat(40) + "name.txt");
        add(&mut to, "b/", EntryType::Directory, b"");
        add(&mut to, "../../etc/one.txt", file, STORY);
        add(&mut to, "/abs.txt", file, STORY);
        add(&mut to, "link.txt", EntryType::Symlink, b"");
        add(&mut to, "hard.txt", EntryType::Link, b"");
        add(&mut to, "pipe.txt", EntryType::Fifo, b"");
        add(&mut to, "abs.txt", file, STORY);
        let mut header = Header::new_gnu();
        header.set_size(STORY.len() as u64);
        to.append_data(&mut header, &long, STORY).unwrap();
        to.append_pax_extensions([("path", &b"pax/\x1b[2Jname.txt"[..])])
            .unwrap();
        add(&mut to, "short.txt", file, STORY);
        add(
            &mut to,
            "set.jsonl.gz",
            file,
            &gzip(b"{\"id\": 4, \"text\": \"One.\"}\n"),
        );
        to.into_inner().unwrap()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn outline(name: &str, bytes: &[u8]) -> Vec<String> {
        let items = items(name, bytes);
        let lines = items.iter().map(|item| match item {
            Ok(one) => one.source.location.clone(),
            Err(failure) => format!("! {failure}"),
        });
        lines.collect()
    }

    #[test]
    fn members_are_read_as_files_and_names_lead_nowhere() {
        let long = format!("n.tar#{}name.txt", "long/".repeat(40));
        let expected = [
            "n.tar#etc/one.txt",
            "n.tar#abs.txt",
            "n.tar#abs.txt (7)",
            &long,
            "n.tar#pax/name.txt",
            "n.tar#set.jsonl.gz#4",
        ];
        assert_eq!(outline("n.tar", &made()), expected);
        // An archive that is compressed as a whole is one, not two.
        let packed = outline("n.tar.gz", &gzip(&made()));
        let packed: Vec<String> = packed
            .iter()
            .map(|l| l.replace(".tar.gz", ".tar"))
            .collect();
        assert_eq!(packed, expected);
    }

    #[test]
    fn damage_ends_with_a_reason() {
        let whole = made();
        let end = whole.len() - 1024;
        for cut in (600..end).step_by(97) {
            let lines = outline("n.tar", &whole[..cut]);
            // Between two members nothing shows that more were there.
            let clean = cut % 512 == 0;
            assert!(
                clean || lines.last().is_some_and(|l| l.contains("damaged")),
                "{cut} {lines:?}"
            );
        }
        for at in 0..whole.len() {
            let mut wrong = whole.clone();
            wrong[at] ^= 0xff;
            let _ = outline("n.tar", &wrong);
        }
        for size in [u64::MAX, u64::MAX - 600] {
            let mut to = Builder::new(Vec::new());
            to.append_pax_extensions([("size", size.to_string().as_bytes())])
                .unwrap();
            add(&mut to, "a.html", EntryType::Symlink, STORY);
            let lines = outline("n.tar", &to.into_inner().unwrap());
            assert!(lines[0].contains("damaged"), "{lines:?}");
        }
        let mut to = Builder::new(Vec::new());
        let long = vec![b'x'; 2 << 20];
        add(&mut to, "././@LongLink", EntryType::GNULongName, &long);
        add(&mut to, "a.txt", EntryType::Regular, STORY);
        let lines = outline("n.tar", &to.into_inner().unwrap());
        assert!(lines[0].contains("larger than 1 MB"), "{lines:?}");
    }

    #[test]
    fn archives_in_archives_are_bounded() {
        let mut bytes = STORY.to_vec();
        for _ in 0..3 {
            let mut to = Builder::new(Vec::new());
            add(&mut to, "in", EntryType::Regular, &bytes);
            bytes = to.into_inner().unwrap();
        }
        assert!(outline("n.tar", &bytes)[0].contains("more than 2 deep"));
    }
}
