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
    /// Takes notes with their scores in no order; of a note that comes twice the larger one counts. All numbers are below `n_numbers`.
    pub(crate) fn of(mut notes: Vec<(u32, f32)>, mut named: Vec<u32>, n_numbers: usize) -> Self {
        let scores = if notes.len() > n_numbers / 2 {
            let mut scores: Vec<f32> = vec![0.0; n_numbers];
            for &(note, score) in &notes {
                scores[note as usize] = scores[note as usize].max(score);
            }
            Scores::Many { scores, n_having: notes.len() }
        } else {
            notes.shrink_to_fit();
            Scores::Few(notes)
        };
        named.shrink_to_fit();
        Self { scores, named }
    }

    /// Returns how many notes have it.
    pub(crate) fn n_having(&self) -> usize {
        match &self.scores {
            Scores::Few(notes) => notes.len(),
            Scores::Many { n_having, .. } => *n_having,
        }
    }

    /// Raises scores by the numbers of the notes to what is scored here times `worth`, and adds to `having` the notes that had none. Where
    /// that is empty, no note may have a score.
    pub(crate) fn raise(&self, worth: f32, scores: &mut [f32], having: &mut Vec<u32>) {
        match &self.scores {
            // Two ways through the table without a choice in either are faster than one with.
            Scores::Many { scores: own, n_having } if having.is_empty() => {
                scores.iter_mut().zip(own).for_each(|(known, score)| *known = worth * score);
                having.reserve(*n_having);
                having.extend(scored_in(own).map(|(number, _)| number));
            }
            Scores::Many { scores: own, .. } => raise(worth, scored_in(own), scores, having),
            Scores::Few(notes) => raise(worth, notes.iter().copied(), scores, having),
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

fn scored_in(scores: &[f32]) -> impl Iterator<Item = (u32, f32)> {
    (0..).zip(scores.iter().copied()).filter(|(_, score)| *score > 0.0)
}

fn raise(worth: f32, notes: impl Iterator<Item = (u32, f32)>, scores: &mut [f32], having: &mut Vec<u32>) {
    for (number, score) in notes {
        let known = &mut scores[number as usize];
        if *known == 0.0 {
            having.push(number);
        }
        *known = known.max(worth * score);
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
            let (mut scores, mut having) = (vec![0.0; n_numbers], Vec::new());
            scored.raise(2.0, &mut scores, &mut having);
            // The same again is worth no more, and half of it nothing.
            scored.raise(2.0, &mut scores, &mut having);
            scored.raise(1.0, &mut scores, &mut having);
            having.sort_unstable();
            assert_eq!((&scores[..5], having), (&[4.0, 0.0, 0.0, 2.0, 1.0][..], vec![0, 3, 4]));
            assert_eq!(scored.n_having(), 3);
            // Others had some before.
            let (mut scores, mut having) = (vec![0.0; n_numbers], vec![1, 3]);
            (scores[1], scores[3]) = (9.0, 9.0);
            scored.raise(1.0, &mut scores, &mut having);
            having.sort_unstable();
            assert_eq!((&scores[..5], having), (&[2.0, 9.0, 0.0, 9.0, 0.5][..], vec![0, 1, 3, 4]));
            assert_eq!(scored.n_bytes(), if is_few { 3 * 8 + 4 } else { 5 * 4 + 4 });
        }
        assert_eq!(Scored::default().n_having(), 0);
    }
}
