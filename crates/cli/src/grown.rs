//! A garden ready to be served.

use std::path::Path;
use std::sync::Arc;

use hedgerow_model::Diagnostic;
use hedgerow_publish::PublicGarden;
use hedgerow_server::{Files, Live, Snapshot};
use hedgerow_site::SiteOptions;
use hedgerow_vault::History;

use crate::args::Overrides;
use crate::failure::Failure;
use crate::files::VaultFiles;
use crate::progress::Progress;
use crate::reading::{Opened, Reading};

/// The first snapshot of a vault, with what there is to say about it.
pub struct Grown {
    /// The snapshot that readers see.
    pub live: Arc<Live>,
    /// The bytes of its attachments.
    pub files: Arc<dyn Files>,
    garden: Arc<PublicGarden>,
    reading: Reading,
}

/// Reads a vault and grows its garden, as `hedgerow serve` does before it answers.
///
/// # Errors
/// Where the folder, its settings or the flags cannot be used.
pub fn grow(vault: &Path, overrides: &Overrides) -> Result<Grown, Failure> {
    grow_opened(Opened::new(vault, overrides)?, &Progress::start(false))
}

pub(crate) fn grow_opened(opened: Opened, progress: &Progress) -> Result<Grown, Failure> {
    let site_options = site_options(&opened);
    let reading = opened.read(progress);
    let garden = reading.grow(progress);
    progress.step("indexing notes", None);
    let snapshot = Snapshot::new(1, &garden, site_options);
    let snapshot = snapshot.map_err(|error| Failure::new(format!("cannot build the search index: {error}")))?;
    let files = Arc::new(VaultFiles::new(Arc::clone(&reading.vault)));
    Ok(Grown { live: Arc::new(Live::new(snapshot)), files, garden, reading })
}

impl Grown {
    /// Returns the number of notes in the vault, private ones included.
    pub fn n_notes(&self) -> usize {
        self.reading.notes.len()
    }

    /// Returns the number of notes that readers see.
    pub fn n_public(&self) -> usize {
        self.garden.notes().len()
    }

    /// Returns everything that the author should know. Renders every public note, which costs as much as all the rest;
    /// the server is there before.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.reading.diagnostics(&self.garden)
    }

    pub(crate) fn lost_home(&self) -> Option<&str> {
        self.reading.lost_home(&self.garden)
    }

    pub(crate) fn history(&self) -> History {
        self.reading.history
    }
}

fn site_options(opened: &Opened) -> SiteOptions {
    let site = &opened.settings.site;
    let said = |text: &str| Some(text.to_owned()).filter(|text| !text.trim().is_empty());
    SiteOptions {
        title: opened.title().to_owned(),
        description: said(&site.description),
        author: said(&site.author),
        base_url: site.base_url.as_ref().map(ToString::to_string),
        language: site.language.clone(),
        is_hidden: false,
    }
}
