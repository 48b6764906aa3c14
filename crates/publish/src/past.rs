//! The addresses that public notes once had, so that none of them ever dies.
//!
//! A note is followed by its path; where the path is gone, by its text: the same one, or one that is nearly the same. What is
//! remembered was public under that address, and answers only while the note is public. So no redirect tells of a note that
//! is not, and the addresses of a note that was withdrawn go with it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use hedgerow_model::{NotePath, PageUrl};
use hedgerow_parser::{Note, Trace};
use serde::{Deserialize, Serialize};

use crate::{PublicGarden, PublicNote};

/// The version of what [`Past::to_bytes`] writes.
const VERSION: u8 = 2;

/// More pairs of notes than this are not compared word by word; those of the same text are found however many there are.
const MAX_PAIRS: usize = 1 << 20;

/// What is remembered of the gardens before this one: an input of [`PublicGarden::grow`], and a part of its outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// The notes that were public last, in the order of paths.
    pub(crate) last: Vec<Seen>,
    /// Notes whose files are gone, which may be on their way to another place.
    pub(crate) gone: Vec<Seen>,
    /// Addresses that notes once had, with the path where the note is now.
    pub(crate) old: Arc<BTreeMap<PageUrl, NotePath>>,
    /// The commit that version control had then.
    commit: Option<String>,
}

/// A note as it was last seen in public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) path: NotePath,
    pub(crate) url: PageUrl,
    pub(crate) trace: Trace,
}

/// A past as it is written down.
#[derive(Serialize, Deserialize)]
struct Written {
    last: Vec<(String, String, Trace)>,
    gone: Vec<(String, String, Trace)>,
    old: Vec<(String, String)>,
    commit: Option<String>,
}

impl Past {
    pub(crate) fn new(last: Vec<Seen>, followed: &Followed) -> Self {
        Self { last, gone: followed.gone.clone(), old: Arc::clone(&followed.old), commit: None }
    }

    /// Adds the commit of the files that this was seen in.
    #[must_use]
    pub fn at_commit(self, commit: Option<String>) -> Self {
        Self { commit, ..self }
    }

    /// Returns the commit of the files that this was seen in, to ask version control where they went since.
    pub fn commit(&self) -> Option<&str> {
        self.commit.as_deref()
    }

    /// Writes the past down, to be read at the next start. About a hundred bytes a note.
    pub fn to_bytes(&self) -> Vec<u8> {
        let write = |seen: &Seen| (seen.path.to_string(), seen.url.to_string(), seen.trace);
        let written = Written {
            last: self.last.iter().map(write).collect(),
            gone: self.gone.iter().map(write).collect(),
            old: self.old.iter().map(|(url, path)| (url.to_string(), path.to_string())).collect(),
            commit: self.commit.clone(),
        };
        postcard::to_extend(&written, vec![VERSION]).expect("lists and texts can be written")
    }

    /// Reads a past; `None` for what [`Past::to_bytes`] of this version did not write.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (version, bytes) = bytes.split_first()?;
        if *version != VERSION {
            return None;
        }
        let written: Written = postcard::from_bytes(bytes).ok()?;
        let read = |(path, url, trace): (String, String, Trace)| {
            Some(Seen { path: NotePath::new(&path).ok()?, url: PageUrl::from_slug(&url), trace })
        };
        let read_all = |all: Vec<_>| -> Option<Vec<Seen>> {
            let mut all = all.into_iter().map(read).collect::<Option<Vec<_>>>()?;
            all.sort_by(|a, b| a.path.cmp(&b.path));
            Some(all)
        };
        let old = written.old.into_iter();
        let old = old.map(|(url, path)| Some((PageUrl::from_slug(&url), NotePath::new(&path).ok()?)));
        Some(Self {
            last: read_all(written.last)?,
            gone: read_all(written.gone)?,
            old: Arc::new(old.collect::<Option<_>>()?),
            commit: written.commit,
        })
    }
}

impl Seen {
    pub(crate) fn of(note: &PublicNote) -> Self {
        Self { path: note.path().clone(), url: note.url().clone(), trace: *note.source.trace() }
    }
}

