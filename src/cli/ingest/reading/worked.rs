//! How much of a file is done with each piece of it.
//!
//! Owns the estimate: of a file that is read as a stream, compressed or not, it is what was read of it; of
//! one that is taken into memory first, its text. Never is it all before the last piece.

/// A file of which piece after piece is done.
pub(super) struct Worked {
    size: u64,
    left: u64,
    taken: u64,
}

impl Worked {
    pub(super) const fn new(size: u64) -> Self {
        Self {
            size,
            left: size,
            taken: 0,
        }
    }

    /// The bytes of the file that count as done with a piece with so much `text`, when so many had been
    /// `taken` from it in all.
    pub(super) fn piece(&mut self, taken: u64, text: u64, last: bool) -> u64 {
        let read = taken.saturating_sub(self.taken);
        self.taken = self.taken.max(taken);
        let bytes = if last {
            self.left
        } else if read > 0 && taken < self.size {
            read.min(self.left)
        } else {
            // The text may be far more than the file.
            text.min(self.left / 2)
        };
        self.left -= bytes;
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_done_with_the_last_piece() {
        // Compressed: ten times as much comes out.
        let mut packed = Worked::new(1_000);
        let taken = [300, 600, 900, 1_000, 1_000];
        let bytes: Vec<u64> = (0..5)
            .map(|k| packed.piece(taken[k], 3_000, k == 4))
            .collect();
        assert_eq!(bytes, [300, 300, 300, 50, 50]);
        // Taken into memory at once.
        let mut whole = Worked::new(1_000);
        let bytes: Vec<u64> = (0..4).map(|k| whole.piece(1_000, 200, k == 3)).collect();
        assert_eq!(bytes, [200, 200, 200, 400]);
        // Nobody counts.
        let mut other = Worked::new(1_000);
        assert_eq!(
            [other.piece(0, 5_000, false), other.piece(0, 1, true)],
            [500, 500]
        );
        assert_eq!(Worked::new(0).piece(10, 10, false), 0);
    }
}
