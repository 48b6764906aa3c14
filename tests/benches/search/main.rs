//! Measures how well and how fast search finds: `cargo bench -p hedgerow-tests --bench search -- [--corpora FOLDER]`.
//!
//! Questions with known answers are asked in this process, of the index that the program builds and of others beside it: a
//! [`survey::Survey`] of each vault says how many of them find their note. Some questions were judged by people, others a
//! program draws. What comes out are sections of Markdown. Nothing here fails on a bad answer; it fails where a question
//! expects a note that is not there.

mod bm25;
mod document;
mod draw;
mod goals;
mod keystrokes;
mod misses;
mod options;
mod peers;
mod subject;
mod survey;
mod tune;
mod watch;
mod words;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use hedgerow::PublishMode;
use hedgerow_tests::{Corpus, Failed, figures, machine, made_up, section, seeded};

use crate::keystrokes::Keystrokes;
use crate::options::{Options, folder};
use crate::subject::{name, subjects};
use crate::survey::Survey;

fn main() -> ExitCode {
    let options = Options::parse();
    if !options.bench {
        let _ = writeln!(std::io::stderr(), "this measures only under `cargo bench` (or with `--bench`)");
        return ExitCode::SUCCESS;
    }
    let measured = match (options.tune, options.speed) {
        (true, _) => tune::tune(&options),
        (false, true) => speed(&options),
        (false, false) => quality(&options),
    };
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "cannot measure: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Asks the questions about every vault that is wanted. The little vaults of languages share one section.
fn quality(options: &Options) -> Result<(), Failed> {
    let mut languages = Survey::new("scripts");
    for subject in subjects(options)? {
        if let Some(kind) = &options.misses {
            misses::list(&subject, kind)?;
            continue;
        }
        let survey = Survey::of(&subject, options)?;
        match &subject.language {
            Some(language) => languages.join(language, survey),
            None => print(&survey.name, &survey.section(options.half), options)?,
        }
    }
    match languages.is_empty() {
        true => Ok(()),
        false => print(&languages.name, &languages.section(options.half), options),
    }
}

/// Types into vaults of several sizes.
fn speed(options: &Options) -> Result<(), Failed> {
    let measured = |name: &str, corpus: &Corpus| {
        let keystrokes = Keystrokes::measure(name, corpus)?;
        print(&keystrokes.name, &keystrokes.section(), options)
    };
    if let Some(vault) = &options.vault {
        let vault = folder(vault)?;
        return measured(&name(&vault), &Corpus::open(&vault, Some(options.publish))?);
    }
    if let Some(hub) = options.corpus("hub")? {
        measured("hub", &Corpus::open(&hub, Some(PublishMode::All))?)?;
    }
    for &n_notes in &options.notes {
        let vault = made_up::sow(n_notes)?;
        measured(&format!("made-up {}", figures::grouped(n_notes.into())), &Corpus::open(vault.path(), None)?)?;
    }
    Ok(())
}

fn print(name: &str, text: &str, options: &Options) -> Result<(), Failed> {
    std::io::stdout().lock().write_all(text.as_bytes())?;
    if options.write {
        section::write("SEARCH.md", name, text)?;
    }
    Ok(())
}
