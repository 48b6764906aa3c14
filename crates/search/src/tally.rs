//! How much the notes of one bucket have of a reading.

use tantivy::schema::Field;

use crate::column::Norms;
use crate::fields::FIELDS;
use crate::language::Language;
use crate::lexicon::fields;
use crate::occurrences;
use crate::scored::Scored;
use crate::shelf::{GONE, Held, Shelf};
use crate::unit::Form;
use crate::weights::Weights;

/// Tables by the places of a bucket, as long as the largest has. They are used again for the next reading, for to make them takes longer
/// than most words do; between two readings they hold nothing.
pub(crate) struct Tally {
    /// How often the reading stands in the field that is counted, against the field's length.
    n_times: Vec<f32>,
    /// Where that is not 0, in no order: so many of these.
    counted: Vec<u32>,
    n_counted: usize,
    /// What the best field and all fields together score.
    scores: Vec<(f32, f32)>,
    /// Where that is not 0, in no order.
    scored: Vec<u32>,
    /// What was found in all buckets so far: the notes with their scores, and those that have it in a title or an alias.
    found: Vec<(u32, f32)>,
    named: Vec<u32>,
}

impl Tally {
    pub(crate) fn of(shelf: &Shelf) -> Self {
        let n = shelf.buckets.iter().map(|held| held.notes.len()).max().unwrap_or(0);
        let (n_times, counted) = (vec![0.0; n], vec![0; n + 1]);
        let (scores, scored) = (vec![(0.0, 0.0); n], Vec::new());
        Self { n_times, counted, n_counted: 0, scores, scored, found: Vec::new(), named: Vec::new() }
    }

    /// Scores the forms in each field of a bucket, all forms of a field as one word.
    pub(crate) fn score(
        &mut self,
        held: &Held,
        forms: &[Form],
        norms: &Norms<'_>,
        fallback: Language,
    ) -> tantivy::Result<()> {
        for field in fields() {
            self.count(held, field, forms, norms.of(field), fallback)?;
            if field == FIELDS.title || field == FIELDS.aliases {
                let numbers = self.counted[..self.n_counted].iter().map(|&place| held.notes[place as usize]);
                self.named.extend(numbers.filter(|&number| number != GONE));
            }
            self.score_field(field, norms.weights);
        }
        self.found.reserve(self.scored.len());
        for place in self.scored.drain(..) {
            let (most, sum) = std::mem::take(&mut self.scores[place as usize]);
            let number = held.notes[place as usize];
            if number != GONE {
                self.found.push((number, most + (sum - most) * norms.weights.other_fields));
            }
        }
        Ok(())
    }

    /// Returns what all buckets scored, whose notes have numbers below so many.
    pub(crate) fn take(&mut self, n_numbers: usize) -> Scored {
        Scored::of(std::mem::take(&mut self.found), std::mem::take(&mut self.named), n_numbers)
    }

    fn count(
        &mut self,
        held: &Held,
        field: Field,
        forms: &[Form],
        norms: &[f32; 256],
        fallback: Language,
    ) -> tantivy::Result<()> {
        let Some(lengths) = &held.bucket.part(field).lengths else { return Ok(()) };
        for form in forms.iter().filter(|form| form.counts()) {
            occurrences::each(held, field, form, fallback, |place, n_times| {
                let known = &mut self.n_times[place];
                // Whether a place is new cannot be foreseen where many words are counted: so no branch depends on it.
                self.counted[self.n_counted] = place as u32;
                self.n_counted += usize::from(*known == 0.0);
                *known += n_times * norms[usize::from(lengths.fieldnorm_id(place as u32))];
            })?;
        }
        Ok(())
    }

    /// Scores what was counted in a field by BM25.
    fn score_field(&mut self, field: Field, weights: &Weights) {
        let worth = weights.fields[field.field_id() as usize];
        for &place in &self.counted[..self.n_counted] {
            let n_times = std::mem::take(&mut self.n_times[place as usize]);
            let score = worth * n_times * (weights.saturation + 1.0) / (n_times + weights.saturation);
            let (most, sum) = &mut self.scores[place as usize];
            if *sum == 0.0 {
                self.scored.push(place);
            }
            *most = most.max(score);
            *sum += score;
        }
        self.n_counted = 0;
    }
}
