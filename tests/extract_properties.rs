//! What holds for every article: spans lie in the text, and what is wrong or missing in one
//! paragraph moves no quote in another.
//!
//! Articles are made of passages: a paragraph that stands by itself, or several that are one
//! speech. Names may be read anywhere in an article, so a change in one passage may give the
//! speaker of another a fuller name; where the quotes of that other begin and end must not move.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod invariants;

use invariants::{article, extract_holding, words_by_paragraph as bounds};
use onrecord::model::Article;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Passages, with places for words said (`W`), for a person (`P`) and for double marks (`<`, `>`)
/// and nested ones (`[`, `]`). No passage begins with a sentence that is wholly between marks: it would carry on what
/// stands before it.
const PASSAGES: [&str; 22] = [
    "<W,> P said.",
    "<W,> said P. <W.>",
    "<W,> P said on Monday, <and W.>",
    "P said: <W.>",
    "P said, <W, and [W,] and W.> It rained all day.",
    "P said W.",
    "W, according to P.",
    "P told reporters that W, adding that W.",
    "P said the plan was <good enough> for the town.",
    "The so-called <ring road> opened in May, and P called it <a gift to all of us.>",
    "<Is it true that W?> P asked. Nobody answered.",
    "The workers' union of the '90s met at the harbour. It rained.",
    "P, who is 6'2\" tall, smiled. <W,> the pilot's wife said.",
    "They read <The Long Winter of the Sea> to the children.",
    "P accused the town of a mistake. <W,> the mayor said.",
    "[W,] P said. [W.]",
    "<W,> P said. <W. ¶ <W. ¶ <W.>",
    "P said: <W. ¶ <W.>",
    "<W,> P said. ¶ <W.>",
    "P put it this way: ¶ <W.>",
    "The ferry was late. ¶ It was full.",
    "<W,> P said in a statement. ¶ The ferry was late. ¶ P shook hands with the mayor.",
];

const WORDS: [&str; 8] = [
    "the bridge is safe",
    "we will never sell the harbour to anyone",
    "it's the town's own fault",
    "nobody asked the fishermen what they wanted",
    "trade is up",
    "there are 40 boats, and all of them leak",
    "no",
    "the ministry has known since the spring of 2014",
];

const PEOPLE: [&str; 8] = [
    "Ann Roe",
    "Tom Poe, the harbour master",
    "the mayor",
    "she",
    "Dr. Liwei Zhao",
    "a spokesman for the port",
    "Roe",
    "William “Bill” Doe",
];

/// `<`, `>`, `[` and `]` as a newspaper prints them.
const STYLES: [[&str; 4]; 4] = [
    ["“", "”", "‘", "’"],
    ["\"", "\"", "'", "'"],
    ["''", "''", "'", "'"],
    ["‘", "’", "“", "”"],
];

/// A passage: its paragraphs.
type Passage = Vec<String>;

fn passage(style: usize) -> impl Strategy<Value = Passage> {
    let words = prop::collection::vec(select(&WORDS[..]), 4);
    (select(&PASSAGES[..]), words, select(&PEOPLE[..])).prop_map(move |(form, words, person)| {
        let mut words = words.into_iter().cycle();
        let mut out = String::new();
        for c in form.chars() {
            match c {
                'W' => out.push_str(words.next().unwrap()),
                'P' => out.push_str(person),
                _ => match "<>[]".find(c) {
                    Some(k) => out.push_str(STYLES[style][k]),
                    None => out.push(c),
                },
            }
        }
        out.split(" ¶ ").map(capitalised).collect()
    })
}

/// With a capital at the start, behind marks.
fn capitalised(paragraph: &str) -> String {
    let at = paragraph.find(char::is_alphanumeric).unwrap_or(0);
    let (marks, words) = paragraph.split_at(at);
    let first = words[..1].to_uppercase();
    format!("{marks}{first}{}", &words[1..])
}

fn passages() -> impl Strategy<Value = Vec<Passage>> {
    (0..STYLES.len()).prop_flat_map(|style| prop::collection::vec(passage(style), 2..7))
}

fn whole(passages: &[Passage]) -> Article {
    article(&passages.concat())
}

