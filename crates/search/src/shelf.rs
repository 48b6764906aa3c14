//! All buckets of a garden, searched as one.

use std::sync::Arc;

use fixedbitset::FixedBitSet;
use tantivy::schema::Field;

use crate::bucket::Bucket;
use crate::fields::N_FIELDS;
use crate::plan::Plan;
use crate::query::Query;
use crate::ranking::Ranking;

/// The words of a garden's notes; a note is a number here. Scores, and all else that an answer says, are the same whichever
/// notes share a bucket: what is counted is summed over all buckets before anything is ranked by it.
#[derive(Default)]
pub(crate) struct Shelf {
    pub(crate) buckets: Vec<Held>,
    pub(crate) n_notes: u64,
    /// How many words all notes have in each field.
    n_words: [u64; N_FIELDS],
}

/// A bucket, and which notes are in it.
pub(crate) struct Held {
    pub(crate) bucket: Arc<Bucket>,
    /// The numbers of the notes, by their place in the bucket.
    pub(crate) notes: Vec<u32>,
}

/// The numbers of the notes that match.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Found {
    pub(crate) total: usize,
    pub(crate) is_partial: bool,
    /// Best first; notes of one score by their numbers.
    pub(crate) hits: Vec<(u32, f32)>,
}

impl Shelf {
    pub(crate) fn new(buckets: Vec<Held>) -> Self {
        let mut shelf = Self { n_notes: 0, n_words: [0; N_FIELDS], buckets };
        for Held { bucket, notes } in &shelf.buckets {
            shelf.n_notes += notes.len() as u64;
            for (field, n_words) in (0..).map(Field::from_field_id).zip(&mut shelf.n_words) {
                *n_words += bucket.part(field).words.total_num_tokens();
            }
        }
        shelf
    }

    pub(crate) fn n_words(&self, field: Field) -> u64 {
        self.n_words[field.field_id() as usize]
    }

    #[cfg(test)]
    pub(crate) fn search(&self, query: &Query) -> tantivy::Result<Found> {
        self.search_among(query, None)
    }

    /// Searches those of the notes that are in a set, if there is one.
    pub(crate) fn search_among(&self, query: &Query, among: Option<&FixedBitSet>) -> tantivy::Result<Found> {
        if query.is_empty() || self.n_notes == 0 {
            return Ok(Found::default());
        }
        let ranking = Ranking::over(self);
        let found = self.collect(&ranking.strict(query)?, query, among)?;
        if found.total > 0 {
            return Ok(found);
        }
        match ranking.partial(query)? {
            Some(partial) => {
                let found = self.collect(&partial, query, among)?;
                Ok(Found { is_partial: found.total > 0, ..found })
            }
            None => Ok(found),
        }
    }

    fn collect(&self, plan: &Plan, query: &Query, among: Option<&FixedBitSet>) -> tantivy::Result<Found> {
        let mut hits: Vec<(u32, f32)> = Vec::new();
        for (at, Held { bucket, notes }) in self.buckets.iter().enumerate() {
            if let Some(scores) = plan.scores(at, bucket)? {
                hits.extend(notes.iter().zip(scores).filter_map(|(&note, score)| Some((note, score?))));
            }
        }
        if let Some(among) = among {
            hits.retain(|&(note, _)| among.contains(note as usize));
        }
        let total = hits.len();
        let wanted = query.offset.saturating_add(query.limit);
        let best_first = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if wanted < total {
            hits.select_nth_unstable_by(wanted, best_first);
            hits.truncate(wanted);
        }
        hits.sort_unstable_by(best_first);
        hits.drain(..query.offset.min(hits.len()));
        Ok(Found { total, is_partial: false, hits })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Found, Held, Shelf};
    use crate::Query;
    use crate::bucket::Bucket;
    use crate::fields::Entry;

