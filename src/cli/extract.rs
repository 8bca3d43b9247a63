//! `onrecord extract`: a filter from text to quotes that needs no store.
//!
//! Two forms: `--jsonl` streams records from standard input to standard output in order, on all
//! cores; `--json FILE` prints one imported file with its quotes. Must not know SQL or widgets.

mod object;

use std::collections::BTreeMap;
use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use rayon::prelude::*;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserializer, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::with_reader;
use crate::extract::extract;
use crate::fault::caught;
use crate::import::{Imported, Options, RECORD_LIMIT, body, known, location, read_file};
use crate::model::wire::{
    BlockJson, ExtractionJson, LinkJson, QuoteJson, ScalarOffsets, SpeakerJson,
};
pub(super) use object::{ArticleJson, object};

/// Arguments of `onrecord extract`.
#[derive(Args, Clone, Debug)]
#[command(group = clap::ArgGroup::new("form").required(true))]
pub struct ExtractArgs {
    /// Import FILE, of any format (- for standard input), and print its article with the quotes as
    /// JSON; several articles one a line
    #[arg(long, value_name = "FILE", group = "form")]
    pub json: Option<PathBuf>,
    /// Read records {"id", "text", ...} from standard input, one a line, and write one a line
    #[arg(long, group = "form")]
    pub jsonl: bool,
    /// Leave "text" out of the records written
    #[arg(long)]
    pub no_text: bool,
    /// Threads to use, 1 to 256 [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=256))]
    pub threads: Option<usize>,
}

/// Records that are read before they are worked on together, and the bytes they may have: what
/// bounds the memory of a stream.
const BATCH_RECORDS: usize = 512;
const BATCH_BYTES: usize = 8 << 20;

/// What is read at once.
const INPUT_BUFFER: usize = 1 << 20;

type Input<'r> = BufReader<&'r mut dyn Read>;

/// Runs the subcommand; the number of records that could not be read.
///
/// # Errors
/// Where a file cannot be imported, or input or output fail.
pub fn run(args: &ExtractArgs, input: &mut dyn Read, out: &mut dyn Write) -> Result<usize> {
    match &args.json {
        Some(path) => file(path, args.no_text, out).map(|()| 0),
        None => {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(args.threads.unwrap_or(0))
                .build()
                .context("could not start the worker threads")?;
            let mut input = BufReader::with_capacity(INPUT_BUFFER, input);
            stream(&pool, args.no_text, &mut input, out)
        }
    }
}

