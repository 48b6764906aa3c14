//! Which events can matter.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use hedgerow_model::VaultPath;
use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RemoveKind};

use super::git;
use super::inbox::Mail;
use crate::Vault;
use crate::ignored::Ignored;
use crate::rules::GITIGNORE;
use crate::walk::relative;

/// The vault, its rules, and the files beside it that are watched.
#[derive(Debug)]
pub(super) struct Scope {
    root: PathBuf,
    ignored: Ignored,
    honours_gitignore: bool,
    settings: Option<PathBuf>,
    git: Mutex<Vec<PathBuf>>,
}

impl Scope {
    pub(super) fn new(vault: &Vault, settings: Option<&Path>) -> Self {
        Self {
            root: vault.root().to_owned(),
            ignored: vault.ignored().clone(),
            honours_gitignore: vault.honours_gitignore(),
            settings: settings.map(as_told),
            git: Mutex::default(),
        }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn settings(&self) -> Option<&Path> {
        self.settings.as_deref()
    }

    /// Finds the folders in which git keeps its state, which may have moved.
    pub(super) fn find_git(&self) -> Vec<PathBuf> {
        let folders = git::folders(&self.root);
        self.git.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&folders);
        folders
    }

    /// Returns what an event says. Reading says nothing: the program's own reading would wake it for ever.
    pub(super) fn mail(&self, event: &notify::Event) -> Vec<Mail> {
        if event.need_rescan() {
            return vec![Mail::everything()];
        }
        let is_folder = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) | EventKind::Modify(ModifyKind::Data(_)) => {
                Some(false)
            }
            EventKind::Access(_) => return Vec::new(),
            EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder) => Some(true),
            EventKind::Create(CreateKind::File) | EventKind::Remove(RemoveKind::File) => Some(false),
            EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(_) | EventKind::Any | EventKind::Other => {
                None
            }
        };
        event.paths.iter().flat_map(|path| self.of_path(path, is_folder)).collect()
    }

    /// Tells whether a folder of the vault, by its path on disk, is looked into.
    pub(super) fn shows_folder(&self, folder: &Path) -> bool {
        relative(&self.root, folder).is_none_or(|path| !self.ignored.hides_entry(&path, true))
    }

    /// Tells whether a path is hidden, as a folder and as a file.
    pub(super) fn hides(&self, path: &VaultPath) -> (bool, bool) {
        let text = path.as_str();
        let is_below_hidden = text.match_indices('/').any(|(end, _)| self.ignored.hides_entry(&text[..end], true));
        let hides = |is_folder| is_below_hidden || self.ignored.hides_entry(text, is_folder);
        (hides(true), hides(false))
    }

    fn of_path(&self, path: &Path, is_folder: Option<bool>) -> Vec<Mail> {
        let mut mail = Vec::new();
        if self.settings() == Some(path) {
            mail.push(Mail::settings());
        }
        let git = self.git.lock().unwrap_or_else(PoisonError::into_inner);
        if git::is_state(path, &git) || path == self.root.join(".git") {
            mail.push(Mail::history());
        }
        mail.extend(self.of_vault(path, is_folder));
        mail
    }

    fn of_vault(&self, path: &Path, is_folder: Option<bool>) -> Option<Mail> {
        if path == self.root {
            return Some(Mail::everything());
        }
        let path = VaultPath::new(&relative(&self.root, path)?).ok()?;
        if self.honours_gitignore && path.file_name() == GITIGNORE && !self.hides_folder_of(&path) {
            return Some(Mail::path(path));
        }
        match (self.hides(&path), is_folder) {
            ((true, true), _) | ((true, _), Some(true)) | ((_, true), Some(false)) => None,
            ((false, false), _) | ((false, _), Some(true)) | ((_, false), Some(false)) => Some(Mail::path(path)),
            ((true, false) | (false, true), None) => Some(Mail::unsure(path)),
        }
    }

    fn hides_folder_of(&self, path: &VaultPath) -> bool {
        VaultPath::new(path.folder()).is_ok_and(|folder| self.hides(&folder).0)
    }
}

