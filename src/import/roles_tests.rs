//! Tests of what lines are for.

use super::*;

const PROSE: &str =
    "The harbour board said on Tuesday that it would not renew the lease of the old customs house.";

fn roles(parts: &[&str], whole: bool) -> Vec<Option<BlockRole>> {
    let text = parts.join("\n\n");
    let lines = lines::split(&text);
    let fates = assign(&Page::new(&text, &lines), whole);
    fates.into_iter().map(Fate::ok).collect()
}

#[test]
fn subheads_are_told_from_labels_and_posts() {
    let got = roles(
        &[
            PROSE,
            "What comes next",
            PROSE,
            "Ann Poe",
            "Is that so?",
            "Ann Poe",
            "It is.",
            "“We will be there,” she wrote. — Ann Poe (@annpoe)",
            PROSE,
        ],
        false,
    );
    assert_eq!(got[1], Some(BlockRole::Heading));
    assert_eq!(got[3], Some(BlockRole::Paragraph));
    assert_eq!(got[7], Some(BlockRole::Paragraph));
}

#[test]
fn what_follows_the_last_sentence_of_a_page_goes_but_not_that_of_a_body() {
    let parts = [PROSE, "harbour, lease, board", "Imprint"];
    assert_eq!(roles(&parts, true)[1..], [None, None]);
    assert!(roles(&parts, false)[1].is_some());
}

#[test]
fn an_advert_goes_with_its_label() {
    let advert = "The Cure for Leaking Roofs that Roofers Hate";
    assert_eq!(
        roles(&[PROSE, "Special:", advert, PROSE], false)[1..3],
        [None, None]
    );
    assert_eq!(
        roles(&[PROSE, "Editor's Note:", advert, PROSE], false)[1..3],
        [None, None]
    );
    let note = "The board met twice, not once.";
    assert!(roles(&[PROSE, "Editor's Note:", note, PROSE], false)[1].is_some());
    assert!(roles(&[PROSE, advert, PROSE], false)[1].is_some());
}

#[test]
fn a_list_that_was_announced_stays() {
    let parts = [
        PROSE,
        "The members of the board that met in the old hall on Tuesday are:",
        "Ann Poe",
        "Jon Roe",
    ];
    assert_eq!(roles(&parts, true)[2..], [Some(BlockRole::List); 2]);
}

#[test]
fn rows_of_tables_are_told_by_the_table() {
    let read = |inner: &str| {
        let page =
            format!("<h1>Board refuses lease</h1><p>{PROSE}</p>{inner}<p>{PROSE} It did.</p>");
        crate::import::html::fragment(&page, None, None).text
    };
    assert!(!read("<ul><li>Share | Print | Email</li></ul>").contains("Share"));
    let row = "<tr><td>Share</td><td>Print</td><td>Email</td></tr>";
    let table = read(&format!("<table>{row}{row}</table>"));
    assert!(table.contains("Share | Print | Email"), "{table}");
    let markdown = format!(
        "# Board refuses lease\n\n{PROSE}\n\nShare | Print | Email\n--|--|--\n1 | 2 | 3000\n\n{PROSE}"
    );
    let read = crate::import::markdown::article(&markdown).text;
    assert!(read.contains("Share | Print | Email"), "{read}");
}

#[test]
fn lines_that_look_back_are_read_once() {
    // Minutes, where each looks at all before it.
    for part in [
        "AA BB CC DD EE FF GG\n\n",
        "Source: Ab\n\n",
        "Ab Cd 05:02\n\n",
        "Opinion: A b c\n\n",
    ] {
        let text = format!("{PROSE}\n\n{}{PROSE}\n", part.repeat(40_000));
        assert!(
            crate::import::body(&text, crate::import::Known::default())
                .0
                .text
                .starts_with(PROSE)
        );
    }
    let text = format!("{}{PROSE}\n", "Source: Ab\n\n".repeat(40_000));
    assert!(
        crate::import::body(&text, crate::import::Known::default())
            .0
            .text
            .ends_with(PROSE)
    );
}

#[test]
fn comments_behind_the_article_go() {
    let parts = [
        PROSE,
        "It said so twice, and then a third time in the evening.",
        PROSE,
        "Leave a comment",
        "Nonsense, I say to that.",
    ];
    assert_eq!(roles(&parts, false)[3..], [None, None]);
}

#[test]
fn years_and_times_over_the_parts_of_a_text_are_headings() {
    let parts = [
        "1931",
        PROSE,
        "1945",
        "The house was burnt down in the war.",
    ];
    assert_eq!(roles(&parts, false)[0], Some(BlockRole::Heading));
    assert_eq!(
        roles(&["21:40", PROSE, "22.05", PROSE], true)[2],
        Some(BlockRole::Heading)
    );
    // A number alone may be anything, as may those that head nothing.
    assert_eq!(roles(&[PROSE, "1931", PROSE], false)[1], None);
    assert_eq!(roles(&[PROSE, "12", PROSE, "40", PROSE], false)[3], None);
    assert_eq!(roles(&[PROSE, "1931", "1945"], false)[1..], [None, None]);
}

#[test]
fn the_last_line_of_an_entry_of_a_feed_names_its_headline() {
    let left = |title: Option<&str>, line: &str| {
        let known = crate::import::Known {
            title: title.map(str::to_owned),
            ..crate::import::Known::default()
        };
        let text = [PROSE, PROSE, line].join("\n\n");
        crate::import::body(&text, known).0.text.contains(line)
    };
    let line = "The post Harbour to close in May appeared first on The Daily Post.";
    assert!(!left(Some("Harbour to close in May"), line));
    assert!(left(Some("Roof falls in"), line));
    let line = "The post Putin wrote on Sunday appeared first on Telegram.";
    assert!(left(None, line) && left(Some("War"), line));
}
