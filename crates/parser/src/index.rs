//! The name index: from what an author types to the file that is meant (rules L-14 to L-16).

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use hedgerow_model::{AssetPath, Key, VaultPath};
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::Note;
use crate::folder_names::FolderNames;

/// A file of a garden, by its place in the garden's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileId {
    /// A note.
    Note(usize),
    /// An attachment.
    Asset(usize),
}

/// The outcome of looking a path up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// One file fits, or one fits better than all others by the rules' own order.
    File(FileId),
    /// Several files fit and only their order decides; the first is taken.
    Ambiguous(Vec<FileId>),
    /// No file and no alias fits.
    Missing,
}

impl Found {
    /// Returns the file that is taken.
    pub fn file(&self) -> Option<FileId> {
        match self {
            Self::File(file) => Some(*file),
            Self::Ambiguous(files) => files.first().copied(),
            Self::Missing => None,
        }
    }
}

/// Every name, path ending and alias of a set of files, folded.
#[derive(Debug, Default)]
pub struct NameIndex {
    files: Vec<File>,
    /// By the key of the last segment, in the order of rule L-14 step 5: shortest path first.
    by_name: HashMap<Key, Named>,
    by_alias: HashMap<Key, Named>,
    folders: FolderNames,
}

/// The files of one name: nearly always one, which then needs no list.
#[derive(Debug)]
enum Named {
    One(u32),
    Many(Vec<u32>),
}

#[derive(Debug)]
struct File {
    id: FileId,
    path: VaultPath,
    key: Key,
    folder: Key,
    n_chars: usize,
}

