//! The newest snapshot.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use tokio::sync::watch;

use crate::Snapshot;

/// The newest snapshot, or none yet. One thread stores, requests load; loading takes some tens of nanoseconds and never
/// waits.
#[derive(Debug)]
pub struct Live {
    newest: ArcSwapOption<Snapshot>,
    /// Wakes those who wait for the next snapshot. It carries nothing: they load what is the newest then.
    stored: watch::Sender<()>,
}

impl Live {
    /// Starts with a snapshot.
    pub fn new(snapshot: impl Into<Arc<Snapshot>>) -> Self {
        let live = Self::empty();
        live.store(snapshot);
        live
    }

    /// Starts without one: until the first is stored, readers are asked to come back in a moment.
    pub fn empty() -> Self {
        Self { newest: ArcSwapOption::empty(), stored: watch::Sender::new(()) }
    }

    /// Returns the newest snapshot; `None` before the first. A request calls this once and keeps what it got.
    pub fn load(&self) -> Option<Arc<Snapshot>> {
        self.newest.load_full()
    }

    /// Puts a new snapshot in place of the one before, which lives on until the last request that took it is done, and
    /// wakes the open pages. May be called from any thread.
    pub fn store(&self, snapshot: impl Into<Arc<Snapshot>>) {
        self.newest.store(Some(snapshot.into()));
        self.stored.send_replace(());
    }

    /// Returns what tells of each snapshot that is stored from now on.
    pub(crate) fn changes(&self) -> watch::Receiver<()> {
        self.stored.subscribe()
    }
}

impl Default for Live {
    fn default() -> Self {
        Self::empty()
    }
}
