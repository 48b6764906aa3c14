//! A second process: this test program again, with one of its ignored tests.

use std::path::{Path, PathBuf};
use std::process::Command;

const HOME: &str = "HEDGEROW_STORE_HOME";

/// Returns the arguments that run an ignored test.
pub(crate) fn arguments(test: &str) -> Vec<String> {
    let program = std::env::current_exe().unwrap().into_os_string().into_string().unwrap();
    [program.as_str(), test, "--exact", "--ignored", "--nocapture", "--test-threads=1"].map(str::to_owned).to_vec()
}

/// Runs an ignored test by itself, or below another program that runs its arguments.
pub(crate) fn command(below: &[&str], test: &str, home: &Path) -> Command {
    let mut words: Vec<String> = below.iter().map(|&word| word.to_owned()).collect();
    words.extend(arguments(test));
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).env(HOME, home);
    command
}

/// Returns the home that the parent gave. Nothing where a person runs all ignored tests.
pub(crate) fn home() -> Option<PathBuf> {
    std::env::var_os(HOME).map(PathBuf::from)
}
