//! Questions whose note does not come first: what came instead.

use std::io::Write;

use hedgerow_tests::{Half, Judged};

use crate::Failed;
use crate::subject::Subject;

/// A note that is farther down counts as not found.
const N_LOOKED_AT: usize = 100;

/// How much of what came before is shown.
const N_SHOWN: usize = 3;

/// Lists them with the place of their note.
pub(crate) fn list(subject: &Subject, kind: &str) -> Result<(), Failed> {
    let Subject { name, corpus, questions, .. } = subject;
    let mut out = std::io::stdout().lock();
    let mut n_missed = 0;
    let asked: Vec<&Judged> = questions.iter().filter(|judged| kind == "all" || judged.kind == kind).collect();
    if asked.is_empty() {
        return Ok(());
    }
    for judged in &asked {
        let found = corpus.ask(&judged.question, N_LOOKED_AT);
        let rank = judged.rank(&found);
        if rank == Some(1) {
            continue;
        }
        n_missed += 1;
        let rank = rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string());
        let half = if Half::Tune.holds(&judged.question) { "tune" } else { "report" };
        writeln!(out, "{rank:>3}  [{}, {half}] {}", judged.kind, judged.question)?;
        judged.expected.iter().try_for_each(|(path, grade)| writeln!(out, "     want {path} ^{grade}"))?;
        let places = found.iter().zip(1..).take(N_SHOWN);
        places.into_iter().try_for_each(|(path, place)| writeln!(out, "     {place}. {path}"))?;
    }
    writeln!(out, "{name}: {n_missed} of {} questions", asked.len())?;
    Ok(())
}