/// What was public before, whether it is remembered from the last run or is still at hand.
pub(crate) enum Before<'b> {
    Nothing,
    Past(&'b Past),
    Garden(&'b PublicGarden),
}

/// The outcome of following notes from one garden to the next.
#[derive(Clone, Debug, Default)]
pub(crate) struct Followed {
    pub(crate) old: Arc<BTreeMap<PageUrl, NotePath>>,
    pub(crate) gone: Vec<Seen>,
}

impl Followed {
    /// Forgets the notes whose files are gone, and their addresses.
    pub(crate) fn settled(self) -> Self {
        if self.gone.is_empty() {
            return self;
        }
        let gone: HashSet<&NotePath> = self.gone.iter().map(|seen| &seen.path).collect();
        let kept = self.old.iter().filter(|(_, path)| !gone.contains(path));
        let old = kept.map(|(url, path)| (url.clone(), path.clone())).collect();
        Self { old: Arc::new(old), gone: Vec::new() }
    }
}

impl Before<'_> {
    fn old(&self) -> BTreeMap<PageUrl, NotePath> {
        match self {
            Self::Nothing => BTreeMap::new(),
            Self::Past(past) => (*past.old).clone(),
            Self::Garden(garden) => (*garden.followed().old).clone(),
        }
    }

    fn gone(&self) -> &[Seen] {
        match self {
            Self::Nothing => &[],
            Self::Past(past) => &past.gone,
            Self::Garden(garden) => &garden.followed().gone,
        }
    }

    fn last(&self) -> Vec<Last<'_>> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Past(past) => past.last.iter().map(Last::Seen).collect(),
            Self::Garden(garden) => garden.notes().iter().map(Last::Note).collect(),
        }
    }

    /// Follows every note to where it is now. `notes` and `urls` are those of the public notes, `all` are the files of all
    /// notes, `renames` what version control says of them, as `(from, to)`.
    pub(crate) fn follow(
        &self,
        notes: &[Arc<Note>],
        urls: &[PageUrl],
        all: &[Arc<Note>],
        renames: &[(NotePath, NotePath)],
    ) -> Followed {
        let last = self.last();
        let mut old = self.old();
        let mut vanished: Vec<Seen> = self.gone().to_vec();
        let mut appeared: Vec<usize> = Vec::new();
        let mut now = notes.iter().zip(urls).enumerate().peekable();
        for last in &last {
            while let Some((at, _)) = now.next_if(|(_, (note, _))| note.path() < last.path()) {
                appeared.push(at);
            }
            match now.next_if(|(_, (note, _))| note.path() == last.path()) {
                Some((_, (note, url))) if url != last.url() => {
                    old.insert(last.url().clone(), note.path().clone());
                }
                Some(_) => {}
                None => vanished.push(last.seen()),
            }
        }
        appeared.extend(now.map(|(at, _)| at));
        let is_file = |path: &NotePath| all.binary_search_by(|note| note.path().cmp(path)).is_ok();
        let went =
            Pairing { vanished: &vanished, appeared: appeared.iter().map(|&at| &*notes[at]).collect() }.find(renames);
        let is_public = |path: &NotePath| notes.binary_search_by(|note| note.path().cmp(path)).is_ok();
        for path in old.values_mut() {
            if let Some(to) = went.get(path) {
                *path = to.clone();
            }
        }
        for seen in &vanished {
            match went.get(&seen.path) {
                Some(to) => _ = old.insert(seen.url.clone(), to.clone()),
                // It was gone, and is back.
                None if is_public(&seen.path) => _ = old.insert(seen.url.clone(), seen.path.clone()),
                None => {}
            }
        }
        // A file that is still there is a note that was withdrawn.
        vanished.retain(|seen| !went.contains_key(&seen.path) && !is_public(&seen.path) && !is_file(&seen.path));
        let waiting: HashSet<&NotePath> = vanished.iter().map(|seen| &seen.path).collect();
        let url_of = |path: &NotePath| notes.binary_search_by(|note| note.path().cmp(path)).ok().map(|at| &urls[at]);
        old.retain(|url, path| url_of(path).map_or_else(|| waiting.contains(path), |now| now != url));
        Followed { old: Arc::new(old), gone: vanished }
    }
}

