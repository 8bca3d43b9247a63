//! How often a host is asked, and for how long it is left alone when it asks for that.

use std::collections::HashMap;
use std::thread;
use std::time::{Duration, Instant};

use super::error::Problem;

/// Between two addresses of one host.
const PAUSE: Duration = Duration::from_secs(1);

/// Between two looks at whether to go on.
const STEP: Duration = Duration::from_millis(50);

/// What is remembered of hosts during one run.
#[derive(Debug, Default)]
pub(super) struct Manners {
    asked: HashMap<String, Instant>,
    waiting: HashMap<String, Option<String>>,
}

impl Manners {
    /// Waits until `host` may be asked again.
    ///
    /// # Errors
    /// [`Problem::Waiting`] where the host asked to be left alone: that may take hours, so the
    /// person is told instead. [`Problem::Stopped`].
    pub(super) fn pause(&self, host: &str, stops: &dyn Fn() -> bool) -> Result<(), Problem> {
        if let Some(again) = self.waiting.get(host) {
            let again = again.clone();
            return Err(Problem::Waiting { again });
        }
        while self.asked.get(host).is_some_and(|at| at.elapsed() < PAUSE) {
            if stops() {
                return Err(Problem::Stopped);
            }
            thread::sleep(STEP);
        }
        Ok(())
    }

    /// Notes that a host was asked just now.
    pub(super) fn asked(&mut self, host: String) {
        self.asked.insert(host, Instant::now());
    }

    /// Notes that a host asks to be left alone, with the value of its Retry-After.
    pub(super) fn wait(&mut self, host: String, retry_after: Option<&str>) -> Option<String> {
        let asked = retry_after.and_then(|value| advice(value.trim()));
        self.waiting.insert(host, asked.clone());
        asked
    }
}

/// Retry-After in words: a number of seconds, or a date.
fn advice(value: &str) -> Option<String> {
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(match seconds {
            1 => "in 1 second".to_owned(),
            0..=119 => format!("in {seconds} seconds"),
            120..=7_199 => format!("in {} minutes", seconds.div_ceil(60)),
            _ => format!("in {} hours", seconds.div_ceil(3_600)),
        });
    }
    let date = jiff::fmt::rfc2822::parse(value).ok()?;
    Some(format!("after {}", date.strftime("%Y-%m-%d %H:%M UTC")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_to_wait_is_told_in_words() {
        for (value, want) in [
            ("1", Some("in 1 second")),
            ("30", Some("in 30 seconds")),
            ("3600", Some("in 60 minutes")),
            ("86400", Some("in 24 hours")),
            (
                "Wed, 21 Oct 2026 07:28:00 GMT",
                Some("after 2026-10-21 07:28 UTC"),
            ),
            ("soon", None),
            ("-1", None),
        ] {
            assert_eq!(advice(value).as_deref(), want, "{value}");
        }
    }

    #[test]
    fn a_host_that_asked_to_wait_is_left_alone() {
        let mut manners = Manners::default();
        assert!(manners.pause("a.example", &|| true).is_ok());
        manners.wait("a.example".to_owned(), Some("60"));
        let said = manners
            .pause("a.example", &|| true)
            .unwrap_err()
            .to_string();
        assert!(
            said.ends_with("asked to wait; try again in 60 seconds"),
            "{said}"
        );
        manners.asked("b.example".to_owned());
        assert!(matches!(
            manners.pause("b.example", &|| true),
            Err(Problem::Stopped)
        ));
    }
}
