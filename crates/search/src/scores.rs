//! What the notes of one bucket score.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::query::Bm25Weight;
use tantivy::schema::IndexRecordOption;

use crate::bucket::Part;

/// A score for each note of a bucket, by its place; `None` for those that do not match.
pub(crate) type Scores = Vec<Option<f32>>;

/// Leaves the notes that match both, with the sum of what they score.
pub(crate) fn narrow(scores: &mut Scores, by: &Scores) {
    for (score, by) in scores.iter_mut().zip(by) {
        *score = score.zip(*by).map(|(score, by)| score + by);
    }
}

/// Takes the notes of both, with the sum of what they score.
pub(crate) fn widen(scores: &mut Scores, by: &Scores) {
    for (score, by) in scores.iter_mut().zip(by) {
        *score = match (*score, *by) {
            (Some(score), Some(by)) => Some(score + by),
            (score, by) => score.or(by),
        };
    }
}

/// Adds what else matching notes score.
pub(crate) fn lift(scores: &mut Scores, by: &Scores) {
    for (score, by) in scores.iter_mut().zip(by) {
        if let (Some(score), Some(by)) = (score, by) {
            *score += by;
        }
    }
}

/// Takes out the notes that match.
pub(crate) fn take_out(scores: &mut Scores, unwanted: &Scores) {
    for (score, unwanted) in scores.iter_mut().zip(unwanted) {
        score.take_if(|_| unwanted.is_some());
    }
}

/// Calls for each note that has a word, with its place and how often the word stands in it.
pub(crate) fn each_note(part: &Part, word: &TermInfo, note: impl FnMut(usize, u32)) -> tantivy::Result<()> {
    WordReader::of(part).each_note(word, note)
}

/// Reads where words stand, one after the other. To begin with each from nothing takes longer than most words do.
pub(crate) struct WordReader<'p> {
    part: &'p Part,
    blocks: Option<BlockSegmentPostings>,
}

impl<'p> WordReader<'p> {
    pub(crate) fn of(part: &'p Part) -> Self {
        Self { part, blocks: None }
    }

    /// Calls for each note that has a word, with its place and how often the word stands in it.
    pub(crate) fn each_note(&mut self, word: &TermInfo, mut note: impl FnMut(usize, u32)) -> tantivy::Result<()> {
        let words = &self.part.words;
        let blocks = match &mut self.blocks {
            Some(blocks) => {
                words.reset_block_postings_from_terminfo(word, blocks)?;
                blocks
            }
            none => none.insert(words.read_block_postings_from_terminfo(word, IndexRecordOption::WithFreqs)?),
        };
        while !blocks.docs().is_empty() {
            for (at, &doc) in blocks.docs().iter().enumerate() {
                note(doc as usize, blocks.freq(at));
            }
            blocks.advance();
        }
        Ok(())
    }
}

/// Returns what a note of this place scores that has something so many times.
pub(crate) fn score(weight: &Bm25Weight, lengths: Option<&FieldNormReader>, place: usize, n_times: u32) -> f32 {
    let place = u32::try_from(place).unwrap_or(u32::MAX);
    weight.score(lengths.map_or(0, |lengths| lengths.fieldnorm_id(place)), n_times)
}
