//! Looks at single paths, by the same rules as a walk of the whole.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;
use std::time::SystemTime;

use hedgerow_model::VaultPath;

use crate::inventory::Inventory;
use crate::rules::{GITIGNORE, Rules};
use crate::stamp::Stamp;
use crate::walk::{self, Listing};
use crate::{Touched, Vault, VaultChange};

/// All that is at and below a path now.
pub(crate) struct Patch {
    /// `None` for the whole vault.
    pub(crate) under: Option<VaultPath>,
    pub(crate) listing: Listing,
    /// The time just before.
    pub(crate) listed_at: SystemTime,
}

/// Looks where something may have changed.
pub(crate) fn patches(vault: &Vault, previous: &Inventory, change: &VaultChange) -> Vec<Patch> {
    let listed_at = SystemTime::now();
    let rules = Arc::new(Rules::new(vault));
    let everything = || vec![Patch { under: None, listing: walk::list(vault, &rules), listed_at }];
    let Touched::Paths(paths) = &change.touched else { return everything() };
    let mut paths = paths.clone();
    paths.extend(previous.restless.iter().cloned());
    if paths.iter().any(|path| is_unclear(vault, path)) {
        return everything();
    }
    let look = Look { vault, previous, rules };
    let places: BTreeSet<VaultPath> = paths.iter().map(|path| look.place(path)).collect();
    let is_covered = |place: &VaultPath| {
        let text = place.as_str();
        text.match_indices('/').any(|(end, _)| VaultPath::new(&text[..end]).is_ok_and(|above| places.contains(&above)))
    };
    let places = places.iter().filter(|place| !is_covered(place));
    places.map(|place| Patch { under: Some(place.clone()), listing: look.list(place), listed_at }).collect()
}

/// Tells whether only a walk of the whole can tell what a change of this path does: a rule of git, or a name that may stand for
/// several.
fn is_unclear(vault: &Vault, path: &VaultPath) -> bool {
    path.as_str().contains(char::REPLACEMENT_CHARACTER) || (vault.honours_gitignore() && path.file_name() == GITIGNORE)
}

struct Look<'v> {
    vault: &'v Vault,
    previous: &'v Inventory,
    rules: Arc<Rules>,
}

impl Look<'_> {
    /// Returns the path itself, or the folder on the way to it that has to be looked at instead: one that is no folder any more, or
    /// that could not be listed last time.
    fn place(&self, path: &VaultPath) -> VaultPath {
        for (end, _) in path.as_str().match_indices('/') {
            let folder = VaultPath::new(&path.as_str()[..end]).expect("the start of a path, up to a slash, is a path");
            let is_plain = self.vault.at(&folder).symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
            if !is_plain || self.previous.troubles.contains_key(&folder) {
                return folder;
            }
        }
        path.clone()
    }

    /// Lists what is at and below a path whose way consists of folders.
    fn list(&self, path: &VaultPath) -> Listing {
        let mut listing = Listing::default();
        match self.vault.at(path).symlink_metadata() {
            Ok(metadata) if self.rules.hides(path, metadata.is_dir()) || !is_named_so(self.vault, path) => {}
            Ok(metadata) if metadata.is_dir() => return walk::list_below(self.vault, path, &self.rules),
            Ok(metadata) if metadata.is_symlink() => listing.take_symlink(path),
            Ok(metadata) if metadata.is_file() => listing.take_file(path.clone(), Stamp::of(&metadata)),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {}
            Err(error) => listing.take_error(path, &error),
        }
        listing
    }
}

/// Tells whether a file that answers to a path bears that very name. Some file systems take names that differ in case or in normal
/// form for one; a listing has only the name that was given.
fn is_named_so(vault: &Vault, path: &VaultPath) -> bool {
    let name = path.file_name();
    let swap = |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    let at = vault.at(path);
    let swapped = at.with_file_name(name.chars().map(swap).collect::<String>());
    let may_be_blind = swapped != at && swapped.symlink_metadata().is_ok();
    if !may_be_blind && (name.is_ascii() || cfg!(target_os = "linux")) {
        return true;
    }
    let listed = at.parent().and_then(|folder| folder.read_dir().ok());
    listed.is_none_or(|mut entries| entries.any(|entry| entry.is_ok_and(|entry| entry.file_name() == name)))
}
