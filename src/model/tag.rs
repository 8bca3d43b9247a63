//! The person's tags.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// Characters that a tag has at most.
const LONGEST: usize = 64;

/// A word of the person's own for articles and quotes, as `#harvest`. Tags differ by their letters,
/// not by case. In JSON it stands without its sign.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Tag(String);

/// The text is no tag.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is no tag: write letters, digits, - and _ without blanks, at most {LONGEST}, as in #harvest"
)]
pub struct TagError(pub String);

impl Tag {
    /// The tag without its `#`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl FromStr for Tag {
    type Err = TagError;

    /// Reads a tag, with or without `#` before it.
    fn from_str(given: &str) -> Result<Self, TagError> {
        let name = given.strip_prefix('#').unwrap_or(given);
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let good = name.starts_with(char::is_alphanumeric)
            && name.chars().all(fits)
            && name.chars().count() <= LONGEST;
        // The small form of a letter may be more than one letter ("İ").
        let name = name.to_lowercase();
        let good = good && name.chars().all(fits);
        good.then_some(Self(name))
            .ok_or_else(|| TagError(given.to_owned()))
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_without_case() {
        let tag = |s: &str| s.parse::<Tag>().map(|t| t.to_string());
        assert_eq!(tag("#Grain-Deal_2"), Ok("#grain-deal_2".to_owned()));
        assert_eq!(tag("Ölpreis"), Ok("#ölpreis".to_owned()));
        for wrong in [
            "",
            "#",
            "##a",
            "a b",
            "-a",
            "a!",
            "a:b",
            "İ",
            &"a".repeat(65),
        ] {
            assert!(tag(wrong).is_err(), "{wrong}");
        }
    }
}
