//! Who of several programs writes: the one that holds the lock on a file. The system lets go of it when its holder ends, however it
//! ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// A lock that is held.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock if nobody has it.
    pub(crate) fn take(path: &Path) -> io::Result<Option<Self>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => Ok(None),
            // On a file system without locks, one server is what there usually is; two would still write whole files.
            Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => Err(error),
            Ok(()) | Err(TryLockError::Error(_)) => Ok(Some(Self { file })),
        }
    }

    /// Tells whether others would still meet this lock: its file is where it was.
    pub(crate) fn still_stands(&self, path: &Path) -> bool {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let place = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
            let own = self.file.metadata().map(place);
            matches!((own, path.metadata().map(place)), (Ok(own), Ok(other)) if own == other)
        }
        #[cfg(not(unix))]
        {
            self.file.metadata().is_ok() && path.is_file()
        }
    }
}
