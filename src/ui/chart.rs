//! What charts over time share: how high a bar is, and the line under the bars.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::words;
use crate::config::theme::Theme;
use crate::text::wrap;

/// Eighths of a row that a bar is high where the highest one fills so many rows. What is not nothing has
/// one at least, so that few is not none.
pub(super) fn eighths(value: u64, most: u64, rows: u64) -> u64 {
    (value * rows * 8).div_ceil(most.max(1))
}

/// The bars that are shown.
pub(super) struct Shown {
    /// How many.
    pub count: usize,
    /// Which of them is chosen.
    pub chosen: usize,
    /// Columns of a bar with the gap behind it, and of the gap.
    pub wide: (usize, usize),
    /// What the highest of them stands for.
    pub most: u64,
}

/// What stands under bars: of the chosen one what it is and how much, and what the first and the last
/// are.
pub(super) struct Named<'a> {
    pub chosen: &'a str,
    pub count: &'a str,
    pub ends: (String, String),
}

/// Writes the line under bars, the last of `area`. What the chosen bar is stands at it, what the last is ends where that ends;
/// the first and the last are left out where they are the chosen one or there is no room for them. How
/// much the highest stands for is the scale of all.
pub(super) fn axis(
    theme: &Theme,
    shown: &Shown,
    named: &Named<'_>,
    pointed: bool,
    area: Rect,
    frame: &mut Frame<'_>,
) {
    let (wide, gap) = shown.wide;
    let columns = usize::from(area.width);
    let start = shown.chosen * wide;
    let middle = start + wide.saturating_sub(gap + 1) / 2;
    let told = format!(
        "{}: {} (most: {})",
        named.chosen,
        named.count,
        words::thousands(shown.most)
    );
    let long = format!("▲ {told}");
    let (from, told) = match pointed {
        true if middle + wrap::width(&long) <= columns => (middle, long),
        true => (
            (middle + 1).saturating_sub(wrap::width(&long)),
            format!("{told} ▲"),
        ),
        false if start + wrap::width(&told) <= columns => (start, told),
        false => (
            (start + wide - gap).saturating_sub(wrap::width(&told)),
            told,
        ),
    };
    let told = wrap::ellipsis(&told, columns);
    let until = from + wrap::width(&told);
    let mut put = |at: usize, text: &str, style| {
        let x = area.x + u16::try_from(at).unwrap_or(0);
        frame
            .buffer_mut()
            .set_string(x, area.bottom() - 1, text, style);
    };
    let (first, last) = &named.ends;
    let mut left = 0;
    if shown.chosen > 0 && wrap::width(first) + 2 <= from {
        put(0, first, theme.dim);
        left = wrap::width(first) + 2;
    }
    let end = (shown.count * wide).saturating_sub(gap);
    let at = end.saturating_sub(wrap::width(last));
    let free = at >= left && (until + 2 <= at || end + 2 <= from);
    if shown.chosen + 1 < shown.count && free {
        put(at, last, theme.dim);
    }
    put(from, &told, theme.strong);
}
