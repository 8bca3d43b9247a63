//! Tables as text: CSV and its kin, a row an article.
//!
//! Owns telling a table from a text, and its rows; what the fields mean is the business of
//! `dataset`. Must not know files.

use std::collections::VecDeque;
use std::io::{self, BufRead, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::{ByteRecord, Reader, ReaderBuilder};
use serde_json::{Map, Value};

use crate::text::clean::clean_line;

use super::Imported;
use super::dataset;
use super::decode;
use super::error::{Failure, Reason};
use super::fields::{Ours, add_order, no_field};
use super::lacking;
use super::order::Orders;
use super::place::{Articles, Bytes, Content, Place, RECORD_LIMIT};
use super::read::ready;

const DELIMITERS: [u8; 4] = *b",;\t|";

/// Longest name of a column.
const NAME: usize = 80;

/// Most columns of a table; those of a table of articles are far fewer.
const COLUMNS: usize = 10_000;

/// What parts the fields of a table whose first bytes are `head`, where it is one.
///
/// A file that is called a table is believed where its first line has names. Any other must name
/// a text and one more field that articles have, and its second row must be as long as the first.
pub(super) fn delimiter(place: &Place, head: &[u8]) -> Option<u8> {
    let (delimiter, look) = best_look(place, head)?;
    let named = look.text && look.known >= 2 && look.even;
    // Names may be lacking or there twice where one is known, or where no cell looks like a text.
    let table = look.columns > 1 && look.even;
    let names = look.names || look.text || (table && !look.is_row());
    (named || (is_called_table(place) && names)).then_some(delimiter)
}

/// Whether a file that is called a table begins with a row instead of the names of its columns.
pub(super) fn is_headless(place: &Place, head: &[u8]) -> bool {
    let headless = |look: &Look| look.columns > 1 && look.even && look.is_row();
    is_called_table(place) && best_look(place, head).is_some_and(|(_, look)| headless(&look))
}

fn is_called_table(place: &Place) -> bool {
    place.name.extension().is_some_and(|ending| {
        ["csv", "tsv", "tab"]
            .iter()
            .any(|e| ending.eq_ignore_ascii_case(e))
    })
}

/// What parts the most fields, and how the text looks so.
fn best_look(place: &Place, head: &[u8]) -> Option<(u8, Look)> {
    let text = decode::decode(head).unwrap_or_else(|_| String::from_utf8_lossy(head));
    let looks = DELIMITERS.map(|delimiter| (delimiter, look(place, text.as_bytes(), delimiter)));
    looks.into_iter().max_by_key(|(_, look)| look.columns)
}

/// How a text looks when its fields are parted in one way.
#[derive(Default)]
struct Look {
    columns: usize,
    /// The first row has names: short, none empty, none twice.
    names: bool,
    /// A cell of the first row is too long for a name.
    long: bool,
    /// One of them is that of a text.
    text: bool,
    /// How many are of fields that articles have.
    known: usize,
    /// The second row is as long.
    even: bool,
}

impl Look {
    /// The first row is no line of names.
    const fn is_row(&self) -> bool {
        self.long && self.known == 0
    }
}

fn look(place: &Place, head: &[u8], delimiter: u8) -> Look {
    let mut rows = reader(head, delimiter).into_byte_records();
    let Some(Ok(first)) = rows.next() else {
        return Look::default();
    };
    let names = names(&first);
    let short = |name: &String| name.len() <= NAME && !name.contains('\n');
    let long = !names.iter().all(short);
    let mut sorted: Vec<String> = names.iter().map(|n| n.to_lowercase()).collect();
    sorted.sort_unstable();
    sorted.dedup();
    let is = |ours: Ours, name: &str| match place.options.map().theirs(ours) {
        Some(theirs) => theirs == name,
        None => ours.usual().iter().any(|u| u.eq_ignore_ascii_case(name)),
    };
    let fields = [
        Ours::Id,
        Ours::Text,
        Ours::Title,
        Ours::Publisher,
        Ours::Byline,
        Ours::Date,
        Ours::Url,
    ];
    let known = |name: &&String| fields.iter().any(|ours| is(*ours, name));
    Look {
        columns: names.len(),
        long,
        names: sorted.len() == names.len()
            && !long
            && names.iter().filter(|n| n.is_empty()).count() <= 1,
        text: names.iter().any(|name| is(Ours::Text, name)),
        known: names.iter().filter(known).count(),
        even: matches!(rows.next(), Some(Ok(second)) if second.len() == names.len()),
    }
}

fn reader<R: Read>(from: R, delimiter: u8) -> Reader<R> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(from)
}

