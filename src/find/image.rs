//! The index as sections of bytes, in a file or in memory.
//!
//! Owns the frame of the file: magic, version, what state of the collection it stands for, where
//! the sections are, and checksums. No byte is handed out before its checksum was found right:
//! the header when the file is opened, every block of 16 KiB when it is first touched. A file that
//! is cut, changed or of another kind therefore never gives a wrong answer: it is [`Damaged`].
//!
//! Numbers are in the byte order of the machine; a file from a machine of the other order has
//! another magic number, and the index is made anew.

use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use bytemuck::Pod;
use memmap2::Mmap;

use super::map;

const MAGIC: u64 = u64::from_be_bytes(*b"onrfind\n");
/// Raised with every change of what the sections hold.
const VERSION: u64 = 4;
/// Bytes of the header; the sections follow.
const HEADER: usize = 4096;
/// Bytes that share a checksum.
const BLOCK: usize = 1 << 14;
/// Sections begin at multiples of this.
const ALIGN: usize = 64;
/// Numbers in the header before the table of sections.
const FIXED: usize = 8;

/// Whether a file may be written over by an index: it is one, of whatever release and in whatever state, or
/// nothing is in it.
pub(super) fn is_replaceable(path: &Path) -> bool {
    use std::io::Read as _;
    // Opening a pipe would wait for who writes into it.
    match fs::symlink_metadata(path) {
        Err(error) => return error.kind() == io::ErrorKind::NotFound,
        Ok(_) if !fs::metadata(path).is_ok_and(|file| file.is_file()) => return false,
        Ok(_) => {}
    }
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(8).read_to_end(&mut head));
    let magic = head.as_slice() == MAGIC.to_be_bytes() || head.as_slice() == MAGIC.to_le_bytes();
    read.is_ok() && (magic || head.is_empty())
}

/// Which state of the collection an index stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Number of the state, counted up by the collection.
    pub state: i64,
    /// Drawn by chance for that state: tells the histories of two collections apart.
    pub nonce: i64,
}

/// The index is not what was written, or is no index; it must be made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damaged;

/// A section that was built: numbers of one kind, which are written as their bytes.
pub(super) trait Section: Send + Sync {
    fn bytes(&self) -> &[u8];
}

impl<T: Pod + Send + Sync> Section for Vec<T> {
    fn bytes(&self) -> &[u8] {
        bytemuck::cast_slice(self)
    }
}

/// Sections that were built.
pub(super) type Sections = Vec<Box<dyn Section>>;

/// The sections of an index.
pub(super) struct Image {
    backing: Backing,
    sections: Vec<Range<usize>>,
    pub stamp: Stamp,
    /// Checksums of the blocks behind the header, and which were found right.
    sums: Vec<u32>,
    right: Vec<AtomicBool>,
    damaged: AtomicBool,
}

enum Backing {
    /// The file too: to see whether somebody has cut it, as reading behind its end is fatal.
    File(Mmap, File),
    /// Words, so that every type of number is aligned.
    Memory(Vec<u64>),
}

impl Image {
    /// An index that was built and is only in memory.
    pub fn in_memory(parts: &[Box<dyn Section>], stamp: Stamp) -> Self {
        let (sections, end) = places(parts);
        let mut words = vec![0u64; end.div_ceil(8)];
        let bytes: &mut [u8] = bytemuck::cast_slice_mut(&mut words);
        for (part, at) in parts.iter().zip(&sections) {
            bytes[at.clone()].copy_from_slice(part.bytes());
        }
        Self {
            backing: Backing::Memory(words),
            sections,
            stamp,
            sums: Vec::new(),
            right: Vec::new(),
            damaged: AtomicBool::new(false),
        }
    }

