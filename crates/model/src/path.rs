//! Paths inside the vault.

use std::fmt;
use std::sync::Arc;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A path from the vault root: segments joined by `/`, none of them empty, `.` or `..`, without NUL.
///
/// It keeps the bytes of the disk, so that it can be opened again; comparisons go through [`crate::Key`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VaultPath(Arc<str>);

/// Why a text is not a path inside the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathError {
    /// The text is empty.
    Empty,
    /// A segment is empty, `.` or `..`, or the path starts or ends with `/`.
    Segment,
    /// The text holds a NUL character.
    Nul,
    /// A note was wanted, and the name does not end in `.md`.
    NotANote,
    /// An attachment was wanted, and the name ends in `.md`.
    NotAnAsset,
}

impl VaultPath {
    /// Checks a text. Separators are `/` on every system.
    pub fn new(path: &str) -> Result<Self, PathError> {
        if path.is_empty() {
            return Err(PathError::Empty);
        }
        if path.contains('\0') {
            return Err(PathError::Nul);
        }
        if path.split('/').any(|segment| matches!(segment, "" | "." | "..")) {
            return Err(PathError::Segment);
        }
        Ok(Self(path.into()))
    }

    /// Returns the path as it is on disk.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the folder, without a slash at its end; empty for a file in the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Returns the last segment.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }

    /// Returns the segments, from the root down.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }

    /// Returns the extension without its dot, as typed; empty if there is none or the name is only a dot and letters.
    pub fn extension(&self) -> &str {
        match self.file_name().rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension,
            _ => "",
        }
    }

    /// Returns what the file is, by its extension (rules F-01 to F-03).
    pub fn kind(&self) -> FileKind {
        FileKind::of_extension(self.extension())
    }
}

impl fmt::Display for VaultPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for VaultPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

/// What a file is, by its extension (rules F-01 to F-03).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// `.md` in any letter case.
    Note,
    /// A picture, SVG included.
    Image,
    /// Sound.
    Audio,
    /// Moving pictures; `webm` counts here.
    Video,
    /// `.pdf`.
    Pdf,
    /// `.canvas`, a document of its own (rule O-01).
    Canvas,
    /// `.base`, a document of its own (rule O-05).
    Base,
    /// Anything else: offered as a download.
    Other,
}

impl FileKind {
    /// Reads an extension without its dot, in any letter case.
    pub fn of_extension(extension: &str) -> Self {
        match extension.to_ascii_lowercase().as_str() {
            "md" => Self::Note,
            "avif" | "bmp" | "gif" | "jpeg" | "jpg" | "png" | "svg" | "webp" => Self::Image,
            "flac" | "m4a" | "mp3" | "ogg" | "wav" | "3gp" => Self::Audio,
            "mkv" | "mov" | "mp4" | "ogv" | "webm" => Self::Video,
            "pdf" => Self::Pdf,
            "canvas" => Self::Canvas,
            "base" => Self::Base,
            _ => Self::Other,
        }
    }
}

macro_rules! typed_path {
    ($(#[$doc:meta])* $name:ident, $is_note:literal, $error:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(VaultPath);

        impl $name {
            /// Checks a text.
            pub fn new(path: &str) -> Result<Self, PathError> {
                VaultPath::new(path).and_then(Self::from_vault_path)
            }

            /// Narrows a path that was checked before.
            pub fn from_vault_path(path: VaultPath) -> Result<Self, PathError> {
                if (path.kind() == FileKind::Note) == $is_note { Ok(Self(path)) } else { Err(PathError::$error) }
            }

            /// Returns the path without its narrower type.
            pub fn as_vault_path(&self) -> &VaultPath {
                &self.0
            }
        }

        impl std::ops::Deref for $name {
            type Target = VaultPath;
            fn deref(&self) -> &VaultPath {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}

typed_path!(
    /// The path of a note: its name ends in `.md` (rule F-01).
    NotePath, true, NotANote
);
typed_path!(
    /// The path of any file that is not a note.
    AssetPath, false, NotAnAsset
);

impl NotePath {
    /// Returns the note's name: the last segment without `.md`, in NFC (rules F-09 and F-13).
    pub fn name(&self) -> String {
        nfc(&self.file_name()[..self.file_name().len() - ".md".len()])
    }
}

/// Composes a text to Unicode NFC (rule F-09).
pub fn nfc(text: &str) -> String {
    let mut composed = String::with_capacity(text.len());
    push_nfc(&mut composed, text);
    composed
}

/// Appends a text in NFC.
pub(crate) fn push_nfc(out: &mut String, text: &str) {
    // Most texts are composed as they come, and to compose costs a hundred times what looking does.
    if is_nfc(text) { out.push_str(text) } else { out.extend(text.nfc()) }
}
