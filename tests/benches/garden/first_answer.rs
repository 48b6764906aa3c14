//! From nothing to the first right answer.

use std::fs::File;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::client::Client;
use crate::figures::Series;
use crate::options::Options;
use crate::program::Program;
use crate::served::{Memory, Served};
use crate::source::{Source, SourceNote};
use crate::{Failed, seeded::Seeded};

/// How long the program takes to answer, in milliseconds from before its process is asked for.
#[derive(Debug, Default)]
pub(crate) struct Starts {
    /// Nothing is kept of an earlier run; the files of the vault and of the program are in the system's cache.
    pub(crate) first: Start,
    /// Nothing is kept, and the system was asked to forget the files.
    pub(crate) from_disk: Start,
    /// The program finds what it kept of an earlier run over the same vault; the files are in the system's cache.
    pub(crate) again: Start,
}

/// Starts of one kind.
#[derive(Debug, Default)]
pub(crate) struct Start {
    pub(crate) page: Series,
    pub(crate) search: Series,
    /// Time of the processors, all cores together, up to the first answers: a busy machine makes it little longer.
    pub(crate) spent: Series,
    /// Bytes that came from the disk: tells how cold it was.
    pub(crate) fetched: Series,
    /// Right after the first answers, where it was most.
    pub(crate) memory: Memory,
}

/// Starts without anything kept.
pub(crate) fn measure(program: &Program, vault: &Path, source: &Source, options: &Options) -> Result<Starts, Failed> {
    let mut starts = Starts::default();
    let mut seeded = Seeded::new(1);
    for _ in 0..options.starts {
        forget(vault)?;
        let _ = forget_file(&program.path);
        for start in [&mut starts.from_disk, &mut starts.first] {
            let nothing = TempDir::with_prefix("hedgerow-state-")?;
            let served = Served::start(program, vault, nothing.path(), &options.flags())?;
            ask_first(&served, source, &mut seeded, start)?;
        }
    }
    Ok(starts)
}

/// Starts with what the run before has kept in `state`.
pub(crate) fn measure_again(
    program: &Program,
    vault: &Path,
    state: &Path,
    source: &Source,
    options: &Options,
) -> Result<Start, Failed> {
    let mut start = Start::default();
    let mut seeded = Seeded::new(1);
    for _ in 0..options.starts {
        let served = Served::start(program, vault, state, &options.flags())?;
        ask_first(&served, source, &mut seeded, &mut start)?;
        served.stop()?;
    }
    Ok(start)
}

fn ask_first(served: &Served, source: &Source, seeded: &mut Seeded, start: &mut Start) -> Result<(), Failed> {
    let mut client = served.connect()?;
    check_page(&mut client, seeded.pick(&source.notes))?;
    start.page.push_time(served.started.elapsed());
    check_search(&mut client, source, seeded)?;
    start.search.push_time(served.started.elapsed());
    start.spent.push_time(served.spent());
    start.fetched.push(served.fetched() as f64);
    let memory = served.memory();
    if memory.resident > start.memory.resident {
        start.memory = memory;
    }
    Ok(())
}

/// Wants the page of this very note.
fn check_page(client: &mut Client, note: &SourceNote) -> Result<(), Failed> {
    let answer = client.get_plain(&note.url)?;
    let page = String::from_utf8(answer.body)?;
    let named = page.split_once("data-path=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
    let named = named.replace("&#x2f;", "/").replace("&#x27;", "'").replace("&quot;", "\"").replace("&amp;", "&");
    match named == note.path && page.trim_end().ends_with("</html>") {
        true => Ok(()),
        false => Err(format!("the page of {} is not right", note.path).into()),
    }
}

/// Wants an answer to a word that is in the vault.
fn check_search(client: &mut Client, source: &Source, seeded: &mut Seeded) -> Result<(), Failed> {
    let titled: Vec<_> =
        source.notes.iter().filter(|note| note.title.bytes().all(|b| b.is_ascii_alphabetic())).collect();
    let word = match titled.is_empty() {
        true => "a",
        false => &seeded.pick(&titled).title,
    };
    let answer = client.get_plain(&format!("/-/api/search?q={word}"))?;
    let found: Value = serde_json::from_slice(&answer.body)?;
    match found["hits"].as_array().is_some_and(|hits| !hits.is_empty()) || titled.is_empty() {
        true => Ok(()),
        false => Err(format!("a search for `{word}` finds nothing").into()),
    }
}

/// Asks the system to forget what is in the files below a folder. The names of the files stay known to it.
fn forget(folder: &Path) -> Result<(), Failed> {
    for entry in folder.read_dir()? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            forget(&entry.path())?;
        } else if kind.is_file() {
            // A file that cannot be opened will not be read by the program either.
            let _ = forget_file(&entry.path());
        }
    }
    Ok(())
}

fn forget_file(path: &Path) -> Result<(), Failed> {
    let file = File::open(path)?;
    // What is not yet on the disk is not forgotten.
    file.sync_data()?;
    #[cfg(target_os = "linux")]
    rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed)?;
    Ok(())
}
