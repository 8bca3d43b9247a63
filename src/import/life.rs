//! What a paragraph says that tells who an author is: "Ann Poe is a reporter covering education. She lives in Oslo."
//!
//! Owns how such a paragraph is told from news of somebody; its words are in `data/lives.txt`. Must not know where on
//! a page it stands, or who wrote the article.

use std::sync::LazyLock;

use super::dates;
use super::furniture::{names_work, word_string};
use super::patterns::entries;

struct Words {
    work: Vec<String>,
    posts: Vec<String>,
    writings: Vec<String>,
    does: Vec<String>,
    news: Vec<String>,
    fates: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let marked = |mark: char| {
        let entries = entries(include_str!("data/lives.txt"));
        let marked = entries.filter_map(|entry| entry.strip_prefix(mark));
        let with_blanks = |entry: &str| match entry.strip_suffix('*') {
            Some(stem) => format!(" {stem}"),
            None => format!(" {entry} "),
        };
        marked.map(with_blanks).collect()
    };
    Words {
        work: marked('+'),
        posts: marked('%'),
        writings: marked('='),
        does: marked('~'),
        news: marked('-'),
        fates: marked('!'),
    }
});

/// Whether a line tells that somebody writes, or teaches or leads where those do who write in papers: "Ann Poe is a
/// senior fellow at the harbour museum". Its first sentence must tell no news of them.
pub(super) fn writes(line: &str) -> bool {
    const IS: &[&str] = &[
        " is ",
        " has been ",
        " teaches ",
        " covers ",
        " writes ",
        " edits ",
        " serves ",
    ];
    let first = first_sentence(line);
    // "was a reporter for 20 years"
    let was = || first.contains(" was ") && first.contains(|c: char| c.is_ascii_digit());
    let is = IS.iter().any(|sign| line.contains(sign));
    // Of somebody with a post only no sentence may tell news: those who hold them are written of.
    let writes = has(&WORDS.work, first) || has(&WORDS.writings, line);
    let works = writes && (is || was()) && !is_news(first);
    works || (is && has_post(line) && !is_news(line))
}

fn has_post(line: &str) -> bool {
    has(&WORDS.posts, line) || has(&WORDS.work, line)
}

/// Whether a line tells what happened to somebody: "Ann Poe is a professor of law who was killed on Friday."
pub(super) fn befell(line: &str) -> bool {
    has(&WORDS.fates, line)
}

/// Whether what stands between marks is the title of a book or a show of somebody's: "the author of “The Roof”".
pub(super) fn has_title(line: &str) -> bool {
    let made = [" author of ", " host of ", " book", " columnist"];
    let said = [" said", " says", " told", " wrote"];
    made.iter().any(|sign| line.contains(sign)) && !said.iter().any(|sign| line.contains(sign))
}

fn has(entries: &[String], words: &str) -> bool {
    let words = word_string(words);
    entries.iter().any(|entry| words.contains(entry.as_str()))
}

/// A line up to its first full stop or semicolon, or to the title of a book.
fn first_sentence(line: &str) -> &str {
    let next = ["He ", "She ", "They ", "His ", "Her ", "Their "];
    let ends = |at: usize| {
        let (before, behind) = (&line[..at], &line[at + 2..]);
        let word = before.rsplit(' ').next().unwrap_or("");
        // "Former Sen. Ann B. Poe"
        let short = word.len() <= 3 || word.contains('.');
        let short = short && word.starts_with(char::is_uppercase);
        !short || next.iter().any(|word| behind.starts_with(word))
    };
    let stops = line.match_indices(". ").map(|(at, _)| at);
    let stop = stops.into_iter().find(|at| ends(*at));
    // What somebody says is no title: "Ann Poe, a member of the board, added: “The book is true.”"
    let title = line.find(['"', '“']).filter(|at| {
        let before = line[..*at].trim_end();
        has_title(line) && !before.ends_with([':', ','])
    });
    let end = [stop, title, line.find("; ")].into_iter().flatten().min();
    &line[..end.unwrap_or(line.len())]
}

/// Whether a sentence has news to tell of somebody, which the lives of authors have not: "is the only member of the
/// board to vote against it", "is a reporter being held", "is the journalist detained in Minsk".
fn is_news(sentence: &str) -> bool {
    let words: Vec<&str> = sentence.split(' ').collect();
    let mut at = 1..words.len();
    // "Monday-Friday" is when a show is on, and "every Monday".
    let day = |pair: &[&str]| {
        dates::is_weekday(pair[1].trim_end_matches([',', '.'])) && !EACH.contains(&pair[0])
    };
    has(&WORDS.news, sentence)
        || words.windows(2).any(day)
        || at.any(|at| happens(&words, at) || is_who(&words[at..]))
}

/// Words before a day on which something always is.
const EACH: &[&str] = &["every", "each"];

