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

/// For each line whether it is none of the article. Of a `whole` page one line in capitals may be a link; in a
/// body, out of which nothing is taken that could be text, there are several. What many articles of a publisher
/// have is found by its number (see `repeated`).
pub(super) fn links(page: &Page<'_>, whole: bool) -> Vec<bool> {
    let mut out = vec![false; page.lines.len()];
    shouted(page, if whole { 1 } else { 2 }, &mut out);
    clocked(page, &mut out);
    let prose = page.looks.iter().position(|look| *look == Look::Prose);
    for (k, is_one) in out.iter_mut().enumerate().skip(1) {
        let below = prose.is_some_and(|first| first < k);
        *is_one |= is_opinion(page, k) || (below && is_source(page, k));
    }
    out
}

/// Lines in capitals between paragraphs, as some papers print links to other articles: "MAYOR REFUSES
/// TO SAY WHO PAID FOR THE ROOF", at least so many. The subheads of a digest look the same, but shorter ones
/// are among them.
fn shouted(page: &Page<'_>, least: usize, out: &mut [bool]) {
    let Some(first) = first_text(&page.looks) else {
        return;
    };
    // A text that is all in capitals has none.
    if !page.line(first).contains(char::is_lowercase) {
        return;
    }
    let (mut found, mut short) = (Vec::new(), 0);
    // The last line so far that is neither furniture nor in capitals.
    let mut before = None;
    for k in 0..page.lines.len() {
        if page.looks[k] == Look::Furniture {
            continue;
        }
        if !is_loud(page, k) {
            before = Some(k);
        } else if k >= first && lines::words(page.line(k)) >= SHOUTED.0 {
            found.push((k, before));
        } else if k >= first {
            short += 1;
        }
    }
    let links = found.len() <= SHOUTED.1 || short * SHARE <= found.len();
    if found.len() < least || !links {
        return;
    }
    let alone = found.len() == 1;
    for (k, before) in found {
        out[k] = before.is_some_and(|before| is_followed(page, before, alone));
    }
}

fn is_loud(page: &Page<'_>, k: usize) -> bool {
    let line = page.line(k);
    // Nearly all lines are told by their first letters.
    if line.contains(char::is_lowercase) {
        return false;
    }
    let asks = line.trim_end_matches(['\'', '’']).ends_with('?');
    let plain = page.looks[k] == Look::Short || (is_text(page, k) && asks);
    plain
        && page.lines[k].hint.is_none()
        && !(line.contains(['"', '“', '”']) || line.ends_with([':', '!']))
        && line.contains(char::is_uppercase)
}

fn is_text(page: &Page<'_>, k: usize) -> bool {
    matches!(page.looks[k], Look::Prose | Look::Sentence)
}

/// Whether line number `k` is text that a link may follow; where that is `alone`, text that does not announce
/// it ("It read:").
fn is_followed(page: &Page<'_>, k: usize, alone: bool) -> bool {
    is_text(page, k) && !(alone && page.line(k).ends_with(':'))
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

/// "Source: Nordwire, Harbour Board": where the figures of a picture are from that stood there. Over a text it
/// is the text's.
fn is_source(page: &Page<'_>, k: usize) -> bool {
    let line = page.line(k);
    let named = ["Source: ", "Sources: "];
    let named = named.iter().find_map(|label| line.strip_prefix(label));
    page.looks[k] == Look::Short
        && named.is_some_and(|names| lines::words(names) <= 12 && lines::is_title_case(names))
}

/// The title of a video, printed once with its length and again without: "Poe: The roof must go 05:02".
fn clocked(page: &Page<'_>, out: &mut [bool]) {
    for k in 0..page.lines.len() {
        let Some(title) = without_length(page.line(k)) else {
            continue;
        };
        for j in k.saturating_sub(1)..(k + 2).min(page.lines.len()) {
            if page.line(j) == title {
                out[j] = true;
                out[k] = true;
            }
        }
    }
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
    use super::super::{Known, body, plain};

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
        // One may be what the paragraph is about, and the last cry of a text.
        for one in [[PROSE, LINK, PROSE], [PROSE, PROSE, LINK]] {
            assert_eq!(left(&one), one);
        }
        let page = [PROSE, LINK, PROSE, PROSE].join("\n\n");
        assert!(!plain::article(&page).text.contains(LINK));
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
