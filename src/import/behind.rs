//! What stands behind the last sentence of an article and is none of it, though nothing says so: the
//! headlines of other articles, who its author is, who helped, and where to write to.
//!
//! Owns the signs of these; must not know what is done with them.

use super::roles::{Look, Page};
use super::{byline, furniture, headline, life, lines, notes};

/// Least words of a headline that is a link, and most where one stands alone.
const LINK: (usize, usize) = (4, 17);

/// Most lines behind a text that are links though their words are not all capitalised.
const LINKS: usize = 5;

/// Most words of the name of a section or a subject.
const TAG: usize = 3;

/// Most words of a paragraph that tells who an author is.
const LIFE: usize = 80;

/// Least words of the text before such a paragraph or a single link: a few lines are no article.
const TEXT: usize = 120;

/// Most lives and notes behind a text.
const NOTES: usize = 6;

/// The lines at the end of those of `page` that are `kept`, in ascending order, that are none of the article.
pub(super) fn others(page: &Page<'_>, kept: &[usize]) -> Vec<usize> {
    let mut kept = kept.to_vec();
    let all = kept.len();
    let mut out = Vec::new();
    while all - kept.len() <= NOTES {
        let found = last(page, &kept);
        if found.is_empty() {
            break;
        }
        kept.truncate(kept.len() - found.len());
        out.extend(found);
    }
    out
}

fn last(page: &Page<'_>, kept: &[usize]) -> Vec<usize> {
    let found = links(page, kept);
    if !found.is_empty() {
        return found;
    }
    let note = kept.last().copied();
    let note = note.filter(|k| kept.len() > 1 && notes::is_one(page.line(*k)));
    note.or_else(|| life(page, kept)).into_iter().collect()
}

/// Lines that are headlines of other articles, or the names of sections: two or more, each with the capitals
/// of a headline, or a few with the words of one, behind running text that announces nothing.
fn links(page: &Page<'_>, kept: &[usize]) -> Vec<usize> {
    let run = |is_one: &dyn Fn(usize) -> bool| {
        let from = kept.iter().rposition(|k| !is_one(*k));
        kept.split_at(from.map_or(0, |at| at + 1))
    };
    let (text, titles) = run(&|k| is_link(page, k));
    if titles.len() >= 2 && follow(page, text, false) {
        return titles.to_vec();
    }
    let (text, heads) = run(&|k| is_headline(page, k));
    if (1..=LINKS).contains(&heads.len()) && follow(page, text, true) {
        return heads.to_vec();
    }
    let (text, tags) = run(&|k| is_tag(page, k));
    let named = tags
        .first()
        .is_none_or(|k| byline::are_people(page.line(*k)));
    if (2..=LINKS).contains(&tags.len()) && !named && follow(page, text, true) {
        return tags.to_vec();
    }
    Vec::new()
}

/// Whether what is behind `text` may be something else: a sentence ends it, and with `long` there is enough of it.
fn follow(page: &Page<'_>, text: &[usize], long: bool) -> bool {
    let Some(last) = text.last() else {
        return false;
    };
    let line = page.line(*last);
    let prose = matches!(page.looks[*last], Look::Prose | Look::Sentence);
    let announced = line.ends_with([':', ',', ';']);
    let ended = !long || (page.looks[*last] == Look::Prose && lines::ends_sentence(line));
    prose && !announced && ended && (!long || has_text(page, text))
}

fn has_text(page: &Page<'_>, kept: &[usize]) -> bool {
    let words = kept.iter().map(|k| lines::words(page.line(*k)));
    words.sum::<usize>() >= TEXT
}

fn is_link(page: &Page<'_>, k: usize) -> bool {
    let line = page.line(k);
    let plain = page.lines[k].hint.is_none();
    // "Iowa: Ann Poe, Jon Roe, .." is a list; what ends in a full stop or a mark is somebody's sentence.
    let listed = line.matches(',').count() >= 3;
    let ends = line.ends_with(['.', '!', ':', ',', ';', '"', '”', ')', ']']);
    let short = matches!(page.looks[k], Look::Short | Look::Sentence);
    let headline = lines::words(line) >= LINK.0 && lines::is_title_case(line);
    plain && short && headline && !listed && !ends && !line.contains("(@")
}

/// Whether a line reads as a headline though its words are not capitalised: "Poe leaves the harbour board".
fn is_headline(page: &Page<'_>, k: usize) -> bool {
    // The last word of a text that was cut short.
    const CUT: &[&str] = &[
        "a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with",
    ];
    let line = page.line(k);
    let begins =
        line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "'‘".contains(c));
    // "1901 – The harbour is built": one of the years of a list.
    let year = line
        .split(' ')
        .next()
        .is_some_and(|w| w.len() == 4 && w.parse::<u16>().is_ok());
    let marked = line.contains(['"', '“', '”', '*']) || line.contains("(@") || line.contains(" — ");
    let cut = line.rsplit(' ').next().is_some_and(|w| CUT.contains(&w));
    let listed = line.matches(',').count() >= 3 || lines::inner_stops(line) > 0;
    // "The dead are named as follows: Ann Poe, Jon Roe", but "White House: Sure, but in doubt".
    let announced = line.split_once(": ").is_some_and(|(label, behind)| {
        let word = label.rsplit(' ').next().unwrap_or(label);
        let lower = word.starts_with(char::is_lowercase);
        byline::are_names(behind) || (lower && behind.contains(", "))
    });
    let listed = listed || announced;
    let ends = line.ends_with([':', ',', ';', '-', '–', '—']);
    // "Ann Poe, The Bergen Post": who said what stands above it.
    let signed = line
        .rsplit_once(", ")
        .is_some_and(|(name, house)| byline::are_names(name) || headline::is_publisher(house));
    let said = signed || byline::are_people(line) || byline::read(line).is_some();
    let words = lines::words(line);
    page.looks[k] == Look::Short
        && page.lines[k].hint.is_none()
        && begins
        && (LINK.0..=LINK.1).contains(&words)
        && !(year || marked || cut || listed || ends || said || is_news_of_itself(line))
}

