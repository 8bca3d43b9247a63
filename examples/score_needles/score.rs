//! What is known of queries of one class: how many found what they meant, and how soon.

/// Answers that a list shows.
pub const SHOWN: usize = 10;

/// The head of a table of [`Class::row`]s.
pub const HEAD: &str = "\
| class | queries | first % | among ten % | p50 ms | p95 ms | max ms |
| --- | --- | --- | --- | --- | --- | --- |";

/// What is known of a class.
#[derive(Default)]
pub struct Class {
    queries: usize,
    wanted: usize,
    first: usize,
    among_ten: usize,
    /// Milliseconds of each answer.
    times: Vec<f64>,
}

impl Class {
    /// Adds an answer. `found` are the words of the quotes found, best first; `wanted` those meant.
    pub fn add<'t>(
        &mut self,
        wanted: Option<&str>,
        found: impl IntoIterator<Item = &'t str>,
        ms: Option<f64>,
    ) {
        self.queries += 1;
        self.times.extend(ms);
        if let Some(wanted) = wanted {
            let mut shown = found.into_iter().take(SHOWN);
            let place = shown.position(|text| text == wanted);
            self.wanted += 1;
            self.first += usize::from(place == Some(0));
            self.among_ten += usize::from(place.is_some());
        }
    }

    /// Gives a row of the table that begins with [`HEAD`].
    pub fn row(&mut self, name: &str) -> String {
        self.times.sort_by(f64::total_cmp);
        let share = |found: usize| match self.wanted {
            0 => "-".to_owned(),
            wanted => format!("{:.1}", 100.0 * found as f64 / wanted as f64),
        };
        format!(
            "| {name} | {} | {} | {} | {} | {} | {} |",
            self.queries,
            share(self.first),
            share(self.among_ten),
            self.time(0.5),
            self.time(0.95),
            self.time(1.0)
        )
    }

    /// The time that `part` of the answers did not exceed; the times are in order.
    fn time(&self, part: f64) -> String {
        let at = (part * self.times.len() as f64).ceil() as usize;
        let time = self.times.get(at.saturating_sub(1));
        time.map_or_else(|| "-".to_owned(), |ms| format!("{ms:.2}"))
    }
}
