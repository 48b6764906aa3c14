//! How near the words of a question stand in a text, and in which order.

use fixedbitset::FixedBitSet;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

use crate::fields::FIELDS;
use crate::shelf::{Held, Shelf};

/// Words that stand in the other order than asked for are this much less near.
const REVERSED: f32 = 0.6;

/// Words farther apart than this have nothing to do with each other.
const FAR: u32 = 12;

/// Where no run has ended yet.
const NO_RUN: [(u32, usize); 2] = [(u32::MAX, 0); 2];

/// The words of a question, in the order in which they were typed.
pub(crate) struct Sequence {
    /// The forms of each word in the text.
    pub(crate) words: Vec<Vec<String>>,
    /// How rare each is.
    pub(crate) rarities: Vec<f32>,
}

/// What a text gives.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Closeness {
    /// The rarities of neighbours in the question, each by how near the two stand.
    pub(crate) nearness: f32,
    /// The rarities of the words that stand as they were typed, by the square of the share of the question they make up.
    pub(crate) run: f32,
}

impl Sequence {
    /// Calls for each of the notes that are asked for and have any of the words.
    pub(crate) fn each_note(
        &self,
        shelf: &Shelf,
        among: &FixedBitSet,
        mut note: impl FnMut(u32, Closeness),
    ) -> tantivy::Result<()> {
        for held in &shelf.buckets {
            let mut postings = self.postings(held)?;
            let mut found: Vec<(u32, usize)> = Vec::new();
            let mut positions = Vec::new();
            let mut pass = Pass::of(self.words.len());
            for (place, &number) in held.notes.iter().enumerate() {
                if !among.contains(number as usize) {
                    continue;
                }
                found.clear();
                for (word, postings) in &mut postings {
                    if is_at(postings, place as u32) {
                        postings.positions(&mut positions);
                        found.extend(positions.iter().map(|&position| (position, *word)));
                    }
                }
                found.sort_unstable();
                note(number, self.closeness(&found, &mut pass));
            }
        }
        Ok(())
    }

    fn postings(&self, held: &Held) -> tantivy::Result<Vec<(usize, SegmentPostings)>> {
        let words = &held.bucket.part(FIELDS.text).words;
        let mut postings = Vec::new();
        for (at, forms) in self.words.iter().enumerate() {
            for form in forms {
                if let Some(info) = words.terms().get(form)? {
                    let option = IndexRecordOption::WithFreqsAndPositions;
                    postings.push((at, words.read_postings_from_terminfo(&info, option)?));
                }
            }
        }
        Ok(postings)
    }

    /// Goes once over where the words stand, in the order of the text.
    fn closeness(&self, found: &[(u32, usize)], pass: &mut Pass) -> Closeness {
        let Pass { last, runs, nearest } = pass.anew();
        let mut best_run = 0.0_f32;
        for &(position, word) in found {
            if let Some(before) = word.checked_sub(1) {
                nearest[word] = nearest[word].max(near(last[before], position, 1.0));
            }
            if let Some(behind) = nearest.get_mut(word + 1) {
                *behind = behind.max(near(last[word + 1], position, REVERSED));
            }
            last[word] = Some(position);
            let before = word.checked_sub(1).and_then(|before| {
                runs[before].iter().find(|(end, _)| end.checked_add(1) == Some(position)).map(|&(_, length)| length)
            });
            let length = before.unwrap_or(0) + 1;
            if runs[word][0].0 != position {
                runs[word][1] = runs[word][0];
            }
            runs[word][0] = (position, length);
            if length > 2 || length == self.words.len() {
                let rarities: f32 = self.rarities[word + 1 - length..=word].iter().sum();
                let share = length as f32 / self.words.len() as f32;
                best_run = best_run.max(rarities * share * share);
            }
        }
        let pair = |word: usize| self.rarities[word].min(self.rarities[word - 1]);
        let nearness = (1..self.words.len()).map(|word| pair(word) * nearest[word]).sum();
        Closeness { nearness, run: best_run }
    }
}

/// What is known of each word on the way through a text. To make it anew for each text takes as long as the way does.
#[derive(Debug)]
struct Pass {
    /// The last place before this one.
    last: Vec<Option<u32>>,
    /// At which place how long a run ends: the last ones.
    runs: Vec<[(u32, usize); 2]>,
    nearest: Vec<f32>,
}

impl Pass {
    fn of(n_words: usize) -> Self {
        Self { last: vec![None; n_words], runs: vec![NO_RUN; n_words], nearest: vec![0.0; n_words] }
    }

    fn anew(&mut self) -> &mut Self {
        self.last.fill(None);
        self.runs.fill(NO_RUN);
        self.nearest.fill(0.0);
        self
    }
}

/// Tells how near a place is to one before it.
fn near(before: Option<u32>, position: u32, worth: f32) -> f32 {
    let apart = before.map(|before| position.saturating_sub(before)).filter(|apart| (1..=FAR).contains(apart));
    apart.map_or(0.0, |apart| worth / apart as f32)
}

/// Moves to a note, unless it was passed, and tells whether the word is in it.
fn is_at(postings: &mut SegmentPostings, place: u32) -> bool {
    postings.doc() != TERMINATED
        && (postings.doc() == place || (postings.doc() < place && postings.seek(place) == place))
}

#[cfg(test)]
mod tests {
    use super::{Pass, Sequence};

    fn closeness(n_words: usize, found: &[(u32, usize)]) -> (f32, f32) {
        let sequence = Sequence { words: vec![Vec::new(); n_words], rarities: vec![1.0; n_words] };
        let found = sequence.closeness(found, &mut Pass::of(n_words));
        (found.nearness, found.run)
    }

    #[test]
    fn a_run_is_as_good_as_it_is_long() {
        assert_eq!(closeness(3, &[(4, 0), (5, 1), (6, 2)]), (2.0, 3.0));
        assert_eq!(closeness(4, &[(4, 0), (5, 1), (6, 2)]), (2.0, 3.0 * 9.0 / 16.0));
        let (_, run) = closeness(3, &[(4, 0), (6, 1), (9, 2)]);
        assert_eq!(run, 0.0);
    }

    #[test]
    fn words_at_one_place_do_not_break_a_run() {
        assert_eq!(closeness(3, &[(4, 0), (5, 0), (5, 1), (6, 1), (6, 2)]).1, 3.0);
    }

    #[test]
    fn nearer_words_in_order_are_better() {
        let adjacent = closeness(2, &[(4, 0), (5, 1)]).0;
        let reversed = closeness(2, &[(4, 1), (5, 0)]).0;
        let apart = closeness(2, &[(4, 0), (8, 1)]).0;
        assert!(adjacent > reversed && reversed > apart && apart > 0.0);
        assert_eq!(closeness(2, &[(4, 0), (99, 1)]), (0.0, 0.0));
    }
}
