//! The reader goes on where it was left.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::remembering::TYPED;
use onrecord::app::resuming::SESSION;
use onrecord::app::{Overlay, Pane, Settings, Spread};
use onrecord::find::Mode;
use onrecord::model::ArticleId;
use support::made::collection;
use support::rig::Rig;

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (140, 40), (200, 60)];

#[test]
fn filter_order_article_place_and_pane_are_there_again() {
    for (width, height) in SIZES {
        for new in [Rig::new, Rig::plain] {
            let mut rig = new(width, height, collection());
            rig.play("Oqfhas:quotes<enter>");
            let ids: Vec<ArticleId> = rig.app.articles.rows().iter().map(|r| r.id).collect();
            rig.play("g<enter>]]]]]]]]]]]]");
            let (id, quote) = (rig.open_article(), rig.quote());
            rig.play("q");
            let mut again = rig.restart();
            assert_eq!(again.app.articles.filter(), "has:quotes");
            let now: Vec<ArticleId> = again.app.articles.rows().iter().map(|r| r.id).collect();
            assert_eq!(now, ids);
            assert_eq!((again.open_article(), again.quote()), (id, quote));
            assert_eq!(again.app.focus, Pane::Text);
            assert_eq!(again.app.articles.selected().unwrap().id, id);
            again.play("zq");
            let zen = again.restart();
            assert_eq!(zen.app.spread, Spread::Zen);
        }
    }
}

#[test]
fn a_list_with_headings_and_the_list_itself_are_there_again() {
    let mut rig = Rig::new(140, 40, collection());
    rig.play("OPjjq");
    let (id, screen) = (rig.open_article(), rig.screen());
    let mut again = rig.restart();
    assert_eq!(
        (again.open_article(), again.app.focus),
        (id, Pane::Articles)
    );
    again.play("jk");
    let heading = |screen: &str| screen.lines().filter(|l| l.contains("╌")).count();
    assert_eq!(heading(&again.screen()), heading(&screen));
}

#[test]
fn an_article_that_went_leaves_the_first_rows_and_one_that_is_filtered_out_is_read_on() {
    let mut rig = Rig::new(80, 24, collection());
    rig.play("jj<enter>q");
    rig.collection.retain(|a| a.id != ArticleId(3));
    let again = rig.restart();
    assert_eq!(again.open_article(), ArticleId(1));
    assert_eq!(again.app.focus, Pane::Articles);
    let mut rig = Rig::new(80, 24, collection());
    rig.play("jj<enter>");
    rig.app.articles.load("title:ferry".to_owned());
    rig.play("q");
    let again = rig.restart();
    assert_eq!(again.app.articles.filter(), "title:ferry");
    assert_eq!(again.open_article(), ArticleId(3), "what was read");
    assert_eq!(again.app.focus, Pane::Text);
}

#[test]
fn what_was_typed_before_is_there_again() {
    for (width, height) in SIZES {
        let mut rig = Rig::new(width, height, collection());
        rig.play("<ctrl-p>quay<esc><ctrl-p>ferry<ctrl-t><esc>");
        rig.play("ftitle:ferry<enter>f<ctrl-u>has:quotes<enter>");
        rig.play(":theme paper<enter>q");
        let mut again = rig.restart();
        again.play("P");
        let typed = |rig: &Rig| match &rig.app.overlay {
            Overlay::Finder(finder) => (finder.mode, finder.input.value().to_owned()),
            Overlay::Filter(filter) => (Mode::Quotes, filter.input.value().to_owned()),
            Overlay::Palette(palette) => (Mode::Quotes, palette.input.value().to_owned()),
            other => panic!("{other:?}"),
        };
        assert_eq!(typed(&again), (Mode::People, "ferry".to_owned()));
        again.play("<alt-up>");
        assert_eq!(typed(&again), (Mode::Quotes, "quay".to_owned()));
        again.play("<esc>f<ctrl-u><up>");
        assert_eq!(typed(&again).1, "has:quotes");
        again.play("<up>");
        assert_eq!(typed(&again).1, "title:ferry");
        again.play("<esc>:<alt-up>");
        assert_eq!(typed(&again).1, "theme paper");
    }
}

#[test]
fn nothing_is_kept_where_the_person_wants_none() {
    let settings = Settings {
        resume: false,
        ..Settings::default()
    };
    let mut rig = Rig::with(settings, 80, 24, collection());
    rig.play("ftitle:ferry<enter>q");
    for name in [SESSION, TYPED] {
        let kept = rig.store.as_ref().map(|store| store.setting(name).unwrap());
        assert_eq!(kept.flatten(), None, "{name}");
    }
    assert_eq!(rig.restart().app.articles.filter(), "");
}
