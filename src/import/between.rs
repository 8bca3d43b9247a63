//! What stands between the paragraphs of an article and is none of it, as its neighbours show: links to
//! other articles in capitals, and the titles of videos.
//!
//! Owns the signs of both; must not know what is done with them.

use super::lines;
use super::roles::{Look, Page, first_text};

/// Least words of a line in capitals that is a link, and most such lines of which other lines in capitals
/// say nothing.
const SHOUTED: (usize, usize) = (7, 3);

/// So many times as many links as shorter lines in capitals there must be, where there are more.
const SHARE: usize = 3;

/// The lines that are none of the article.
pub(super) fn links(page: &Page<'_>) -> Vec<usize> {
    let mut out = shouted(page);
    out.extend(clocked(page));
    let other = |k: &usize| is_opinion(page, *k) || is_source(page, *k);
    out.extend((1..page.lines.len()).filter(other));
    out
}

/// Lines in capitals between paragraphs, as some papers print links to other articles: "MAYOR REFUSES
/// TO SAY WHO PAID FOR THE ROOF". The subheads of a digest look the same, but shorter ones are among them.
fn shouted(page: &Page<'_>) -> Vec<usize> {
    let Some(first) = first_text(&page.looks) else {
        return Vec::new();
    };
    // A text that is all in capitals has none.
    if !page.line(first).contains(char::is_lowercase) {
        return Vec::new();
    }
    let loud = (first..page.lines.len()).filter(|k| is_loud(page, *k));
    let (found, short): (Vec<_>, Vec<_>) =
        loud.partition(|k| lines::words(page.line(*k)) >= SHOUTED.0);
    let links = found.len() <= SHOUTED.1 || short.len() * SHARE <= found.len();
    let alone = found.len() == 1;
    let found = found.into_iter().filter(|k| follows_text(page, *k, alone));
    found.filter(|_| links).collect()
}

fn is_loud(page: &Page<'_>, k: usize) -> bool {
    let line = page.line(k);
    let asks = line.trim_end_matches(['\'', '’']).ends_with('?');
    let plain = page.looks[k] == Look::Short || (is_text(page, k) && asks);
    let marked = line.contains(['"', '“', '”']) || line.ends_with([':', '!']);
    plain
        && page.lines[k].hint.is_none()
        && !marked
        && line.contains(char::is_uppercase)
        && !line.contains(char::is_lowercase)
}

fn is_text(page: &Page<'_>, k: usize) -> bool {
    matches!(page.looks[k], Look::Prose | Look::Sentence)
}

/// Whether the last line before number `k` that is neither furniture nor in capitals is text; where the line
/// is `alone`, text that does not announce it ("It read:").
fn follows_text(page: &Page<'_>, k: usize, alone: bool) -> bool {
    let before = (0..k).rev();
    let mut before = before.filter(|j| page.looks[*j] != Look::Furniture && !is_loud(page, *j));
    before
        .next()
        .is_some_and(|j| is_text(page, j) && !(alone && page.line(j).ends_with(':')))
}

/// "Opinion: The roof must go", behind a paragraph: over a text it is the headline.
fn is_opinion(page: &Page<'_>, k: usize) -> bool {
    let line = page.line(k);
    let short = page.looks[k] == Look::Short || (is_text(page, k) && line.ends_with('?'));
    short
        && line
            .strip_prefix("Opinion: ")
            .is_some_and(|title| lines::words(title) >= 3)
        && lines::words(line) <= 20
        && page.looks[k - 1] == Look::Prose
}

/// "Source: Nordwire, Harbour Board": where the figures of a picture are from that stood there.
fn is_source(page: &Page<'_>, k: usize) -> bool {
    let line = page.line(k);
    let named = ["Source: ", "Sources: "];
    let named = named.iter().find_map(|label| line.strip_prefix(label));
    page.looks[k] == Look::Short
        && named.is_some_and(|names| lines::is_title_case(names) && lines::words(names) <= 12)
        && (0..k).any(|j| page.looks[j] == Look::Prose)
}

