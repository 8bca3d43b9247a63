//! Character references (`&amp;`, `&#8217;`) in what is no markup: exports of databases and feeds keep
//! texts as they stood in pages, some of them escaped twice.
//!
//! Owns when they are resolved; which there are is known by `markup`.

use std::borrow::Cow;

use super::markup;

/// How often a text may have been escaped over again.
const TIMES: usize = 3;

/// `text` with references that were escaped themselves (`&amp;#8217;`) escaped once. For markup too.
pub(super) fn once(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..TIMES {
        match unescaped(&text) {
            Some(less) => text = Cow::Owned(less),
            None => break,
        }
    }
    text
}

/// `text` with its references resolved. A lone sign, as in "AT&T", and a name that is none stay.
pub(super) fn resolve(text: &str) -> Cow<'_, str> {
    let text = once(text);
    if !text.contains('&') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    markup::decode_entities(&text, &mut out);
    Cow::Owned(out)
}

/// `text` with `&` for each `&amp;` behind which a reference goes on; nothing where there is none.
fn unescaped(text: &str) -> Option<String> {
    const AMP: &str = "&amp;";
    let mut out = String::new();
    let mut from = 0;
    for (at, _) in text.match_indices(AMP) {
        if markup::is_reference(&text[at + AMP.len()..]) {
            out.push_str(&text[from..=at]);
            from = at + AMP.len();
        }
    }
    (from > 0).then(|| out + &text[from..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn references_are_resolved_and_signs_stay() {
        for (text, want) in [
            ("Smith &amp; Sons", "Smith & Sons"),
            ("It&#8217;s &quot;late&quot;", "It’s \"late\""),
            ("It&#x2019;s, he said&#146;", "It’s, he said’"),
            ("Caf&eacute;s &ndash; open", "Cafés – open"),
            ("It&amp;#8217;s &amp;quot;late&amp;quot;", "It’s \"late\""),
            ("Smith &amp;amp;amp; Sons", "Smith & Sons"),
            ("AT&T, R&D; Q&A & more", "AT&T, R&D; Q&A & more"),
            ("a &bogus; b &#xffffff; c &", "a &bogus; b &#xffffff; c &"),
            ("x?a=1&copy=2", "x?a=1&copy=2"),
        ] {
            assert_eq!(resolve(text), want);
        }
        assert_eq!(once("<p>It&amp;#8217;s</p>"), "<p>It&#8217;s</p>");
        assert_eq!(once("<p>Smith &amp; Sons</p>"), "<p>Smith &amp; Sons</p>");
    }

    proptest! {
        #[test]
        fn what_is_escaped_is_resolved_to_what_it_was(text in "[a-z &;#0-9’é]{0,40}") {
            let escaped = text.replace('&', "&amp;");
            if text == resolve(&text) {
                prop_assert_eq!(resolve(&escaped), text);
            }
        }
    }
}
