//! Compressed files: gzip, zstd and xz as streams, and the measure against bombs.
//!
//! Owns decompression in bounded memory; must not know what comes out.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::error::{Failure, Reason};
use super::place::{Bytes, Content, FILE_LIMIT, Place};

/// How many bytes may come out for each that goes in, once more than [`FILE_LIMIT`] have come out.
/// News as text gives 3 to 10, repetitive tables 50; the tightest gzip bomb gives 1,032.
const RATIO: u64 = 300;

/// Most memory that a zstd window may ask for, as a power of two: what the format's own tool
/// allows unless told otherwise (128 MB).
const ZSTD_WINDOW: u32 = 27;

/// The same for xz, in kB: the dictionary of its highest preset is 64 MB.
const XZ_MEMORY: u32 = 100 << 10;

/// Ways to compress one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
    Xz,
}

impl Packing {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Xz => "xz",
        }
    }
}

/// What is in a compressed file, with the place it is read from.
pub(super) fn unpack(
    packing: Packing,
    place: &Place,
    content: Content,
) -> Result<(Place, Content), Failure> {
    let mut inner = place.deeper()?;
    let known = ["gz", "gzip", "zst", "zstd", "xz"];
    let packed = inner.name.extension().is_some_and(|e| {
        known
            .iter()
            .any(|known| e.eq_ignore_ascii_case(std::ffi::OsStr::new(known)))
    });
    if packed {
        inner.name = inner.name.with_extension("");
    }
    let meter = Meter::default();
    let raw = BufReader::with_capacity(1 << 16, Counted(content.bytes, meter.clone()));
    let plain = stream(packing, raw, meter).map_err(|error| place.fail(error))?;
    let content = Content::new(plain).map_err(|error| place.fail(error))?;
    Ok((inner, content))
}

/// The bytes that come out of a compressed stream.
fn stream<R>(packing: Packing, raw: R, meter: Meter) -> io::Result<Bytes>
where
    R: BufRead + Send + 'static,
{
    let name = packing.name();
    Ok(match packing {
        Packing::Gzip => metered(flate2::bufread::MultiGzDecoder::new(raw), name, meter),
        Packing::Zstd => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(raw)?;
            decoder.window_log_max(ZSTD_WINDOW)?;
            metered(decoder, name, meter)
        }
        Packing::Xz => {
            let decoder = lzma_rust2::XzReader::new_mem_limit(raw, true, XZ_MEMORY);
            metered(decoder, name, meter)
        }
    })
}

/// What comes out of `decoder`, stopped where it is more than its input may give.
pub(super) fn metered<R>(decoder: R, name: &'static str, meter: Meter) -> Bytes
where
    R: Read + Send + 'static,
{
    Box::new(BufReader::with_capacity(
        1 << 16,
        Metered {
            decoder,
            name,
            meter,
        },
    ))
}

/// How much went in and came out.
#[derive(Clone, Debug, Default)]
pub(super) struct Meter {
    taken: Arc<AtomicU64>,
    given: Arc<AtomicU64>,
}

impl Meter {
    /// A meter of an archive of so many bytes, for all that comes out of it.
    pub(super) fn of(size: u64) -> Self {
        let meter = Self::default();
        meter.take(size);
        meter
    }

    fn take(&self, count: u64) {
        self.taken.fetch_add(count, Ordering::Relaxed);
    }

    /// Counts what came out.
    fn give(&self, count: u64) -> Result<(), Reason> {
        let given = self.given.fetch_add(count, Ordering::Relaxed) + count;
        let fair = RATIO.saturating_mul(self.taken.load(Ordering::Relaxed));
        if given > FILE_LIMIT && given > fair {
            return Err(Reason::Bomb(RATIO));
        }
        Ok(())
    }
}

struct Counted<R>(R, Meter);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(buffer)?;
        self.1.take(count as u64);
        Ok(count)
    }
}

struct Metered<R> {
    decoder: R,
    name: &'static str,
    meter: Meter,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self
            .decoder
            .read(buffer)
            .map_err(|error| damage(error, self.name))?;
        self.meter.give(count as u64).map_err(io::Error::other)?;
        Ok(count)
    }
}

