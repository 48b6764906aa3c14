//! A vault that changes: what is noticed, and what is found.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]
#![cfg(unix)]

mod edits;
mod faults;
mod law;
mod watching;
