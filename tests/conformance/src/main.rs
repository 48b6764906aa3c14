//! `conformance`: runs the suite against a program.

use std::io::{self, Write as _};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser;
use hedgerow_conformance::{Coverage, Publisher, Report, Roles, Rules, RunOptions, Suite, Template, Verdict};

/// Measures a publisher of notes against the conformance suite.
///
/// In commands, `{vault}` stands for the folder of notes, `{settings}` for a JSON file with the settings of the case,
/// `{config}` for the same as a hedgerow.toml, `{port}` for a free port and `{out}` for a folder that is not there yet.
/// A server whose command has no `{port}` prints its address.
#[derive(Debug, Parser)]
#[command(name = "conformance")]
struct Arguments {
    /// The Hedgerow to measure; stands for all its commands
    #[arg(long, value_name = "FILE", required_unless_present_any = ["serve", "build", "list"])]
    program: Option<PathBuf>,
    /// The command that serves the site of a vault
    #[arg(long, value_name = "COMMAND", conflicts_with = "program")]
    serve: Option<String>,
    /// The command that writes the site of a vault as files
    #[arg(long, value_name = "COMMAND", conflicts_with_all = ["program", "serve"])]
    build: Option<String>,
    /// The command that prints the public notes of a vault as JSON
    #[arg(long, value_name = "COMMAND", conflicts_with = "program")]
    data: Option<String>,
    /// The command that prints what the author should know as JSON
    #[arg(long, value_name = "COMMAND", conflicts_with = "program")]
    check: Option<String>,
    /// The selectors that the pages are read by
    #[arg(long, value_name = "FILE")]
    roles: Option<PathBuf>,
    /// The folder of the cases
    #[arg(long, value_name = "FOLDER")]
    cases: Option<PathBuf>,
    /// Only cases of this rule, in files with this in their path, or with this in their name; may be repeated
    #[arg(long, value_name = "RULE|FILE|WORDS")]
    only: Vec<String>,
    /// Go on after a case that fails
    #[arg(long)]
    keep_going: bool,
    /// How many cases are run at once
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// Print each case that was run, not only those that fail
    #[arg(long)]
    verbose: bool,
    /// Run nothing: print the cases and which rules they cite
    #[arg(long)]
    list: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Returns whether all that was run holds.
fn run(arguments: &Arguments) -> anyhow::Result<bool> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = Rules::read(&home.join("rules.toml"))?;
    let cases = arguments.cases.clone().unwrap_or_else(|| home.join("cases"));
    anyhow::ensure!(cases.is_dir(), "there is no folder `{}`", cases.display());
    let suite = Suite::read(&cases, &rules);
    let mut options = RunOptions { only: arguments.only.clone(), ..RunOptions::default() };
    options.keep_going = arguments.keep_going;
    options.n_jobs = arguments.jobs.unwrap_or(options.n_jobs);
    let mut out = io::stdout();
    if arguments.list {
        for file in &suite.files {
            for (line, case) in file.cases.iter().filter(|(_, case)| options.picks(file, case)) {
                writeln!(out, "{}:{line}  {}  ({})", file.path, case.name(), case.rules().join(" "))?;
            }
        }
        writeln!(out, "\n{} cases\n\n{}", suite.n_cases(), Coverage::of(&suite, &rules))?;
        return Ok(tell_problems(&suite, &options)? == 0);
    }
    let publisher = publisher(arguments, home)?;
    let outcomes = suite.run(&publisher, &options, |outcome| {
        if arguments.verbose || matches!(outcome.verdict, Verdict::Failed(_)) {
            let _ = writeln!(io::stdout(), "{outcome}\n");
        }
    });
    let report = Report::of(&outcomes);
    if options.only.is_empty() {
        writeln!(out, "{}", Coverage::of(&suite, &rules))?;
    }
    let n_problems = tell_problems(&suite, &options)?;
    writeln!(out, "{report}")?;
    anyhow::ensure!(!outcomes.is_empty() || n_problems > 0, "no case was picked");
    Ok(report.n_failed == 0 && n_problems == 0)
}

/// Tells what is wrong with the case files that are picked; returns how many things are.
fn tell_problems(suite: &Suite, options: &RunOptions) -> anyhow::Result<usize> {
    let is_file = |word: &String| word.contains('/') || word.contains('.');
    let files: Vec<_> = options.only.iter().filter(|word| is_file(word)).collect();
    let concerns = |path: &str| options.only.is_empty() || files.iter().any(|word| path.contains(word.as_str()));
    let mut n_problems = 0;
    for (path, problem) in suite.problems.iter().filter(|(path, _)| concerns(path)) {
        writeln!(io::stdout(), "{path}: {problem}\n")?;
        n_problems += 1;
    }
    Ok(n_problems)
}

fn publisher(arguments: &Arguments, home: &Path) -> anyhow::Result<Publisher> {
    let roles = Roles::read(arguments.roles.as_deref().unwrap_or(&home.join("roles.toml")))?;
    if let Some(program) = &arguments.program {
        let program = program.canonicalize().with_context(|| format!("there is no `{}`", program.display()))?;
        return Ok(Publisher::hedgerow(&program, roles));
    }
    let template = |line: &String| Template::parse(line).map_err(anyhow::Error::msg);
    let mut publisher = match (&arguments.serve, &arguments.build) {
        (Some(command), _) => Publisher::that_serves(template(command)?, roles),
        (None, Some(command)) => Publisher::that_builds(template(command)?, roles),
        (None, None) => anyhow::bail!("the command that makes the site is not given"),
    };
    if let Some(command) = &arguments.data {
        publisher = publisher.with_data(template(command)?);
    }
    if let Some(command) = &arguments.check {
        publisher = publisher.with_check(template(command)?);
    }
    Ok(publisher)
}
