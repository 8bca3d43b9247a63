//! The finder's keys, and what they do: state, keys, state.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::event::Hit;
use onrecord::app::{Context, Effect, Event, Overlay, Pane};
use onrecord::model::{ArticleId, Block, BlockRole, Span};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use support::made::{Maker, collection};
use support::rig::Rig;

fn rig() -> Rig {
    Rig::new(140, 40, collection())
}

#[test]
fn leaving_the_finder_changes_nothing() {
    for keys in ["", "jj<enter>]]]", "<enter><tab>j", "j<enter><ctrl-d>"] {
        let mut rig = rig();
        rig.play(keys);
        let before = (rig.screen(), rig.app.focus);
        rig.play("<ctrl-p>sea<down><esc>");
        assert_eq!((rig.screen(), rig.app.focus), before);
    }
}

#[test]
fn a_hit_is_gone_to_in_its_article() {
    let mut rig = rig();
    rig.play("<ctrl-p>clause 17 than<enter>");
    assert_eq!(rig.open_article(), ArticleId(3));
    assert_eq!(rig.quote(), Some(32));
    assert_eq!(rig.app.articles.selected().unwrap().id, ArticleId(3));
    assert!(rig.screen().contains("clause 17 than"));
    rig.play("<ctrl-p>longer on clause 2 than<enter>");
    assert_eq!(rig.quote(), Some(2));
}

#[test]
fn what_nobody_says_so_is_told_to_be_near() {
    let mut rig = rig();
    for (words, count) in [
        ("clause 17", " quotes"),
        ("clau", " quotes"),
        ("clsuse 17 thna", " near match"),
        ("clause zzyzx longer", " near match"),
    ] {
        rig.play(&format!("<ctrl-p><ctrl-u>{words}"));
        let screen = rig.screen();
        let border = screen.lines().find(|line| line.contains("Find"));
        assert!(screen.contains(count), "{words} {border:?}\n{screen}");
        rig.play("<esc>");
    }
}

#[test]
fn a_hit_that_the_filter_leaves_out_is_gone_to_all_the_same() {
    let mut rig = rig();
    rig.play("ftitle:ferry<enter><ctrl-p>clause 17 than<enter>");
    assert_eq!(rig.open_article(), ArticleId(3));
    assert_eq!(rig.quote(), Some(32));
    assert_eq!(rig.app.articles.rows().len(), 1);
}

#[test]
fn a_person_is_followed_to_their_quotes_and_an_article_to_its_start() {
    let mut rig = rig();
    rig.play("<ctrl-p><ctrl-t>cadler");
    assert!(rig.screen().contains("1 near match"));
    rig.play("<enter>");
    let screen = rig.screen();
    assert!(screen.contains("speaker:=\"Ines Calder\""), "{screen}");
    let finder = |rig: &Rig| match &rig.app.overlay {
        Overlay::Finder(finder) => finder.found.clone(),
        _ => panic!("no finder"),
    };
    let found = finder(&rig);
    assert!(found.total > 1 && found.hits.len() == found.total);
    for hit in found.hits {
        let Hit::Quote(hit) = hit else {
            panic!("{hit:?}")
        };
        assert_eq!(hit.row.speaker.as_deref(), Some("Ines Calder"));
    }
    rig.play("<esc><esc>jj<enter>G");
    assert_eq!(rig.open_article(), ArticleId(3));
    rig.play("g<ctrl-p><ctrl-t><ctrl-t>tide tables<enter>");
    assert_eq!(rig.app.focus, Pane::Text);
    assert!(rig.screen().contains("Tide tables"));
}

#[test]
fn the_last_search_is_gone_back_to_and_earlier_ones_are_above_its_first_row() {
    let mut rig = rig();
    rig.play("P");
    assert!(rig.screen().contains("Nothing was looked for yet"));
    rig.play("<ctrl-p>clause<down><down><enter>");
    let (article, second) = (rig.open_article(), rig.quote());
    rig.play("P");
    assert!(rig.screen().contains("› clause") && rig.screen().contains("30 quotes"));
    rig.play("<down><enter>");
    assert_eq!(rig.open_article(), article);
    assert_ne!(rig.quote(), second, "it goes on where it was left");
    rig.play("<ctrl-p><ctrl-t>feld<esc><ctrl-p>");
    for older in ["› feld", "› clause", "› clause"] {
        rig.play("<up>");
        assert!(rig.screen().contains(older), "{older}: {}", rig.screen());
    }
    rig.play("<esc>P");
    assert!(rig.screen().contains("› clause"));
}

