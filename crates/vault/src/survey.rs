//! Brings an inventory up to date.
//!
//! What is found is a function of the folder alone: it does not matter by which steps it was reached. The previous inventory
//! only saves the reading of files whose stamps say that they are as they were.

use std::io;
use std::path::PathBuf;

use hedgerow_model::{AssetPath, NotePath};

use crate::draft::Draft;
use crate::inventory::Inventory;
use crate::stamp::{FileId, file_id};
use crate::{SourceFile, Touched, Vault, VaultChange, history, look};

/// What a look at the vault found, and how that differs from the look before.
#[derive(Debug, Default)]
pub struct Survey {
    /// What the vault holds now.
    pub inventory: Inventory,
    /// The notes that are new or whose bytes or dates are others, in the order of vault paths.
    pub changed: Vec<SourceFile>,
    /// The notes that are gone or cannot be read any more, in the order of vault paths.
    pub removed: Vec<NotePath>,
    /// The attachments that are new, gone, or may be others, in the order of vault paths. One that was written in the two seconds
    /// before it was listed is named once more, since a second writing would not show.
    pub assets_changed: Vec<AssetPath>,
    /// Some file changed while it was read, or the system had no answer just now: a survey in a moment, with an empty change, will
    /// know better.
    pub wants_another_look: bool,
}

/// The vault's folder is not there.
#[derive(Debug, thiserror::Error)]
#[error("the folder `{}` is gone: {source}", path.display())]
pub struct Gone {
    /// The folder.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

pub(crate) type Progress<'p> = &'p (dyn Fn(usize) + Sync);

pub(crate) fn survey(
    vault: &Vault,
    previous: Option<&Inventory>,
    change: &VaultChange,
    progress: Progress<'_>,
) -> Result<Survey, Gone> {
    let root = root_id(vault)?;
    let nothing = Inventory::default();
    let everything = VaultChange { touched: Touched::Everything, settings: false };
    let is_same_vault = previous.is_some_and(|previous| previous.mark == vault.mark() && previous.root == Some(root));
    let change = if is_same_vault { change } else { &everything };
    let previous = previous.unwrap_or(&nothing);

    let mut draft = Draft::new(vault, previous, progress);
    let ages = std::thread::scope(|scope| {
        // A thread of its own: waiting for git must not keep one of rayon's from reading.
        let ages = history::is_kept(vault.root()).then(|| scope.spawn(|| history::ages(vault.root(), &previous.ages)));
        for patch in look::patches(vault, previous, change) {
            draft.apply(patch);
        }
        draft.read();
        ages.map_or_else(|| history::none(&previous.ages), |ages| ages.join().unwrap_or_default())
    });
    draft.take_ages(ages);
    draft.next.mark = vault.mark();
    draft.next.root = Some(root);
    // A folder that went away meanwhile looks like one that was emptied.
    match root_id(vault)? {
        still if still == root => Ok(draft.finish()),
        _ => survey(vault, Some(previous), &everything, progress),
    }
}

/// Returns which folder the root's path leads to.
fn root_id(vault: &Vault) -> Result<FileId, Gone> {
    let id = vault.root().read_dir().and_then(|_| vault.root().metadata()).map(|metadata| file_id(&metadata));
    id.map_err(|source| Gone { path: vault.root().to_owned(), source })
}

#[cfg(test)]
mod tests {
    use hedgerow_model::VaultPath;

    use super::*;
    use crate::VaultOptions;
    use crate::inventory::{Content, NoteEntry};

    /// Surveys after the only note was written a second time in such a way that its stamp is the same.
    fn survey_of_unseen_writing(is_settled: bool, change: &VaultChange) -> Vec<NotePath> {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("a.md"), "a").unwrap();
        let vault = Vault::open(root.path(), &VaultOptions::default()).unwrap();
        let mut previous = vault.survey(None, &VaultChange::everything(), &|_| {}).unwrap().inventory;
        let path = VaultPath::new("a.md").unwrap();
        let entry = previous.notes.get_mut(&path).unwrap();
        assert!(!entry.is_settled, "it was written a moment ago");
        *entry = NoteEntry {
            is_settled,
            content: entry.content.map(|content| Content { hash: [0; 32], ..content }),
            ..*entry
        };
        let survey = vault.survey(Some(&previous), change, &|_| {}).unwrap();
        survey.changed.into_iter().map(|file| file.path).collect()
    }

    #[test]
    fn a_stamp_is_trusted_only_when_it_was_settled() {
        let path = NotePath::new("a.md").unwrap();
        for change in [VaultChange::everything(), VaultChange::paths([path.as_vault_path().clone()])] {
            assert_eq!(survey_of_unseen_writing(false, &change), std::slice::from_ref(&path));
            assert_eq!(survey_of_unseen_writing(true, &change), []);
        }
        assert_eq!(survey_of_unseen_writing(false, &VaultChange::default()), []);
    }
}
