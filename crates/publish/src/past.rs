//! The addresses that public notes once had, so that none of them ever dies.
//!
//! A note is followed by its path; where the path is gone, by its text, its name and its folder (`pairing`). What is remembered was
//! public under that address, and answers only while the note is public. So no redirect tells of a note that is not, and the
//! addresses of a note that was withdrawn go with it. Of what is not public one thing alone is asked: whether a file still lies
//! where a note was public.

mod follow;
mod pairing;

use std::collections::BTreeMap;
use std::sync::Arc;

use hedgerow_model::{NotePath, PageUrl};
use hedgerow_parser::Trace;
use serde::{Deserialize, Serialize};

use crate::PublicNote;

pub(crate) use follow::{Before, Followed, Now};

/// The version of what [`Past::to_bytes`] writes.
const VERSION: u8 = 2;

/// What is remembered of the gardens before this one: an input of [`PublicGarden::grow`](crate::PublicGarden::grow), and a part of its outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// The notes that were public last, in the order of paths.
    pub(crate) last: Vec<Seen>,
    /// Notes whose files are gone, which may be on their way to another place, in the order of paths.
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

    /// Returns the addresses that notes had before, each with the path where the note is now or was seen last.
    pub fn old_addresses(&self) -> impl Iterator<Item = (&PageUrl, &NotePath)> {
        self.old.iter()
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
