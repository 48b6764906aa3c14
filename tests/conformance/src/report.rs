//! What a run came to, for people.

use std::collections::BTreeMap;
use std::fmt;

use crate::finding::Verdict;
use crate::run::Outcome;

/// The counts of a run.
#[derive(Debug, Default)]
pub struct Report {
    /// Cases of which all holds.
    pub n_passed: usize,
    /// Cases of which something does not hold.
    pub n_failed: usize,
    /// Cases of which something could not be looked at.
    pub n_not_run: usize,
    /// Why cases were not run, and how many for each reason.
    reasons: BTreeMap<String, usize>,
}

impl Report {
    /// Counts.
    pub fn of(outcomes: &[Outcome<'_>]) -> Self {
        let mut report = Self::default();
        for outcome in outcomes {
            match &outcome.verdict {
                Verdict::Passed => report.n_passed += 1,
                Verdict::Failed(_) => report.n_failed += 1,
                Verdict::NotRun(reasons) => {
                    report.n_not_run += 1;
                    for reason in reasons {
                        // What stands in front of the last colon differs from case to case.
                        let reason = reason.rsplit(": ").next().unwrap_or(reason);
                        *report.reasons.entry(reason.to_owned()).or_default() += 1;
                    }
                }
            }
        }
        report
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} not run", self.n_passed, self.n_failed, self.n_not_run)?;
        self.reasons.iter().try_for_each(|(reason, count)| write!(f, "\n  not run: {reason} ({count})"))
    }
}

impl fmt::Display for Outcome<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match &self.verdict {
            Verdict::Passed => "passed ",
            Verdict::Failed(_) => "FAILED ",
            Verdict::NotRun(_) => "not run",
        };
        let rules = self.case.rules().join(" ");
        write!(f, "{word}  {}:{}  {}  ({rules})", self.file, self.line, self.case.name())?;
        match &self.verdict {
            Verdict::Passed => Ok(()),
            Verdict::Failed(findings) => findings.iter().try_for_each(|finding| write!(f, "\n{finding}")),
            Verdict::NotRun(reasons) => reasons.iter().try_for_each(|reason| write!(f, "\n    {reason}")),
        }
    }
}
