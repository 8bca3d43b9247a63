//! What was read before: listed, looked for, opened again.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::look::{Look, Seen, WasRead};
use onrecord::app::{Answer, Context, Effect, Event, Overlay, Pane};
use onrecord::model::{ArticleId, StoredArticle};
use support::made::{Maker, collection};
use support::rig::Rig;
use support::sizes::SIZES;

/// The titles in the list.
fn titles(rig: &Rig) -> Vec<&str> {
    match &rig.app.overlay {
        Overlay::History(history) => {
            let rows = history.rows().iter();
            rows.map(|row| row.article.title.as_str()).collect()
        }
        _ => Vec::new(),
    }
}

/// The screen with any time of a day in place of the one at which the test runs.
fn timeless(screen: &str) -> String {
    let lines = screen.lines().map(|line| match line.find("today ") {
        Some(at) => format!("{}today 12:34{}", &line[..at], &line[at + 11..]),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_was_read_is_listed_the_last_one_first_and_opened_again() {
    for (width, height) in SIZES {
        let mut rig = Rig::plain(width, height, collection());
        rig.play("H");
        assert!(
            rig.screen().contains("Nothing was read yet"),
            "{}",
            rig.screen()
        );
        // Passing by in the list is not reading; the second is read after the first.
        rig.play("<esc><enter><esc>jj<enter>]]]<esc>kH");
        let read = titles(&rig);
        assert_eq!(read.len(), 2, "{read:?}");
        insta::assert_snapshot!(format!("history_{width}x{height}"), timeless(&rig.screen()));
        let Overlay::History(history) = &rig.app.overlay else {
            panic!("no history");
        };
        let last = history
            .rows()
            .iter()
            .map(|row| row.article.id)
            .max()
            .unwrap();
        let at = history
            .rows()
            .iter()
            .position(|row| row.article.id == last)
            .unwrap();
        assert_eq!(last, ArticleId(3));
        rig.play(&"<down>".repeat(at)).play("<enter>");
        assert_eq!(
            (rig.open_article(), rig.app.focus),
            (ArticleId(3), Pane::Text)
        );
        assert_eq!(rig.quote(), Some(3), "where one was in it");
        assert_eq!(
            rig.app.articles.selected().unwrap().id,
            ArticleId(3),
            "the list shows it"
        );
    }
}

#[test]
fn words_of_title_and_publisher_narrow_it() {
    let mut rig = Rig::new(80, 24, collection());
    rig.play("<enter><esc>j<enter><esc>j<enter><esc>jj<enter><esc>H");
    assert_eq!(titles(&rig).len(), 4);
    rig.play("courier");
    assert_eq!(titles(&rig).len(), 2, "the publisher counts");
    rig.play(" HARB");
    assert_eq!(
        titles(&rig),
        ["Harbour to reopen in stages after the spring storms"]
    );
    rig.play("x");
    assert!(titles(&rig).is_empty());
    assert!(
        rig.screen()
            .contains("No article that was read has such words"),
        "{}",
        rig.screen()
    );
    rig.play("<enter>");
    assert_eq!(
        rig.app.context(),
        Context::History,
        "there is nothing to open"
    );
    rig.play("<ctrl-u>fare<enter>");
    assert_eq!(rig.open_article(), ArticleId(2));
}

#[test]
fn a_filter_that_the_article_does_not_pass_is_no_hindrance() {
    let mut rig = Rig::new(140, 40, collection());
    rig.play("<enter><esc>ffares<enter><enter><esc>Hharbour<enter>");
    assert_eq!(
        (rig.open_article(), rig.app.focus),
        (ArticleId(1), Pane::Text)
    );
    rig.play("<ctrl-o>");
    assert_eq!(
        rig.open_article(),
        ArticleId(2),
        "the way back leads to what was read"
    );
}

#[test]
fn the_article_that_is_open_stays_where_it_is() {
    let mut rig = Rig::new(80, 24, collection());
    rig.play("jj<enter>]]]]");
    let before = rig.screen();
    rig.play("H<enter>");
    assert_eq!(rig.screen(), before);
    rig.play("H<esc>");
    assert_eq!(rig.screen(), before);
}

/// Many short articles, all of them read.
fn many(n: i64) -> Vec<StoredArticle> {
    let made = |n| {
        Maker::new(n, &format!("Report number {n:04}"), "Wire", "2023-05-04")
            .paragraph("Words of it.")
            .done()
    };
    (1..=n).map(made).collect()
}

#[test]
fn a_long_history_is_walked_to_its_end_and_back_though_it_is_not_all_held() {
    let mut rig = Rig::new(80, 24, many(250));
    for n in 1..=250 {
        rig.store
            .as_mut()
            .unwrap()
            .note_opened(ArticleId(n))
            .unwrap();
    }
    rig.play("H");
    assert!(titles(&rig).len() < 250, "not all at once");
    let mut seen = vec![chosen(&rig)];
    for _ in 1..250 {
        rig.play("<down>");
        seen.push(chosen(&rig));
    }
    let mut all = seen.clone();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 250, "each once");
    rig.play("<down>");
    assert_eq!(chosen(&rig), seen[249], "the end");
    for title in seen.iter().rev().skip(1) {
        rig.play("<up>");
        assert_eq!(chosen(&rig), *title);
    }
}

fn chosen(rig: &Rig) -> String {
    match &rig.app.overlay {
        Overlay::History(history) => history.rows()[history.index()].article.title.clone(),
        _ => panic!("no history"),
    }
}

/// Types without answering; gives what was asked for.
fn typed(rig: &mut Rig, keys: &str) -> Vec<Effect> {
    let mut asked = Vec::new();
    for letter in keys.chars() {
        let key = support::rig::key(&letter.to_string());
        asked.extend(onrecord::app::handle(&mut rig.app, Event::Key(key)));
    }
    asked
}

#[test]
fn an_answer_to_what_was_typed_before_is_dropped_and_enter_waits_for_the_right_one() {
    let mut rig = Rig::new(80, 24, collection());
    rig.play("<enter><esc>j<enter><esc>H");
    let asked = typed(&mut rig, "fa");
    let looks: Vec<_> = asked
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Look {
                generation,
                look: Look::History { words, part, .. },
            } => Some((generation, words, part)),
            _ => None,
        })
        .collect();
    assert_eq!(looks.len(), 2);
    let answer = |rig: &mut Rig, n: usize, rows: Vec<WasRead>| {
        let (generation, words, part) = looks[n].clone();
        let seen = Seen::History {
            words,
            part,
            rows,
            end: true,
        };
        rig.send(Event::Answer(Answer::Seen { generation, seen }));
    };
    let row = |rig: &Rig, id| WasRead {
        article: rig
            .store
            .as_ref()
            .unwrap()
            .article_row(ArticleId(id))
            .unwrap()
            .unwrap(),
        opened: 1,
        when: "today 12:34".to_owned(),
    };
    rig.play("<enter>");
    assert_eq!(rig.app.context(), Context::History, "nothing is known yet");
    let (first, second) = (row(&rig, 1), row(&rig, 2));
    answer(&mut rig, 0, vec![first]);
    assert_eq!(rig.app.context(), Context::History, "that was for \"f\"");
    assert!(titles(&rig).is_empty());
    answer(&mut rig, 1, vec![second]);
    assert_eq!(rig.open_article(), ArticleId(2));
}

