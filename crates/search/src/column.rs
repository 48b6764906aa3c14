//! What each note scores for one unit of a question.

use std::sync::Arc;

use fixedbitset::FixedBitSet;
use tantivy::schema::Field;

use crate::fields::N_FIELDS;
use crate::language::Language;
use crate::occurrences;
use crate::scored::Scored;
use crate::shelf::{GONE, Shelf};
use crate::tally::Tally;
use crate::unit::{Form, Kind, Reading, Unit};
use crate::weights::Weights;

/// The scores of a unit, by the numbers of the notes; 0 where it does not stand.
pub(crate) struct Column {
    pub(crate) scores: Vec<f32>,
    /// The notes that have it, in no order.
    pub(crate) notes: Vec<u32>,
    /// Those that have it in their title or an alias.
    pub(crate) named: FixedBitSet,
    /// How rare it is.
    pub(crate) rarity: f32,
    /// What it counts against others.
    pub(crate) share: f32,
}

impl Column {
    /// Makes less of it.
    pub(crate) fn shrink(&mut self, by: f32) {
        self.rarity *= by;
        self.share *= by;
        for &note in &self.notes {
            self.scores[note as usize] *= by;
        }
    }
}

/// Scores units over one shelf.
pub(crate) struct Scorer<'s> {
    shelf: &'s Shelf,
    norms: Norms<'s>,
    fallback: Language,
    /// Made for the first reading that has to be counted.
    tally: Option<Tally>,
}

/// What one occurrence counts in a field by how long the field is (BM25's normalisation, by the byte that stands for a length).
pub(crate) struct Norms<'s> {
    pub(crate) weights: &'s Weights,
    by_length: [[f32; 256]; N_FIELDS],
}

impl<'s> Norms<'s> {
    fn new(shelf: &Shelf, weights: &'s Weights) -> Self {
        let norm = |field: usize, id: u8| {
            let length = tantivy::fieldnorm::FieldNormReader::id_to_fieldnorm(id) as f32;
            // Where no note has the field any more, one that is gone may have it yet: what it counts is nothing to anybody, but a number.
            let mean = Some(shelf.mean_lengths[field]).filter(|mean| *mean > 0.0).unwrap_or(1.0);
            1.0 / (1.0 - weights.lengths[field] + weights.lengths[field] * length / mean)
        };
        Self { weights, by_length: std::array::from_fn(|field| std::array::from_fn(|id| norm(field, id as u8))) }
    }

    pub(crate) fn of(&self, field: Field) -> &[f32; 256] {
        &self.by_length[field.field_id() as usize]
    }
}

impl<'s> Scorer<'s> {
    pub(crate) fn new(shelf: &'s Shelf, weights: &'s Weights, fallback: Language) -> Self {
        Self { shelf, norms: Norms::new(shelf, weights), fallback, tally: None }
    }

    /// Scores a unit: each reading by BM25 in each field, a note by the reading that fits it best.
    pub(crate) fn column(&mut self, unit: &Unit) -> tantivy::Result<Column> {
        let n = self.shelf.n_numbers;
        let named = FixedBitSet::with_capacity(n);
        let mut column = Column { scores: vec![0.0; n], notes: Vec::new(), named, rarity: 0.0, share: 1.0 };
        for reading in &unit.readings {
            self.read(reading, &mut column)?;
        }
        Ok(column)
    }

    fn read(&mut self, reading: &Reading, column: &mut Column) -> tantivy::Result<()> {
        let scored = self.scored(&reading.forms)?;
        if scored.n_having() == 0 {
            return Ok(());
        }
        let rarity = rarity(self.shelf.n_notes, scored.n_having()).powf(self.norms.weights.rarity);
        if column.rarity == 0.0 {
            column.rarity = rarity;
        }
        // A word that was not asked for is worth no more for being rare.
        let rarity = match reading.kind {
            Kind::Slip | Kind::Part => rarity.min(column.rarity),
            Kind::Itself | Kind::Completion | Kind::Meaning => rarity,
        };
        let rarity = reading.worth * rarity;
        scored.raise(rarity, &mut column.scores, &mut column.notes);
        scored.named.iter().for_each(|&note| column.named.insert(note as usize));
        Ok(())
    }

    fn scored(&mut self, forms: &[Form]) -> tantivy::Result<Arc<Scored>> {
        let Self { shelf, norms, fallback, tally } = self;
        shelf.recent.scored(norms.weights, *fallback, forms, || {
            let tally = tally.get_or_insert_with(|| Tally::of(shelf));
            for held in &shelf.buckets {
                tally.score(held, forms, norms, *fallback)?;
            }
            Ok(tally.take(shelf.n_numbers))
        })
    }
}

/// Finds the notes that have a unit in one of some fields. `fallback` is the language of notes that tell none.
pub(crate) fn having(shelf: &Shelf, fallback: Language, unit: &Unit, fields: &[Field]) -> tantivy::Result<FixedBitSet> {
    let mut found = FixedBitSet::with_capacity(shelf.n_numbers);
    for held in &shelf.buckets {
        for &field in fields {
            for form in unit.readings.iter().flat_map(|reading| &reading.forms) {
                occurrences::each(held, field, form, fallback, |place, _| match held.notes[place] {
                    GONE => {}
                    note => found.insert(note as usize),
                })?;
            }
        }
    }
    Ok(found)
}

/// Returns how rare something is that so many of all notes have (BM25's inverse document frequency).
pub(crate) fn rarity(n_notes: usize, n_having: usize) -> f32 {
    let (all, having) = (n_notes as f32, n_having.min(n_notes) as f32);
    (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
}
