//! In which order the list stands: the box that offers the orders, and choosing one.
//!
//! Must not know: how rows are read.

use super::action::{Action, ListAction};
use super::event::Effect;
use super::update::focus;
use super::{App, Overlay, Pane};
use crate::model::{Arrangement, ArticleOrder};

/// Carries one of these actions out.
pub(super) fn update(app: &mut App, what: ListAction) -> Vec<Effect> {
    match what {
        ListAction::Orders => {
            app.overlay = Overlay::Orders;
            Vec::new()
        }
        ListAction::By(order) => arrange(app, order, false),
        ListAction::Days => arrange(app, ArticleOrder::Newest, true),
        ListAction::Publishers => arrange(app, ArticleOrder::Publisher, true),
    }
}

/// Puts the list in an order, from its first row on.
fn arrange(app: &mut App, order: ArticleOrder, headed: bool) -> Vec<Effect> {
    app.overlay = Overlay::None;
    focus(app, Pane::Articles);
    let arrangement = Arrangement { order, headed };
    app.tell(format!("The list stands {}", arrangement.name()));
    app.articles.arrange(arrangement).into_iter().collect()
}

/// The keys of the box with what each does and whether it is so now, in the order of the table.
#[must_use]
pub fn order_keys(app: &App) -> Vec<(String, &'static str, bool)> {
    let now = app.articles.arrangement();
    let rows = app.settings.keymap.rows();
    rows.filter_map(|(info, keys)| {
        let of = match info.action {
            Action::List(ListAction::By(order)) => (order, false),
            Action::List(ListAction::Days) => (ArticleOrder::Newest, true),
            Action::List(ListAction::Publishers) => (ArticleOrder::Publisher, true),
            _ => return None,
        };
        let is = (now.order, now.headed) == of;
        Some((keys.first()?.to_string(), info.description, is))
    })
    .collect()
}
