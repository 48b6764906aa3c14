//! The single place where a path inside the vault becomes an open file.
//!
//! A folder may be swapped for a symbolic link between looking and opening. So nothing is looked at first: each step of
//! the path is opened below the one before it, refusing links, and what the end is, is asked of the open file.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;

use hedgerow_model::VaultPath;

/// Opens a regular file for reading, without following any symbolic link below the root; says what the open file is.
///
/// # Errors
/// What the system says; `InvalidInput` where the path leads to something that is no regular file.
#[cfg(unix)]
pub(crate) fn open_file(root: &Path, path: &VaultPath) -> io::Result<(File, Metadata)> {
    use rustix::fs::{Mode, OFlags, open, openat};

    let step = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mut folder = open(root, OFlags::RDONLY | OFlags::CLOEXEC | OFlags::DIRECTORY, Mode::empty())?;
    if !path.folder().is_empty() {
        for name in path.folder().split('/') {
            folder = openat(&folder, name, step | OFlags::DIRECTORY, Mode::empty())?;
        }
    }
    // Without NONBLOCK, opening a named pipe would wait for a writer; on regular files it means nothing.
    let file = File::from(openat(&folder, path.file_name(), step | OFlags::NONBLOCK | OFlags::NOCTTY, Mode::empty())?);
    let metadata = file.metadata()?;
    if metadata.is_file() { Ok((file, metadata)) } else { Err(not_a_file()) }
}

/// Opens a regular file for reading, without following any symbolic link below the root; says what the open file is.
///
/// # Errors
/// What the system says; `InvalidInput` where the path leads to something that is no regular file.
#[cfg(not(unix))]
pub(crate) fn open_file(root: &Path, path: &VaultPath) -> io::Result<(File, Metadata)> {
    if path.as_str().contains(['\\', ':']) {
        return Err(io::ErrorKind::NotFound.into());
    }
    let root = root.canonicalize()?;
    let wanted = path.segments().fold(root.clone(), |folder, name| folder.join(name));
    let is_plain = |at: &Path| at.symlink_metadata().is_ok_and(|metadata| !metadata.is_symlink());
    let steps = wanted.ancestors().take_while(|step| *step != root);
    if !steps.into_iter().all(is_plain) || !wanted.canonicalize()?.starts_with(&root) || !wanted.metadata()?.is_file() {
        return Err(not_a_file());
    }
    let file = File::open(&wanted)?;
    // Asked once more with the file open: a link put there in between is noticed.
    let metadata = file.metadata()?;
    if is_plain(&wanted) && metadata.is_file() { Ok((file, metadata)) } else { Err(not_a_file()) }
}

fn not_a_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")
}
