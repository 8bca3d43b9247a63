//! Thousands of random keys, clicks and sizes: no panic, no state that cannot be left, and the
//! panes stay in step.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use onrecord::app::event::Saved;
use onrecord::app::{Answer, Effect, Event, Overlay, action};
use ratatui::crossterm::event::{MouseButton, MouseEventKind};
use support::made::collection;
use support::rig::Rig;

/// What is typed beside the keys of the actions: words, numbers, parts of queries, and keys that mean
/// something in a box alone.
const TYPED: &[&str] = &[
    "quay",
    "sea",
    "é",
    "市",
    "🙂",
    " ",
    "\"",
    "is:unread",
    "speaker:",
    "#x",
    "1",
    "2",
    "3",
    "i",
    "d",
    "n",
    "<ctrl-s>",
    "<ctrl-k>",
    "<ctrl-w>",
    "<backspace>",
    ":theme lamp<enter>",
];

/// All keys but those that quit, as [`Rig::play`] takes them, and what is typed.
fn keys() -> Vec<String> {
    let own = action::table().iter().flat_map(|info| info.keys);
    let own = own.filter(|key| !matches!(**key, "q" | "ctrl-c"));
    let own = own.map(|key| match key.chars().count() {
        1 => (*key).to_owned(),
        _ => format!("<{key}>"),
    });
    let mut keys: Vec<String> = own.chain(TYPED.iter().map(|s| (*s).to_owned())).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// Marsaglia's xorshift: the same numbers in every run, so that a failure can be looked into.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % limit
    }
}

#[test]
fn random_actions_at_random_sizes_do_no_harm() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (keys, mut rig) = (keys(), Rig::new(80, 24, collection()));
    for step in 0..100_000 {
        let mut pick = |below| random.below(below);
        match pick(12) {
            0 => {
                let (width, height) = (pick(200) as u16 + 1, pick(70) as u16 + 1);
                rig.resize(width, height);
            }
            1 => {
                let (column, row) = (pick(200) as u16, pick(70) as u16);
                let kind = [MouseEventKind::ScrollDown, MouseEventKind::ScrollUp][pick(2)];
                rig.mouse(kind, column, row).click(row, column);
                // What is pressed is drawn somewhere, and mostly let go.
                let (column, row) = (pick(200) as u16, pick(70) as u16);
                rig.mouse(MouseEventKind::Drag(MouseButton::Left), column, row);
                if pick(4) > 0 {
                    rig.mouse(MouseEventKind::Up(MouseButton::Left), column, row);
                }
            }
            2 => {
                rig.send(Event::Paste("pasted\u{1b}]0;x\u{7} words\r\n".to_owned()));
            }
            _ => {
                let key = &keys[pick(keys.len())];
                rig.play(key);
            }
        }
        // What is done outside answers too, the one way or the other.
        if let Some(Effect::Save { generation, .. }) = rig.outside.pop() {
            let saved = match step % 2 {
                0 => Saved::Exists("/n/quotes.md".to_owned()),
                _ => Saved::Written("/n/quotes.md".to_owned()),
            };
            rig.send(Event::Answer(Answer::Saved { generation, saved }));
        }
        // Where a page lies, the keys go to it.
        assert!(
            rig.app.under.is_empty() || !matches!(rig.app.overlay, Overlay::None),
            "step {step}"
        );
        // Drawing is the slow part of the test; every state is drawn that a resize or a third
        // key leads to.
        if step % 3 == 0 {
            rig.screen();
        }
        // Where nothing passes the filter, nothing is open.
        let Some(reading) = &rig.app.reading else {
            assert!(rig.app.articles.rows().is_empty(), "step {step}");
            continue;
        };
        let quotes = reading.quotes().len();
        assert!(reading.place.quote.map_or(quotes == 0, |q| q < quotes));
    }
    rig.resize(80, 24).play("<esc>n<esc>n<esc><esc><esc>");
    assert!(matches!(rig.app.overlay, Overlay::None));
    rig.play("q");
    assert!(rig.left);
}
