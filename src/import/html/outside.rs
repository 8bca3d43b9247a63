//! The lines of a page that are not in its readable part: captions are put back where they stood,
//! the others keep their place.
//!
//! Owns the comparison of the lines of a whole page with those of its readable part; must not know
//! why the rest was left out.

use std::collections::HashMap;

use crate::import::furniture::word_string;
use crate::import::markup::{Piece, unmarked};
use crate::import::{byline, dates, head};
use crate::model::BlockRole;

/// A line that is in no piece, and the number of the piece before which it stands.
pub(super) type Beside = (usize, String);

/// Walks over the lines of a page; each with the number of the same line among `kept`, or with the
/// number of the line of `kept` before which it stands.
fn walk<'p>(
    page: &'p [Piece],
    kept: &[Piece],
) -> impl Iterator<Item = (Result<usize, usize>, &'p Piece)> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (k, piece) in kept.iter().enumerate().rev() {
        let line = unmarked(&piece.line).to_owned();
        places.entry(line).or_default().push(k);
    }
    let mut next = 0;
    page.iter().map(move |piece| {
        let found = places.get_mut(unmarked(&piece.line)).and_then(Vec::pop);
        if let Some(k) = found {
            next = next.max(k + 1);
        }
        (found.ok_or(next), piece)
    })
}

/// Puts the captions of `page` between the headline and the end of the text back among `kept`:
/// the choice of a page's readable part drops many pictures, and what stands under them.
pub(super) fn restore_captions(page: &[Piece], kept: &mut Vec<Piece>, title: Option<&str>) {
    let title = title.map(word_string);
    let mut begun = false;
    let (mut captions, mut lost) = (Vec::new(), Vec::new());
    for (place, piece) in walk(page, kept) {
        let caption = piece.hint == Some(BlockRole::Caption);
        begun |= place.is_ok()
            || title
                .as_ref()
                .is_some_and(|t| *t == word_string(&piece.line));
        match place {
            Ok(k) if caption => captions.push(k),
            Err(next) if caption && begun && next < kept.len() => lost.push((next, piece.clone())),
            _ => {}
        }
    }
    for k in captions {
        kept[k].hint = Some(BlockRole::Caption);
    }
    let mut lost = lost.into_iter().peekable();
    for (k, piece) in std::mem::take(kept).into_iter().enumerate() {
        while let Some((_, caption)) = lost.next_if(|(next, _)| *next <= k) {
            kept.push(caption);
        }
        kept.push(piece);
    }
}

/// The lines of `page` that are none of `kept`, in order.
pub(super) fn lines(page: &[Piece], kept: &[Piece]) -> Vec<Beside> {
    walk(page, kept)
        .filter_map(|(place, piece)| Some((place.err()?, piece.line.clone())))
        .collect()
}

/// Most lines behind a headline that may tell author and day.
const HEAD: usize = 12;

/// Author and day as printed between the headline and the text, where that is no part of the text.
pub(super) fn credit(
    outside: &[Beside],
    title: Option<&str>,
) -> (Option<String>, Option<dates::Found>) {
    let before: Vec<&str> = outside
        .iter()
        .take_while(|(next, _)| *next == 0)
        .map(|(_, line)| line.as_str())
        .collect();
    let title = title.map(word_string);
    let is_title = |line: &&str| title.as_ref().is_some_and(|t| *t == word_string(line));
    let from = before.iter().rposition(is_title).map_or(0, |k| k + 1);
    let behind = before.iter().skip(from).take(HEAD);
    let author = behind.clone().find_map(|line| byline::read(line));
    let day = behind.clone().find_map(|line| head::date_line(line));
    // Blogs set the day over the headline.
    let above = from.checked_sub(2).and_then(|k| before.get(k));
    let day = day.or_else(|| head::date_line(above?));
    (author.map(|found| found.names), day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(lines: &[&str]) -> Vec<Piece> {
        let plain = |line: &&str| Piece::plain(None, (*line).to_owned());
        lines.iter().map(plain).collect()
    }

    #[test]
    fn what_is_left_out_keeps_its_place() {
        let page = pieces(&["Menu", "One.", "Share", "Two.", "One.", "Imprint"]);
        let found = lines(&page, &pieces(&["One.", "Two."]));
        let want = [(0, "Menu"), (1, "Share"), (2, "One."), (2, "Imprint")];
        assert_eq!(found, want.map(|(k, l)| (k, l.to_owned())));
    }

    #[test]
    fn captions_come_back_and_menus_do_not() {
        let mut page = pieces(&[
            "Menu",
            "Title",
            "Under a picture",
            "One.",
            "Another",
            "Two.",
            "Advert",
        ]);
        for k in [0, 2, 4, 6] {
            page[k].hint = Some(BlockRole::Caption);
        }
        let mut kept = pieces(&["One.", "Another", "Two."]);
        restore_captions(&page, &mut kept, Some("Title"));
        let lines: Vec<&str> = kept.iter().map(|piece| piece.line.as_str()).collect();
        assert_eq!(lines, ["Under a picture", "One.", "Another", "Two."]);
        assert_eq!(kept[2].hint, Some(BlockRole::Caption));
    }

    #[test]
    fn captions_without_end_come_back_in_their_order() {
        const MANY: usize = 100_000;
        let caption = |n: usize| Piece::plain(Some(BlockRole::Caption), format!("Picture {n}"));
        let text = (0..MANY).map(|n| Piece::plain(None, format!("Line {n}.")));
        let mut kept: Vec<Piece> = text.collect();
        let mut page = vec![kept[0].clone()];
        page.extend((0..MANY).map(caption));
        page.extend_from_slice(&kept[1..]);
        // Put in one by one they would take time that grows with their square.
        restore_captions(&page, &mut kept, None);
        assert_eq!(kept, page);
    }

    #[test]
    fn author_and_day_are_looked_for_behind_the_headline() {
        let outside: Vec<Beside> = ["By Jon Roe", "Title", "By Ann Poe", "May 3, 2031"]
            .map(|l| (0, l.to_owned()))
            .to_vec();
        let (author, day) = credit(&outside, Some("Title"));
        assert_eq!(author.as_deref(), Some("Ann Poe"));
        assert_eq!(day.unwrap().date.to_string(), "2031-05-03");
        let outside: Vec<Beside> = ["May 2, 2031", "May 3, 2031", "Title", "By Ann Poe"]
            .map(|l| (0, l.to_owned()))
            .to_vec();
        let (_, day) = credit(&outside, Some("Title"));
        assert_eq!(day.unwrap().date.to_string(), "2031-05-03");
    }
}
