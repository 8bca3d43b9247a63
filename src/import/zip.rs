//! The directory of a zip archive and the bytes of its entries.
//!
//! Owns the file format (APPNOTE 6.3.10, with zip64), read lazily: an archive of a million entries
//! costs no more memory than one of ten, and an entry of many GB is a stream. Nothing is ever
//! written to disk. Must not know what the entries are.

use std::io::{self, BufRead, Read};

use flate2::Crc;

use super::archive::{Member, safe_name};
use super::error::Reason;
use super::packed::{Meter, metered};
use super::place::{Base, Bytes};

/// Most entries of an archive that is read.
pub(super) const ENTRIES: u64 = 1_000_000;

/// Longest path of an entry that is read, in bytes.
const NAME: usize = 4096;

/// How far from its end the end record of an archive may begin: its own size and a comment.
const END_WITHIN: u64 = 22 + 65_535;

const END: &[u8] = b"PK\x05\x06";
const END_64: &[u8] = b"PK\x06\x06";
const LOCATOR_64: &[u8] = b"PK\x06\x07";
const CENTRAL: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";

/// One file of an archive.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its path, clean and without tricks: parts joined by `/`, none of them `..`.
    pub name: String,
    /// Whether it is a folder or a link, or has no name that could be one.
    pub special: bool,
    encrypted: bool,
    method: u16,
    crc: u32,
    size: u64,
    offset: u64,
}

/// The entries of an archive in the order of its directory.
pub(super) struct Directory {
    base: Base,
    /// Bytes that stand before the archive, as in those that unpack themselves.
    before: u64,
    from: Box<dyn BufRead + Send>,
    left: u64,
    meter: Meter,
}

impl Directory {
    /// The directory of the archive in `base`.
    pub(super) fn open(base: Base) -> Result<Self, Reason> {
        let size = base.size()?;
        let end = End::find(&base, size)?.ok_or(Reason::Damaged("zip"))?;
        if end.entries > ENTRIES {
            return Err(Reason::ManyEntries(ENTRIES));
        }
        let start = end
            .before
            .checked_add(end.start)
            .filter(|start| start.checked_add(end.size).is_some_and(|e| e <= size))
            .ok_or(Reason::Damaged("zip"))?;
        Ok(Self {
            before: end.before,
            from: Box::new(base.from(start)?.take(end.size)),
            left: end.entries,
            meter: Meter::of(size),
            base,
        })
    }

    /// The bytes of `entry`, as they were before they were put into the archive.
    pub(super) fn content(&self, entry: &Entry) -> Result<Bytes, Reason> {
        open(&self.base, self.before, entry, &self.meter)
    }

    /// The entries as the files of an archive.
    pub(super) fn members(self) -> impl Iterator<Item = Result<Member, Reason>> {
        let (base, before, meter) = (self.base.clone(), self.before, self.meter.clone());
        self.map(move |entry| {
            let mut entry = entry?;
            let (base, meter) = (base.clone(), meter.clone());
            Ok(Member {
                name: std::mem::take(&mut entry.name),
                special: entry.special,
                open: Box::new(move || open(&base, before, &entry, &meter)),
            })
        })
    }

    fn read(&mut self) -> Result<Entry, Reason> {
        let mut head = [0; 46];
        self.from.read_exact(&mut head).map_err(damage)?;
        if !head.starts_with(CENTRAL) {
            return Err(Reason::Damaged("zip"));
        }
        let mut take = |at: usize| {
            let mut bytes = vec![0; usize::from(u16_at(&head, at))];
            self.from.read_exact(&mut bytes).map_err(damage)?;
            Ok::<_, Reason>(bytes)
        };
        let (mut name, extra, _comment) = (take(28)?, take(30)?, take(32)?);
        let long = Long::read(&head, &extra);
        let flags = u16_at(&head, 8);
        // Unix keeps the kind of a file in the upper half; 0o12 is a link.
        let link = u16_at(&head, 40) >> 12 == 0o12;
        let folder = name.ends_with(b"/") || name.ends_with(b"\\");
        let special = link || folder || name.len() > NAME;
        name.truncate(NAME);
        Ok(Entry {
            name: safe_name(&name),
            special,
            encrypted: flags & 1 != 0,
            method: u16_at(&head, 10),
            crc: u32_at(&head, 16),
            size: long.size,
            offset: long.offset,
        })
    }
}

impl Iterator for Directory {
    type Item = Result<Entry, Reason>;

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let entry = self.read();
        if entry.is_err() {
            self.left = 0;
        }
        Some(entry)
    }
}