#[test]
fn what_a_speaker_said_anywhere_is_one_key_away() {
    let mut rig = rig();
    rig.play("<enter>]s<ctrl-p>");
    assert!(
        rig.screen().contains("› speaker:=\"Ines Calder\""),
        "{}",
        rig.screen()
    );
    rig.play("<esc><esc>G]s");
    assert!(
        rig.screen().contains("no speaker with a name"),
        "{}",
        rig.screen()
    );
}

#[test]
fn words_of_a_text_are_gone_to_and_lit() {
    let mut rig = rig();
    rig.play("<ctrl-p><ctrl-t><ctrl-t><ctrl-t>clause 17 than<enter>");
    assert_eq!(rig.open_article(), ArticleId(3));
    let reading = rig.app.reading.as_ref().unwrap();
    let lit: Vec<&str> = reading
        .lit
        .iter()
        .map(|span| span.of(&reading.stored.article.text))
        .collect();
    assert_eq!(lit, ["clause", "17", "than"]);
    assert!(rig.screen().contains("clause 17 than"));
    rig.play("<esc>");
    assert!(rig.app.reading.as_ref().unwrap().lit.is_empty());
}

#[test]
fn typing_in_the_finder_is_text_and_not_commands() {
    let mut rig = rig();
    rig.play("/qjy?[");
    assert!(!rig.left);
    assert_eq!(rig.app.context(), Context::Finder);
    rig.send(Event::Paste("a\u{1b}[31m\n b\tc".to_owned()));
    let Overlay::Finder(finder) = &rig.app.overlay else {
        panic!()
    };
    assert!(!finder.input.value().contains(['\u{1b}', '\n', '\t']));
}

#[test]
fn what_others_import_does_not_take_one_away_from_what_is_read() {
    let mut rig = rig();
    rig.play("ftitle:ferry<enter><ctrl-p>clause 17 than<enter>");
    assert_eq!(rig.open_article(), ArticleId(3));
    rig.send(Event::Answer(onrecord::app::Answer::Changed {
        ours: false,
    }));
    assert_eq!(rig.open_article(), ArticleId(3));
}

#[test]
fn a_later_answer_leaves_the_choice_where_it_is() {
    let mut rig = rig();
    rig.play("<ctrl-p>clause<down><down>");
    let finder = |rig: &Rig| match &rig.app.overlay {
        Overlay::Finder(finder) => (
            finder.last_generation(),
            finder.found.clone(),
            finder.selected,
        ),
        _ => panic!("no finder"),
    };
    let (_, mut found, selected) = finder(&rig);
    let chosen = found.hits[selected].clone();
    found.hits.swap(0, selected);
    // The finder counts its searches: one was asked for each letter typed and for the opening.
    for generation in 0..30 {
        let found = found.clone();
        rig.send(Event::Answer(onrecord::app::Answer::Hits {
            generation,
            found,
        }));
    }
    let (_, found, selected) = finder(&rig);
    assert_eq!(selected, 0, "it was taken in");
    assert_eq!(found.hits[selected], chosen);
}

#[test]
fn looking_back_does_not_lose_what_is_typed() {
    let mut rig = rig();
    rig.play("<ctrl-p>sea<esc><ctrl-p>clause<up>");
    assert!(rig.screen().contains("› sea"));
    rig.play("<esc><ctrl-p><up><up>");
    assert!(rig.screen().contains("› clause"), "{}", rig.screen());
}

/// Plays keys as they come in one burst: what is asked for is answered when all of them are in.
fn burst(rig: &mut Rig, keys: &[KeyEvent]) {
    let mut effects = Vec::new();
    for key in keys {
        effects.extend(onrecord::app::handle(&mut rig.app, Event::Key(*key)));
    }
    rig.serve(effects);
}

fn typed(words: &str) -> Vec<KeyEvent> {
    let key = |c| KeyEvent::from(KeyCode::Char(c));
    words.chars().map(key).collect()
}

