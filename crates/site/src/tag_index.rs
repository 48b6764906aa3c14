//! The tags of the public notes (rules I-13, I-14, W-10).

use std::collections::{BTreeMap, BTreeSet};

use hedgerow_model::{Key, Tag};

/// Every tag that a public note has, and every tag that such a tag is nested in. `I` is what stands for a note.
#[derive(Clone, Debug)]
pub(crate) struct TagIndex<I> {
    entries: BTreeMap<Key, TagEntry<I>>,
}

/// One tag and the notes below it.
#[derive(Clone, Debug)]
pub(crate) struct TagEntry<I> {
    /// The tag as first written, by vault path (rule I-13).
    pub(crate) tag: Tag,
    /// The notes with this tag or one nested in it, each once (rule I-14).
    pub(crate) notes: BTreeSet<I>,
    /// The tags directly inside.
    pub(crate) children: BTreeSet<Key>,
}

impl<I: Copy + Ord> TagIndex<I> {
    /// Gathers the tags of notes, which come in vault-path order.
    pub(crate) fn new<'t>(notes: impl Iterator<Item = (I, &'t [Tag])>) -> Self {
        let mut entries: BTreeMap<Key, TagEntry<I>> = BTreeMap::new();
        for (note, tags) in notes {
            for tag in tags {
                let mut parent: Option<Key> = None;
                for tag in tag.lineage() {
                    let key = tag.key().clone();
                    let entry = entries.entry(key.clone()).or_insert_with(|| TagEntry {
                        tag,
                        notes: BTreeSet::new(),
                        children: BTreeSet::new(),
                    });
                    entry.notes.insert(note);
                    if let Some(parent) = parent.replace(key.clone()) {
                        entries.get_mut(&parent).expect("ancestors come first").children.insert(key);
                    }
                }
            }
        }
        Self { entries }
    }

    pub(crate) fn get(&self, key: &Key) -> Option<&TagEntry<I>> {
        self.entries.get(key)
    }

    /// Returns every tag, in the order of keys.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &TagEntry<I>> {
        self.entries.values()
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(notes: &[&[&str]]) -> TagIndex<usize> {
        let notes: Vec<Vec<Tag>> =
            notes.iter().map(|tags| tags.iter().map(|tag| Tag::new(tag).unwrap()).collect()).collect();
        TagIndex::new(notes.iter().enumerate().map(|(at, tags)| (at, tags.as_slice())))
    }

    #[test]
    fn a_nested_tag_is_listed_at_each_ancestor() {
        // Rule I-14.
        let index = index(&[&["a/b/c"], &["a", "a/b"], &["ab"]]);
        let notes = |tag: &str| index.get(&Key::of(tag)).unwrap().notes.iter().copied().collect::<Vec<_>>();
        assert_eq!(notes("a"), [0, 1]);
        assert_eq!(notes("a/b"), [0, 1]);
        assert_eq!(notes("a/b/c"), [0]);
        assert_eq!(notes("ab"), [2]);
        assert_eq!(index.len(), 4);
    }

    #[test]
    fn a_tag_is_shown_as_first_written() {
        // Rule I-13.
        let index = index(&[&["Recipe/soup"], &["recipe"], &["RECIPE/Soup"]]);
        let shown: Vec<&str> = index.entries().map(|entry| entry.tag.text()).collect();
        assert_eq!(shown, ["Recipe", "Recipe/soup"]);
        assert_eq!(index.get(&Key::of("rEcIpE")).unwrap().notes.len(), 3);
    }
}