/// The title of a video, printed once with its length and again without: "Poe: The roof must go 05:02".
fn clocked(page: &Page<'_>) -> Vec<usize> {
    let mut out = Vec::new();
    for k in 0..page.lines.len() {
        let Some(title) = without_length(page.line(k)) else {
            continue;
        };
        let near = k.saturating_sub(1)..(k + 2).min(page.lines.len());
        let again: Vec<usize> = near.filter(|j| page.line(*j) == title).collect();
        if !again.is_empty() {
            out.push(k);
            out.extend(again);
        }
    }
    out
}

/// A title without the minutes and seconds at its end.
fn without_length(line: &str) -> Option<&str> {
    let (title, length) = line.rsplit_once(' ')?;
    let (minutes, seconds) = length.split_once(':')?;
    let digits = |n: &str| n.len() == 2 && n.bytes().all(|b| b.is_ascii_digit());
    (digits(minutes) && digits(seconds)).then_some(title)
}

#[cfg(test)]
mod tests {
    use super::super::{Known, body};

    const PROSE: &str = "The harbour board said on Tuesday that it would not renew the lease of the old customs house.";
    const LINK: &str = "MAYOR REFUSES TO SAY WHO PAID FOR THE ROOF";

    fn left(parts: &[&str]) -> Vec<String> {
        let (article, _) = body(&parts.join("\n\n"), Known::default());
        article.text.split("\n\n").map(str::to_owned).collect()
    }

    #[test]
    fn links_in_capitals_go_however_many_there_are() {
        let asks = "WHO PAID FOR THE ROOF OF THE OLD CUSTOMS HOUSE?";
        let quotes = "POE CALLS ROOF ‘A SCANDAL’ FOR ALL OF THE TOWN";
        let one = [PROSE, LINK, PROSE];
        assert_eq!(left(&one), [PROSE, PROSE]);
        let many = [PROSE, LINK, asks, PROSE, quotes, PROSE, LINK, PROSE, asks];
        assert_eq!(left(&many), [PROSE; 4]);
    }

    #[test]
    fn subheads_in_capitals_stay() {
        let short = "WHAT THE ROOF COSTS";
        let digest = [
            PROSE, LINK, PROSE, short, PROSE, LINK, PROSE, short, PROSE, LINK, PROSE, LINK, PROSE,
        ];
        assert_eq!(left(&digest), digest);
        assert_eq!(left(&[LINK, PROSE]), [LINK, PROSE]);
        let announced = [
            &PROSE.replace("house.", "house, and its door read:"),
            LINK,
            PROSE,
        ];
        assert_eq!(left(&announced), announced);
        let loud = PROSE.to_uppercase();
        let all = [loud.as_str(), LINK, loud.as_str()];
        assert_eq!(left(&all), all);
    }

    #[test]
    fn an_opinion_between_paragraphs_is_a_link() {
        let opinion = "Opinion: The roof must go";
        assert_eq!(left(&[PROSE, opinion, PROSE]), [PROSE, PROSE]);
        assert_eq!(left(&[opinion, PROSE]), [opinion, PROSE]);
    }

    #[test]
    fn the_source_of_a_picture_goes_and_what_a_source_says_stays() {
        let source = "Sources: Nordwire, Harbour Board";
        assert_eq!(left(&[PROSE, source, PROSE]), [PROSE, PROSE]);
        let said = [PROSE, "Source: Board sends report to the town", PROSE];
        assert_eq!(left(&said), said);
    }

    #[test]
    fn the_title_of_a_video_goes_with_its_length() {
        let title = "Poe: The roof of the customs house must go";
        let long = format!("{title} 05:02");
        assert_eq!(left(&[PROSE, title, &long, title, PROSE]), [PROSE, PROSE]);
        let alone = [PROSE, &long, PROSE];
        assert_eq!(left(&alone), alone);
    }
}
