//! The index of one garden.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use hedgerow_publish::{NoteId, PublicGarden, PublicNote};
use rayon::prelude::*;

use crate::answer::{Answer, Hit, HitSection};
use crate::bucket::Bucket;
use crate::fields::Entry;
use crate::filter::{self, Scanning};
use crate::groups::{MAX_WEIGHT, Place, groups};
use crate::kept::KeptSegments;
use crate::query::{Expression, Query};
use crate::ranking;
use crate::shelf::{Held, Shelf};
use crate::snippet::{Highlighter, Passage};

/// Fewer notes are put in their places faster than another core is woken.
const MIN_NOTES: usize = 4096;

/// Why an index could not be built.
#[derive(Debug, thiserror::Error)]
#[error("the search index could not be built")]
pub struct SearchError(#[from] tantivy::TantivyError);

/// A full-text index of a public garden, in memory. It never changes; a new garden gets a new one, which may share with it
/// whatever is of notes that did not change.
pub struct SearchIndex {
    garden: Arc<PublicGarden>,
    shelf: Shelf,
}

impl SearchIndex {
    /// Indexes every listed note of a garden, on all cores: about 30 ms a megabyte of text and core.
    ///
    /// # Errors
    /// Fails if the index does not fit into memory or Tantivy breaks.
    pub fn build(garden: &Arc<PublicGarden>) -> Result<Self, SearchError> {
        Self::grow(garden, None, None)
    }

    /// Makes the same index as [`SearchIndex::build`], bit for bit, and takes what it can from the index of an earlier garden
    /// and from what was kept of one. After one note changed, that leaves a quarter of a megabyte of text to be indexed, and the note.
    ///
    /// # Errors
    /// Fails if the index does not fit into memory or Tantivy breaks; never by what was kept.
    pub fn grow(
        garden: &Arc<PublicGarden>,
        previous: Option<&Self>,
        kept: Option<&dyn KeptSegments>,
    ) -> Result<Self, SearchError> {
        Self::grow_in_groups(garden, previous, kept, MAX_WEIGHT)
    }

    fn grow_in_groups(
        garden: &Arc<PublicGarden>,
        previous: Option<&Self>,
        kept: Option<&dyn KeptSegments>,
        max_weight: u64,
    ) -> Result<Self, SearchError> {
        // A drawing has no text (rule O-06).
        let notes: Vec<&PublicNote> = garden.listed().filter(|note| !note.is_drawing()).collect();
        let places = notes.par_iter().with_min_len(MIN_NOTES);
        let places: Vec<Place> = places.map(|note| Place::of(note.path().as_str(), note.text_len())).collect();
        let previous: HashMap<&[u8; 32], &Arc<Bucket>> = previous
            .iter()
            .flat_map(|previous| &previous.shelf.buckets)
            .map(|held| (&held.bucket.key, &held.bucket))
            .collect();
        let hold = |group: Vec<usize>| {
            let group: Vec<&PublicNote> = group.iter().map(|&at| notes[at]).collect();
            let key = Bucket::key(group.iter().map(|note| note.fingerprint()));
            let bucket = match previous.get(&key) {
                Some(bucket) => Arc::clone(bucket),
                None => Arc::new(bucket(key, &group, kept)?),
            };
            Ok(Held { bucket, notes: group.iter().map(|note| note.id().index() as u32).collect() })
        };
        let buckets = groups(&places, max_weight).into_par_iter().map(hold).collect::<Result<_, SearchError>>()?;
        Ok(Self { garden: Arc::clone(garden), shelf: Shelf::new(buckets) })
    }

    /// Returns the parts of which the index is made, each with its key, for [`KeptSegments`] to give back. The bytes are those
    /// in memory, not copies. A part holds words of public notes and nothing else; when a note of it changes, it is no longer asked for.
    pub fn segments(&self) -> impl Iterator<Item = (&[u8; 32], Bytes)> {
        self.shelf.buckets.iter().map(|held| (&held.bucket.key, held.bucket.bytes()))
    }

    /// Returns the garden that was indexed.
    pub fn garden(&self) -> &Arc<PublicGarden> {
        &self.garden
    }

    /// Answers a query. A search over thousands of notes takes about a millisecond, the extract of a very long note
    /// some more.
    pub fn search(&self, query: &Query) -> Answer {
        // Tags and excluded words are asked of the index itself.
        let others: Vec<&Expression> =
            query.conditions().into_iter().filter(|condition| !ranking::knows(condition)).collect();
        let selected = (!others.is_empty()).then(|| filter::select(&others, &Scanning::over(&self.garden)));
        let among = selected.as_ref().map(|selected| &selected.notes);
        let found = self.shelf.search_among(query, among).expect("an index in memory can always be read");
        let highlighter = Highlighter::new(query);
        let note = |number: u32| self.garden.notes()[number as usize].id();
        let hits = found.hits.iter().map(|&(number, score)| self.hit(note(number), score, &highlighter)).collect();
        let (total, n_partial) = if found.is_partial { (0, found.total) } else { (found.total, 0) };
        let also = selected.iter().flat_map(|selected| &selected.notices);
        let notices = query.notices().iter().chain(also).map(ToString::to_string).collect();
        Answer { total, n_partial, hits, notices, ..Answer::default() }
    }

    fn hit(&self, note: NoteId, score: f32, highlighter: &Highlighter) -> Hit {
        let note = self.garden.note(note);
        let passages: Vec<Passage<'_>> = note
            .sections()
            .map(|section| Passage { heading: section.heading.map(|heading| heading.text), text: section.text })
            .collect();
        let snippet = highlighter.snippet(&passages);
        let is_named = std::iter::once(note.title())
            .chain(note.aliases().iter().map(String::as_str))
            .any(|name| highlighter.all_in(name));
        let section = snippet.section.filter(|_| !is_named).and_then(|at| note.sections().nth(at)?.heading);
        let section =
            section.map(|heading| HitSection { heading: heading.text.to_owned(), anchor: heading.anchor.clone() });
        let title = highlighter.marked(note.title());
        Hit { note: note.id(), score, title, snippet: snippet.html, section, missing: Vec::new() }
    }
}

impl fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchIndex").field("notes", &self.shelf.n_notes).finish_non_exhaustive()
    }
}

