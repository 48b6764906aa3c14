//! How much the notes of one bucket have of a reading.

use tantivy::schema::Field;

use crate::column::Norms;
use crate::fields::FIELDS;
use crate::language::Language;
use crate::lexicon::fields;
use crate::occurrences;
use crate::shelf::{GONE, Held, Shelf};
use crate::unit::Form;
use crate::weights::Weights;

/// Tables by the places of a bucket, as long as the largest has. They are used again for the next reading, for to make them takes longer
/// than most words do; between two readings they hold nothing.
pub(crate) struct Tally {
    /// How often the reading stands in the field that is counted, against the field's length.
    n_times: Vec<f32>,
    /// Where that is not 0, in no order.
    counted: Vec<u32>,
    /// What the best field and all fields together score.
    scores: Vec<(f32, f32)>,
    /// Where that is not 0, in no order.
    scored: Vec<u32>,
}

impl Tally {
    pub(crate) fn of(shelf: &Shelf) -> Self {
        let n = shelf.buckets.iter().map(|held| held.notes.len()).max().unwrap_or(0);
        Self { n_times: vec![0.0; n], counted: Vec::new(), scores: vec![(0.0, 0.0); n], scored: Vec::new() }
    }

    /// Scores the forms in each field of a bucket, all forms of a field as one word. Calls for each note that has any, with what its fields
    /// score together; `named` is called for those that have one in a name.
    pub(crate) fn each_note(
        &mut self,
        held: &Held,
        forms: &[Form],
        norms: &Norms<'_>,
        fallback: Language,
        mut named: impl FnMut(u32),
        mut note: impl FnMut(u32, f32),
    ) -> tantivy::Result<()> {
        for field in fields() {
            self.count(held, field, forms, norms, fallback)?;
            self.score(field, norms.weights);
            if field == FIELDS.title || field == FIELDS.aliases {
                let numbers = self.counted.iter().map(|&place| held.notes[place as usize]);
                numbers.filter(|&number| number != GONE).for_each(&mut named);
            }
            self.counted.clear();
        }
        for place in self.scored.drain(..) {
            let (most, sum) = std::mem::take(&mut self.scores[place as usize]);
            let number = held.notes[place as usize];
            if number != GONE {
                note(number, most + (sum - most) * norms.weights.other_fields);
            }
        }
        Ok(())
    }

    fn count(
        &mut self,
        held: &Held,
        field: Field,
        forms: &[Form],
        norms: &Norms<'_>,
        fallback: Language,
    ) -> tantivy::Result<()> {
        let Some(lengths) = &held.bucket.part(field).lengths else { return Ok(()) };
        let norms = norms.of(field);
        for form in forms {
            occurrences::each(held, field, form, fallback, |place, n_times| {
                let known = &mut self.n_times[place];
                if *known == 0.0 {
                    self.counted.push(place as u32);
                }
                *known += n_times * norms[usize::from(lengths.fieldnorm_id(place as u32))];
            })?;
        }
        Ok(())
    }

    /// Scores what was counted in a field by BM25.
    fn score(&mut self, field: Field, weights: &Weights) {
        let worth = weights.fields[field.field_id() as usize];
        for &place in &self.counted {
            let n_times = std::mem::take(&mut self.n_times[place as usize]);
            let score = worth * n_times * (weights.saturation + 1.0) / (n_times + weights.saturation);
            let (most, sum) = &mut self.scores[place as usize];
            if *sum == 0.0 {
                self.scored.push(place);
            }
            *most = most.max(score);
            *sum += score;
        }
    }
}
