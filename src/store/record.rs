//! Records as they lie in the pages of a database file: numbers of one to nine bytes, values.
//!
//! Owns the format of a record (<https://www.sqlite.org/fileformat2.html#record_format>). Must not know
//! pages or tables. Any byte may be noise.

use rusqlite::types::Value;

pub(super) fn be16(bytes: &[u8], at: usize) -> u16 {
    let two = bytes.get(at..at + 2).and_then(|b| b.try_into().ok());
    two.map_or(0, u16::from_be_bytes)
}

pub(super) fn be32(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|b| b.try_into().ok());
    four.map_or(0, u32::from_be_bytes)
}

/// A number of one to nine bytes, and the place behind it.
pub(super) fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0_u64;
    for n in 0..9 {
        let byte = *bytes.get(at + n)?;
        if n == 8 {
            return Some((value << 8 | u64::from(byte), at + 9));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte < 0x80 {
            return Some((value, at + n + 1));
        }
    }
    None
}

/// The values of a record, where all of it fits.
pub(super) fn record(payload: &[u8]) -> Option<Vec<Value>> {
    let (header, mut at) = varint(payload, 0)?;
    let header = usize::try_from(header)
        .ok()
        .filter(|h| *h <= payload.len())?;
    let mut body = header;
    let mut values = Vec::new();
    while at < header {
        let (kind, behind) = varint(payload, at)?;
        at = behind;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return None,
            _ => usize::try_from((kind - 12) / 2).ok()?,
        };
        let bytes = payload.get(body..body.checked_add(length)?)?;
        body += length;
        values.push(value(kind, bytes)?);
    }
    (at == header && body == payload.len()).then_some(values)
}

fn value(kind: u64, bytes: &[u8]) -> Option<Value> {
    Some(match kind {
        0 => Value::Null,
        8 => Value::Integer(0),
        9 => Value::Integer(1),
        7 => Value::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
        1..=6 => {
            let negative = bytes.first().is_some_and(|b| *b >= 0x80);
            let start = if negative { -1_i64 } else { 0 };
            Value::Integer(bytes.iter().fold(start, |n, b| n << 8 | i64::from(*b)))
        }
        even if even % 2 == 0 => Value::Blob(bytes.to_vec()),
        // Texts are clean; a page of zeros is what a disk often leaves.
        _ if memchr::memchr(0, bytes).is_some() => return None,
        _ => Value::Text(std::str::from_utf8(bytes).ok()?.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn noise_does_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..300), at in 0_usize..400) {
            let _ = (record(&bytes), varint(&bytes, at), be16(&bytes, at), be32(&bytes, at));
        }
    }
}