fn file(path: &Path, no_text: bool, out: &mut dyn Write) -> Result<()> {
    let mut articles = Vec::new();
    for item in read_file(path, &with_reader(Options::default())) {
        match item {
            Err(failure) if failure.reason.is_harmless() => {}
            item => articles.push(item?),
        }
    }
    // A page on which others stand too is the article it is about.
    let whole = location(path);
    let is_page = |one: &Imported| one.source.location == whole;
    let pretty = articles.len() == 1 || articles.first().is_some_and(is_page);
    let count = if pretty { 1 } else { usize::MAX };
    for imported in articles.into_iter().take(count) {
        let value = article_json(imported, no_text);
        if pretty {
            serde_json::to_writer_pretty(&mut *out, &value)?;
        } else {
            serde_json::to_writer(&mut *out, &value)?;
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The article and its quotes in the contract's form. A long list goes into it as it is: as a
/// [`Value`] it would take several times the room.
fn article_json(imported: Imported, no_text: bool) -> ArticleJson {
    let Imported {
        source,
        article,
        extraction,
        ..
    } = imported;
    let extraction = extraction.unwrap_or_else(|| extract(&article));
    object(&source.location, article, &extraction, no_text)
}

fn stream(
    pool: &rayon::ThreadPool,
    no_text: bool,
    input: &mut Input<'_>,
    out: &mut dyn Write,
) -> Result<usize> {
    let mut failed = 0;
    let mut number = 0;
    loop {
        let batch = read_batch(input, &mut number).context("could not read standard input")?;
        if batch.is_empty() {
            break;
        }
        let done: Vec<(Vec<u8>, bool)> = pool.install(|| {
            batch
                .par_iter()
                .map(|line| guarded(line, no_text))
                .collect()
        });
        for (line, ok) in done {
            failed += usize::from(!ok);
            out.write_all(&line)?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
    }
    Ok(failed)
}

/// A line of input: its number from 1 and its bytes, or nothing where it is too long.
struct Line {
    number: usize,
    bytes: Option<Vec<u8>>,
}

fn read_batch(input: &mut Input<'_>, number: &mut usize) -> std::io::Result<Vec<Line>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < BATCH_RECORDS && bytes < BATCH_BYTES {
        // Whoever writes one record and waits for its answer gets it.
        if !batch.is_empty() && memchr::memchr(b'\n', input.buffer()).is_none() {
            break;
        }
        let Some(line) = read_line(input)? else { break };
        *number += 1;
        let line = line.map(|line| {
            if *number == 1 {
                without_mark(line)
            } else {
                line
            }
        });
        if line.as_ref().is_some_and(|l| l.trim_ascii().is_empty()) {
            continue;
        }
        bytes += line.as_ref().map_or(0, Vec::len);
        batch.push(Line {
            number: *number,
            bytes: line,
        });
    }
    Ok(batch)
}

/// The first line without the byte order mark that some programs write before it.
fn without_mark(line: Vec<u8>) -> Vec<u8> {
    line.strip_prefix(b"\xef\xbb\xbf")
        .map(<[u8]>::to_vec)
        .unwrap_or(line)
}

/// The next line; `Some(None)` for one longer than [`RECORD_LIMIT`], whose rest is skipped.
fn read_line(input: &mut Input<'_>) -> std::io::Result<Option<Option<Vec<u8>>>> {
    let mut line = Vec::new();
    let read = input.take(RECORD_LIMIT + 1).read_until(b'\n', &mut line)?;
    if read == 0 {
        return Ok(None);
    }
    if line.len() as u64 <= RECORD_LIMIT || line.ends_with(b"\n") {
        return Ok(Some(Some(line)));
    }
    drop(line);
    skip_line(input)?;
    Ok(Some(None))
}

fn skip_line(input: &mut Input<'_>) -> std::io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let (used, end) = match buffer.iter().position(|b| *b == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(used);
        if end {
            return Ok(());
        }
    }
}

/// [`answer`], or an error in its place where the program itself fails on the text: one bad text
/// must not lose the others.
fn guarded(line: &Line, no_text: bool) -> (Vec<u8>, bool) {
    caught(|| answer(line, no_text)).unwrap_or_else(|_| {
        let error = format!(
            "line {}: a fault in onrecord; please report it with the line",
            line.number
        );
        let record = line
            .bytes
            .as_deref()
            .map(serde_json::from_slice::<Fields<'_>>);
        let id = record.and_then(|r| r.ok()?.get("id").map(|id| (*id).to_owned()));
        (Refusal { error, id }.line(), false)
    })
}

/// The record that answers a line, and whether the line could be read.
fn answer(line: &Line, no_text: bool) -> (Vec<u8>, bool) {
    match record(line, no_text) {
        Ok(record) => (record, true),
        Err(refusal) => (refusal.line(), false),
    }
}

/// Why a line has no answer, with the id of its record where there is one.
#[derive(Serialize)]
struct Refusal {
    error: String,
    id: Option<Box<RawValue>>,
}

impl Refusal {
    fn line(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// The fields of a record as they came: what is only passed on is not read, so that numbers of any
/// length come out as they went in.
type Fields<'a> = BTreeMap<String, &'a RawValue>;

/// A field of a record that is written.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Answer<'a> {
    AsItCame(&'a RawValue),
    Blocks(Vec<BlockJson>),
    Links(Vec<LinkJson>),
    Quotes(Vec<QuoteJson>),
    Speakers(Vec<SpeakerJson>),
    Other(Value),
}

fn record(line: &Line, no_text: bool) -> Result<Vec<u8>, Refusal> {
    let refuse = |what: String| Refusal {
        error: format!("line {}: {what}", line.number),
        id: None,
    };
    let Some(bytes) = &line.bytes else {
        return Err(refuse(format!(
            "longer than {} MB; split the record",
            RECORD_LIMIT >> 20
        )));
    };
    let fields: Fields<'_> = serde_json::from_slice(bytes).map_err(|e| Refusal {
        id: id_of(bytes),
        ..refuse(fault(bytes, &e))
    })?;
    let value = |raw: &&RawValue| serde_json::from_str::<Value>(raw.get()).ok();
    let text = text_of(&fields).map_err(|what| Refusal {
        id: fields.get("id").map(|id| (*id).to_owned()),
        ..refuse(what)
    })?;
    let about: Map<String, Value> = fields
        .iter()
        .filter(|(name, _)| *name != "text")
        .filter_map(|(name, raw)| Some((name.clone(), value(raw)?)))
        .collect();
    let (article, map) = body(&text, known(&about));
    let extraction = extract(&article);
    let offsets = ScalarOffsets::new(&text);
    let ExtractionJson { quotes, speakers } =
        ExtractionJson::new(&extraction, &|span| offsets.scalars(map.raw(span)));
    let mut out: BTreeMap<&str, Answer<'_>> = fields
        .iter()
        .filter(|(name, _)| !no_text || *name != "text")
        .map(|(name, raw)| (name.as_str(), Answer::AsItCame(raw)))
        .collect();
    out.insert("quotes", Answer::Quotes(quotes));
    out.insert("speakers", Answer::Speakers(speakers));
    // What is added is seldom more than what came in.
    let mut answer = Vec::with_capacity(if no_text { 1 } else { 2 } * bytes.len());
    serde_json::to_writer(&mut answer, &out)
        .map_err(|e| refuse(format!("could not be written: {e}")))?;
    Ok(answer)
}

/// The text of a record, or why there is none.
fn text_of(fields: &Fields<'_>) -> Result<String, String> {
    let Some(raw) = fields.get("text") else {
        return Err("no \"text\" in the record".to_owned());
    };
    match serde_json::from_str(raw.get()) {
        Ok(Value::String(text)) => Ok(text),
        Ok(_) => Err("\"text\" is not a string".to_owned()),
        Err(e) => Err(format!("\"text\" cannot be read: {}", plainly(&e))),
    }
}

/// What is wrong with a line that is no record.
fn fault(bytes: &[u8], error: &serde_json::Error) -> String {
    match serde_json::from_slice::<Value>(bytes) {
        Ok(value) if !value.is_object() => {
            "not a JSON object; expected {\"id\": ..., \"text\": ...}".to_owned()
        }
        _ => format!("not valid JSON: {}", plainly(error)),
    }
}

/// What the parser found, and where in the line: the line itself is named by its number in the input.
fn plainly(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    match said.strip_suffix(&place) {
        Some(what) => format!("{what} (byte {} of it)", error.column()),
        None => said,
    }
}

/// The id of a record that cannot be read to its end, where it stands before what is broken.
fn id_of(line: &[u8]) -> Option<Box<RawValue>> {
    struct Id<'a>(&'a mut Option<Box<RawValue>>);

    impl<'de> Visitor<'de> for Id<'_> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(name) = map.next_key::<String>()? {
                if name == "id" {
                    *self.0 = Some(map.next_value()?);
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            Ok(())
        }
    }

    let mut id = None;
    // That it breaks off is known; what was read before is kept.
    let _ = serde_json::Deserializer::from_slice(line).deserialize_map(Id(&mut id));
    id
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn filter(input: &str, threads: usize) -> (Vec<Value>, usize) {
        let args = ExtractArgs {
            json: None,
            jsonl: true,
            no_text: false,
            threads: Some(threads),
        };
        let mut out = Vec::new();
        let failed = run(&args, &mut input.as_bytes(), &mut out).unwrap();
        let lines = String::from_utf8(out).unwrap();
        (
            lines
                .lines()
                .map(|l| serde_json::from_str(l).unwrap())
                .collect(),
            failed,
        )
    }

    #[test]
    fn bad_lines_are_answered_in_their_place() {
        let input = "{\"id\": 1, \"text\": \"“We won,” Ann Roe said.\", \"extra\": [1]}\nnot json\n\n{\"id\": \"x\"}\n{\"id\": 4, \"text\": \"\"}\n{\"id\": [5], \"text\": \"tr\n";
        let (lines, failed) = filter(input, 2);
        assert_eq!(failed, 3);
        assert_eq!(lines.len(), 5);
        assert_eq!(lines[4]["id"], json!([5]));
        assert_eq!(
            lines[4]["error"],
            "line 6: not valid JSON: control character (\\u0000-\\u001F) found while parsing a string (byte 23 of it)"
        );
        assert_eq!(lines[0]["extra"], json!([1]));
        assert_eq!(lines[0]["quotes"][0]["speaker"]["name"], "Ann Roe");
        assert!(
            lines[1]["error"]
                .as_str()
                .unwrap()
                .starts_with("line 2: not valid JSON")
        );
        assert_eq!(lines[2]["id"], "x");
        assert_eq!(lines[3]["quotes"], json!([]));
    }

    #[test]
    fn the_first_line_may_begin_with_a_byte_order_mark() {
        let (lines, failed) = filter("\u{feff}{\"id\": 1, \"text\": \"\"}\n", 1);
        assert_eq!((failed, &lines[0]["id"]), (0, &json!(1)));
    }

    #[test]
    fn a_text_that_is_none_is_told_from_one_that_is_missing() {
        let (lines, failed) = filter("{\"text\": 5}\n{\"text\": \"\\ud83d\"}\n{}\n", 1);
        let said = |n: usize| lines[n]["error"].as_str().unwrap().to_owned();
        assert_eq!(failed, 3);
        assert!(said(0).contains("is not a string"), "{}", said(0));
        assert!(said(1).contains("cannot be read"), "{}", said(1));
        assert!(said(2).contains("no \"text\""), "{}", said(2));
    }

    #[test]
    fn offsets_are_scalars_of_the_text_as_it_came() {
        let text = "Né\u{200b}e\u{a0}à Évry. “Ça\u{a0}va,” Ann Roe said.";
        let (lines, _) = filter(&json!({ "id": 1, "text": text }).to_string(), 1);
        let span = lines[0]["quotes"][0]["content"][0].clone();
        let at = |k: usize| usize::try_from(span[k].as_u64().unwrap()).unwrap();
        let words: String = text.chars().skip(at(0)).take(at(1) - at(0)).collect();
        assert_eq!(words, "Ça\u{a0}va,");
    }

    #[test]
    fn the_answer_is_the_same_on_any_number_of_threads() {
        let input: String = (0..300)
            .map(|n| format!("{}\n", json!({ "id": n, "text": format!("“Vote {n} was close,” Ann Roe, mayor of Town {n}, said. She added that it rained.") })))
            .collect();
        assert_eq!(filter(&input, 1), filter(&input, 2));
    }
}
