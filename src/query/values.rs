//! Values of fields that are no words: bounds of the confidence, what there is.

use std::fmt;

/// A value of `conf:`: on which side of a number the confidence lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// Which side.
    pub side: Side,
    /// The number, 0 to 1.
    pub than: f32,
}

/// A side of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Side {
    Above,
    AtLeast,
    Below,
    AtMost,
}

// The number is never NaN.
impl Eq for Bound {}

impl Side {
    /// Longer signs first, so that `>=` is not read as `>`.
    const ALL: [Self; 4] = [Self::AtLeast, Self::AtMost, Self::Above, Self::Below];

    /// The sign, in queries and in SQL.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Above => ">",
            Self::AtLeast => ">=",
            Self::Below => "<",
            Self::AtMost => "<=",
        }
    }
}

impl Bound {
    /// Reads `>0.8`, `>=0.8`, `<0.8` or `<=0.8`.
    pub(super) fn read(given: &str) -> Option<Self> {
        let side = Side::ALL
            .into_iter()
            .find(|s| given.starts_with(s.sign()))?;
        let number = &given[side.sign().len()..];
        let plain = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let than = number.parse().ok().filter(|_| plain)?;
        (0.0..=1.0).contains(&than).then_some(Self { side, than })
    }

    /// Whether a confidence lies there.
    #[must_use]
    pub fn holds(self, confidence: f32) -> bool {
        match self.side {
            Side::Above => confidence > self.than,
            Side::AtLeast => confidence >= self.than,
            Side::Below => confidence < self.than,
            Side::AtMost => confidence <= self.than,
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.side.sign(), self.than)
    }
}

/// A value of `has:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has {
    /// Quotes were found in the article.
    Quotes,
    /// The person wrote a note on the quote.
    Notes,
}

impl Has {
    /// As queries have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quotes => "quotes",
            Self::Notes => "notes",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_a_sign_and_a_number_from_0_to_1() {
        let holds = |s: &str, c: f32| Bound::read(s).unwrap().holds(c);
        assert!(holds(">0.8", 0.81) && !holds(">0.8", 0.8));
        assert!(holds(">=0.8", 0.8) && !holds(">=.8", 0.79));
        assert!(holds("<1", 0.99) && !holds("<1", 1.0));
        assert!(holds("<=0.5", 0.5) && !holds("<=0.5", 0.51));
        for wrong in [
            "0.8", ">", ">1.1", ">-1", ">NaN", ">1e-1", "=0.8", ">.", ">80%",
        ] {
            assert_eq!(Bound::read(wrong), None, "{wrong}");
        }
    }
}
