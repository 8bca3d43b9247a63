//! What the palette's keys do: opening it, doing what is chosen, writing what was given before.
//!
//! What can be done where it was opened is what it shows; the rest says why not. Must not know: how
//! an action is carried out.

use std::borrow::Cow;

use tui_input::Input;

use super::action::{Action, ActionInfo, Context, MannerAction, PANES, table};
use super::command::{self, COMMANDS, Command, CommandInfo};
use super::event::Effect;
use super::remembering::remember;
use super::screen::filter::Filter;
use super::screen::finder::Finder;
use super::screen::palette::{Does, Palette, Row, itself};
use super::update::{close, focus, update};
use super::{App, Overlay, Pane, importing, naming, recalling, touring, troubles};
use crate::config::theme::{self, Theme};
use crate::find::Mode;

/// Carries one of these actions out.
pub(super) fn act(app: &mut App, action: MannerAction) -> Vec<Effect> {
    match action {
        MannerAction::Palette => open(app),
        MannerAction::Complete => return complete(app),
        MannerAction::OlderCommand => step_back(app, 1),
        MannerAction::NewerCommand => step_back(app, -1),
        MannerAction::StopImport => return importing::stop(app),
        MannerAction::Imports => importing::open(app),
        MannerAction::History => return recalling::open(app),
        MannerAction::Messages => return troubles::open(app),
        MannerAction::CancelImport => return importing::cancel(app),
        MannerAction::Tour => touring::toggle(app),
    }
    Vec::new()
}

fn open(app: &mut App) {
    let from = app.context();
    let all = rows_of(app, from);
    app.cover(Overlay::Palette(Box::new(Palette::open(from, all))));
}

/// Something was typed.
pub(super) fn typed(app: &mut App) -> Vec<Effect> {
    let Overlay::Palette(palette) = &mut app.overlay else {
        return Vec::new();
    };
    palette.back = 0;
    palette.look();
    let begin = palette.wants_paths();
    begin
        .map(|begin| Effect::Paths { begin })
        .into_iter()
        .collect()
}

/// Files and folders that begin with what was typed.
pub(super) fn listed(app: &mut App, begin: &str, paths: Vec<String>) -> Vec<Effect> {
    if let Overlay::Palette(palette) = &mut app.overlay {
        palette.take_paths(begin, paths);
    }
    Vec::new()
}

/// Chooses another row; above the first is what was given before.
pub(super) fn rows(app: &mut App, delta: isize) -> Vec<Effect> {
    if let Overlay::Palette(palette) = &mut app.overlay {
        match delta {
            -1 if palette.selected == 0 => step_back(app, 1),
            1 if palette.back > 0 => step_back(app, -1),
            _ => palette.go(delta),
        }
    }
    Vec::new()
}

/// Writes the command that was given before, or after that.
fn step_back(app: &mut App, by: isize) {
    let Overlay::Palette(palette) = &mut app.overlay else {
        return;
    };
    let back = palette.back.saturating_add_signed(by);
    let line = match app.typed.commands.len().checked_sub(back) {
        Some(at) if back > 0 => app.typed.commands[at].clone(),
        Some(_) => String::new(),
        None => return,
    };
    palette.input = Input::new(line);
    palette.look();
    palette.back = back;
}

/// Writes out the name of the chosen row, or the chosen path.
fn complete(app: &mut App) -> Vec<Effect> {
    let Overlay::Palette(palette) = &mut app.overlay else {
        return Vec::new();
    };
    let Some(row) = palette.chosen() else {
        return Vec::new();
    };
    let path = palette.with_path();
    let line = match row.does {
        _ if path.is_some() => path.unwrap_or_default(),
        Does::Path => return Vec::new(),
        Does::With(info, value) => format!("{} {value}", info.name),
        // What was written behind it stays.
        Does::Command(_) if command::split(palette.typed()).is_some() => return Vec::new(),
        _ if row.takes.is_empty() => row.name.to_string(),
        _ => format!("{} ", row.name),
    };
    palette.input = Input::new(line);
    typed(app)
}

