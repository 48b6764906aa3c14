//! Finds where notes went whose paths are gone.
//!
//! What version control says comes first, then the same text (of several notes with one text, only one that kept its name), then
//! the text that is most alike.
//!
//! Only public notes are looked at.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;

use hedgerow_model::NotePath;
use hedgerow_parser::Note;

use super::Seen;

/// More pairs of notes than this are not compared word by word; those of the same text are found however many there are.
const MAX_PAIRS: usize = 1 << 20;

/// Longer ends of paths than this are no surer a sign.
const MAX_SEGMENTS: usize = 16;

/// Notes that are no longer where they were, and notes that were not there before.
pub(super) struct Pairing<'p> {
    /// Those that are sought still.
    sought: Vec<&'p Seen>,
    /// Those that nobody was found to be yet, by path.
    appeared: BTreeMap<&'p NotePath, &'p Note>,
    went: BTreeMap<NotePath, NotePath>,
}

impl<'p> Pairing<'p> {
    pub(super) fn new(vanished: &'p [Seen], appeared: impl Iterator<Item = &'p Note>) -> Self {
        let appeared = appeared.map(|note| (note.path(), note)).collect();
        Self { sought: vanished.iter().collect(), appeared, went: BTreeMap::new() }
    }

    /// Returns where the notes went that can be found again, by where they were.
    pub(super) fn find(
        mut self,
        renames: &[(NotePath, NotePath)],
        is_public: impl Fn(&NotePath) -> bool,
    ) -> BTreeMap<NotePath, NotePath> {
        self.settle_told(renames, is_public);
        self.settle_same();
        self.settle_alike();
        self.went
    }

    /// The same text, once on both sides; of several, the one with the longest end of the path that is its alone.
    fn settle_same(&mut self) {
        self.settle_unique(|seen| Some(*seen.trace.hash()), |note| Some(*note.trace().hash()), |_, _| true);
        for n in (1..=self.n_segments()).rev() {
            let of = |path, hash: &[u8; 16]| Some((*hash, end_of(path, n)?));
            self.settle_unique(
                |seen| of(&seen.path, seen.trace.hash()),
                |note| of(note.path(), note.trace().hash()),
                |_, _| true,
            );
        }
    }

    /// Where version control says. The note may have been found there before the one it was is known to be missed.
    fn settle_told(&mut self, renames: &[(NotePath, NotePath)], is_public: impl Fn(&NotePath) -> bool) {
        let told: HashMap<&NotePath, &NotePath> = renames.iter().map(|(from, to)| (from, to)).collect();
        let known: HashSet<NotePath> = self.went.values().cloned().collect();
        for seen in std::mem::take(&mut self.sought) {
            match told.get(&seen.path).filter(|to| is_public(to) && !known.contains(**to)) {
                Some(to) => self.go(seen, to),
                None => self.sought.push(seen),
            }
        }
    }

    fn settle_alike(&mut self) {
        let mut alike: Vec<(usize, &'p Seen, &'p NotePath)> = Vec::new();
        let notes: Vec<&'p Note> = self.appeared.values().copied().collect();
        let mut compare = |seen: &'p Seen, note: &'p Note| {
            alike.extend(note.trace().likeness(&seen.trace).map(|likeness| (likeness, seen, note.path())));
        };
        if self.sought.len().saturating_mul(notes.len()) > MAX_PAIRS {
            return;
        }
        self.sought.iter().for_each(|seen| notes.iter().for_each(|note| compare(seen, note)));
        alike.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (&a.1.path, a.2).cmp(&(&b.1.path, b.2))));
        for (_, seen, to) in alike {
            if self.appeared.contains_key(to) && !self.went.contains_key(&seen.path) {
                self.go(seen, to);
            }
        }
        self.sought.retain(|seen| !self.went.contains_key(&seen.path));
    }

    /// Settles what has the same key as one note of the other side, and as none of its own.
    fn settle_unique<K: Eq + Hash>(
        &mut self,
        key_of_seen: impl Fn(&'p Seen) -> Option<K>,
        key_of_note: impl Fn(&'p Note) -> Option<K>,
        may_be: impl Fn(&Seen, &Note) -> bool,
    ) {
        let mut n_sought: HashMap<K, usize> = HashMap::new();
        self.sought.iter().filter_map(|seen| key_of_seen(seen)).for_each(|key| *n_sought.entry(key).or_default() += 1);
        let mut places: HashMap<K, Option<&'p Note>> = HashMap::new();
        for note in self.appeared.values() {
            if let Some(key) = key_of_note(note).filter(|key| n_sought.contains_key(key)) {
                places.entry(key).and_modify(|place| *place = None).or_insert(Some(note));
            }
        }
        for seen in std::mem::take(&mut self.sought) {
            let key = key_of_seen(seen).filter(|key| n_sought[key] == 1);
            let place = key.and_then(|key| places.get(&key).copied().flatten());
            match place.filter(|note| may_be(seen, note)) {
                Some(note) => self.go(seen, note.path()),
                None => self.sought.push(seen),
            }
        }
    }

    fn go(&mut self, seen: &Seen, to: &NotePath) {
        self.appeared.remove(to);
        self.went.insert(seen.path.clone(), to.clone());
    }

    /// Returns how long the ends of paths can be that both sides have.
    fn n_segments(&self) -> usize {
        let longest = |paths: &mut dyn Iterator<Item = &NotePath>| paths.map(|path| path.segments().count()).max();
        let sought = longest(&mut self.sought.iter().map(|seen| &seen.path)).unwrap_or_default();
        sought.min(longest(&mut self.appeared.keys().copied()).unwrap_or_default()).min(MAX_SEGMENTS)
    }
}

/// Returns the last `n` segments of a path that has so many.
fn end_of(path: &NotePath, n: usize) -> Option<&str> {
    let path = path.as_str();
    match path.rmatch_indices('/').nth(n - 1) {
        Some((at, _)) => Some(&path[at + 1..]),
        None => (path.split('/').count() == n).then_some(path),
    }
}
