//! The page of a person: who it is, when they were quoted, and all that they said.
//!
//! The head comes first, then the quotes in windows, then who else is quoted. Must not know: where
//! answers come from, how they look.

use ratatui::layout::Rect;

use super::bars::Bars;
use super::speakers::shortened;
use super::window::{Part, Window};
use crate::app::event::Effect;
use crate::app::look::{Look, Seen, Whom};
use crate::app::words;
use crate::model::{Companion, Period, PersonPage, PrintedRole, SaidRow};

/// Articles of a window of quotes.
const ARTICLES: usize = 100;
/// Columns of a quote's words at most.
const MEASURE: usize = 100;
/// Bytes of a quote that are looked at for its row.
const LONGEST: usize = 2000;

/// The page.
#[derive(Debug)]
pub struct Person {
    /// Whose it is.
    pub whom: Whom,
    /// Who that is, once it is known.
    pub page: Option<Box<PersonPage>>,
    /// Whether there is nobody.
    pub nobody: bool,
    /// What they said.
    pub said: Window<SaidRow>,
    /// Their roles as printed, the last one first, once they are known.
    pub roles: Option<Vec<PrintedRole>>,
    /// Who else is quoted in the same articles, once it is known.
    pub company: Option<Vec<Companion>>,
    /// Their quotes over time.
    pub bars: Bars,
    /// The only time whose quotes are shown.
    pub period: Option<Period>,
    /// Whether the quotes stand below their articles.
    pub by_article: bool,
    /// Which page this is.
    pub generation: u64,
    columns: usize,
}

/// A line of the list of quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaidLine {
    /// The article of the quotes below.
    Article(String),
    /// A line of a quote's words: which row, and the line.
    Words(usize, String),
    /// When and where it was said.
    About(usize, String),
    /// An empty line.
    Blank,
}

impl Person {
    /// The page of someone; `columns` is how many bars there is room for.
    #[must_use]
    pub fn open(whom: Whom, generation: u64, columns: usize) -> (Self, Effect) {
        let page = Self {
            whom: whom.clone(),
            page: None,
            nobody: false,
            said: Window::default(),
            roles: None,
            company: None,
            bars: Bars::default(),
            period: None,
            by_article: false,
            generation,
            columns,
        };
        let asked = page.look(Look::Person(whom));
        (page, asked)
    }

    const fn look(&self, look: Look) -> Effect {
        Effect::Look {
            generation: self.generation,
            look,
        }
    }

    /// Asks once more for what did not come while something else was on the screen.
    pub fn resume(&mut self) -> Vec<Effect> {
        let Some(page) = &self.page else {
            return vec![self.look(Look::Person(self.whom.clone()))];
        };
        let id = page.row.id;
        let roles = self.roles.is_none().then_some(Look::Roles(id));
        let company = self.company.is_none().then_some(Look::Company(id));
        let waiting = self.said.asked().cloned();
        let said = waiting.and_then(|part| self.ask(Some(part)));
        let walks = roles.into_iter().chain(company).map(|look| self.look(look));
        said.into_iter().chain(walks).collect()
    }

    /// What was asked for will not come.
    pub fn give_up(&mut self) {
        self.said.give_up();
    }

    fn ask(&self, part: Option<Part<SaidRow>>) -> Option<Effect> {
        let person = self.page.as_ref()?.row.id;
        Some(self.look(Look::Said {
            person,
            period: self.period,
            part: part?,
            articles: ARTICLES,
        }))
    }

    /// Takes what was asked for; what is of another page is dropped.
    pub fn take(&mut self, generation: u64, seen: Seen) -> Vec<Effect> {
        if generation != self.generation {
            return Vec::new();
        }
        match seen {
            // It was asked for twice.
            Seen::Person(_) if self.page.is_some() => {}
            Seen::Person(None) => self.nobody = true,
            Seen::Person(Some(page)) => {
                self.bars = Bars::of(&page.row.months, self.columns);
                self.page = Some(page);
                self.said.load();
                // The quotes first: the rest are walks over all articles.
                return self.resume();
            }
            Seen::Said {
                period,
                part,
                rows,
                end,
            } if period == self.period => {
                let more = self.said.take(&part, rows, end);
                return self.ask(more).into_iter().collect();
            }
            Seen::Roles(roles) => self.roles = Some(roles),
            Seen::Company(company) => self.company = Some(company),
            _ => {}
        }
        Vec::new()
    }

