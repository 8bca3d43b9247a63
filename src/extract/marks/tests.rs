//! What stands between marks, by the kinds of marks and of mishaps.

use super::*;

fn inner(text: &str) -> Vec<&str> {
    marked(text, Span::new(0, text.len()))
        .iter()
        .map(|m| m.inner.of(text))
        .collect()
}

/// Each text, then the stretches in it.
fn hold(cases: &[(&str, &[&str])]) {
    let wrong: Vec<_> = cases
        .iter()
        .filter(|(text, want)| inner(text) != *want)
        .map(|(text, want)| format!("{text}\n  want  {want:?}\n  found {:?}\n", inner(text)))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.concat());
}

#[test]
fn all_double_marks_are_read() {
    hold(&[
        (
            "“One,” he said. \"Two.\" ''Three.'' ``Four'' «five» „six“ »seven« „eight” « neuf »",
            &[
                "One,", "Two.", "Three.", "Four", "five", "six", "seven", "eight", "neuf",
            ],
        ),
        (
            "‘‘One,’’ he said. \\\"Two,\\\" she said.",
            &["One,", "Two,"],
        ),
        (
            "&quot;One,&quot; he said. &#8220;Two,&#8221; she said.",
            &["One,", "Two,"],
        ),
        (
            "\"\"One,\"\" he said. ““Two,”” she said.",
            &["One,", "Two,"],
        ),
        (
            "“One,″ he said. \"Two\"; (\"three\") — \"four\"—and \"five.\"",
            &["One,", "Two", "three", "four", "five."],
        ),
    ]);
}

#[test]
fn nested_marks_are_part_of_the_outer_ones() {
    hold(&[
        ("“He said ‘no’ to me,” she said.", &["He said ‘no’ to me,"]),
        ("“He said “no” to me,” she said.", &["He said “no” to me,"]),
        (
            "“Il a dit «non» hier,” she said.",
            &["Il a dit «non» hier,"],
        ),
        (
            "„Er sagte »nein« dazu“, said Roe.",
            &["Er sagte »nein« dazu"],
        ),
        (
            "''They told us, 'Go home,''' Roe said.",
            &["They told us, 'Go home,'"],
        ),
        (
            "\"He told us, 'Go home.'\" Roe left. \"Why?\"",
            &["He told us, 'Go home.'", "Why?"],
        ),
        (
            "“I said “no.”” He left. “Fine.”",
            &["I said “no.”", "Fine."],
        ),
    ]);
}

#[test]
fn british_singles_hold_doubles_apostrophes_and_possessives() {
    hold(&[
        (
            "‘It isn’t the voters’ fault,’ he said.",
            &["It isn’t the voters’ fault,"],
        ),
        ("'I don't know,' she said.", &["I don't know,"]),
        (
            "‘He called it “a shame” and left,’ she said.",
            &["He called it “a shame” and left,"],
        ),
        (
            "'He told me \"no\",' she said. 'Then he left.'",
            &["He told me \"no\",", "Then he left."],
        ),
        ("‘She said, “No.”’ He nodded.", &["She said, “No.”"]),
        ("‘I was doin’ fine,’ he said.", &["I was doin’ fine,"]),
        (
            "The workers' union said 'we will go' and left.",
            &["we will go"],
        ),
        (
            "‘We go on. It is late. We stay.",
            &["We go on. It is late. We stay."],
        ),
        ("'a 'b “One,” she said, 'two' 'c", &["One,", "two"]),
    ]);
}

#[test]
fn apostrophes_open_nothing() {
    hold(&[
        (
            "the workers' union of the '90s, the states’ rights and '96 Olympics'",
            &[],
        ),
        (
            "'Twas the winter of '47, rock 'n' roll and the ‘70s, and he told 'em so.",
            &[],
        ),
        (
            "The boys’ and girls’ schools, the Joneses’ dog, o’clock and ne’er-do-wells.",
            &[],
        ),
    ]);
}

