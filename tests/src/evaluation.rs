//! Questions asked of something that searches.

use hedgerow_model::NotePath;
use rayon::prelude::*;

use crate::{Judged, Measures};

/// Something that searches: it takes what is typed and gives notes, best first. One that is asked with many settings is built
/// once and asked through as many of these.
pub type Engine<'e> = dyn Fn(&str) -> Vec<NotePath> + Sync + 'e;

/// How well questions were answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    /// By kind, in the order in which the questions name them.
    pub kinds: Vec<(String, Measures)>,
    /// Of all questions.
    pub all: Measures,
}

impl Evaluation {
    /// Asks an engine, on all cores.
    pub fn of(engine: &Engine<'_>, questions: &[Judged]) -> Self {
        Self::of_answers(questions, &ask(engine, questions))
    }

    /// Looks at answers that were given, one to each question.
    pub fn of_answers(questions: &[Judged], answers: &[Vec<NotePath>]) -> Self {
        let mut evaluation = Self::default();
        for (judged, found) in questions.iter().zip(answers) {
            let mut measures = Measures::default();
            measures.add(judged, found);
            evaluation.add(judged.kind.clone(), &measures);
        }
        evaluation
    }

    /// Counts what was measured of a kind.
    pub fn add(&mut self, kind: String, measures: &Measures) {
        self.all.join(measures);
        match self.kinds.iter_mut().find(|(name, _)| *name == kind) {
            Some((_, of_kind)) => of_kind.join(measures),
            None => self.kinds.push((kind, *measures)),
        }
    }

    /// Returns the measures of a kind; those of no question if there is none of it.
    pub fn kind(&self, kind: &str) -> Measures {
        self.kinds.iter().find(|(name, _)| name == kind).map_or_else(Measures::default, |(_, measures)| *measures)
    }
}

fn ask(engine: &Engine<'_>, questions: &[Judged]) -> Vec<Vec<NotePath>> {
    questions.par_iter().map(|judged| engine(&judged.question)).collect()
}
