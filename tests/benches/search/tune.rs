//! Looks for the weights by which questions are answered best.
//!
//! One weight after the other is made smaller and larger, and what serves best is kept, until a round betters nothing
//! (coordinate ascent). Only the half of the questions that is for tuning is asked.

use std::io::Write;

use hedgerow_search::{Query, Weights};
use hedgerow_tests::{Evaluation, Half};
use rayon::prelude::*;

use crate::Failed;
use crate::options::Options;
use crate::subject::{Subject, subjects};

/// What a weight is multiplied with.
const STEPS: [f32; 4] = [0.5, 0.75, 1.35, 2.0];

/// A step must better the mean by so much; less is chance.
const LEAST_GAIN: f64 = 0.0005;

/// What the kinds that are hardest to answer count.
const QUESTION: &str = "question";
const QUESTION_WORTH: f64 = 4.0;

/// A weight, by its name and where it is.
type Knob = (&'static str, fn(&mut Weights) -> &mut f32);

const KNOBS: [Knob; 31] = [
    ("title", |w| &mut w.fields[0]),
    ("aliases", |w| &mut w.fields[1]),
    ("headings", |w| &mut w.fields[2]),
    ("tags", |w| &mut w.fields[3]),
    ("other_fields", |w| &mut w.other_fields),
    ("saturation", |w| &mut w.saturation),
    ("length of titles", |w| &mut w.lengths[0]),
    ("length of headings", |w| &mut w.lengths[2]),
    ("length of texts", |w| &mut w.lengths[4]),
    ("rarity", |w| &mut w.rarity),
    ("stem", |w| &mut w.stem),
    ("completion", |w| &mut w.completion),
    ("one slip", |w| &mut w.slips[0]),
    ("two slips", |w| &mut w.slips[1]),
    ("part", |w| &mut w.part),
    ("nearness", |w| &mut w.nearness),
    ("run", |w| &mut w.run),
    ("title_share", |w| &mut w.title_share),
    ("title_whole", |w| &mut w.title_whole),
    ("title_exact", |w| &mut w.title_exact),
    ("links", |w| &mut w.links),
    ("coverage", |w| &mut w.coverage),
    ("whole", |w| &mut w.sentence.whole),
    ("accent", |w| &mut w.accent),
    ("sentence stem", |w| &mut w.sentence.stem),
    ("sentence alike", |w| &mut w.sentence.alike),
    ("sentence meaning", |w| &mut w.sentence.meaning),
    ("sentence title_share", |w| &mut w.sentence.title_share),
    ("sentence title_whole", |w| &mut w.sentence.title_whole),
    ("sentence links", |w| &mut w.sentence.links),
    ("small", |w| &mut w.sentence.small),
];

/// Prints each better weight as it is found, and all weights at the end.
pub(crate) fn tune(options: &Options) -> Result<(), Failed> {
    let mut options = options.clone();
    options.half = Half::Tune;
    let subjects = subjects(&options)?;
    let mut out = std::io::stdout().lock();
    let mut best = Weights::default();
    let mut most = worth(&subjects, &best);
    writeln!(out, "{most:.4} at first")?;
    loop {
        let before = most;
        for (name, knob) in KNOBS {
            let tried: Vec<(f64, Weights)> = STEPS
                .into_iter()
                .map(|step| {
                    let mut weights = best.clone();
                    *knob(&mut weights) *= step;
                    (worth(&subjects, &weights), weights)
                })
                .collect();
            let better = tried.into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((worth, weights)) = better.filter(|(worth, _)| *worth > most + LEAST_GAIN) {
                (most, best) = (worth, weights);
                writeln!(out, "{most:.4} with {name} {:.3}", knob(&mut best))?;
                out.flush()?;
            }
        }
        if most - before < LEAST_GAIN {
            break;
        }
    }
    writeln!(out, "{best:#?}")?;
    Ok(())
}

/// The mean over all kinds of questions about all vaults of how well they are answered (nDCG@10).
fn worth(subjects: &[Subject], weights: &Weights) -> f64 {
    let evaluations: Vec<(f64, f64)> = subjects.par_iter().map(|subject| answered(subject, weights)).collect();
    let (sum, n) = evaluations.into_iter().fold((0.0, 0.0), |(sum, n), (more, count)| (sum + more, n + count));
    sum / n
}

fn answered(subject: &Subject, weights: &Weights) -> (f64, f64) {
    let corpus = &subject.corpus;
    let ask = |question: &str| {
        let answer = corpus.index.search_weighted(&Query::parse(question).window(0, 10), weights);
        answer.hits.iter().map(|hit| corpus.garden().note(hit.note).path().clone()).collect()
    };
    let evaluation = Evaluation::of(&ask, &subject.questions);
    // All little vaults of languages together count as two.
    let share = if subject.language.is_some() { 1.0 / 7.0 } else { 1.0 };
    evaluation.kinds.iter().fold((0.0, 0.0), |(sum, n), (kind, measures)| {
        let worth = share * if kind == QUESTION { QUESTION_WORTH } else { 1.0 };
        (sum + worth * measures.ndcg(), n + worth)
    })
}
