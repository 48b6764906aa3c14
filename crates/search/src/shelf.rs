//! All buckets of a garden.

use std::sync::Arc;

use crate::bucket::Bucket;
use crate::fields::N_FIELDS;
use crate::language::Language;
use crate::recent::Recent;
use crate::variants::Known;

/// Stands for a note of a bucket that is no more, or is another now. Its words do not count.
pub(crate) const GONE: u32 = u32::MAX;

/// The words of a garden's notes; a note is a number here. All that an answer says is the same whichever notes share a bucket: what is
/// counted is summed over all buckets before anything is ranked by it.
#[derive(Default)]
pub(crate) struct Shelf {
    pub(crate) buckets: Vec<Held>,
    /// The numbers of all notes of the garden are below this.
    pub(crate) n_numbers: usize,
    /// How many notes are indexed.
    pub(crate) n_notes: usize,
    /// How many words a note has in each field on average, of those that have the field.
    pub(crate) mean_lengths: [f32; N_FIELDS],
    /// The languages that the notes are in, each once, in order.
    pub(crate) languages: Vec<Language>,
    /// What is scored often, and what was last.
    pub(crate) recent: Recent,
    /// What was found of words last.
    pub(crate) known: Known,
}

/// A bucket, and which notes are in it.
pub(crate) struct Held {
    pub(crate) bucket: Arc<Bucket>,
    /// The numbers of the notes, by their place in the bucket; or [`GONE`].
    pub(crate) notes: Vec<u32>,
    /// Tells whether some are gone.
    pub(crate) has_gone: bool,
}

impl Held {
    pub(crate) fn new(bucket: Arc<Bucket>, notes: Vec<u32>) -> Self {
        Self { bucket, has_gone: notes.contains(&GONE), notes }
    }

    /// Returns the number of the note at a place, if it is still there.
    pub(crate) fn note(&self, place: usize) -> Option<u32> {
        self.notes.get(place).copied().filter(|&note| note != GONE)
    }

    /// Returns the language of the note at a place, which is `fallback` where it tells none.
    pub(crate) fn language(&self, place: usize, fallback: Language) -> Language {
        match self.bucket.owners[place].language {
            Language::NONE => fallback,
            language => language,
        }
    }

    /// Returns the places of the notes that are still there.
    pub(crate) fn places(&self) -> impl Iterator<Item = usize> {
        (0..self.notes.len()).filter(|&place| self.notes[place] != GONE)
    }
}

impl Shelf {
    /// `fallback` is the language of notes that tell none.
    pub(crate) fn new(buckets: Vec<Held>, n_numbers: usize, fallback: Language) -> Self {
        let mut n_words = [(0_u64, 0_u64); N_FIELDS];
        let mut n_notes = 0;
        let mut languages = vec![fallback];
        for held in &buckets {
            n_notes += held.places().count();
            languages.extend(held.places().map(|place| held.bucket.owners[place].language));
            languages.sort_unstable();
            languages.dedup();
            for (field, n_words) in n_words.iter_mut().enumerate() {
                if let Some(lengths) = &held.bucket.parts[field].lengths {
                    for length in held.places().map(|place| lengths.fieldnorm(place as u32)).filter(|&n| n > 0) {
                        *n_words = (n_words.0 + u64::from(length), n_words.1 + 1);
                    }
                }
            }
        }
        languages.retain(|language| *language != Language::NONE);
        let mean_lengths = n_words.map(|(n_words, n_notes)| n_words as f32 / n_notes.max(1) as f32);
        Self {
            buckets,
            n_numbers,
            n_notes,
            mean_lengths,
            languages,
            recent: Recent::of(n_notes),
            known: Known::default(),
        }
    }
}
