//! Where git keeps what the dates of notes depend on.

use std::path::{Path, PathBuf};

/// Files that move with the commit that is checked out, with the branches, or with the end of a shallow history.
const STATE: [&str; 4] = ["HEAD", "packed-refs", "shallow", "tables.list"];

/// Returns the folders that hold such files; none where the vault is in no repository. Whatever else git writes there, such as objects, is
/// in other folders.
pub(super) fn folders(root: &Path) -> Vec<PathBuf> {
    let Some(own) = own(root) else { return Vec::new() };
    // A second working tree has its own folder, and shares the branches.
    let common = std::fs::read_to_string(own.join("commondir")).ok().map(|path| own.join(path.trim()));
    let common = common.and_then(|path| path.canonicalize().ok()).unwrap_or_else(|| own.clone());
    let mut folders =
        vec![own.clone(), own.join("logs"), common.clone(), common.join("refs/heads"), common.join("reftable")];
    folders.retain(|folder| folder.is_dir());
    folders.sort();
    folders.dedup();
    folders
}

/// Returns the file that is there as long as git writes files of the vault, or may.
pub(crate) fn lock(root: &Path) -> Option<PathBuf> {
    Some(own(root)?.join("index.lock"))
}

/// Returns the folder of the working tree's own state.
fn own(root: &Path) -> Option<PathBuf> {
    let entry = root.ancestors().map(|folder| folder.join(".git")).find(|entry| entry.exists())?;
    if entry.is_dir() { Some(entry) } else { linked(&entry) }
}

/// Tells whether a file in one of these folders is part of git's state.
pub(super) fn is_state(path: &Path, folders: &[PathBuf]) -> bool {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        return false;
    };
    let is_branch = folder.ends_with("refs/heads") && !name.ends_with(".lock");
    (STATE.contains(&name) || is_branch) && folders.iter().any(|known| known == folder)
}

/// Follows a `.git` file to the folder that it names.
fn linked(entry: &Path) -> Option<PathBuf> {
    let text = std::fs::read_to_string(entry).ok()?;
    entry.parent()?.join(text.strip_prefix("gitdir:")?.trim()).canonicalize().ok()
}
