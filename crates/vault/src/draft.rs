//! An inventory in the making: the previous one, with what a look found put in place of what was there.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use hedgerow_model::{AssetPath, Date, Diagnostic, NotePath, VaultPath};
use rayon::prelude::*;

use crate::door::Door;
use crate::history::Ages;
use crate::inventory::{AssetEntry, Content, Inventory, NoteEntry, at_and_below};
use crate::look::Patch;
use crate::reading::{self, Reading, Text};
use crate::stamp::Stamp;
use crate::survey::Progress;
use crate::walk::Listed;
use crate::{SourceFile, Survey, Vault};

/// An inventory in the making.
pub(crate) struct Draft<'v> {
    vault: &'v Vault,
    previous: &'v Inventory,
    progress: Progress<'v>,
    n_read: AtomicUsize,
    pub(crate) next: Inventory,
    to_read: Vec<NotePath>,
    /// In the order of vault paths.
    readings: Vec<(NotePath, Text)>,
    removed: Vec<NotePath>,
    assets_changed: Vec<AssetPath>,
}

impl<'v> Draft<'v> {
    pub(crate) fn new(vault: &'v Vault, previous: &'v Inventory, progress: Progress<'v>) -> Self {
        Self {
            vault,
            previous,
            progress,
            n_read: AtomicUsize::new(0),
            next: previous.clone(),
            to_read: Vec::new(),
            readings: Vec::new(),
            removed: Vec::new(),
            assets_changed: Vec::new(),
        }
    }

    pub(crate) fn apply(&mut self, patch: Patch) {
        let under = patch.under.as_ref();
        let listed_at = patch.listed_at;
        for (path, _) in at_and_below(&self.previous.troubles, under) {
            self.next.troubles.remove(path);
        }
        for troubles in patch.listing.troubles.chunk_by(|a, b| a.path == b.path) {
            self.next.troubles.insert(troubles[0].path.clone(), Arc::from(troubles));
        }
        for path in self.previous.restless.iter().filter(|path| under.is_none_or(|under| is_at_or_below(path, under))) {
            self.next.restless.remove(path);
        }
        self.next.restless.extend(patch.listing.restless);

        let previous = self.previous;
        for (path, stamp, entry) in merge(patch.listing.notes, at_and_below(&previous.notes, under)) {
            self.apply_note(path, stamp, entry);
        }
        for (path, stamp, entry) in merge(patch.listing.assets, at_and_below(&previous.assets, under)) {
            self.apply_asset(path, stamp, entry, listed_at);
        }
    }

    fn apply_note(&mut self, path: VaultPath, stamp: Option<Stamp>, entry: Option<&NoteEntry>) {
        let is_as_it_was =
            |entry: &NoteEntry| Some(entry.stamp) == stamp && entry.is_settled && entry.content.is_some();
        if entry.is_some_and(is_as_it_was) {
            return;
        }
        let path = NotePath::from_vault_path(path).expect("what is listed or kept as a note is one");
        match stamp {
            Some(_) => self.to_read.push(path),
            None => self.forget(path),
        }
    }

    fn apply_asset(
        &mut self,
        path: VaultPath,
        stamp: Option<Stamp>,
        entry: Option<&AssetEntry>,
        listed_at: SystemTime,
    ) {
        if entry.is_some_and(|entry| Some(entry.stamp) == stamp && entry.is_settled) {
            return;
        }
        match stamp {
            Some(stamp) => {
                let is_settled = stamp.is_settled(listed_at);
                self.next.assets.insert(path.clone(), AssetEntry { stamp, is_settled });
            }
            None => drop(self.next.assets.remove(&path)),
        }
        self.assets_changed.extend(AssetPath::from_vault_path(path));
    }

    /// Takes out a note that is not there.
    fn forget(&mut self, path: NotePath) {
        self.next.note_troubles.remove(path.as_vault_path());
        self.next.notes.remove(path.as_vault_path());
        if self.was_read(&path) {
            self.removed.push(path);
        }
    }

    fn was_read(&self, path: &NotePath) -> bool {
        self.previous.notes.get(path.as_vault_path()).is_some_and(|entry| entry.content.is_some())
    }