fn names(row: &ByteRecord) -> Vec<String> {
    let bytes = row
        .iter()
        .map(|cell| decode::decode(cell).unwrap_or_default());
    bytes
        .map(|name| clean_line(name.trim_start_matches('\u{feff}')))
        .collect()
}

/// The articles of a table, row by row.
pub(super) fn articles(
    place: &Place,
    delimiter: u8,
    content: Content,
) -> Result<Articles, Failure> {
    let fail = |reason| place.fail(reason);
    let bytes: Bytes = if decode::wide(&content.head).is_some() {
        let bytes = content.whole().map_err(fail)?;
        let text = decode::decode(&bytes).map_err(fail)?.into_owned();
        Box::new(Cursor::new(text.into_bytes()))
    } else {
        content.bytes
    };
    let budget = Arc::new(AtomicU64::new(RECORD_LIMIT));
    let mut rows = reader(Budgeted::new(bytes, Arc::clone(&budget)), delimiter);
    let mut first = ByteRecord::new();
    rows.read_byte_record(&mut first)
        .map_err(|e| fail(reason(e)))?;
    let names = names(&first);
    if first.len() > COLUMNS {
        return Err(fail(Reason::Table(format!("more than {COLUMNS} columns"))));
    }
    check(place, &names).map_err(fail)?;
    let mut rows = Rows {
        place: place.clone(),
        names,
        rows,
        budget,
        ahead: VecDeque::new(),
        done: false,
    };
    rows.look_ahead();
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return Ok(ready(vec![Err(fail(Reason::Empty))]));
    }
    Ok(lacking::told_once(place, Box::new(rows)))
}

/// Whether the table has the columns that are needed and those that were asked for.
fn check(place: &Place, names: &[String]) -> Result<(), Reason> {
    let map = place.options.map();
    let there = || names.iter().map(String::as_str);
    let has = |wanted: &str| there().any(|name| name.eq_ignore_ascii_case(wanted));
    for (_, theirs) in map.pairs() {
        if !has(theirs) {
            return Err(no_field(theirs, there()));
        }
    }
    if map.theirs(Ours::Text).is_none() && !Ours::Text.usual().iter().any(|name| has(name)) {
        return Err(match no_field("text", there()) {
            Reason::NoField(_, there) => Reason::NoTextColumn(there),
            other => other,
        });
    }
    Ok(())
}

/// The rows behind the first.
struct Rows {
    place: Place,
    names: Vec<String>,
    rows: Reader<Budgeted<Bytes>>,
    budget: Arc<AtomicU64>,
    /// Rows that were looked at already.
    ahead: VecDeque<RowAt>,
    done: bool,
}

/// A row and its line.
type RowAt = Result<(u64, ByteRecord), Failure>;

/// Rows that are looked at for the order in their dates, and their bytes.
const LOOKED_AT: usize = 100;
const LOOKED_AT_BYTES: usize = 4 << 20;

impl Iterator for Rows {
    type Item = Result<Imported, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        let read = self.ahead.pop_front().or_else(|| self.read())?;
        Some(read.and_then(|(line, row)| self.article(line, &row)))
    }
}

impl Rows {
    fn look_ahead(&mut self) {
        let (mut orders, mut bytes) = (Orders::default(), 0);
        while self.ahead.len() < LOOKED_AT && bytes < LOOKED_AT_BYTES {
            let Some(read) = self.read() else { break };
            if let Ok((_, row)) = &read {
                bytes += row.as_slice().len();
                add_order(&self.object(row).0, self.place.options.map(), &mut orders);
            }
            self.ahead.push_back(read);
        }
        self.place.orders = Arc::new(orders);
    }

