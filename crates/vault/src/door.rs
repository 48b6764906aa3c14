//! The single place where a path inside the vault becomes an open file.
//!
//! A folder may be swapped for a symbolic link between looking and opening. So nothing is looked at first: each step of
//! the path is opened below the one before it, refusing links, and what the end is, is asked of the open file.

use std::fs::{File, Metadata};
use std::io;
#[cfg(unix)]
use std::os::fd::OwnedFd;
use std::path::Path;

use hedgerow_model::VaultPath;
#[cfg(unix)]
use rustix::fs::{Mode, OFlags, open, openat};

/// Opens many files, best in the order of their paths: the folder of the last one stays open.
#[derive(Debug)]
pub(crate) struct Door<'r> {
    root: &'r Path,
    #[cfg(unix)]
    folder: Option<(String, OwnedFd)>,
}

/// Opens a regular file for reading, without following any symbolic link below the root; says what the open file is.
///
/// # Errors
/// What the system says; `InvalidInput` where the path leads to something that is no regular file.
pub(crate) fn open_file(root: &Path, path: &VaultPath) -> io::Result<(File, Metadata)> {
    Door::new(root).open_file(path)
}

#[cfg(unix)]
impl<'r> Door<'r> {
    pub(crate) fn new(root: &'r Path) -> Self {
        Self { root, folder: None }
    }

    /// Opens a file as [`open_file`] does.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn open_file(&mut self, path: &VaultPath) -> io::Result<(File, Metadata)> {
        let kept = self.folder.take().filter(|(known, _)| known == path.folder());
        // Another folder may stand at the path by now: only what is found in the one that was kept is taken from it.
        let found = kept.and_then(|(known, folder)| Some((known, open_in(&folder, path).ok()?, folder)));
        let (known, file, folder) = match found {
            Some(found) => found,
            None => {
                let folder = self.open_folder(path.folder())?;
                (path.folder().to_owned(), open_in(&folder, path)?, folder)
            }
        };
        self.folder = Some((known, folder));
        let metadata = file.metadata()?;
        if metadata.is_file() { Ok((file, metadata)) } else { Err(not_a_file()) }
    }

    fn open_folder(&self, path: &str) -> io::Result<OwnedFd> {
        let mut folder = open(self.root, OFlags::RDONLY | OFlags::CLOEXEC | OFlags::DIRECTORY, Mode::empty())?;
        for name in path.split('/').filter(|name| !name.is_empty()) {
            folder = openat(&folder, name, STEP | OFlags::DIRECTORY, Mode::empty())?;
        }
        Ok(folder)
    }
}

#[cfg(unix)]
fn open_in(folder: &OwnedFd, path: &VaultPath) -> io::Result<File> {
    // Without NONBLOCK, opening a named pipe would wait for a writer; on regular files it means nothing.
    let file = openat(folder, path.file_name(), STEP | OFlags::NONBLOCK | OFlags::NOCTTY, Mode::empty())?;
    Ok(File::from(file))
}

/// How each step of the way is opened.
#[cfg(unix)]
const STEP: OFlags = OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

#[cfg(not(unix))]
impl<'r> Door<'r> {
    pub(crate) fn new(root: &'r Path) -> Self {
        Self { root }
    }

    /// Opens a file as [`open_file`] does.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn open_file(&mut self, path: &VaultPath) -> io::Result<(File, Metadata)> {
        if path.as_str().contains(['\\', ':']) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let root = self.root.canonicalize()?;
        let wanted = path.segments().fold(root.clone(), |folder, name| folder.join(name));
        let is_plain = |at: &Path| at.symlink_metadata().is_ok_and(|metadata| !metadata.is_symlink());
        let steps = wanted.ancestors().take_while(|step| *step != root);
        if !steps.into_iter().all(is_plain)
            || !wanted.canonicalize()?.starts_with(&root)
            || !wanted.metadata()?.is_file()
        {
            return Err(not_a_file());
        }
        let file = File::open(&wanted)?;
        // Asked once more with the file open: a link put there in between is noticed.
        let metadata = file.metadata()?;
        if is_plain(&wanted) && metadata.is_file() { Ok((file, metadata)) } else { Err(not_a_file()) }
    }
}

fn not_a_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")
}
