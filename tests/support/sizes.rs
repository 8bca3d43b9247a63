//! The sizes at which the reader is tried.

use super::made::collection;
use super::rig::Rig;

/// A made collection at every size, with colour and without.
pub fn everywhere(test: impl Fn(&mut Rig)) {
    for (width, height) in SIZES {
        for new in [Rig::new, Rig::plain] {
            test(&mut new(width, height, collection()));
        }
    }
}

/// The sizes of screens for which it is made.
pub const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (140, 40), (200, 60)];
