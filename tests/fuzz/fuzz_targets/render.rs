//! Feeds bytes to `render`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hedgerow_tests::fuzz::run("render", bytes));
