//! Panes made larger and smaller: by keys, and by dragging the borders between them.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::{Layout, Pane};
use ratatui::crossterm::event::{MouseButton, MouseEventKind};
use ratatui::layout::Rect;
use support::made::collection;
use support::rig::Rig;
use support::sizes::everywhere;

const DRAG: MouseEventKind = MouseEventKind::Drag(MouseButton::Left);
const UP: MouseEventKind = MouseEventKind::Up(MouseButton::Left);

fn layout(rig: &Rig) -> Layout {
    rig.app.layout().unwrap()
}

/// The pane as a whole, with its name.
fn area(rig: &Rig, pane: Pane) -> Rect {
    let area = layout(rig).pane(pane).unwrap();
    area.name.union(area.body)
}

#[test]
fn a_key_makes_the_pane_with_the_keys_larger_and_the_text_gives_the_room() {
    let mut rig = Rig::new(140, 40, collection());
    let (list, text) = (area(&rig, Pane::Articles), area(&rig, Pane::Text));
    rig.play(">>");
    assert_eq!(area(&rig, Pane::Articles).width, list.width + 4);
    assert_eq!(area(&rig, Pane::Text).width, text.width - 4);
    rig.play("<<>");
    rig.play("<tab>>");
    assert_eq!(
        area(&rig, Pane::Articles).width,
        list.width,
        "the text took it back"
    );
    rig.play("<tab>>");
    let speakers = area(&rig, Pane::Speakers);
    assert_eq!((speakers.width, speakers.right()), (42, 140));
    rig.play("0");
    assert_eq!(area(&rig, Pane::Speakers).width, 40);
    assert_eq!(rig.told(), "The panes are as large as usual again");
    rig.play("0");
    assert_eq!(rig.told(), "The panes are as large as usual");
}

#[test]
fn panes_above_each_other_are_made_higher() {
    let mut rig = Rig::new(80, 40, collection());
    let list = area(&rig, Pane::Articles).height;
    rig.play(">>>");
    assert_eq!(area(&rig, Pane::Articles).height, list + 3);
    rig.play("<tab><tab>");
    let (list, speakers) = (
        area(&rig, Pane::Articles).height,
        area(&rig, Pane::Speakers).height,
    );
    rig.play("<<>");
    assert_eq!(area(&rig, Pane::Speakers).height, speakers - 1);
    assert_eq!(area(&rig, Pane::Articles).height, list);
}

#[test]
fn there_is_a_least_and_a_most_and_it_is_told() {
    for (width, height) in [(80, 24), (80, 40), (110, 30), (140, 40), (200, 60)] {
        for pane in ["", "<tab>", "<tab><tab>"] {
            for (key, told) in [
                (">", "This pane can be no larger here"),
                ("<<>", "This pane can be no smaller here"),
            ] {
                let mut rig = Rig::new(width, height, collection());
                rig.play(pane).play(&key.repeat(120));
                assert_eq!(rig.told(), told, "{width}x{height} {pane}");
                let text = layout(&rig).text.unwrap().body;
                assert!(
                    text.height >= 5 && text.width >= 40,
                    "{width}x{height} {pane} {text}"
                );
                rig.screen();
            }
        }
    }
}

#[test]
fn where_one_pane_has_the_screen_there_is_nothing_to_move() {
    let mut rig = Rig::new(60, 16, collection());
    let before = rig.screen();
    rig.play(">");
    assert_eq!(
        rig.told(),
        "No pane beside this one has room to give or to take"
    );
    rig.play("0<home>");
    assert_eq!(rig.screen(), before);
    let mut rig = Rig::new(140, 40, collection());
    rig.play("z>");
    assert_eq!(
        rig.told(),
        "No pane beside this one has room to give or to take"
    );
}

