//! Which notes are indexed together.

/// A group is split while it holds more text than this, in bytes. The larger a group, the longer it takes to index it anew after
/// one of its notes changed; the smaller, the more groups each search must ask.
pub(crate) const MAX_WEIGHT: u64 = 256 * 1024;

/// A note without any text weighs this much.
const MIN_WEIGHT: u64 = 256;

/// What of a note decides in which group it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Scatters the notes evenly, and stays while the note keeps its path.
    hash: u64,
    weight: u64,
}

impl Place {
    pub(crate) fn of(path: &str, n_bytes: usize) -> Self {
        let hash = blake3::hash(path.as_bytes());
        let (start, _) = hash.as_bytes().split_first_chunk().expect("a hash has more than eight bytes");
        Self { hash: u64::from_be_bytes(*start), weight: MIN_WEIGHT + n_bytes as u64 }
    }
}

/// Groups notes: a group is a largest subtree, in the tree over the bits of their hashes, that is not too heavy. So the groups
/// follow from the set of the notes alone, and one note that comes, goes or grows changes the group that it is in, and
/// at most splits it or joins it with its neighbours in the tree. Within a group the notes keep their order.
pub(crate) fn groups(notes: &[Place], max_weight: u64) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..notes.len()).collect();
    order.sort_unstable_by_key(|&at| (notes[at].hash, at));
    let mut groups = Vec::new();
    split(notes, max_weight, &order, 0, &mut groups);
    groups
}

fn split(notes: &[Place], max_weight: u64, subtree: &[usize], depth: u32, groups: &mut Vec<Vec<usize>>) {
    let weight: u64 = subtree.iter().map(|&at| notes[at].weight).sum();
    if subtree.len() > 1 && weight > max_weight && depth < u64::BITS {
        let bit = |at: usize| notes[at].hash >> (u64::BITS - 1 - depth) & 1;
        let (left, right) = subtree.split_at(subtree.partition_point(|&at| bit(at) == 0));
        split(notes, max_weight, left, depth + 1, groups);
        split(notes, max_weight, right, depth + 1, groups);
    } else if !subtree.is_empty() {
        let mut group = subtree.to_vec();
        group.sort_unstable();
        groups.push(group);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{Place, groups};

    const MAX: u64 = 2_000;

    /// Groups notes, named by what they weigh above the least.
    fn grouped(notes: &[(u16, usize)]) -> BTreeSet<Vec<(u16, usize)>> {
        let places: Vec<Place> = notes.iter().map(|(path, n_bytes)| Place::of(&path.to_string(), *n_bytes)).collect();
        groups(&places, MAX).into_iter().map(|group| group.into_iter().map(|at| notes[at]).collect()).collect()
    }

    proptest! {
        #[test]
        fn every_note_is_in_one_group_and_no_group_is_too_heavy(
            notes in prop::collection::btree_map(any::<u16>(), 0..3_000_usize, 0..120),
        ) {
            let notes: Vec<(u16, usize)> = notes.into_iter().collect();
            let groups = grouped(&notes);
            let mut all: Vec<(u16, usize)> = groups.iter().flatten().copied().collect();
            all.sort_unstable();
            prop_assert_eq!(&all, &notes);
            for group in &groups {
                let weight: u64 = group.iter().map(|(_, n_bytes)| 256 + *n_bytes as u64).sum();
                prop_assert!(group.len() == 1 || weight <= MAX);
                prop_assert!(group.is_sorted(), "in the order of the notes");
            }
        }

        #[test]
        fn a_note_that_comes_or_goes_leaves_the_groups_of_others_alone(
            notes in prop::collection::btree_map(any::<u16>(), 0..600_usize, 1..200),
            at in any::<prop::sample::Index>(),
        ) {
            let with: Vec<(u16, usize)> = notes.into_iter().collect();
            let mut without = with.clone();
            let note = without.remove(at.index(with.len()));
            let (with, without) = (grouped(&with), grouped(&without));
            // What is not the same on both sides is the subtree in which the note is: on one of them it is one group.
            let gone: Vec<_> = with.difference(&without).collect();
            let new: Vec<_> = without.difference(&with).collect();
            let merged: BTreeSet<_> = new.iter().flat_map(|group| group.iter().copied()).collect();
            let expected: BTreeSet<_> = gone.iter().flat_map(|group| group.iter().copied()).filter(|&n| n != note).collect();
            prop_assert_eq!(merged, expected);
            prop_assert!(gone.len() == 1 || new.len() == 1);
        }
    }

    #[test]
    fn notes_of_one_hash_stay_together_however_heavy() {
        let place = Place { hash: 7, weight: MAX };
        assert_eq!(groups(&[place, place, place], MAX), [[0, 1, 2]]);
    }
}
