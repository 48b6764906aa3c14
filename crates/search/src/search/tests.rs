//! What is found, and in which order, over little shelves whose notes share buckets in many ways.

use std::collections::HashSet;

use fixedbitset::FixedBitSet;
use proptest::prelude::*;

use super::{Found, Ranked, Search};
use crate::Query;
use crate::bucket::Bucket;
use crate::fields::Entry;
use crate::language::Language;
use crate::owners::Owner;
use crate::shelf::{GONE, Held, Shelf};
use crate::titles::Titles;
use crate::weights::Weights;

/// Notes written as `title|alias|heading|tag|text`.
struct Notes<'n>(Vec<Vec<&'n str>>);

impl<'n> Notes<'n> {
    /// Others stand behind them that have to do with nothing, so that a word is rare.
    fn new(notes: &[&'n str]) -> Self {
        let others = std::iter::repeat_n("zz||||zzz zzzz", if notes.is_empty() { 0 } else { 20 });
        Self(notes.iter().copied().chain(others).map(|note| note.split('|').collect()).collect())
    }

    fn entry(&self, note: usize) -> Entry<'_> {
        let part = |at: usize| self.0[note].get(at).copied().filter(|part| !part.is_empty());
        Entry {
            title: self.0[note][0],
            aliases: part(1).into_iter().collect(),
            headings: part(2).into_iter().collect(),
            tags: part(3).into_iter().collect(),
            texts: part(4).into_iter().collect(),
        }
    }

    /// Indexes the notes, the n-th in the bucket that is told; in each bucket stands another note that is gone.
    fn shelf(&self, bucket_of: impl Fn(usize) -> usize, gone: Option<&Entry<'_>>) -> Shelf {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); self.0.len()];
        (0..self.0.len()).for_each(|note| groups[bucket_of(note)].push(note));
        let held = groups.into_iter().filter(|group| !group.is_empty()).map(|group| {
            let owner = Owner { fingerprint: [0; 32], language: Language::NONE };
            let entries = gone.cloned().into_iter().chain(group.iter().map(|&note| self.entry(note)));
            let bucket = Bucket::build(entries.map(|entry| (owner, entry))).unwrap();
            let gone = gone.map(|_| GONE);
            Held::new(bucket.into(), gone.into_iter().chain(group.iter().map(|&note| note as u32)).collect())
        });
        Shelf::new(held.collect(), self.0.len(), Language::of_tag("en"))
    }

    fn found_in(&self, shelf: &Shelf, query: &str) -> Found {
        self.first_found_in(shelf, query, usize::MAX)
    }

    fn first_found_in(&self, shelf: &Shelf, query: &str, n_first: usize) -> Found {
        let mut allowed = FixedBitSet::with_capacity(self.0.len());
        allowed.insert_range(..);
        let search = Search {
            shelf,
            weights: &Weights::default(),
            fallback: Language::of_tag("en"),
            importance: &[],
            titles: self,
            n_first,
        };
        let query = Query::parse(query);
        if query.is_empty() || self.0.is_empty() {
            return Found::default();
        }
        search.run(&query.bag(), &[], &allowed).unwrap()
    }

    /// Searches all notes in one bucket, and parted: a few notes each in its own, beside others that are gone.
    fn find(&self, query: &str) -> Found {
        let found = self.found_in(&self.shelf(|_| 0, None), query);
        let gone = Entry { title: "gone chain rule", texts: vec!["gradient chaos cafe garden"], ..Entry::default() };
        let parted = self.found_in(&self.shelf(|note| note % 25, Some(&gone)), query);
        assert_eq!(all_of(&parted), all_of(&found), "{query}: {:?}", found.units);
        found
    }
}

impl Titles for Notes<'_> {
    fn names(&self, note: u32) -> Vec<&str> {
        let entry = self.entry(note as usize);
        std::iter::once(entry.title).chain(entry.aliases).collect()
    }
}

/// A note that was found, the bits of its score, and the words that it lacks.
type Told = (Ranked, u32, Vec<String>);

fn told(found: &Found, ranked: &Ranked) -> Told {
    (*ranked, ranked.score.to_bits(), found.missing(ranked))
}

/// Lists the notes that were found.
fn all_of(found: &Found) -> [Vec<Told>; 2] {
    [&found.whole, &found.partial].map(|all| all.iter().map(|ranked| told(found, ranked)).collect())
}

