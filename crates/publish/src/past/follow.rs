//! Follows notes from one garden to the next.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use hedgerow_model::{NotePath, PageUrl};
use hedgerow_parser::Note;
use rayon::prelude::*;

use super::pairing::{Changed, Pairing};
use super::{Past, Seen};
use crate::{PublicGarden, PublicNote};

/// What was public before, whether it is remembered from the last run or is still at hand.
pub(crate) enum Before<'b> {
    Nothing,
    Past(&'b Past),
    Garden(&'b PublicGarden),
}

/// What is there now.
pub(crate) struct Now<'n> {
    /// The public notes, in vault-path order.
    pub(crate) notes: &'n [Arc<Note>],
    /// Their addresses.
    pub(crate) urls: &'n [PageUrl],
    /// All notes, public or not, in vault-path order: of those that are not it is asked only whether they are there.
    pub(crate) files: &'n [Arc<Note>],
    /// Tells whether a file lies at a path that is none of them because the author's rules leave it out.
    pub(crate) is_left_out: &'n (dyn Fn(&NotePath) -> bool + Sync),
    /// Where version control says that notes went, as `(from, to)`.
    pub(crate) renames: &'n [(NotePath, NotePath)],
    /// Notes that were missed before and are missed still went nowhere.
    pub(crate) is_settled: bool,
}

/// The outcome of following notes from one garden to the next.
#[derive(Clone, Debug, Default)]
pub(crate) struct Followed {
    pub(crate) old: Arc<BTreeMap<PageUrl, NotePath>>,
    /// In the order of paths.
    pub(crate) gone: Vec<Seen>,
}

impl Before<'_> {
    /// Follows every note to where it is now. Costs a walk over the notes, and where some are missed a look at all texts.
    pub(crate) fn follow(&self, now: &Now<'_>) -> Followed {
        let Steps { appeared, stayed, vanished } = self.steps(now);
        let mut old = self.old();
        let went = if vanished.is_empty() { BTreeMap::new() } else { now.find(&appeared, &stayed, &vanished) };
        for path in old.values_mut() {
            if let Some(to) = went.get(path) {
                *path = to.clone();
            }
        }
        for (was, at) in &stayed {
            match went.get(was.path()) {
                Some(to) => _ = old.insert(was.url().clone(), to.clone()),
                None if *was.url() != now.urls[*at] => _ = old.insert(was.url().clone(), was.path().clone()),
                None => {}
            }
        }
        let (went_on, missed): (Vec<_>, Vec<_>) = vanished.into_iter().partition(|was| went.contains_key(was.path()));
        for was in went_on {
            old.insert(was.url().clone(), went[was.path()].clone());
        }
        // Where there is no note at all, it is the folder that is away.
        let is_over = |was: &Was<'_>| was.was_missed && now.is_settled && !now.files.is_empty();
        let gone: Vec<Seen> = missed.iter().filter(|was| !is_over(was)).map(Was::seen).collect();
        let waiting: HashSet<&NotePath> = gone.iter().map(|seen| &seen.path).collect();
        old.retain(|url, path| now.url_of(path).map_or_else(|| waiting.contains(path), |now| now != url));
        Followed { old: Arc::new(old), gone }
    }

    fn steps(&self, now: &Now<'_>) -> Steps<'_> {
        let told: HashMap<&NotePath, &NotePath> = now.renames.iter().map(|(from, to)| (from, to)).collect();
        // Withdrawn: the file is still there, though perhaps left out, or version control knows it in a place that is not public.
        let is_hidden = |path: &NotePath| now.url_of(path).is_none() && (now.is_file(path) || (now.is_left_out)(path));
        let is_withdrawn = |path: &NotePath| is_hidden(path) || told.get(path).is_some_and(|to| is_hidden(to));
        let mut steps = Steps { appeared: Vec::new(), stayed: Vec::new(), vanished: Vec::new() };
        let mut notes = now.notes.iter().enumerate().peekable();
        for was in self.all() {
            while let Some((at, _)) = notes.next_if(|(_, note)| note.path() < was.path()) {
                steps.appeared.push(at);
            }
            match notes.next_if(|(_, note)| note.path() == was.path()) {
                Some((at, _)) => steps.stayed.push((was, at)),
                None if is_withdrawn(was.path()) => {}
                None => steps.vanished.push(was),
            }
        }
        steps.appeared.extend(notes.map(|(at, _)| at));
        steps
    }

    fn old(&self) -> BTreeMap<PageUrl, NotePath> {
        match self {
            Self::Nothing => BTreeMap::new(),
            Self::Past(past) => (*past.old).clone(),
            Self::Garden(garden) => (*garden.followed().old).clone(),
        }
    }

    /// All notes that were public last, and those that are missed, in the order of paths.
    fn all(&self) -> Vec<Was<'_>> {
        let seen = |was_missed| move |seen| Was { what: What::Seen(seen), was_missed };
        let mut all: Vec<Was<'_>> = match self {
            Self::Nothing => Vec::new(),
            Self::Past(past) => past.last.iter().map(seen(false)).chain(past.gone.iter().map(seen(true))).collect(),
            Self::Garden(garden) => {
                let notes = garden.notes().iter().map(|note| Was { what: What::Note(note), was_missed: false });
                notes.chain(garden.followed().gone.iter().map(seen(true))).collect()
            }
        };
        all.sort_by(|a, b| a.path().cmp(b.path()));
        all
    }
}

