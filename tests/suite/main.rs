//! The conformance suite against the program: all cases pass, and each rule has its cases.
//!
//! A test without a harness of its own kind, so that the coverage is printed when all is well too. Words behind `--` pick
//! cases, as they pick tests elsewhere; the suite as a whole is judged only when all of it is run.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use hedgerow_conformance::{Coverage, Outcome, Publisher, Report, Roles, Rules, RunOptions, Suite, Verdict};

/// The program, built from its own `main.rs`.
const PROGRAM: &str = env!("CARGO_BIN_EXE_hedgerow-under-test");

/// The suite is no smaller than that.
const FEWEST_CASES: usize = 500;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == "--list") {
        return ExitCode::SUCCESS;
    }
    let only = words.into_iter().filter(|word| !word.starts_with('-')).collect();
    match run(&RunOptions { only, ..RunOptions::default() }) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the cases and prints what was found; returns whether all is well.
fn run(options: &RunOptions) -> anyhow::Result<bool> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance");
    let rules = Rules::read(&folder.join("rules.toml"))?;
    let publisher = Publisher::hedgerow(Path::new(PROGRAM), Roles::read(&folder.join("roles.toml"))?);
    let suite = Suite::read(&folder.join("cases"), &rules);
    let mut out = io::stdout();
    writeln!(out, "\nrunning the conformance suite, {} cases", suite.n_cases())?;
    let outcomes = suite.run(&publisher, options, |outcome| {
        if outcome.verdict != Verdict::Passed {
            let _ = writeln!(io::stdout(), "\n{outcome}");
        }
    });
    let report = Report::of(&outcomes);
    let wrong = if options.only.is_empty() { wrong_with(&suite, &rules, &outcomes)? } else { Vec::new() };
    wrong.iter().try_for_each(|wrong| writeln!(out, "\n{wrong}"))?;
    writeln!(out, "\nconformance suite: {report}\n")?;
    Ok(report.n_failed == 0 && wrong.is_empty())
}

/// Says what is wrong with the suite as a whole, and prints which rules it covers.
fn wrong_with(suite: &Suite, rules: &Rules, outcomes: &[Outcome<'_>]) -> anyhow::Result<Vec<String>> {
    let coverage = Coverage::of(suite, rules);
    writeln!(io::stdout(), "\n{coverage}")?;
    let mut wrong: Vec<String> = suite.problems.iter().map(|(path, problem)| format!("{path}: {problem}")).collect();
    if outcomes.len() < FEWEST_CASES {
        wrong.push(format!("only {} cases of at least {FEWEST_CASES} were run", outcomes.len()));
    }
    let lacking = coverage.lacking();
    if !lacking.is_empty() {
        wrong.push(format!("cited by fewer than two cases: {}", lacking.join(" ")));
    }
    let n_not_run = Report::of(outcomes).n_not_run;
    if n_not_run > 0 {
        wrong.push(format!("{n_not_run} cases were not run: Hedgerow can tell all that is asked"));
    }
    Ok(wrong)
}
