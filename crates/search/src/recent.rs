//! What was asked for last.
//!
//! Who types asks for the same words again at every letter, and for the same beginnings as others. So what the notes of a shelf score for a
//! reading is kept a while, within a bound. It is kept with the shelf and no longer: there is nothing in it of other notes.

use std::sync::{Arc, Mutex, PoisonError};

use crate::language::Language;
use crate::unit::Form;
use crate::weights::Weights;

/// So many bytes may be kept for each note, and at least so many in all.
const BYTES_PER_NOTE: usize = 48;
const MIN_BYTES: usize = 64 * 1024;

/// What goes with each reading, about: its words and the tables around them.
const BYTES_PER_FORM: usize = 96;

/// The notes that have a reading.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Scored {
    /// What the fields of each score together, in no order; how rare the reading is does not count yet.
    pub(crate) notes: Vec<(u32, f32)>,
    /// Those that have it in their title or an alias.
    pub(crate) named: Vec<u32>,
}

/// Keeps the readings that were scored last.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    kept: Mutex<Kept>,
    most_bytes: usize,
}

#[derive(Debug, Default)]
struct Kept {
    /// By what the readings were scored.
    by: Option<(Weights, Language)>,
    /// The one that was asked for last comes last.
    readings: Vec<(Vec<Form>, Arc<Scored>)>,
    n_bytes: usize,
}

impl Recent {
    /// Keeps some of a shelf on which so many notes stand.
    pub(crate) fn of(n_notes: usize) -> Self {
        Self { kept: Mutex::default(), most_bytes: (n_notes * BYTES_PER_NOTE).max(MIN_BYTES) }
    }

    /// Returns what was kept of a reading.
    pub(crate) fn get(&self, weights: &Weights, fallback: Language, forms: &[Form]) -> Option<Arc<Scored>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.by.as_ref().is_none_or(|(by, language)| by != weights || *language != fallback) {
            return None;
        }
        let at = kept.readings.iter().rposition(|(known, _)| known == forms)?;
        kept.readings[at..].rotate_left(1);
        kept.readings.last().map(|(_, scored)| Arc::clone(scored))
    }

    /// Keeps a reading, and gives up those that were not asked for for the longest time.
    pub(crate) fn put(&self, weights: &Weights, fallback: Language, forms: &[Form], scored: &Arc<Scored>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.by.as_ref().is_none_or(|(by, language)| by != weights || *language != fallback) {
            *kept = Kept { by: Some((weights.clone(), fallback)), ..Kept::default() };
        }
        let n_bytes = n_bytes(forms, scored);
        if n_bytes > self.most_bytes || kept.readings.iter().any(|(known, _)| known == forms) {
            return;
        }
        kept.n_bytes += n_bytes;
        kept.readings.push((forms.to_vec(), Arc::clone(scored)));
        let (mut n_old, mut n_left) = (0, kept.n_bytes);
        for (forms, scored) in &kept.readings {
            if n_left <= self.most_bytes {
                break;
            }
            n_left -= self::n_bytes(forms, scored);
            n_old += 1;
        }
        kept.readings.drain(..n_old);
        kept.n_bytes = n_left;
    }
}

fn n_bytes(forms: &[Form], scored: &Scored) -> usize {
    forms.len() * BYTES_PER_FORM + size_of_val(scored.notes.as_slice()) + size_of_val(scored.named.as_slice())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{MIN_BYTES, Recent, Scored};
    use crate::language::Language;
    use crate::unit::Form;
    use crate::weights::Weights;

    fn start(start: &str) -> Vec<Form> {
        vec![Form::Start { start: start.to_owned() }]
    }

    #[test]
    fn what_was_asked_for_last_stays() {
        let (recent, weights) = (Recent::of(0), Weights::default());
        let third = Arc::new(Scored { notes: vec![(7, 1.0); MIN_BYTES / 8 / 3], named: vec![7] });
        let get = |start: &[Form]| recent.get(&weights, Language::NONE, start);
        for word in ["a", "b"] {
            recent.put(&weights, Language::NONE, &start(word), &third);
        }
        assert_eq!(get(&start("a")), Some(Arc::clone(&third)));
        recent.put(&weights, Language::NONE, &start("c"), &third);
        assert_eq!(
            [get(&start("a")), get(&start("b")), get(&start("c"))].map(|found| found.is_some()),
            [true, false, true]
        );
        let large = Arc::new(Scored { notes: vec![(7, 1.0); MIN_BYTES], named: Vec::new() });
        recent.put(&weights, Language::NONE, &start("d"), &large);
        assert!(get(&start("d")).is_none() && get(&start("a")).is_some());
    }

    #[test]
    fn what_was_scored_by_other_weights_is_no_answer() {
        let (recent, weights) = (Recent::of(0), Weights::default());
        recent.put(&weights, Language::NONE, &start("a"), &Arc::default());
        let others = Weights { saturation: 2.0, ..Weights::default() };
        assert!(recent.get(&others, Language::NONE, &start("a")).is_none());
        assert!(recent.get(&weights, Language::of_tag("de"), &start("a")).is_none());
        assert!(recent.get(&weights, Language::NONE, &start("a")).is_some());
        recent.put(&others, Language::NONE, &start("b"), &Arc::default());
        assert!(recent.get(&weights, Language::NONE, &start("a")).is_none());
    }
}
