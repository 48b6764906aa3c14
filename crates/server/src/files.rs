//! Where the bytes of attachments come from.

use std::fs::File;
use std::io;

use bytes::Bytes;
use hedgerow_publish::PublicAsset;

/// Opens attachments. The program implements it over the vault; the server knows no folder.
pub trait Files: Send + Sync + 'static {
    /// Opens an attachment. May block: the server calls it on a thread that may wait.
    ///
    /// # Errors
    /// Any error means that there is nothing to show: readers get the answer for what is not there.
    fn open(&self, asset: &PublicAsset) -> io::Result<FileBody>;

    /// Returns something that changes whenever the attachment does, such as a stamp of its file, without a look into it; `None` where only
    /// its bytes can tell. Readers never see it. May block, too.
    fn token(&self, asset: &PublicAsset) -> Option<u64> {
        let _ = asset;
        None
    }
}

/// An opened attachment.
#[derive(Debug)]
pub enum FileBody {
    /// All bytes, such as a picture that was freed of its metadata.
    Bytes(Bytes),
    /// A file to read from.
    File {
        /// The file, at its start.
        file: File,
        /// Its length in bytes.
        len: u64,
        /// Changes whenever the file does, such as its time of change. Readers never see it.
        token: u64,
    },
}

/// No attachment at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn open(&self, _: &PublicAsset) -> io::Result<FileBody> {
        Err(io::ErrorKind::NotFound.into())
    }
}
