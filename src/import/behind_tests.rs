//! Tests of what stands behind an article.

use crate::import::{Known, body};

const PROSE: &str = "The harbour board said on Tuesday that it would not renew the lease of the old customs house, \
                     which has stood empty since the storms of the winter before last and needs a new roof before \
                     anybody could move into it again, whatever it may cost those who pay for it in the end.";

/// The lines behind the text that are left.
fn left(behind: &[&str]) -> Vec<String> {
    let text = [PROSE, PROSE, PROSE, PROSE].join("\n\n") + "\n\n" + &behind.join("\n\n");
    let (article, _) = body(&text, Known::default());
    let lines = article.text.split("\n\n").skip(4).map(str::to_owned);
    lines.collect()
}

#[test]
fn headlines_behind_the_text_are_links() {
    let links = [
        "Who Pays for the Roof of the Customs House?",
        "The Long Winter of the Harbour Board",
    ];
    assert!(left(&links).is_empty());
    assert_eq!(left(&links[..1]), links[..1], "one may be anything");
    let lists = [
        "North Quay: Ann Poe, Jon Roe, Eva Moe, Lea Toe",
        "South Quay: Max Doe, Tom Loe, Ida Noe, Kai Soe",
    ];
    assert_eq!(left(&lists), lists);
    let announced = ["The songs of the evening were these:", links[1], links[1]];
    assert_eq!(left(&announced)[0], announced[0]);
    assert!(left(&announced).len() > 1);
    let sentences = ["It Was Not Over Yet.", "Nobody Went Home That Night."];
    assert_eq!(left(&sentences), sentences);
}

#[test]
fn who_the_author_is_stands_behind_the_text() {
    for life in [
        "Ann Poe is a lawyer and lives in Bergen. Her book on quays comes out in May.",
        "Ann B. Poe is author of a book on quays and director of a museum.",
        "Ann Poe teaches law and is a fellow of the harbour museum.",
        "• Ann Poe is editor in chief of the harbour journal.",
        "— Post contributor Ann Poe is a senior fellow at the harbour museum.",
        "Ann Poe, a senior fellow at the harbour museum, is the author of two books.",
        "Dr. Ann Poe is a professor of law in Bergen.",
        "Ann Poe is the author of “The Roof: A Life” and host of “Harbour” on NW.",
        "Ann Poe has been an adviser to three mayors.",
        "Ann Poe is a reporter covering education. She has worked at the Post since 2015.",
        "Ann Poe was a reporter at the Bergen Post for 20 years.",
    ] {
        assert!(left(&[life]).is_empty(), "{life}");
    }
    for text in [
        "The Harbour Board is the owner of the house.",
        "Ann Poe is expected to speak on Friday.",
        "Now THAT is the harbour we know.",
        "Ann Poe is seeking a director for the museum.",
        "Ann Poe, a lawyer, left the hall early and was not seen again on Tuesday.",
        "Ann Poe is a lawyer, and she said: “We will be back.”",
        "Bergen is the second largest town of the country.",
        "Ann Poe, who left the hall early, is the last to have seen it.",
        "John Smith, 43, is the president of the harbour board and was not hurt.",
        "Dr. Jon Roe is a professor of law who was killed on Friday in the fire.",
        "Jon Roe is the director of the museum, Ann Poe told the board.",
    ] {
        assert_eq!(left(&[text]), [text], "{text}");
    }
    let named = [
        "A lawyer for the tenants, Ann Poe, disagreed with the board on Tuesday.",
        "Ann Poe is a lawyer who has lived there for years.",
    ];
    assert_eq!(left(&named), named);
}

#[test]
fn what_somebody_is_of_whom_nothing_says_that_they_wrote_it_stays() {
    for text in [
        "Maria Lopez is the defence attorney in the case.",
        "Tom Hart was a passenger on the ferry when it sank.",
        "Eva Moe was the first to see the smoke.",
        "Ida Noe is a mother of three who lost her home in the flood.",
        "Ann Poe was the first harbour master of Bergen.",
        "Maria Lopez is the only member of the board to vote against the plan.",
        "Peter Doe is the first editor to be fired under the new law.",
        "Kai Soe was the president of the club when the roof fell in.",
        "Lea Toe was a journalist until the coup; now she drives a taxi in Oslo.",
        "Ida Noe is the director of the museum that burned down.",
        "Max Loe is a member of the board but will leave it in May.",
        "Kim Soe is the chair of the committee investigating the spill.",
        "Jon Roe is the journalist detained in Minsk on Monday.",
        "Lea Toe is the editor whose resignation opened the dispute.",
    ] {
        assert_eq!(left(&[text]), [text], "{text}");
    }
    let known = Known {
        byline: Some("Eva Moe".to_owned()),
        ..Known::default()
    };
    let text = [
        PROSE,
        PROSE,
        PROSE,
        PROSE,
        "Eva Moe was the first to see the smoke.",
    ]
    .join("\n\n");
    assert!(!body(&text, known).0.text.contains("smoke"));
}

#[test]
fn the_author_over_the_text_is_not_named_in_it() {
    let life = "Ann Poe is a lawyer and lives in Bergen.";
    let text = ["Ann Poe", PROSE, PROSE, PROSE, PROSE, life].join("\n\n");
    assert!(!body(&text, Known::default()).0.text.contains(life));
}

#[test]
fn a_headline_behind_the_text_is_a_link_and_a_signature_is_none() {
    for link in [
        "Poe leaves the harbour board after the vote",
        "'A scandal': What tenants say about the roof",
        "8 things the board does not tell",
    ] {
        assert!(left(&[link]).is_empty(), "{link}");
    }
    assert!(
        left(&[
            "Harbour: Poe leaves the board",
            "Roof falls in over the old customs house"
        ])
        .is_empty()
    );
    assert!(left(&["Opinion", "Harbour Board"]).is_empty());
    for text in [
        "Ann Poe",
        "Ann Poe, The Bergen Post",
        "— Ann Poe (@annpoe) May 3, 2031",
        "Update: The board has met since",
        "1901 – The harbour is built by the town",
        "And then the board went on to the question of the",
        "“The roof must go,” said the mayor of the town",
        "*Names were changed for this report",
        "The dead are named as follows: Ann Poe, Jon Roe",
        "Those who were there: the mayor, the master of the harbour",
    ] {
        assert_eq!(left(&[text]), [text], "{text}");
    }
    assert_eq!(left(&["Yours sincerely", "Ann Poe"]).len(), 2);
    assert_eq!(left(&["Ann Poe", "Bergen"]).len(), 2);
}

#[test]
fn several_notes_behind_the_text_all_go() {
    let notes = [
        "Ann Poe reported from Bergen.",
        "Follow our reports at https://example.org/harbour",
        "Jon Roe is a reporter for the harbour desk.",
    ];
    assert!(left(&notes).is_empty());
}
