//! Looks words up in all buckets, once a search, and tells how rare they are.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use tantivy::Term;
use tantivy::postings::TermInfo;
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight};
use tantivy::schema::Field;

use crate::shelf::Shelf;

/// The words of one search, as far as they were asked for.
pub(crate) struct Lexicon<'s> {
    pub(crate) shelf: &'s Shelf,
    known: RefCell<HashMap<(Field, String), Rc<Sought>>>,
}

/// A word in a field, and where it stands.
pub(crate) struct Sought {
    pub(crate) field: Field,
    /// How many notes have it.
    pub(crate) n_notes: u64,
    /// The buckets that have it, in order.
    buckets: Vec<(usize, TermInfo)>,
}

impl Sought {
    /// Returns where the word is in a bucket.
    pub(crate) fn in_bucket(&self, at: usize) -> Option<&TermInfo> {
        self.buckets.binary_search_by_key(&at, |&(bucket, _)| bucket).ok().map(|found| &self.buckets[found].1)
    }
}

impl<'s> Lexicon<'s> {
    pub(crate) fn of(shelf: &'s Shelf) -> Self {
        Self { shelf, known: RefCell::default() }
    }

    /// Looks a word up.
    pub(crate) fn seek(&self, field: Field, word: &str) -> tantivy::Result<Rc<Sought>> {
        if let Some(sought) = self.known.borrow().get(&(field, word.to_owned())) {
            return Ok(Rc::clone(sought));
        }
        let mut sought = Sought { field, n_notes: 0, buckets: Vec::new() };
        for (at, held) in self.shelf.buckets.iter().enumerate() {
            if let Some(found) = held.bucket.find(field, word)? {
                sought.n_notes += u64::from(found.doc_freq);
                sought.buckets.push((at, found));
            }
        }
        let sought = Rc::new(sought);
        self.known.borrow_mut().insert((field, word.to_owned()), Rc::clone(&sought));
        Ok(sought)
    }

    /// Returns what words of a field are worth together: the rarer they are in the garden, the more.
    pub(crate) fn weight<'w>(
        &self,
        field: Field,
        words: impl Iterator<Item = &'w str>,
        boost: f32,
    ) -> tantivy::Result<Bm25Weight> {
        let terms: Vec<Term> = words.map(|word| Term::from_field_text(field, word)).collect();
        Ok(Bm25Weight::for_terms(self, &terms)?.boost_by(boost))
    }

    /// Returns what a word of a field is worth that so many notes have.
    pub(crate) fn weight_by_count(&self, field: Field, n_notes: u64, boost: f32) -> Bm25Weight {
        let mean_length = self.shelf.n_words(field) as f32 / self.shelf.n_notes as f32;
        let n_notes = n_notes.min(self.shelf.n_notes);
        Bm25Weight::for_one_term_without_explain(n_notes, self.shelf.n_notes, mean_length).boost_by(boost)
    }
}

impl Bm25StatisticsProvider for Lexicon<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        Ok(self.shelf.n_words(field))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.shelf.n_notes)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        Ok(self.seek(term.field(), &String::from_utf8_lossy(term.serialized_value_bytes()))?.n_notes)
    }
}
