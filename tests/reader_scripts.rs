//! Every action of the table by its key: the state, the keys, the state and the screen after them.
//!
//! `tests/scripts/*.txt` hold the scripts, parted by empty lines; `scripted/script.rs` says how one is
//! written. Each is played at every size, with colour and without, and what it expects must not be
//! there before the key of the action is pressed: an action that does nothing fails.

#![allow(missing_docs, clippy::unwrap_used)]

mod scripted;
mod support;

use std::collections::HashSet;

use onrecord::app::action::{ActionInfo, table};
use onrecord::config::theme::Theme;
use scripted::facts::fact;
use scripted::script::{Expected, Script, scripts};
use scripted::world::world;
use support::rig::Rig;
use support::sizes::SIZES;

fn info(name: &str) -> &'static ActionInfo {
    let found = table().iter().find(|info| info.name == name);
    found.unwrap_or_else(|| panic!("no action is called {name}"))
}

/// A key of the table as [`Rig::play`] takes it.
fn played(key: &str) -> String {
    match key.chars().count() {
        1 => key.to_owned(),
        _ => format!("<{key}>"),
    }
}

#[test]
fn every_action_has_a_script() {
    let scripts = scripts();
    let scripted: HashSet<&str> = scripts.iter().map(|s| s.action.as_str()).collect();
    let missing: Vec<&str> = table()
        .iter()
        .map(|info| info.name)
        .filter(|name| !scripted.contains(name))
        .collect();
    assert!(missing.is_empty(), "without a script: {missing:?}");
}

#[test]
fn every_script_says_what_is_seen_and_what_is_so_at_every_size() {
    for script in scripts() {
        for size in SIZES {
            let at = |seen| {
                let mut all = script.expected.iter();
                all.any(|e| e.holds_at(size) && e.is_seen() == seen)
            };
            assert!(at(true) && at(false), "{} at {size:?}", script.title());
        }
    }
}

#[test]
fn at_60x16() {
    at(SIZES[0]);
}

#[test]
fn at_80x24() {
    at(SIZES[1]);
}

#[test]
fn at_140x40() {
    at(SIZES[2]);
}

#[test]
fn at_200x60() {
    at(SIZES[3]);
}

/// All keys of an action do the same.
#[test]
fn by_its_other_keys() {
    let mut wrong = Vec::new();
    for script in scripts() {
        for key in &info(&script.action).keys[1..] {
            wrong.extend(play(&script, key, SIZES[1]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn at(size: (u16, u16)) {
    let mut wrong = Vec::new();
    for script in scripts() {
        wrong.extend(play(&script, info(&script.action).keys[0], size));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is not as the script says.
fn play(script: &Script, key: &str, (width, height): (u16, u16)) -> Vec<String> {
    let info = info(&script.action);
    let mut rig = Rig::new(width, height, world());
    script.set_out(&mut rig);
    let context = rig.app.context();
    let title = format!("{} ({key}) at {width}x{height}", script.title());
    let mut wrong = Vec::new();
    if context.name() != script.context || !info.contexts.contains(&context) {
        wrong.push(format!("{title}: the keys go to {}", context.name()));
    }
    let expected = script.expected.iter();
    let expected: Vec<&Expected> = expected.filter(|e| e.holds_at((width, height))).collect();
    let before: Vec<String> = expected.iter().map(|e| fact(&mut rig, &e.fact)).collect();
    rig.play(&played(key));
    for (expected, before) in expected.into_iter().zip(before) {
        let after = fact(&mut rig, &expected.fact);
        if let Some(how) = expected.fails(&before, &after) {
            wrong.push(format!("{title}: {}: {how}", expected.fact));
        }
    }
    wrong.extend(told_by_colour(&mut rig).then(|| format!("{title}: told by colour alone")));
    wrong
}

/// Whether the words on the screen are others without colour.
fn told_by_colour(rig: &mut Rig) -> bool {
    let coloured = rig.screen();
    let theme = std::mem::replace(&mut rig.app.settings.theme, Theme::plain());
    let plain = rig.screen();
    rig.app.settings.theme = theme;
    coloured != plain
}
