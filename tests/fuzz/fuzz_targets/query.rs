//! Feeds bytes to `query`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hedgerow_tests::fuzz::run("query", bytes));
