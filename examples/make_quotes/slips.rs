//! What memory and fingers do to a word.

use unicode_normalization::UnicodeNormalization as _;

use crate::random::Random;

/// One slip: a letter left out, doubled, replaced or swapped with the next, never the first letter.
/// The word should have at least five letters.
pub fn typo(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + random.below(letters.len().saturating_sub(2));
    match random.below(4) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, letters[at]),
        2 => letters[at] = char::from(b'a' + random.below(26) as u8),
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}

/// The first letter and the consonants: "government" as "gvrnmnt".
pub fn abbreviation(word: &str) -> String {
    let kept = |(at, c): &(usize, char)| *at == 0 || !"aeiou".contains(*c);
    word.chars()
        .enumerate()
        .filter(kept)
        .map(|(_, c)| c)
        .collect()
}

/// The word without its accents and with its curly mark straight, or left out where `drop`.
pub fn unmarked(word: &str, drop: bool) -> String {
    let plain = word.nfd().filter(|c| c.is_ascii() || *c == '’');
    plain
        .filter(|c| !(drop && *c == '’'))
        .map(|c| if c == '’' { '\'' } else { c })
        .collect()
}

/// Whether the word has an accent or a curly mark that [`unmarked`] takes off.
pub fn is_marked(word: &str) -> bool {
    let plain = |c: char| c.is_ascii() || c == '’';
    !word.is_ascii()
        && word
            .nfd()
            .all(|c| plain(c) || ('\u{300}'..='\u{36f}').contains(&c))
}

/// Whether `short` is `long` with letters left out, the first letter kept.
pub fn is_short_of(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().next() == long.chars().next()
        && short.chars().all(|c| rest.any(|other| other == c))
}

/// Whether at most `most` slips part the two words (Damerau's distance of neighbours).
pub fn is_near(a: &str, b: &str, most: usize) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return false;
    }
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut least = changed.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(rows[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    rows[a.len()][b.len()] <= most
}