/// Does what was typed, else what is chosen.
pub(super) fn accept(app: &mut App) -> Vec<Effect> {
    let Overlay::Palette(palette) = &mut app.overlay else {
        return Vec::new();
    };
    let Some(row) = palette.chosen().cloned() else {
        let typed = palette.typed().to_owned();
        // What it cannot take is told by the command itself.
        if let Some((info, rest)) = command::split(&typed) {
            return command(app, info, rest);
        }
        palette.trouble = Some(unmatched(&typed));
        return Vec::new();
    };
    if row.is_refused() {
        palette.trouble = Some(row.why_not);
        return Vec::new();
    }
    match row.does {
        Does::Path => complete(app),
        Does::Action(info) => action(app, info),
        Does::With(info, value) => command(app, info, value),
        Does::Command(info) => {
            let typed = palette.typed().to_owned();
            let rest = command::split(&typed).map_or("", |(_, rest)| rest);
            // Without what it takes it is the action of its name, which asks for it.
            let same = palette.all.iter().find_map(|row| match row.does {
                Does::Action(action) if action.name == info.name => Some(action),
                _ => None,
            });
            match (rest, same) {
                ("", Some(same)) => action(app, same),
                ("", None) => {
                    // Behind the name nothing is taken for what nobody typed.
                    let asked = match typed.ends_with(' ') {
                        true => Vec::new(),
                        false => complete(app),
                    };
                    if let Overlay::Palette(palette) = &mut app.overlay {
                        let what = format!("Write {} behind it: {}", info.takes, info.description);
                        palette.trouble = Some(what);
                    }
                    asked
                }
                _ => command(app, info, rest),
            }
        }
    }
}

/// Why nothing matches: what is written behind a name that takes nothing, and the command that may be meant.
fn unmatched(typed: &str) -> String {
    let name = typed.split_whitespace().next().unwrap_or("");
    let known = table().iter().any(|info| info.name == name);
    let meant = COMMANDS
        .iter()
        .find(|info| !name.is_empty() && name.starts_with(info.name));
    match (known, meant) {
        (true, Some(info)) => format!(
            "{name} takes nothing behind it; {} {} does: {}",
            info.name, info.takes, info.description
        ),
        (true, None) => format!("{name} takes nothing behind it"),
        (false, _) => "No command matches what you typed".to_owned(),
    }
}

fn action(app: &mut App, info: &'static ActionInfo) -> Vec<Effect> {
    remember(&mut app.typed.commands, info.name.to_owned());
    close(app);
    let mut effects = app.uncover();
    if !info.contexts.contains(&app.context())
        && let Some(pane) = pane_of(info).filter(|_| PANES.contains(&app.context()))
    {
        focus(app, pane);
    }
    effects.extend(update(app, info.action));
    effects
}

/// The first pane in which it works; that of saved searches is not always there.
fn pane_of(info: &ActionInfo) -> Option<Pane> {
    info.contexts.iter().find_map(|context| match context {
        Context::Articles => Some(Pane::Articles),
        Context::Text => Some(Pane::Text),
        Context::Speakers => Some(Pane::Speakers),
        _ => None,
    })
}

/// Carries out a command; where it cannot be, the palette stays and says why.
fn command(app: &mut App, info: &'static CommandInfo, rest: &str) -> Vec<Effect> {
    let done = match info.command {
        Command::Import => import(app, rest),
        Command::Theme => theme(app, rest),
        Command::Filter => filter(app, rest),
        Command::Find => Ok(find(app, rest)),
        Command::SaveSearch => naming::save_as(app, rest),
    };
    match done {
        Ok(effects) => {
            remember(&mut app.typed.commands, format!("{} {rest}", info.name));
            effects
        }
        Err(why) => {
            if let Overlay::Palette(palette) = &mut app.overlay {
                palette.trouble = Some(why);
            }
            Vec::new()
        }
    }
}

fn import(app: &mut App, rest: &str) -> Result<Vec<Effect>, String> {
    let paths = command::words(rest);
    if paths.iter().any(String::is_empty) {
        return Err("A path is empty: write the files and folders to import".to_owned());
    }
    close(app);
    let mut effects = app.uncover();
    effects.extend(importing::start(app, paths));
    Ok(effects)
}

fn theme(app: &mut App, name: &str) -> Result<Vec<Effect>, String> {
    let Some(theme) = Theme::named(name) else {
        return Err(theme::unknown(name));
    };
    app.settings.theme = theme;
    close(app);
    let effects = app.uncover();
    app.tell(format!(
        "Theme {name}; to keep it: theme = \"{name}\" in the configuration"
    ));
    Ok(effects)
}

