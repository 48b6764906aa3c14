//! The folders that hold public notes.

use hedgerow_model::PageUrl;

use crate::NoteId;

/// A folder with at least one public note somewhere below it (rules F-22 to F-24).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicFolder {
    /// Path from the vault root without slashes at its ends; empty for the root.
    pub path: String,
    /// The folder's own name; empty for the root.
    pub name: String,
    /// The address of the folder page, with a slash at its end. A folder note (`index.md`) has the same address; one with a
    /// permalink gives the folder its own (rule F-34).
    pub url: PageUrl,
    /// The note that introduces the folder: `index.md` and its relatives (rule F-22).
    pub intro: Option<NoteId>,
    /// Folders directly inside, by name without case, numbers by value (rule W-15).
    pub folders: Vec<PublicFolder>,
    /// Notes directly inside, by title without case, numbers by value; without the note that is the folder's own page.
    pub notes: Vec<NoteId>,
}

impl PublicFolder {
    /// Counts the notes in this folder and all below it.
    pub fn count(&self) -> usize {
        self.notes.len() + self.folders.iter().map(Self::count).sum::<usize>()
    }

    /// Returns the folder of a path: this one, or one below it.
    pub fn find(&self, path: &str) -> Option<&PublicFolder> {
        let mut folder = self;
        while folder.path != path {
            let is_outer = |inner: &&PublicFolder| {
                let rest = path.strip_prefix(inner.path.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            folder = folder.folders.iter().find(is_outer)?;
        }
        Some(folder)
    }

    /// Returns this folder and all below it, outermost first.
    pub fn walk(&self) -> Vec<&PublicFolder> {
        let mut found = vec![self];
        let mut next = 0;
        while next < found.len() {
            found.extend(&found[next].folders);
            next += 1;
        }
        found
    }
}