/// Takes the bucket from what was kept; makes it where that has none or a damaged one.
fn bucket(key: [u8; 32], notes: &[&PublicNote], kept: Option<&dyn KeptSegments>) -> Result<Bucket, SearchError> {
    let kept = kept.and_then(|kept| kept.get(&key));
    let opened = kept.and_then(|bytes| Bucket::open(key, notes.len(), bytes.into()).ok());
    opened.map_or_else(|| Ok(Bucket::build(key, notes.iter().map(|note| Entry::of(note)))?), Ok)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashMap};
    use std::sync::Arc;

    use bytes::Bytes;
    use hedgerow_model::NotePath;
    use hedgerow_publish::{Harvest, Mode, Policy, PublicGarden, PublishOptions};
    use proptest::prelude::*;
    use sower::{FileDates, Note};

    use super::SearchIndex;
    use crate::bucket::FORMAT;
    use crate::kept::KeptSegments;
    use crate::query::Query;

    /// Two or three short notes.
    const MAX_WEIGHT: u64 = 800;

    type Files = BTreeMap<String, String>;

    fn garden(files: &Files) -> Arc<PublicGarden> {
        let note = |(path, text): (&String, &String)| {
            Arc::new(Note::parse(NotePath::new(path).unwrap(), text.clone(), FileDates::default()))
        };
        let notes: Vec<Arc<Note>> = files.iter().map(note).collect();
        let options =
            PublishOptions { policy: Policy::new(Mode::All, &[], &[], None).unwrap(), ..PublishOptions::default() };
        Arc::new(PublicGarden::grow(&Harvest::new(&notes, &[]), &options))
    }

    fn grow(files: &Files, previous: Option<&SearchIndex>, kept: Option<&dyn KeptSegments>) -> SearchIndex {
        SearchIndex::grow_in_groups(&garden(files), previous, kept, MAX_WEIGHT).unwrap()
    }

    fn some_files(n_files: usize) -> Files {
        (0..n_files).map(|n| (format!("N{n}.md"), format!("word w{n} {}", "filler ".repeat(n % 5)))).collect()
    }

    #[derive(Default)]
    struct Kept(HashMap<[u8; 32], Vec<u8>>);

    impl Kept {
        fn of(index: &SearchIndex) -> Self {
            Self(index.segments().map(|(key, bytes)| (*key, bytes.to_vec())).collect())
        }
    }

    impl KeptSegments for Kept {
        fn get(&self, key: &[u8; 32]) -> Option<Bytes> {
            Some(Bytes::from(self.0.get(key)?.clone()))
        }
    }

    /// Tells everything about an index but where in memory it is.
    fn contents(index: &SearchIndex) -> Vec<(&[u8; 32], Bytes, &[u32])> {
        index.segments().zip(&index.shelf.buckets).map(|((key, bytes), held)| (key, bytes, &*held.notes)).collect()
    }

    /// Counts the buckets that two indexes share.
    fn n_shared(index: &SearchIndex, other: &SearchIndex) -> usize {
        let is_in =
            |held: &&super::Held| other.shelf.buckets.iter().any(|other| Arc::ptr_eq(&held.bucket, &other.bucket));
        index.shelf.buckets.iter().filter(is_in).count()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

        #[test]
        fn whatever_came_before_the_index_is_that_of_a_fresh_build(
            edits in prop::collection::vec(prop::collection::vec((0..30_u8, prop::option::of(TEXT)), 1..12), 1..6),
            queries in prop::collection::vec(QUERY, 1..8),
        ) {
            let mut files = Files::new();
            let mut previous: Option<SearchIndex> = None;
            let mut kept = Kept::default();
            for edits in edits {
                for (note, text) in edits {
                    match text {
                        Some(text) => _ = files.insert(format!("N{note}.md"), text),
                        None => _ = files.remove(&format!("N{note}.md")),
                    }
                }
                let fresh = grow(&files, None, None);
                let grown = grow(&files, previous.as_ref(), None);
                let warm = grow(&files, None, Some(&kept));
                let whole = SearchIndex::build(fresh.garden()).unwrap();
                prop_assert_eq!(contents(&grown), contents(&fresh));
                prop_assert_eq!(contents(&warm), contents(&fresh));
                for query in &queries {
                    let query = Query::parse(query).window(0, 50);
                    let expected = whole.search(&query);
                    prop_assert_eq!(fresh.search(&query), expected.clone(), "{}", query.text());
                    prop_assert_eq!(grown.search(&query), expected.clone());
                    prop_assert_eq!(warm.search(&query), expected);
                }
                kept.0.extend(Kept::of(&grown).0);
                previous = Some(grown);
            }
        }

        #[test]
        fn kept_bytes_that_are_damaged_are_made_anew(
            damages in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..4_u8), 1..6),
        ) {
            let files = some_files(20);
            let fresh = grow(&files, None, None);
            let mut kept = Kept::of(&fresh);
            let mut keys: Vec<[u8; 32]> = kept.0.keys().copied().collect();
            keys.sort_unstable();
            for (bucket, at, kind) in damages {
                let another = kept.0[at.get(&keys)].clone();
                let bytes = kept.0.get_mut(bucket.get(&keys)).unwrap();
                match (kind, bytes.len()) {
                    (0, _) => *bytes = another,
                    (_, 0) => {}
                    (1, n_bytes) => bytes.truncate(at.index(n_bytes)),
                    (2, n_bytes) => bytes[at.index(n_bytes)] ^= 1 << at.index(8),
                    (_, n_bytes) => bytes.insert(at.index(n_bytes), 0),
                }
            }
            let mended = grow(&files, None, Some(&kept));
            prop_assert_eq!(contents(&mended), contents(&fresh));
        }
    }

    #[test]
    fn an_edit_makes_one_bucket_anew_and_shares_the_others() {
        let mut files = some_files(60);
        let before = grow(&files, None, None);
        let n_buckets = before.shelf.buckets.len();
        assert!(n_buckets > 20, "{n_buckets}");
        files.insert("N7.md".to_owned(), "other words".to_owned());
        let after = grow(&files, Some(&before), None);
        assert_eq!((after.shelf.buckets.len(), n_shared(&after, &before)), (n_buckets, n_buckets - 1));
        files.insert("A.md".to_owned(), "this moves the numbers of all notes".to_owned());
        let moved = grow(&files, Some(&after), None);
        assert!(n_shared(&moved, &after) + 2 >= n_buckets);
    }

    #[test]
    fn what_is_kept_is_used_as_it_is() {
        struct OneCopy(std::sync::Mutex<HashMap<[u8; 32], Vec<u8>>>);
        impl KeptSegments for OneCopy {
            fn get(&self, key: &[u8; 32]) -> Option<Bytes> {
                self.0.lock().unwrap().remove(key).map(Bytes::from)
            }
        }
        let fresh = grow(&some_files(20), None, None);
        let kept = Kept::of(&fresh).0;
        let places: HashMap<[u8; 32], *const u8> = kept.iter().map(|(key, bytes)| (*key, bytes.as_ptr())).collect();
        let kept = OneCopy(kept.into());
        let warm = grow(&some_files(20), None, Some(&kept));
        assert!(kept.0.lock().unwrap().is_empty());
        assert!(warm.segments().all(|(key, bytes)| bytes.as_ptr() == places[key]), "no copies");
    }

    #[test]
    fn an_index_keeps_no_garden_but_its_own() {
        let before = grow(&some_files(20), None, None);
        let garden = Arc::downgrade(before.garden());
        let after = grow(&some_files(21), Some(&before), None);
        assert!(n_shared(&after, &before) > 0);
        drop(before);
        assert!(garden.upgrade().is_none());
    }

    /// What is kept on a disk is known by the fingerprints of notes, so that a change of what is indexed of a note, or how, must
    /// come with another [`FORMAT`]. If this test fails, raise it, and write down the new hash beside it.
    #[test]
    fn the_format_has_another_number_when_the_bytes_are_others() {
        let text = "---\naliases: [Élan vital, x]\ntags: [Math/Calculus]\n---\n# Straße Café\n\nintro %% no %% $x^2$\n\n\
            ## One-sided 機械学習\n\ndon't ﬁne ①2 a_b **bold** [[Nowhere|a link]] `code` สวัสดี 머신 i\u{307} \u{200b}z\n\n\
            | a | b |\n|---|---|\n| c | d |\n\n> [!note] Title\n> body ^id\n\n- [ ] task #tag\n\n```rust\nfn x()\n```\n\n<b>raw</b>";
        let files = Files::from([("A.md".to_owned(), text.to_owned()), ("B.md".to_owned(), String::new())]);
        let index = SearchIndex::build(&garden(&files)).unwrap();
        let bytes: Vec<u8> = index.segments().flat_map(|(_, bytes)| bytes[32..].to_vec()).collect();
        assert_eq!((FORMAT, &blake3::hash(&bytes).to_hex()[..16]), (1, "b836b70ceed7a9d0"));
    }

    const TEXT: &str = "(---\ntags: [t/u]\naliases: [ab]\n---\n|---\nunlisted: true\n---\n|---\npublish: false\n---\n)?(# [ab]n\n)?([abe][nté]?|ban[a-c]|機械|[.]| ){0,40}";
    const QUERY: &str =
        "(-?([abe][nté]?|é|\"[ab] [abe]n?\"|機械|#t|#t/u|b-[aeé]|n[1-9]) ){0,4}([abeé][nt]?|b-e?|ban|n)?";
}