/// The paragraph with one of its marks deleted, doubled, turned or made single; none where it has
/// no mark.
fn spoilt(paragraph: &str, which: Index, how: u8) -> Option<String> {
    let marks: Vec<(usize, &str)> = paragraph
        .match_indices(|c: char| "“”\"‘’'".contains(c))
        .collect();
    let &(at, mark) = marks.get(which.index(marks.len().max(1)))?;
    let other = match (how, mark) {
        (0, _) => "".to_owned(),
        (1, _) => mark.repeat(2),
        (2, "“") => "”".to_owned(),
        (2, "”") => "“".to_owned(),
        (2, "‘") => "’".to_owned(),
        (2, "’") => "‘".to_owned(),
        (2, _) => format!(" {mark} "),
        (_, "“" | "”" | "\"") => "'".to_owned(),
        _ => "\"".to_owned(),
    };
    let (before, after) = (&paragraph[..at], &paragraph[at + mark.len()..]);
    Some(format!("{before}{other}{after}"))
}

/// Words, marks and blanks in any order.
fn soup() -> impl Strategy<Value = Vec<String>> {
    let bits = [
        "“",
        "”",
        "\"",
        "‘",
        "’",
        "'",
        "''",
        "«",
        "»",
        "``",
        "&quot;",
        "\\\"",
        "—",
        ":",
        ", ",
        ". ",
        " ",
        " said ",
        "Ann Roe",
        " she ",
        "according to ",
        "the mayor",
        " told ",
        " was quoted as saying ",
        " quoted Ann Roe as saying ",
        " to say ",
        " adding ",
        ", ",
        " that ",
        "yes",
        "5'",
        "’90s",
        "(",
        ")",
        "é",
        "…",
        "A",
        " accused ",
        "of",
        "?",
        "\u{a0}",
        "𝒜",
        "-",
        "$5",
    ];
    let paragraph = prop::collection::vec(select(bits.to_vec()), 1..40).prop_map(|b| b.concat());
    prop::collection::vec(paragraph, 1..4)
}

/// What the fuzzer found.
#[test]
fn texts_that_once_broke_the_invariants_hold() {
    // Marks that reach over what was taken for the end of a sentence.
    let text = "'The brid“ge isn't U.S.  “gsaThe brid“g\0Oisn't “gsafe,' Afe, she said";
    extract_holding(&article(&[text]));
    // Two speakers of one printed name, a person and somebody unnamed.
    let text = "I\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}s “fot Rev. Dr.  wrote Annoe,!said the porAnn+R1n Roe,4e “fot Rev. Dr.  wrote Annoe, said the porAnn+R1n Roe,4e, 5\u{14}, 'a t, 5\u{14}, 'a t was fulthe p  Roe said t\u{f}\u{0}\u{0}\u{0}h";
    extract_holding(&article(&[text]));
    // A role inside a longer one.
    let text = "9TbinormeHopese, said #For Minister o9 Minister aid Aiw wanister aid Aiw was quoted as saying  Hopess ,eaid #nnn oRe, a";
    extract_holding(&article(&[text]));
    // Speech carried on that lies in the marks it carries on.
    let text = "'Th\0n\0ًߊa```(```````````````so````(```````````````saying s n\"\"\"\"\"\"\"\"\"``````````````…\"\"\0u\"\"aying s n\"\"\"\"\"\"\"\"\"````````f…'- ";
    extract_holding(&article(&[text]));
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_the_text_the_invariants_hold(paragraphs in soup()) {
        bounds(&article(&paragraphs));
    }

    #[test]
    fn a_passage_left_out_moves_no_quote_in_another(passages in passages(), which: Index) {
        let mut want = bounds(&whole(&passages));
        let gone = which.index(passages.len());
        let first: usize = passages[..gone].iter().map(Vec::len).sum();
        want.drain(first..first + passages[gone].len());
        let mut left = passages.clone();
        left.remove(gone);
        prop_assert_eq!(bounds(&whole(&left)), want, "without {:?}", passages[gone]);
    }

    #[test]
    fn a_spoilt_mark_moves_no_quote_before_its_paragraph_or_in_another_passage(
        passages in passages(),
        which: Index,
        place: Index,
        mark: Index,
        how in 0u8..4,
    ) {
        let passage = which.index(passages.len());
        let paragraph = place.index(passages[passage].len());
        let mut bad = passages.clone();
        if let Some(text) = spoilt(&passages[passage][paragraph], mark, how) {
            bad[passage][paragraph] = text;
        }
        let first: usize = passages[..passage].iter().map(Vec::len).sum();
        let speech = first + paragraph..first + passages[passage].len();
        let (want, found) = (bounds(&whole(&passages)), bounds(&whole(&bad)));
        for k in (0..want.len()).filter(|k| !speech.contains(k)) {
            prop_assert_eq!(&found[k], &want[k], "paragraph {} beside {:?}", k, bad[passage]);
        }
    }
}
