//! Lists the folder.

use std::path::Path;

use hedgerow_model::{AssetPath, Code, Diagnostic, NotePath, VaultPath};
use ignore::{DirEntry, WalkBuilder};

use crate::{AssetFile, Vault};

/// What is in the folder, each list in the order of vault paths.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    pub(crate) notes: Vec<NotePath>,
    pub(crate) assets: Vec<AssetFile>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Lists all files that are not ignored. Pipes, sockets and devices are left out without a word: nobody takes one for a note.
pub(crate) fn list(vault: &Vault) -> Listing {
    let mut listing = Listing::default();
    for entry in walker(vault).build() {
        match entry {
            Ok(entry) => listing.take(vault.root(), &entry),
            Err(error) => listing.complain(vault.root(), &error),
        }
    }
    listing.notes.sort();
    listing.assets.sort_by(|a, b| a.path.cmp(&b.path));
    listing
}

fn walker(vault: &Vault) -> WalkBuilder {
    let mut builder = WalkBuilder::new(vault.root());
    builder.standard_filters(false).follow_links(false);
    if vault.honours_gitignore() {
        builder.git_ignore(true).require_git(false).parents(true);
    }
    // The filter is kept by the walk and so cannot borrow the vault.
    let ignored = vault.ignored().clone();
    let root = vault.root().to_owned();
    builder.filter_entry(move |entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        relative(&root, entry.path()).is_none_or(|path| !ignored.hides_entry(&path, is_folder))
    });
    builder
}

impl Listing {
    fn take(&mut self, root: &Path, entry: &DirEntry) {
        let Some(text) = relative(root, entry.path()) else { return };
        let Ok(path) = VaultPath::new(&text) else { return };
        let Some(kind) = entry.file_type() else { return };
        if kind.is_symlink() {
            self.say(
                Code::Symlink,
                &path,
                "a symbolic link, which is not followed",
                "put the file or folder itself here",
            );
        } else if entry.path().to_str().is_none() {
            self.say(Code::BadName, &path, "a name that is not UTF-8", "rename it");
        } else if kind.is_file() {
            self.take_file(path, entry);
        }
    }

    fn take_file(&mut self, path: VaultPath, entry: &DirEntry) {
        match NotePath::from_vault_path(path.clone()) {
            Ok(note) => self.notes.push(note),
            Err(_) => {
                let path = AssetPath::from_vault_path(path).expect("what is no note is an asset");
                let size = entry.metadata().map_or(0, |metadata| metadata.len());
                self.assets.push(AssetFile { path, size });
            }
        }
    }

    fn complain(&mut self, root: &Path, error: &ignore::Error) {
        let Some(io_error) = error.io_error() else { return };
        if io_error.kind() == std::io::ErrorKind::NotFound {
            return;
        }
        let path = path_of(error).and_then(|path| relative(root, path)).and_then(|text| VaultPath::new(&text).ok());
        if let Some(path) = path {
            let message = format!("cannot be read: {io_error}");
            self.say(Code::Unreadable, &path, &message, "see who may read it");
        }
    }

    fn say(&mut self, code: Code, path: &VaultPath, message: &str, help: &str) {
        self.diagnostics.push(Diagnostic::new(code, path, None, message).with_help(help));
    }
}

/// Returns the path from the root with `/` between its segments, bytes that are not UTF-8 replaced; `None` for the root.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let path = path.strip_prefix(root).ok()?;
    let segments: Vec<_> = path.iter().map(|segment| segment.to_string_lossy()).collect();
    (!segments.is_empty()).then(|| segments.join("/"))
}

/// Finds the path in an error that wraps others.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}
