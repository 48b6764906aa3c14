//! What is served.

use std::fmt;
use std::sync::Arc;

use hedgerow_publish::PublicGarden;
use hedgerow_search::SearchIndex;
use hedgerow_site::Site;

use crate::attachments::Digests;
use crate::cache::{AnswerCache, PageCache};
use crate::gate::Gate;
use crate::{Access, cache};

/// A garden with its site, its index and its gate, all of one age: an immutable value that is swapped whole.
///
/// Everything that settings say and that may change while the program runs is in it.
pub struct Snapshot {
    revision: u64,
    site: Arc<Site>,
    search: Arc<SearchIndex>,
    /// Who may come in; without one everybody.
    pub(crate) gate: Option<Gate>,
    /// What was rendered and compressed so far; it dies with the snapshot.
    pub(crate) pages: PageCache,
    /// What was searched for so far.
    pub(crate) answers: AnswerCache,
    pub(crate) digests: Digests,
}

impl Snapshot {
    /// Joins what was made before, which costs next to nothing. Site and index may have served in another snapshot.
    ///
    /// The revision numbers the snapshots of one run; it reaches no answer.
    ///
    /// # Panics
    /// If site and index are not of the same garden: answers would name notes by the numbers of another one.
    pub fn new(
        revision: u64,
        site: impl Into<Arc<Site>>,
        search: impl Into<Arc<SearchIndex>>,
        access: Option<Access>,
    ) -> Self {
        let (site, search) = (site.into(), search.into());
        assert!(std::ptr::eq(site.garden(), &**search.garden()), "a snapshot is of one garden");
        let gate = access.map(Gate::new);
        Self {
            revision,
            site,
            search,
            gate,
            pages: cache::pages(),
            answers: cache::answers(),
            digests: Digests::default(),
        }
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
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// Returns the index.
    pub fn search(&self) -> &Arc<SearchIndex> {
        &self.search
    }

    /// Returns what readers must know to come in; `None` where everybody may.
    pub fn access(&self) -> Option<&Access> {
        self.gate.as_ref().map(Gate::access)
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").field("revision", &self.revision).finish_non_exhaustive()
    }
}
