//! A person's changes to the keys, and what is wrong with them.

use super::{Bound, Key, Places, shown};
use crate::app::action::{self, CONTEXTS, Context};
use crate::query::closest;

/// The keys that an action is to have instead of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Name of the action.
    pub action: String,
    /// Where; everywhere it works, where there is none.
    pub context: Option<Context>,
    /// The keys, each a sequence.
    pub keys: Vec<Vec<Key>>,
}

/// A change that cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Clash {
    /// Which of the changes.
    pub at: usize,
    /// The change that it is at odds with.
    pub other: Option<usize>,
    /// Why, and what to do.
    pub message: String,
}

impl Clash {
    fn new(at: usize, message: String) -> Self {
        Self {
            at,
            other: None,
            message,
        }
    }
}

/// Makes the changes; those of a single context last, so that they stand above the others.
pub(super) fn apply(
    mut rows: Vec<Vec<Bound>>,
    changes: &[Change],
) -> Result<Vec<Vec<Bound>>, Vec<Clash>> {
    let mut wrong = Vec::new();
    let mut order: Vec<usize> = (0..changes.len()).collect();
    order.sort_by_key(|at| changes[*at].context.is_some());
    for at in order {
        let change = &changes[at];
        let (row, places) = match wanted(change) {
            Ok(wanted) => wanted,
            Err(message) => {
                wrong.push(Clash::new(at, message));
                continue;
            }
        };
        for bound in &mut rows[row] {
            bound.contexts = bound.contexts.without(places);
        }
        rows[row].extend(change.keys.iter().map(|keys| Bound {
            keys: keys.clone(),
            contexts: places,
            by: Some(at),
            plain: false,
        }));
    }
    let taken = take_away(&mut rows, changes, &mut wrong);
    for row in &mut rows {
        row.retain(|bound| !bound.contexts.is_empty());
    }
    // Of what is given by mistake nobody knows what it would have left.
    if wrong.is_empty() {
        wrong.extend(can_be_left(&rows, changes, &taken).err());
    }
    match wrong.is_empty() {
        true => Ok(rows),
        false => Err(wrong),
    }
}

/// The row of the action table that is meant, and where.
fn wanted(change: &Change) -> Result<(usize, Places), String> {
    let name = change.action.as_str();
    let table = action::table();
    let Some(row) = table.iter().position(|info| info.name == name) else {
        return Err(match closest(name, table.iter().map(|info| info.name)) {
            Some(near) => format!("no action is called \"{name}\": did you mean \"{near}\"?"),
            None if name.parse::<Key>().is_ok() => format!(
                "no action is called \"{name}\": the action stands before the key, as in down = \"{name}\""
            ),
            None => format!(
                "no action is called \"{name}\": ? in the reader and docs/keys.md name them all"
            ),
        });
    };
    let all = Places::of(table[row].contexts);
    let places = match change.context {
        Some(context) => Places::of(&[context]),
        None => all,
    };
    if places.both(all).is_empty() {
        let names: Vec<String> = all.iter().map(Context::name).collect();
        let here = change.context.map(Context::name).unwrap_or_default();
        return Err(format!(
            "{name} does nothing in {here}: it works in {}",
            names.join(", ")
        ));
    }
    let typing = places.iter().find(|context| context.types());
    let letter = change
        .keys
        .iter()
        .find(|keys| keys.first().is_some_and(|key| key.types()));
    match (typing, letter) {
        (Some(context), Some(keys)) => Err(format!(
            "{} cannot be a command in {}, where one types: take a key with ctrl- or alt-, or one with a name",
            shown(keys),
            context.name()
        )),
        _ => Ok((row, places)),
    }
}

/// Keys that a change took away: of which row, where, and which change.
type Taken = Vec<(usize, Places, usize)>;