/// Lists the titles that a query finds, best first; behind `~` those that have only some of it.
fn check(notes: &[&str], query: &str, expected: &str) {
    let notes = Notes::new(notes);
    let found = notes.find(query);
    let titles =
        |ranked: &[Ranked]| ranked.iter().map(|ranked| notes.0[ranked.note as usize][0]).collect::<Vec<_>>().join(", ");
    let (whole, partial) = (titles(&found.whole), titles(&found.partial));
    let shown = if partial.is_empty() { whole } else { format!("{whole} ~ {partial}") };
    assert_eq!(shown.trim_start(), expected, "{query:?} in {:?}: {found:?}", notes.0);
}

#[test]
fn s_10_a_title_is_worth_more_than_alias_heading_tag_and_text() {
    check(
        &["Body||||on gradient and so on", "Tags|||gradient|", "Head||gradient||", "Alias|gradient|||", "gradient||||"],
        "gradient",
        "gradient, Alias, Head, Tags, Body",
    );
}

#[test]
fn s_01_all_words_are_wanted_and_the_best_that_have_some_follow() {
    let notes = ["A||||chain rule", "B||||chain", "C||||rule of law"];
    check(&notes, "chain rule", "A ~ B, C");
    check(&notes, "chain law", "~ C, B, A");
    check(&notes, "nowhere", "");
    check(&notes, "nowhere chain", "~ B, A");
}

#[test]
fn s_01_the_last_word_may_be_unfinished() {
    let notes = ["A||||gradients", "B||||gradient", "C||||grape"];
    check(&notes, "gradi", "A, B");
    check(&notes, "gradient", "B, A");
    check(&["A||||state-of-the-art"], "of-the-ar", "A");
}

#[test]
fn s_12_diacritics_may_be_left_out_and_count_when_typed() {
    let notes = ["A||||cafe", "B||||café"];
    check(&notes, "cafe.", "A, B");
    check(&notes, "café", "B, A");
    check(&notes, "CAFE\u{301}", "B, A");
}

#[test]
fn s_12_scripts_without_spaces_are_found_inside_a_sentence() {
    let notes = ["A||||私は機械学習を学ぶ", "B||||学習機械", "C||||水と火", "D||||머신러닝을 배운다"];
    check(&notes, "機械学習", "A");
    check(&notes, "火", "C");
    check(&notes, "러닝", "D");
    check(&notes, "機械学習 学ぶ", "A");
}

#[test]
fn other_words_of_the_stem_are_found_after_the_word_itself() {
    let notes = ["A||||the garden grows", "B||||gardens are growing", "C||||gardener"];
    check(&notes, "garden grows", "A, B ~ C");
    check(&notes, "growing.", "B, A");
}

#[test]
fn slips_find_what_was_meant() {
    let notes = ["Gradient descent||||x", "Photosynthesis||||x", "Note taking||||x", "Cookbook||||x"];
    for (slip, title) in [
        ("gradeint descent", "Gradient descent"),
        ("gradient desent", "Gradient descent"),
        ("phtosyntesis", "Photosynthesis"),
        ("notetaking", "Note taking"),
        ("cook book", "Cookbook"),
    ] {
        let found = Notes::new(&notes).find(slip);
        let best = found.whole.first().map(|ranked| notes[ranked.note as usize]);
        assert!(best.is_some_and(|best| best.starts_with(title)), "{slip}: {found:?}");
    }
    check(&notes, "xyz", "");
}

#[test]
fn slips_are_found_in_words_that_were_typed_as_one() {
    let notes = [
        "Cross-validation||||x",
        "Least squares||||x",
        "Wifi||||x",
        "C||||the jacobian",
        "D||||a hessian",
        "Email||||x",
    ];
    check(&notes, "cross-validaton", "Cross-validation");
    check(&notes, "least-sqares", "Least squares");
    check(&notes, "wi-fi", "Wifi");
    check(&notes, "e-mail", "Email");
    check(&notes, "e-mai", "Email");
    check(&notes, "jacobian/hessian", "~ C, D");
    check(&notes, "hessian's", "D");
    // What stands as it was typed comes first.
    let notes = ["A||||rules of chain", "B||||chain-rules", "C||||chain", "D||||chainrules"];
    check(&notes, "chain-rules", "B, D, A ~ C");
}

