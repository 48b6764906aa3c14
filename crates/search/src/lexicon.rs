//! Looks words up in all buckets.

use tantivy::postings::{SegmentPostings, TermInfo};
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
        for held in &self.shelf.buckets {
            // Most words stand in texts, the last of the fields.
            for field in fields().rev() {
                if let Some(info) = held.bucket.find(field, word)?
                    && is_alive(held, field, &info)?
                {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Returns those of the wanted words that start so, in the order of the alphabet, but no more than so many.
    pub(crate) fn starting(
        &self,
        start: &str,
        most: usize,
        mut is_wanted: impl FnMut(&str) -> bool,
    ) -> tantivy::Result<Vec<&'s str>> {
        let mut found = Vec::new();
        for held in &self.shelf.buckets {
            found.extend(held.bucket.vocabulary()?.starting(start));
        }
        let found = in_order(found).into_iter().filter(|word| is_wanted(word));
        self.alive(found, most)
    }

    /// Returns the words that differ in no more than so many slips, in the order of the alphabet.
    pub(crate) fn near(&self, word: &str, n_slips: u8) -> tantivy::Result<Vec<String>> {
        self.matching(&FuzzyTermQuery::new(Term::from_field_text(FIELDS.text, word), n_slips, true), |_| true)
    }

    /// Returns the words that begin with the same letter and differ in no more than so many slips up to some place, in the order of the
    /// alphabet; no more than so many.
    pub(crate) fn starting_near(&self, start: &str, n_slips: u8, most: usize) -> tantivy::Result<Vec<String>> {
        let nearly = FuzzyTermQuery::new_prefix(Term::from_field_text(FIELDS.text, start), n_slips, true);
        let first = start.chars().next();
        let mut words = self.matching(&nearly, |word| word.chars().next() == first)?;
        words.truncate(most);
        Ok(words)
    }

    fn matching(&self, wanted: &FuzzyTermQuery, is_wanted: impl Fn(&str) -> bool) -> tantivy::Result<Vec<String>> {
        let mut found = Vec::new();
        let automaton = wanted.automaton()?;
        for held in &self.shelf.buckets {
            for field in fields() {
                let mut stream = held.bucket.part(field).words.terms().search(&automaton).into_stream()?;
                while stream.advance() {
                    if std::str::from_utf8(stream.key()).is_ok_and(&is_wanted) {
                        self.take(held, field, stream.key(), stream.value(), &mut found)?;
                    }
                }
            }
        }
        Ok(in_order(found))
    }

    /// Returns words that hold a part behind their start, no more than so many: the first ones of the alphabet.
    pub(crate) fn holding(&self, part: &str, most: usize) -> tantivy::Result<Vec<&'s str>> {
        let mut found = Vec::new();
        for held in &self.shelf.buckets {
            held.bucket.vocabulary()?.holding(part, |word| found.push(word));
        }
        self.alive(in_order(found).into_iter(), most)
    }

    /// Returns the first so many of the words that stand in a note that is still there.
    fn alive(&self, words: impl Iterator<Item = &'s str>, most: usize) -> tantivy::Result<Vec<&'s str>> {
        let has_gone = self.shelf.buckets.iter().any(|held| held.has_gone);
        let mut alive = Vec::new();
        for word in words {
            if alive.len() == most {
                break;
            }
            if !has_gone || self.knows(word)? {
                alive.push(word);
            }
        }
        Ok(alive)
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
            && is_alive(held, field, info)?
        {
            found.push(word.to_owned());
        }
        Ok(())
    }
}

/// Returns all fields, in order.
pub(crate) fn fields() -> impl DoubleEndedIterator<Item = Field> {
    (0..N_FIELDS as u32).map(Field::from_field_id)
}

/// Tells whether one of a bucket's notes that have a word is still there.
fn is_alive(held: &Held, field: Field, info: &TermInfo) -> tantivy::Result<bool> {
    if !held.has_gone {
        return Ok(true);
    }
    let mut notes = postings(held, field, info)?;
    while notes.doc() != TERMINATED {
        if held.note(notes.doc() as usize).is_some() {
            return Ok(true);
        }
        notes.advance();
    }
    Ok(false)
}

/// Counts the notes of a bucket that have a word and are still there.
fn n_alive(held: &Held, field: Field, info: &TermInfo) -> tantivy::Result<u64> {
    if !held.has_gone {
        return Ok(u64::from(info.doc_freq));
    }
    let mut notes = postings(held, field, info)?;
    let mut n_notes = 0;
    while notes.doc() != TERMINATED {
        n_notes += u64::from(held.note(notes.doc() as usize).is_some());
        notes.advance();
    }
    Ok(n_notes)
}

fn postings(held: &Held, field: Field, info: &TermInfo) -> tantivy::Result<SegmentPostings> {
    Ok(held.bucket.part(field).words.read_postings_from_terminfo(info, IndexRecordOption::Basic)?)
}

fn in_order<W: Ord>(mut words: Vec<W>) -> Vec<W> {
    // Those of each bucket are in order already, which this kind of sorting makes use of.
    words.sort();
    words.dedup();
    words
}
