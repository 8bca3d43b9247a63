//! Keys of a sequence that were pressed, while the rest of it is waited for.

use super::App;
use super::action::{Action, Context};
use crate::config::keymap::{Key, Meaning, shown};

/// What a key means after those that wait: an action, nothing yet (`Some(None)`), or nothing that the
/// keymap knows.
pub(super) fn means(app: &mut App, context: Context, key: Key) -> Option<Option<Action>> {
    let mut keys = std::mem::take(&mut app.pending);
    keys.push(key);
    match app.settings.keymap.meaning(context, &keys) {
        Meaning::Action(action) => Some(Some(action)),
        Meaning::Begins => {
            app.pending = keys;
            Some(None)
        }
        Meaning::Nothing if keys.len() == 1 => None,
        Meaning::Nothing => {
            // Whatever means to leave elsewhere leaves the sequence.
            let alone = app.settings.keymap.meaning(context, &[key]);
            let leaves = [Action::Back, Action::Cancel].map(Meaning::Action);
            if !leaves.contains(&alone) {
                app.tell(format!("{} means nothing here", shown(&keys)));
            }
            Some(None)
        }
    }
}
