//! A vault on disk.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

/// Noon of the first day of 2022, the earliest time of a file.
const FIRST_DAY: u64 = 1_641_038_400;

/// A folder of notes that is gone when the value is. Nothing in it depends on the clock: each file has a time of change
/// that follows from its path, so that two gardens of the same files are the same, and files have different days.
#[derive(Debug)]
pub struct TempGarden {
    root: PathBuf,
    /// Holds the vault's folder, so that the vault has the same name in every garden.
    _home: TempDir,
}

impl TempGarden {
    /// Makes a vault of files given as path and content.
    pub fn of<P: AsRef<str>, B: AsRef<[u8]>>(files: impl IntoIterator<Item = (P, B)>) -> Self {
        let home = tempfile::Builder::new().prefix("hedgerow-").tempdir().expect("the system has room for a folder");
        let root = home.path().join("garden");
        fs::create_dir(&root).expect("the folder is new");
        let garden = Self { root, _home: home };
        for (path, content) in files {
            garden.write(path.as_ref(), content.as_ref());
        }
        garden
    }

    /// Copies a folder.
    pub fn copy_of(folder: &Path) -> Self {
        let garden = Self::of::<&str, &str>([]);
        garden.copy(folder, "");
        garden
    }

    /// Returns the vault's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the place of a file on disk.
    pub fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Writes a file, with the folders that it needs.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let at = self.at(path);
        fs::create_dir_all(at.parent().expect("a file is in a folder")).expect("folders can be made in our own");
        fs::write(&at, content).unwrap_or_else(|error| panic!("{path}: {error}"));
        let file = File::options().write(true).open(&at).expect("the file was just written");
        file.set_modified(time_of(path)).expect("the file is ours");
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    fn copy(&self, folder: &Path, below: &str) {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let entry = entry.expect("the folder can be read");
            let path = format!("{below}{}", entry.file_name().to_str().expect("names are UTF-8"));
            if entry.path().is_dir() {
                self.copy(&entry.path(), &format!("{path}/"));
            } else {
                self.write(&path, fs::read(entry.path()).expect("the file can be read"));
            }
        }
    }
}

fn time_of(path: &str) -> SystemTime {
    let day = path.bytes().fold(0_u64, |sum, byte| (sum * 31 + u64::from(byte)) % 1000);
    SystemTime::UNIX_EPOCH + Duration::from_secs(FIRST_DAY + day * 24 * 60 * 60)
}