#[test]
fn a_click_chooses_what_was_read_and_a_second_one_opens_it() {
    let mut rig = Rig::new(80, 24, collection());
    rig.play("<enter><esc>jj<enter><esc>H");
    let first = titles(&rig)[1].to_owned();
    let screen = rig.screen();
    let begin: String = first.chars().take(12).collect();
    let rows = screen
        .lines()
        .enumerate()
        .filter(|(_, line)| line.contains("today "));
    let row = rows.clone().position(|(_, line)| line.contains(&begin));
    let (y, _) = rows.clone().nth(row.unwrap()).unwrap();
    let y = u16::try_from(y).unwrap();
    let last = u16::try_from(rows.last().unwrap().0).unwrap();
    rig.click(30, y);
    let Overlay::History(history) = &rig.app.overlay else {
        panic!("closed");
    };
    assert_eq!(history.index(), 1);
    let id = history.rows()[1].article.id;
    // Below the last row, and on the line one types in.
    rig.click(30, last + 2).click(30, y - 3);
    assert_eq!(rig.app.context(), Context::History);
    rig.click(30, y);
    assert_eq!((rig.app.context(), rig.open_article()), (Context::Text, id));
    rig.play("H").click(0, 23);
    assert_eq!(rig.app.context(), Context::Text);
}