/// Whether a line says what became of the article itself: "Update: the number of houses".
fn is_news_of_itself(line: &str) -> bool {
    let line = line.to_lowercase();
    [
        "update",
        "correct",
        "editor",
        "clarification",
        "note",
        "source",
    ]
    .iter()
    .any(|word| line.starts_with(word))
}

/// Whether a line is the name of a section or of a subject: "Opinion", "House of Lords".
fn is_tag(page: &Page<'_>, k: usize) -> bool {
    let line = page.line(k);
    page.looks[k] == Look::Short
        && page.lines[k].hint.is_none()
        && lines::words(line) <= TAG
        && lines::is_title_case(line)
        && line.contains(char::is_lowercase)
        && line
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '&' | '\'' | '’' | '-'))
}

/// Whether the last of the lines that are `kept` tells who the author is: it begins with a full name that the text
/// before it does not have, and says that its bearer writes or is of a house, or the name is that of the author. What
/// anybody else is, is news.
fn life(page: &Page<'_>, kept: &[usize]) -> Option<usize> {
    let (last, before) = kept.split_last()?;
    let line = notes::without_mark(page.line(*last));
    let text = matches!(page.looks[*last], Look::Prose | Look::Sentence | Look::Item);
    if !text || lines::words(line) > LIFE || (is_marked(line) && !life::has_title(line)) {
        return None;
    }
    let name = told_of(line)?;
    if life::befell(line) || furniture::is_speech(line) {
        return None;
    }
    let family = name.rsplit(' ').next().filter(|f| f.len() > 2)?;
    // A line over the text that is the author's name alone is no part of what it tells.
    let signs = |at: usize, line: &str| at < SIGNED.0 && lines::words(line) <= SIGNED.1;
    let mut opening = before.iter().enumerate().take(SIGNED.0);
    let signed = opening.any(|(at, k)| signs(at, page.line(*k)) && page.line(*k).contains(family));
    let byline = page.told.byline.as_deref();
    if !(signed || byline.is_some_and(|names| names.contains(name)) || life::writes(line)) {
        return None;
    }
    let mut named = before.iter().enumerate();
    let named = named.any(|(at, k)| {
        let line = page.line(*k);
        line.contains(family) && !signs(at, line)
    });
    (has_text(page, before) && !named).then_some(*last)
}

fn is_marked(line: &str) -> bool {
    line.contains(['"', '“', '”'])
}

/// How many lines over a text may name its author, and most words of each.
const SIGNED: (usize, usize) = (3, 8);

/// The name that a line begins with, where it goes on with what its bearer is.
fn told_of(line: &str) -> Option<&str> {
    const IS: &[&str] = &[
        " is a ",
        " is an ",
        " is the ",
        " was a ",
        " was an ",
        " was the ",
    ];
    const BARE: &[&str] = &[
        " is ",
        " was ",
        " covers ",
        " writes ",
        " teaches ",
        " edits ",
        " served ",
        " serves ",
        " has been ",
    ];
    let at = |signs: &[&str]| signs.iter().filter_map(|s| line.find(s)).min();
    let (sure, bare) = (at(IS), at(BARE));
    let end = sure.into_iter().chain(bare).min()?;
    let subject = line[..end].trim_end_matches(',');
    // "John Smith, 43, is the president of the board": a report tells how old somebody is.
    let age = |part: &str| part.parse::<u8>().is_ok();
    // "Even Ann Poe, the former mayor who is known for it, left."
    if subject.split(", ").any(age) || subject.ends_with(" who") {
        return None;
    }
    let (name, told) = named(subject);
    // "is author of", "is Illinois attorney general", but not "is seeking".
    let (rest, works) = (&line[end..], furniture::names_work(line));
    let what = rest.split_whitespace().nth(1).unwrap_or("");
    let does = what.ends_with("ing") || what.ends_with("ed") || what.ends_with("ly");
    let fits = sure == Some(end) || (works && !does);
    let words = name.split(' ').count();
    // "Now THAT is the way": initials and no words in capitals.
    let title = name.starts_with("The ") || name.starts_with("A ");
    let loud = |w: &str| w.len() > 3 && !w.contains(char::is_lowercase);
    let title = title || name.split(' ').any(loud);
    let fits = fits && (!told || works);
    (fits && !title && (2..=4).contains(&words) && byline::are_people(name)).then_some(name)
}

/// The name in the subject of a sentence, and whether the subject says more of its bearer: "Ann Poe, a fellow of
/// the museum", "Post columnist Ann Poe".
fn named(subject: &str) -> (&str, bool) {
    if let Some((name, _)) = subject.split_once(", ") {
        return (name, true);
    }
    let behind_work = |work: &&str| {
        subject
            .rsplit_once(*work)
            .map(|(_, name)| name.trim_start())
    };
    let name = WORK.iter().find_map(behind_work);
    let name = name.or_else(|| subject.strip_prefix("Dr. "));
    name.map_or((subject, false), |name| {
        (
            name,
            subject.starts_with("Dr. ") || name.len() < subject.len(),
        )
    })
}

/// What stands before the name of somebody who writes for a house.
const WORK: &[&str] = &[
    " contributor ",
    " columnist ",
    " correspondent ",
    " reporter ",
    "ditor-at-Large ",
    " editor ",
    " writer ",
];

#[cfg(test)]
#[path = "behind_tests.rs"]
mod tests;
