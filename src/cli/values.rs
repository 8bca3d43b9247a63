//! Values of options and arguments, read from what was typed.

/// A word of a query: `-draft` is one, but `--limt` is a slip.
pub(super) fn word(given: &str) -> Result<String, String> {
    if given.starts_with("--") {
        return Err("no such option; to look for these words, write them between marks".to_owned());
    }
    Ok(given.to_owned())
}

/// How many to print.
pub(super) fn one_or_more(given: &str) -> Result<usize, String> {
    match given.parse() {
        Ok(0) | Err(_) => Err("give a number from 1 on".to_owned()),
        Ok(number) => Ok(number),
    }
}
