//! Shows Tantivy the files of one segment without copying them.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, OpenReadError, OpenWriteError};
use tantivy::directory::{FileHandle, OwnedBytes, WatchCallback, WatchHandle, WritePtr};

use crate::kept::FILES;

/// A folder that holds the files of one segment, each found by its extension alone, and that nothing changes.
#[derive(Clone, Debug)]
pub(crate) struct Shown(pub(crate) Arc<[OwnedBytes; FILES.len()]>);

impl Shown {
    fn file(&self, path: &Path) -> Result<&OwnedBytes, OpenReadError> {
        let extension = path.extension().and_then(|extension| extension.to_str());
        let at = FILES.iter().position(|file| Some(*file) == extension);
        at.map(|at| &self.0[at]).ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_path_buf()))
    }
}

impl Directory for Shown {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(self.file(path)?.clone()))
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.file(path).is_ok())
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        Ok(self.file(path)?.to_vec())
    }

    /// Tantivy writes down what an index looks like when one is made; nobody reads that here.
    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::FileAlreadyExists(path.to_path_buf()))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::FileDoesNotExist(PathBuf::from(path)))
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
