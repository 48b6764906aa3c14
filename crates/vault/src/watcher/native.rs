//! The system's own events.
//!
//! Where a watch is for one folder (inotify), each folder of the vault that is not hidden has one, set from here: the folder first,
//! its content after, so that nothing appears in between. A new folder is watched before the change that it is part of is handed
//! out; what was written in it before, the survey finds. Elsewhere one watch holds for the whole tree.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hedgerow_model::VaultPath;
use notify::{Config, ErrorKind, RecommendedWatcher, RecursiveMode, Watcher as _, WatcherKind};

use super::inbox::{Inbox, Mail};
use super::scope::Scope;
use crate::VaultChange;

/// A running watch.
#[derive(Debug)]
pub(super) struct Native {
    watcher: RecommendedWatcher,
    /// The folders that are watched, where each has a watch of its own.
    folders: BTreeSet<PathBuf>,
}

impl Native {
    /// Watches the vault, or says why that cannot be done.
    pub(super) fn start(scope: &Arc<Scope>, inbox: &Arc<Inbox>) -> Result<Self, String> {
        let (ear_scope, ear_inbox) = (Arc::clone(scope), Arc::clone(inbox));
        let ear = move |event: notify::Result<notify::Event>| match event {
            Ok(event) => ear_scope.mail(&event).into_iter().for_each(|mail| ear_inbox.put(mail)),
            Err(error) => ear_inbox.put(mail_of(&error)),
        };
        let config = Config::default().with_follow_symlinks(false);
        let watcher = RecommendedWatcher::new(ear, config).map_err(|error| reason(&error))?;
        let mut native = Self { watcher, folders: BTreeSet::new() };
        if has_watch_for_each_folder() {
            native.watch_below(scope, scope.root())?;
        } else {
            native.watcher.watch(scope.root(), RecursiveMode::Recursive).map_err(|error| reason(&error))?;
        }
        native.watch_beside(scope);
        Ok(native)
    }

    /// Watches the new folders that the mail speaks of, and returns what is left of it: what can matter.
    ///
    /// # Errors
    /// Why there can be no more watches.
    pub(super) fn settle(&mut self, scope: &Scope, mut mail: Mail) -> Result<Option<VaultChange>, String> {
        for path in std::mem::take(&mut mail.unsure) {
            let at = scope.root().join(path.as_str());
            let is_folder = at.symlink_metadata().map(|metadata| metadata.is_dir());
            let was_folder = self.folders.contains(&at);
            let (hides_folder, hides_file) = scope.hides(&path);
            let matters = (!hides_folder && (is_folder.as_ref().is_ok_and(|is| *is) || was_folder))
                || (!hides_file && !is_folder.unwrap_or(false))
                || !has_watch_for_each_folder();
            if matters {
                mail.paths.insert(path);
            }
        }
        if mail.history {
            self.watch_beside(scope);
        }
        if mail.everything {
            self.heal(scope)?;
        }
        for path in mail.paths.iter().filter(|_| has_watch_for_each_folder()) {
            self.follow(scope, path)?;
        }
        Ok(mail.into_change())
    }

    /// Sets the watches that may have been lost.
    ///
    /// # Errors
    /// Why there can be no more watches.
    pub(super) fn heal(&mut self, scope: &Scope) -> Result<(), String> {
        self.watch_beside(scope);
        if has_watch_for_each_folder() { self.watch_below(scope, scope.root()) } else { Ok(()) }
    }

    /// Tells whether the vault's folder was there when its watch was last set.
    pub(super) fn has_root(&self, scope: &Scope) -> bool {
        !has_watch_for_each_folder() || self.folders.contains(scope.root())
    }

    /// Watches what is a folder, and forgets what was one.
    fn follow(&mut self, scope: &Scope, path: &VaultPath) -> Result<(), String> {
        let at = scope.root().join(path.as_str());
        let is_folder = at.symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
        if is_folder && !scope.hides(path).0 {
            return self.watch_below(scope, &at);
        }
        while !is_folder
            && let Some(folder) =
                self.folders.range(at.clone()..).next().filter(|folder| folder.starts_with(&at)).cloned()
        {
            self.folders.remove(&folder);
        }
        Ok(())
    }

    fn watch_below(&mut self, scope: &Scope, folder: &Path) -> Result<(), String> {
        let mut open = vec![folder.to_owned()];
        while let Some(folder) = open.pop() {
            match self.watcher.watch(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => {}
                Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => return Err(reason(&error)),
                // It is gone again, or nobody may look into it: then there is nothing to watch in it either.
                Err(_) => {
                    self.folders.remove(&folder);
                    continue;
                }
            }
            let entries = folder.read_dir().into_iter().flatten().flatten();
            let folders =
                entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())).map(|entry| entry.path());
            open.extend(folders.filter(|folder| scope.shows_folder(folder)));
            self.folders.insert(folder);
        }
        Ok(())
    }

    /// Watches the folder of the settings file and those of git. That they cannot be watched is no matter: they are looked at.
    fn watch_beside(&mut self, scope: &Scope) {
        let settings = scope.settings().and_then(Path::parent).map(Path::to_owned);
        for folder in settings.into_iter().chain(scope.find_git()) {
            let is_watched = if has_watch_for_each_folder() {
                self.folders.contains(&folder)
            } else {
                folder.starts_with(scope.root())
            };
            if !is_watched {
                let _ = self.watcher.watch(&folder, RecursiveMode::NonRecursive);
            }
        }
    }
}

fn has_watch_for_each_folder() -> bool {
    matches!(RecommendedWatcher::kind(), WatcherKind::Inotify | WatcherKind::Kqueue)
}

fn mail_of(error: &notify::Error) -> Mail {
    match error.kind {
        ErrorKind::MaxFilesWatch => Mail::trouble(reason(error)),
        _ => Mail::everything(),
    }
}

fn reason(error: &notify::Error) -> String {
    match error.kind {
        ErrorKind::MaxFilesWatch => "the system lets no more folders be watched".to_owned(),
        _ => format!("the system does not tell of changes: {error}"),
    }
}
