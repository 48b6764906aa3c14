//! Keeps a garden up to date with its vault: looks, reads what changed, grows what follows from it, and stores the snapshot.
//!
//! One thread owns a gardener. Whatever it takes over from the time before only saves time: readers get what a cold start over
//! the same files, with the same remembered addresses, would give them (the snapshot law).

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hedgerow_model::Diagnostic;
use hedgerow_publish::{Earlier, Past, PublicGarden};
use hedgerow_search::SearchIndex;
use hedgerow_server::{Access, Live, Snapshot};
use hedgerow_site::{Site, SiteOptions};
use hedgerow_vault::{History, Inventory, VaultChange};

use crate::args::Overrides;
use crate::failure::Failure;
use crate::files::VaultFiles;
use crate::larder::{Larder, Stock};
use crate::looks::Looks;
use crate::progress::Progress;
use crate::reading::{Opened, Reading, Scraps};
use crate::rereading::{Reread, Rereading};
use crate::style;
use crate::unfinished::Unfinished;

/// Tends the garden of one vault.
pub struct Gardener {
    path: PathBuf,
    overrides: Overrides,
    rereading: Rereading,
    /// Nothing where whole files are written.
    unfinished: Option<Unfinished>,
    larder: Option<Larder>,
    past: Option<Past>,
    /// The commit of the files when no note was missed: version control is asked where notes went since.
    since: Option<String>,
    live: Arc<Live>,
    files: Arc<VaultFiles>,
    looks: Looks,
    revision: u64,
    tended: Option<Tended>,
}

/// What stands.
struct Tended {
    reading: Reading,
    scraps: Scraps,
    inventory: Inventory,
    garden: Arc<PublicGarden>,
    site: Arc<Site>,
    search: Arc<SearchIndex>,
    access: Option<Access>,
    lacks_style: bool,
}

/// What came of one look at the vault.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How many notes were read anew or went away, private ones included.
    pub n_notes: usize,
    /// Readers see something else than before.
    pub is_new: bool,
    /// The settings were read anew.
    pub has_new_settings: bool,
    /// Another look is wanted after so long, with an empty change: something was in motion.
    pub look_again: Option<Duration>,
    /// What is wrong with the settings; the last good ones stand.
    pub trouble: Option<Failure>,
}

impl Gardener {
    /// Takes an opened vault. `live` may have been empty until now; nothing is stored before [`Gardener::tend`].
    pub(crate) fn new(path: PathBuf, overrides: Overrides, opened: Opened, live: Arc<Live>) -> Self {
        let files = Arc::new(VaultFiles::new(Arc::clone(&opened.vault)));
        let rereading = Rereading::new(opened);
        let unfinished = Some(Unfinished::default());
        Self {
            path,
            overrides,
            rereading,
            unfinished,
            larder: None,
            past: None,
            since: None,
            live,
            files,
            looks: Looks::default(),
            revision: 0,
            tended: None,
        }
    }

    /// Opens a vault for a garden that is tended step by step, as tests do.
    ///
    /// # Errors
    /// Where the folder, its settings or the flags cannot be used.
    pub fn open(vault: &std::path::Path, overrides: &Overrides, past: Option<Past>) -> Result<Self, Failure> {
        let opened = Opened::new(vault, overrides)?;
        let mut gardener = Self::new(vault.to_owned(), overrides.clone(), opened, Arc::new(Live::empty()));
        gardener.take_past(past);
        gardener.rereading.trusts_at_once();
        gardener.unfinished = None;
        Ok(gardener)
    }

    /// Takes what was kept of the last run.
    pub(crate) fn with_larder(mut self, larder: Larder) -> Self {
        self.take_past(larder.past());
        self.larder = Some(larder);
        self
    }

    fn take_past(&mut self, past: Option<Past>) {
        self.since = past.as_ref().and_then(Past::commit).map(str::to_owned);
        self.past = past;
    }

    /// Gives back the larder, which is of no more use once the first snapshot stands.
    pub(crate) fn take_larder(&mut self) -> Option<Larder> {
        self.larder.take()
    }

    /// Returns where snapshots are stored.
    pub fn live(&self) -> &Arc<Live> {
        &self.live
    }

