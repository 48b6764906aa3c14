//! All that leaves an entry out at one moment: the vault's own rules, and those of `.gitignore` files where they are honoured.

use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use hedgerow_model::VaultPath;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::ignored::Ignored;
use crate::{Vault, door, reading};

/// The name of the files that say what git leaves out.
pub(crate) const GITIGNORE: &str = ".gitignore";

/// The rules as they stand at one look. `.gitignore` files are read when a folder is first asked about, and not again.
#[derive(Debug)]
pub(crate) struct Rules {
    ignored: Ignored,
    git: Option<GitRules>,
}

impl Rules {
    pub(crate) fn new(vault: &Vault) -> Self {
        let git = vault.honours_gitignore().then(|| GitRules::new(vault.root()));
        Self { ignored: vault.ignored().clone(), git }
    }

    /// Tells whether a file or folder is left out, when the folders above it are known not to be.
    pub(crate) fn hides_entry(&self, path: &str, is_folder: bool) -> bool {
        self.ignored.hides_entry(path, is_folder)
            || self.git.as_ref().is_some_and(|git| git.hides_entry(path, is_folder))
    }

    /// Tells whether a file or folder is left out, for its own name or for a folder it lies in.
    pub(crate) fn hides(&self, path: &VaultPath, is_folder: bool) -> bool {
        let text = path.as_str();
        text.match_indices('/').any(|(end, _)| self.hides_entry(&text[..end], true))
            || self.hides_entry(text, is_folder)
    }
}

/// The `.gitignore` files of the vault and of the folders above it. One that is no regular file is not read, as git does not.
#[derive(Debug)]
struct GitRules {
    root: PathBuf,
    /// By the folder they lie in; empty for the root.
    by_folder: RwLock<HashMap<String, Arc<Gitignore>>>,
    /// Of the folders above the vault, the nearest first.
    above: Vec<Gitignore>,
}

impl GitRules {
    fn new(root: &Path) -> Self {
        let above = root.ancestors().skip(1).filter_map(|folder| {
            let file = folder.join(GITIGNORE);
            let is_file = file.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
            is_file.then(|| rules(folder, File::open(file).ok()))
        });
        Self { root: root.to_owned(), by_folder: RwLock::default(), above: above.collect() }
    }

    /// The nearest file that speaks of the path decides.
    fn hides_entry(&self, path: &str, is_folder: bool) -> bool {
        let at = self.root.join(path);
        let mut below = path;
        while !below.is_empty() {
            below = below.rsplit_once('/').map_or("", |(folder, _)| folder);
            let found = self.of_folder(below);
            let found = found.matched(&at, is_folder);
            if !found.is_none() {
                return found.is_ignore();
            }
        }
        let above = self.above.iter().map(|rules| rules.matched(&at, is_folder));
        above.into_iter().find(|found| !found.is_none()).is_some_and(|found| found.is_ignore())
    }

    fn of_folder(&self, folder: &str) -> Arc<Gitignore> {
        if let Some(known) = self.by_folder.read().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return Arc::clone(known);
        }
        let path = if folder.is_empty() { GITIGNORE.to_owned() } else { format!("{folder}/{GITIGNORE}") };
        let file = VaultPath::new(&path).ok().and_then(|path| door::open_file(&self.root, &path).ok());
        let file = file.map(|(file, _)| file);
        let rules = Arc::new(rules(&self.root.join(folder), file));
        self.by_folder.write().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned(), Arc::clone(&rules));
        rules
    }
}

/// Reads the rules of a folder; lines that are none are passed over.
fn rules(folder: &Path, file: Option<File>) -> Gitignore {
    let Some(bytes) = file.and_then(|file| reading::read_bytes(&file, file.metadata().ok()?.len()).ok()) else {
        return Gitignore::empty();
    };
    let text = String::from_utf8_lossy(&bytes);
    let mut builder = GitignoreBuilder::new(folder);
    for line in text.trim_start_matches('\u{FEFF}').lines() {
        let _ = builder.add_line(None, line);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}
