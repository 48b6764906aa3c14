//! Looks words up in all buckets.

use tantivy::postings::TermInfo;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use crate::fields::{FIELDS, N_FIELDS};
use crate::shelf::{Held, Shelf};
use crate::words;

/// The words of a shelf. A word that stands in no note any more is none of them.
#[derive(Clone, Copy)]
pub(crate) struct Lexicon<'s> {
    pub(crate) shelf: &'s Shelf,
}

impl<'s> Lexicon<'s> {
    pub(crate) fn of(shelf: &'s Shelf) -> Self {
        Self { shelf }
    }

    /// Counts the notes that have a word in a field.
    pub(crate) fn n_notes(&self, field: Field, word: &str) -> tantivy::Result<u64> {
        let mut n_notes = 0;
        for held in &self.shelf.buckets {
            if let Some(info) = held.bucket.find(field, word)? {
                n_notes += n_alive(held, field, &info)?;
            }
        }
        Ok(n_notes)
    }

    /// Counts the notes that have a word in a field, summed over all fields: how frequent the word is.
    pub(crate) fn frequency(&self, word: &str) -> tantivy::Result<u64> {
        fields().map(|field| self.n_notes(field, word)).sum()
    }

    /// Tells whether a word stands anywhere.
    pub(crate) fn knows(&self, word: &str) -> tantivy::Result<bool> {
        Ok(self.frequency(word)? > 0)
    }

    /// Returns the words that start so, in the order of the alphabet; those that start with too much else are left out.
    pub(crate) fn starting(&self, start: &str) -> tantivy::Result<Vec<String>> {
        let mut found = Vec::new();
        for held in &self.shelf.buckets {
            for field in fields() {
                let mut stream = held.bucket.part(field).words.terms().range().ge(start).into_stream()?;
                while stream.advance() && stream.key().starts_with(start.as_bytes()) {
                    self.take(held, field, stream.key(), stream.value(), &mut found)?;
                }
            }
        }
        Ok(in_order(found))
    }

    /// Returns the words that differ in no more than so many slips, in the order of the alphabet.
    pub(crate) fn near(&self, word: &str, n_slips: u8) -> tantivy::Result<Vec<String>> {
        let mut found = Vec::new();
        let term = Term::from_field_text(FIELDS.text, word);
        let automaton = FuzzyTermQuery::new(term, n_slips, true).automaton()?;
        for held in &self.shelf.buckets {
            for field in fields() {
                let mut stream = held.bucket.part(field).words.terms().search(&automaton).into_stream()?;
                while stream.advance() {
                    self.take(held, field, stream.key(), stream.value(), &mut found)?;
                }
            }
        }
        Ok(in_order(found))
    }

    /// Returns the words that hold a part behind their start, in the order of the alphabet.
    pub(crate) fn holding(&self, part: &str) -> tantivy::Result<Vec<String>> {
        let mut found = Vec::new();
        for held in &self.shelf.buckets {
            held.bucket.vocabulary()?.holding(part, |word| found.push(word.to_owned()));
        }
        let mut found = in_order(found);
        if self.shelf.buckets.iter().any(|held| held.has_gone) {
            let mut is_known = Vec::with_capacity(found.len());
            for word in &found {
                is_known.push(self.knows(word)?);
            }
            let mut is_known = is_known.into_iter();
            found.retain(|_| is_known.next().unwrap_or(false));
        }
        Ok(found)
    }

    fn take(
        &self,
        held: &Held,
        field: Field,
        word: &[u8],
        info: &TermInfo,
        found: &mut Vec<String>,
    ) -> tantivy::Result<()> {
        if let Ok(word) = std::str::from_utf8(word)
            && words::is_folded(word)
            && (!held.has_gone || n_alive(held, field, info)? > 0)
        {
            found.push(word.to_owned());
        }
        Ok(())
    }
}

/// Returns all fields, in order.
pub(crate) fn fields() -> impl Iterator<Item = Field> {
    (0..N_FIELDS as u32).map(Field::from_field_id)
}

/// Counts the notes of a bucket that have a word and are still there.
fn n_alive(held: &Held, field: Field, info: &TermInfo) -> tantivy::Result<u64> {
    if !held.has_gone {
        return Ok(u64::from(info.doc_freq));
    }
    let words = &held.bucket.part(field).words;
    let mut postings = words.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    let mut n_notes = 0;
    while postings.doc() != TERMINATED {
        n_notes += u64::from(held.note(postings.doc() as usize).is_some());
        postings.advance();
    }
    Ok(n_notes)
}

fn in_order(mut words: Vec<String>) -> Vec<String> {
    words.sort_unstable();
    words.dedup();
    words
}