    /// Maps a file that [`write`] wrote with this number of sections. Reads only its header.
    ///
    /// # Errors
    /// [`Damaged`] where it is something else, or cannot be read.
    pub fn open(path: &Path, count: usize) -> Result<Self, Damaged> {
        // Opening a pipe would wait for who writes into it.
        let plain = fs::metadata(path).is_ok_and(|file| file.is_file());
        let file = plain.then(|| File::open(path));
        let file = file.ok_or(Damaged)?.map_err(|_| Damaged)?;
        let map = map::map(&file).map_err(|_| Damaged)?;
        let header = map.get(..HEADER).ok_or(Damaged)?;
        let (head, sum) = header.split_at(HEADER - 8);
        if sum != u64::from(crc32fast::hash(head)).to_ne_bytes() {
            return Err(Damaged);
        }
        let numbers: &[u64] = bytemuck::try_cast_slice(head).map_err(|_| Damaged)?;
        let &[
            magic,
            version,
            length,
            state,
            nonce,
            sections,
            sums_at,
            sums_sum,
            ref table @ ..,
        ] = numbers
        else {
            return Err(Damaged);
        };
        let whole = magic == MAGIC
            && version == VERSION
            && length == map.len() as u64
            && sections == count as u64;
        let sums_at = usize::try_from(sums_at).map_err(|_| Damaged)?;
        let sums = map.get(sums_at..).filter(|_| whole).ok_or(Damaged)?;
        if u64::from(crc32fast::hash(sums)) != sums_sum {
            return Err(Damaged);
        }
        let blocks = sums_at.checked_sub(HEADER).ok_or(Damaged)?.div_ceil(BLOCK);
        if sums.len() != blocks * 4 {
            return Err(Damaged);
        }
        let sums: Vec<u32> = sums
            .chunks_exact(4)
            .map(|b| u32::from_ne_bytes([b[0], b[1], b[2], b[3]]))
            .collect();
        let table = table.chunks_exact(2).take(count);
        let sections: Option<Vec<Range<usize>>> =
            table.map(|at| section(at[0], at[1], sums_at)).collect();
        Ok(Self {
            sections: sections.filter(|s| s.len() == count).ok_or(Damaged)?,
            stamp: Stamp {
                state: state.cast_signed(),
                nonce: nonce.cast_signed(),
            },
            right: sums.iter().map(|_| AtomicBool::new(false)).collect(),
            sums,
            damaged: AtomicBool::new(false),
            backing: Backing::File(map, file),
        })
    }

    fn all(&self) -> &[u8] {
        match &self.backing {
            Backing::File(map, _) => map,
            Backing::Memory(words) => bytemuck::cast_slice(words),
        }
    }

    /// Numbers or bytes of a section, by their places in it. Empty where it has no such places or
    /// where the file is damaged; then [`Image::is_damaged`] says so from then on.
    pub fn slice<T: Pod>(&self, section: usize, range: Range<usize>) -> &[T] {
        let size = size_of::<T>();
        let found = self.sections.get(section).and_then(|at| {
            let start = at.start.checked_add(range.start.checked_mul(size)?)?;
            let end = at.start.checked_add(range.end.checked_mul(size)?)?;
            (start <= end && end <= at.end && self.is_right(start..end)).then_some(start..end)
        });
        let cast = found.and_then(|at| bytemuck::try_cast_slice(&self.all()[at]).ok());
        cast.unwrap_or_else(|| {
            self.damaged.store(true, Ordering::Relaxed);
            &[]
        })
    }

    /// One number of a section; 0 where there is none.
    pub fn at<T: Pod>(&self, section: usize, place: usize) -> T {
        let found = self.slice::<T>(section, place..place.saturating_add(1));
        found.first().copied().unwrap_or_else(T::zeroed)
    }

    /// All of a section.
    pub fn whole<T: Pod>(&self, section: usize) -> &[T] {
        self.slice(section, 0..self.len::<T>(section))
    }

    /// How many numbers a section has.
    pub fn len<T: Pod>(&self, section: usize) -> usize {
        self.sections
            .get(section)
            .map_or(0, |at| at.len() / size_of::<T>())
    }

    /// Whether the file is no longer as long as it was when it was opened.
    pub fn is_cut(&self) -> bool {
        match &self.backing {
            Backing::File(map, file) => {
                let length = file.metadata().map(|file| file.len());
                length.is_ok_and(|length| length != map.len() as u64)
            }
            Backing::Memory(_) => false,
        }
    }

    /// Whether bytes were asked for that are not what was written.
    pub fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Relaxed)
    }

    /// Reads and checks everything, so that no search has to wait for the disk. Breaks off when
    /// `wanted` says no.
    ///
    /// # Errors
    /// [`Damaged`] where something is not what was written.
    pub fn warm(&self, wanted: impl Fn() -> bool) -> Result<(), Damaged> {
        for block in 0..self.sums.len() {
            let start = HEADER + block * BLOCK;
            if !wanted() {
                break;
            }
            if self.is_cut() || !self.is_right(start..start + 1) {
                self.damaged.store(true, Ordering::Relaxed);
                return Err(Damaged);
            }
        }
        Ok(())
    }

    /// Whether the blocks of these bytes are what was written.
    fn is_right(&self, bytes: Range<usize>) -> bool {
        if self.right.is_empty() || bytes.is_empty() {
            return true;
        }
        let blocks = (bytes.start - HEADER) / BLOCK..=(bytes.end - 1 - HEADER) / BLOCK;
        blocks.into_iter().all(|block| {
            let Some(right) = self.right.get(block) else {
                return false;
            };
            right.load(Ordering::Relaxed) || self.check(block, right)
        })
    }

    #[cold]
    fn check(&self, block: usize, right: &AtomicBool) -> bool {
        let start = HEADER + block * BLOCK;
        let end = self.data_end().min(start + BLOCK);
        let same = self.all().get(start..end).map(crc32fast::hash) == self.sums.get(block).copied();
        right.store(same, Ordering::Relaxed);
        same
    }

    fn data_end(&self) -> usize {
        self.all().len() - self.sums.len() * 4
    }
}

