//! Feeds bytes to `front_matter`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hedgerow_tests::fuzz::run("front_matter", bytes));