#[test]
fn enter_right_behind_the_words_goes_to_what_they_find() {
    let enter = KeyEvent::from(KeyCode::Enter);
    let mut open = rig();
    let find = KeyEvent::new(KeyCode::Char('p'), KeyModifiers::CONTROL);
    let mut keys = vec![find];
    keys.extend(typed("clause 17 than"));
    keys.push(enter);
    burst(&mut open, &keys);
    assert_eq!(
        (open.open_article(), open.quote()),
        (ArticleId(3), Some(32))
    );
    assert_eq!(open.app.context(), Context::Text);

    let mut over = rig();
    over.play("<ctrl-p>clause 2 than");
    let mut keys = vec![KeyEvent::from(KeyCode::Backspace); 14];
    keys.extend(typed("clause 17 than"));
    keys.push(enter);
    burst(&mut over, &keys);
    assert_eq!(
        (over.open_article(), over.quote()),
        (ArticleId(3), Some(32))
    );

    // Nothing is found: there is nothing to wait for, be it found later.
    let mut none = rig();
    none.play("<ctrl-p>");
    let mut keys = typed("zzzqqqxxx");
    keys.push(enter);
    burst(&mut none, &keys);
    let Overlay::Finder(finder) = &none.app.overlay else {
        panic!("it was closed")
    };
    assert!(finder.found.hits.is_empty());
    let generation = finder.last_generation();
    none.play("<esc><ctrl-p>");
    let Overlay::Finder(finder) = &none.app.overlay else {
        panic!("it was closed")
    };
    let found = finder.found.clone();
    none.play("<esc>P");
    for generation in generation..generation + 99 {
        let found = found.clone();
        none.send(Event::Answer(onrecord::app::Answer::Hits {
            generation,
            found,
        }));
    }
    let Overlay::Finder(finder) = &none.app.overlay else {
        panic!("it went to what nobody asked for")
    };
    assert!(!finder.found.hits.is_empty(), "it was taken in");
}

#[test]
fn a_search_that_is_gone_back_to_is_made_again_and_keeps_its_choice() {
    let mut rig = rig();
    rig.play("<ctrl-p>clause<down><down>");
    let chosen = |rig: &Rig| match &rig.app.overlay {
        Overlay::Finder(finder) => (finder.selected, finder.chosen().cloned()),
        _ => panic!("no finder"),
    };
    let before = chosen(&rig);
    rig.play("<esc>");
    let again = KeyEvent::from(KeyCode::Char('P'));
    let effects = onrecord::app::handle(&mut rig.app, Event::Key(again));
    assert!(
        matches!(effects.as_slice(), [Effect::Search { query, .. }] if query == "clause"),
        "{effects:?}"
    );
    assert_eq!(chosen(&rig), before, "what was found is shown meanwhile");
    rig.serve(effects);
    assert_eq!(chosen(&rig), before);
}

#[test]
fn the_list_of_people_is_come_back_to() {
    let mut rig = rig();
    rig.play("<ctrl-p><ctrl-t><down><down>");
    let people = rig.screen();
    rig.play("<enter>");
    assert!(rig.screen().contains("speaker:="), "{}", rig.screen());
    rig.play("clause<esc>");
    assert_eq!(rig.screen(), people);
    rig.play("<esc>");
    assert_eq!(rig.app.context(), Context::Articles);
}

#[test]
fn looking_back_too_far_is_looked_forward_from() {
    let mut rig = rig();
    rig.play("<ctrl-p>sea<esc><ctrl-p>tide<esc><ctrl-p>");
    for (key, shown) in [
        ("<up>", "› tide"),
        ("<alt-up>", "› sea"),
        ("<alt-down>", "› tide"),
    ] {
        rig.play(key);
        assert!(rig.screen().contains(shown), "{key}: {}", rig.screen());
    }
    rig.play("<alt-down>");
    assert!(!rig.screen().contains("› tide"), "{}", rig.screen());
    rig.play("<alt-down><alt-down>");
    assert_eq!(rig.app.context(), Context::Finder);
}

#[test]
fn a_field_that_cannot_be_read_is_told_of_while_one_types() {
    for (width, height) in [(60, 16), (80, 24), (140, 40)] {
        let mut rig = Rig::new(width, height, collection());
        rig.play("<ctrl-p>clause kind:drict");
        let told = "kind: does not take \"drict\"";
        assert!(rig.screen().contains(told), "{}", rig.screen());
        rig.play("<backspace><backspace><backspace><backspace>irect");
        assert!(!rig.screen().contains("does not take"), "{}", rig.screen());
    }
}

