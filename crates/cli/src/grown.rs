//! A garden ready to be served.

use std::path::Path;
use std::sync::Arc;

use hedgerow_model::Diagnostic;
use hedgerow_publish::PublicGarden;
use hedgerow_search::SearchIndex;
use hedgerow_server::{Access, Files, Live, Snapshot};
use hedgerow_site::{Site, SiteOptions};
use hedgerow_vault::History;

use crate::args::Overrides;
use crate::failure::Failure;
use crate::files::VaultFiles;
use crate::progress::Progress;
use crate::reading::{Opened, Reading};
use crate::style;

/// The first snapshot of a vault, with what there is to say about it.
pub struct Grown {
    /// The snapshot that readers see.
    pub live: Arc<Live>,
    /// The bytes of its attachments.
    pub files: Arc<dyn Files>,
    garden: Arc<PublicGarden>,
    lacks_style: bool,
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
    let (site_options, may_style) = (site_options(&opened), opened.settings.site.publish_css);
    let access = access(&opened);
    let reading = opened.read(progress);
    let garden = reading.grow(progress);
    let style = may_style.then(|| style::read(&reading)).flatten();
    let lacks_style = may_style && style.is_none();
    let site_options = SiteOptions { style, ..site_options };
    progress.step("indexing notes", None);
    let search = SearchIndex::build(&garden);
    let search = search.map_err(|error| Failure::new(format!("cannot build the search index: {error}")))?;
    let snapshot = Snapshot::new(1, Site::new(Arc::clone(&garden), site_options), search, access);
    let files = Arc::new(VaultFiles::new(Arc::clone(&reading.vault)));
    Ok(Grown { live: Arc::new(Live::new(snapshot)), files, garden, lacks_style, reading })
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

    /// Tells whether readers are asked for a password.
    pub(crate) fn is_closed(&self) -> bool {
        self.live.load().is_some_and(|snapshot| snapshot.access().is_some())
    }

    /// Returns everything that the author should know. Renders every public note, which costs as much as all the rest;
    /// the server is there before.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.reading.diagnostics(&self.garden)
    }

    pub(crate) fn lost_home(&self) -> Option<&str> {
        self.reading.lost_home(&self.garden)
    }

    /// Tells whether the settings allow a style sheet that is not there.
    pub(crate) fn lacks_style(&self) -> bool {
        self.lacks_style
    }

    pub(crate) fn history(&self) -> History {
        self.reading.history
    }
}

fn access(opened: &Opened) -> Option<Access> {
    let (site, access) = (&opened.settings.site, &opened.settings.access);
    Some(Access {
        password: access.password.clone()?,
        greeting: Some(access.greeting.trim().to_owned()).filter(|greeting| !greeting.is_empty()),
        language: site.language.clone(),
        is_secure: site.base_url.as_ref().is_some_and(|url| url.origin().starts_with("https:")),
    })
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
        order: opened.settings.navigation.order.clone(),
        hide: opened.settings.navigation.hide.clone(),
        has_password: opened.settings.access.password.is_some(),
        has_previews: site.previews,
        shows_title: opened.settings.render.show_title,
        style: None,
        is_hidden: !site.search_engines,
    }
}
