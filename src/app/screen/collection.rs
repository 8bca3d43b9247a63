//! The page of the whole collection: articles over time, who is quoted most, publishers, and who is
//! quoted with whom. Whatever is chosen on it is a filter of the list.
//!
//! Its parts come one after the other. Must not know: where they come from, how they look.

use super::timeline::Timeline;
use super::window::Part;
use crate::app::event::Effect;
use crate::app::look::{Look, Seen};
use crate::model::{Pair, PersonRow, PublisherShare};
use crate::query::Needle;

/// Rows of a list at most.
const ROWS: usize = 60;

/// A part of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// Articles over time.
    #[default]
    Time,
    /// Who is quoted most.
    People,
    /// Quotes by publisher.
    Publishers,
    /// Who is quoted with whom.
    Pairs,
}

impl Panel {
    /// Every part, in their order.
    pub const ALL: [Self; 4] = [Self::Time, Self::People, Self::Publishers, Self::Pairs];
    /// Those that are lists.
    pub const LISTS: [Self; 3] = [Self::People, Self::Publishers, Self::Pairs];
}

/// The page.
#[derive(Debug)]
pub struct Collection {
    /// Articles over time, once they are known; so with the others.
    pub time: Option<Timeline>,
    people: Option<Vec<PersonRow>>,
    publishers: Option<Vec<PublisherShare>>,
    pairs: Option<Vec<Pair>>,
    /// The part that has the keys.
    pub panel: Panel,
    selected: [usize; 4],
    pub(in crate::app) generation: u64,
    columns: usize,
    /// Whether something could not be read.
    lacks: bool,
}

