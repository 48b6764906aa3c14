//! Finds where notes went whose paths are gone.
//!
//! The surest sign comes first, and what it settles is out of the question for the next:
//!
//! 1. the same text in one place; of several such places, the one that kept most of its path;
//! 2. the same text where another note was, which then went somewhere itself (`mv a b` after `mv b c`);
//! 3. what version control says;
//! 4. the same name, or the same end of the path, where the text may be the same one edited; and the same place below a folder that
//!    other notes tell was renamed;
//! 5. a text that is much alike;
//! 6. the same name alone.
//!
//! Only public notes are looked at. All of it is deterministic, and takes time in proportion to the notes, however many there are.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;

use hedgerow_model::NotePath;
use hedgerow_parser::Note;

use super::Seen;

/// Where there are more pairs of notes than this, only those are compared that agree in a rare mark.
const MAX_PAIRS: usize = 1 << 20;

/// A mark that more notes than this have in common tells them apart no longer.
const MAX_MARKED: usize = 16;

/// Longer ends of paths than this are no surer a sign.
const MAX_SEGMENTS: usize = 16;

/// Names that say nothing of the note.
const NAMES_OF_ALL: [&str; 4] = ["index.md", "_index.md", "readme.md", "untitled.md"];

/// A note that has another text than before, under its path.
pub(super) struct Changed<'p> {
    pub(super) was: Seen,
    pub(super) note: &'p Note,
}

/// Notes that are no longer where they were, and notes that were not there before.
pub(super) struct Pairing<'p> {
    /// Those that are sought still.
    sought: Vec<&'p Seen>,
    /// Those that nobody was found to be yet, by path.
    appeared: BTreeMap<&'p NotePath, &'p Note>,
    changed: &'p [Changed<'p>],
    went: BTreeMap<NotePath, NotePath>,
}