    /// Returns the bytes of the attachments.
    pub fn files(&self) -> Arc<dyn hedgerow_server::Files> {
        Arc::clone(&self.files) as Arc<dyn hedgerow_server::Files>
    }

    /// Returns the garden that readers see.
    pub fn garden(&self) -> Option<&Arc<PublicGarden>> {
        self.tended.as_ref().map(|tended| &tended.garden)
    }

    /// Returns the number of notes in the vault, private ones included.
    pub fn n_notes(&self) -> usize {
        self.tended.as_ref().map_or(0, |tended| tended.reading.notes.len())
    }

    /// Returns the number of notes that readers see.
    pub fn n_public(&self) -> usize {
        self.tended.as_ref().map_or(0, |tended| tended.garden.notes().len())
    }

    /// Returns what finds everything that the author should know of the garden as it is now. It renders every public note, and
    /// may be called on another thread.
    pub(crate) fn check(&self) -> Option<impl FnOnce() -> Vec<Diagnostic> + Send + use<>> {
        let tended = self.tended.as_ref()?;
        let (reading, garden) = (tended.reading.clone(), Arc::clone(&tended.garden));
        Some(move || reading.diagnostics(&garden))
    }

    pub(crate) fn opened(&self) -> &Opened {
        self.rereading.opened()
    }

    /// Returns the home page that the settings name, if readers do not get it.
    pub(crate) fn lost_home(&self) -> Option<&str> {
        self.tended.as_ref().and_then(|tended| tended.reading.lost_home(&tended.garden))
    }

    /// Tells whether the settings allow a style sheet that is not there.
    pub(crate) fn lacks_style(&self) -> bool {
        self.tended.as_ref().is_some_and(|tended| tended.lacks_style)
    }

    /// Tells whether readers are asked for a password.
    pub(crate) fn is_closed(&self) -> bool {
        self.tended.as_ref().is_some_and(|tended| tended.access.is_some())
    }

    pub(crate) fn history(&self) -> History {
        self.tended.as_ref().map_or(History::None, |tended| tended.reading.history)
    }

    /// Returns what is to be kept for the next start.
    pub(crate) fn stock(&self) -> Option<Stock> {
        let tended = self.tended.as_ref()?;
        let (notes, garden) = (tended.reading.notes.clone(), Arc::clone(&tended.garden));
        Some(Stock { notes, garden, search: Arc::clone(&tended.search), commit: self.since.clone() })
    }

    /// Looks at the vault where something may have changed, and brings everything that follows up to date in one snapshot.
    /// With `is_settled`, notes that were missed before and are missed still are taken to have gone for good.
    ///
    /// # Errors
    /// Where the folder is gone or the index cannot be built: what readers saw before stands.
    pub fn tend(&mut self, change: &VaultChange, is_settled: bool) -> Result<Outcome, Failure> {
        let tended = self.tend_with(change, is_settled, &Progress::silent());
        if let (Ok(_), Some(unfinished)) = (&tended, &mut self.unfinished) {
            unfinished.took();
        }
        tended
    }

