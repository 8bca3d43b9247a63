//! The threads that answer what the reader asks for: starting them, asking them, and waiting until
//! they have done everything.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;

use anyhow::Context;
use crossbeam_channel::{Sender, unbounded};

use super::counting::Counter;
use super::importing::{Importer, Importing};
use super::indexer::Remake;
use super::outside::Outside;
use super::watching::Watching;
use super::{Wake, finder, keeping, store, upkeep, views, watching};
use crate::app::Effect;
use crate::store::Store;

/// The thread that writes; nobody can ask it where the reader is leaving.
struct Keeper {
    ask: Option<Sender<Effect>>,
    thread: JoinHandle<()>,
}

/// The threads that answer effects.
pub(super) struct Workers {
    store: Sender<store::Request>,
    /// Where the store can be written beside reading it.
    keeper: Option<Keeper>,
    pub(super) finder: Sender<finder::Question>,
    pub(super) newest: finder::Newest,
    pub(super) views: Sender<views::Question>,
    pub(super) page: views::Newest,
    pub(super) counter: Counter,
    storing: JoinHandle<()>,
    watching: Option<Watching>,
    outside: Outside,
    importing: Importing,
    upkeep: Option<JoinHandle<()>>,
    stop: upkeep::Stop,
}

impl Workers {
    /// Starts them.
    pub(super) fn start(
        store: Store,
        (importer, remake): (Importer, Remake),
        wake: Sender<Wake>,
    ) -> anyhow::Result<Self> {
        let (ask_store, store_asked) = unbounded();
        let (ask_finder, finder_asked) = unbounded();
        let newest = Arc::new(AtomicU64::new(0));
        let quotes = store::quotes_of(&store, &ask_store);
        let (ask_views, views_asked) = unbounded();
        let page = views::Newest::default();
        let place = store::place_of(&store, &ask_store);
        let counter = Counter::start(store::place_of(&store, &ask_store), wake.clone())
            .context("cannot start the thread that counts")?;
        let stop = upkeep::Stop::default();
        let path = store.path().to_owned();
        let upkeep = if store.is_read_only() || !path.exists() {
            None
        } else {
            Some(
                upkeep::start(path.clone(), Arc::clone(&stop), wake.clone())
                    .context("cannot start the thread that keeps the store up to date")?,
            )
        };
        let wrote = Arc::new(keeping::Wrote::default());
        let keeper = keeper(&store, &wrote, &wake)?;
        let storing = store::start(store, store_asked, wrote, wake.clone())
            .context("cannot start the store's thread")?;
        // Without it changes are seen with the next key.
        let watched = path
            .exists()
            .then(|| watching::start(&path, ask_store.clone()));
        let watching = watched.and_then(|started| {
            started
                .inspect_err(|error| tracing::info!(%error, "the store is not watched"))
                .ok()
        });
        let outside = Outside::new(wake.clone());
        let importing = Importing::new(importer, wake.clone());
        views::start(place, views_asked, Arc::clone(&page), wake.clone())
            .context("cannot start the thread that reads for the pages")?;
        finder::start((quotes, remake), finder_asked, Arc::clone(&newest), wake)
            .context("cannot start the finder's thread")?;
        Ok(Self {
            store: ask_store,
            keeper,
            finder: ask_finder,
            newest,
            views: ask_views,
            page,
            counter,
            storing,
            watching,
            outside,
            importing,
            upkeep,
            stop,
        })
    }

    /// Asks the store for something, or to keep something; or for something outside.
    ///
    /// # Errors
    /// Where its thread is gone.
    pub(super) fn ask(&mut self, effect: Effect) -> anyhow::Result<()> {
        let Some(effect) = self.outside.perform(effect)? else {
            return Ok(());
        };
        if let Effect::Import(what) = effect {
            return Ok(self.importing.perform(what)?);
        }
        match &self.keeper {
            Some(Keeper { ask: Some(ask), .. }) if keeping::writes(&effect) => ask
                .send(effect)
                .ok()
                .context("the thread that writes to the store is gone"),
            _ => self
                .store
                .send(store::Request::Effect(effect))
                .ok()
                .context("the store's thread is gone"),
        }
    }

    /// Whether the thread that writes has ended, as only a fault of its own can end it.
    pub(super) fn write_no_more(&self) -> bool {
        match &self.keeper {
            Some(keeper) => keeper.thread.is_finished(),
            None => self.storing.is_finished(),
        }
    }

    /// Ends what goes on outside.
    pub(super) fn end_outside(&mut self) {
        self.outside.finish();
    }

    /// Asks for nothing any more: what was asked is written, and the import under way stops.
    pub(super) fn close(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.importing.stop();
        if let Some(keeper) = &mut self.keeper {
            keeper.ask = None;
        }
    }

    /// Whether all that was to be written is.
    pub(super) fn have_written(&self) -> bool {
        let written = self.keeper.as_ref().is_none_or(|k| k.thread.is_finished());
        written && !self.importing.goes_on()
    }

    /// Waits until the store has done everything it was asked.
    pub(super) fn finish(mut self) {
        self.close();
        drop(self.watching);
        drop(self.finder);
        drop(self.views);
        drop(self.counter);
        self.importing.finish();
        let _ = self.keeper.map(|keeper| keeper.thread.join());
        drop(self.store);
        let _ = self.storing.join();
        // It ends after the few articles it is at.
        let _ = self.upkeep.map(JoinHandle::join);
    }
}

/// The thread that writes, with a connection of its own. Where there can be none, the store's does.
fn keeper(
    store: &Store,
    wrote: &Arc<keeping::Wrote>,
    wake: &Sender<Wake>,
) -> anyhow::Result<Option<Keeper>> {
    if store.is_read_only() || !store.path().exists() {
        return Ok(None);
    }
    let (ask, asked) = unbounded();
    let thread = keeping::start(
        store.path().to_owned(),
        asked,
        Arc::clone(wrote),
        wake.clone(),
    )
    .context("cannot start the thread that writes to the store")?;
    let ask = Some(ask);
    Ok(Some(Keeper { ask, thread }))
}