    /// Indexes notes written as `title|alias|heading|tag|text`, the n-th in the bucket that is told.
    fn shelf(notes: &[Vec<&str>], bucket_of: impl Fn(usize) -> usize) -> Shelf {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); notes.len()];
        (0..notes.len()).for_each(|note| groups[bucket_of(note)].push(note));
        let held = groups.into_iter().filter(|group| !group.is_empty()).map(|group| Held {
            bucket: Bucket::build([0; 32], group.iter().map(|&note| entry(&notes[note]))).unwrap().into(),
            notes: group.iter().map(|&note| note as u32).collect(),
        });
        Shelf::new(held.collect())
    }

    fn split<'n>(notes: &[&'n str]) -> Vec<Vec<&'n str>> {
        notes.iter().map(|note| note.split('|').collect()).collect()
    }

    /// Searches all notes in one bucket, and parted: a few notes each in its own.
    fn search(notes: &[Vec<&str>], query: &Query) -> Found {
        let found = shelf(notes, |_| 0).search(query).unwrap();
        assert_eq!(shelf(notes, |note| note % 25).search(query).unwrap(), found, "{} in {notes:?}", query.text());
        found
    }

    /// Lists the titles that a query finds, best first.
    fn check(notes: &[&str], query: &str, expected: &str) {
        let notes = split(notes);
        let found = search(&notes, &Query::parse(query));
        let titles: Vec<&str> = found.hits.iter().map(|&(note, _)| notes[note as usize][0]).collect();
        let sign = if found.is_partial { "~ " } else { "" };
        assert_eq!(format!("{sign}{}", titles.join(", ")), expected, "{query:?} in {notes:?}");
        assert_eq!(found.total, found.hits.len());
    }

    fn entry<'n>(parts: &[&'n str]) -> Entry<'n> {
        let part = |at: usize| parts.get(at).copied().filter(|part| !part.is_empty());
        let tags: Vec<&str> = part(3).into_iter().collect();
        Entry {
            title: parts[0],
            aliases: part(1).into_iter().collect(),
            headings: part(2).into_iter().collect(),
            tag_keys: tags
                .iter()
                .flat_map(|tag| hedgerow_model::Tag::new(tag))
                .flat_map(|tag| tag.lineage().map(|tag| tag.key().to_string()).collect::<Vec<_>>())
                .collect(),
            tags,
            texts: part(4).into_iter().collect(),
        }
    }

    #[test]
    fn a_title_is_worth_more_than_alias_heading_tag_and_text() {
        check(
            &[
                "Body||||on gradient and so on",
                "Tags|||gradient|",
                "Head||gradient||",
                "Alias|gradient|||",
                "gradient||||",
            ],
            "gradient",
            "gradient, Alias, Head, Tags, Body",
        );
    }

    #[test]
    fn all_words_are_wanted_and_if_none_has_all_some_will_do() {
        let notes = ["A||||chain rule", "B||||chain", "C||||rule of law"];
        check(&notes, "chain rule", "A");
        check(&notes, "chain law", "~ C, B, A");
        check(&notes, "nowhere", "");
        check(&notes, "nowhere chain", "~ B, A");
    }

    #[test]
    fn the_last_word_may_be_unfinished() {
        let notes = ["A||||gradients", "B||||gradient", "C||||grape"];
        check(&notes, "gradi", "A, B");
        check(&notes, "gradient", "B, A");
        check(&notes, "gr x", "");
        check(&["A||||state-of-the-art"], "of-the-ar", "A");
    }

    #[test]
    fn diacritics_may_be_left_out_and_count_when_typed() {
        let notes = ["A||||cafe", "B||||café"];
        check(&notes, "cafe -x", "A, B");
        check(&notes, "café -x", "B, A");
        check(&notes, "CAFE\u{301}", "B, A");
    }

    #[test]
    fn phrases_hold_within_one_value_only() {
        let notes = ["A||||the chain rule", "B||||rule the chain", "C||chain||rule"];
        check(&notes, "\"chain rule\"", "A");
        check(&notes, "\"rule chain\"", "~ C, A, B");
    }

    #[test]
    fn unwanted_words_and_tags_take_notes_out() {
        let notes = ["A|||math/calculus|limit", "B|||math|limit", "C||||limit"];
        check(&notes, "limit -#math", "C");
        check(&notes, "#math", "A, B");
        check(&notes, "tag:Math/Calculus limit", "A");
        check(&notes, "limit -\"limit\"", "");
        check(&notes, "-limit", "");
    }

    #[test]
    fn an_unwanted_phrase_takes_out_the_notes_that_have_it_and_no_others() {
        let notes = ["A||||rain", "B||||rain", "C||||rain slow river", "D||||rain river slow", "E||||rain slow river"];
        check(&notes, "-\"slow river\" rain", "A, B, D");
        check(&notes, "rain -\"river slow\" -\"slow river\"", "A, B");
    }

    #[test]
    fn scripts_without_spaces_are_found_inside_a_sentence() {
        let notes = ["A||||私は機械学習を学ぶ", "B||||学習機械", "C||||水と火", "D||||머신러닝을 배운다"];
        check(&notes, "機械学習", "A");
        check(&notes, "火", "C");
        check(&notes, "러닝", "D");
    }

    #[test]
    fn notes_of_one_score_come_in_note_order() {
        check(&["C||||same", "A||||same", "B||||same"], "same", "C, A, B");
    }

    #[test]
    fn a_prefix_of_very_many_words_still_finds_all_of_them() {
        let texts: Vec<String> = (0..300).map(|n| format!("N{n}||||x{n:03}y")).collect();
        let notes = split(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let all = search(&notes, &Query::parse("x").window(0, 500));
        assert_eq!((all.total, all.hits.len()), (300, 300));
        let window = search(&notes, &Query::parse("x").window(120, 30));
        assert_eq!(window.hits, all.hits[120..150]);
        let beyond = search(&notes, &Query::parse("x").window(usize::MAX, usize::MAX));
        assert_eq!((beyond.total, beyond.hits.len()), (300, 0));
    }

    #[test]
    fn an_empty_garden_and_an_empty_query_find_nothing() {
        check(&[], "x", "");
        check(&["A||||x"], "", "");
        check(&["A||||x"], "\" - ", "");
    }

    #[test]
    fn an_unfinished_phrase_may_go_on_with_any_word() {
        let texts: Vec<String> = (0..120).map(|n| format!("N{n}||||don't t{n:03}, don te{n:03}")).collect();
        let notes = split(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(search(&notes, &Query::parse("don't").window(0, 200)).total, 120);
        assert_eq!(search(&notes, &Query::parse("don-te119")).total, 1);
        check(&["A||||one-two three", "B||||one two-four", "C||||one four"], "one-two-t", "A");
        check(&["A||||one two", "B|one two|||"], "one-t", "B, A");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        #[test]
        fn which_notes_share_a_bucket_changes_no_bit_of_an_answer(
            notes in prop::collection::vec(NOTE, 1..40),
            buckets in prop::collection::vec(0..5_usize, 40),
            queries in prop::collection::vec(QUERY, 1..12),
        ) {
            let notes = split(&notes.iter().map(String::as_str).collect::<Vec<_>>());
            let (one, some) = (shelf(&notes, |_| 0), shelf(&notes, |note| buckets[note] % notes.len()));
            for query in &queries {
                let query = Query::parse(query).window(0, 50);
                let (expected, found) = (one.search(&query).unwrap(), some.search(&query).unwrap());
                prop_assert_eq!(expected.hits.len(), expected.total);
                prop_assert_eq!(bits(&found), bits(&expected), "{}", query.text());
                prop_assert_eq!(found, expected);
            }
        }
    }

    fn bits(found: &Found) -> Vec<(u32, u32)> {
        found.hits.iter().map(|&(note, score)| (note, score.to_bits())).collect()
    }

    const NOTE: &str = "((b[ae]|é)[nt]?( |-)){0,3}[ab]\\|((ba|be) ){0,2}\\|([ab][cé]{0,2} ){0,2}\\|(t/u|t)?\\|(([abe][nté]?|ban[a-z][a-c]|機械|学) ){0,12}";
    const QUERY: &str = "(-?(b[ae]|[abe][nté]?|é|\"[ab] [be]n?\"|機械学|#t|#t/u|b-[aeé]) ){0,4}([abeé][nt]?|b-e?|ban)?";
}
