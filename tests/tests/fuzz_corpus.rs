//! The corpus of the fuzz targets, replayed: each file once was a start, or a way into code that no other file went.

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use hedgerow_tests::fuzz::{TARGETS, run};

/// A file is this long at the most, so that the replay stays quick.
const MAX_BYTES: usize = 4096;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus")
}

fn files(target: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(corpus().join(target)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn replay(target: &str) {
    let files = files(target);
    assert!(files.len() >= 25, "`{target}` has a corpus: {}", files.len());
    let mut broken = Vec::new();
    for file in files {
        let bytes = fs::read(&file).unwrap();
        assert!(bytes.len() <= MAX_BYTES, "{} is too long", file.display());
        if catch_unwind(|| run(target, &bytes)).is_err() {
            broken.push(file);
        }
    }
    assert!(broken.is_empty(), "`{target}` breaks a promise on {broken:#?}");
}

#[test]
fn front_matter() {
    replay("front_matter");
}

#[test]
fn note() {
    replay("note");
}

#[test]
fn links() {
    replay("links");
}

#[test]
fn render() {
    replay("render");
}

#[test]
fn query() {
    replay("query");
}

#[test]
fn every_target_is_replayed_and_every_folder_has_a_target() {
    let names: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let folders: BTreeSet<String> =
        fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(folders, names);
    let manifest = fs::read_to_string(corpus().join("../Cargo.toml")).unwrap();
    for name in names {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "`{name}` can be run");
    }
}
