//! Which bucket holds which note.
//!
//! Buckets are large, for each search asks all of them, and never change, for a segment cannot. A note that changed goes into a new, small
//! bucket, and where it stood before its words no longer count. Small buckets are put together with what is new as soon as that
//! is no smaller than they are, so that there are few of them and each text is indexed anew only a few times, as in a
//! log-structured merge tree (O'Neil et al., 1996). An answer never depends on any of this.

use std::collections::HashMap;
use std::sync::Arc;

use hedgerow_publish::PublicNote;

use crate::bucket::Bucket;
use crate::owners::Fingerprint;
use crate::shelf::{GONE, Held};

/// How large buckets are, in bytes of text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    /// What is lighter than this is put together with whatever comes.
    pub(crate) light: u64,
    /// New notes are parted into buckets that can be made at the same time, none of them lighter than this.
    pub(crate) part: u64,
}

/// An edit indexes no more than 64 KiB anew but for the rare ones that put larger buckets together: 2 ms of work.
pub(crate) const SIZES: Sizes = Sizes { light: 64 * 1024, part: 512 * 1024 };

/// New notes are parted into as many buckets as there are threads, but no more than this: each search asks the dictionaries of all.
const MAX_PARTS: usize = 8;

/// A note without any text weighs this much.
const MIN_WEIGHT: u64 = 256;

/// Buckets as they stay, and the notes that are to be put into new ones.
pub(crate) struct Layout {
    pub(crate) stays: Vec<Held>,
    /// Places among the notes that were given, in order.
    pub(crate) parts: Vec<Vec<usize>>,
}

impl Layout {
    /// Finds the notes in the buckets that there are.
    pub(crate) fn of(notes: &[&PublicNote], buckets: impl Iterator<Item = Arc<Bucket>>, sizes: Sizes) -> Self {
        let mut stays: Vec<(u64, Held)> = Vec::new();
        let mut fresh: Vec<usize> = Vec::new();
        let mut wanted: HashMap<&Fingerprint, usize> = HashMap::with_capacity(notes.len());
        for (at, note) in notes.iter().enumerate() {
            fresh.extend(wanted.insert(note.fingerprint(), at));
        }
        for bucket in buckets {
            let found: Vec<Option<usize>> =
                bucket.owners.iter().map(|owner| wanted.remove(&owner.fingerprint)).collect();
            let alive: Vec<usize> = found.iter().copied().flatten().collect();
            // What is more dead than alive is not worth to be asked.
            if alive.len() * 2 < found.len() || alive.is_empty() {
                fresh.extend(alive);
                continue;
            }
            let number = |at: usize| notes[at].id().index() as u32;
            let weight = alive.iter().map(|&at| weight(notes[at])).sum();
            let notes = found.into_iter().map(|at| at.map_or(GONE, number)).collect();
            stays.push((weight, Held::new(bucket, notes)));
        }
        fresh.extend(wanted.into_values());
        if !fresh.is_empty() {
            join_light(notes, &mut stays, &mut fresh, sizes.light);
        }
        fresh.sort_unstable();
        Self { stays: stays.into_iter().map(|(_, held)| held).collect(), parts: parts(notes, &fresh, sizes.part) }
    }
}

/// Takes apart the buckets that are no heavier than what is new.
fn join_light(notes: &[&PublicNote], stays: &mut Vec<(u64, Held)>, fresh: &mut Vec<usize>, light: u64) {
    let places: HashMap<u32, usize> =
        notes.iter().enumerate().map(|(at, note)| (note.id().index() as u32, at)).collect();
    stays.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let mut n_bytes: u64 = fresh.iter().map(|&at| weight(notes[at])).sum();
    while let Some((weight, held)) = stays.pop_if(|(weight, _)| *weight <= n_bytes.max(light)) {
        fresh.extend(held.notes.iter().filter(|&&note| note != GONE).map(|note| places[note]));
        n_bytes += weight;
    }
}

/// Parts notes into runs of about the same weight.
fn parts(notes: &[&PublicNote], fresh: &[usize], least: u64) -> Vec<Vec<usize>> {
    let n_bytes: u64 = fresh.iter().map(|&at| weight(notes[at])).sum();
    let n_parts = rayon::current_num_threads().clamp(1, MAX_PARTS) as u64;
    let full = (n_bytes / n_parts + 1).max(least);
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut n_in_part = full;
    for &at in fresh {
        if n_in_part >= full {
            parts.push(Vec::new());
            n_in_part = 0;
        }
        n_in_part += weight(notes[at]);
        parts.last_mut().expect("a part was begun").push(at);
    }
    parts
}

fn weight(note: &PublicNote) -> u64 {
    MIN_WEIGHT + note.text_len() as u64
}
