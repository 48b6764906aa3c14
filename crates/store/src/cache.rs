//! The cache: many blobs under keys, kept in packs. What it gives could always be made again.
//!
//! There is no list of the packs: each is whole by itself, and the cache is all that lie in the folder. So a program that is killed
//! between two packs, and one that writes beside another, leave a cache that is right, at worst with a blob in it twice.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::{fs, io};

use bytes::Bytes;
use rayon::prelude::*;

use crate::fill::{FULL, Writer};
use crate::folder;
use crate::pack::{self, MAX_BLOB, Read, Table};
use crate::sealed::{Mark, Refusal};
use crate::{Odd, Places, Trouble};

/// What a blob goes by: a hash of all that it was made from.
pub type Key = [u8; 32];

/// The blobs that one build of the program made for one vault.
///
/// Its packs are in memory from [`Cache::open`] until [`Cache::write`] or [`Cache::release`]. A blob shares the memory of its pack, and
/// whoever keeps one keeps some megabytes.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    mark: Mark,
    /// By the names of their files, so that it is the same blob that counts wherever two have a key.
    packs: BTreeMap<Arc<str>, Pack>,
    blobs: HashMap<Key, Place>,
}

#[derive(Debug)]
pub(crate) struct Pack {
    pub(crate) places: Table,
    /// Nothing once they were released.
    pub(crate) bytes: Option<Bytes>,
}

#[derive(Clone, Debug)]
struct Place {
    pack: Arc<str>,
    range: Range<usize>,
}

impl Cache {
    /// Reads the blobs of a kind, such as `notes`, that this build of the program left. Takes about 0.1 s for 200 MB.
    ///
    /// `build` tells apart whatever makes other blobs for the same keys; those of another build are not seen. Returns beside the cache
    /// what cannot be used, which is as if it were not there; what is left of it goes with the next [`Cache::write`].
    pub fn open(places: &Places, kind: &str, build: &[u8]) -> (Self, Vec<Odd>) {
        let (folder, mark) = (places.cache().join(kind), pack::mark(build));
        let mut cache = Self { folder, mark, packs: BTreeMap::new(), blobs: HashMap::new() };
        let odd = match cache.look() {
            Ok(unusable) => unusable.into_iter().filter_map(Unusable::into_odd).collect(),
            Err(source) => vec![Odd::Unreadable { path: cache.folder.clone(), source }],
        };
        (cache, odd)
    }

    /// Returns the number of blobs.
    pub fn n_blobs(&self) -> usize {
        self.blobs.len()
    }

