//! The program that is measured: the one that users get.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::Failed;

/// The release program in its file.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) path: PathBuf,
    pub(crate) n_bytes: u64,
}

impl Program {
    /// Builds the program as `cargo install` would, in the profile `release` and with no feature that only tests want; or
    /// takes the one at `path`.
    pub(crate) fn build(path: Option<&Path>) -> Result<Self, Failed> {
        let path = match path {
            Some(path) => path.to_owned(),
            None => build()?,
        };
        let n_bytes = path.metadata()?.len();
        Ok(Self { path, n_bytes })
    }

    /// Returns a command of the program on a vault.
    pub(crate) fn command(&self, command: &str, vault: &Path, flags: &[String]) -> Command {
        let mut process = Command::new(&self.path);
        process.arg(command).arg(vault).args(flags).stdin(Stdio::null());
        process
    }
}

fn build() -> Result<PathBuf, Failed> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--release", "--package", "hedgerow", "--bin", "hedgerow"]);
    cargo.args(["--message-format", "json-render-diagnostics"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    let built = cargo.stderr(Stdio::inherit()).output()?;
    if !built.status.success() {
        return Err("the program does not build".into());
    }
    let messages = String::from_utf8_lossy(&built.stdout);
    let mut executables = messages.lines().filter_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    });
    executables.next_back().ok_or_else(|| "cargo names no program".into())
}