/// Takes keys that a change has from whoever had them by default, with those that they begin with or
/// begin. A change for one place stands above one for all; else two that want the same are at odds,
/// which is told once of each.
fn take_away(rows: &mut [Vec<Bound>], changes: &[Change], wrong: &mut Vec<Clash>) -> Taken {
    let table = action::table();
    let general = |at: usize| changes[at].context.is_none();
    let mut taken = Taken::new();
    let made: Vec<(usize, Bound)> = rows
        .iter()
        .enumerate()
        .flat_map(|(row, bound)| bound.iter().map(move |bound| (row, bound.clone())))
        .filter(|(_, bound)| bound.by.is_some())
        .collect();
    for (row, one) in &made {
        for (other, bound) in rows.iter_mut().enumerate() {
            for two in bound {
                let shared = one.contexts.both(two.contexts);
                let alike = one.keys.starts_with(&two.keys) || two.keys.starts_with(&one.keys);
                let same = one.keys == two.keys && table[*row].action == table[other].action;
                let Some(by) = one.by.filter(|_| !shared.is_empty() && alike && !same) else {
                    continue;
                };
                match two.by {
                    Some(b) if general(by) && !general(b) => continue,
                    Some(b) if general(by) == general(b) => {
                        let clash = at_odds((by, *row, &one.keys), (b, other, &two.keys));
                        if wrong.iter().all(|known| known.at != clash.at) {
                            wrong.push(clash);
                        }
                        continue;
                    }
                    _ => two.contexts = two.contexts.without(shared),
                }
                taken.push((other, shared, by));
            }
        }
    }
    taken
}

fn at_odds(one: (usize, usize, &[Key]), two: (usize, usize, &[Key])) -> Clash {
    let (first, second) = if one.0 <= two.0 {
        (one, two)
    } else {
        (two, one)
    };
    let name = |row: usize| action::table()[row].name;
    let (a, b) = (name(first.1), name(second.1));
    let message = if first.2 == second.2 {
        format!(
            "{} is the key of {a} already: give {b} another",
            shown(second.2)
        )
    } else {
        let (short, long) = match first.2.len() < second.2.len() {
            true => (first.2, second.2),
            false => (second.2, first.2),
        };
        format!(
            "{} can never be pressed, because {} means something already ({a} and {b}): take another",
            shown(long),
            shown(short)
        )
    };
    Clash {
        at: second.0,
        other: Some(first.0).filter(|at| *at != second.0),
        message,
    }
}

/// Actions of which one must have a key wherever they work: they leave boxes, the reader, and what
/// stays on the screen until it was read.
const NEEDED: [&[&str]; 3] = [&["cancel"], &["quit", "commands"], &["back"]];

