//! Gives the server the bytes of public attachments.

use std::fs::File;
use std::io;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use hedgerow_publish::PublicAsset;
use hedgerow_server::{FileBody, Files};
use hedgerow_vault::Vault;

/// Opens attachments in the vault, at the moment they are asked for.
#[derive(Debug)]
pub(crate) struct VaultFiles {
    vault: Arc<Vault>,
}

impl VaultFiles {
    pub(crate) fn new(vault: Arc<Vault>) -> Self {
        Self { vault }
    }
}

impl Files for VaultFiles {
    fn open(&self, asset: &PublicAsset) -> io::Result<FileBody> {
        let file = self.vault.open_asset(asset.path())?;
        stream(file)
    }
}

/// Hands a file over to be read piece by piece.
fn stream(file: File) -> io::Result<FileBody> {
    let metadata = file.metadata()?;
    // Whole seconds are not enough: a file may be saved twice in one.
    let age = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    // The cast drops high bits after the year 2554; the token then still changes with the file.
    let token = age.as_nanos() as u64;
    Ok(FileBody::File { file, len: metadata.len(), token })
}
