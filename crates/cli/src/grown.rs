//! A garden ready to be served.

use std::path::Path;
use std::sync::Arc;

use hedgerow_model::Diagnostic;
use hedgerow_server::{Files, Live};
use hedgerow_vault::VaultChange;

use crate::args::Overrides;
use crate::failure::Failure;
use crate::gardener::Gardener;

/// The first snapshot of a vault, with what there is to say about it.
pub struct Grown {
    /// The snapshot that readers see.
    pub live: Arc<Live>,
    /// The bytes of its attachments.
    pub files: Arc<dyn Files>,
    gardener: Gardener,
}

/// Reads a vault and grows its garden, as `hedgerow serve` does before it answers.
///
/// # Errors
/// Where the folder, its settings or the flags cannot be used.
pub fn grow(vault: &Path, overrides: &Overrides) -> Result<Grown, Failure> {
    let mut gardener = Gardener::open(vault, overrides, None)?;
    gardener.tend(&VaultChange::everything(), false)?;
    Ok(Grown { live: Arc::clone(gardener.live()), files: gardener.files(), gardener })
}

impl Grown {
    /// Returns the number of notes in the vault, private ones included.
    pub fn n_notes(&self) -> usize {
        self.gardener.n_notes()
    }

    /// Returns the number of notes that readers see.
    pub fn n_public(&self) -> usize {
        self.gardener.n_public()
    }

    /// Returns everything that the author should know. Renders every public note, which costs as much as all the rest;
    /// the server is there before.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.gardener.check().map_or_else(Vec::new, |check| check())
    }
}