/// There is a key that leaves whatever one can be in.
fn can_be_left(rows: &[Vec<Bound>], changes: &[Change], taken: &Taken) -> Result<(), Clash> {
    let table = action::table();
    for names in NEEDED {
        let meant = |row: usize| names.contains(&table[row].name);
        let works = |context: Context| {
            (0..rows.len()).any(|row| meant(row) && table[row].contexts.contains(&context))
        };
        let leaves = |context: Context| {
            let mut all = rows.iter().enumerate();
            all.any(|(row, bound)| meant(row) && bound.iter().any(|b| b.holds_in(context)))
        };
        let Some(context) = CONTEXTS.into_iter().find(|c| works(*c) && !leaves(*c)) else {
            continue;
        };
        let took = taken.iter().rev();
        let mut took = took.filter(|(row, places, _)| meant(*row) && places.has(context));
        let own = |change: &Change| names.contains(&&*change.action);
        let at = took.next().map(|(.., by)| *by);
        let at = at.or_else(|| changes.iter().rposition(own));
        return Err(Clash::new(
            at.unwrap_or(changes.len().saturating_sub(1)),
            format!(
                "no key would be {} in {}: give it one",
                names.join(" or "),
                context.name()
            ),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::Action;
    use crate::config::keymap::{Keymap, Meaning, sequence};

    fn change(action: &str, context: Option<Context>, keys: &[&str]) -> Change {
        Change {
            action: action.to_owned(),
            context,
            keys: keys.iter().map(|k| sequence(k).unwrap()).collect(),
        }
    }

    fn keymap(changes: &[Change]) -> Keymap {
        Keymap::with_changes(changes).unwrap()
    }

    fn refused(changes: &[Change]) -> Clash {
        Keymap::with_changes(changes).unwrap_err().swap_remove(0)
    }

    fn means(keymap: &Keymap, context: Context, keys: &str) -> Meaning {
        keymap.meaning(context, &sequence(keys).unwrap())
    }

    #[test]
    fn a_change_takes_the_key_from_its_old_owner() {
        let keymap = keymap(&[change("quit", None, &["x", "r"])]);
        let text = |keys: &str| means(&keymap, Context::Text, keys);
        assert_eq!(text("r"), Meaning::Action(Action::Quit));
        assert_eq!(text("q"), Meaning::Nothing);
        assert_eq!(keymap.key_of(Action::ToggleRead), ":toggle-read");
    }

    #[test]
    fn a_change_in_one_context_leaves_the_others() {
        let keymap = keymap(&[
            change("next-quote", Some(Context::Text), &["n"]),
            change("next-quote", None, &["ctrl-n"]),
        ]);
        let next = Meaning::Action(Action::NextQuote);
        assert_eq!(means(&keymap, Context::Text, "n"), next);
        assert_eq!(means(&keymap, Context::Text, "ctrl-n"), Meaning::Nothing);
        assert_eq!(means(&keymap, Context::Articles, "ctrl-n"), next);
        assert_eq!(means(&keymap, Context::Articles, "]"), Meaning::Nothing);
    }

    #[test]
    fn sequences_take_the_keys_they_begin_with() {
        let keymap = keymap(&[
            change("first", None, &["g g"]),
            change("copy-quote", None, &["g c", "y"]),
        ]);
        let text = |keys: &str| means(&keymap, Context::Text, keys);
        assert_eq!(text("g"), Meaning::Begins);
        assert_eq!(text("g g"), Meaning::Action(Action::First));
        assert_eq!(text("g c"), Meaning::Action(Action::CopyQuote));
        assert_eq!(text("g x"), Meaning::Nothing);
        let next = keymap.after(Context::Text, &sequence("g").unwrap());
        let next: Vec<String> = next.iter().map(|(key, _)| key.to_string()).collect();
        assert_eq!(next, ["g", "c"]);
    }

    #[test]
    fn what_is_at_odds_is_told() {
        let clash = refused(&[change("quit", None, &["x"]), change("why", None, &["x"])]);
        assert_eq!((clash.at, clash.other), (1, Some(0)));
        assert!(
            clash.message.contains("x is the key of quit already"),
            "{clash}"
        );
        let clash = refused(&[change("quit", None, &["g"]), change("why", None, &["g w"])]);
        assert!(
            clash.message.contains("g w can never be pressed"),
            "{clash}"
        );
        let clash = refused(&[change("tag-quot", None, &["x"])]);
        assert!(
            clash.message.contains("did you mean \"tag-quote\"?"),
            "{clash}"
        );
        let clash = refused(&[change("why", Some(Context::Finder), &["f9"])]);
        assert!(
            clash.message.contains("works in articles, text, speakers"),
            "{clash}"
        );
        let clash = refused(&[change("accept", None, &["x"])]);
        assert!(clash.message.contains("where one types"), "{clash}");
        let clash = refused(&[change("cancel", None, &[]), change("why", None, &["x"])]);
        assert_eq!(clash.at, 0);
        assert!(
            clash.message.contains("no key would be cancel in"),
            "{clash}"
        );
        let clash = refused(&[
            change("accept", None, &["esc", "ctrl-c"]),
            change("why", None, &["x"]),
        ]);
        assert_eq!(clash.at, 0, "the one that took the keys: {clash}");
        let away = |name: &str| change(name, None, &[]);
        let clash = refused(&[away("quit"), away("commands")]);
        assert!(
            clash.message.contains("quit or commands in articles"),
            "{clash}"
        );
        assert!(
            refused(&[away("back")])
                .message
                .contains("back in articles")
        );
        Keymap::with_changes(&[away("quit")]).unwrap();
    }

    #[test]
    fn a_key_of_one_place_stands_above_the_same_key_everywhere() {
        for order in [[0, 1], [1, 0]] {
            let both = [
                change("why", None, &["n"]),
                change("next-quote", Some(Context::Text), &["n"]),
            ];
            let keymap = keymap(&order.map(|at| both[at].clone()));
            let means = |context| means(&keymap, context, "n");
            assert_eq!(means(Context::Text), Meaning::Action(Action::NextQuote));
            assert_eq!(means(Context::Articles), Meaning::Action(Action::Why));
        }
    }
}