    /// Reads, in parallel, what has to be read.
    pub(crate) fn read(&mut self) {
        let previous = &self.previous.notes;
        let read_one = |door: &mut Door<'_>, path: NotePath| {
            let previous_len = previous.get(path.as_vault_path()).map_or(0, |entry| entry.stamp.len());
            let reading = reading::read(door, &path, previous_len);
            (self.progress)(self.n_read.fetch_add(1, Ordering::Relaxed) + 1);
            (path, reading)
        };
        let to_read = std::mem::take(&mut self.to_read);
        let readings: Vec<(NotePath, Reading)> =
            to_read.into_par_iter().map_init(|| Door::new(self.vault.root()), read_one).collect();
        for (path, reading) in readings {
            self.take_reading(path, reading);
        }
        self.readings.sort_by(|(a, _), (b, _)| a.cmp(b));
    }

    fn take_reading(&mut self, path: NotePath, reading: Reading) {
        match reading {
            Reading::Read(text) => {
                match &text.diagnostic {
                    Some(found) => drop(self.next.note_troubles.insert(path.as_vault_path().clone(), found.clone())),
                    None => drop(self.next.note_troubles.remove(path.as_vault_path())),
                }
                self.readings.push((path, text));
            }
            Reading::Gone => self.forget(path),
            Reading::Unreadable(found) => self.take_unreadable(&path, found),
            Reading::Restless(found) => {
                self.next.restless.insert(path.as_vault_path().clone());
                self.take_unreadable(&path, found);
            }
        }
    }

    fn take_unreadable(&mut self, path: &NotePath, found: Diagnostic) {
        self.forget(path.clone());
        self.next.note_troubles.insert(found.path.clone(), found);
        // Kept in the list, so that it is known to be there when its folder goes.
        let entry = NoteEntry { stamp: Stamp::default(), is_settled: false, content: None };
        self.next.notes.insert(path.as_vault_path().clone(), entry);
    }

    /// Takes the dates of version control. Notes whose dates moved are read again, for their texts.
    pub(crate) fn take_ages(&mut self, ages: Arc<Ages>) {
        if !Arc::ptr_eq(&ages, &self.previous.ages) {
            let has_moved = |path: &VaultPath, entry: &NoteEntry| {
                entry
                    .content
                    .is_some_and(|content| dates(&ages, path, entry.stamp) != (content.created, content.modified))
            };
            let kept = self.next.notes.iter().filter(|(path, entry)| has_moved(path, entry));
            let kept = kept.filter_map(|(path, _)| NotePath::from_vault_path(path.clone()).ok());
            let is_read = |path: &NotePath| self.readings.binary_search_by(|(read, _)| read.cmp(path)).is_ok();
            self.to_read = kept.filter(|path| !is_read(path)).collect();
            self.read();
        }
        self.next.ages = ages;
    }

    pub(crate) fn finish(mut self) -> Survey {
        let mut changed = Vec::new();
        for (path, read) in std::mem::take(&mut self.readings) {
            let (created, modified) = dates(&self.next.ages, &path, read.stamp);
            let content = Content { hash: read.hash, created, modified };
            let entry = NoteEntry { stamp: read.stamp, is_settled: read.is_settled, content: Some(content) };
            let vault_path = path.as_vault_path();
            if self.previous.notes.get(vault_path).and_then(|entry| entry.content) != Some(content) {
                changed.push(SourceFile { path: path.clone(), text: read.text, hash: read.hash, created, modified });
            }
            if self.previous.notes.get(vault_path) != Some(&entry) {
                self.next.notes.insert(vault_path.clone(), entry);
            }
        }
        self.removed.sort_unstable();
        self.assets_changed.sort_unstable();
        let wants_another_look = !self.next.restless.is_empty();
        let (removed, assets_changed) = (self.removed, self.assets_changed);
        Survey { inventory: self.next, changed, removed, assets_changed, wants_another_look }
    }
}

/// Returns a note's dates: version control's word where it has one, else the file's.
fn dates(ages: &Ages, path: &VaultPath, stamp: Stamp) -> (Option<Date>, Option<Date>) {
    match ages.of(path.as_str()) {
        Some(age) => (age.created, age.modified),
        None => (stamp.day(), stamp.day()),
    }
}

fn is_at_or_below(path: &VaultPath, under: &VaultPath) -> bool {
    path.as_str().strip_prefix(under.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Goes through what is listed and what was kept, both in the order of paths, and brings together what has the same path.
fn merge<'m, E: 'm>(
    listed: Vec<Listed>,
    kept: impl Iterator<Item = (&'m VaultPath, &'m E)>,
) -> impl Iterator<Item = (VaultPath, Option<Stamp>, Option<&'m E>)> {
    let mut listed = listed.into_iter().peekable();
    let mut kept = kept.peekable();
    std::iter::from_fn(move || {
        let order = match (listed.peek(), kept.peek()) {
            (Some(listed), Some((path, _))) => listed.path.cmp(path),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => return None,
        };
        let listed = if order.is_le() { listed.next() } else { None };
        let kept = if order.is_ge() { kept.next() } else { None };
        let entry = kept.map(|(_, entry)| entry);
        match (listed, kept) {
            (Some(Listed { path, stamp }), _) => Some((path, Some(stamp), entry)),
            (None, Some((path, _))) => Some((path.clone(), None, entry)),
            (None, None) => None,
        }
    })
}
