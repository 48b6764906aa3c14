//! One look at the whole vault.

use std::fs::File;
use std::io::{self, Read};
use std::sync::atomic::{AtomicUsize, Ordering};

use hedgerow_model::{AssetPath, Code, Date, Diagnostic, NotePath};
use rayon::prelude::*;

use crate::history::{self, Ages};
use crate::{History, Vault, decode, door, file_date, walk};

/// A note longer than this is a mistake, and would cost every page of the site its speed.
const MAX_NOTE_BYTES: u64 = 32 << 20;

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

pub(crate) fn scan(vault: &Vault, progress: &(dyn Fn(usize) + Sync)) -> Scan {
    let (ages, (listing, read)) = std::thread::scope(|scope| {
        // A thread of its own: waiting for git must not keep one of rayon's from reading.
        let ages = scope.spawn(|| history::ages(vault.root()));
        let listing = walk::list(vault);
        let read = read_all(vault, &listing.notes, progress);
        (ages.join().unwrap_or_default(), (listing, read))
    });
    let mut scan =
        Scan { assets: listing.assets, diagnostics: listing.diagnostics, history: ages.history, ..Scan::default() };
    for (file, diagnostic) in read {
        scan.notes.extend(file.map(|file| dated(file, &ages)));
        scan.diagnostics.extend(diagnostic);
    }
    scan.diagnostics.sort_by(|a, b| (&a.path, a.span, a.code).cmp(&(&b.path, b.span, b.code)));
    scan
}

type Reading = (Option<SourceFile>, Option<Diagnostic>);

fn read_all(vault: &Vault, paths: &[NotePath], progress: &(dyn Fn(usize) + Sync)) -> Vec<Reading> {
    let n_read = AtomicUsize::new(0);
    let read_one = |path: &NotePath| {
        let reading = read(vault, path);
        progress(n_read.fetch_add(1, Ordering::Relaxed) + 1);
        reading
    };
    paths.par_iter().map(read_one).collect()
}

/// Reads one note. A note that is gone by now is as if it had never been listed.
fn read(vault: &Vault, path: &NotePath) -> Reading {
    match door::open_file(vault.root(), path).and_then(read_bytes) {
        Ok((bytes, modified)) => {
            let hash = *blake3::hash(&bytes).as_bytes();
            let (text, diagnostic) = decode::decode(path, bytes);
            (Some(SourceFile { path: path.clone(), text, hash, created: modified, modified }), diagnostic)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => (None, None),
        Err(error) => {
            let diagnostic = Diagnostic::new(Code::Unreadable, path, None, format!("cannot be read: {error}"));
            (None, Some(diagnostic.with_help("until it can be read, the note is on no page")))
        }
    }
}

/// Reads a file to its end, and the day it last changed.
pub(crate) fn read_bytes(file: File) -> io::Result<(Vec<u8>, Option<Date>)> {
    let metadata = file.metadata()?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len().min(MAX_NOTE_BYTES)).unwrap_or(0));
    // The length is asked of what was read: a file may grow under the reader's hands.
    file.take(MAX_NOTE_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_NOTE_BYTES {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "longer than 32 MiB"));
    }
    Ok((bytes, file_date::modified(&metadata)))
}

/// Takes version control's word for a note's dates, where it has one.
fn dated(file: SourceFile, ages: &Ages) -> SourceFile {
    match ages.of(file.path.as_str()) {
        Some(age) => SourceFile { created: age.created, modified: age.modified, ..file },
        None => file,
    }
}
