//! The finder where the same words stand in several articles.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::event::Hit;
use onrecord::app::{Context, Overlay};
use onrecord::model::{ArticleId, SpeakerKind, StoredArticle};
use support::made::{Maker, collection};
use support::rig::Rig;

const SIZES: [(u16, u16); 3] = [(60, 16), (80, 24), (140, 40)];

/// The made collection, and three articles with the fisherman's words, one of them of somebody else.
fn several() -> Vec<StoredArticle> {
    let mut all = collection();
    for (id, title, publisher, date, name) in [
        (
            7,
            "The week at the quay",
            "The Weekly",
            "2023-05-07",
            "Tomas Reyl",
        ),
        (
            8,
            "A wall is not for ever",
            "Northern Wire",
            "2023-05-01",
            "Reyl",
        ),
        (
            9,
            "Words of the month",
            "Island Post",
            "2023-05-09",
            "Oda Brandt",
        ),
    ] {
        let article = Maker::new(id, title, publisher, date)
            .speaker(name, SpeakerKind::Person, "")
            .paragraph(&format!(
                "“[d0|The sea gives you a wall – and the sea takes it back]”, said <{name}>."
            ));
        all.push(article.done());
    }
    all
}

fn rig(width: u16, height: u16) -> Rig {
    Rig::new(width, height, several())
}

/// The articles of the rows, and which of them is chosen.
fn rows(rig: &Rig) -> (Vec<i64>, usize) {
    let Overlay::Finder(finder) = &rig.app.overlay else {
        panic!("no finder");
    };
    let hits = finder.found.hits.iter().map(|hit| match hit {
        Hit::Quote(quote) => quote.row.article.0,
        other => panic!("{other:?}"),
    });
    (hits.collect(), finder.selected)
}

#[test]
fn the_same_words_are_one_row_that_says_in_how_many_articles_and_enter_opens_the_newest() {
    for (width, height) in SIZES {
        let mut rig = rig(width, height);
        rig.play("<ctrl-p>sea takes it back");
        let screen = rig.screen();
        assert!(screen.contains("in 3 articles"), "{screen}");
        assert!(screen.contains("4 quotes"), "{screen}");
        let (articles, _) = rows(&rig);
        assert_eq!(articles.len(), 2, "somebody else's are a row of their own");
        assert!(articles.contains(&7) && articles.contains(&9));
        if articles[0] != 7 {
            rig.play("<down>");
        }
        rig.play("<enter>");
        assert_eq!((rig.open_article(), rig.quote()), (ArticleId(7), Some(0)));
    }
}

#[test]
fn a_key_shows_the_others_and_hides_them_again_and_each_can_be_taken() {
    for (width, height) in SIZES {
        let mut rig = rig(width, height);
        rig.play("<ctrl-p>sea takes it back reyl");
        let folded = rig.screen();
        assert_eq!(rows(&rig).0[0], 7);
        rig.play("<alt-g>");
        assert_eq!(rows(&rig).0[..3], [7, 1, 8], "newest first");
        insta::assert_snapshot!(
            format!("{width}x{height} the same words unfolded"),
            rig.screen()
        );
        rig.play("<down><down>");
        assert_eq!(rows(&rig).1, 2);
        rig.play("<ctrl-y>");
        assert!(
            rig.copied[0].contains("A wall is not for ever"),
            "{:?}",
            rig.copied
        );
        rig.play("<alt-g>");
        assert_eq!((rows(&rig).0[0], rows(&rig).1), (7, 0));
        assert!(rig.app.message.is_none());
        assert_eq!(rig.screen(), folded);
        rig.play("<alt-g><down><enter>");
        assert_eq!((rig.open_article(), rig.quote()), (ArticleId(1), Some(4)));
    }
}

#[test]
fn a_row_of_one_article_says_that_there_is_nothing_to_show() {
    let mut rig = rig(80, 24);
    rig.play("<ctrl-p>clause 17 than<alt-g>");
    assert_eq!(rig.app.context(), Context::Finder);
    assert!(rig.told().contains("one article only"), "{}", rig.told());
    assert!(!rig.screen().contains("unfold"));
}

#[test]
fn what_is_marked_copied_or_written_is_the_row_that_is_seen() {
    let mut rig = rig(140, 40);
    rig.play("<ctrl-p>sea takes it back reyl<ctrl-y>");
    assert!(
        rig.copied[0].contains("The week at the quay"),
        "{:?}",
        rig.copied
    );
    rig.play("<tab><ctrl-y>");
    assert_eq!(rig.app.marks.len(), 1);
    assert_eq!(rig.copied[1], rig.copied[0]);
}

#[test]
fn under_a_filter_the_words_are_opened_where_it_lets_them_through() {
    let mut rig = rig(140, 40);
    rig.play("fpublisher:wire<enter><ctrl-p>sea takes it back reyl");
    assert_eq!(rows(&rig).0[0], 8);
    rig.play("<enter>");
    assert_eq!(rig.open_article(), ArticleId(8));
    assert_eq!(rig.app.articles.selected().unwrap().id, ArticleId(8));
}

#[test]
fn a_later_answer_leaves_what_is_unfolded_and_chosen() {
    let mut rig = rig(140, 40);
    rig.play("<ctrl-p>sea takes it back reyl<alt-g><down><down>");
    let before = (rows(&rig), rig.screen());
    rig.play("<esc>P");
    assert_eq!((rows(&rig), rig.screen()), before);
    rig.play("<backspace>");
    assert_eq!(rows(&rig).0[0], 7);
    assert!(
        !rows(&rig).0.contains(&1),
        "of other words none is unfolded"
    );
}

#[test]
fn where_not_all_were_looked_at_a_row_stands_for_at_least_so_many() {
    let copies = (1..=450).map(|id| {
        let copy = Maker::new(id, &format!("Copy {id}"), "The Weekly", "2023-05-07");
        let copy = copy.speaker("Tomas Reyl", SpeakerKind::Person, "");
        let words =
            "“[d0|The sea gives you a wall – and the sea takes it back]”, said <Tomas Reyl>.";
        copy.paragraph(words).done()
    });
    let mut rig = Rig::new(140, 40, copies.collect());
    rig.play("<ctrl-p>sea takes it back");
    let screen = rig.screen();
    assert!(screen.contains("450 quotes"), "{screen}");
    assert!(screen.contains("+ articles"), "{screen}");
}
