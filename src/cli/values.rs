//! Values of options and arguments, read from what was typed.

/// How many to print.
pub(super) fn one_or_more(given: &str) -> Result<usize, String> {
    match given.parse() {
        Ok(0) | Err(_) => Err("give a number from 1 on".to_owned()),
        Ok(number) => Ok(number),
    }
}