    /// Returns the keys of all blobs, in no order.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.blobs.keys()
    }

    /// Tells whether there is a blob under a key.
    pub fn holds(&self, key: &Key) -> bool {
        self.blobs.contains_key(key)
    }

    /// Returns the blob under a key. Once its pack was released, that costs reading the file.
    pub fn get(&self, key: &Key) -> Option<Bytes> {
        let place = self.blobs.get(key)?;
        Some(self.bytes(&place.pack)?.slice(place.range.clone()))
    }

    /// Lets go of the memory of all blobs that nobody else keeps; their keys stay known.
    pub fn release(&mut self) {
        self.packs.values_mut().for_each(|pack| pack.bytes = None);
    }

    /// Makes the files hold exactly the blobs in use: those of `fresh` and those that are there. What is not in use is gone
    /// from the disk afterwards, also where an error is returned, unless nothing can be removed there. So a caller that writes after
    /// a note was deleted leaves nothing of the note.
    ///
    /// A pack is written again when a blob of it goes, and small packs are put together; the rest stays as it is. What other programs
    /// put beside is taken up.
    ///
    /// # Errors
    /// Where something cannot be written or removed. The cache is right all the same, with fewer blobs or more.
    pub fn write(
        &mut self,
        fresh: impl IntoIterator<Item = (Key, Bytes)>,
        is_in_use: impl Fn(&Key) -> bool,
    ) -> Result<(), Trouble> {
        self.write_made(fresh.into_iter().map(|(key, blob)| (key, || blob)), is_in_use)
    }

    /// Like [`Cache::write`], with blobs that are made when their turn comes: no more of them are in memory than a pack holds.
    ///
    /// # Errors
    /// As there.
    pub fn write_made(
        &mut self,
        fresh: impl IntoIterator<Item = (Key, impl FnOnce() -> Bytes)>,
        is_in_use: impl Fn(&Key) -> bool,
    ) -> Result<(), Trouble> {
        let fresh: BTreeMap<Key, _> = fresh.into_iter().filter(|(key, _)| is_in_use(key)).collect();
        let here = self.folder.clone();
        folder::make(&here).map_err(Trouble::at(&here))?;
        folder::sweep(&here);
        let unusable = self.look().map_err(Trouble::at(&here))?;

        // Where a blob is new and old, the caller had no use for the old one.
        let rewritten = self.rewritten(|key| is_in_use(key) && !fresh.contains_key(key));
        let mut writer = Writer::new(&here, self.mark);
        let survivors = rewritten.iter().flat_map(|(name, kept)| self.survivors(name, kept));
        let fresh = fresh.into_iter().map(|(key, make)| (key, make())).filter(|(_, blob)| blob.len() <= MAX_BLOB);
        let done = writer.write(survivors.chain(fresh));
        let added = writer.into_packs();

        let goes = unusable.into_iter().map(|found| found.name).chain(rewritten.into_iter().map(|(name, _)| name));
        // A pack that came out as it was stays.
        let goes: Vec<Arc<str>> = goes.filter(|name| added.iter().all(|(added, _)| added != name)).collect();
        self.packs.extend(added);
        let removed = self.remove(&goes);
        self.release();
        self.find_blobs();
        done.and(removed)
    }

    /// Names the packs that have a blob that nobody needs, and those that are to be put together; each with the blobs of it
    /// that are to be kept.
    fn rewritten(&self, is_needed: impl Fn(&Key) -> bool) -> Vec<(Arc<str>, Table)> {
        let is_small = |pack: &Pack| pack.length() < FULL / 2;
        let n_small = self.packs.values().filter(|pack| is_small(pack)).count();
        let mut rewritten = Vec::new();
        for (name, pack) in &self.packs {
            let counts = |(key, range): &&(Key, Range<usize>)| {
                let place = &self.blobs[key];
                place.pack == *name && place.range == *range && is_needed(key)
            };
            if !pack.places.iter().all(|row| counts(&row)) || (is_small(pack) && n_small > 1) {
                rewritten.push((name.clone(), pack.places.iter().filter(counts).cloned().collect()));
            }
        }
        rewritten
    }

    /// Returns blobs of a pack. One that can no longer be read is lost; what was in it will be made again.
    fn survivors(&self, name: &str, kept: &[(Key, Range<usize>)]) -> Vec<(Key, Bytes)> {
        if kept.is_empty() {
            return Vec::new();
        }
        let Some(bytes) = self.bytes(name) else { return Vec::new() };
        kept.iter().map(|(key, range)| (*key, bytes.slice(range.clone()))).collect()
    }

    /// Returns the bytes of a pack: from memory, else from its file.
    fn bytes(&self, name: &str) -> Option<Bytes> {
        match &self.packs.get(name)?.bytes {
            Some(bytes) => Some(bytes.clone()),
            None => Some(pack::read(&self.folder.join(name), &self.mark).ok()?.bytes),
        }
    }

    /// Takes up the packs that lie in the folder, forgets those that do not, and names the files that cannot be used.
    fn look(&mut self) -> io::Result<Vec<Unusable>> {
        let mut names = Vec::new();
        match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
            Ok(entries) => {
                for entry in entries {
                    names.extend(entry?.file_name().into_string().ok().filter(|name| name.ends_with(".pack")));
                }
            }
        }
        names.sort_unstable();
        let n_before = self.packs.len();
        self.packs.retain(|name, _| names.binary_search_by(|other| other.as_str().cmp(name)).is_ok());
        let n_known = self.packs.len();
        names.retain(|name| !self.packs.contains_key(name.as_str()));
        let read: Vec<_> = names.par_iter().map(|name| pack::read(&self.folder.join(name), &self.mark)).collect();
        let mut unusable = Vec::new();
        for (name, read) in names.into_iter().zip(read) {
            match read {
                Ok(Read { bytes, places }) => {
                    self.packs.insert(name.into(), Pack { places, bytes: Some(bytes) });
                }
                // Another program has just put it into another pack.
                Err(Refusal::Absent) => {}
                Err(refusal) => unusable.push(Unusable { path: self.folder.join(&name), name: name.into(), refusal }),
            }
        }
        if n_known < n_before || n_known < self.packs.len() {
            self.find_blobs();
        }
        Ok(unusable)
    }

    /// Finds where each blob is; of several the first one counts.
    fn find_blobs(&mut self) {
        self.blobs.clear();
        for (name, pack) in &self.packs {
            for (key, range) in &pack.places {
                self.blobs.entry(*key).or_insert_with(|| Place { pack: name.clone(), range: range.clone() });
            }
        }
    }

    /// Removes files; goes on to the end and returns the first trouble.
    fn remove(&mut self, names: &[Arc<str>]) -> Result<(), Trouble> {
        let mut done = Ok(());
        for name in names {
            let path = self.folder.join(&**name);
            match fs::remove_file(&path) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    done = done.and(Err(Trouble { path, source }))
                }
                _ => drop(self.packs.remove(name)),
            }
        }
        done
    }
}

impl Pack {
    fn length(&self) -> usize {
        self.places.last().map_or(0, |(_, range)| range.end)
    }
}

/// A file that is no pack of this build.
struct Unusable {
    name: Arc<str>,
    path: PathBuf,
    refusal: Refusal,
}

impl Unusable {
    /// Tells of it, unless it is what an older program leaves.
    fn into_odd(self) -> Option<Odd> {
        match self.refusal {
            Refusal::Damaged => Some(Odd::Damaged { path: self.path }),
            Refusal::Unreadable(source) => Some(Odd::Unreadable { path: self.path, source }),
            Refusal::Foreign | Refusal::Absent => None,
        }
    }
}
