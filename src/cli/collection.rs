//! Which store a command works on: the one named, the user's, or the sample collection.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use indicatif::ProgressBar;

use crate::config::{Config, paths};
use crate::store::Store;

use super::{Context, output, sample};

/// A store, and whether it is the sample collection.
pub(super) struct Collection {
    /// The store.
    pub store: Store,
    /// Whether it is the sample collection, discarded afterwards.
    pub sample: bool,
}

/// The file that was named or is the user's; whether it was named.
fn file(config: &Config) -> anyhow::Result<(PathBuf, bool)> {
    match &config.store {
        Some(path) => Ok((path.clone(), true)),
        None => Ok((paths::store_file()?, false)),
    }
}

/// Brings an older store up to date and says so and how far it is, as that takes long where it is large.
pub(super) fn tell_update(context: &mut Context<'_>) -> anyhow::Result<()> {
    let Ok((path, _)) = file(&context.config) else {
        return Ok(());
    };
    let Some(copy) = Store::copy_before_update(&path) else {
        return Ok(());
    };
    let told = format!(
        "onrecord: {} was made by an older release and is brought up to date, which takes a while where it is \
         large; a copy of it stays at {}",
        path.display(),
        copy.display()
    );
    output::note(context.notes, &told)?;
    let notes = &mut *context.notes;
    // What goes wrong is told by who opens it.
    if io::stderr().is_terminal() {
        let bar = ProgressBar::new_spinner();
        bar.enable_steady_tick(TICK);
        let _ = Store::update(&path, &mut |done, steps| bar.set_message(step(done, steps)));
        bar.finish_and_clear();
    } else {
        let mut last = Instant::now();
        let _ = Store::update(&path, &mut |done, steps| {
            if last.elapsed() >= EVERY {
                last = Instant::now();
                // A log that cannot be written is no reason to stop.
                let _ = output::note(notes, &format!("onrecord: {}", step(done, steps)));
            }
        });
    }
    Ok(())
}

/// How often it is told that an update goes on: on a terminal, and elsewhere.
const TICK: Duration = Duration::from_millis(200);
const EVERY: Duration = Duration::from_secs(2);

/// What an update is at.
fn step(done: usize, steps: usize) -> String {
    match done {
        0 => format!("the store is copied (step 1 of {steps})"),
        _ => format!(
            "the store is brought up to date (step {} of {steps})",
            done + 1
        ),
    }
}

/// Opens the store for reading. One that was named must exist; where the user has none the
/// sample collection stands in. Nothing is made.
pub(super) fn existing(config: &Config) -> anyhow::Result<Collection> {
    let found = match file(config) {
        Ok((path, named)) => (named || path.exists()).then_some(path),
        // Without a home there is no store of the user's to miss.
        Err(_) => None,
    };
    match found {
        Some(path) => Ok(Collection {
            store: Store::open_existing(&path)?,
            sample: false,
        }),
        None => Ok(Collection {
            store: sample::store().context("cannot read the sample collection")?,
            sample: true,
        }),
    }
}

/// As [`existing`], and says on standard error when the sample collection is used.
pub(super) fn for_listing(context: &mut Context<'_>) -> anyhow::Result<Store> {
    let collection = existing(&context.config)?;
    if collection.sample {
        output::note(
            context.notes,
            "onrecord: you have no store yet, so this is the sample collection; \
             import your own with `onrecord import PATH`",
        )?;
    }
    Ok(collection.store)
}

/// The file of the store to write to, which need not be there yet.
pub(super) fn file_for_writing(config: &Config) -> anyhow::Result<PathBuf> {
    file(config).map(|(path, _)| path)
}