fn filter(app: &mut App, query: &str) -> Result<Vec<Effect>, String> {
    let mut prompt = Filter::open(query);
    let Some(query) = prompt.accept() else {
        return Err(prompt
            .trouble
            .map_or_else(String::new, |error| error.to_string()));
    };
    close(app);
    app.close_pages();
    focus(app, Pane::Articles);
    Ok(vec![app.articles.load(query)])
}

fn find(app: &mut App, words: &str) -> Vec<Effect> {
    close(app);
    let mut effects = app.uncover();
    let (mut finder, _) = Finder::open(app.finds.next_search());
    finder.input = Input::new(words.to_owned());
    let search = finder.look_for(Mode::Quotes);
    app.cover(Overlay::Finder(Box::new(finder)));
    effects.push(search);
    effects
}

/// All rows of a palette that is opened in `from`: each action once.
fn rows_of(app: &App, from: Context) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut seen: Vec<Action> = Vec::new();
    let known: Vec<(&ActionInfo, String)> = app
        .settings
        .keymap
        .rows()
        .map(|(info, keys)| {
            let here = keys.iter().find(|keys| keys.holds_in(from));
            // A key of a box would mean something else here.
            let there = keys.first().filter(|_| pane_of(info).is_some());
            let key = here.or(there).map(ToString::to_string);
            (info, key.unwrap_or_default())
        })
        .collect();
    let here = |info: &&(&'static ActionInfo, String)| info.0.contexts.contains(&from);
    let elsewhere = |info: &&(&'static ActionInfo, String)| !info.0.contexts.contains(&from);
    let known: Vec<(&'static ActionInfo, String)> = known;
    for (info, key) in known
        .iter()
        .filter(here)
        .chain(known.iter().filter(elsewhere))
    {
        let itself = info.action == Action::Manner(MannerAction::Palette);
        if itself {
            continue;
        }
        let (why_not, remote) = match why_not(app, from, info) {
            Some(why_not) => (why_not, false),
            None => ("Only in a box or on a page of its own".into(), true),
        };
        // Of several names the first one is listed; the others are found where they are typed.
        let remote = remote || seen.contains(&info.action);
        seen.push(info.action);
        let takes = COMMANDS.iter().find(|command| command.name == info.name);
        rows.push(Row {
            does: Does::Action(info),
            name: Cow::Borrowed(info.name),
            takes: takes.map_or("", |command| command.takes),
            description: info.description.to_owned(),
            why_not: why_not.into_owned(),
            key: key.clone(),
            remote,
            marks: Vec::new(),
        });
    }
    let alone = COMMANDS
        .iter()
        .filter(|command| table().iter().all(|info| info.name != command.name));
    rows.extend(alone.map(itself));
    rows.extend(themes());
    rows
}

/// The names that a theme can have.
fn themes() -> impl Iterator<Item = Row> {
    let of = COMMANDS
        .iter()
        .filter(|info| info.command == Command::Theme);
    of.flat_map(|info| {
        theme::THEMES.iter().map(move |(name, about)| Row {
            does: Does::With(info, name),
            name: Cow::Borrowed(name),
            description: (*about).to_owned(),
            ..itself(info)
        })
    })
    .map(|row| Row { takes: "", ..row })
}

/// Why an action cannot be done here; an empty text where it can, and nothing where nobody would look
/// for it.
fn why_not(app: &App, from: Context, info: &ActionInfo) -> Option<Cow<'static, str>> {
    // Orders, and what is done with all, need no box to be chosen from.
    let chosen = info.contexts == [Context::Orders] && matches!(info.action, Action::List(_))
        || info.contexts == [Context::Bulk] && matches!(info.action, Action::Bulk(_));
    if chosen && PANES.contains(&from) {
        return Some(Cow::Borrowed(""));
    }
    if !info.contexts.contains(&from) {
        let in_panes = info.contexts.iter().any(|context| PANES.contains(context));
        return match in_panes {
            false => None,
            // It is done in the pane where it works.
            true if PANES.contains(&from) && pane_of(info).is_some() => {
                Some(app.refusal(info.action).unwrap_or_default())
            }
            true => Some("Only in the panes".into()),
        };
    }
    // What the footer leaves out as it is seldom of use can be done.
    Some(app.refusal(info.action).unwrap_or_default())
}
