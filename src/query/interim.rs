//! Folding until `text::fold` is here; then this file goes.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without accents, marks straight.
#[must_use]
pub fn fold_str(s: &str) -> String {
    s.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '‘' | '’' => '\'',
            '“' | '”' => '"',
            '‐'..='―' => '-',
            other => other,
        })
        .collect()
}
