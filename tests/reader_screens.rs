//! The screens as a person sees them, at the sizes people have, with and without colour.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::event::Saved;
use onrecord::app::{Answer, Event};
use support::made::collection;
use support::rig::Rig;

#[test]
fn at_80x24_the_list_is_above_the_text() {
    let mut rig = Rig::new(80, 24, collection());
    insta::assert_snapshot!("80x24 start", rig.screen());
    insta::assert_snapshot!("80x24 drawer", rig.play("<enter>v").screen());
}

#[test]
fn at_140x40_there_are_three_panes() {
    let mut rig = Rig::new(140, 40, collection());
    insta::assert_snapshot!("140x40 start", rig.screen());
    insta::assert_snapshot!("140x40 third quote", rig.play("<enter>]]").screen());
}

#[test]
fn at_100x30_the_speakers_are_a_drawer() {
    let mut rig = Rig::new(100, 30, collection());
    insta::assert_snapshot!("100x30 drawer", rig.play("<enter>]<tab>").screen());
}

#[test]
fn at_60x16_there_is_one_pane_at_a_time() {
    let mut rig = Rig::new(60, 16, collection());
    insta::assert_snapshot!("60x16 list", rig.screen());
    insta::assert_snapshot!("60x16 text", rig.play("<enter>]").screen());
    insta::assert_snapshot!("60x16 speakers", rig.play("<tab>").screen());
}

#[test]
fn at_40x10_it_can_still_be_read() {
    let mut rig = Rig::new(40, 10, collection());
    rig.app.settings.sample = true;
    insta::assert_snapshot!("40x10 list", rig.screen());
    insta::assert_snapshot!("40x10 text", rig.play("<enter>]").screen());
    insta::assert_snapshot!("39x10", rig.resize(39, 10).screen());
}

#[test]
fn the_finder_shows_hits_and_the_paragraph_around_the_chosen_one() {
    let mut rig = Rig::new(140, 40, collection());
    insta::assert_snapshot!("140x40 finder", rig.play("<ctrl-p>wall").screen());
    let mut rig = Rig::new(80, 24, collection());
    insta::assert_snapshot!("80x24 finder", rig.play("/sea").screen());
    let mut rig = Rig::new(60, 16, collection());
    insta::assert_snapshot!("60x16 finder nothing", rig.play("/zebra").screen());
}

#[test]
fn the_finder_shows_people_titles_and_texts() {
    let mut rig = Rig::new(140, 40, collection());
    insta::assert_snapshot!(
        "140x40 finder people",
        rig.play("<ctrl-p><ctrl-t>").screen()
    );
    insta::assert_snapshot!("140x40 finder titles", rig.play("<ctrl-t>ferry").screen());
    let mut rig = Rig::new(80, 24, collection());
    insta::assert_snapshot!(
        "80x24 finder texts",
        rig.play("/<ctrl-t><ctrl-t><ctrl-t>eastern quay").screen()
    );
    let mut rig = Rig::new(60, 16, collection());
    insta::assert_snapshot!("60x16 finder people", rig.play("/<ctrl-t>r").screen());
}

#[test]
fn why_a_quote_has_its_speaker_is_under_the_text_and_not_on_the_quote() {
    for (width, height) in [(140, 40), (80, 24), (60, 16)] {
        let mut rig = Rig::new(width, height, collection());
        rig.play("<enter>]]]w");
        let screen = rig.screen();
        assert!(
            screen.contains("four sailings a day") && screen.contains(" Why "),
            "{screen}"
        );
        insta::assert_snapshot!(format!("{width}x{height} why"), screen);
    }
}

#[test]
fn what_a_person_keeps_is_seen_in_list_text_and_speakers() {
    for (width, height) in [(140, 40), (80, 24), (60, 16)] {
        let mut rig = Rig::new(width, height, collection());
        rig.play("*tharbour<enter>tfollow-up<enter><enter>]Tcheck<enter>");
        rig.play("aAsk the harbour master about the piles.<enter>港の深さは?");
        insta::assert_snapshot!(format!("{width}x{height} note"), rig.screen());
        insta::assert_snapshot!(
            format!("{width}x{height} kept text"),
            rig.play("<ctrl-s>").screen()
        );
        insta::assert_snapshot!(
            format!("{width}x{height} kept list"),
            rig.play("<esc><esc>").screen()
        );
        insta::assert_snapshot!(format!("{width}x{height} tags"), rig.play("to").screen());
        insta::assert_snapshot!(
            format!("{width}x{height} kept speakers"),
            rig.play("<esc><tab><tab>").screen()
        );
    }
}

#[test]
fn what_was_done_can_be_looked_at() {
    for (width, height) in [(140, 40), (80, 24), (60, 16)] {
        let mut rig = Rig::new(width, height, collection());
        rig.play("*tharbour<enter>jr<enter>aWho is this?<ctrl-s>uU");
        // The clock of whoever runs this is not to be seen.
        let screen = without_times(&rig.screen());
        insta::assert_snapshot!(format!("{width}x{height} changes"), screen);
    }
}