impl Now<'_> {
    fn find(
        &self,
        appeared: &[usize],
        stayed: &[(Was<'_>, usize)],
        vanished: &[Was<'_>],
    ) -> BTreeMap<NotePath, NotePath> {
        let has_changed = |(was, at): &&(Was<'_>, usize)| !was.has_text_of(&self.notes[*at]);
        let changed = stayed.par_iter().with_min_len(64).filter(has_changed);
        let changed = changed.map(|(was, at)| Changed { was: was.seen(), note: &self.notes[*at] });
        let changed: Vec<Changed<'_>> = changed.collect();
        let vanished: Vec<Seen> = vanished.iter().map(Was::seen).collect();
        let is_public = |path: &NotePath| self.url_of(path).is_some();
        Pairing::new(&vanished, appeared.iter().map(|&at| &*self.notes[at]), &changed).find(self.renames, is_public)
    }

    fn is_file(&self, path: &NotePath) -> bool {
        self.files.binary_search_by(|note| note.path().cmp(path)).is_ok()
    }

    fn url_of(&self, path: &NotePath) -> Option<&PageUrl> {
        self.notes.binary_search_by(|note| note.path().cmp(path)).ok().map(|at| &self.urls[at])
    }
}

/// What became of the notes at their paths.
struct Steps<'b> {
    /// The places, among the public notes, of those that were not public before.
    appeared: Vec<usize>,
    /// Notes whose paths are public, with their places.
    stayed: Vec<(Was<'b>, usize)>,
    /// Notes whose files are gone.
    vanished: Vec<Was<'b>>,
}

/// A note that was public before.
struct Was<'b> {
    what: What<'b>,
    /// It was missed already.
    was_missed: bool,
}

enum What<'b> {
    Seen(&'b Seen),
    Note(&'b PublicNote),
}

impl Was<'_> {
    fn path(&self) -> &NotePath {
        match self.what {
            What::Seen(seen) => &seen.path,
            What::Note(note) => note.path(),
        }
    }

    fn url(&self) -> &PageUrl {
        match self.what {
            What::Seen(seen) => &seen.url,
            What::Note(note) => note.url(),
        }
    }

    fn seen(&self) -> Seen {
        match self.what {
            What::Seen(seen) => seen.clone(),
            What::Note(note) => Seen::of(note),
        }
    }

    fn has_text_of(&self, other: &Arc<Note>) -> bool {
        match self.what {
            What::Seen(seen) => seen.trace.hash() == other.trace().hash(),
            What::Note(note) => Arc::ptr_eq(&note.source, other) || note.source.trace().hash() == other.trace().hash(),
        }
    }
}
