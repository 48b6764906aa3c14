//! What is kept, and what happens to it: crashes, damage, full disks, and a second program at the same place.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]
#![allow(clippy::print_stdout, reason = "a child tells its parent what it met")]

mod cache;
mod child;
mod damage;
mod full;
mod kill;
mod places;
mod state;

use std::path::{Path, PathBuf};

use bytes::Bytes;
use hedgerow_store::{Cache, Key, Places};
use tempfile::TempDir;

/// A vault and a folder beside it.
struct Home {
    folder: TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("vault")).unwrap();
        Self { folder }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn places(&self) -> Places {
        places(self.path())
    }

    /// Returns the files of the cache that [`open`] opens, sorted.
    fn packs(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.places().cache().join("notes")).unwrap();
        let mut packs: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        packs.sort();
        packs
    }
}

fn places(home: &Path) -> Places {
    Places::of(&home.join("vault"), Some(&home.join("kept"))).unwrap()
}

/// Opens the cache of notes, which must be as it was written.
fn open(places: &Places) -> Cache {
    let (cache, odd) = Cache::open(places, "notes", b"this");
    assert!(odd.is_empty(), "{odd:?}");
    cache
}

fn key(n: u32) -> Key {
    n.to_le_bytes().repeat(8).try_into().unwrap()
}

/// The blob that belongs to a key.
fn blob(n: u32, length: usize) -> Bytes {
    Bytes::from(n.to_le_bytes().repeat(length.div_ceil(4))).slice(..length)
}
