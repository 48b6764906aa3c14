//! Gives the server the bytes of public attachments.

use std::fs::{File, Metadata};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, Read as _};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use arc_swap::ArcSwap;
use hedgerow_model::FileKind;
use hedgerow_publish::{PublicAsset, scrub};
use hedgerow_server::{FileBody, Files};
use hedgerow_vault::Vault;

/// Opens attachments in the vault, at the moment they are asked for.
#[derive(Debug)]
pub(crate) struct VaultFiles {
    vault: ArcSwap<Vault>,
}

impl VaultFiles {
    pub(crate) fn new(vault: Arc<Vault>) -> Self {
        Self { vault: ArcSwap::new(vault) }
    }

    /// Opens attachments in another vault from now on: the same folder under other rules.
    pub(crate) fn look_into(&self, vault: Arc<Vault>) {
        self.vault.store(vault);
    }
}

impl Files for VaultFiles {
    fn open(&self, asset: &PublicAsset) -> io::Result<FileBody> {
        if matches!(asset.kind(), FileKind::Canvas | FileKind::Base) {
            // They name private files; no address leads here (rules E-23 and O-02).
            return Err(io::ErrorKind::NotFound.into());
        }
        let file = self.vault.load().open_asset(asset.path())?;
        match asset.kind() {
            FileKind::Image => picture(file, asset.path().extension()),
            _ => stream(file),
        }
    }

    fn token(&self, asset: &PublicAsset) -> Option<u64> {
        token(&self.vault.load().open_asset(asset.path()).ok()?.metadata().ok()?)
    }
}

/// A file that was written so recently may be written again without its times telling: clocks of file systems are coarse.
const UNSETTLED: Duration = Duration::from_secs(2);

/// Makes a token of the length, the times and the identity of a file that has settled.
fn token(metadata: &Metadata) -> Option<u64> {
    let modified = metadata.modified().ok()?;
    let mut changed = modified.duration_since(UNIX_EPOCH).ok()?;
    let mut hasher = DefaultHasher::new();
    (metadata.len(), changed).hash(&mut hasher);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let at = (metadata.ctime(), metadata.ctime_nsec());
        (at, metadata.dev(), metadata.ino()).hash(&mut hasher);
        changed = changed.max(Duration::from_secs(u64::try_from(at.0).ok()? + 1));
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    // What is from the future is not settled: a clock was set.
    (changed + UNSETTLED < now).then(|| hasher.finish())
}

/// Reads a picture and takes off what its camera and its tools wrote into it: place, author, earlier versions.
fn picture(mut file: File, extension: &str) -> io::Result<FileBody> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(FileBody::Bytes(scrub(extension, bytes.into())))
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
