//! The laws of the house, and what the program promises, proved from outside.
//!
//! One binary that lists its modules: it links once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]
#![allow(clippy::print_stderr, reason = "what a long test did is worth a line")]

mod arrows;
mod bad_input;
mod browser;
mod browser_reading;
mod browser_search;
mod canaries;
mod commands;
mod edits;
mod faults;
mod found;
mod fuzz_corpus;
mod hidden_places;
mod injection;
mod kept;
mod live_pages;
mod living;
mod moved;
mod navigation;
mod noninterference;
mod password;
mod queries;
mod renames;
mod snapshot;
mod soak;
mod substrings;
mod vaults;

/// The program, built from its own `main.rs`.
const PROGRAM: &str = env!("CARGO_BIN_EXE_hedgerow-under-test");

/// The garden that is part of the project.
fn notes_example() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../notes-example").canonicalize().unwrap()
}
