//! The finder: what is typed and looked for, what was found, which hit is chosen, and its preview.
//!
//! Searching is an effect; the rows of the search before stay until the new ones come, so that
//! typing never waits. Must not know: how hits are ranked.

use tui_input::Input;

use super::choices::{Choices, Offered};
use crate::app::action::Within;
use crate::app::event::{Answer, Effect, Found, FoundPerson, FoundQuote, Hit};
use crate::find::Mode;
use crate::model::{ArticleId, QuoteRow, SpeakerKind, StoredArticle};
use crate::query::Needle;

/// Hits asked for.
const LIMIT: usize = 200;
/// Quotes of a person in the preview.
const SPOKEN: usize = 20;

/// The finder above the panes.
#[derive(Debug, Default)]
pub struct Finder {
    /// What is typed.
    pub input: Input,
    /// What may stand for the value of a field that is being typed.
    pub choices: Choices,
    /// What is looked for.
    pub mode: Mode,
    /// What of all quotes is looked among, with the field that was written into the line for it.
    pub within: Option<(Within, String)>,
    /// What was found.
    pub found: Found,
    /// The chosen hit.
    pub selected: usize,
    /// Whether the person chose it; else it is the first.
    moved: bool,
    /// Whether to go to the first as soon as it is known.
    entered: bool,
    /// The list of people from which one was chosen, to go back to.
    people: Option<Box<Finder>>,
    /// What is shown of the hit that was chosen last and asked for.
    preview: Option<Preview>,
    generation: u64,
    /// The generation of the hits that are shown.
    known: u64,
    previewing: u64,
}

#[derive(Debug)]
enum Preview {
    Article(Box<StoredArticle>),
    Person(String, Option<SpeakerKind>, Vec<QuoteRow>),
}

/// What is to be shown of a hit beside its row.
#[derive(Clone, Copy, Debug)]
pub enum Shown<'a> {
    /// A quote in its article: the article and the quote's place in it.
    Quote(&'a FoundQuote, &'a StoredArticle, usize),
    /// An article.
    Article(&'a StoredArticle),
    /// Someone's newest quotes.
    Person(&'a FoundPerson, &'a [QuoteRow]),
}

impl Finder {
    /// Opens the finder, all quotes at first. `generation` is one that no request had before.
    #[must_use]
    pub fn open(generation: u64) -> (Self, Effect) {
        let mut finder = Self {
            known: generation,
            generation,
            previewing: generation,
            choices: Choices::of(Offered::Values),
            ..Self::default()
        };
        let effect = finder.search();
        (finder, effect)
    }

    /// Asks for what is typed now.
    pub fn search(&mut self) -> Effect {
        self.generation += 1;
        self.entered = false;
        Effect::Search {
            generation: self.generation,
            mode: self.mode,
            query: self.input.value().to_owned(),
            limit: LIMIT,
        }
    }

    /// Looks for something else with the same words.
    pub fn look_for(&mut self, mode: Mode) -> Effect {
        self.mode = mode;
        self.choices.clear();
        self.search()
    }

    /// Looks for what someone said.
    pub fn look_for_quotes_of(&mut self, name: &str) -> Effect {
        self.input = Input::new(format!("speaker:{} ", Needle::all(name)));
        self.look_for(Mode::Quotes)
    }

    /// Looks for what a person of the list said, which can be gone back to.
    pub fn go_to_person(&mut self, name: &str) -> Effect {
        let (mut quotes, _) = Self::open(self.last_generation());
        let effect = quotes.look_for_quotes_of(name);
        let people = std::mem::replace(self, quotes);
        self.people = Some(Box::new(people));
        effect
    }

    /// Goes back to the list of people, where this came from one.
    pub fn back_to_people(&mut self) -> Option<Effect> {
        let people = *self.people.take()?;
        let last = self.last_generation();
        *self = people;
        Some(self.resume(last))
    }

    /// Goes on where it was left; `last` is the last generation that another finder used.
    pub fn resume(&mut self, last: u64) -> Effect {
        let shift = (last + 1).saturating_sub(self.generation.min(self.previewing));
        self.generation += shift;
        self.known += shift;
        self.previewing += shift;
        // What came while it was away was dropped, and may have been better than what is shown: that
        // is shown, and what is chosen stays chosen, until it comes again.
        let waits = self.is_waiting();
        let effect = self.search();
        if !waits {
            self.known = self.generation;
        }
        effect
    }

    /// The last generation it used; the next finder starts above it.
    #[must_use]
    pub fn last_generation(&self) -> u64 {
        self.generation.max(self.previewing)
    }

    /// What is to be gone to: the chosen hit, or nothing while that is of what was typed before.
    /// Then the first of what is typed now is gone to when it comes.
    pub fn enter(&mut self) -> Option<Hit> {
        self.entered = self.is_waiting();
        self.chosen().filter(|_| !self.entered).cloned()
    }

    /// Whether what was to be gone to is there now.
    #[must_use]
    pub fn goes(&self) -> bool {
        self.entered && !self.is_waiting() && self.chosen().is_some()
    }

    /// Whether what comes is to be gone to.
    #[must_use]
    pub const fn is_entered(&self) -> bool {
        self.entered && self.is_waiting()
    }

