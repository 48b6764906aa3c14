//! Measures the program as its users meet it: `cargo bench -p hedgerow-tests --bench garden -- [VAULT]`.
//!
//! The real release program is built and started as a process, and asked over HTTP on this machine as a browser asks.
//! What comes out is a Markdown section with the machine and its load, so that a noisy run shows. Nothing here fails on a
//! slow machine; it fails on a wrong answer.

mod client;
mod figures;
mod first_answer;
mod format;
mod load;
mod machine;
mod made_up;
mod options;
mod pages;
mod program;
mod report;
mod searches;
mod seeded;
mod served;
mod source;

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::machine::Machine;
use crate::options::Options;
use crate::program::Program;
use crate::report::Report;
use crate::served::Served;
use crate::source::Source;

/// What may go wrong in a measurement: anything, and then the run is void.
type Failed = Box<dyn Error>;

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

    let starts = first_answer::measure(&program, &vault, &source, options)?;
    progress("started");
    let mut served = Served::start(&program, &vault, &options.flags())?;
    let pages = pages::measure(&mut served, &source)?;
    progress("read every page");
    let searches = searches::measure(&served, &source)?;
    progress("searched");
    let load = load::measure(&served, &source, options.connections)?;
    let memory_at_the_end = served.memory();
    served.stop();

    let name = options.name(&vault);
    let report = Report { before, name, program, source, starts, pages, searches, load, memory_at_the_end };
    let section = report.section();
    let mut out = std::io::stdout().lock();
    out.write_all(section.as_bytes())?;
    if options.write {
        report::write(&report.name, &section)?;
    }
    Ok(())
}

fn measure_format(options: &Options) -> Result<(), Failed> {
    let (name, section) = format::measure(&options.vault()?, options)?;
    std::io::stdout().lock().write_all(section.as_bytes())?;
    if options.write {
        report::write(&name, &section)?;
    }
    Ok(())
}

/// Says on the terminal what was done; the measuring takes its time.
fn progress(what: &str) {
    let _ = writeln!(std::io::stderr(), "{what}");
}
