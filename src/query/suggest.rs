//! "Did you mean": the nearest of a few known names.

/// The name nearest to `given`, if it is near enough to be a slip: at most one edit in three
/// characters (and at least one). Letters that changed places count as one edit.
#[must_use]
pub fn closest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given: Vec<char> = given.to_lowercase().chars().take(40).collect();
    let limit = (given.len() / 3).max(1);
    known
        .into_iter()
        .map(|name| (distance(&given, &name.chars().collect::<Vec<_>>()), name))
        .filter(|(d, _)| *d <= limit)
        .min_by_key(|(d, _)| *d)
        .map(|(_, name)| name)
}

/// The value of a field that a slip was meant to be. A number of days is not a slip for another.
pub(super) fn nearest<'a>(given: &str, known: &[&'a str]) -> Option<&'a str> {
    let near = closest(given, known.iter().copied())?;
    (!near.starts_with(|c: char| c.is_ascii_digit())).then_some(near)
}

/// Optimal string alignment distance (Damerau-Levenshtein without a second edit of a swapped
/// pair), by three rolling rows.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_another_word_finds_nothing() {
        let known = ["speaker", "publisher", "title", "is"];
        assert_eq!(closest("speker", known), Some("speaker"));
        assert_eq!(closest("Tilte", known), Some("title"));
        assert_eq!(closest("weather", known), None);
        assert_eq!(closest("", known), None);
    }
}