    pub(crate) fn tend_with(
        &mut self,
        change: &VaultChange,
        is_settled: bool,
        progress: &Progress,
    ) -> Result<Outcome, Failure> {
        let mut outcome = Outcome::default();
        if self.tended.is_some() {
            match self.rereading.reread(&self.path, &self.overrides, change) {
                Reread::Done => {}
                Reread::Wait(time) => outcome.look_again = Some(time),
                Reread::Broken(failure) => outcome.trouble = Some(failure),
            }
        }
        let opened = self.rereading.opened();
        progress.step("reading notes", None);
        let before = self.tended.as_ref();
        // Asked of what stands and not of this reading: after a look that failed the settings are still to be followed.
        outcome.has_new_settings = before.is_some_and(|before| !Arc::ptr_eq(&before.reading.vault, &opened.vault));
        let inventory = before.map(|before| &before.inventory);
        let survey = opened.vault.survey(inventory, change, &|n_read| progress.reach(n_read));
        let mut survey = survey.map_err(|gone| Failure::new(gone.to_string()))?;
        // A start takes what it finds.
        if let Some(unfinished) = self.unfinished.as_mut().filter(|_| before.is_some()) {
            outcome.look_again =
                outcome.look_again.into_iter().chain(unfinished.sift(&mut survey, Instant::now())).min();
        }
        if survey.wants_another_look {
            outcome.look_again.get_or_insert(Duration::from_millis(50));
        }
        outcome.n_notes = survey.changed.len() + survey.removed.len();
        let is_touched = outcome.n_notes > 0 || !survey.assets_changed.is_empty() || outcome.has_new_settings;
        let is_missing_notes = before.is_some_and(|before| before.garden.misses_notes());
        // No change is told of a file that is left out. Where a note was, it withdraws that note.
        let is_withdrawn = is_missing_notes && {
            let is_left_out = opened.vault.left_out();
            before.is_some_and(|before| before.garden.missed().any(is_left_out))
        };
        // Git moves the files first, and its commit when that is done.
        let is_other_commit = before.is_none_or(|before| before.inventory.commit() != survey.inventory.commit());
        let may_find_notes = is_missing_notes && (is_settled || is_other_commit || is_withdrawn);
        if before.is_some() && !is_touched && !may_find_notes {
            if let Some(before) = &mut self.tended {
                before.inventory = survey.inventory;
            }
            self.note_commit();
            return Ok(outcome);
        }
        if outcome.has_new_settings {
            self.looks.forget_all();
        }
        self.looks.forget(&survey.assets_changed);

        progress.step("parsing notes", Some(survey.changed.len()));
        let assets_changed = survey.assets_changed.clone();
        let (reading, scraps, inventory) = {
            let before = before.map(|before| (&before.reading, &before.scraps));
            Reading::of_survey(opened, before, survey, self.larder.as_ref(), progress)
        };
        progress.step("linking notes", None);
        let earlier = before.map(|before| Earlier { notes: &before.reading.notes, garden: &before.garden });
        let since = self.since.as_ref().filter(|_| is_other_commit);
        let renames = since.map(|commit| opened.vault.renames_since(commit)).unwrap_or_default();
        let garden = reading.regrow(earlier.as_ref(), self.past.as_ref(), &renames, is_settled, &self.looks);
        let may_style = opened.settings.site.publish_css;
        let style = may_style.then(|| style::read(&reading, &self.looks)).flatten();
        let lacks_style = may_style && style.is_none();
        let site_options = SiteOptions { style, ..opened.site_options() };
        let access = opened.access();

        if let Some(before) = &mut self.tended {
            let is_same = before.garden.shows_the_same_as(&garden, &assets_changed)
                && *before.site.options() == site_options
                && before.access == access;
            if is_same {
                // Nothing that a reader could notice: the snapshot stands, with all pages that were made of it.
                before.reading = reading;
                before.scraps = scraps;
                before.inventory = inventory;
                before.garden = garden;
                self.note_commit();
                return Ok(outcome);
            }
        }
        progress.step("indexing notes", None);
        let before = self.tended.as_ref();
        let kept = self.larder.as_ref().map(Larder::segments);
        let search = SearchIndex::grow(&garden, &site_options.language, before.map(|before| &*before.search), kept);
        let search = search.map_err(|error| Failure::new(format!("cannot build the search index: {error}")))?;
        let search = Arc::new(search);
        let site = Arc::new(Site::regrow(Arc::clone(&garden), site_options, before.map(|before| &*before.site)));
        self.revision += 1;
        self.files.look_into(Arc::clone(&opened.vault));
        self.live.store(Snapshot::new(self.revision, Arc::clone(&site), Arc::clone(&search), access.clone()));
        outcome.is_new = true;
        self.past = None;
        self.tended = Some(Tended { reading, scraps, inventory, garden, site, search, access, lacks_style });
        self.note_commit();
        Ok(outcome)
    }

    /// Where no note is missed, whatever goes from now on goes since this commit.
    fn note_commit(&mut self) {
        if let Some(tended) = self.tended.as_ref().filter(|tended| !tended.garden.misses_notes()) {
            self.since = tended.inventory.commit().map(str::to_owned);
        }
    }
}

impl std::fmt::Debug for Gardener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gardener").field("path", &self.path).field("revision", &self.revision).finish_non_exhaustive()
    }
}