/// An error of a decoder is damage of the file; one of the disk stays what it is.
fn damage(error: io::Error, name: &'static str) -> io::Error {
    use io::ErrorKind::{InvalidData, InvalidInput, Other, OutOfMemory, UnexpectedEof};
    let inner = matches!(error.get_ref(), Some(e) if e.is::<Reason>());
    match error.kind() {
        // zstd tells only in words that a frame wants a window beyond the limit.
        _ if error.to_string().contains("too much memory") => {
            io::Error::other(Reason::Hungry(name))
        }
        OutOfMemory => io::Error::other(Reason::Hungry(name)),
        Other if inner => error,
        InvalidData | InvalidInput | Other | UnexpectedEof => {
            io::Error::other(Reason::Damaged(name))
        }
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::super::read_bytes;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    const LINES: &[u8] = b"{\"id\": 1, \"text\": \"The ferry was late.\"}\n{\"id\": 2, \"text\": \"The ferry sank.\"}\n";
    const XZ: &[u8] = include_bytes!("../../tests/fixtures/import/lines.jsonl.xz");

    #[test]
    fn compressed_datasets_are_read_as_what_they_hold() {
        let zstd = zstd::encode_all(LINES, 1).unwrap();
        // Members one after another are one file, as `cat` makes them.
        let gzip = [gzip(&LINES[..40]), gzip(&LINES[40..])].concat();
        for packed in [gzip, zstd, XZ.to_vec()] {
            let read = read_bytes("set.jsonl.gz", &packed).unwrap();
            assert_eq!(read.len(), 2);
            assert_eq!(read[1].source.location, "set.jsonl.gz#2");
            assert_eq!(read[1].article.text, "The ferry sank.");
        }
    }

    #[test]
    fn a_truncated_file_gives_what_it_has_and_says_so() {
        let many: Vec<u8> = (0..5000)
            .flat_map(|n| {
                format!("{{\"text\": \"Ferry {n} sank at {}.\"}}\n", n * 7919).into_bytes()
            })
            .collect();
        let zstd = zstd::encode_all(&many[..], 1).unwrap();
        for packed in [gzip(&many), zstd, XZ.to_vec()] {
            let half = &packed[..packed.len() * 3 / 4];
            let (good, bad): (Vec<_>, Vec<_>) = super::super::read::items("x.gz", half)
                .into_iter()
                .partition(Result::is_ok);
            assert!(bad.len() == 1 && good.len() < 5000);
            let message = bad[0].as_ref().unwrap_err().to_string();
            assert!(message.contains("damaged"), "{message}");
        }
    }

    #[test]
    fn bombs_are_refused_with_a_reason() {
        let blanks = vec![b' '; 80 << 20];
        let bomb = gzip(&blanks);
        let failure = read_bytes("bomb.gz", &bomb).unwrap_err().to_string();
        assert!(failure.contains("300 times"), "{failure}");
        let lines = [LINES.to_vec(), vec![b'\n'; 80 << 20]].concat();
        for packed in [gzip(&lines), zstd::encode_all(&lines[..], 1).unwrap()] {
            let items = super::super::read::items("bomb.jsonl.gz", &packed);
            let message = items.last().unwrap().as_ref().unwrap_err().to_string();
            assert!(message.contains("300 times"), "{message}");
        }
    }

    #[test]
    fn what_needs_too_much_memory_is_refused() {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
        encoder.long_distance_matching(true).unwrap();
        encoder.window_log(30).unwrap();
        encoder.include_contentsize(false).unwrap();
        encoder.write_all(LINES).unwrap();
        let failure = read_bytes("a.zst", &encoder.finish().unwrap()).unwrap_err();
        let failure = failure.to_string();
        assert!(failure.contains("too much memory"), "{failure}");
        // The size of the dictionary stands in the header of the first block, with a sum.
        let mut xz = XZ.to_vec();
        xz[16] = 40;
        let mut sum = flate2::Crc::new();
        sum.update(&xz[12..20]);
        xz[20..24].copy_from_slice(&sum.sum().to_le_bytes());
        let failure = read_bytes("a.xz", &xz).unwrap_err().to_string();
        assert!(failure.contains("too much memory"), "{failure}");
    }

    #[test]
    fn what_is_packed_too_often_is_refused() {
        let twice = gzip(&gzip(LINES));
        assert_eq!(read_bytes("a.gz", &twice).unwrap().len(), 2);
        let failure = read_bytes("a.gz", &gzip(&twice)).unwrap_err().to_string();
        assert!(failure.contains("more than 2 deep"), "{failure}");
    }
}
