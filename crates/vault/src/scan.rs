//! One look at the whole vault.

use hedgerow_model::{AssetPath, Date, Diagnostic, NotePath};

use crate::{History, Survey};

/// What a vault held when it was scanned, in the order of vault paths.
#[derive(Debug, Default)]
pub struct Scan {
    /// The notes with their texts.
    pub notes: Vec<SourceFile>,
    /// All other files; they were listed, not read.
    pub assets: Vec<AssetFile>,
    /// What was in the way.
    pub diagnostics: Vec<Diagnostic>,
    /// Where the notes' dates are from.
    pub history: History,
}

/// A note as it is on disk.
#[derive(Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it is.
    pub path: NotePath,
    /// Its text (rules F-16 to F-18); a byte order mark is still there.
    pub text: String,
    /// The BLAKE3 hash of its bytes.
    pub hash: [u8; 32],
    /// The day of its first commit, else of its last change on disk (rule P-06).
    pub created: Option<Date>,
    /// The day of its last commit, else of its last change on disk (rule P-06).
    pub modified: Option<Date>,
}

/// Any other file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetFile {
    /// Where it is.
    pub path: AssetPath,
    /// Its length in bytes.
    pub size: u64,
}

/// Names the file, and keeps its text out of logs.
impl std::fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SourceFile").field("path", &self.path).finish_non_exhaustive()
    }
}

impl From<Survey> for Scan {
    /// Takes a survey without a previous inventory: all is new in it.
    fn from(survey: Survey) -> Self {
        let inventory = survey.inventory;
        Self {
            notes: survey.changed,
            assets: inventory.assets().collect(),
            diagnostics: inventory.diagnostics(),
            history: inventory.history(),
        }
    }
}
