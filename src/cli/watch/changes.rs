//! What has changed and whether it has come to rest: a file that is being written is not read half.
//!
//! Owns the times of waiting; must not know who tells of changes, nor what is done about them.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind};
use notify::{Event, EventKind};

use crate::cli::ingest::Touched;

/// How long nothing may have changed before what did is read.
pub(super) const QUIET: Duration = Duration::from_secs(1);

/// How long a file may stay open without being written before it is read all the same.
pub(super) const OPEN: Duration = Duration::from_secs(10);

/// Longest time that what has come to rest waits for the rest to do so.
const LONGEST: Duration = Duration::from_secs(10);

/// More changes than this are not told apart.
const MOST: usize = 20_000;

/// What has changed since it was last taken.
#[derive(Debug)]
pub(super) struct Changes {
    paths: HashMap<PathBuf, Change>,
    everything: bool,
    /// When the first of them and the last one came.
    span: Option<(Instant, Instant)>,
    /// Whether it is told that a file which was written is closed.
    closing: bool,
}

/// The last change of a file, and whether it may still be written.
#[derive(Clone, Copy, Debug)]
struct Change {
    at: Instant,
    open: bool,
}

impl Change {
    fn rests_at(self) -> Instant {
        self.at + if self.open { OPEN } else { QUIET }
    }
}

/// Whether the event tells of a change, and not of reading.
pub(super) fn is_change(event: &Event) -> bool {
    let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
    event.kind == closed || !event.kind.is_access()
}

/// Whether something went from where it was.
pub(super) fn is_away(event: &Event) -> bool {
    event.kind.is_remove() || matches!(event.kind, EventKind::Modify(ModifyKind::Name(_)))
}

impl Changes {
    pub(super) fn new(closing: bool) -> Self {
        Self {
            paths: HashMap::new(),
            everything: false,
            span: None,
            closing,
        }
    }

    /// Anything may have changed.
    pub(super) fn everything(&mut self, now: Instant) {
        self.everything = true;
        self.paths.clear();
        self.mark(now);
    }

    /// Adds what `event` tells of the folders `below`.
    pub(super) fn add(&mut self, event: &Event, below: &[PathBuf], now: Instant) {
        if event.need_rescan() || self.paths.len() > MOST {
            self.everything(now);
        }
        for path in &event.paths {
            if !below.iter().any(|folder| path.starts_with(folder)) {
                // Some systems name folders by other ways to them.
                self.everything(now);
            }
            self.mark(now);
            let was = self.paths.get(path).is_some_and(|change| change.open);
            let open = match event.kind {
                EventKind::Create(CreateKind::File) | EventKind::Modify(ModifyKind::Data(_)) => {
                    self.closing
                }
                EventKind::Modify(ModifyKind::Metadata(_)) => was,
                _ => false,
            };
            self.paths.insert(path.clone(), Change { at: now, open });
        }
    }

    fn mark(&mut self, now: Instant) {
        let first = self.span.map_or(now, |(first, _)| first);
        self.span = Some((first, now));
    }

    /// When what has changed can be read; nothing where nothing has.
    pub(super) fn due(&self) -> Option<Instant> {
        let (first, last) = self.span?;
        let due = (last + QUIET).min(first + LONGEST);
        if self.everything {
            return Some(due);
        }
        let rest = self.paths.values().map(|change| change.rests_at()).min()?;
        Some(due.max(rest))
    }

    /// What can be read at `now`; nothing stands for everything. What is still being written is
    /// kept for the next time.
    pub(super) fn take(&mut self, now: Instant) -> Option<Touched> {
        let everything = std::mem::take(&mut self.everything);
        let resting = self.paths.extract_if(|_, change| change.rests_at() <= now);
        let touched = resting.map(|(path, _)| path).collect();
        self.span = (!self.paths.is_empty()).then_some((now, now));
        (!everything).then_some(touched)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use notify::event::{DataChange, Flag, MetadataKind, RemoveKind, RenameMode};

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    struct Told {
        changes: Changes,
        start: Instant,
    }

    impl Told {
        fn new() -> Self {
            let (changes, start) = (Changes::new(true), Instant::now());
            Self { changes, start }
        }

        fn at(&mut self, seconds: u32, kind: EventKind, path: &str) -> &mut Self {
            let event = Event::new(kind).add_path(path.into());
            let now = self.start + seconds * SECOND;
            self.changes.add(&event, &["/in".into()], now);
            self
        }

        /// Seconds until something is due.
        fn due(&self) -> Option<u64> {
            let due = self.changes.due()?;
            Some(due.duration_since(self.start).as_secs())
        }

        fn take(&mut self, seconds: u32) -> Option<Touched> {
            self.changes.take(self.start + seconds * SECOND)
        }
    }

    const CREATED: EventKind = EventKind::Create(CreateKind::File);
    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    const CLOSED: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));
    const MOVED: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::To));
    const REMOVED: EventKind = EventKind::Remove(RemoveKind::File);
    const TOUCHED: EventKind = EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any));

    #[test]
    fn a_file_is_read_when_it_is_closed_and_not_before() {
        let mut told = Told::new();
        assert_eq!(told.due(), None);
        told.at(0, CREATED, "/in/a")
            .at(1, WRITTEN, "/in/a")
            .at(4, TOUCHED, "/in/a");
        assert_eq!(told.due(), Some(14));
        told.at(5, CLOSED, "/in/a")
            .at(5, MOVED, "/in/b")
            .at(5, CREATED, "/in/c");
        assert_eq!(told.due(), Some(6));
        let touched = told.take(6).unwrap();
        assert!(touched.holds(Path::new("/in/a")) && touched.holds(Path::new("/in/b")));
        assert!(!touched.holds(Path::new("/in/c")));
        // What never says that it is closed is read at last.
        assert_eq!(told.due(), Some(15));
        assert!(told.take(15).unwrap().holds(Path::new("/in/c")));
        assert_eq!(told.due(), None);
    }

    #[test]
    fn what_never_rests_keeps_the_others_waiting_for_a_while_only() {
        let mut told = Told::new();
        for second in 0..20 {
            told.at(second, CLOSED, &format!("/in/{second}"));
        }
        assert_eq!(told.due(), Some(10));
        let touched = told.take(10).unwrap();
        assert!(touched.holds(Path::new("/in/9")) && !touched.holds(Path::new("/in/10")));
    }

    #[test]
    fn what_is_not_known_stands_for_everything() {
        let mut told = Told::new();
        told.at(0, REMOVED, "/private/in/a");
        assert_eq!(told.due(), Some(1));
        assert_eq!(told.take(1), None);
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        told.changes.add(&lost, &[], told.start + 2 * SECOND);
        assert_eq!(told.due(), Some(3));
        assert_eq!(told.take(3), None);
        assert_eq!(told.due(), None);
        assert!(!is_change(&Event::new(EventKind::Access(AccessKind::Read))));
        assert!(is_change(&Event::new(CLOSED)) && is_away(&Event::new(REMOVED)));
    }
}