/// Whether what somebody does who is spoken of is no work of those who write: "who opened the dispute", "whose
/// resignation opened it".
fn is_who(words: &[&str]) -> bool {
    const HELPS: &[&str] = &[
        "also",
        "been",
        "currently",
        "formerly",
        "has",
        "is",
        "previously",
        "regularly",
        "was",
    ];
    match words.first() {
        Some(&"whose") => return !has(&WORDS.writings, &words[..words.len().min(WHOSE)].join(" ")),
        Some(&"who") => {}
        _ => return false,
    }
    let does = words[1..].iter().position(|word| !HELPS.contains(word));
    does.is_none_or(|at| !does_write(&words[1 + at..]))
}

/// Most words from "whose" to what somebody wrote: "whose most recent book".
const WHOSE: usize = 5;

fn does_write(words: &[&str]) -> bool {
    let words = word_string(&words[..words.len().min(3)].join(" "));
    WORDS.does.iter().any(|does| words.starts_with(does))
}

/// Whether a participle stands at a place behind a noun or "is", and is no work of those who write: "the committee
/// investigating the spill", "the editor detained in Minsk", but not "a contributing editor", "a retired judge".
fn happens(words: &[&str], at: usize) -> bool {
    const NO_NOUNS: &[&str] = &[
        "a", "an", "the", "of", "in", "on", "at", "for", "from", "by", "with", "and", "or", "as",
        "about", "his", "her", "its", "their", "to",
    ];
    const BEHIND: &[&str] = &[
        "in", "on", "by", "of", "from", "for", "to", "with", "at", "under", "over", "as", "the",
        "a", "an", "his", "her", "its", "their", "last", "this",
    ];
    let (before, word) = (words[at - 1], words[at].trim_end_matches([',', '.']));
    let next = words.get(at + 1).copied().unwrap_or("");
    let small = word.len() > 4 && word.bytes().all(|b| b.is_ascii_lowercase());
    let noun = !before.ends_with(',') && !NO_NOUNS.contains(&before);
    let does = word.ends_with("ing") && !names_work(&format!(" {next}"));
    let done = word.ends_with("ed") && BEHIND.contains(&next);
    small && noun && (does || done) && !does_write(&words[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_of_somebody_is_no_life() {
        for line in [
            "Kim Soe is the chair of the committee investigating the spill.",
            "Jon Roe is a reporter being held in Minsk on charges of spying.",
            "Jon Roe is the journalist detained in Minsk this week.",
            "Ann Poe is a member of the ruling party and is running for mayor.",
            "Jon Roe is a former editor facing ten years in prison.",
            "Jon Roe is chairman of the board now under investigation for fraud.",
            "Lea Toe is the editor whose resignation opened the dispute.",
            "Lea Toe is a professor at the university where the fire broke out.",
            "Maria Lopez is a professor of law at the university and one of 12 people on the jury.",
            "Max Loe is a professor who opened the gate to them. He has left the town.",
            "Jon Roe was a reporter at the Bergen Post.",
            "Jon Roe is president of the board. He resigned on Tuesday after the vote.",
            "Jon Roe is a member of the board. He was fired this week when the report came out.",
            "Jon Roe was director of the harbour from 1999 to 2007.",
            "Jon Roe was a member of the board in 2012 and knew of the leak.",
            "Jon Roe was president of the club for 12 years. He stole 3 million dollars from it.",
            "Jon Roe is the editor of the Post that was shut Friday.",
            "Ann Poe is the editor who is suing the town.",
            "Jon Roe, a member of the board, added: “What is in the book is true, if you ask me.”",
        ] {
            assert!(!writes(line), "{line}");
        }
    }

    #[test]
    fn the_first_sentence_tells_who_writes() {
        for line in [
            "Ann Poe is a reporter covering education. She has worked at the Post since 2015.",
            "Ann Poe is a reporter covering education. Before that she was at the Oslo Times.",
            "Ann Poe was a reporter at the Bergen Post for 20 years.",
            "Ann Poe is a freelance journalist who has written about harbours.",
            "Ann Poe is a journalist who reports on climate.",
            "Ann Poe is a writer who is based in Oslo.",
            "Ann Poe is the author of “The Only Harbour”, a novel that won the Roe prize.",
            "Ann Poe covers criminal justice for the Post; she joined the Post after law school.",
            "Ann Poe writes about books and was the case editor of Law Review.",
            "Ann Poe is harbour editor of the Post, and her column appears Monday-Friday on its page.",
            "Ann Poe is a writer whose 12 books include two on quays.",
            "Ann Poe is the editor of a letter on quays, out every Thursday.",
            "Ann Poe is a contributor of the Post and can be reached at the quay.",
            "Ann Poe is managing editor of the Post and a contributing editor of the Quay.",
            "Former Sen. Ann Poe, who left Congress in 2013, is an adviser at a firm in Oslo.",
            "Ann Poe is a geologist who has spent much of her life studying rocks. She is the founder of a museum.",
            "Max Loe was a founding member of the club of the harbour and a candidate in 2000. His latest book is: “The Quay.”",
            "Ann Poe was mayor of Bergen from 1999 to 2007 and serves as chairman of the museum.",
        ] {
            assert!(writes(line), "{line}");
        }
    }
}
