//! Where a form stands in the notes of a bucket.

use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};

use crate::bucket::Part;
use crate::language::Language;
use crate::phrase;
use crate::shelf::Held;
use crate::unit::Form;

/// Calls for each note of a bucket in a field of which a form stands, with its place and how often the form does; several times where
/// several words are of the form. Notes that are gone are among them.
pub(crate) fn each(
    held: &Held,
    field: Field,
    form: &Form,
    fallback: Language,
    mut note: impl FnMut(usize, f32),
) -> tantivy::Result<()> {
    let part = held.bucket.part(field);
    match form {
        Form::Word { word, worth, language } => {
            let Some(info) = part.words.terms().get(word)? else { return Ok(()) };
            let mut words = Words::of(part);
            match language {
                None => words.each_note(&info, |place, n_times| note(place, worth * n_times as f32)),
                Some(language) => words.each_note(&info, |place, n_times| {
                    if held.language(place, fallback) == *language {
                        note(place, worth * n_times as f32);
                    }
                }),
            }
        }
        Form::Start { start } => {
            let mut words = Words::of(part);
            part.each_starting(start, |info| words.each_note(info, |place, n_times| note(place, n_times as f32)))
        }
        Form::Phrase { words, unfinished } => {
            phrase::each_note(part, words, unfinished.as_ref(), |place, n_times| note(place, n_times as f32))
        }
    }
}

/// Reads where words stand, one after the other. To begin with each from nothing takes longer than most words do.
struct Words<'p> {
    part: &'p Part,
    blocks: Option<BlockSegmentPostings>,
}

impl<'p> Words<'p> {
    fn of(part: &'p Part) -> Self {
        Self { part, blocks: None }
    }

    /// Calls for each note that has a word, with its place and how often the word stands in it.
    fn each_note(&mut self, word: &TermInfo, mut note: impl FnMut(usize, u32)) -> tantivy::Result<()> {
        let words = &self.part.words;
        let blocks = match &mut self.blocks {
            Some(blocks) => {
                words.reset_block_postings_from_terminfo(word, blocks)?;
                blocks
            }
            none => none.insert(words.read_block_postings_from_terminfo(word, IndexRecordOption::WithFreqs)?),
        };
        loop {
            let (places, n_times) = (blocks.docs(), blocks.freqs());
            if places.is_empty() {
                return Ok(());
            }
            places.iter().zip(n_times).for_each(|(&place, &n_times)| note(place as usize, n_times));
            blocks.advance();
        }
    }
}