/// A note of the garden before.
enum Last<'b> {
    Seen(&'b Seen),
    Note(&'b PublicNote),
}

impl Last<'_> {
    fn path(&self) -> &NotePath {
        match self {
            Self::Seen(seen) => &seen.path,
            Self::Note(note) => note.path(),
        }
    }

    fn url(&self) -> &PageUrl {
        match self {
            Self::Seen(seen) => &seen.url,
            Self::Note(note) => note.url(),
        }
    }

    fn seen(&self) -> Seen {
        match self {
            Self::Seen(seen) => (*seen).clone(),
            Self::Note(note) => Seen::of(note),
        }
    }
}

/// Notes that are no longer where they were, and notes that were not there before.
struct Pairing<'n> {
    vanished: &'n [Seen],
    appeared: Vec<&'n Note>,
}

impl<'n> Pairing<'n> {
    /// Finds where notes went: as version control says, else to the note of the same text, else to the one that is most like
    /// it. Of several notes with one text only one that kept its name is taken.
    fn find(mut self, renames: &[(NotePath, NotePath)]) -> HashMap<NotePath, NotePath> {
        let mut went = HashMap::new();
        let told: HashMap<&NotePath, &NotePath> = renames.iter().map(|(from, to)| (from, to)).collect();
        self.settle(&mut went, |pairing, seen| {
            let to = told.get(&seen.path)?;
            pairing.iter().find(|note| note.path() == *to).copied()
        });
        let mut n_by_text: HashMap<&[u8; 16], usize> = HashMap::new();
        self.vanished.iter().for_each(|seen| *n_by_text.entry(seen.trace.hash()).or_default() += 1);
        let mut by_text: HashMap<&[u8; 16], Vec<&Note>> = HashMap::new();
        self.appeared.iter().for_each(|note| by_text.entry(note.trace().hash()).or_default().push(note));
        self.settle(&mut went, |_, seen| match by_text.get(seen.trace.hash())?.as_slice() {
            [only] if n_by_text[seen.trace.hash()] == 1 => Some(*only),
            several => several.iter().find(|note| note.path().file_name() == seen.path.file_name()).copied(),
        });
        self.settle_alike(&mut went);
        went
    }

    /// Takes for each note that is left what `choose` says, if nobody took it before.
    fn settle(
        &mut self,
        went: &mut HashMap<NotePath, NotePath>,
        choose: impl Fn(&[&'n Note], &Seen) -> Option<&'n Note>,
    ) {
        let mut taken: HashSet<&NotePath> = HashSet::new();
        for seen in self.vanished {
            if went.contains_key(&seen.path) {
                continue;
            }
            if let Some(note) = choose(&self.appeared, seen).filter(|note| taken.insert(note.path())) {
                went.insert(seen.path.clone(), note.path().clone());
            }
        }
        self.appeared.retain(|note| !taken.contains(note.path()));
    }

    fn settle_alike(&self, went: &mut HashMap<NotePath, NotePath>) {
        let left: Vec<&Seen> = self.vanished.iter().filter(|seen| !went.contains_key(&seen.path)).collect();
        if left.len().saturating_mul(self.appeared.len()) > MAX_PAIRS {
            return;
        }
        let mut alike: Vec<(usize, &NotePath, &NotePath)> = Vec::new();
        for seen in left {
            for note in &self.appeared {
                if let Some(likeness) = note.trace().likeness(&seen.trace) {
                    alike.push((likeness, &seen.path, note.path()));
                }
            }
        }
        alike.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
        let mut taken: HashSet<&NotePath> = HashSet::new();
        for (_, from, to) in alike {
            if !went.contains_key(from) && taken.insert(to) {
                went.insert(from.clone(), to.clone());
            }
        }
    }
}
