//! The records of a dataset as bytes, one after another, in bounded memory.
//!
//! Owns finding where a record begins and ends: a line, or an element of a JSON array. Must not
//! know what is in it.

use std::io::BufRead;

use super::error::Reason;

/// The bytes of one record, or why there are none.
pub(super) struct Record {
    /// Line of the file it begins on, counted from 1.
    pub line: u64,
    pub bytes: Result<Vec<u8>, Reason>,
}

/// One record a line.
pub(super) struct LineRecords<R> {
    from: R,
    limit: u64,
    line: u64,
    done: bool,
}

impl<R: BufRead> LineRecords<R> {
    pub(super) fn new(from: R, limit: u64) -> Self {
        Self {
            from,
            limit,
            line: 0,
            done: false,
        }
    }

    /// The next line, without its end; `None` at the end of the file.
    fn read(&mut self) -> Option<Result<Vec<u8>, Reason>> {
        let mut line = Vec::new();
        let mut seen = 0_u64;
        loop {
            let chunk = match self.from.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.done = true;
                    return Some(Err(error.into()));
                }
            };
            if chunk.is_empty() {
                self.done = true;
                if seen == 0 {
                    return None;
                }
                break;
            }
            let end = memchr::memchr(b'\n', chunk);
            let len = end.map_or(chunk.len(), |at| at + 1);
            seen += len as u64;
            if seen <= self.limit {
                line.extend_from_slice(&chunk[..len]);
            } else {
                line = Vec::new();
            }
            self.from.consume(len);
            if end.is_some() {
                break;
            }
        }
        if seen > self.limit {
            return Some(Err(Reason::LongRecord(self.limit)));
        }
        Some(Ok(line))
    }
}

impl<R: BufRead> Iterator for LineRecords<R> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        while !self.done {
            let read = self.read()?;
            self.line += 1;
            if let Ok(bytes) = &read
                && bytes.trim_ascii().is_empty()
            {
                continue;
            }
            return Some(Record {
                line: self.line,
                bytes: read,
            });
        }
        None
    }
}

/// The elements of one JSON array.
pub(super) struct ArrayRecords<R> {
    from: R,
    limit: u64,
    line: u64,
    done: bool,
}

/// Where the scan of an array stands.
struct Scan {
    record: Vec<u8>,
    seen: u64,
    start: u64,
    depth: u32,
    string: bool,
    escape: bool,
}

impl Scan {
    /// A record that begins on line `start`.
    const fn at(start: u64) -> Self {
        Self {
            record: Vec::new(),
            seen: 0,
            start,
            depth: 0,
            string: false,
            escape: false,
        }
    }

    fn end(self, limit: u64) -> Record {
        let bytes = if self.seen > limit {
            Err(Reason::LongRecord(limit))
        } else if self.depth > 0 {
            Err(Reason::Json("the file ends inside a record".to_owned()))
        } else {
            Ok(self.record)
        };
        Record {
            line: self.start,
            bytes,
        }
    }

    /// Takes one byte inside an element. Whether the element ends with it.
    fn step(&mut self, byte: u8, limit: u64) -> bool {
        self.seen += 1;
        if self.seen <= limit {
            self.record.push(byte);
        } else {
            self.record = Vec::new();
        }
        if self.string {
            match byte {
                _ if self.escape => self.escape = false,
                b'\\' => self.escape = true,
                b'"' => self.string = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth -= 1,
            _ => {}
        }
        self.depth == 0
    }
}

impl<R: BufRead> ArrayRecords<R> {
    pub(super) fn new(from: R, limit: u64) -> Self {
        Self {
            from,
            limit,
            line: 1,
            done: false,
        }
    }
}

impl<R: BufRead> Iterator for ArrayRecords<R> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let mut scan: Option<Scan> = None;
        while !self.done {
            let chunk = match self.from.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.done = true;
                    return Some(Record {
                        line: self.line,
                        bytes: Err(error.into()),
                    });
                }
            };
            if chunk.is_empty() {
                self.done = true;
                break;
            }
            let mut used = 0;
            for &byte in chunk {
                used += 1;
                self.line += u64::from(byte == b'\n');
                let ended = match &mut scan {
                    Some(scan) => scan.step(byte, self.limit),
                    // Between elements only blanks, commas and the array's own brackets stand.
                    None if byte == b'{' => {
                        let mut new = Scan::at(self.line);
                        new.step(byte, self.limit);
                        scan = Some(new);
                        false
                    }
                    None => false,
                };
                if ended {
                    break;
                }
            }
            self.from.consume(used);
            if scan.as_ref().is_some_and(|s| s.depth == 0) {
                break;
            }
        }
        scan.map(|scan| scan.end(self.limit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn array(text: &str, limit: u64) -> Vec<(u64, Option<String>)> {
        ArrayRecords::new(text.as_bytes(), limit)
            .map(|r| (r.line, r.bytes.ok().map(|b| String::from_utf8(b).unwrap())))
            .collect()
    }

    #[test]
    fn elements_of_an_array_are_found_whatever_is_in_them() {
        let text = "[\n {\"a\": \"}]\\\" {\"},\n {\"b\": [1, {\"c\": 2}]}\n]";
        assert_eq!(
            array(text, 1000),
            [
                (2, Some("{\"a\": \"}]\\\" {\"}".to_owned())),
                (3, Some("{\"b\": [1, {\"c\": 2}]}".to_owned())),
            ]
        );
    }

    #[test]
    fn a_long_or_broken_element_is_told_and_the_next_one_read() {
        assert_eq!(
            array("[{\"a\": \"0123456789\"}, {\"b\": 1}, {\"c\": ", 12),
            [(1, None), (1, Some("{\"b\": 1}".to_owned())), (1, None)]
        );
    }

    #[test]
    fn lines_are_numbered_and_empty_ones_passed_over() {
        let records: Vec<_> = LineRecords::new(&b"a\n\n  \nb"[..], 10)
            .map(|r| (r.line, r.bytes.unwrap()))
            .collect();
        assert_eq!(records, [(1, b"a\n".to_vec()), (4, b"b".to_vec())]);
    }
}