/// Opens one entry.
fn open(base: &Base, before: u64, entry: &Entry, meter: &Meter) -> Result<Bytes, Reason> {
    if entry.encrypted {
        return Err(Reason::Encrypted);
    }
    let start = before.checked_add(entry.offset);
    let mut raw = base.from(start.ok_or(Reason::Damaged("zip"))?)?;
    let mut head = [0; 30];
    raw.read_exact(&mut head).map_err(damage)?;
    if !head.starts_with(LOCAL) {
        return Err(Reason::Damaged("zip"));
    }
    let skip = u64::from(u16_at(&head, 26)) + u64::from(u16_at(&head, 28));
    io::copy(&mut raw.by_ref().take(skip), &mut io::sink())?;
    let raw = raw.take(entry.size);
    let checked = |from: Box<dyn Read + Send>| {
        let checked = Checked {
            from,
            sum: Crc::new(),
            want: entry.crc,
        };
        metered(checked, "zip", meter.clone())
    };
    match entry.method {
        0 => Ok(checked(Box::new(raw))),
        8 => Ok(checked(Box::new(flate2::bufread::DeflateDecoder::new(raw)))),
        93 => Ok(checked(Box::new(zstd::stream::read::Decoder::with_buffer(
            raw,
        )?))),
        _ => Err(Reason::Method),
    }
}

/// A stream whose sum is compared with what the directory says, at its end.
struct Checked {
    from: Box<dyn Read + Send>,
    sum: Crc,
    want: u32,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(buffer)?;
        self.sum.update(&buffer[..count]);
        if count == 0 && !buffer.is_empty() && self.sum.sum() != self.want {
            return Err(io::Error::other(Reason::Damaged("zip")));
        }
        Ok(count)
    }
}

/// What the end record says.
struct End {
    entries: u64,
    size: u64,
    start: u64,
    before: u64,
}

impl End {
    fn find(base: &Base, size: u64) -> Result<Option<Self>, Reason> {
        let from = size.saturating_sub(END_WITHIN);
        let mut tail = Vec::new();
        base.from(from)?.take(END_WITHIN).read_to_end(&mut tail)?;
        let Some(at) = memchr::memmem::rfind(&tail, END).filter(|at| at + 22 <= tail.len()) else {
            return Ok(None);
        };
        let record = &tail[at..];
        let end = Self {
            entries: u64::from(u16_at(record, 10)),
            size: u64::from(u32_at(record, 12)),
            start: u64::from(u32_at(record, 16)),
            before: 0,
        };
        let locator = at.checked_sub(20).map(|at| &tail[at..]);
        if let Some(locator) = locator.filter(|l| l.starts_with(LOCATOR_64)) {
            return Self::long(base, u64_at(locator, 8));
        }
        let place = from + at as u64;
        let before = place.checked_sub(end.size + end.start);
        Ok(before.map(|before| Self { before, ..end }))
    }

    /// The record of archives beyond 4 GB or 65,535 entries.
    fn long(base: &Base, at: u64) -> Result<Option<Self>, Reason> {
        let mut record = [0; 56];
        base.from(at)?.read_exact(&mut record).map_err(damage)?;
        Ok(record.starts_with(END_64).then(|| Self {
            entries: u64_at(&record, 32),
            size: u64_at(&record, 40),
            start: u64_at(&record, 48),
            before: 0,
        }))
    }
}

/// The numbers of an entry that may stand in its extra field, because they need 64 bits.
struct Long {
    size: u64,
    offset: u64,
}

impl Long {
    fn read(head: &[u8], extra: &[u8]) -> Self {
        let mut long = field(extra, 1).unwrap_or_default();
        let mut next = |short: u32| {
            if short != u32::MAX || long.len() < 8 {
                return u64::from(short);
            }
            let value = u64_at(long, 0);
            long = &long[8..];
            value
        };
        // Only those that did not fit are there, in this order.
        let _plain = next(u32_at(head, 24));
        let size = next(u32_at(head, 20));
        let offset = next(u32_at(head, 42));
        Self { size, offset }
    }
}

/// The extra field with the number `id`.
fn field(mut extra: &[u8], id: u16) -> Option<&[u8]> {
    while extra.len() >= 4 {
        let len = usize::from(u16_at(extra, 2));
        let data = extra.get(4..4 + len)?;
        if u16_at(extra, 0) == id {
            return Some(data);
        }
        extra = &extra[4 + len..];
    }
    None
}

fn damage(error: io::Error) -> Reason {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Reason::Damaged("zip"),
        _ => Reason::from(error),
    }
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}
