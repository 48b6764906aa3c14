//! The libraries with which static sites search in the browser, asked through Node.js.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use hedgerow_model::NotePath;
use hedgerow_publish::PublicNote;
use hedgerow_tests::Judged;
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use crate::Failed;
use crate::document::Document;
use crate::options::root;

/// What the program is given.
#[derive(Serialize)]
struct Asked<'q> {
    documents: Vec<Document>,
    questions: Vec<&'q str>,
}

/// What it gives back.
#[derive(Deserialize)]
struct Answered {
    /// With the version, as it is written in the table.
    name: String,
    /// Paths, best first, one list a question.
    answers: Vec<Vec<String>>,
}

/// The answers of one library, one to each question.
pub(crate) struct Peer {
    pub(crate) name: String,
    pub(crate) answers: Vec<Vec<NotePath>>,
}

/// Asks every library every question.
pub(crate) fn ask<'n>(notes: impl Iterator<Item = &'n PublicNote>, questions: &[Judged]) -> Result<Vec<Peer>, Failed> {
    let program = installed()?;
    let exchange = TempDir::with_prefix("hedgerow-peers-")?;
    let [asked, answered] = ["asked.json", "answered.json"].map(|name| exchange.path().join(name));
    let questions = questions.iter().map(|judged| judged.question.as_str()).collect();
    serde_json::to_writer(
        BufWriter::new(File::create(&asked)?),
        &Asked { documents: notes.map(Document::of).collect(), questions },
    )?;
    let mut node = Command::new("node");
    node.arg("--max-old-space-size=8192").arg("ask.js").arg(&asked).arg(&answered).current_dir(program);
    if !node.stdin(Stdio::null()).stdout(Stdio::null()).status()?.success() {
        return Err("the other libraries could not be asked".into());
    }
    let answered: Vec<Answered> = serde_json::from_slice(&fs::read(&answered)?)?;
    let paths = |paths: Vec<String>| paths.iter().filter_map(|path| NotePath::new(path).ok()).collect();
    let peer = |Answered { name, answers }| Peer { name, answers: answers.into_iter().map(paths).collect() };
    Ok(answered.into_iter().map(peer).collect())
}

/// Installs the libraries beside their program, in the versions that are written down there, unless they are there.
fn installed() -> Result<PathBuf, Failed> {
    let program = root().join("tests/search/peers");
    let is_there = program.join("node_modules").is_dir();
    let npm = || Command::new("npm").args(["ci", "--silent", "--no-audit", "--no-fund"]).current_dir(&program).status();
    if !is_there && !npm()?.success() {
        return Err("`npm ci` failed in tests/search/peers".into());
    }
    Ok(program)
}
