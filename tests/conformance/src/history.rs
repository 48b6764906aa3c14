//! A case's vault under version control: commits of certain days.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Makes a folder the root of a repository without commits.
pub(crate) fn begin(root: &Path) -> Result<(), String> {
    git(root, &["init", "--quiet"], "1970-01-01")
}

/// Commits all that is in the folder, at noon of a day.
pub(crate) fn commit(root: &Path, day: &str) -> Result<(), String> {
    // Files of one length and one time look unchanged to the index of the commit before.
    let index = root.join(".git/index");
    if index.exists() {
        fs::remove_file(index).map_err(|error| error.to_string())?;
    }
    git(root, &["add", "--all"], day)?;
    git(root, &["commit", "--quiet", "--message", "Some change"], day)
}

/// Runs git as nobody in particular: no settings of the machine change what comes out.
fn git(root: &Path, arguments: &[&str], day: &str) -> Result<(), String> {
    let noon = format!("{day}T12:00:00Z");
    let status = Command::new("git")
        .args(["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false"])
        .args(["-c", "core.autocrlf=false", "-c", "core.hooksPath=", "-c", "core.excludesFile="])
        .args(arguments)
        .current_dir(root)
        .env("GIT_AUTHOR_DATE", &noon)
        .env("GIT_COMMITTER_DATE", &noon)
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(|error| format!("git cannot be run: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`git {}` ended with {status}", arguments.join(" "))) }
}
