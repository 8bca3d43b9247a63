//! Tests of what becomes of elements, and of markup that is broken.

use super::*;

#[test]
fn elements_part_lines_and_give_roles() {
    let html = "<h2>Why</h2><p>The <b>board</b> said&nbsp;&ldquo;no&rdquo;.<br>Then it left.</p>\
                <figure><img alt=\"a > b\"><figcaption>The house</figcaption></figure>\
                <ul><li>One</li><li>Two</ul><blockquote><p>We must.</p></blockquote><script>x<y</script>3 < 4";
    let got = pieces(html);
    let want = [
        (Some(BlockRole::Heading), "Why"),
        (None, "The board said “no”."),
        (None, "Then it left."),
        (Some(BlockRole::Caption), "The house"),
        (Some(BlockRole::List), "One"),
        (Some(BlockRole::List), "Two"),
        (Some(BlockRole::Quote), "We must."),
        (None, "3 < 4"),
    ];
    let want = want.map(|(role, line)| Piece::plain(role, line.to_owned()));
    assert_eq!(got, want);
}

#[test]
fn spans_beside_one_another_are_no_word() {
    for (html, want) in [
        (
            "<span>By Ann Lee</span><span>March 2, 2031</span>",
            "By Ann Lee / March 2, 2031",
        ),
        (
            "<span>By ANN LEE</span><time>March 2</time>",
            "By ANN LEE / March 2",
        ),
        (
            "<span>By Tom Rigg</span><span>The Post, Leeds</span>",
            "By Tom Rigg / The Post, Leeds",
        ),
        (
            "<a>Ann Lee</a><span>Staff</span><b><span>2 May</span></b>",
            "Ann Lee Staff 2 May",
        ),
        ("<span>wor</span><span>ds</span>", "words"),
        ("<span>T</span>he <span>B</span><span>BC</span>", "The BBC"),
        ("<span>The</span> <span>Post</span>", "The Post"),
        ("Mc<span>Donald</span>", "McDonald"),
    ] {
        let lines: Vec<String> = pieces(html).into_iter().map(|p| p.line).collect();
        assert_eq!(lines.join(" / "), want);
    }
}

#[test]
fn broken_markup_takes_no_time() {
    // Minutes, where each tag looks for its end anew.
    assert_eq!(pieces(&"<a <p ".repeat(100_000)).len(), 1);
    assert_eq!(pieces(&"<form><p>x</p>".repeat(50_000)).len(), 50_000);
    // The same, where at each span the line so far is looked at for an author's name.
    let spans = "<span>a</span><span>1 </span>".repeat(50_000);
    for begin in ["<p>By x1 ", "<p>By ", &" ".repeat(1 << 20)] {
        assert_eq!(pieces(&format!("{begin}{spans}")).len(), 1);
    }
    assert_eq!(tags(&("<a href=\"".repeat(100_000) + ">")), Tags::Inline);
    assert_eq!(tags(&("<x ".repeat(100_000) + ">")), Tags::None);
}

#[test]
fn broken_markup_loses_no_text() {
    for html in [
        "<p>One <p>Two",
        "<div><script>One",
        "a <b",
        "&bogus; & &#xffffffff;",
        "<!-- One",
        "<",
    ] {
        let _ = pieces(html);
    }
    assert_eq!(pieces("One <unclosed").len(), 1);
}

#[test]
fn lines_of_what_was_set_by_hand_are_lines() {
    let lines = |html: &str| {
        pieces(html)
            .into_iter()
            .map(|piece| piece.line)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        lines("<pre>One\n  two <b>three</b> four\n\nfive</pre>six\nseven"),
        ["One", "two three four", "five", "six seven"]
    );
    let broken = "The harbour board said on Tuesday that it would not renew\nthe lease of the old customs house in the town.";
    assert_eq!(
        lines(&format!("<pre>{broken}\n</pre>")),
        [broken.replace('\n', " ")]
    );
}

#[test]
fn who_is_quoted_and_what_is_counted_have_their_lines() {
    let html = "<blockquote>We must.<cite>Ann Poe</cite></blockquote><p>In <cite>The Post</cite> it was said.</p>\
                <dl><dt>For</dt><dd>40</dd><dt>Against</dt><dd>Twelve</dd></dl>";
    let lines: Vec<_> = pieces(html)
        .into_iter()
        .map(|piece| (piece.hint, piece.line))
        .collect();
    let (quote, list) = (Some(BlockRole::Quote), Some(BlockRole::List));
    let want = [
        (quote, "We must."),
        (quote, "Ann Poe"),
        (None, "In The Post it was said."),
        (list, "For: 40"),
        (None, "Against"),
        (list, "Twelve"),
    ];
    assert_eq!(lines, want.map(|(hint, line)| (hint, line.to_owned())));
}
