//! The commands of a program, given as templates.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::vault::CaseVault;

/// A command line in which `{vault}`, `{out}`, `{port}`, `{settings}` and `{config}` stand for what a case brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    words: Vec<String>,
}

impl Template {
    /// Reads a command line; words are quoted as in a shell.
    ///
    /// # Errors
    /// If a quote is not closed or nothing is there.
    pub fn parse(line: &str) -> Result<Self, String> {
        match shlex::split(line) {
            Some(words) if !words.is_empty() => Ok(Self { words }),
            Some(_) => Err("the command is empty".to_owned()),
            None => Err(format!("a quote is not closed in `{line}`")),
        }
    }

    /// Makes a template of a program's path, which is taken as it is, and its arguments.
    pub(crate) fn of(program: &Path, arguments: &[&str]) -> Self {
        let words = std::iter::once(program.to_string_lossy().into_owned());
        Self { words: words.chain(arguments.iter().map(ToString::to_string)).collect() }
    }

    pub(crate) fn has_port(&self) -> bool {
        self.words.iter().any(|word| word.contains("{port}"))
    }

    /// Fills the template in for a case.
    pub(crate) fn command(&self, vault: &CaseVault, port: Option<u16>) -> Command {
        let places = [
            ("{vault}", vault.root().to_string_lossy().into_owned()),
            ("{out}", vault.out().to_string_lossy().into_owned()),
            ("{settings}", vault.settings().to_string_lossy().into_owned()),
            ("{config}", vault.config().to_string_lossy().into_owned()),
            ("{port}", port.map(|port| port.to_string()).unwrap_or_default()),
        ];
        let fill = |word: &String| places.iter().fold(word.clone(), |word, (place, value)| word.replace(place, value));
        let mut words = self.words.iter().map(fill);
        let mut command = Command::new(words.next().expect("a template has a first word"));
        command.args(words).stdin(Stdio::null());
        command
    }

    /// Runs the command to its end and returns what it printed; codes above `worst` are failures.
    pub(crate) fn output(&self, vault: &CaseVault, worst: i32) -> Result<Vec<u8>, String> {
        let mut command = self.command(vault, None);
        let output = command.output().map_err(|error| format!("`{}` cannot be run: {error}", self.words[0]))?;
        match output.status.code() {
            Some(code) if code <= worst => Ok(output.stdout),
            code => {
                let said = String::from_utf8_lossy(&output.stderr);
                let code = code.map_or_else(|| "a signal".to_owned(), |code| code.to_string());
                Err(format!("`{}` ended with {code}: {}", self.words.join(" "), said.trim()))
            }
        }
    }
}