#[test]
fn what_went_wrong_is_told_whole() {
    let mut rig = Rig::new(60, 16, collection());
    let told = "collection.db is read-only: allow writing to the file and its folder, or give another with --store";
    rig.send(Event::Answer(Answer::NotKept(told.to_owned())));
    insta::assert_snapshot!("60x16 trouble", rig.play("j").screen());
}

#[test]
fn words_in_the_text_are_lit_and_walked() {
    for (width, height) in [(140, 40), (80, 24), (60, 16)] {
        let mut rig = Rig::new(width, height, collection());
        let mut see = |keys: &str, what: &str| {
            insta::assert_snapshot!(format!("{width}x{height} {what}"), rig.play(keys).screen());
        };
        see("jj<enter>/water", "search nothing");
        see("<ctrl-u>clause 7", "search");
        see("<enter>&", "search only");
        see("<esc>mbg'", "letters");
    }
}

#[test]
fn what_is_taken_away_asks_how_and_where() {
    for (width, height) in [(140, 40), (80, 24), (60, 16)] {
        let mut rig = Rig::new(width, height, collection());
        let name = |what: &str| format!("{width}x{height} {what}");
        rig.play("<enter>]<tab>MMY");
        insta::assert_snapshot!(name("copy as"), rig.screen());
        insta::assert_snapshot!(name("write"), rig.play("<esc>x").screen());
        rig.play("<enter>");
        rig.send(Event::Answer(Answer::Saved {
            generation: 1,
            saved: Saved::Exists("/n/quotes.md".to_owned()),
        }));
        insta::assert_snapshot!(name("write over"), rig.screen());
        rig.play("<esc>|sort | uniq -c<enter>");
        insta::assert_snapshot!(name("runs"), rig.screen());
        rig.send(Event::Answer(Answer::Ran {
            generation: 2,
            output: "      1 She added that\n      2 the ferry berth would have to wait until divers had \
                     looked at its piles, whatever the owners of the company may say\n"
                .to_owned(),
            ended: "exit status: 2".to_owned(),
        }));
        insta::assert_snapshot!(name("output"), rig.screen());
        insta::assert_snapshot!(
            name("found marked"),
            rig.play("q/sailing<ctrl-u>planned<tab>").screen()
        );
    }
}

#[test]
fn the_text_alone_has_a_line_at_the_foot_and_a_bar_of_quotes() {
    for (width, height) in [(140, 40), (80, 24), (60, 16)] {
        let mut rig = Rig::new(width, height, collection());
        insta::assert_snapshot!(
            format!("{width}x{height} zen"),
            rig.play("<enter>]z").screen()
        );
    }
}

#[test]
fn the_help_is_searched_as_one_types() {
    let mut rig = Rig::new(80, 24, collection());
    insta::assert_snapshot!("80x24 help", rig.play("?").screen());
    insta::assert_snapshot!("80x24 help search", rig.play("quote").screen());
}

#[test]
fn wide_characters_and_long_addresses_keep_their_place() {
    let mut rig = Rig::new(60, 16, collection());
    insta::assert_snapshot!("60x16 wide", rig.play("jjj<enter>").screen());
}

#[test]
fn without_colour_marks_and_weight_tell_what_colour_told() {
    let mut rig = Rig::plain(80, 24, collection());
    rig.play("<enter>]").screen();
    insta::assert_snapshot!("80x24 without colour", styled(&rig));
}

/// The screen without the day and minute of a change, which are another at each run.
fn without_times(screen: &str) -> String {
    let mut out = String::new();
    let mut rest = screen;
    while let Some(at) = rest
        .find("  Starred:")
        .into_iter()
        .chain(rest.find("  Tagged"))
        .chain(rest.find("  Marked as"))
        .chain(rest.find("  Wrote"))
        .min()
    {
        let start = at - "2026-11-27 00:22".len();
        out.push_str(&rest[..start]);
        out.push_str("YYYY-MM-DD hh:mm");
        out.push_str(&rest[at..at + 3]);
        rest = &rest[at + 3..];
    }
    out + rest
}

/// The screen with its styles: a second line under each that has any, with `r` for reversed, `b`
/// bold, `u` underlined, `d` dim, `i` slanted. Fails where a colour is used.
fn styled(rig: &Rig) -> String {
    use ratatui::style::{Color, Modifier};
    let buffer = rig.terminal.backend().buffer();
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let (mut text, mut marks) = (String::new(), String::new());
        for x in 0..buffer.area.width {
            let cell = &buffer[(x, y)];
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
            text.push_str(cell.symbol());
            marks.push(match cell.modifier {
                m if m.contains(Modifier::REVERSED) => 'r',
                m if m.contains(Modifier::UNDERLINED) => 'u',
                m if m.contains(Modifier::BOLD) => 'b',
                m if m.contains(Modifier::DIM) => 'd',
                m if m.contains(Modifier::ITALIC) => 'i',
                _ => ' ',
            });
        }
        out.push_str(text.trim_end());
        out.push('\n');
        if !marks.trim().is_empty() {
            out.push_str(marks.trim_end());
            out.push('\n');
        }
    }
    out
}
