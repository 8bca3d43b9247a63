//! Going about in texts: jumps and the way back, letters, words looked for in a text.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::{Answer, Context, Event, Pane};
use onrecord::model::ArticleId;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use support::made::collection;
use support::rig::Rig;

fn rig() -> Rig {
    Rig::new(140, 40, collection())
}

fn told(rig: &Rig) -> &str {
    rig.app.message.as_deref().unwrap_or("")
}

fn forward(rig: &mut Rig) {
    rig.send(Event::Key(KeyEvent::new(
        KeyCode::Char('o'),
        KeyModifiers::ALT,
    )));
}

#[test]
fn jumps_are_gone_back_and_forward_across_articles() {
    let mut rig = rig();
    rig.play("<ctrl-o>");
    assert!(told(&rig).contains("no earlier place"));
    rig.play("jj<enter>").play(&"]".repeat(30));
    let there = rig.quote();
    // Through the finder to another article, and to its end.
    rig.play("<ctrl-p>sea gives<enter>G");
    assert_eq!(rig.open_article(), ArticleId(1));
    rig.play("<ctrl-o>");
    assert_eq!(
        (rig.open_article(), rig.quote() < Some(6)),
        (ArticleId(1), true)
    );
    rig.play("<ctrl-o>");
    assert_eq!((rig.open_article(), rig.quote()), (ArticleId(3), there));
    assert_eq!(
        rig.app.articles.selected().unwrap().id,
        ArticleId(3),
        "the list goes along"
    );
    forward(&mut rig);
    forward(&mut rig);
    assert_eq!(
        (rig.open_article(), rig.quote()),
        (ArticleId(1), Some(6)),
        "the end again"
    );
    forward(&mut rig);
    assert!(told(&rig).contains("no later place"));
    // From the list too: what was read is come back to.
    rig.play("<esc>jjj<ctrl-o>");
    assert_eq!(
        (rig.open_article(), rig.app.focus),
        (ArticleId(1), Pane::Text)
    );
}

#[test]
fn an_article_that_went_is_told_when_one_jumps_back_to_it() {
    let mut rig = rig();
    rig.play("<enter>]]<esc>j<enter>]<esc>j<enter>");
    rig.collection.retain(|article| article.id != ArticleId(2));
    rig.play("<ctrl-o>");
    assert!(
        rig.screen().contains("no longer in the collection"),
        "{}",
        rig.screen()
    );
    rig.play("<esc><ctrl-o>");
    assert_eq!(rig.open_article(), ArticleId(1));
}

#[test]
fn places_are_marked_with_letters_and_found_again() {
    let mut rig = rig();
    rig.play("jj<enter>").play(&"]".repeat(30)).play("ma");
    assert_eq!(
        (told(&rig), rig.app.context()),
        ("This place is marked with a", Context::Text)
    );
    let there = rig.quote();
    rig.play("<esc>kkm1");
    rig.play("'");
    let screen = rig.screen();
    assert!(
        screen.contains("1   Harbour to reopen") && screen.contains("a   Assembly sits"),
        "{screen}"
    );
    rig.play("a");
    assert_eq!((rig.open_article(), rig.quote()), (ArticleId(3), there));
    rig.play("g'a");
    assert_eq!(rig.quote(), there);
    rig.play("<ctrl-o>");
    assert_eq!(
        rig.quote(),
        Some(0),
        "the way back is the same as of other jumps"
    );
    rig.play("'z");
    assert_eq!(told(&rig), "No place is marked with z");
    rig.play("m!");
    assert!(told(&rig).contains("letters and digits"));
    rig.play("'<esc>m<esc>");
    assert_eq!(rig.app.context(), Context::Text);
    // Kept, and undone as anything else.
    let mut rig = rig.restart();
    rig.play("'a");
    assert_eq!((rig.open_article(), rig.quote()), (ArticleId(3), there));
    rig.play("uu'a");
    assert_eq!(told(&rig), "No place is marked with a");
}

