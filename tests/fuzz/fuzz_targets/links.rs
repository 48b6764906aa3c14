//! Feeds bytes to `links`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hedgerow_tests::fuzz::run("links", bytes));
