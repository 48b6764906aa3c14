//! What is in the vault that is measured.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::Failed;
use crate::program::Program;

/// The public notes, as the program's own `inspect` tells of them.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) notes: Vec<SourceNote>,
    pub(crate) n_links: usize,
    /// Of the public notes' files.
    pub(crate) n_bytes: u64,
    /// The words of each note in their order, those that are worth a search.
    pub(crate) words: Vec<Vec<String>>,
}

/// A public note.
#[derive(Debug)]
pub(crate) struct SourceNote {
    pub(crate) path: String,
    pub(crate) url: String,
    pub(crate) title: String,
}

impl Source {
    pub(crate) fn read(program: &Program, vault: &Path, flags: &[String]) -> Result<Self, Failed> {
        let inspected = program.command("inspect", vault, flags).arg("--json").stderr(Stdio::inherit()).output()?;
        if !inspected.status.success() {
            return Err("the program cannot read the vault".into());
        }
        let garden: Value = serde_json::from_slice(&inspected.stdout)?;
        let inspected = garden["notes"].as_array().ok_or("`inspect` lists the notes")?;
        let mut source = Self { notes: Vec::new(), n_links: 0, n_bytes: 0, words: Vec::new() };
        for note in inspected {
            let text = |name: &str| note[name].as_str().unwrap_or_default().to_owned();
            let note_path = text("path");
            source.n_links += note["links"].as_array().map_or(0, |links| links.len());
            let bytes = fs::read(vault.join(&note_path))?;
            source.n_bytes += bytes.len() as u64;
            source.words.push(words(&String::from_utf8_lossy(&bytes)));
            source.notes.push(SourceNote { path: note_path, url: text("url"), title: text("title") });
        }
        source.words.retain(|words| words.len() >= 3);
        if source.notes.is_empty() || source.words.is_empty() {
            return Err("the vault has no public note with words in it; `--publish all` publishes every note".into());
        }
        Ok(source)
    }
}

/// Returns what people might search for: runs of letters that are neither very short nor very long.
fn words(text: &str) -> Vec<String> {
    let runs = text.split(|c: char| !c.is_alphabetic());
    runs.filter(|run| (3..=20).contains(&run.chars().count())).map(str::to_lowercase).collect()
}
