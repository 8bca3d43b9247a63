//! The bytes of an answer, in bounded memory whatever is sent.

use std::io::{self, BufReader, Read};

use flate2::bufread::{MultiGzDecoder, ZlibDecoder};

use super::error::Problem;

/// All bytes of `raw`, unpacked as `coding` (the Content-Encoding) says. Not more than `limit` are
/// received and not more than `limit` come out; `stops` is asked now and then.
///
/// # Errors
/// [`Problem::TooLarge`], [`Problem::Coding`], [`Problem::Damaged`], [`Problem::Stopped`], or what
/// `trouble` makes of an error of the connection.
pub(super) fn read(
    raw: impl Read,
    coding: &str,
    limit: u64,
    stops: &dyn Fn() -> bool,
    trouble: &dyn Fn(io::Error) -> Problem,
) -> Result<Vec<u8>, Problem> {
    let raw = Limited {
        raw,
        left: limit,
        limit,
        stops,
    };
    let unpacked: Box<dyn Read + '_> = match coding.trim().to_ascii_lowercase().as_str() {
        "" | "identity" => Box::new(raw),
        "gzip" | "x-gzip" => Box::new(MultiGzDecoder::new(BufReader::new(raw))),
        "deflate" => Box::new(ZlibDecoder::new(BufReader::new(raw))),
        other => return Err(Problem::Coding(crate::text::clean::clean_line(other))),
    };
    let mut bytes = Vec::new();
    match unpacked.take(limit + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > limit => Err(Problem::TooLarge(limit)),
        Ok(_) => Ok(bytes),
        Err(error) => Err(match error.downcast::<Problem>() {
            Ok(problem) => problem,
            Err(error) if is_damage(&error) => Problem::Damaged,
            Err(error) => trouble(error),
        }),
    }
}

/// Errors of a decoder carry no error of the connection in them.
fn is_damage(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput};
    matches!(error.kind(), InvalidData | InvalidInput)
}

/// A stream that fails where it is longer than it may be, or nobody waits for it any more.
struct Limited<'a, R> {
    raw: R,
    left: u64,
    limit: u64,
    stops: &'a dyn Fn() -> bool,
}

impl<R: Read> Read for Limited<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if (self.stops)() {
            return Err(io::Error::other(Problem::Stopped));
        }
        let count = self.raw.read(buffer)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => self.left = left,
            None => return Err(io::Error::other(Problem::TooLarge(self.limit))),
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{GzEncoder, ZlibEncoder};

    use super::*;

    fn unpacked(raw: &[u8], coding: &str) -> Result<Vec<u8>, Problem> {
        let trouble = |error: io::Error| Problem::Unreached(error.to_string());
        read(raw, coding, 1 << 20, &|| false, &trouble)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn bodies_are_unpacked_within_their_limit() {
        assert_eq!(unpacked(b"plain", "").unwrap(), b"plain");
        assert_eq!(unpacked(&gzip(b"words"), "GZIP").unwrap(), b"words");
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(b"words").unwrap();
        assert_eq!(
            unpacked(&zlib.finish().unwrap(), "deflate").unwrap(),
            b"words"
        );
        let many = vec![b'a'; 1 << 20];
        assert_eq!(unpacked(&many, "").unwrap().len(), 1 << 20);
        let more = vec![b'a'; (1 << 20) + 1];
        assert!(matches!(unpacked(&more, ""), Err(Problem::TooLarge(_))));
        let bomb = gzip(&vec![0; 64 << 20]);
        assert!(bomb.len() < 100_000);
        assert!(matches!(unpacked(&bomb, "gzip"), Err(Problem::TooLarge(_))));
    }

    #[test]
    fn what_cannot_be_unpacked_says_so() {
        assert!(matches!(unpacked(b"x", "br"), Err(Problem::Coding(_))));
        assert!(matches!(
            unpacked(b"no gzip at all", "gzip"),
            Err(Problem::Damaged)
        ));
        let stopped = read(&b"x"[..], "", 9, &|| true, &|_| Problem::NoHost);
        assert!(matches!(stopped, Err(Problem::Stopped)));
    }
}