/// Returns a file's path as events tell it: the folder without links on the way, and the file's name as it is.
fn as_told(file: &Path) -> PathBuf {
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let folder = file.parent().and_then(|folder| folder.canonicalize().ok());
    match (folder, file.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => file,
    }
}

#[cfg(test)]
mod tests {
    use notify::Event;
    use notify::event::{DataChange, MetadataKind, RenameMode};

    use super::*;
    use crate::VaultOptions;

    fn scope(honours_gitignore: bool) -> (tempfile::TempDir, Scope) {
        let root = tempfile::tempdir().unwrap();
        let options =
            VaultOptions { ignore: vec!["no".into(), "y.md/".into()], honours_gitignore, ..VaultOptions::default() };
        let vault = Vault::open(root.path(), &options).unwrap();
        let scope = Scope::new(&vault, Some(&root.path().join("hedgerow.toml")));
        (root, scope)
    }

    fn says(scope: &Scope, kind: EventKind, path: &str) -> String {
        let event = Event::new(kind).add_path(scope.root().join(path));
        let word = |mail: Mail| match mail {
            Mail { everything: true, .. } => "everything".to_owned(),
            Mail { history: true, .. } => "history".to_owned(),
            Mail { settings: true, .. } => "settings".to_owned(),
            Mail { paths, unsure, .. } if unsure.is_empty() => paths.iter().map(ToString::to_string).collect(),
            Mail { unsure, .. } => unsure.iter().map(|path| format!("{path}?")).collect(),
        };
        scope.mail(&event).into_iter().map(word).collect::<Vec<_>>().join(" ")
    }

    const WRITE: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    const RENAME: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::From));
    const TOUCH: EventKind = EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any));
    const FOLDER: EventKind = EventKind::Create(CreateKind::Folder);

    #[test]
    fn only_what_can_matter_is_told() {
        let (_root, scope) = scope(false);
        for (kind, path, expected) in [
            (WRITE, "a.md", "a.md"),
            (EventKind::Access(AccessKind::Close(AccessMode::Write)), "a/b.png", "a/b.png"),
            (TOUCH, "a.md", "a.md"),
            (EventKind::Access(AccessKind::Open(AccessMode::Any)), "a.md", ""),
            (EventKind::Access(AccessKind::Close(AccessMode::Read)), "a.md", ""),
            (EventKind::Access(AccessKind::Read), "a.md", ""),
            (WRITE, ".obsidian/workspace.json", ""),
            (FOLDER, ".trash", ""),
            (WRITE, "a/.hidden/b.md", ""),
            (WRITE, "no/b.md", ""),
            (WRITE, "a.md~", ""),
            (RENAME, "a.md~", "a.md~?"),
            (FOLDER, "a.tmp", "a.tmp"),
            (FOLDER, "y.md", ""),
            (WRITE, "y.md", "y.md"),
            (TOUCH, "y.md", "y.md?"),
            (WRITE, "hedgerow.toml", "settings"),
            (RENAME, "", "everything"),
            (WRITE, ".gitignore", ""),
            (FOLDER, ".git", "history"),
        ] {
            assert_eq!(says(&scope, kind, path), expected, "{kind:?} {path}");
        }
    }

    #[test]
    fn rules_of_git_matter_where_they_are_honoured() {
        let (_root, scope) = scope(true);
        assert_eq!(says(&scope, WRITE, ".gitignore"), ".gitignore");
        assert_eq!(says(&scope, WRITE, "a/.gitignore"), "a/.gitignore");
        assert_eq!(says(&scope, WRITE, ".obsidian/.gitignore"), "");
    }

    #[test]
    fn events_that_were_lost_are_everything() {
        let (_root, scope) = scope(false);
        let event = Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        assert_eq!(scope.mail(&event), [Mail::everything()]);
    }
}
