//! The names of folders, which a link may mean where no file has the name (rule L-17).

use std::collections::{BTreeSet, HashMap};

use hedgerow_model::{Key, VaultPath};

use crate::Note;
use crate::index::from_folder;

/// The folders above a set of notes, by the key of their last segment.
#[derive(Debug, Default)]
pub(crate) struct FolderNames {
    known: BTreeSet<String>,
    by_name: HashMap<Key, Vec<String>>,
}

impl FolderNames {
    /// Learns the folders of a note. One that is in no list makes only the folder known whose page it is (rule W-07).
    pub(crate) fn take(&mut self, note: &Note) {
        let folder = note.path().folder();
        if folder.is_empty() || self.known.contains(folder) {
            return;
        }
        if note.front().unlisted {
            if matches!(Key::of(&note.path().name()).as_str(), "index" | "_index") {
                self.known.insert(folder.to_owned());
            }
            return;
        }
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        self.known.extend(ends.map(|end| folder[..end].to_owned()));
    }

    /// Puts the folders in order; called once, behind the last note.
    pub(crate) fn sort(&mut self) {
        for folder in &self.known {
            let name = folder.rsplit('/').next().unwrap_or(folder);
            self.by_name.entry(Key::of(name)).or_default().push(folder.clone());
        }
        // The order of the map is never seen: each list is sorted by itself.
        self.by_name.values_mut().for_each(|folders| folders.sort_by_cached_key(|folder| folder.chars().count()));
    }

    /// Finds a folder as rule L-14 finds a file: by its path from the root or from the host's folder, else by the end of its
    /// path, the shortest first.
    pub(crate) fn find(&self, host: &VaultPath, path: &str) -> Option<&str> {
        let path = path.trim_end_matches('/');
        let relative = path.starts_with("./") || path.starts_with("../");
        let path = if relative { from_folder(host.folder(), path) } else { path.to_owned() };
        let (is_exact, path) = match path.strip_prefix('/') {
            Some(path) => (true, path),
            None => (relative, path.as_str()),
        };
        let folders = self.by_name.get(&Key::of(path.rsplit('/').next()?))?;
        let key = Key::of(path);
        let ending = Key::of(&format!("/{path}"));
        let exact = folders.iter().find(|folder| Key::of(folder) == key);
        let by_end = || folders.iter().find(|folder| !is_exact && Key::of(folder).as_str().ends_with(ending.as_str()));
        exact.or_else(by_end).map(String::as_str)
    }
}
