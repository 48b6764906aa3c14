//! How well questions are answered, in numbers.

use hedgerow_model::NotePath;

use crate::Judged;

/// What stands behind the tenth place nobody sees.
const N_SEEN: usize = 10;

/// Sums over questions, of which the means are the usual measures. Only the first ten notes of an answer count.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measures {
    n_questions: usize,
    reciprocal_ranks: f64,
    /// How many questions had a right note on each place first.
    firsts: [usize; N_SEEN],
    gains: f64,
}

impl Measures {
    /// Counts a question with what was found, best first.
    pub fn add(&mut self, judged: &Judged, found: &[NotePath]) {
        let seen = &found[..found.len().min(N_SEEN)];
        self.n_questions += 1;
        if let Some(rank) = judged.rank(seen) {
            self.reciprocal_ranks += 1.0 / rank as f64;
            self.firsts[rank - 1] += 1;
        }
        let grades = seen.iter().map(|note| judged.grade(note));
        let mut best: Vec<u8> = judged.expected.iter().map(|(_, grade)| *grade).collect();
        best.sort_unstable_by(|a, b| b.cmp(a));
        self.gains += gain(grades) / gain(best.into_iter().take(N_SEEN));
    }

    /// Counts what others have counted.
    pub fn join(&mut self, other: &Self) {
        self.n_questions += other.n_questions;
        self.reciprocal_ranks += other.reciprocal_ranks;
        self.gains += other.gains;
        self.firsts.iter_mut().zip(other.firsts).for_each(|(ours, theirs)| *ours += theirs);
    }

    /// Returns how many questions were counted.
    pub fn n_questions(&self) -> usize {
        self.n_questions
    }

    /// Returns the mean of one over the place of the first right note, 0 where none is among ten (MRR@10).
    pub fn mrr(&self) -> f64 {
        self.mean(self.reciprocal_ranks)
    }

    /// Returns the share of questions that have a right note among the first `places`, at most ten (success@n).
    pub fn success(&self, places: usize) -> f64 {
        self.mean(self.firsts[..places.min(N_SEEN)].iter().sum::<usize>() as f64)
    }

    /// Returns how much is gained of what could be, where better notes and earlier places gain more (nDCG@10).
    pub fn ndcg(&self) -> f64 {
        self.mean(self.gains)
    }

    fn mean(&self, sum: f64) -> f64 {
        sum / self.n_questions.max(1) as f64
    }
}

fn gain(grades: impl Iterator<Item = u8>) -> f64 {
    let gains = grades.zip(2_u32..).map(|(grade, place)| f64::from((1_u32 << grade) - 1) / f64::from(place).log2());
    gains.sum()
}

#[cfg(test)]
mod tests {
    use hedgerow_model::NotePath;

    use super::Measures;
    use crate::Judged;

    fn paths(names: &[&str]) -> Vec<NotePath> {
        names.iter().map(|name| NotePath::new(name).unwrap()).collect()
    }

    fn judged(expected: &[(&str, u8)]) -> Judged {
        let expected = expected.iter().map(|(name, grade)| (NotePath::new(name).unwrap(), *grade)).collect();
        Judged { kind: "k".to_owned(), question: "q".to_owned(), expected }
    }

    #[test]
    fn the_measures_are_those_that_were_worked_out_by_hand() {
        let mut measures = Measures::default();
        measures.add(&judged(&[("A.md", 3)]), &paths(&["A.md", "B.md"]));
        measures.add(&judged(&[("A.md", 3), ("C.md", 1)]), &paths(&["B.md", "C.md", "A.md"]));
        measures.add(&judged(&[("A.md", 3)]), &paths(&["B.md"]));
        assert_eq!(measures.n_questions(), 3);
        assert!((measures.mrr() - 0.5).abs() < 1e-9);
        assert!((measures.success(1) - 1.0 / 3.0).abs() < 1e-9);
        assert!((measures.success(3) - 2.0 / 3.0).abs() < 1e-9);
        // The second answer gains 1/log2(3) + 7/log2(4) of 7/log2(2) + 1/log2(3).
        let second = (1.0 / 3_f64.log2() + 3.5) / (7.0 + 1.0 / 3_f64.log2());
        assert!((measures.ndcg() - (1.0 + second) / 3.0).abs() < 1e-9, "{}", measures.ndcg());
    }

    #[test]
    fn the_eleventh_place_counts_for_nothing() {
        let mut measures = Measures::default();
        let mut found = paths(&["B.md"; 10]);
        found.extend(paths(&["A.md"]));
        measures.add(&judged(&[("A.md", 3)]), &found);
        assert!(measures.mrr() + measures.success(10) + measures.ndcg() < 1e-9);
    }
}
