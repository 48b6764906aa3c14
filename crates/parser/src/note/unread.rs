//! A note before it is read: what its file gives, and the hash by which it is known again.

use std::fmt;

use hedgerow_model::NotePath;

use super::{FileDates, Note};

/// A file that is to become a note, by [`Unread::parse`] or by [`Unread::revive`].
///
/// ```
/// use hedgerow_model::NotePath;
/// use hedgerow_parser::{FileDates, Unread};
/// let file = || Unread::new(NotePath::new("Spring.md").unwrap(), "# Plans".to_owned(), FileDates::default());
/// let kept = file().parse().keep();
/// assert_eq!(file().revive(&kept).unwrap().title(), "Plans");
/// assert!(file().revive(b"something else").is_err());
/// ```
pub struct Unread {
    pub(super) path: NotePath,
    pub(super) text: String,
    pub(super) dates: FileDates,
    pub(super) fingerprint: [u8; 32],
}

impl Unread {
    /// Takes a file. Costs a hash of its text.
    pub fn new(path: NotePath, text: String, dates: FileDates) -> Self {
        let mut hasher = blake3::Hasher::new();
        // No path holds a NUL, so that no two pairs of path and text run together.
        hasher.update(path.as_str().as_bytes()).update(b"\0").update(text.as_bytes());
        let fingerprint = *hasher.finalize().as_bytes();
        Self { path, text, dates, fingerprint }
    }

    /// Returns what [`Note::fingerprint`] will be. It is the key for [`Note::keep`]: titles and diagnostics depend on the path as well as on
    /// the text, and all but the dates of the file follows from the two.
    pub fn fingerprint(&self) -> &[u8; 32] {
        &self.fingerprint
    }

    /// Reads the note, as [`Note::parse`] does.
    pub fn parse(self) -> Note {
        Note::read(self)
    }
}

impl fmt::Debug for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unread").field("path", &self.path).finish_non_exhaustive()
    }
}
