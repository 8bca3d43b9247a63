//! Work whose panic costs nothing but itself: it is caught, and who watches panics lets it pass.
//!
//! Must not know: what the work is.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    static CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// What `work` gives.
///
/// # Errors
/// What it panicked with.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    let before = CAUGHT.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    CAUGHT.set(before);
    done
}

/// Whether a panic of this thread is caught now.
#[must_use]
pub fn is_caught() -> bool {
    CAUGHT.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_caught_and_known_to_be_while_it_happens() {
        assert_eq!(caught(is_caught).ok(), Some(true));
        assert!(!is_caught());
        let inner = caught(|| {
            assert!(caught(|| panic!("made for this test")).is_err());
            is_caught()
        });
        assert_eq!(inner.ok(), Some(true), "the outer work still is");
    }
}
