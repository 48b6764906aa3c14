//! What the first bytes of pictures and films said, kept as long as the files are the same.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use hedgerow_model::{AssetPath, Look};
use hedgerow_vault::Vault;

/// Looks into files, and remembers what was there.
#[derive(Debug, Default)]
pub(crate) struct Looks(Mutex<HashMap<AssetPath, Option<Look>>>);

impl Looks {
    /// Returns what the file shows, from memory where it was looked into before.
    pub(crate) fn of(&self, path: &AssetPath, vault: &Vault) -> Option<Look> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(path).copied();
        known.unwrap_or_else(|| {
            let look = vault.look(path);
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone(), look);
            look
        })
    }

    /// Forgets files that may be others now.
    pub(crate) fn forget(&self, paths: &[AssetPath]) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for path in paths {
            known.remove(path);
        }
    }

    /// Forgets everything: other rules may hide other files.
    pub(crate) fn forget_all(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
