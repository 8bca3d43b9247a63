//! Why an action can do nothing here and now, said once: a key that is pressed says it, the palette shows
//! it, and the footer leaves the action out. Of a key that means nothing here, where it means something.
//!
//! Must not know: how an action is carried out.

use std::borrow::Cow;

use super::action::{Action, Context, MannerAction, PANES, PageAction, SearchAction, TakeAction};
use super::screen::reading::Reading;
use super::{App, Overlay, Spread};
use crate::config::keymap::{Key, Meaning};

type Why = Option<Cow<'static, str>>;

impl App {
    /// Why an action can do nothing as things are; nothing where it can.
    #[must_use]
    pub fn refusal(&self, action: Action) -> Why {
        // The box is put away wherever it is.
        let puts_away = action == Action::Why && self.why;
        if PANES.contains(&self.context()) && is_of_article(action) && !puts_away {
            let Some(reading) = &self.reading else {
                return said("No article is open");
            };
            if is_of_quote(action) && reading.quotes().is_empty() {
                let why = reading.stored.no_quotes();
                return Some(why.trim_end_matches('.').to_owned().into());
            }
        }
        match action {
            Action::ToggleDrawer if self.size.0 >= 140 && self.spread == Spread::Beside => {
                said("The speakers are always shown on a screen this wide")
            }
            Action::ToggleGroup => self.no_group(),
            Action::Unfold => match &self.overlay {
                Overlay::Finder(finder) if finder.is_grouped() => None,
                _ => said("These words were found in one article only"),
            },
            Action::Manner(MannerAction::Messages) if !self.has_messages() => {
                said("There is no message that was put away")
            }
            Action::FindAgain if !self.has_searched() => said("Nothing was looked for yet"),
            Action::NextHit | Action::PreviousHit => self.no_hits(),
            Action::OnlyMatching => {
                let reading = self.reading.as_ref();
                let any = reading.is_some_and(|r| r.only || !r.found.hits.is_empty());
                let key = self.settings.keymap.key_of(Action::SearchText);
                let why = format!(
                    "Look for words with {key} first: then only their paragraphs are shown"
                );
                (!any).then(|| why.into())
            }
            Action::Page(what @ (PageAction::Nearer | PageAction::Further)) => {
                self.no_zoom(what == PageAction::Nearer)
            }
            Action::Manner(MannerAction::StopImport) if !self.imports.is_running() => {
                said("No import is under way")
            }
            Action::Search(what) => self.no_search(what),
            Action::Take(TakeAction::DropMarks) if self.marks.is_empty() => {
                said("Nothing is marked")
            }
            _ => None,
        }
    }

    fn no_group(&self) -> Why {
        let row = self.articles.selected();
        match row {
            None => said("There is no article here"),
            Some(row) if row.duplicates > 0 || self.articles.is_unfolded(row.id) => None,
            Some(row) if row.duplicate_of.is_some() => {
                said("Another row stands for this one; Esc drops the filter and shows it")
            }
            Some(_) => said("No other article of the collection says the same"),
        }
    }

    fn no_hits(&self) -> Why {
        let typing = matches!(self.overlay, Overlay::Search(_));
        let any = self.reading.as_ref().is_some_and(Reading::has_hits);
        if typing || any || !self.searched.is_empty() {
            return None;
        }
        let key = self.settings.keymap.key_of(Action::SearchText);
        Some(format!("There is nothing to go to: {key} looks for words in this text").into())
    }

    fn no_zoom(&self, nearer: bool) -> Why {
        match &self.overlay {
            Overlay::Person(page) => page.no_zoom(nearer).map(Cow::Borrowed),
            Overlay::Collection(page) => page.no_zoom(nearer).map(Cow::Borrowed),
            _ => None,
        }
    }

    fn no_search(&self, what: SearchAction) -> Why {
        match what {
            SearchAction::Save if self.articles.filter().is_empty() => {
                let key = self.settings.keymap.key_of(Action::Filter);
                Some(format!("There is no filter to save: {key} filters the list").into())
            }
            SearchAction::Query | SearchAction::Rename | SearchAction::Delete
                if self.searches.chosen().is_none() =>
            {
                said("This one is always there: only what you saved can be changed")
            }
            _ => None,
        }
    }

    /// Where a key means something that means nothing here.
    pub(super) fn means_elsewhere(&self, context: Context, key: Key) -> Option<String> {
        let shown = PANES.contains(&context) || self.overlay.is_page() && !context.types();
        let keymap = &self.settings.keymap;
        let means = |pane: &&Context| keymap.meaning(**pane, &[key]) != Meaning::Nothing;
        let panes: Vec<&Context> = PANES.iter().filter(means).collect();
        if !shown || panes.is_empty() {
            return None;
        }
        Some(match panes.len() == PANES.len() {
            true => format!("{key} works in the panes"),
            false => {
                let names = panes.iter().map(|pane| match pane {
                    Context::Articles => "list of articles".to_owned(),
                    pane => pane.title().to_lowercase(),
                });
                let names: Vec<String> = names.collect();
                format!("{key} works in the {}", names.join(" and the "))
            }
        })
    }
}

fn said(why: &'static str) -> Why {
    Some(Cow::Borrowed(why))
}

/// Whether it is done in the open article.
const fn is_of_article(action: Action) -> bool {
    is_of_quote(action)
        || matches!(
            action,
            Action::Paragraph { .. }
                | Action::SearchText
                | Action::NextHit
                | Action::PreviousHit
                | Action::OnlyMatching
                | Action::MarkPlace
                | Action::Take(TakeAction::Editor | TakeAction::Browser)
        )
}

/// Whether it is done with its current quote.
const fn is_of_quote(action: Action) -> bool {
    matches!(
        action,
        Action::NextQuote
            | Action::PreviousQuote
            | Action::CopyQuote
            | Action::Why
            | Action::Speaker
            | Action::WriteNote
            | Action::TagQuote
            | Action::Page(PageAction::Copies)
    )
}
