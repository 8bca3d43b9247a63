//! What the answers of the workers do to the state. An answer that is no longer wanted is dropped.

use super::asked::Read;
use super::event::{Answer, Counted, Effect, OpenedArticle};
use super::{
    App, Goal, Overlay, bulk, commanding, filtering, finding, holding, importing, jumping, keeping,
    linking, opening, pages, searches, sifting, taking, undoing, words,
};
use crate::model::{ArticleId, ArticleRow, Counts};

pub(super) fn on_answer(app: &mut App, answer: Answer) -> Vec<Effect> {
    searches::heard(app, &answer);
    match answer {
        Answer::Rows {
            generation,
            rows,
            at_start,
            at_end,
        } => listed(app, generation, rows, (at_start, at_end)),
        Answer::Variants { id, rows } => unfolded(app, id, rows),
        Answer::Counts(counts) => counted(app, counts),
        Answer::Searches(known) => searches::know(app, known),
        Answer::Counted {
            generation,
            counted,
        } => tallied(app, generation, &counted),
        Answer::Opened {
            generation,
            article,
        } => opening::opened(app, generation, article),
        Answer::Seen { generation, seen } => pages::seen(app, generation, seen),
        Answer::Reread { id, article } => reread(app, id, article),
        Answer::Undone {
            undo,
            last,
            count,
            left,
        } => undoing::undone(app, undo, last, (count, left)),
        Answer::Edited { edit, made } => keeping::edited(app, edit, made),
        answer @ (Answer::Previewed { .. }
        | Answer::Spoken { .. }
        | Answer::Hits { .. }
        | Answer::Tags(_)
        | Answer::Letters(_)
        | Answer::Changes { .. }) => to_box(app, answer),
        answer @ (Answer::Gathered { .. } | Answer::Saved { .. } | Answer::Ran { .. }) => {
            taking::answered(app, answer)
        }
        Answer::Import(news) => importing::told(app, news),
        Answer::Changed { ours } => keeping::changed(app, ours),
        Answer::Renewed(articles) => renewed(app, articles),
        Answer::Paths { begin, paths } => commanding::listed(app, &begin, paths),
        Answer::Done(text) => {
            app.tell(text);
            Vec::new()
        }
        Answer::Finished => Vec::new(),
        Answer::NotKept(text) => {
            app.warn(text);
            Vec::new()
        }
        Answer::NoBrowser(url) => linking::no_browser(app, &url),
        Answer::NotSeen(generation, text) => {
            pages::give_up(app, generation);
            app.warn(text);
            Vec::new()
        }
        Answer::Failed(text) => failed(app, text),
    }
}

fn renewed(app: &mut App, articles: usize) -> Vec<Effect> {
    let articles = words::count(articles as u64, "article");
    app.tell(format!("Quotes of {articles} found again by this release"));
    vec![Effect::Counts]
}

/// Nobody waits any longer for what was asked.
fn failed(app: &mut App, text: String) -> Vec<Effect> {
    taking::give_up(app, &text);
    app.articles.give_up();
    app.asked.give_up();
    if let Overlay::People(people) = &mut app.overlay {
        people.give_up();
    }
    app.opening = None;
    let told = holding::give_up(app, text);
    app.warn(told);
    Vec::new()
}

/// What was asked for by what lies above the panes; where that is closed, nobody waits for it.
fn to_box(app: &mut App, answer: Answer) -> Vec<Effect> {
    match (&mut app.overlay, answer) {
        (Overlay::People(people), Answer::Hits { generation, found }) => {
            people.hits(generation, &found).into_iter().collect()
        }
        (Overlay::Finder(finder), answer) => {
            let list = &app.articles;
            // Under a filter the words are shown where it lets them through, as far as that is known.
            let passes =
                |id| !list.filter().is_empty() && list.rows().iter().any(|row| row.id == id);
            let asked = finder.answered(answer, &passes);
            if finder.goes() {
                return finding::go_to_hit(app);
            }
            asked.into_iter().collect()
        }
        (Overlay::Tags(tags), Answer::Tags(known)) => {
            tags.know(known);
            Vec::new()
        }
        (
            Overlay::Changes(list),
            Answer::Changes {
                before,
                changes,
                end,
            },
        ) => {
            list.take(before, changes, end);
            Vec::new()
        }
        (Overlay::Letters(_), Answer::Letters(known)) => jumping::know(app, known),
        _ => Vec::new(),
    }
}

fn unfolded(app: &mut App, id: ArticleId, rows: Vec<ArticleRow>) -> Vec<Effect> {
    app.articles.unfold(id, rows);
    app.catch_up(Read::Variants(id));
    Vec::new()
}

fn reread(app: &mut App, id: ArticleId, article: Option<Box<OpenedArticle>>) -> Vec<Effect> {
    keeping::reread(app, id, article);
    app.catch_up(Read::Reread(id));
    Vec::new()
}

fn tallied(app: &mut App, generation: u64, counted: &Counted) -> Vec<Effect> {
    bulk::counted(app, generation, counted);
    filtering::counted(app, generation, counted);
    app.searches.counted(counted);
    let total = app.counts.map(|counts| counts.listed());
    let more = app.articles.counted(generation, counted, total);
    more.into_iter().collect()
}

/// Takes the totals; those from before the latest edits are counted once more.
fn counted(app: &mut App, counts: Counts) -> Vec<Effect> {
    let old = !app.asked.newer_than(Read::Counts).is_empty();
    if !old || app.counts.is_none() {
        app.counts = Some(counts);
    }
    if old && !app.asked.is_waiting() {
        return vec![Effect::Counts];
    }
    app.asked.stale |= old;
    Vec::new()
}

fn listed(
    app: &mut App,
    generation: u64,
    rows: Vec<ArticleRow>,
    ends: (bool, bool),
) -> Vec<Effect> {
    let total = app.counts.map(|counts| counts.listed());
    let before = app.articles.selected().map(|row| row.id);
    let reveals = app.articles.reveals(generation);
    let Some(more) = app.articles.take(generation, rows, ends, total) else {
        let selected = app.articles.selected().map(|row| row.id);
        let open = app.reading.as_ref().map(|reading| reading.stored.id);
        if reveals && open != selected && !app.articles.filter().is_empty() {
            app.tell("The list does not have this article: its filter leaves it out");
        }
        return Vec::new();
    };
    app.catch_up(Read::Rows(generation));
    sifting::sift(app);
    let selected = app.articles.selected().map(|row| row.id);
    // While a hit of the finder is being opened, the list comes after it.
    let opened = match &app.opening {
        Some(opening) if opening.stays || opening.goal != Goal::Place => None,
        // What is read may be another article than the selected one; rows that are read anew do
        // not take one away from it.
        None if app.reading.is_some() && before == selected => None,
        _ => app.follow_selection(),
    };
    let nothing = app.articles.rows().is_empty() && !app.articles.is_waiting();
    if nothing && before.is_some() && !app.focus.reads() {
        return close(app);
    }
    let counting = app.articles.count(total);
    more.into_iter().chain(opened).chain(counting).collect()
}

/// Nothing passes: an article that does not is not shown as if it did.
fn close(app: &mut App) -> Vec<Effect> {
    let left = app.leave();
    (app.reading, app.opening) = (None, None);
    left
}