#[test]
fn measures_and_attributes_are_no_marks() {
    hold(&[
        (
            "He is 6'2\" tall, she 5' 11\" and the shelf 12\" deep.",
            &[],
        ),
        (
            "“A 6'2\" man,” she said, “and a 5′ 4″ woman.”",
            &["A 6'2\" man,", "and a 5′ 4″ woman."],
        ),
        (
            "\"He is 6'2\" tall,\" she said. \"I know.\"",
            &["He is 6'2\" tall,", "I know."],
        ),
        ("At 40° 26' 46\" N they met. \"Good,\" he said.", &["Good,"]),
        (
            "<tweet author=\"Ann Roe\" date=\"5 May\">So glad!</tweet> \"Yes,\" she wrote.",
            &["Yes,"],
        ),
    ]);
}

#[test]
fn an_open_mark_runs_to_the_end_of_the_paragraph() {
    let text = "He said: “It goes on. And on.";
    let out = marked(text, Span::new(0, text.len()));
    assert_eq!(out.len(), 1);
    assert!(!out[0].closed);
    assert_eq!(out[0].inner.of(text), "It goes on. And on.");
}

#[test]
fn a_wrong_way_mark_stands_where_its_place_says() {
    hold(&[
        ("”We will see,” he said.", &["We will see,"]),
        ("“We will see,“ he said. “Yes.”", &["We will see,", "Yes."]),
        ("’We will see,’ he said.", &[]),
    ]);
}

#[test]
fn a_missing_closing_mark_is_found_before_the_reporting_words() {
    hold(&[
        (
            "“We will see, Ann Roe said. “It is late.”",
            &["We will see,", "It is late."],
        ),
        (
            "\"We will see, said Ann Roe, a nurse. \"It is late.\"",
            &["We will see,", "It is late."],
        ),
        (
            "“We will see,’ he said. “It is late.”",
            &["We will see,", "It is late."],
        ),
        (
            "“We will see. We hope so. “It is late,” he said.",
            &["We will see. We hope so.", "It is late,"],
        ),
        (
            "“We will see, Roe wrote in a “fact sheet” on Monday.",
            &["We will see,", "fact sheet"],
        ),
        (
            "He called it “a shame. The town paid for it.",
            &["a shame."],
        ),
        (
            "The so-called “ring road was “a shame,” he said.",
            &["a shame,"],
        ),
        ("“We will see, Ann Roe said.", &["We will see,"]),
        (
            "“The town has “no right” to it, said Roe.",
            &["The town has “no right” to it,"],
        ),
        (
            "She said “we shall see what comes of it. Not now.",
            &["we shall see what comes of it. Not now."],
        ),
    ]);
}

#[test]
fn a_missing_opening_mark_is_found_behind_the_reporting_words() {
    hold(&[
        ("Ann Roe said: We will see.”", &["We will see."]),
        ("Ann Roe said, We will see.” He left.", &["We will see."]),
        (
            "We will see,” Ann Roe said. “It is late.”",
            &["We will see,", "It is late."],
        ),
        (
            "“It is late,” he said. We will see.”",
            &["It is late,", "We will see."],
        ),
        ("'We will see,\" said Ann Roe.", &["We will see,"]),
        ("The road was a shame.” It cost a lot.", &[]),
    ]);
}

#[test]
fn marks_glued_to_words_are_read() {
    hold(&[(
        "They left the Bay.\"We will see,\" Roe said.\"It is late.\"",
        &["We will see,", "It is late."],
    )]);
}

#[test]
fn marks_that_nothing_closes_take_no_time() {
    // A minute and more, where each looks for its end anew.
    for bad in [
        "'a ",
        "“a ",
        "a” ",
        "''' ",
        "=''",
        "\"",
        "'",
        "‘A,",
        "”A, said",
        "«“",
        "\\\"",
    ] {
        inner(&bad.repeat(200_000));
    }
    assert!(inner(&"'a ".repeat(200_000)).is_empty());
}