#[test]
fn words_far_into_a_long_quote_are_shown_and_gone_to() {
    let mut long = collection();
    let said = format!(
        "“{} the lantern went out.”",
        "It rained on the sea wall. ".repeat(60)
    );
    let text = format!("{said} said Ines Calder.");
    let end = said.len() - "”".len();
    let stored = &mut long[0];
    stored.article.blocks = vec![Block {
        role: BlockRole::Paragraph,
        span: Span::new(0, text.len()),
    }];
    stored.article.text = text;
    let mut quote = stored.extraction.quotes[0].clone();
    quote.content = vec![Span::new("“".len(), end)];
    (quote.cue, quote.source) = (Vec::new(), Vec::new());
    stored.extraction.quotes = vec![quote];
    for (width, height) in [(60, 16), (80, 24), (140, 40)] {
        let mut rig = Rig::new(width, height, long.clone());
        rig.play("<ctrl-p>lantern went");
        if width > 60 {
            let screen = rig.screen();
            let times = screen.matches("lantern went").count();
            assert_eq!(times, 3, "typed, in its row, and beside it: {screen}");
        }
        rig.play("<enter>");
        let screen = rig.screen();
        assert!(screen.contains("lantern"), "{screen}");
        let reading = rig.app.reading.as_ref().unwrap();
        let lit: Vec<&str> = reading
            .lit
            .iter()
            .map(|span| span.of(&reading.stored.article.text))
            .collect();
        assert_eq!(lit, ["lantern", "went"]);
        assert_eq!(rig.quote(), Some(0));
    }
}

#[test]
fn it_is_kept_to_the_open_article_or_a_speaker_by_a_key_and_freed_by_the_same() {
    let mut rig = rig();
    let articles = |rig: &Rig| {
        let Overlay::Finder(finder) = &rig.app.overlay else {
            panic!("it is open");
        };
        let hits = finder.found.hits.iter();
        let mut articles: Vec<_> = hits
            .map(|hit| match hit {
                Hit::Quote(quote) => quote.row.article,
                other => panic!("{other:?}"),
            })
            .collect();
        articles.dedup();
        (articles.len(), finder.found.hits.len())
    };
    rig.play("<enter><ctrl-p>");
    let all = articles(&rig);
    assert!(all.0 > 1);
    rig.play("<alt-a>");
    assert_eq!(articles(&rig), (1, 7));
    rig.play("<alt-s>");
    let of_speaker = articles(&rig);
    assert!(of_speaker.0 == 1 && of_speaker.1 < 7, "{of_speaker:?}");
    rig.play("<alt-s>");
    assert_eq!(articles(&rig), all);
    // What only ends like it stays as it is typed.
    rig.play("-article:1<alt-a>");
    assert_eq!(articles(&rig).1, 0);
    rig.play("<alt-a>");
    assert_eq!(articles(&rig), (all.0 - 1, all.1 - 7));
    rig.play("<esc><esc>jjjj<ctrl-p><alt-s>");
    let told = rig.app.message.clone().unwrap();
    assert!(told.contains("no speaker"), "{told}");
}

#[test]
fn the_open_article_is_known_whatever_it_is_called() {
    let day = |id| {
        let said = format!("“[d-|It rained on day {id} again,]” the board said.");
        Maker::new(id, "Rain", "Quay", "2023-05-01").paragraph(&said)
    };
    let mut collection = vec![day(1).done(), day(2).done(), day(3).done()];
    collection[1].article.title = Some("???".to_owned());
    collection[2].article.title = None;
    let mut rig = Rig::new(120, 40, collection);
    for _ in 0..3 {
        rig.play("<enter><ctrl-p><alt-a>");
        let open = rig.open_article();
        let Overlay::Finder(finder) = &rig.app.overlay else {
            panic!("it is open");
        };
        let hits: Vec<_> = finder.found.hits.iter().collect();
        assert!(
            matches!(hits.as_slice(), [Hit::Quote(quote)] if quote.row.article == open),
            "{hits:?}"
        );
        rig.play("<esc><esc>j");
    }
}

#[test]
fn a_click_on_a_name_in_its_border_looks_for_that() {
    let mut rig = rig();
    rig.play("<ctrl-p>");
    let screen = rig.screen();
    let (y, line) = screen
        .lines()
        .enumerate()
        .find(|(_, l)| l.contains(" Titles "))
        .unwrap();
    let x = line.chars().take_while(|c| *c != 'T').count();
    rig.click(u16::try_from(x).unwrap(), u16::try_from(y).unwrap());
    let Overlay::Finder(finder) = &rig.app.overlay else {
        panic!("it is open still");
    };
    assert_eq!(finder.mode, onrecord::find::Mode::Titles);
}
