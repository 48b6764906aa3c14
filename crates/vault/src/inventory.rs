//! What a vault held at the last look, without the texts of its notes.

use std::sync::Arc;

use hedgerow_model::{AssetPath, Date, Diagnostic, NotePath, VaultPath};
use imbl::{OrdMap, OrdSet};

use crate::history::Ages;
use crate::stamp::{FileId, Stamp};
use crate::{AssetFile, History};

/// Every file of a vault as it was found by [`crate::Vault::survey`]. To clone one costs next to nothing, and one that differs in
/// a file from the one before shares the rest with it.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    pub(crate) notes: Notes,
    pub(crate) assets: Assets,
    /// What was in the way of listing, by the path where it was.
    pub(crate) troubles: OrdMap<VaultPath, Arc<[Diagnostic]>>,
    /// What was in the way of reading.
    pub(crate) note_troubles: OrdMap<VaultPath, Diagnostic>,
    /// What is to be looked at again because a file changed while it was read.
    pub(crate) restless: OrdSet<VaultPath>,
    pub(crate) ages: Arc<Ages>,
    /// Of which vault, under which rules, this is.
    pub(crate) mark: u64,
    pub(crate) root: Option<FileId>,
}

pub(crate) type Notes = OrdMap<VaultPath, NoteEntry>;
pub(crate) type Assets = OrdMap<VaultPath, AssetEntry>;

/// A note, read or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoteEntry {
    pub(crate) stamp: Stamp,
    pub(crate) is_settled: bool,
    /// `None` for a note that could not be read.
    pub(crate) content: Option<Content>,
}

/// What a reader of the note would notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) hash: [u8; 32],
    pub(crate) created: Option<Date>,
    pub(crate) modified: Option<Date>,
}

/// Any other file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AssetEntry {
    pub(crate) stamp: Stamp,
    pub(crate) is_settled: bool,
}

impl Inventory {
    /// Returns the notes that could be read, in the order of vault paths, each with the BLAKE3 hash of its bytes.
    pub fn notes(&self) -> impl Iterator<Item = (NotePath, [u8; 32])> {
        self.notes.iter().filter_map(|(path, entry)| {
            let path = NotePath::from_vault_path(path.clone()).ok()?;
            Some((path, entry.content?.hash))
        })
    }

    /// Tells whether there is a note at a path, read or not.
    pub fn has_note(&self, path: &NotePath) -> bool {
        self.notes.contains_key(path.as_vault_path())
    }

    /// Returns all other files, in the order of vault paths.
    pub fn assets(&self) -> impl Iterator<Item = AssetFile> {
        self.assets.iter().filter_map(|(path, entry)| {
            let path = AssetPath::from_vault_path(path.clone()).ok()?;
            Some(AssetFile { path, size: entry.stamp.len() })
        })
    }

    /// Returns the stamp of a note's file when it was read last; another one says that the file was written since.
    pub fn note_stamp(&self, path: &NotePath) -> Option<Stamp> {
        self.notes.get(path.as_vault_path()).map(|entry| entry.stamp)
    }

    /// Returns the stamp of an attachment: what is known of the file is known as long as its stamp is the same and no survey names
    /// it among its changed attachments.
    pub fn asset_stamp(&self, path: &AssetPath) -> Option<Stamp> {
        self.assets.get(path.as_vault_path()).map(|entry| entry.stamp)
    }

    /// Returns what was in the way, in the order of paths and places.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let listing = self.troubles.values().flat_map(|found| found.iter());
        let mut all: Vec<_> = listing.chain(self.note_troubles.values()).cloned().collect();
        all.sort_by(|a, b| (&a.path, a.span, a.code, &a.message).cmp(&(&b.path, b.span, b.code, &b.message)));
        all
    }

    /// Tells where the notes' dates are from.
    pub fn history(&self) -> History {
        self.ages.history
    }

    /// Returns the commit of the vault, if version control has one.
    pub fn commit(&self) -> Option<&str> {
        self.ages.commit()
    }

    /// Returns how many notes could be read, and how many other files there are. Costs one look at every note.
    pub fn n_files(&self) -> (usize, usize) {
        (self.notes.values().filter(|entry| entry.content.is_some()).count(), self.assets.len())
    }
}

/// Returns what a map holds at a path and below it, in order; all of it for no path.
pub(crate) fn at_and_below<'m, V: Clone>(
    map: &'m OrdMap<VaultPath, V>,
    under: Option<&VaultPath>,
) -> Box<dyn Iterator<Item = (&'m VaultPath, &'m V)> + 'm> {
    let Some(under) = under else { return Box::new(map.iter()) };
    let bound = |end: &str| VaultPath::new(&format!("{under}{end}")).expect("a longer last segment is a segment");
    // Between them lies every path that starts with the folder and a slash: no name holds a NUL, and `0` follows `/`.
    let (first, behind) = (bound("/\u{1}"), bound("0"));
    Box::new(map.get_key_value(under).into_iter().chain(map.range(first..behind)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_a_folder_is_what_its_path_and_a_slash_begin() {
        let paths = ["a", "a b", "a!", "a.md", "a/\u{1}", "a/b", "a/b/c", "a/ä", "a/\u{10FFFF}", "a0", "aa", "b/a/x"];
        let map: OrdMap<VaultPath, ()> = paths.iter().map(|path| (VaultPath::new(path).unwrap(), ())).collect();
        let found = |under: Option<&str>| {
            let under = under.map(|under| VaultPath::new(under).unwrap());
            at_and_below(&map, under.as_ref()).map(|(path, ())| path.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(found(Some("a")), ["a", "a/\u{1}", "a/b", "a/b/c", "a/ä", "a/\u{10FFFF}"]);
        assert_eq!(found(Some("a/b")), ["a/b", "a/b/c"]);
        assert_eq!(found(Some("b")), ["b/a/x"]);
        assert_eq!(found(Some("c")), [""; 0]);
        assert_eq!(found(None).len(), paths.len());
    }
}
