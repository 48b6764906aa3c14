//! Lists the folder, or a part of it.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use hedgerow_model::{Code, Diagnostic, FileKind, VaultPath};
use ignore::{DirEntry, WalkBuilder, WalkState};
use rayon::slice::ParallelSliceMut;

use crate::Vault;
use crate::reading::is_passing;
use crate::rules::Rules;
use crate::stamp::Stamp;

/// What is in the folder, each list in the order of vault paths.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    pub(crate) notes: Vec<Listed>,
    pub(crate) assets: Vec<Listed>,
    pub(crate) troubles: Vec<Diagnostic>,
    /// Where the system could not answer just now.
    pub(crate) restless: Vec<VaultPath>,
}

/// A file that was seen and not read.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) path: VaultPath,
    pub(crate) stamp: Stamp,
}

/// Lists all files that the rules do not hide, on all cores. Pipes, sockets and devices are left out without a word: nobody takes one
/// for a note.
pub(crate) fn list(vault: &Vault, rules: &Arc<Rules>) -> Listing {
    let parts = Mutex::new(Vec::new());
    walker(vault, vault.root(), rules).threads(n_threads()).build_parallel().run(|| {
        let mut part = Part { listing: Listing::default(), parts: &parts };
        Box::new(move |entry| {
            part.listing.take_or_complain(vault.root(), entry);
            WalkState::Continue
        })
    });
    let mut listing = Listing::default();
    for part in parts.into_inner().unwrap_or_else(PoisonError::into_inner) {
        listing.append(part);
    }
    listing.sorted()
}

/// Lists what is at and below a folder that is not hidden itself.
pub(crate) fn list_below(vault: &Vault, folder: &VaultPath, rules: &Arc<Rules>) -> Listing {
    let mut listing = Listing::default();
    for entry in walker(vault, &vault.at(folder), rules).build() {
        listing.take_or_complain(vault.root(), entry);
    }
    listing.sorted()
}

fn walker(vault: &Vault, from: &Path, rules: &Arc<Rules>) -> WalkBuilder {
    let mut builder = WalkBuilder::new(from);
    builder.standard_filters(false).follow_links(false);
    // The filter is kept by the walk and so cannot borrow.
    let (root, rules) = (vault.root().to_owned(), Arc::clone(rules));
    builder.filter_entry(move |entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        relative(&root, entry.path()).is_none_or(|path| !rules.hides_entry(&path, is_folder))
    });
    builder
}

/// Returns the path from the root with `/` between its segments, bytes that are not UTF-8 replaced; `None` for the root.
pub(crate) fn relative(root: &Path, path: &Path) -> Option<String> {
    let path = path.strip_prefix(root).ok()?;
    if cfg!(unix) {
        let text = path.to_string_lossy();
        return (!text.is_empty()).then(|| text.into_owned());
    }
    let segments: Vec<_> = path.iter().map(|segment| segment.to_string_lossy()).collect();
    (!segments.is_empty()).then(|| segments.join("/"))
}

/// One thread's part of a listing, handed over when its walk is over.
struct Part<'p> {
    listing: Listing,
    parts: &'p Mutex<Vec<Listing>>,
}

impl Drop for Part<'_> {
    fn drop(&mut self) {
        self.parts.lock().unwrap_or_else(PoisonError::into_inner).push(std::mem::take(&mut self.listing));
    }
}

impl Listing {
    /// Takes a file by its metadata.
    pub(crate) fn take_file(&mut self, path: VaultPath, stamp: Stamp) {
        let list = if path.kind() == FileKind::Note { &mut self.notes } else { &mut self.assets };
        list.push(Listed { path, stamp });
    }

    pub(crate) fn take_symlink(&mut self, path: &VaultPath) {
        let found = "a symbolic link, which is not followed";
        self.say(Code::Symlink, path, found, "put the file or folder itself here");
    }

    pub(crate) fn take_error(&mut self, path: &VaultPath, error: &io::Error) {
        if error.kind() == io::ErrorKind::NotFound {
            return;
        }
        if is_passing(error) {
            self.restless.push(path.clone());
        }
        self.say(Code::Unreadable, path, &format!("cannot be read: {error}"), "see who may read it");
    }

    fn take_or_complain(&mut self, root: &Path, entry: Result<DirEntry, ignore::Error>) {
        match entry {
            Ok(entry) => self.take(root, &entry),
            Err(error) => self.complain(root, &error),
        }
    }

    fn take(&mut self, root: &Path, entry: &DirEntry) {
        let Some(kind) = entry.file_type().filter(|kind| !kind.is_dir() || entry.path().to_str().is_none()) else {
            return;
        };
        let Some(path) = relative(root, entry.path()).and_then(|text| VaultPath::new(&text).ok()) else { return };
        if kind.is_symlink() {
            self.take_symlink(&path);
        } else if entry.path().to_str().is_none() {
            self.say(Code::BadName, &path, "a name that is not UTF-8", "rename it");
        } else if kind.is_file() {
            match entry.path().symlink_metadata() {
                Ok(metadata) if metadata.is_file() => self.take_file(path, Stamp::of(&metadata)),
                // It became something else a moment ago.
                Ok(metadata) if metadata.is_symlink() => self.take_symlink(&path),
                Ok(_) => self.restless.push(path),
                Err(error) => self.take_error(&path, &error),
            }
        }
    }

    fn complain(&mut self, root: &Path, error: &ignore::Error) {
        let Some(io_error) = error.io_error() else { return };
        let path = path_of(error).and_then(|path| relative(root, path)).and_then(|text| VaultPath::new(&text).ok());
        if let Some(path) = path {
            self.take_error(&path, io_error);
        }
    }

    fn say(&mut self, code: Code, path: &VaultPath, message: &str, help: &str) {
        self.troubles.push(Diagnostic::new(code, path, None, message).with_help(help));
    }

    fn append(&mut self, mut other: Self) {
        self.notes.append(&mut other.notes);
        self.assets.append(&mut other.assets);
        self.troubles.append(&mut other.troubles);
        self.restless.append(&mut other.restless);
    }

    fn sorted(mut self) -> Self {
        self.notes.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
        self.assets.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
        self.troubles.sort_by(|a, b| (&a.path, a.code, &a.message).cmp(&(&b.path, b.code, &b.message)));
        self
    }
}

fn n_threads() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

/// Finds the path in an error that wraps others.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}