#[test]
fn words_are_looked_for_as_one_types_and_escape_goes_back() {
    for (width, height) in [(60, 16), (80, 24), (140, 40)] {
        let mut rig = Rig::new(width, height, collection());
        rig.play("jj<enter>]]]]]]");
        let before = rig.app.reading.as_ref().unwrap().place;
        rig.play("/CLAUSE 20");
        let screen = rig.screen();
        assert!(
            screen.contains("1 of 2") && screen.contains("hour 20 "),
            "{screen}"
        );
        rig.play("x");
        assert!(rig.screen().contains("not found"), "{}", rig.screen());
        assert_eq!(
            rig.app.reading.as_ref().unwrap().place,
            before,
            "nothing found: nothing moves"
        );
        rig.play("<esc>");
        assert_eq!(rig.app.reading.as_ref().unwrap().place, before);
        rig.play("/clause 20<enter>n");
        assert_eq!(told(&rig), "“clause 20”: 2 of 2");
        rig.play("n");
        assert_eq!(told(&rig), "“clause 20”: 1 of 2, from the start again");
        rig.play("N");
        assert_eq!(told(&rig), "“clause 20”: 2 of 2, from the end again");
        // Esc puts the light away first, then leaves the text.
        rig.play("<esc>");
        assert_eq!(rig.app.focus, Pane::Text);
        rig.play("<ctrl-o>");
        let place = rig.app.reading.as_ref().unwrap().place;
        assert_eq!(place.quote, before.quote, "back to where the search began");
    }
}

#[test]
fn a_search_goes_on_in_another_article_and_from_where_one_reads() {
    let mut rig = rig();
    rig.play("<enter>n");
    assert!(told(&rig).contains("nothing to go to"));
    rig.play("/quay<enter><esc><esc>jj<enter>n");
    assert_eq!(told(&rig), "“quay” does not stand in this text");
    rig.play("/hour<enter>G");
    rig.play("N");
    assert!(told(&rig).ends_with("30 of 30"), "{}", told(&rig));
    rig.play("/<enter>");
    assert!(
        told(&rig).starts_with("“hour”"),
        "nothing typed: the same again"
    );
    rig.play("/zzz<enter>");
    assert_eq!(told(&rig), "“zzz” does not stand in this text");
    rig.play("<esc>/");
    assert_eq!(
        rig.app.context(),
        Context::Finder,
        "in the list it opens the finder"
    );
}

#[test]
fn only_the_paragraphs_with_the_words_are_shown_until_one_wants_all() {
    let mut rig = rig();
    rig.play("jj<enter>&");
    assert!(told(&rig).contains("Look for words"));
    rig.play("/hour 1<enter>&");
    assert_eq!(told(&rig), "11 paragraphs with “hour 1”; & shows all again");
    let screen = rig.screen();
    assert!(
        screen.contains("hour 1 ") && screen.contains("hour 10 ") && !screen.contains("hour 2 "),
        "{screen}"
    );
    assert!(screen.contains("only “hour 1”"));
    for keys in [
        "G",
        "g",
        "nnnnnnnnnnnnn",
        "NN",
        "jjjj",
        "<pgdn>",
        "w",
        "<esc>",
    ] {
        rig.play(keys).screen();
        assert!(!rig.screen().contains("hour 2 "), "{keys}");
    }
    // Seen to the end of this is not read to the end.
    rig.play("G<esc>");
    assert!(rig.screen().contains("hour 20 "), "{}", rig.screen());
    rig.play("<esc>k");
    assert!(!rig.collection[2].read);
    // A quote that is not shown brings the others back.
    rig.play("j<enter>g/hour 30<enter>&[");
    assert!(rig.screen().contains("hour 29 "), "{}", rig.screen());
}

#[test]
fn a_search_stands_what_comes_between() {
    let mut rig = rig();
    rig.play("jj<enter>/hour 2");
    rig.collection[2].extraction.quotes.clear();
    rig.send(Event::Answer(Answer::Changed { ours: false }));
    rig.resize(60, 16)
        .play("x<esc>/<up><down><ctrl-n>")
        .screen();
    rig.send(Event::Paste("hour\u{1b}[1m 3\n".repeat(100_000)));
    rig.play("<enter>&&").screen();
    rig.play("<esc>jjj<enter>/")
        .send(Event::Paste("x".to_owned()));
    rig.play("<esc>").screen();
}
