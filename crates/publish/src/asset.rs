//! Public attachments.

use hedgerow_model::{AssetPath, FileKind, Look, PageUrl};

/// An attachment that a public note uses (rule W-05). It holds where the file is, never its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicAsset {
    pub(crate) path: AssetPath,
    pub(crate) url: PageUrl,
    pub(crate) look: Option<Look>,
}

impl PublicAsset {
    /// Returns the path in the vault.
    pub fn path(&self) -> &AssetPath {
        &self.path
    }

    /// Returns the canonical address.
    pub fn url(&self) -> &PageUrl {
        &self.url
    }

    /// Returns what kind of file it is: by its extension, and for a film without a picture by a look into it (rule F-02).
    pub fn kind(&self) -> FileKind {
        match self.look {
            Some(Look::SoundAlone) => FileKind::Audio,
            Some(Look::Picture(..)) | None => self.path.kind(),
        }
    }

    /// Returns width and height in CSS pixels, for pictures whose header could be read.
    pub fn dimensions(&self) -> Option<(u32, u32)> {
        match self.look {
            Some(Look::Picture(width, height)) => Some((width, height)),
            Some(Look::SoundAlone) | None => None,
        }
    }
}
