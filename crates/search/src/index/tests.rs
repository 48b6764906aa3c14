//! Indexes that grow out of one another, or of what was kept, beside fresh ones.

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
use crate::layout::Sizes;
use crate::query::Query;
use crate::shelf::GONE;

/// Two or three short notes.
const SIZES: Sizes = Sizes { light: 300, part: 800 };

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
    SearchIndex::grow_in(&garden(files), "en", previous, kept, SIZES).unwrap()
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
    fn all(&self) -> Vec<([u8; 32], Bytes)> {
        self.0.iter().map(|(key, bytes)| (*key, Bytes::from(bytes.clone()))).collect()
    }
}

/// Lists the notes that an index holds, each as often as it does.
fn held(index: &SearchIndex) -> Vec<u32> {
    let mut held: Vec<u32> = index.shelf.buckets.iter().flat_map(|held| held.notes.clone()).collect();
    held.retain(|&note| note != GONE);
    held.sort_unstable();
    held
}

/// Counts the buckets that two indexes share.
fn n_shared(index: &SearchIndex, other: &SearchIndex) -> usize {
    let is_in = |held: &&super::Held| other.shelf.buckets.iter().any(|other| Arc::ptr_eq(&held.bucket, &other.bucket));
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
            let whole = SearchIndex::build(fresh.garden(), "en").unwrap();
            prop_assert_eq!(held(&grown), held(&fresh));
            prop_assert_eq!(held(&warm), held(&fresh));
            for query in &queries {
                let query = Query::parse(query).window(0, 50).with_facets();
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
        prop_assert_eq!(held(&mended), held(&fresh));
        for query in ["word", "w7", "fil"] {
            let query = Query::parse(query).window(0, 50);
            prop_assert_eq!(mended.search(&query), fresh.search(&query));
        }
    }
}

#[test]
fn an_edit_indexes_the_note_alone_and_shares_the_rest() {
    let mut files = some_files(60);
    let before = grow(&files, None, None);
    let n_buckets = before.shelf.buckets.len();
    files.insert("N7.md".to_owned(), "other words".to_owned());
    let after = grow(&files, Some(&before), None);
    assert_eq!((after.shelf.buckets.len(), n_shared(&after, &before)), (n_buckets + 1, n_buckets));
    files.insert("A.md".to_owned(), "this moves the numbers of all notes".to_owned());
    let moved = grow(&files, Some(&after), None);
    assert_eq!((moved.shelf.buckets.len(), n_shared(&moved, &before)), (n_buckets + 1, n_buckets), "one light bucket");
    assert_eq!(moved.search(&Query::parse("moves")).total, 1);
    assert_eq!(moved.search(&Query::parse("other")).total, 1);
}

#[test]
fn many_edits_leave_few_buckets() {
    let mut files = some_files(60);
    let mut index = grow(&files, None, None);
    for edit in 0..300 {
        files.insert(format!("N{}.md", edit * 7 % 60), format!("edit{edit} word"));
        index = grow(&files, Some(&index), None);
        assert!(index.shelf.buckets.len() <= 16, "{} after {edit} edits", index.shelf.buckets.len());
    }
    let fresh = grow(&files, None, None);
    let query = Query::parse("word").window(0, 60);
    assert_eq!(index.search(&query), fresh.search(&query));
}

#[test]
fn what_is_kept_is_used_as_it_is() {
    struct OneCopy(std::sync::Mutex<HashMap<[u8; 32], Vec<u8>>>);
    impl KeptSegments for OneCopy {
        fn all(&self) -> Vec<([u8; 32], Bytes)> {
            self.0.lock().unwrap().drain().map(|(key, bytes)| (key, Bytes::from(bytes))).collect()
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
    let index = SearchIndex::build(&garden(&files), "en").unwrap();
    let bytes: Vec<u8> = index.segments().flat_map(|(_, bytes)| bytes[32..].to_vec()).collect();
    assert_eq!((FORMAT, &blake3::hash(&bytes).to_hex()[..16]), (4, "a1741dc7d2c8e23a"));
}

const TEXT: &str = "(---\ntags: [t/u]\naliases: [ab]\n---\n|---\nunlisted: true\n---\n|---\npublish: false\n---\n)?(# [ab]n\n)?([abe][nté]?|ban[a-c]|機械|[.]| ){0,40}";
const QUERY: &str = "(-?([abe][nté]?|é|\"[ab] [abe]n?\"|機械|#t|#t/u|b-[aeé]|n[1-9]) ){0,4}([abeé][nt]?|b-e?|ban|n)?";
