//! Feeds bytes to `note`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hedgerow_tests::fuzz::run("note", bytes));
