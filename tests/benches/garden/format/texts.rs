//! The texts that are parsed and rendered.

use std::path::Path;

use hedgerow_model::{AssetPath, NotePath};
use hedgerow_parser::{FileDates, Note};
use hedgerow_publish::{Mode, Policy, PublishOptions};
use hedgerow_vault::{Vault, VaultOptions};

use crate::Failed;

/// The public notes of a vault, in memory.
pub(crate) struct Texts {
    pub(crate) notes: Vec<(NotePath, String)>,
    pub(crate) assets: Vec<AssetPath>,
    pub(crate) n_bytes: usize,
    pub(crate) options: PublishOptions,
}

impl Texts {
    pub(crate) fn read(vault: &Path, mode: Mode) -> Result<Self, Failed> {
        let scan = Vault::open(vault, &VaultOptions::default())?.scan(&|_| {});
        let policy = Policy::new(mode, &[], &[], None).map_err(|(_, reason)| reason)?;
        let is_public = |path: &NotePath, text: &str| {
            policy.decide(&Note::parse(path.clone(), text.to_owned(), FileDates::default())).is_public()
        };
        let notes = scan.notes.into_iter().map(|file| (file.path, file.text));
        let notes: Vec<_> = notes.filter(|(path, text)| is_public(path, text)).collect();
        if notes.is_empty() {
            return Err("the vault has no public note; `--publish all` publishes every note".into());
        }
        let n_bytes = notes.iter().map(|(_, text)| text.len()).sum();
        let assets = scan.assets.into_iter().map(|asset| asset.path).collect();
        Ok(Self { notes, assets, n_bytes, options: PublishOptions { policy, ..PublishOptions::default() } })
    }
}
