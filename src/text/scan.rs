//! Bytes of note found in a text, many places looked at at once.

/// Bytes that are looked at together.
const BLOCK: usize = 16;

/// The first place from `from` on with a byte that `is_of_note`. The answer must be made without
/// branches (`|` and `&` between comparisons), so that a block takes a few instructions.
#[inline]
pub fn find(bytes: &[u8], from: usize, is_of_note: impl Fn(u8) -> bool) -> Option<usize> {
    let mut at = from;
    while let Some(block) = bytes.get(at..).and_then(<[u8]>::first_chunk::<BLOCK>) {
        let seen = block
            .iter()
            .fold(0, |seen, b| seen | u8::from(is_of_note(*b)));
        if seen != 0 {
            break;
        }
        at += BLOCK;
    }
    let rest = bytes.get(at..)?;
    rest.iter().position(|b| is_of_note(*b)).map(|k| at + k)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn the_first_byte_of_note_is_found_wherever_it_stands() {
        for len in 0..70 {
            let mut text = vec![b'a'; len];
            assert_eq!(find(&text, 0, |b| b == b'.'), None);
            for at in 0..len {
                text[at] = b'.';
                assert_eq!(find(&text, at / 2, |b| b == b'.'), Some(at));
                assert_eq!(find(&text, at + 1, |b| b == b'.'), None);
                text[at] = b'a';
            }
        }
    }
}