#[test]
fn pieces_of_what_was_typed_without_spaces_are_found_apart() {
    let notes = ["A||||花园里的番茄", "B||||花园", "C||||水很热，火也是", "D||||ผัก ในตลาด", "E||||토마토 정원"];
    check(&notes, "花园番茄", "A ~ B");
    check(&notes, "水火", "C");
    check(&notes, "ตลาดผัก", "D");
    check(&notes, "정원토마토", "E");
    check(&notes, "花园龘龘", "~ B, A");
    let notes = Notes::new(&notes);
    let found = notes.find("花园番茄龘龘");
    let missing: Vec<_> = found.partial.iter().map(|ranked| found.missing(ranked)).collect();
    assert_eq!(missing, [vec!["龘龘".to_owned()], vec!["番茄".to_owned(), "龘龘".to_owned()]]);
}

#[test]
fn s_08_an_unknown_operator_is_text_of_which_the_rest_is_found() {
    let notes = ["A||||moss", "B||||lichen"];
    check(&notes, "foo:moss", "~ A");
    check(&notes, "author:lichen moss", "~ A, B");
}

#[test]
fn an_unfinished_word_may_have_a_slip() {
    let notes = ["Eigenvectors||||x", "Regularization||||y", "Loss function||||z"];
    check(&notes, "eigenvetc", "Eigenvectors");
    check(&notes, "reguralizat", "Regularization");
    check(&notes, "loss fucntio", "Loss function");
    check(&notes, "fucn", "");
}

#[test]
fn picture_signs_are_found() {
    let notes = ["\u{1F331} Seedling||||x", "B||||grown \u{1F333}\u{FE0F} tree", "C||||seedling"];
    check(&notes, "\u{1F331}", "\u{1F331} Seedling");
    check(&notes, "\u{1F331} seedling", "\u{1F331} Seedling ~ C");
    check(&notes, "\u{1F333}", "B");
}

#[test]
fn the_likelier_slip_comes_first_however_rare_the_other_is() {
    let many: Vec<String> = (0..8).map(|n| format!("N{n}||||the obsidian {n}")).collect();
    let notes: Vec<&str> = many.iter().map(String::as_str).chain(["Far||||obsimian"]).collect();
    let found = Notes::new(&notes).find("obsidain");
    assert_eq!(found.whole.last().map(|ranked| ranked.note), Some(8), "{found:?}");
}

#[test]
fn parts_of_words_are_found() {
    let notes = ["A||||Apfelbaum", "B||||Baum", "C||||Baum", "D||||Baum", "E||||Baum"];
    check(&notes, "baum", "B, C, D, E, A");
    let notes = ["A||||Apfelbaum", "B||||SearchIndex", "C||||HTMLParser"];
    check(&notes, "baum", "A");
    check(&notes, "index", "B");
    check(&notes, "parser", "C");
}

#[test]
fn words_that_stand_as_they_were_typed_come_first() {
    let filler = "and other things of no matter at all";
    let texts = [
        format!("Scattered||||way {filler} this {filler} do {filler} the {filler} to"),
        format!("Row||||{filler} {filler} the way to do this {filler} {filler}"),
        "Many||||the the the way way way to to to do do do this this this".to_owned(),
    ];
    let notes: Vec<&str> = texts.iter().map(String::as_str).collect();
    let found = Notes::new(&notes).find("the way to do this");
    assert_eq!(found.whole.first().map(|ranked| ranked.note), Some(1), "{found:?}");
}

#[test]
fn a_title_that_is_all_that_was_asked_for_comes_first() {
    check(
        &["Rain garden basics||||rain garden rain garden", "Rain garden||||x", "Garden rain||||x"],
        "rain garden",
        "Rain garden, Rain garden basics, Garden rain",
    );
}

#[test]
fn notes_of_one_score_come_in_note_order() {
    check(&["C||||same", "A||||same", "B||||same"], "same", "C, A, B");
}

#[test]
fn nothing_is_found_of_notes_that_are_gone() {
    let notes = Notes::new(&["A||||chain", "B||||rule"]);
    let gone = Entry { title: "Secret", texts: vec!["hush hushed chainsaw ruler"], ..Entry::default() };
    let shelf = notes.shelf(|_| 0, Some(&gone));
    for query in ["secret", "hush", "hus", "hushes", "chains", "chainsaw", "saws", "ruler", "secert"] {
        let (found, fresh) = (notes.found_in(&shelf, query), notes.found_in(&notes.shelf(|_| 0, None), query));
        assert_eq!(all_of(&found), all_of(&fresh), "{query}");
        let words = |units: &[crate::unit::Unit]| -> HashSet<String> {
            units.iter().flat_map(|unit| unit.words()).map(str::to_owned).collect()
        };
        assert_eq!(words(&found.units), words(&fresh.units), "{query}");
    }
}

