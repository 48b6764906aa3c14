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
mod report;
mod survey;
mod words;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use hedgerow::PublishMode;
use hedgerow_tests::{Corpus, Failed, Judged, figures, machine, made_up, seeded};

use crate::draw::Drawer;
use crate::keystrokes::Keystrokes;
use crate::options::{Options, folder, root};
use crate::survey::Survey;

fn main() -> ExitCode {
    let options = Options::parse();
    if !options.bench {
        let _ = writeln!(std::io::stderr(), "this measures only under `cargo bench` (or with `--bench`)");
        return ExitCode::SUCCESS;
    }
    let measured = if options.speed { speed(&options) } else { quality(&options) };
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "cannot measure: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Asks questions of every vault that is wanted.
fn quality(options: &Options) -> Result<(), Failed> {
    if let Some(vault) = &options.vault {
        let vault = folder(vault)?;
        return drawn(&name(&vault), &Corpus::open(&vault, Some(options.publish))?, options);
    }
    let questions = root().join("tests/search");
    if options.wants("notes-example") {
        let corpus = Corpus::open(&root().join("notes-example"), None)?;
        judged("notes-example", &corpus, &questions.join("notes-example.tsv"), options)?;
    }
    for name in ["help", "hub"] {
        if let Some(vault) = options.corpus(name)?.filter(|_| options.wants(name)) {
            let corpus = Corpus::open(&vault, Some(PublishMode::All))?;
            judged(name, &corpus, &questions.join(name).with_extension("tsv"), options)?;
            if name == "hub" {
                drawn(name, &corpus, options)?;
            }
        }
    }
    if options.wants("scripts") {
        scripts(&questions.join("scripts"), options)?;
    }
    Ok(())
}

fn judged(name: &str, corpus: &Corpus, file: &Path, options: &Options) -> Result<(), Failed> {
    let questions = corpus.questions(file)?;
    tell(&Survey::of(name, corpus, &asked(questions, options), options)?, options)
}

fn drawn(name: &str, corpus: &Corpus, options: &Options) -> Result<(), Failed> {
    if options.draw == 0 {
        return Ok(());
    }
    let questions = Drawer::of(corpus).draw(options.draw, options.half);
    tell(&Survey::of(&format!("{name}, drawn"), corpus, &questions, options)?, options)
}

/// Asks the little vaults in many languages, each its own questions.
fn scripts(folder: &Path, options: &Options) -> Result<(), Failed> {
    let mut all = Survey::new("scripts");
    for language in languages(folder)? {
        let corpus = Corpus::open(&folder.join(&language), Some(PublishMode::All))?;
        let questions = corpus.questions(&folder.join(&language).with_extension("tsv"))?;
        all.join(&language, Survey::of(&language, &corpus, &asked(questions, options), options)?);
    }
    tell(&all, options)
}

fn languages(folder: &Path) -> Result<Vec<String>, Failed> {
    let mut languages = Vec::new();
    for entry in folder.read_dir()? {
        let path = entry?.path();
        if path.is_dir() {
            languages.push(name(&path));
        }
    }
    languages.sort();
    Ok(languages)
}

fn asked(mut questions: Vec<Judged>, options: &Options) -> Vec<Judged> {
    questions.retain(|judged| options.half.holds(&judged.question));
    questions
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
        measured("a made-up vault", &Corpus::open(vault.path(), None)?)?;
    }
    Ok(())
}

/// Returns what a vault is called; never where it lies.
fn name(vault: &Path) -> String {
    vault.file_name().map_or("vault".into(), |name| name.to_string_lossy().into_owned())
}

fn tell(survey: &Survey, options: &Options) -> Result<(), Failed> {
    if options.misses.is_some() {
        return Ok(());
    }
    print(&survey.name, &survey.section(options.half), options)
}

fn print(name: &str, section: &str, options: &Options) -> Result<(), Failed> {
    std::io::stdout().lock().write_all(section.as_bytes())?;
    if options.write {
        report::write(name, section)?;
    }
    Ok(())
}
