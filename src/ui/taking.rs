//! The boxes of taking away: which form, where to, and what a command wrote.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line as Text, Span};

use super::paint;
use crate::app::screen::line::{For, Line};
use crate::app::screen::output::Output;
use crate::app::screen::speakers::shortened;
use crate::app::taking::form_keys;
use crate::app::{Action, App, BoxLayout};

/// The forms, a letter each.
pub(super) fn formats(app: &App, title: &str, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let forms = form_keys(app);
    let places = BoxLayout::of_forms(frame.area(), forms.len());
    paint::boxed(app, &places, title, "", frame);
    for ((key, name), row) in forms.iter().zip(places.inner.rows()) {
        let line = Text::from(vec![
            Span::styled(format!("{key:<4}"), theme.key),
            Span::styled(*name, theme.text),
        ]);
        frame.render_widget(line, row);
    }
}

/// The line for a path or a command.
pub(super) fn line(app: &App, line: &Line, frame: &mut Frame<'_>) {
    let theme = &app.settings.theme;
    let places = BoxLayout::of_line(frame.area());
    paint::boxed(app, &places, &line.title, "", frame);
    let input = Rect {
        height: 1,
        ..places.inner
    };
    let label = match line.wanted {
        For::Path => "› ",
        For::Command => "$ ",
    };
    paint::input(app, label, &line.input, "", input, frame);
    let below = places.below_input();
    let style = match line.asking || line.trouble.is_some() {
        true => theme.error,
        false => theme.dim,
    };
    let hint = line.hint();
    let lines = shortened(&hint, usize::from(below.width), usize::from(below.height));
    for (text, row) in lines.into_iter().zip(below.rows()) {
        frame.render_widget(Text::styled(text, style), row);
    }
}

/// What a command wrote.
pub(super) fn output(app: &App, output: &Output, frame: &mut Frame<'_>) {
    let places = BoxLayout::of_output(frame.area());
    let title = match output.command.as_str() {
        "" => output.given.clone(),
        command => format!("{} | {command}", output.given),
    };
    let key = app.settings.keymap.key_of(Action::Cancel);
    // Where nothing was written the middle says how it ended.
    let foot = match output.count() {
        0 => "",
        _ => &output.ended,
    };
    paint::boxed(app, &places, &title, foot, frame);
    let (_, height) = places.size();
    if output.count() == 0 {
        let hint = match (output.is_running(), output.ended.as_str()) {
            (true, _) => format!("It runs … {key} stops it"),
            (false, "") => "It wrote nothing.".to_owned(),
            (false, ended) => format!("It wrote nothing ({ended})."),
        };
        paint::hint(app, &[&hint], places.inner, frame);
    }
    for (text, row) in output.seen(height).zip(places.inner.rows()) {
        frame.render_widget(Text::styled(text, app.settings.theme.text), row);
    }
}
