//! Measures the program as its users meet it: `cargo bench -p hedgerow-tests --bench garden -- [VAULT]`.
//!
//! The real release program is built and started as a process, and asked over HTTP on this machine as a browser asks.
//! What comes out is a Markdown section with the machine and its load, so that a noisy run shows. Nothing here fails on a
//! slow machine; it fails on a wrong answer.

mod bare;
mod client;
mod edits;
mod first_answer;
mod format;
mod goals;
mod kept;
mod limits;
mod load;
mod options;
mod pages;
mod program;
mod report;
mod searches;
mod served;
mod source;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use hedgerow_tests::{Failed, figures, machine, made_up, section, seeded};
use tempfile::TempDir;

use crate::edits::Edits;
use crate::kept::Kept;
use crate::machine::Machine;
use crate::options::Options;
use crate::program::Program;
use crate::report::Report;
use crate::served::Served;
use crate::source::Source;

fn main() -> ExitCode {
    let options = Options::parse();
    if !options.bench {
        let _ = writeln!(std::io::stderr(), "this measures only under `cargo bench` (or with `--bench`)");
        return ExitCode::SUCCESS;
    }
    let measured = if options.format { measure_format(&options) } else { measure(&options) };
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "cannot measure: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(options: &Options) -> Result<(), Failed> {
    let program = Program::build(options.program.as_deref())?;
    let before = Machine::now();
    // Removed again when this value goes.
    let made_up = options.notes.map(made_up::sow).transpose()?;
    let vault: PathBuf = match &made_up {
        Some(folder) => folder.path().to_owned(),
        None => options.vault()?,
    };
    let source = Source::read(&program, &vault, &options.flags())?;

    let limits = limits::measure(&vault, &source)?;
    progress("measured the machine");
    let mut starts = first_answer::measure(&program, &vault, &source, options)?;
    progress("started");
    let state = TempDir::with_prefix("hedgerow-state-")?;
    let mut served = Served::start(&program, &vault, state.path(), &options.flags())?;
    let pages = pages::measure(&mut served, &source)?;
    progress("read every page");
    let searches = searches::measure(&served, &source)?;
    progress("searched");
    let load = load::measure(&served, &source, options)?;
    let memory_at_the_end = served.memory();
    served.stop()?;
    progress("loaded");
    let kept = Kept::measure(state.path())?;
    starts.again = first_answer::measure_again(&program, &vault, state.path(), &source, options)?;
    progress("started again");
    let edits = match options.edits {
        0 => None,
        _ => Some(measure_edits(&program, &vault, made_up.is_some(), &source, options)?),
    };

    let name = options.name(&vault);
    let report =
        Report { before, name, program, source, limits, starts, kept, pages, searches, load, memory_at_the_end, edits };
    let text = report.section();
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if options.write {
        section::write("BENCHMARKS.md", &report.name, &text)?;
    }
    Ok(())
}

/// Edits a copy of the vault, unless it is one that was made for this.
fn measure_edits(
    program: &Program,
    vault: &Path,
    is_made_up: bool,
    source: &Source,
    options: &Options,
) -> Result<Edits, Failed> {
    if is_made_up {
        return edits::measure(program, vault, source, options);
    }
    let copied = TempDir::with_prefix("hedgerow-copy-")?;
    edits::copy(vault, copied.path())?;
    edits::measure(program, copied.path(), source, options)
}

fn measure_format(options: &Options) -> Result<(), Failed> {
    let (name, text) = format::measure(&options.vault()?, options)?;
    std::io::stdout().lock().write_all(text.as_bytes())?;
    if options.write {
        section::write("BENCHMARKS.md", &name, &text)?;
    }
    Ok(())
}

/// Says on the terminal what was done; the measuring takes its time.
fn progress(what: &str) {
    let _ = writeln!(std::io::stderr(), "{what}");
}
