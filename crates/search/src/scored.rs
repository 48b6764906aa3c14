//! What the notes of a garden score for a reading.

use std::mem::size_of_val;

/// The notes that have a reading, with what the fields of each score together; how rare the reading is does not count yet.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Scored {
    scores: Scores,
    /// Those that have it in their title or an alias.
    pub(crate) named: Vec<u32>,
}

/// Whichever takes less room.
#[derive(Debug, PartialEq)]
enum Scores {
    /// With their numbers, in no order.
    Few(Vec<(u32, f32)>),
    /// By the numbers of all notes; 0 where it does not stand.
    Many { scores: Vec<f32>, n_having: usize },
}

impl Default for Scores {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl Scored {
    /// Takes notes with their scores in no order, each once. All numbers are below `n_numbers`.
    pub(crate) fn of(mut notes: Vec<(u32, f32)>, named: Vec<u32>, n_numbers: usize) -> Self {
        let scores = if notes.len() > n_numbers / 2 {
            let mut scores = vec![0.0; n_numbers];
            notes.iter().for_each(|&(note, score)| scores[note as usize] = score);
            Scores::Many { scores, n_having: notes.len() }
        } else {
            notes.shrink_to_fit();
            Scores::Few(notes)
        };
        Self { scores, named }
    }

    /// Returns how many notes have it.
    pub(crate) fn n_having(&self) -> usize {
        match &self.scores {
            Scores::Few(notes) => notes.len(),
            Scores::Many { n_having, .. } => *n_having,
        }
    }

    /// Calls for each note that scores anything.
    pub(crate) fn each(&self, mut note: impl FnMut(u32, f32)) {
        match &self.scores {
            Scores::Few(notes) => notes.iter().for_each(|&(number, score)| note(number, score)),
            Scores::Many { scores, .. } => {
                for (number, &score) in (0..).zip(scores) {
                    if score > 0.0 {
                        note(number, score);
                    }
                }
            }
        }
    }

    /// Returns how much memory the lists take.
    pub(crate) fn n_bytes(&self) -> usize {
        let scores = match &self.scores {
            Scores::Few(notes) => size_of_val(notes.as_slice()),
            Scores::Many { scores, .. } => size_of_val(scores.as_slice()),
        };
        scores + size_of_val(self.named.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::{Scored, Scores};

    #[test]
    fn few_and_many_are_told_alike() {
        let all = [(4, 0.5), (0, 2.0), (3, 1.0)];
        for (n_numbers, is_few) in [(5, false), (6, true), (100, true)] {
            let scored = Scored::of(all.to_vec(), vec![3], n_numbers);
            assert_eq!(matches!(scored.scores, Scores::Few(_)), is_few);
            let mut told = Vec::new();
            scored.each(|note, score| told.push((note, score)));
            told.sort_by_key(|(note, _)| *note);
            assert_eq!((told, scored.n_having()), (vec![(0, 2.0), (3, 1.0), (4, 0.5)], 3));
            assert_eq!(scored.n_bytes(), if is_few { 3 * 8 + 4 } else { 5 * 4 + 4 });
        }
        assert_eq!(Scored::default().n_having(), 0);
    }
}