#[test]
fn a_field_that_only_a_note_that_is_gone_has_breaks_nothing() {
    let notes = Notes::new(&["A||||sun", "B||||moon"]);
    let many: String = (0..60).map(|n| format!("s{n} ")).collect();
    for gone in [
        Entry { headings: vec![&many], ..Entry::default() },
        Entry { aliases: vec![&many], ..Entry::default() },
        Entry { tags: vec![&many], ..Entry::default() },
    ] {
        let (shelf, fresh) = (notes.shelf(|_| 0, Some(&gone)), notes.shelf(|_| 0, None));
        for query in ["s", "s1", "s1 moon"] {
            assert_eq!(all_of(&notes.found_in(&shelf, query)), all_of(&notes.found_in(&fresh, query)), "{query}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn which_notes_share_a_bucket_changes_no_bit_of_an_answer(
        notes in prop::collection::vec(NOTE, 1..40),
        gone in NOTE,
        buckets in prop::collection::vec(0..5_usize, 40),
        queries in prop::collection::vec(QUERY, 1..12),
    ) {
        let notes = Notes::new(&notes.iter().map(String::as_str).collect::<Vec<_>>());
        let gone = Notes::new(&[&gone]);
        let one = notes.shelf(|_| 0, None);
        let some = notes.shelf(|note| buckets[note % 40] % notes.0.len(), Some(&gone.entry(0)));
        for query in &queries {
            let (expected, found) = (notes.found_in(&one, query), notes.found_in(&some, query));
            prop_assert_eq!(all_of(&found), all_of(&expected), "{}", query);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn neither_what_was_asked_before_nor_how_many_are_wanted_changes_a_bit_of_an_answer(
        notes in prop::collection::vec(NOTE, 60..90),
        queries in prop::collection::vec(QUERY, 1..8),
        n_first in 1..70_usize,
    ) {
        let notes = Notes::new(&notes.iter().map(String::as_str).collect::<Vec<_>>());
        let asked = notes.shelf(|note| note % 2, None);
        for query in queries.iter().chain(&queries) {
            let expected = notes.found_in(&notes.shelf(|note| note % 2, None), query);
            let found = notes.first_found_in(&asked, query, n_first);
            let first = |found: &Found, n_wanted: usize| -> Vec<Told> {
                found.by_relevance(n_wanted).into_iter().take(n_first).map(|ranked| told(found, ranked)).collect()
            };
            prop_assert_eq!(first(&found, n_first), first(&expected, usize::MAX), "{}", query);
            prop_assert_eq!(found.whole.len(), expected.whole.len());
        }
    }
}

const NOTE: &str = "((b[ae]|é)[nt]?( |-)){0,3}[ab]\\|((ba|be) ){0,2}\\|([ab][cé]{0,2} ){0,2}\\|(t/u|t)?\\|(([abe][nté]?|ban[a-z][a-c]|bananas?|機械|学) ){0,12}";
const QUERY: &str = "((b[ae]|[abe][nté]?|é|banan|banaans|ananas|機械学|b-[aeé]) ){0,4}([abeé][nt]?|b-e?|ban)?";

#[test]
fn a_question_in_plain_language_finds_other_words_for_the_same() {
    let notes = ["A||||deleting images is final", "B||||what a picture", "C||||rivers"];
    check(&notes, "how do I remove the pictures", "~ B, A");
    // Not where it is asked in keywords.
    check(&notes, "remove pictures", "~ B");
}

#[test]
fn forms_that_no_rule_leads_to_are_forms_all_the_same() {
    check(&["A||||mice wrote letters"], "mouse write", "A");
    check(&["A||||the color of organizing"], "colour organise", "A");
}

#[test]
fn a_note_that_has_the_words_themselves_comes_before_guesses() {
    let notes = ["Clair Lune||||by jamiebrynes", "B||||lune and clair and so on and on with brynes at last"];
    check(&notes, "lune clair brynes", "B, Clair Lune");
}

#[test]
fn of_a_sentence_a_note_lacks_what_says_something() {
    let notes = Notes::new(&["A||||rivers", "B||||the moss of rivers"]);
    let missing = |query: &str| {
        let found = notes.find(query);
        found.by_relevance(9).into_iter().map(|ranked| found.missing(ranked)).collect::<Vec<_>>()
    };
    assert_eq!(missing("how does the moss of rivers grow"), [vec!["grow"], vec!["moss", "grow"]]);
    assert_eq!(missing("how does the moss of rivers"), [vec!["how", "does"], vec!["moss"]]);
    assert_eq!(missing("the rivers"), [vec![], vec!["the".to_owned()]]);
}