    /// The next row.
    fn read(&mut self) -> Option<RowAt> {
        if self.done {
            return None;
        }
        self.budget.store(RECORD_LIMIT, Ordering::Relaxed);
        let mut row = ByteRecord::new();
        let line = self.rows.position().line();
        match self.rows.read_byte_record(&mut row) {
            Ok(true) => {
                let line = row.position().map_or(line, csv::Position::line);
                // Only between marks a field has several lines: then the last sign of the file is a mark.
                let lines = row
                    .iter()
                    .next_back()
                    .is_some_and(|cell| cell.contains(&b'\n'));
                if lines && self.rows.get_ref().has_ended_without(b'"') {
                    self.done = true;
                    return Some(Err(self.place.fail_at(line, Reason::OpenRow)));
                }
                Some(Ok((line, row)))
            }
            Ok(false) => None,
            Err(error) => {
                self.done = true;
                Some(Err(self.place.fail_at(line, reason(error))))
            }
        }
    }

    /// A row by the names of its columns, and its encoding where that had to be guessed.
    fn object(&self, row: &ByteRecord) -> (Map<String, Value>, Option<&'static str>) {
        // What is no UTF-8 is told by the whole row: a single field may be too short for a guess.
        let guess = decode::guess(row.as_slice());
        let encoding = guess.and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()));
        let cell = |bytes| match encoding {
            Some(encoding) => encoding.decode_without_bom_handling(bytes).0,
            None => String::from_utf8_lossy(bytes),
        };
        let mut object = Map::new();
        for (name, bytes) in self.names.iter().zip(row) {
            let text = cell(bytes).into_owned();
            // Of columns of one name the first that is not empty counts.
            let is_empty = |value: &Value| value.as_str().is_some_and(|s| s.trim().is_empty());
            if object.get(name).is_none_or(is_empty) {
                object.insert(name.clone(), Value::String(text));
            }
        }
        (object, guess)
    }

    fn article(&self, line: u64, row: &ByteRecord) -> Result<Imported, Failure> {
        if row.len() > self.names.len() {
            let reason = format!("{} fields under {} columns", row.len(), self.names.len());
            return Err(self.place.fail_at(line, Reason::Table(reason)));
        }
        let (object, guess) = self.object(row);
        let value = Value::Object(object);
        let map = self.place.options.map();
        let id = super::fields::id(&value, map).unwrap_or_else(|| line.to_string());
        let bytes = value.to_string();
        let location = self.place.inner(&clean_line(&id));
        let mut one = dataset::one(&self.place, line, location, bytes.as_bytes(), &value)?;
        one.guessed = guess;
        Ok(one)
    }
}

/// A stream that ends where one row is too long: a quotation mark that never closes would make a
/// row of all the rest.
struct Budgeted<R> {
    from: R,
    left: Arc<AtomicU64>,
    /// The last byte that is no blank, and whether the stream has ended behind it.
    last: u8,
    ended: bool,
}

impl<R> Budgeted<R> {
    const fn new(from: R, left: Arc<AtomicU64>) -> Self {
        Self {
            from,
            left,
            last: 0,
            ended: false,
        }
    }

    fn has_ended_without(&self, sign: u8) -> bool {
        self.ended && self.last != sign
    }
}

impl<R: BufRead> Read for Budgeted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        let count = self.from.read(buffer)?;
        let left = left
            .checked_sub(count as u64)
            .ok_or_else(|| io::Error::other(Reason::LongRow(RECORD_LIMIT)))?;
        self.left.store(left, Ordering::Relaxed);
        self.ended = count == 0;
        if let Some(last) = buffer[..count].trim_ascii_end().last() {
            self.last = *last;
        }
        Ok(count)
    }
}

fn reason(error: csv::Error) -> Reason {
    let message = error.to_string();
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        _ => Reason::Table(clean_line(&message)),
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
