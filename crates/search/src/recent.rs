//! What is asked for often, and what was last.
//!
//! Who types asks for the same words again at every letter, and for the same beginnings as others. So what the notes of a shelf score for a
//! reading is kept a while, within a bound. It is kept with the shelf and no longer: there is nothing in it of other notes.

use std::sync::Arc;

use quick_cache::Weighter;

use crate::language::Language;
use crate::lately::Lately;
use crate::scored::Scored;
use crate::unit::Form;
use crate::weights::Weights;

/// So many bytes may be kept for each note, and at least so many in all. A reading that every note has takes four of them, and four more
/// for each note that has it in its title.
const BYTES_PER_NOTE: usize = 256;
const MIN_BYTES: usize = 64 * 1024;

/// About so many readings fill it.
const USUAL_READINGS: usize = 256;

/// What goes with each reading, about: its words and the tables around them.
const BYTES_PER_FORM: usize = 96;

/// Keeps the readings that are scored most often and those that were last.
#[derive(Debug)]
pub(crate) struct Recent(Lately<Key, Scored, ByBytes>);

/// All that the scores of a reading depend on, besides the notes.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    forms: Vec<Form>,
    /// The weights that count here, bit by bit.
    weights: [u32; 12],
    fallback: Language,
}

impl Recent {
    /// Keeps some of a shelf on which so many notes stand.
    pub(crate) fn of(n_notes: usize) -> Self {
        Self(Lately::within((n_notes * BYTES_PER_NOTE).max(MIN_BYTES), USUAL_READINGS, ByBytes))
    }

    /// Returns what was kept of a reading, or scores it and keeps that. Who wants the same meanwhile waits for it.
    pub(crate) fn scored(
        &self,
        weights: &Weights,
        fallback: Language,
        forms: &[Form],
        score: impl FnOnce() -> tantivy::Result<Scored>,
    ) -> tantivy::Result<Arc<Scored>> {
        let key = Key { forms: forms.to_vec(), weights: bits(weights), fallback };
        self.0.found(&key, score)
    }
}

/// Returns the weights by which fields are scored.
fn bits(weights: &Weights) -> [u32; 12] {
    let [a, b, c, d, e] = weights.fields.map(f32::to_bits);
    let [f, g, h, i, j] = weights.lengths.map(f32::to_bits);
    [a, b, c, d, e, f, g, h, i, j, weights.other_fields.to_bits(), weights.saturation.to_bits()]
}

impl Default for Recent {
    fn default() -> Self {
        Self::of(0)
    }
}

/// Counts a reading as the memory that it takes.
#[derive(Clone)]
struct ByBytes;

impl Weighter<Key, Arc<Scored>> for ByBytes {
    fn weight(&self, key: &Key, scored: &Arc<Scored>) -> u64 {
        ((1 + key.forms.len()) * BYTES_PER_FORM + scored.n_bytes()) as u64
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::{MIN_BYTES, Recent};
    use crate::language::Language;
    use crate::scored::Scored;
    use crate::unit::Form;
    use crate::weights::Weights;

    /// Asks for words that start so, and tells whether they had to be scored.
    fn is_new(recent: &Recent, weights: &Weights, fallback: Language, start: &str, n_notes: usize) -> bool {
        let is_new = Cell::new(false);
        let forms = [Form::Start { start: start.to_owned() }];
        let score = || {
            is_new.set(true);
            Ok(Scored::of(vec![(7, 1.0); n_notes], vec![7], usize::MAX))
        };
        assert_eq!(recent.scored(weights, fallback, &forms, score).unwrap().n_having(), n_notes);
        is_new.get()
    }

    #[test]
    fn memory_stays_bounded_and_what_is_asked_for_often_stays() {
        let (recent, weights) = (Recent::of(0), Weights::default());
        let asked = |start: &str, n_notes| is_new(&recent, &weights, Language::NONE, start, n_notes);
        let tenth = MIN_BYTES / 8 / 10;
        assert!(asked("often", tenth) && !asked("often", tenth));
        for n in 0..100 {
            assert!(asked(&n.to_string(), tenth));
            assert!(!asked("often", tenth), "{n}");
            assert!(recent.0.kept().1 <= MIN_BYTES as u64);
        }
        assert!(recent.0.kept().0 > 5, "the memory is used: {:?}", recent.0.kept());
        // What is larger than all is not kept, and drives out nothing.
        assert!(asked("large", MIN_BYTES) && asked("large", MIN_BYTES) && !asked("often", tenth));
    }

    #[test]
    fn what_was_scored_by_other_weights_is_no_answer() {
        let (recent, weights) = (Recent::of(0), Weights::default());
        let others = Weights { saturation: 2.0, ..Weights::default() };
        let german = Language::of_tag("de");
        assert!(is_new(&recent, &weights, Language::NONE, "a", 1));
        assert!(is_new(&recent, &others, Language::NONE, "a", 2));
        assert!(is_new(&recent, &weights, german, "a", 3));
        assert!(!is_new(&recent, &weights, Language::NONE, "a", 1));
        // Sentences are ranked otherwise, and scored alike.
        assert!(!is_new(&recent, &weights.of_sentences(), Language::NONE, "a", 1));
    }
}
