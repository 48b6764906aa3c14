//! Words that stand together.

use std::rc::Rc;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED};

use crate::bucket::{Bucket, Part};
use crate::lexicon::Sought;
use crate::prefix::each_completion;
use crate::scores::{Scores, score};

/// Words of one field in this order, each at its distance from the first. The last one may be unfinished: then any word that
/// starts so will do.
pub(crate) struct Phrase {
    pub(crate) field: Field,
    pub(crate) words: Vec<(u32, Rc<Sought>)>,
    pub(crate) unfinished: Option<(u32, String)>,
    pub(crate) weight: Bm25Weight,
}

/// A note of a bucket, and where in it the phrase stands: places where a word of distance 0 would be, moved by the longest distance.
struct Place {
    note: u32,
    starts: Vec<u32>,
}

impl Phrase {
    pub(crate) fn may_be_in(&self, at: usize) -> bool {
        self.words.iter().all(|(_, word)| word.in_bucket(at).is_some())
    }

    /// Returns the scores of the notes that hold the phrase; of those that matter, if only some do.
    pub(crate) fn scores(&self, at: usize, bucket: &Bucket, among: Option<&Scores>) -> tantivy::Result<Scores> {
        let part = bucket.part(self.field);
        let mut scores: Scores = vec![None; bucket.n_notes()];
        let mut places = self.places(at, part, among)?;
        if let Some((distance, start)) = &self.unfinished {
            places = self.completed(part, places, *distance, start)?;
        }
        for place in places {
            let n_times = u32::try_from(place.starts.len()).unwrap_or(u32::MAX);
            let note = place.note as usize;
            scores[note] = Some(score(&self.weight, part.lengths.as_ref(), note, n_times));
        }
        Ok(scores)
    }

    /// Finds where the finished words stand together.
    fn places(&self, at: usize, part: &Part, among: Option<&Scores>) -> tantivy::Result<Vec<Place>> {
        let mut words = Vec::with_capacity(self.words.len());
        for (distance, word) in &self.words {
            let Some(word) = word.in_bucket(at) else { return Ok(Vec::new()) };
            let postings = part.words.read_postings_from_terminfo(word, IndexRecordOption::WithFreqsAndPositions)?;
            words.push((self.longest() - distance, postings));
        }
        let mut places = Vec::new();
        let Some(((shift, first), others)) = words.split_first_mut() else { return Ok(places) };
        let mut found = Vec::new();
        while first.doc() != TERMINATED {
            let note = first.doc();
            let matters = among.is_none_or(|among| among[note as usize].is_some());
            if matters && others.iter_mut().all(|(_, word)| is_at(word, note)) {
                let mut starts = Vec::new();
                first.positions_with_offset(*shift, &mut starts);
                for (shift, word) in others.iter_mut() {
                    word.positions_with_offset(*shift, &mut found);
                    keep_common(&mut starts, &found);
                }
                if !starts.is_empty() {
                    places.push(Place { note, starts });
                }
            }
            first.advance();
        }
        Ok(places)
    }

    /// Leaves the places where a word goes on that starts so.
    fn completed(&self, part: &Part, places: Vec<Place>, distance: u32, start: &str) -> tantivy::Result<Vec<Place>> {
        let Some(last) = places.last() else { return Ok(places) };
        let mut by_note: Vec<Option<(Place, Vec<u32>)>> = Vec::new();
        by_note.resize_with(last.note as usize + 1, || None);
        for place in places {
            let note = place.note as usize;
            by_note[note] = Some((place, Vec::new()));
        }
        let mut found = Vec::new();
        each_completion(part, start, |_, word| {
            let mut word = part.words.read_postings_from_terminfo(word, IndexRecordOption::WithFreqsAndPositions)?;
            while let Some(place) = by_note.get_mut(word.doc() as usize) {
                if let Some((place, completed)) = place {
                    word.positions_with_offset(self.longest() - distance, &mut found);
                    keep_common(&mut found, &place.starts);
                    completed.append(&mut found);
                }
                word.advance();
            }
            Ok(())
        })?;
        let completed = by_note.into_iter().flatten().filter(|(_, starts)| !starts.is_empty());
        Ok(completed.map(|(place, starts)| Place { starts, ..place }).collect())
    }

    fn longest(&self) -> u32 {
        let distances = self.words.iter().map(|&(distance, _)| distance);
        distances.chain(self.unfinished.as_ref().map(|&(distance, _)| distance)).max().unwrap_or(0)
    }
}

/// Moves to a note, unless it was passed, and tells whether the word is in it.
fn is_at(word: &mut SegmentPostings, note: u32) -> bool {
    word.doc() == note || (word.doc() < note && word.seek(note) == note)
}

/// Keeps what is in both; both are in order.
fn keep_common(places: &mut Vec<u32>, others: &[u32]) {
    let mut others = others.iter().peekable();
    places.retain(|place| {
        while others.next_if(|other| *other < place).is_some() {}
        others.next_if_eq(&place).is_some()
    });
}

#[cfg(test)]
mod tests {
    use super::keep_common;

    #[test]
    fn what_is_in_both_is_kept() {
        let check = |mut places: Vec<u32>, others: &[u32], expected: &[u32]| {
            keep_common(&mut places, others);
            assert_eq!(places, expected);
        };
        check(vec![1, 3, 5, 9], &[0, 3, 4, 9, 10], &[3, 9]);
        check(vec![2, 2], &[2], &[2]);
        check(vec![], &[1], &[]);
        check(vec![1], &[], &[]);
    }
}
