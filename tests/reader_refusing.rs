//! Keys that can do nothing here and now say why, and the footer does not offer them.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use support::made::collection;
use support::rig::Rig;
use support::sizes::{SIZES, everywhere};

fn footer(rig: &mut Rig) -> String {
    rig.screen().lines().last().unwrap().to_owned()
}

#[test]
fn a_key_that_works_elsewhere_says_where() {
    everywhere(|rig| {
        rig.play("n");
        assert_eq!(rig.told(), "n works in the text and the speakers");
        rig.play("fspeaker:calder<enter>n");
        assert_eq!(rig.told(), "n works in the text and the speakers");
        rig.play("<enter>]<tab>");
        for key in ["+", "="] {
            rig.play(key);
            assert_eq!(
                rig.told(),
                format!("{key} works in the list of articles and the text")
            );
        }
        rig.play("Dr");
        assert_eq!(rig.told(), "r works in the panes");
        // What means nothing anywhere says nothing.
        rig.play("<esc>~");
        assert_eq!(rig.told(), "");
    });
}

#[test]
fn without_an_article_or_a_quote_keys_say_so() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, Vec::new());
        for key in ["]", "[", "y", "w", "s", "a", "T", "c", "e", "o"] {
            rig.play(key);
            assert_eq!(rig.told(), "No article is open", "{key}");
        }
        let mut rig = Rig::new(width, height, collection());
        rig.play("ftide tables<enter><enter>");
        for key in ["]", "y", "w", "s", "a", "T", "c"] {
            rig.play(key);
            assert_eq!(rig.told(), "No quotes were found in this article", "{key}");
        }
        assert!(!footer(&mut rig).contains("next quote"));
    }
}

#[test]
fn what_is_shown_can_be_put_away_where_there_is_nothing_to_show() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        rig.play("<enter>w");
        assert!(rig.app.why);
        rig.play("ftide tables<enter><enter>w");
        assert_eq!((rig.told(), rig.app.why), ("", false));
        rig.play("w");
        assert_eq!(rig.told(), "No quotes were found in this article");
    }
}

#[test]
fn bars_that_are_as_near_as_can_be_are_not_offered_to_be_nearer() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        rig.play("jj<enter>s");
        assert!(!footer(&mut rig).contains("nearer"), "{}", footer(&mut rig));
        rig.play("+");
        assert_eq!(rig.told(), "The bars are months already");
        rig.play("---");
        assert_eq!(rig.told(), "The bars are years already");
        rig.play("+");
        assert_eq!(rig.told(), "");
        rig.play("<esc>");
    }
    let mut wide = Rig::new(200, 60, collection());
    wide.play("jj<enter>s-");
    assert!(
        footer(&mut wide).contains("+ nearer"),
        "{}",
        footer(&mut wide)
    );
}

#[test]
fn what_has_nothing_to_do_says_so() {
    everywhere(|rig| {
        for (keys, told) in [
            ("<ctrl-x>", "Nothing is marked"),
            ("X", "No import is under way"),
            ("+", "No other article of the collection says the same"),
            ("P", "Nothing was looked for yet"),
            (
                "<enter>n",
                "There is nothing to go to: / looks for words in this text",
            ),
            (
                "&",
                "Look for words with / first: then only their paragraphs are shown",
            ),
        ] {
            rig.play(keys);
            assert_eq!(rig.told(), told, "{keys}");
        }
    });
}