impl NameIndex {
    /// Indexes files. Takes about a microsecond a file.
    pub fn new<'a>(notes: impl Iterator<Item = &'a Note>, assets: impl Iterator<Item = &'a AssetPath>) -> Self {
        let notes: Vec<&Note> = notes.collect();
        let assets: Vec<&AssetPath> = assets.collect();
        let of_note = |(at, note): (usize, &&Note)| File::of(FileId::Note(at), note.path().as_vault_path());
        let of_asset = |(at, asset): (usize, &&AssetPath)| File::of(FileId::Asset(at), asset.as_vault_path());
        let of_notes = notes.par_iter().with_min_len(256).enumerate().map(of_note);
        let files: Vec<File> = of_notes.chain(assets.par_iter().with_min_len(256).enumerate().map(of_asset)).collect();
        let mut index = Self { by_name: HashMap::with_capacity(files.len()), ..Self::default() };
        for (file, note) in notes.iter().enumerate() {
            for alias in &note.front().aliases {
                Named::add(&mut index.by_alias, Key::of(alias.trim()), number(file));
            }
            index.folders.take(note);
        }
        for (at, file) in files.iter().enumerate() {
            let name = Key::from_folded(last_segment(file.key.as_str()));
            Named::add(&mut index.by_name, name, number(at));
        }
        index.folders.sort();
        let Self { by_name, by_alias, .. } = &mut index;
        // The order of the maps is never seen: each list is sorted by itself.
        for named in by_name.values_mut().chain(by_alias.values_mut()) {
            if let Named::Many(list) = named {
                list.sort_by_key(|&file| rank(&files[file as usize]));
            }
        }
        index.files = files;
        index
    }

    /// Looks a path up as typed in `host` (rule L-14); the empty path is the host's own affair and gives `Missing`.
    /// Costs a few hash look-ups, and a walk over the files of that name.
    pub fn find(&self, host: &VaultPath, path: &str) -> Found {
        let path = path.trim();
        if path.is_empty() {
            return Found::Missing;
        }
        let key = Key::of(path);
        let found = self.find_typed(host, path, "", &key);
        if found != Found::Missing {
            return found;
        }
        // A full stop joins with no letter before it.
        let longer = Key::from_folded(&format!("{}.md", key.as_str()));
        let with_extension = self.find_typed(host, path, ".md", &longer);
        if with_extension != Found::Missing {
            return with_extension;
        }
        let Some(named) = self.by_alias.get(&key) else { return Found::Missing };
        self.nearest(host, named.files().to_vec(), path)
    }

    /// Looks up what was typed with an extension behind it. A bare name that one file has, or none, needs no more than that look:
    /// so are nearly all links.
    fn find_typed(&self, host: &VaultPath, path: &str, extension: &str, key: &Key) -> Found {
        if !key.as_str().contains('/') {
            match self.by_name.get(key.as_str()) {
                None => return Found::Missing,
                Some(Named::One(file)) => return Found::File(self.files[*file as usize].id),
                Some(Named::Many(_)) => {}
            }
        }
        match extension {
            "" => self.find_file(host, path, key),
            _ => self.find_file(host, &format!("{path}{extension}"), key),
        }
    }

    /// Finds the folder that a path names where it names no file and no alias (rule L-17).
    pub(crate) fn find_folder(&self, host: &VaultPath, path: &str) -> Option<&str> {
        self.folders.find(host, path.trim())
    }

    /// Finds the note that is the page of a folder (rule F-22).
    pub(crate) fn folder_note(&self, folder: &str) -> Option<FileId> {
        ["index.md", "_index.md"].iter().find_map(|name| self.exact(&format!("{folder}/{name}")).file())
    }

    /// Looks a file up; `key` is that of the path.
    fn find_file(&self, host: &VaultPath, path: &str, key: &Key) -> Found {
        if path.starts_with("./") || path.starts_with("../") {
            return self.exact(&from_folder(host.folder(), path));
        }
        if let Some(path) = path.strip_prefix('/') {
            return self.exact(path);
        }
        let Some(named) = self.by_name.get(last_segment(key.as_str())) else { return Found::Missing };
        let named = named.files();
        let ends_so = |file: &&u32| {
            let rest = self.files[**file as usize].key.as_str().strip_suffix(key.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        };
        let ending: Vec<u32> = named.iter().filter(ends_so).copied().collect();
        let exact = self.with_key(&ending, key, path);
        if exact != Found::Missing {
            return exact;
        }
        self.nearest(host, ending, path)
    }

    /// The file with this very path: the one equal byte for byte, then in NFC, then by key (rule F-14).
    fn exact(&self, path: &str) -> Found {
        let key = Key::of(path);
        let named = self.by_name.get(last_segment(key.as_str()));
        named.map_or(Found::Missing, |named| self.with_key(named.files(), &key, path))
    }

    fn with_key(&self, files: &[u32], key: &Key, path: &str) -> Found {
        let has_key = |file: &&u32| self.files[**file as usize].key == *key;
        self.best_spelling(files.iter().filter(has_key).copied().collect(), path)
    }

    fn best_spelling(&self, mut files: Vec<u32>, path: &str) -> Found {
        if files.len() > 1 {
            files.sort_by_cached_key(|&file| {
                let file = &self.files[file as usize];
                (spelling(file.path.as_str(), path), file.path.clone())
            });
        }
        match files.first() {
            Some(&first) => Found::File(self.files[first as usize].id),
            None => Found::Missing,
        }
    }

    /// Rule L-14 step 5: files in the host's folder or below it, then all others; each by the length of the path, then
    /// in vault-path order. The files come sorted by the latter two.
    fn nearest(&self, host: &VaultPath, files: Vec<u32>, path: &str) -> Found {
        if let [only] = files[..] {
            return Found::File(self.files[only as usize].id);
        }
        let folder = Key::of(host.folder());
        let is_near = |file: &&u32| {
            let its_folder = self.files[**file as usize].folder.as_str();
            let below = its_folder.strip_prefix(folder.as_str());
            folder.is_empty() || below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let near: Vec<u32> = files.iter().filter(is_near).copied().collect();
        let group = if near.is_empty() { files } else { near };
        let Some(&first) = group.first() else { return Found::Missing };
        let first_key = &self.files[first as usize].key;
        let twins: Vec<u32> =
            group.iter().copied().filter(|&file| self.files[file as usize].key == *first_key).collect();
        let Found::File(best) = self.best_spelling(twins, path) else { return Found::Missing };
        let others = group.iter().map(|&file| self.files[file as usize].id).filter(|&id| id != best);
        let all: Vec<FileId> = std::iter::once(best).chain(others).collect();
        if all.len() == 1 { Found::File(best) } else { Found::Ambiguous(all) }
    }

    /// Returns groups of files whose paths differ only in case or normal form (rule F-14).
    pub fn twins(&self) -> Vec<Vec<&VaultPath>> {
        let mut by_key: std::collections::BTreeMap<&Key, Vec<&VaultPath>> = std::collections::BTreeMap::new();
        for file in &self.files {
            by_key.entry(&file.key).or_default().push(&file.path);
        }
        by_key.into_values().filter(|paths| paths.len() > 1).collect()
    }
}

impl Named {
    fn add(map: &mut HashMap<Key, Self>, key: Key, file: u32) {
        match map.entry(key) {
            Entry::Vacant(entry) => drop(entry.insert(Self::One(file))),
            Entry::Occupied(mut entry) => match entry.get_mut() {
                Self::One(first) => *entry.get_mut() = Self::Many(vec![*first, file]),
                Self::Many(files) => files.push(file),
            },
        }
    }

    fn files(&self) -> &[u32] {
        match self {
            Self::One(file) => std::slice::from_ref(file),
            Self::Many(files) => files,
        }
    }
}

impl File {
    fn of(id: FileId, path: &VaultPath) -> Self {
        Self {
            id,
            path: path.clone(),
            key: Key::of(path.as_str()),
            folder: Key::of(path.folder()),
            n_chars: path.as_str().nfc().count(),
        }
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).expect("a vault holds fewer than four billion files")
}

fn last_segment(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn rank(file: &File) -> (usize, VaultPath) {
    (file.n_chars, file.path.clone())
}

/// How far the end of a path is from what was typed: 0 the same bytes, 1 the same in NFC, 2 the same key.
fn spelling(path: &str, typed: &str) -> u8 {
    if path.ends_with(typed) {
        return 0;
    }
    let path: String = path.nfc().collect();
    let typed: String = typed.nfc().collect();
    if path.ends_with(&typed) { 1 } else { 2 }
}

/// Walks `./` and `../` from a folder; going above the root stays at the root (rule L-14 step 2).
pub(crate) fn from_folder(folder: &str, path: &str) -> String {
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            name => segments.push(name),
        }
    }
    segments.join("/")
}