impl<'p> Pairing<'p> {
    pub(super) fn new(
        vanished: &'p [Seen],
        appeared: impl Iterator<Item = &'p Note>,
        changed: &'p [Changed<'p>],
    ) -> Self {
        let appeared = appeared.map(|note| (note.path(), note)).collect();
        Self { sought: vanished.iter().collect(), appeared, changed, went: BTreeMap::new() }
    }

    /// Returns where the notes went that can be found again, by where they were.
    pub(super) fn find(
        mut self,
        renames: &[(NotePath, NotePath)],
        is_public: impl Fn(&NotePath) -> bool,
    ) -> BTreeMap<NotePath, NotePath> {
        self.settle_same();
        self.settle_taken_over();
        self.settle_told(renames, is_public);
        self.settle_copies();
        self.settle_named(|seen, note| seen.trace.may_be(note.trace()));
        self.settle_in_folders();
        self.settle_alike();
        self.settle_named(|_, _| true);
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

    /// The same text under a path that another note had. That one is then sought, too: where its text is now, if it is somewhere;
    /// else it stays what it was, a note that has been written anew.
    fn settle_taken_over(&mut self) {
        let mut by_text: HashMap<&[u8; 16], Vec<&'p Changed<'p>>> = HashMap::new();
        for changed in self.changed {
            by_text.entry(changed.note.trace().hash()).or_default().push(changed);
        }
        let mut n_by_text: HashMap<&[u8; 16], usize> = HashMap::new();
        self.sought.iter().for_each(|seen| *n_by_text.entry(seen.trace.hash()).or_default() += 1);
        let mut appeared: HashMap<[u8; 16], Vec<&'p NotePath>> = HashMap::new();
        self.appeared.values().for_each(|note| appeared.entry(*note.trace().hash()).or_default().push(note.path()));
        let mut taken: HashSet<&NotePath> = HashSet::new();
        let mut open = std::mem::take(&mut self.sought);
        // From the end, so that a long chain of notes, each in the place of the next, is followed link by link.
        open.reverse();
        while let Some(seen) = open.pop() {
            let hash = seen.trace.hash();
            let is_only = n_by_text.get(hash).is_none_or(|n| *n == 1);
            if taken.contains(&seen.path)
                && let Some([only]) = appeared.get(hash).map(Vec::as_slice)
                && self.appeared.contains_key(only)
            {
                self.go(seen, only);
                continue;
            }
            match by_text.get(hash).map(Vec::as_slice) {
                Some([changed]) if is_only && taken.insert(&changed.was.path) => {
                    self.go(seen, &changed.was.path);
                    open.push(&changed.was);
                }
                Some(_) | None => self.sought.push(seen),
            }
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

    /// The same text and name, in several places: in their order.
    fn settle_copies(&mut self) {
        let mut places: HashMap<([u8; 16], &str), Vec<&'p NotePath>> = HashMap::new();
        for (path, note) in self.appeared.iter().rev() {
            places.entry((*note.trace().hash(), path.file_name())).or_default().push(path);
        }
        for seen in std::mem::take(&mut self.sought) {
            match places.get_mut(&(*seen.trace.hash(), seen.path.file_name())).and_then(Vec::pop) {
                Some(to) => self.go(seen, to),
                None => self.sought.push(seen),
            }
        }
    }

    /// The same end of the path, as long as it may be, where that is once on both sides.
    fn settle_named(&mut self, may_be: impl Fn(&Seen, &Note) -> bool) {
        for n in (1..=self.n_segments()).rev() {
            let of = |path| end_of(path, n).filter(|end| n > 1 || !NAMES_OF_ALL.contains(&&*end.to_lowercase()));
            self.settle_unique(|seen| of(&seen.path), |note| of(note.path()), &may_be);
        }
    }

    /// The same place below a folder of which other notes tell where it is now.
    fn settle_in_folders(&mut self) {
        let mut folders: HashMap<&str, Option<&str>> = HashMap::new();
        let went = std::mem::take(&mut self.went);
        for (from, to) in &went {
            for (from, to) in renamed_folders(from, to) {
                let known = folders.entry(from).or_insert(Some(to));
                if *known != Some(to) {
                    *known = None;
                }
            }
        }
        let mut found: Vec<(&'p Seen, &'p NotePath)> = Vec::new();
        for seen in std::mem::take(&mut self.sought) {
            let path = seen.path.as_str();
            let mut above = path.rmatch_indices('/').map(|(at, _)| path.split_at(at));
            let place = above.find_map(|(folder, rest)| {
                let to = format!("{}{rest}", (*folders.get(folder)?)?);
                let path = NotePath::new(to.trim_start_matches('/')).ok()?;
                self.appeared.remove_entry(&path).map(|(path, _)| path)
            });
            match place {
                Some(to) => found.push((seen, to)),
                None => self.sought.push(seen),
            }
        }
        drop(folders);
        self.went = went;
        found.into_iter().for_each(|(seen, to)| self.go(seen, to));
    }

    fn settle_alike(&mut self) {
        let mut alike: Vec<(usize, &'p Seen, &'p NotePath)> = Vec::new();
        let notes: Vec<&'p Note> = self.appeared.values().copied().collect();
        let mut compare = |seen: &'p Seen, note: &'p Note| {
            alike.extend(note.trace().likeness(&seen.trace).map(|likeness| (likeness, seen, note.path())));
        };
        if self.sought.len().saturating_mul(notes.len()) <= MAX_PAIRS {
            self.sought.iter().for_each(|seen| notes.iter().for_each(|note| compare(seen, note)));
        } else {
            let mut marked: HashMap<(usize, u16), Vec<usize>> = HashMap::new();
            for (at, note) in notes.iter().enumerate() {
                note.trace().marks().for_each(|mark| marked.entry(mark).or_default().push(at));
            }
            for seen in &self.sought {
                let sharing = seen.trace.marks().filter_map(|mark| marked.get(&mark));
                let mut near: Vec<usize> =
                    sharing.filter(|sharing| sharing.len() <= MAX_MARKED).flatten().copied().collect();
                near.sort_unstable();
                near.dedup();
                near.into_iter().for_each(|at| compare(seen, notes[at]));
            }
        }
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

/// Returns which folders have another path where a note has, as `(from, to)`: the root is the empty path.
fn renamed_folders<'n>(from: &'n NotePath, to: &'n NotePath) -> impl Iterator<Item = (&'n str, &'n str)> {
    let cut = |path: &'n NotePath| {
        let path = path.as_str();
        path.rmatch_indices('/').map(|(at, _)| at).map(move |at| path.split_at(at)).chain([("", path)])
    };
    // As long as what lies below the folders is the same.
    let same = |((_, below), (_, other)): &((&str, &str), (&str, &str))| {
        below.trim_start_matches('/') == other.trim_start_matches('/')
    };
    cut(from).zip(cut(to)).take_while(same).map(|((from, _), (to, _))| (from, to)).filter(|(from, to)| from != to)
}