#[test]
fn sizes_survive_a_restart_apart_for_each_kind_of_layout_and_fit_another_screen() {
    let mut rig = Rig::new(200, 60, collection());
    rig.play(&">".repeat(20));
    assert_eq!(area(&rig, Pane::Articles).width, 84);
    let mut rig = rig.restart();
    assert_eq!(area(&rig, Pane::Articles).width, 84, "kept");
    rig.resize(140, 40);
    assert_eq!(
        area(&rig, Pane::Text).width,
        40,
        "the text has what it needs"
    );
    rig.screen();
    rig.resize(110, 30);
    assert_eq!(
        area(&rig, Pane::Articles).width,
        36,
        "another kind of layout"
    );
    rig.play("<<>");
    rig.resize(200, 60);
    assert_eq!(area(&rig, Pane::Articles).width, 84);
    rig.play("0");
    let mut rig = rig.restart();
    assert_eq!(area(&rig, Pane::Articles).width, 44);
    rig.resize(110, 30);
    assert_eq!(
        area(&rig, Pane::Articles).width,
        34,
        "only the other kind was put back"
    );
}

#[test]
fn a_border_is_dragged_and_stays_where_it_is_let_go() {
    let mut rig = Rig::new(140, 40, collection());
    let line = layout(&rig).lines[0].unwrap();
    rig.click(line.x, 10)
        .mouse(DRAG, line.x + 3, 11)
        .mouse(DRAG, line.x + 9, 30);
    assert_eq!(area(&rig, Pane::Articles).width, 53);
    assert_eq!(
        layout(&rig).lines[0].unwrap().x,
        line.x + 9,
        "it is under the mouse"
    );
    rig.mouse(UP, line.x + 9, 30).mouse(DRAG, 70, 10);
    assert_eq!(area(&rig, Pane::Articles).width, 53, "let go");
    rig.click(line.x + 9, 10)
        .mouse(DRAG, 0, 10)
        .mouse(UP, 0, 10);
    assert_eq!(area(&rig, Pane::Articles).width, 24, "no further");
    let line = layout(&rig).lines[1].unwrap();
    rig.click(line.x, 10)
        .mouse(DRAG, line.x - 5, 10)
        .mouse(UP, line.x - 5, 10);
    assert_eq!(area(&rig, Pane::Speakers).width, 45);
    let rig = rig.restart();
    assert_eq!(
        (
            area(&rig, Pane::Articles).width,
            area(&rig, Pane::Speakers).width
        ),
        (24, 45)
    );
}

#[test]
fn the_name_of_a_pane_below_another_is_its_border() {
    let mut rig = Rig::new(80, 40, collection());
    rig.play("v");
    let (text, speakers) = (
        layout(&rig).text.unwrap().name,
        layout(&rig).speakers.unwrap().name,
    );
    rig.click(10, text.y)
        .mouse(DRAG, 12, text.y + 2)
        .mouse(UP, 12, text.y + 2);
    assert_eq!(layout(&rig).text.unwrap().name.y, text.y + 2);
    assert_eq!(
        layout(&rig).speakers.unwrap().name,
        speakers,
        "only that border"
    );
    assert_eq!(rig.app.focus, Pane::Text, "and a click gives the focus");
    rig.click(10, speakers.y)
        .mouse(DRAG, 9, speakers.y + 3)
        .mouse(UP, 9, speakers.y + 3);
    assert_eq!(layout(&rig).speakers.unwrap().name.y, speakers.y + 3);
}

#[test]
fn nothing_is_dragged_under_a_box() {
    let mut rig = Rig::new(140, 40, collection());
    let line = layout(&rig).lines[0].unwrap();
    rig.play("?").click(line.x, 10).mouse(DRAG, line.x + 9, 10);
    assert_eq!(layout(&rig).lines[0].unwrap(), line);
}

#[test]
fn every_size_can_be_drawn_with_every_choice() {
    everywhere(|rig| {
        for keys in [">", "<<>"] {
            for pane in 0..3 {
                rig.play(&keys.repeat(30)).play("<tab>");
                let layout = layout(rig);
                let column = rig.app.column_on(&layout);
                if let Some(text) = layout.text {
                    let left = column.gutter - text.body.x;
                    let right = text.body.right() - column.text.right();
                    assert!(
                        left.abs_diff(right) <= 4,
                        "centred, pane {pane}: {left} {right}"
                    );
                }
                rig.screen();
            }
        }
    });
}
