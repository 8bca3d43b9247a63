//! Where tags and elements end.
//!
//! Owns the marks around attributes and what is never closed; must not know what an element is for.

/// Most tags that marks around attributes leave without an end: each was looked for to the end of the page.
const OPEN_ENDED: usize = 8;

/// Finds the ends of the tags of one page, in time that grows with the page whatever is on it.
pub(in crate::import) struct TagEnds {
    /// How many tags may still be looked for to the end of the page.
    left: usize,
}

impl Default for TagEnds {
    fn default() -> Self {
        Self { left: OPEN_ENDED }
    }
}

impl TagEnds {
    /// Length of the tag or comment at the start of `text`, marks around attributes respected; nothing where
    /// it is none.
    pub(in crate::import) fn length(&mut self, text: &str) -> Option<usize> {
        if text.starts_with("<!--") {
            return Some(text.find("-->").map_or(text.len(), |at| at + 3));
        }
        let second = *text.as_bytes().get(1)?;
        if !(second.is_ascii_alphabetic() || matches!(second, b'/' | b'!' | b'?')) {
            return None;
        }
        if self.left == 0 {
            return memchr::memchr(b'>', text.as_bytes()).map(|at| at + 1);
        }
        let mut mark = None;
        for (at, byte) in text.bytes().enumerate() {
            match (mark, byte) {
                (None, b'>') => return Some(at + 1),
                (None, b'"' | b'\'') if at > 0 && text.as_bytes()[at - 1] == b'=' => {
                    mark = Some(byte);
                }
                (Some(open), _) if open == byte => mark = None,
                _ => {}
            }
        }
        self.left -= 1;
        None
    }
}

/// What follows the element `name` that was just opened; nothing where it is never closed.
pub(in crate::import) fn skip<'a>(rest: &'a str, name: &str) -> Option<&'a str> {
    let close = format!("</{name}");
    let bytes = rest.as_bytes();
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&bytes[from..], b"</") {
        let at = from + at;
        let found = bytes.get(at..at + close.len());
        if found.is_some_and(|f| f.eq_ignore_ascii_case(close.as_bytes())) {
            return Some(&rest[at..]);
        }
        from = at + 2;
    }
    None
}
