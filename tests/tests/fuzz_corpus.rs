//! The corpus of the fuzz targets, replayed: each file once was a start, or a way into code that no other file went.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use hedgerow_tests::fuzz::{TARGETS, run};

use crate::arrows::packages;

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

/// The targets are locked by themselves, and a lock that lags behind stops them before they are built.
#[test]
fn what_the_targets_are_built_of_is_locked() {
    let lock = fs::read_to_string(corpus().join("../Cargo.lock")).unwrap().parse::<toml::Table>().unwrap();
    let locked: BTreeMap<&str, BTreeSet<&str>> = lock["package"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| {
            let dependencies = package.get("dependencies").and_then(toml::Value::as_array).into_iter().flatten();
            // A version stands behind the name where there are several.
            let names = dependencies.filter_map(|dependency| dependency.as_str()?.split(' ').next());
            (package["name"].as_str().unwrap(), names.collect())
        })
        .collect();
    let packages: BTreeMap<String, _> = packages().into_iter().collect();
    let (mut missing, mut seen, mut left) = (Vec::new(), BTreeSet::new(), vec!["hedgerow-tests"]);
    while let Some(package) = left.pop() {
        if !seen.insert(package) {
            continue;
        }
        for (name, _) in packages[package].iter().filter(|(_, kind)| kind != "dev") {
            if !locked.get(package).is_some_and(|names| names.contains(name.as_str())) {
                missing.push(format!("{package} needs {name}"));
            } else if let Some((name, _)) = packages.get_key_value(name) {
                left.push(name);
            }
        }
    }
    assert!(seen.len() > 8, "the packages of the workspace were looked at: {seen:?}");
    assert!(missing.is_empty(), "run `cargo update --workspace` in tests/fuzz: {missing:#?}");
}
