//! Where the reader is left, and taking it up there again: the filter and the order of the list, the
//! article, the pane. The place in the article is kept with the article.
//!
//! Must not know: where it is kept.

use serde::{Deserialize, Serialize};

use super::event::Effect;
use super::layout::Pane;
use super::{App, Goal, Spread};
use crate::model::{Arrangement, ArticleId, ArticleOrder, ArticleRow, Place};
use crate::query;

/// The setting under which it is kept.
pub const SESSION: &str = "session";

/// Where the reader was left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The filter of the list.
    filter: String,
    /// The name of its order.
    order: String,
    /// Whether it has headings.
    headed: bool,
    /// The article that was read.
    pub article: Option<i64>,
    /// The place with which the screen began: block, byte and blank rows above.
    #[serde(default)]
    top: Option<(usize, usize, usize)>,
    /// Whether its text had the keys, and not the list.
    text: bool,
    /// Whether nothing else was shown.
    zen: bool,
}

impl Session {
    /// One that begins with an article of all there are, the newest first; its text has the keys where it is
    /// `alone`.
    #[must_use]
    pub fn at(article: ArticleId, alone: bool) -> Self {
        Self {
            filter: String::new(),
            order: ArticleOrder::default().name().to_owned(),
            headed: false,
            article: Some(article.0),
            top: None,
            text: alone,
            zen: false,
        }
    }

    /// What is kept, where it can be read.
    #[must_use]
    pub fn read(kept: &str) -> Option<Self> {
        serde_json::from_str(kept).ok()
    }
}

/// Takes it up where it was left; `row` is that of the article, where it is still there. Gives what to
/// ask for first.
pub(super) fn resume(app: &mut App, session: &Session, row: Option<ArticleRow>) -> Vec<Effect> {
    let mut orders = ArticleOrder::ALL.into_iter();
    let order = orders.find(|order| order.name() == session.order);
    let arrangement = Arrangement {
        order: order.unwrap_or_default(),
        headed: session.headed && order.is_some_and(ArticleOrder::has_parts),
    };
    // One that an older or newer release wrote may mean nothing to this one.
    let filter = query::parse(&session.filter).map(|_| session.filter.clone());
    let read = row.as_ref().filter(|_| session.text).map(|row| row.id);
    let listed = app
        .articles
        .resume(filter.unwrap_or_default(), arrangement, row);
    let mut effects = vec![listed];
    if let Some(id) = read {
        app.focus = Pane::Text;
        if session.zen {
            app.spread = Spread::Zen;
        }
        // What was read need not be what is chosen in the list, which may not even have it.
        let goal = match session.top {
            Some((block, byte, lead)) => Goal::Under(Place { block, byte }, lead),
            None => Goal::Place,
        };
        effects.push(app.open(id, goal));
        if let Some(opening) = &mut app.opening {
            opening.stays = true;
        }
    }
    effects
}

impl App {
    /// Keeps where the reader is left.
    pub(super) fn keep_session(&self) -> Effect {
        let arrangement = self.articles.arrangement();
        let reading = self.reading.as_ref();
        let article = reading.map(|reading| reading.stored.id);
        let session = Session {
            filter: self.articles.filter().to_owned(),
            order: arrangement.order.name().to_owned(),
            headed: arrangement.headed,
            article: article.map(|ArticleId(id)| id),
            top: reading
                .and_then(|reading| reading.top(self.page()))
                .map(|(top, lead)| (top.block, top.byte, lead)),
            text: self.focus.reads(),
            zen: self.spread == Spread::Zen,
        };
        Effect::Setting {
            name: SESSION,
            value: serde_json::to_string(&session).ok(),
        }
    }
}