    /// Chooses the quote `delta` further.
    pub fn go(&mut self, delta: isize) -> Option<Effect> {
        let more = self.said.go(delta);
        self.ask(more)
    }

    /// Chooses a quote by its place among those that are held.
    pub fn choose(&mut self, row: usize) -> Option<Effect> {
        let more = self.said.select(row);
        self.ask(more)
    }

    /// Goes to the first or the last quote.
    pub fn go_end(&mut self, last: bool) -> Option<Effect> {
        let more = self.said.go_end(last);
        self.ask(more)
    }

    /// Shows only the quotes of the chosen bar, or all again.
    pub fn toggle_period(&mut self) -> Option<Effect> {
        let chosen = self.bars.chosen().map(|bar| bar.period);
        self.period = chosen.filter(|chosen| Some(*chosen) != self.period);
        let first = self.said.load();
        self.ask(Some(first))
    }

    /// Why one cannot go nearer to the bars, or further away.
    #[must_use]
    pub const fn no_zoom(&self, nearer: bool) -> Option<&'static str> {
        match (&self.page, nearer) {
            (None, _) => Some("The bars are still being read"),
            (Some(_), true) if self.bars.is_nearest() => Some("The bars are months already"),
            (Some(_), false) if self.bars.is_furthest() => Some("The bars are years already"),
            (Some(_), _) => None,
        }
    }

    /// Goes nearer to the bars, or further away. A time whose bar is there no longer restricts nothing: gives what to
    /// ask for then.
    pub fn zoom(&mut self, nearer: bool) -> Option<Effect> {
        if let Some(page) = &self.page {
            self.bars.zoom(&page.row.months, nearer);
        }
        self.period.take()?;
        let first = self.said.load();
        self.ask(Some(first))
    }

    /// The lines of the quotes in their place on the screen.
    #[must_use]
    pub fn lines_in(&self, area: Rect) -> Vec<SaidLine> {
        let width = usize::from(area.width).saturating_sub(4);
        self.lines(width, usize::from(area.height))
    }

    /// The lines of the quotes on so many columns and rows, the chosen one well in sight.
    #[must_use]
    pub fn lines(&self, width: usize, height: usize) -> Vec<SaidLine> {
        let brief = if height < 12 { 1 } else { 3 };
        let of = |row: usize, first: bool| self.row_lines(row, first, width, brief);
        let mut first = self.said.index();
        let mut above = 0;
        while first > 0 {
            above += of(first - 1, false).len();
            if above > height / 3 {
                break;
            }
            first -= 1;
        }
        let mut out = Vec::new();
        for row in first..self.said.rows().len() {
            if out.len() >= height {
                break;
            }
            out.extend(of(row, row == first));
        }
        out.truncate(height);
        out
    }

    fn row_lines(&self, row: usize, first: bool, width: usize, brief: usize) -> Vec<SaidLine> {
        let Some(said) = self.said.rows().get(row) else {
            return Vec::new();
        };
        let before = row.checked_sub(1).and_then(|n| self.said.rows().get(n));
        let begins = before.is_none_or(|before| before.cursor != said.cursor);
        let quote = &said.quote;
        let text = quote.shown_in(LONGEST);
        let chosen = row == self.said.index();
        let most = if chosen && brief > 1 { 8 } else { brief };
        let lines = shortened(&text, width.min(MEASURE), most);
        let mut out = Vec::new();
        let about = about(said);
        if self.by_article && (begins || first) {
            out.push(SaidLine::Article(about.clone()));
        }
        out.extend(lines.into_iter().map(|line| SaidLine::Words(row, line)));
        if !self.by_article {
            out.push(SaidLine::About(row, about));
        }
        if brief > 1 {
            out.push(SaidLine::Blank);
        }
        out
    }
}

fn about(said: &SaidRow) -> String {
    let quote = &said.quote;
    [
        quote.date.map(words::date),
        quote.publisher.clone(),
        Some(quote.title.clone()),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" · ")
}