fn section(start: u64, len: u64, end: usize) -> Option<Range<usize>> {
    let start = usize::try_from(start).ok()?;
    let until = start.checked_add(usize::try_from(len).ok()?)?;
    (start >= HEADER && start.is_multiple_of(ALIGN) && until <= end).then_some(start..until)
}

/// Where sections lie one behind the other from 0, and where they end.
fn places(parts: &[Box<dyn Section>]) -> (Vec<Range<usize>>, usize) {
    let mut end = 0;
    let places = parts.iter().map(|part| {
        let start = end;
        let until = start + part.bytes().len();
        end = until.next_multiple_of(ALIGN);
        start..until
    });
    let places = places.collect();
    (places, end)
}

/// Writes an index, one process at a time: under another name, synced, then renamed to `path`, so that at any moment
/// there is the old one or the new one as a whole.
///
/// # Errors
/// When the disk does not take it; what was at `path` is still there.
pub(super) fn write(
    path: &Path,
    parts: &[Box<dyn Section>],
    stamp: Stamp,
    readers: Option<Permissions>,
) -> io::Result<()> {
    let mut name = path.as_os_str().to_owned();
    // The same name each time: what a killed process left behind goes.
    name.push(".new");
    let new = Path::new(&name);
    let _ = fs::remove_file(new);
    let written = write_new(new, parts, stamp).and_then(|()| {
        if let Some(readers) = readers {
            fs::set_permissions(new, readers)?;
        }
        fs::rename(new, path)
    });
    if written.is_err() {
        let _ = fs::remove_file(new);
    }
    written?;
    // The name is on the disk only when the folder is; where a folder cannot be opened, later.
    match path.parent().map(File::open) {
        Some(Ok(folder)) => folder.sync_all().or(Ok(())),
        _ => Ok(()),
    }
}

/// Creates a file that nobody else may read yet.
fn create(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn write_new(path: &Path, parts: &[Box<dyn Section>], stamp: Stamp) -> io::Result<()> {
    let (places, end) = places(parts);
    let mut out = Summed {
        file: BufWriter::with_capacity(1 << 20, create(path)?),
        block: Vec::with_capacity(BLOCK),
        sums: Vec::new(),
    };
    out.file.write_all(&[0; HEADER])?;
    for part in parts {
        let bytes = part.bytes();
        out.put(bytes)?;
        let padding = bytes.len().next_multiple_of(ALIGN) - bytes.len();
        out.put(&[0; ALIGN][..padding])?;
    }
    out.close()?;
    let sums: Vec<u8> = out.sums.iter().flat_map(|sum| sum.to_ne_bytes()).collect();
    out.file.write_all(&sums)?;
    let mut numbers = vec![
        MAGIC,
        VERSION,
        (HEADER + end + sums.len()) as u64,
        stamp.state.cast_unsigned(),
        stamp.nonce.cast_unsigned(),
        parts.len() as u64,
        (HEADER + end) as u64,
        u64::from(crc32fast::hash(&sums)),
    ];
    debug_assert_eq!(numbers.len(), FIXED);
    for at in &places {
        numbers.extend([(HEADER + at.start) as u64, at.len() as u64]);
    }
    let mut header: Vec<u8> = numbers.iter().flat_map(|n| n.to_ne_bytes()).collect();
    header.resize(HEADER - 8, 0);
    let sum = u64::from(crc32fast::hash(&header));
    header.extend(sum.to_ne_bytes());
    let mut file = out
        .file
        .into_inner()
        .map_err(io::IntoInnerError::into_error)?;
    io::Seek::rewind(&mut file)?;
    file.write_all(&header)?;
    file.sync_all()
}

/// Sums up blocks as they go by.
struct Summed {
    file: BufWriter<File>,
    block: Vec<u8>,
    sums: Vec<u32>,
}

impl Summed {
    fn put(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(BLOCK - self.block.len()));
            self.block.extend_from_slice(now);
            bytes = later;
            if self.block.len() == BLOCK {
                self.close()?;
            }
        }
        Ok(())
    }

    fn close(&mut self) -> io::Result<()> {
        if !self.block.is_empty() {
            self.sums.push(crc32fast::hash(&self.block));
            self.file.write_all(&self.block)?;
            self.block.clear();
        }
        Ok(())
    }
}
