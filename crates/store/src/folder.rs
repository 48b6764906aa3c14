//! Folders and files for their owner alone, written so that a reader meets the old or the new and never a part.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Write};
use std::path::Path;

/// How a file that is not finished is named, so that it is found when its writer was killed.
const UNFINISHED: &str = ".unfinished";

/// What is to be still there when the power goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    /// The file, or else the one before it.
    Durable,
    /// Nothing: a part of it would be noticed.
    Quick,
}

/// Makes a folder and those above it, unless they are there.
pub(crate) fn make(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // It may have been there, open to others.
        if fs::metadata(folder)?.permissions().mode() & 0o077 != 0 {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        }
    }
    Ok(())
}

/// Writes a file whole: under another name first, which is then changed.
pub(crate) fn write(folder: &Path, name: &str, parts: &[&[u8]], care: Care) -> io::Result<()> {
    // The library opens it for its owner alone.
    let mut file = tempfile::Builder::new().prefix(".").suffix(UNFINISHED).tempfile_in(folder)?;
    // Tells those who sweep that somebody is at it. Where there are no locks nobody sweeps.
    let _ = file.as_file().try_lock();
    for part in parts {
        file.write_all(part)?;
    }
    if care == Care::Durable {
        file.as_file().sync_all()?;
    }
    file.persist(folder.join(name)).map_err(|error| error.error)?;
    if care == Care::Durable {
        sync(folder)?;
    }
    Ok(())
}

/// Removes what writers left that were killed. Troubles are nobody's: the next one sweeps again.
pub(crate) fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().ends_with(UNFINISHED)
            && entry.file_type().is_ok_and(|kind| kind.is_file())
            && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok())
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Waits until a folder's new names are on the disk.
#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere a folder cannot be opened, and the system sees to it.
#[cfg(not(unix))]
fn sync(_folder: &Path) -> io::Result<()> {
    Ok(())
}
