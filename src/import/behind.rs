//! What stands behind the last sentence of an article and is none of it, though nothing says so: the
//! headlines of other articles, and who its author is.
//!
//! Owns the signs of both; must not know what is done with them.

use super::roles::{Look, Page};
use super::{byline, furniture, lines};

/// Least lines that are taken for links, and least words of each.
const LINKS: (usize, usize) = (2, 4);

/// Most words of a paragraph that tells who an author is.
const LIFE: usize = 80;

/// Least words of the text before such a paragraph: a few lines are no article by somebody.
const TEXT: usize = 120;

/// The lines at the end of those of `page` that are `kept`, in ascending order, that are headlines of other
/// articles: two or more, each with the capitals of a headline, behind running text that announces
/// nothing.
pub(super) fn links(page: &Page<'_>, kept: &[usize]) -> Vec<usize> {
    let from = kept
        .iter()
        .rposition(|k| !is_link(page, *k))
        .map_or(0, |at| at + 1);
    let (text, found) = kept.split_at(from);
    let Some(last) = text.last() else {
        return Vec::new();
    };
    let announced = page.line(*last).ends_with([':', ',', ';']);
    let behind_text = matches!(page.looks[*last], Look::Prose | Look::Sentence);
    match behind_text && !announced && found.len() >= LINKS.0 {
        true => found.to_vec(),
        false => Vec::new(),
    }
}

fn is_link(page: &Page<'_>, k: usize) -> bool {
    let line = page.line(k);
    let plain = page.lines[k].hint.is_none();
    // "Iowa: Ann Poe, Jon Roe, .." is a list; what ends in a full stop or a mark is somebody's sentence.
    let listed = line.matches(',').count() >= 3;
    let ends = line.ends_with(['.', '!', ':', ',', ';', '"', '”', ')', ']']);
    let short = matches!(page.looks[k], Look::Short | Look::Sentence);
    let headline = lines::words(line) >= LINKS.1 && lines::is_title_case(line);
    plain && short && headline && !listed && !ends && !line.contains("(@")
}

/// Whether the last of the lines that are `kept` tells who the author is: it begins with a full name
/// that the text before it does not have, and says what they are.
pub(super) fn life(page: &Page<'_>, kept: &[usize]) -> Option<usize> {
    let (last, before) = kept.split_last()?;
    let line = page.line(*last);
    let text = matches!(page.looks[*last], Look::Prose | Look::Sentence);
    if !text || lines::words(line) > LIFE || line.contains(['"', '“', '”']) {
        return None;
    }
    let name = told_of(line)?;
    let family = name.rsplit(' ').next().filter(|f| f.len() > 2)?;
    let named = |k: &usize| page.line(*k).contains(family);
    let long = before
        .iter()
        .map(|k| lines::words(page.line(*k)))
        .sum::<usize>()
        >= TEXT;
    (long && !before.iter().any(named)).then_some(*last)
}

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
    const BARE: &[&str] = &[" is ", " was ", " covers ", " writes ", " teaches "];
    let at = |signs: &[&str]| signs.iter().filter_map(|s| line.find(s)).min();
    let (sure, bare) = (at(IS), at(BARE));
    let end = sure.into_iter().chain(bare).min()?;
    let name = line[..end].trim_end_matches(',');
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
    (fits && !title && (2..=4).contains(&words) && byline::are_people(name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::super::{Known, body};

    const PROSE: &str = "The harbour board said on Tuesday that it would not renew the lease of the old customs house, \
                         which has stood empty since the storms of the winter before last and needs a new roof before \
                         anybody could move into it again, whatever it may cost those who pay for it in the end.";

    /// The lines behind the text that are left.
    fn left(behind: &[&str]) -> Vec<String> {
        let text = [PROSE, PROSE, PROSE, PROSE].join("\n\n") + "\n\n" + &behind.join("\n\n");
        let (article, _) = body(&text, Known::default());
        let lines = article.text.split("\n\n").skip(4).map(str::to_owned);
        lines.collect()
    }

    #[test]
    fn headlines_behind_the_text_are_links() {
        let links = [
            "Who Pays for the Roof of the Customs House?",
            "The Long Winter of the Harbour Board",
        ];
        assert!(left(&links).is_empty());
        assert_eq!(left(&links[..1]), links[..1], "one may be anything");
        let lists = [
            "North Quay: Ann Poe, Jon Roe, Eva Moe, Lea Toe",
            "South Quay: Max Doe, Tom Loe, Ida Noe, Kai Soe",
        ];
        assert_eq!(left(&lists), lists);
        let announced = ["The songs of the evening were these:", links[1], links[1]];
        assert_eq!(left(&announced)[0], announced[0]);
        assert!(left(&announced).len() > 1);
        let sentences = ["It Was Not Over Yet.", "Nobody Went Home That Night."];
        assert_eq!(left(&sentences), sentences);
    }

    #[test]
    fn who_the_author_is_stands_behind_the_text() {
        for life in [
            "Ann Poe was the first harbour master of Bergen.",
            "Ann Poe is a lawyer and lives in Bergen. Her book on quays comes out in May.",
            "Ann B. Poe is author of a book on quays and director of a museum.",
            "Ann Poe teaches law and is a fellow of the harbour museum.",
        ] {
            assert!(left(&[life]).is_empty(), "{life}");
        }
        for text in [
            "The Harbour Board is the owner of the house.",
            "Ann Poe is expected to speak on Friday.",
            "Now THAT is the harbour we know.",
            "Ann Poe is seeking a director for the museum.",
            "Ann Poe, a lawyer, left the hall early and was not seen again on Tuesday.",
            "Ann Poe is a lawyer, and she said: “We will be back.”",
            "Bergen is the second largest town of the country.",
        ] {
            assert_eq!(left(&[text]), [text], "{text}");
        }
        let named = [
            "A lawyer for the tenants, Ann Poe, disagreed with the board on Tuesday.",
            "Ann Poe is a lawyer who has lived there for years.",
        ];
        assert_eq!(left(&named), named);
    }
}