impl Collection {
    /// Why one cannot go nearer to the bars, or further away.
    #[must_use]
    pub fn no_zoom(&self, nearer: bool) -> Option<&'static str> {
        match &self.time {
            Some(time) => time.no_zoom(nearer),
            None => Some("The bars are still being read"),
        }
    }

    /// The page; `columns` is how many bars there is room for.
    #[must_use]
    pub fn open(generation: u64, columns: usize) -> (Self, Vec<Effect>) {
        let page = Self {
            time: None,
            people: None,
            publishers: None,
            pairs: None,
            panel: Panel::default(),
            selected: [0; 4],
            generation,
            columns,
            lacks: false,
        };
        let asked = page.resume();
        (page, asked)
    }

    /// Asks for what is not there, what is quick to tell first.
    #[must_use]
    pub fn resume(&self) -> Vec<Effect> {
        self.ask(false)
    }

    /// Asks for all of it once more; what is there stays until the new comes.
    #[must_use]
    pub fn read_anew(&self) -> Vec<Effect> {
        self.ask(true)
    }

    /// What is not there will not come.
    pub const fn give_up(&mut self) {
        self.lacks = true;
    }

    /// What stands in the place of a part that is not there.
    #[must_use]
    pub const fn wait(&self) -> &'static str {
        match self.lacks {
            true => "This could not be read.",
            false => "Reading …",
        }
    }

    fn ask(&self, all: bool) -> Vec<Effect> {
        let people = Look::People {
            part: Part::Start,
            limit: ROWS,
        };
        let looks = [
            (self.time.is_none(), Look::Days),
            (self.people.is_none(), people),
            (self.publishers.is_none(), Look::Publishers { limit: ROWS }),
            (self.pairs.is_none(), Look::Pairs { limit: ROWS }),
        ];
        let wanted = looks.into_iter().filter(|(wanted, _)| all || *wanted);
        let generation = self.generation;
        let effect = |(_, look)| Effect::Look { generation, look };
        wanted.map(effect).collect()
    }

    /// Takes what was asked for; what is of another page is dropped.
    pub fn take(&mut self, generation: u64, seen: Seen) {
        if generation != self.generation {
            return;
        }
        match seen {
            Seen::Days(days) => match &mut self.time {
                Some(time) => time.follow(days),
                None => self.time = Some(Timeline::of(days, self.columns)),
            },
            Seen::People { rows, .. } => self.people = Some(rows),
            Seen::Publishers(rows) => self.publishers = Some(rows),
            Seen::Pairs(rows) => self.pairs = Some(rows),
            _ => {}
        }
        for list in Panel::LISTS {
            let last = self.len(list).saturating_sub(1);
            self.selected[list as usize] = self.selected[list as usize].min(last);
        }
    }

    /// The rows of a list with their numbers, once they are known.
    #[must_use]
    pub fn rows(&self, panel: Panel) -> Option<Vec<(String, u64)>> {
        match panel {
            Panel::Time => None,
            Panel::People => self.people.as_ref().map(|rows| {
                let row = |row: &PersonRow| (row.name.clone(), row.quotes);
                rows.iter().map(row).collect()
            }),
            Panel::Publishers => self.publishers.as_ref().map(|rows| {
                let row = |row: &PublisherShare| (row.name.clone(), row.quotes);
                rows.iter().map(row).collect()
            }),
            Panel::Pairs => self.pairs.as_ref().map(|rows| {
                let row = |row: &Pair| (row.names.join(" + "), row.articles);
                rows.iter().map(row).collect()
            }),
        }
    }

    fn len(&self, panel: Panel) -> usize {
        match panel {
            Panel::Time => 0,
            Panel::People => self.people.as_ref().map_or(0, Vec::len),
            Panel::Publishers => self.publishers.as_ref().map_or(0, Vec::len),
            Panel::Pairs => self.pairs.as_ref().map_or(0, Vec::len),
        }
    }

    /// The chosen row of a list.
    #[must_use]
    pub const fn selected(&self, panel: Panel) -> usize {
        self.selected[panel as usize]
    }

    /// The lists that are shown where there is room for so many: all, or one.
    #[must_use]
    pub fn lists(&self, room: usize) -> Vec<Panel> {
        match (room, self.panel) {
            (1, Panel::Time) => vec![Panel::People],
            (1, list) => vec![list],
            _ => Panel::LISTS.to_vec(),
        }
    }

    /// The first row of a list that is shown on so many lines.
    #[must_use]
    pub const fn top(&self, panel: Panel, lines: usize) -> usize {
        (self.selected(panel) + 1).saturating_sub(lines)
    }

    /// Chooses the row on a line of a list that is shown on so many lines; whether it was chosen already.
    pub fn click(&mut self, panel: Panel, line: usize, lines: usize) -> bool {
        let row = self.top(panel, lines) + line;
        if row >= self.len(panel) {
            return false;
        }
        let again = self.panel == panel && self.selected(panel) == row;
        self.panel = panel;
        self.selected[panel as usize] = row;
        again
    }

    /// Chooses the bar in a column of so many; whether it was chosen already.
    pub fn click_bar(&mut self, column: usize, columns: usize) -> bool {
        let Some(time) = &mut self.time else {
            return false;
        };
        let Some(bar) = time.at(column, columns) else {
            return false;
        };
        let again = self.panel == Panel::Time && time.index() == bar;
        self.panel = Panel::Time;
        time.select(bar);
        again
    }

    /// Chooses the row or the bar `delta` further in a part, and stays in that part.
    pub fn scroll(&mut self, panel: Panel, delta: isize) {
        self.panel = panel;
        if panel == Panel::Time {
            self.go_in_time(delta);
            return;
        }
        let last = self.len(panel).saturating_sub(1);
        let at = &mut self.selected[panel as usize];
        *at = at.saturating_add_signed(delta).min(last);
    }

    /// Goes to the next part or the one before.
    pub fn turn(&mut self, forward: bool) {
        let by = if forward { 1 } else { Panel::ALL.len() - 1 };
        self.panel = Panel::ALL[(self.panel as usize + by) % Panel::ALL.len()];
    }

    /// Chooses the row `delta` further; from the time on to the list below it.
    pub fn go(&mut self, delta: isize) {
        if self.panel == Panel::Time {
            if delta > 0 {
                self.panel = Panel::People;
            }
            return;
        }
        let (at, last) = (
            self.selected(self.panel),
            self.len(self.panel).saturating_sub(1),
        );
        if at == 0 && delta == -1 {
            self.panel = Panel::Time;
            return;
        }
        self.selected[self.panel as usize] = at.saturating_add_signed(delta).min(last);
    }

    /// Goes to the first or the last of the part.
    pub fn go_end(&mut self, last: bool) {
        let far = if last { isize::MAX } else { isize::MIN };
        match (self.panel, &mut self.time) {
            (Panel::Time, Some(time)) => time.go(far),
            (Panel::Time, None) => {}
            (list, _) => {
                let end = self.len(list).saturating_sub(1);
                self.selected[list as usize] = if last { end } else { 0 };
            }
        }
    }

    /// Chooses the bar `delta` further.
    pub fn go_in_time(&mut self, delta: isize) {
        self.panel = Panel::Time;
        if let Some(time) = &mut self.time {
            match delta {
                0 => {}
                _ => time.seek(delta > 0),
            }
        }
    }

    /// The filter for what is chosen.
    #[must_use]
    pub fn query(&self) -> Option<String> {
        let at = self.selected(self.panel);
        let speaker = |name: &str| format!("speaker:{}", Needle::all(name));
        match self.panel {
            Panel::Time => Some(self.time.as_ref()?.chosen()?.query()),
            Panel::People => Some(speaker(&self.people.as_ref()?.get(at)?.name)),
            Panel::Publishers => {
                let row = self.publishers.as_ref()?.get(at)?;
                Some(format!("publisher:{}", Needle::all(&row.name)))
            }
            Panel::Pairs => {
                let pair = self.pairs.as_ref()?.get(at)?;
                Some(pair.names.each_ref().map(|name| speaker(name)).join(" "))
            }
        }
    }
}
