//! A garden that is kept up to date in this process.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use hedgerow::{Gardener, Outcome, Overrides};
use hedgerow_publish::{Past, PublicGarden};
use hedgerow_server::{ServeOptions, router};
use hedgerow_vault::VaultChange;

use crate::{Answer, Host, Question, door};

/// A vault that is tended as `hedgerow serve` tends it, behind the router that it serves with; only watcher and port are missing.
#[derive(Debug)]
pub struct Living {
    gardener: Gardener,
    router: Router,
}

impl Living {
    /// Opens a vault with what is remembered of an earlier run.
    ///
    /// # Panics
    /// Where the program would not start.
    pub fn open(vault: &Path, past: Option<Past>) -> Self {
        Self::open_at_rest(vault, past, false)
    }

    /// Opens a vault in which, with `is_settled`, nothing happened for a while: a note that was missed in the earlier run, and is
    /// missed still, went nowhere.
    ///
    /// # Panics
    /// Where the program would not start.
    pub fn open_at_rest(vault: &Path, past: Option<Past>, is_settled: bool) -> Self {
        let gardener = Gardener::open(vault, &Overrides::default(), past).unwrap_or_else(|failure| panic!("{failure}"));
        let router = router(Arc::clone(gardener.live()), gardener.files(), &ServeOptions::default());
        let mut living = Self { gardener, router };
        living.tend_at_rest(&VaultChange::everything(), is_settled);
        living
    }

    /// Looks where something changed.
    ///
    /// # Panics
    /// Where the vault is gone.
    pub fn tend(&mut self, change: &VaultChange) -> Outcome {
        self.tend_at_rest(change, false)
    }

    /// Looks where something changed, and with `is_settled` waits no longer for notes that were missed before.
    ///
    /// # Panics
    /// Where the vault is gone.
    pub fn tend_at_rest(&mut self, change: &VaultChange, is_settled: bool) -> Outcome {
        self.gardener.tend(change, is_settled).unwrap_or_else(|failure| panic!("{failure}"))
    }

    /// Returns the garden that readers see.
    ///
    /// # Panics
    /// Never: an opened garden has one.
    pub fn garden(&self) -> &Arc<PublicGarden> {
        self.gardener.garden().expect("an opened garden was tended")
    }
}

impl Host for Living {
    fn ask(&self, question: &Question) -> Answer {
        door::ask(&self.router, question)
    }
}
