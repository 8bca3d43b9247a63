//! The tour: a few steps that each ask for a key and go on when it was pressed.
//!
//! It lies above whatever is shown and takes no key for itself, so that one does what one learns. Must
//! not know: what the actions do.

use super::action::{Action, MannerAction};
use super::{App, Pane, keeping};

/// A step of the tour.
#[derive(Debug)]
struct Step {
    /// What is said; `{}` stands for the key.
    says: &'static str,
    /// What is to be done; any of it goes on.
    wants: &'static [Action],
}

const fn step(says: &'static str, wants: &'static [Action]) -> Step {
    Step { says, wants }
}

impl Step {
    /// Whether what it asks for is so already: its key would take that back.
    fn is_done(&self, app: &App) -> bool {
        match self.wants {
            [Action::Open] => app.focus == Pane::Text,
            [Action::Why] => app.why,
            [Action::ToggleStar] => keeping::is_starred(app),
            _ => false,
        }
    }
}

const STEPS: &[Step] = &[
    step(
        "These are the articles, newest first. {} goes to the next one, and its text with it.",
        &[Action::Down],
    ),
    step("{} goes into the text of the article.", &[Action::Open]),
    step(
        "Whatever somebody said is marked in the text, with a line beside it. {} goes to the next quote.",
        &[Action::NextQuote],
    ),
    step(
        "Who said it, and how is that known? {} shows it step by step, down to the words it rests on.",
        &[Action::Why],
    ),
    step(
        "{} shows all that this speaker said, in all articles, with the roles that were printed.",
        &[Action::Speaker],
    ),
    step(
        "{} goes back, wherever you are.",
        &[Action::Cancel, Action::Back, Action::JumpBack],
    ),
    step(
        "{} finds a quote of which you know a few words, however you spell them.",
        &[Action::Find],
    ),
    step(
        "Type some words you remember. {} goes to the place in its article.",
        &[Action::Accept, Action::Cancel],
    ),
    step(
        "{} copies the quote with its speaker and where it was printed, ready to be cited.",
        &[Action::CopyQuote],
    ),
    step(
        "{} puts a star on the article, to find it again.",
        &[Action::ToggleStar],
    ),
    step(
        "{} undoes whatever was done last: nothing you do is lost.",
        &[Action::Undo],
    ),
    step(
        "{} does anything by its name: :import brings in your own files while you read.",
        &[Action::Manner(MannerAction::Palette)],
    ),
    step(
        "Look around, and leave it with Esc. {} shows every key; that is all there is to know.",
        &[Action::Help],
    ),
];

/// What the tour says now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TourStep {
    /// Which step, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// What is said, before the key, the key, and after it.
    pub says: (&'static str, String, &'static str),
}

/// Begins the tour, or leaves it.
pub(super) fn toggle(app: &mut App) {
    app.tour = match app.tour {
        Some(_) => {
            let key = app
                .settings
                .keymap
                .key_of(Action::Manner(MannerAction::Tour));
            app.tell(format!("The tour is left; {key} begins it again"));
            None
        }
        None => Some(0),
    };
}

/// Goes on where what the step asks for was done.
pub(super) fn saw(app: &mut App, action: Action) {
    let Some(at) = app.tour else {
        return;
    };
    let wanted = |step: &Step| step.wants.contains(&action);
    if !STEPS.get(at).is_some_and(wanted) {
        return;
    }
    let rest = STEPS.iter().enumerate().skip(at + 1);
    let mut rest = rest.filter(|(_, step)| !step.is_done(app));
    app.tour = rest.next().map(|(at, _)| at);
    if app.tour.is_none() {
        app.tell("That was the tour. Type to search the keys; Esc closes them");
    }
}

impl App {
    /// What the tour says, where one is taken.
    #[must_use]
    pub fn tour_step(&self) -> Option<TourStep> {
        let number = self.tour?;
        let step = STEPS.get(number)?;
        let (before, after) = step.says.split_once("{}").unwrap_or((step.says, ""));
        let context = self.context();
        let keymap = &self.settings.keymap;
        // The key of here, where it works here.
        let wanted = |action: &&Action| {
            keymap
                .rows_in(context)
                .any(|(info, _)| info.action == **action)
        };
        let action = step.wants.iter().find(wanted).or(step.wants.first())?;
        let here = keymap
            .rows_in(context)
            .find(|(info, key)| info.action == *action && key.is_some());
        let key = match here.and_then(|(_, key)| key) {
            Some(key) => key.to_string(),
            None => keymap.key_of(*action),
        };
        Some(TourStep {
            number: number + 1,
            of: STEPS.len(),
            says: (before, key, after),
        })
    }
}
