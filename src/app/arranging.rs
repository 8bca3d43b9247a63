//! In which order the list stands: the box that offers the orders, and choosing one.
//!
//! Must not know: how rows are read.

use super::action::Action;
use super::event::Effect;
use super::update::focus;
use super::{App, Overlay, Pane};
use crate::model::{Arrangement, ArticleOrder};

/// In which order the list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is described in the table
pub enum ListAction {
    Orders,
    By(ArticleOrder),
    Days,
    Publishers,
    Copies,
}

/// An order that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The key, where there is one.
    pub key: String,
    /// What it is.
    pub description: &'static str,
    /// Whether the list stands so now.
    pub is: bool,
    arrangement: Arrangement,
}

/// Carries one of these actions out.
pub(super) fn update(app: &mut App, what: ListAction) -> Vec<Effect> {
    match arrangement(what) {
        Some(arrangement) => arrange(app, arrangement),
        None => {
            let now = offers(app).iter().position(|offer| offer.is);
            app.overlay = Overlay::Orders(now.unwrap_or(0));
            Vec::new()
        }
    }
}

const fn arrangement(what: ListAction) -> Option<Arrangement> {
    let (order, headed) = match what {
        ListAction::Orders => return None,
        ListAction::By(order) => (order, false),
        ListAction::Days => (ArticleOrder::Newest, true),
        ListAction::Publishers => (ArticleOrder::Publisher, true),
        ListAction::Copies => (ArticleOrder::Copied, true),
    };
    Some(Arrangement { order, headed })
}

/// Chooses another order of the box.
pub(super) fn go(app: &mut App, delta: isize) -> Vec<Effect> {
    let last = offers(app).len().saturating_sub(1);
    if let Overlay::Orders(at) = &mut app.overlay {
        *at = at.saturating_add_signed(delta).min(last);
    }
    Vec::new()
}

/// Puts the list in the order that is chosen.
pub(super) fn accept(app: &mut App) -> Vec<Effect> {
    let Overlay::Orders(at) = app.overlay else {
        return Vec::new();
    };
    match offers(app).get(at) {
        Some(offer) => arrange(app, offer.arrangement),
        None => Vec::new(),
    }
}

/// Puts the list in an order; the selected row stays.
fn arrange(app: &mut App, arrangement: Arrangement) -> Vec<Effect> {
    app.overlay = Overlay::None;
    focus(app, Pane::Articles);
    app.tell(format!("Order of the list: {}", arrangement.name()));
    app.articles.arrange(arrangement).into_iter().collect()
}

/// What the box offers, in the order of the table.
#[must_use]
pub fn offers(app: &App) -> Vec<Offer> {
    let now = app.articles.arrangement();
    let rows = app.settings.keymap.rows();
    rows.filter_map(|(info, keys)| {
        let Action::List(what) = info.action else {
            return None;
        };
        let arrangement = arrangement(what)?;
        Some(Offer {
            key: keys.first().map(ToString::to_string).unwrap_or_default(),
            description: info.description,
            is: now == arrangement,
            arrangement,
        })
    })
    .collect()
}