    /// Whether what is shown is not yet the answer to what is typed.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.known != self.generation
    }

    /// The chosen hit.
    #[must_use]
    pub fn chosen(&self) -> Option<&Hit> {
        self.found.hits.get(self.selected)
    }

    /// Takes an answer, where it is to what was asked last. Of the same words in several articles one
    /// whose article is `preferred` is shown first.
    pub fn answered(
        &mut self,
        answer: Answer,
        preferred: &dyn Fn(ArticleId) -> bool,
    ) -> Option<Effect> {
        match answer {
            Answer::Hits { generation, found } => return self.take(generation, found, preferred),
            Answer::Previewed {
                generation,
                article,
            } if generation == self.previewing => self.preview = article.map(Preview::Article),
            Answer::Spoken {
                generation,
                name,
                kind,
                quotes,
            } if generation == self.previewing => {
                self.preview = Some(Preview::Person(name, kind, quotes));
            }
            _ => {}
        }
        None
    }

    fn take(
        &mut self,
        generation: u64,
        found: Found,
        preferred: &dyn Fn(ArticleId) -> bool,
    ) -> Option<Effect> {
        if generation != self.generation {
            return None;
        }
        // Where this answers the same once more, what was chosen meanwhile stays chosen.
        let again = self.known == generation;
        let stays = self.moved && again;
        let chosen = self.chosen().filter(|_| stays).cloned();
        let unfolded = if again { self.unfolded() } else { Vec::new() };
        // Only texts come piece by piece.
        self.entered &= self.mode == Mode::Texts || !found.hits.is_empty();
        self.found = found;
        self.prefer(preferred);
        self.unfold_again(&unfolded);
        let place = chosen.and_then(|chosen| self.row_of(&chosen));
        (self.known, self.moved) = (generation, stays && place.is_some());
        self.selected = place.unwrap_or(0);
        self.ask_preview()
    }

    /// Chooses the hit `delta` rows further.
    pub fn go(&mut self, delta: isize) -> Option<Effect> {
        let last = self.found.hits.len().saturating_sub(1);
        self.choose(self.selected.saturating_add_signed(delta).min(last))
    }

    /// Chooses a hit.
    pub fn choose(&mut self, index: usize) -> Option<Effect> {
        self.selected = index.min(self.found.hits.len().saturating_sub(1));
        (self.moved, self.entered) = (true, false);
        self.ask_preview()
    }

    /// Asks for what is to be shown of the chosen hit, where that is not there.
    pub fn ask_preview(&mut self) -> Option<Effect> {
        let article = |id: ArticleId| match &self.preview {
            Some(Preview::Article(shown)) if shown.id == id => None,
            _ => Some(id),
        };
        let generation = self.previewing + 1;
        let effect = match self.chosen()? {
            Hit::Quote(hit) => Effect::Preview {
                generation,
                id: article(hit.row.article)?,
            },
            // It has its passage already.
            Hit::Article(hit) if hit.passage.is_some() => return None,
            Hit::Article(hit) => Effect::Preview {
                generation,
                id: article(hit.row.id)?,
            },
            Hit::Person(person) => match &self.preview {
                Some(Preview::Person(name, kind, _))
                    if (name, *kind) == (&person.name, person.kind) =>
                {
                    return None;
                }
                _ => Effect::Spoken {
                    generation,
                    name: person.name.clone(),
                    kind: person.kind,
                    limit: SPOKEN,
                },
            },
        };
        self.previewing = generation;
        Some(effect)
    }

    /// The preview of the chosen hit, where it has come.
    #[must_use]
    pub fn preview_of_chosen(&self) -> Option<Shown<'_>> {
        match (self.chosen()?, self.preview.as_ref()?) {
            (Hit::Quote(hit), Preview::Article(article)) if hit.row.article == article.id => {
                Some(Shown::Quote(hit, article, hit.row.ordinal))
            }
            (Hit::Article(hit), Preview::Article(article)) if hit.row.id == article.id => {
                Some(Shown::Article(article))
            }
            (Hit::Person(person), Preview::Person(name, kind, quotes))
                if (&person.name, person.kind) == (name, *kind) =>
            {
                Some(Shown::Person(person, quotes))
            }
            _ => None,
        }
    }

    /// First hit to show where `view` hits are shown.
    #[must_use]
    pub fn top(&self, view: usize) -> usize {
        let view = view.max(1);
        (self.selected + 1).saturating_sub(view)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(finder: &Finder, names: &[&str]) -> Answer {
        let person = |name: &&str| {
            Hit::Person(FoundPerson {
                name: (*name).to_owned(),
                kind: None,
                quotes: 1,
                marks: Vec::new(),
            })
        };
        Answer::Hits {
            generation: finder.generation,
            found: Found {
                plain: false,
                total: names.len(),
                more: false,
                near: false,
                took: None,
                hits: names.iter().map(person).collect(),
            },
        }
    }

    #[test]
    fn the_first_is_chosen_until_the_person_chooses() {
        let (mut finder, _) = Finder::open(0);
        for (names, chosen) in [(["Ada", "Hu"], 0), (["Hu", "Ada"], 0)] {
            let answer = answer(&finder, &names);
            finder.answered(answer, &|_| false);
            assert_eq!(finder.selected, chosen);
        }
        finder.go(1);
        let again = answer(&finder, &["Bo", "Hu", "Ada"]);
        finder.answered(again, &|_| false);
        assert_eq!(finder.selected, 2);
        finder.search();
        let other = answer(&finder, &["Ada", "Bo", "Hu"]);
        finder.answered(other, &|_| false);
        assert_eq!(finder.selected, 0);
    }
}
