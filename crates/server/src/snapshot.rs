//! What is served.

use std::fmt;
use std::sync::Arc;

use arc_swap::ArcSwap;
use hedgerow_publish::PublicGarden;
use hedgerow_search::{SearchError, SearchIndex};
use hedgerow_site::{Site, SiteOptions};

use crate::attachments::Digests;
use crate::cache::PageCache;

/// A garden with its site and its index, all of one age: an immutable value that is swapped whole.
pub struct Snapshot {
    revision: u64,
    site: Site,
    search: SearchIndex,
    /// What was rendered and compressed so far; it dies with the snapshot.
    pub(crate) pages: PageCache,
    pub(crate) digests: Digests,
}

impl Snapshot {
    /// Makes the site and the index of a garden. The index is most of the cost: about 30 ms a megabyte of text.
    ///
    /// The revision numbers the snapshots of one run; it reaches no answer.
    ///
    /// # Errors
    /// Fails if the index cannot be built.
    pub fn new(revision: u64, garden: &Arc<PublicGarden>, options: SiteOptions) -> Result<Self, SearchError> {
        let search = SearchIndex::build(garden)?;
        let site = Site::new(Arc::clone(garden), options);
        Ok(Self { revision, site, search, pages: PageCache::default(), digests: Digests::default() })
    }

    /// Returns the number of the snapshot in this run of the program.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Returns the garden.
    pub fn garden(&self) -> &PublicGarden {
        self.site.garden()
    }

    /// Returns the site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Returns the index.
    pub fn search(&self) -> &SearchIndex {
        &self.search
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").field("revision", &self.revision).finish_non_exhaustive()
    }
}

/// The newest snapshot. One thread stores, requests load; loading takes some tens of nanoseconds and never waits.
#[derive(Debug)]
pub struct Live(ArcSwap<Snapshot>);

impl Live {
    /// Starts with a snapshot.
    pub fn new(snapshot: Snapshot) -> Self {
        Self(ArcSwap::from_pointee(snapshot))
    }

    /// Returns the newest snapshot. A request calls this once and keeps what it got.
    pub fn load(&self) -> Arc<Snapshot> {
        self.0.load_full()
    }

    /// Puts a new snapshot in place of the one before, which lives on until the last request that took it is done.
    pub fn store(&self, snapshot: Snapshot) {
        self.0.store(Arc::new(snapshot));
    }
}
