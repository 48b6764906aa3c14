//! Runs cases side by side.

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::case::Case;
use crate::finding::Verdict;
use crate::publisher::Publisher;
use crate::suite::{CaseFile, Suite};

/// Which cases are run, and how.
#[derive(Clone, Debug)]
pub struct RunOptions {
    /// Only cases that one of these picks: the id of a rule, a part of the file's path, or words of the name.
    pub only: Vec<String>,
    /// Goes on after a case that failed.
    pub keep_going: bool,
    /// How many cases are run at once.
    pub n_jobs: NonZero<usize>,
}

impl Default for RunOptions {
    fn default() -> Self {
        let n_jobs = std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        Self { only: Vec::new(), keep_going: true, n_jobs }
    }
}

/// A case and what it came to.
#[derive(Debug)]
pub struct Outcome<'s> {
    /// The path of the case file.
    pub file: &'s str,
    /// The line of the case.
    pub line: usize,
    /// The case.
    pub case: &'s Case,
    /// What it came to.
    pub verdict: Verdict,
}

impl Suite {
    /// Runs the cases that the options pick. `tell` gets the outcomes in the order of the files.
    pub fn run<'s>(
        &'s self,
        publisher: &Publisher,
        options: &RunOptions,
        mut tell: impl FnMut(&Outcome<'s>) + Send,
    ) -> Vec<Outcome<'s>> {
        let picked: Vec<_> = self
            .files
            .iter()
            .flat_map(|file| file.cases.iter().map(move |(line, case)| (file, *line, case)))
            .filter(|(file, _, case)| options.picks(file, case))
            .collect();
        let next = AtomicUsize::new(0);
        let is_over = AtomicBool::new(false);
        let done = Mutex::new(InOrder { waiting: picked.iter().map(|_| None).collect(), told: Vec::new() });
        let tell = Mutex::new(&mut tell);
        std::thread::scope(|scope| {
            for _ in 0..options.n_jobs.get().min(picked.len()) {
                scope.spawn(|| {
                    while !is_over.load(Ordering::Relaxed) {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some((file, line, case)) = picked.get(at) else { break };
                        let verdict = crate::check::run(case, publisher);
                        if matches!(verdict, Verdict::Failed(_)) && !options.keep_going {
                            is_over.store(true, Ordering::Relaxed);
                        }
                        let outcome = Outcome { file: &file.path, line: *line, case, verdict };
                        let mut done = done.lock().expect("no thread panics with the lock");
                        let mut tell = tell.lock().expect("no thread panics with the lock");
                        done.put(at, outcome, |outcome| tell(outcome));
                    }
                });
            }
        });
        let done = done.into_inner().expect("all threads have ended");
        done.told.into_iter().chain(done.waiting.into_iter().flatten()).collect()
    }
}

impl RunOptions {
    /// Tells whether a case is to be run.
    pub fn picks(&self, file: &CaseFile, case: &Case) -> bool {
        let is_picked = |word: &String| {
            file.path.contains(word.as_str()) || case.rules().contains(word) || case.name().contains(word.as_str())
        };
        self.only.is_empty() || self.only.iter().any(is_picked)
    }
}

/// Outcomes that came in any order, told in the order of the cases.
struct InOrder<'s> {
    waiting: Vec<Option<Outcome<'s>>>,
    told: Vec<Outcome<'s>>,
}

impl<'s> InOrder<'s> {
    fn put(&mut self, at: usize, outcome: Outcome<'s>, mut tell: impl FnMut(&Outcome<'s>)) {
        self.waiting[at] = Some(outcome);
        while let Some(outcome) = self.waiting.get_mut(self.told.len()).and_then(Option::take) {
            tell(&outcome);
            self.told.push(outcome);
        }
    }
}
