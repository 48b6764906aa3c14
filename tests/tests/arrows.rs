//! Who may know whom: the table of `crates/ARCHITECTURE.md` against the manifests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Reads the table: each room with the rooms it may depend on.
fn table(page: &str) -> BTreeMap<String, BTreeSet<String>> {
    let rows: Vec<(String, String)> = page
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let mut cells = line.split('|').skip(1);
            let (room, _, arrows) = (cells.next().unwrap(), cells.next().unwrap(), cells.next().unwrap());
            (room.split('`').nth(1).unwrap().to_owned(), arrows.trim().to_owned())
        })
        .collect();
    let all: BTreeSet<String> = rows.iter().map(|(room, _)| room.clone()).collect();
    rows.into_iter()
        .map(|(room, arrows)| {
            let allowed = match arrows.as_str() {
                "nothing" | "nothing of ours" => BTreeSet::new(),
                // What it measures may be any room.
                "all of them" | "cli, and what it measures" => all.clone(),
                named => named.split(", ").map(ToOwned::to_owned).collect(),
            };
            assert!(allowed.is_subset(&all), "the row of `{room}` names a room without a row: {arrows}");
            (room, allowed)
        })
        .collect()
}

/// Returns the packages of the workspace, and what each depends on, with the kind.
pub(crate) fn packages() -> Vec<(String, Vec<(String, String)>)> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .map(|package| {
            let dependencies = package["dependencies"].as_array().unwrap().iter().map(|dependency| {
                let kind = dependency["kind"].as_str().unwrap_or("normal");
                (dependency["name"].as_str().unwrap().to_owned(), kind.to_owned())
            });
            (package["name"].as_str().unwrap().to_owned(), dependencies.collect())
        })
        .collect()
}

/// Returns the room that a package is.
fn room(package: &str) -> Option<&str> {
    if package == "hedgerow" { Some("cli") } else { package.strip_prefix("hedgerow-") }
}

#[test]
fn no_room_knows_another_that_the_architecture_page_does_not_let_it_know() {
    let table = table(&fs::read_to_string(root().join("crates/ARCHITECTURE.md")).unwrap());
    let mut wrong = Vec::new();
    let packages = packages();
    assert!(packages.len() >= 10, "cargo names the packages: {packages:?}");
    for (package, dependencies) in &packages {
        let from = room(package).unwrap_or_else(|| panic!("`{package}` is named like no room"));
        let Some(allowed) = table.get(from) else {
            wrong.push(format!("`{from}` has no row"));
            continue;
        };
        // A test may look through a room at the ones that room may know.
        let seen_by_tests = || allowed.iter().flat_map(|room| &table[room]).chain(allowed).collect::<BTreeSet<_>>();
        for (dependency, kind) in dependencies {
            let Some(to) = room(dependency) else { continue };
            let is_allowed =
                if kind == "dev" { seen_by_tests().iter().any(|room| *room == to) } else { allowed.contains(to) };
            if !is_allowed {
                wrong.push(format!("`{from}` -> `{to}` ({kind})"));
            }
        }
    }
    assert!(wrong.is_empty(), "crates/ARCHITECTURE.md has no such arrow: {}", wrong.join(", "));
}

#[test]
fn the_arrows_have_no_circle_and_the_gate_stays_the_only_way() {
    let table = table(&fs::read_to_string(root().join("crates/ARCHITECTURE.md")).unwrap());
    for (from, allowed) in table.iter().filter(|(_, allowed)| allowed.len() < table.len()) {
        let back = allowed.iter().find(|to| table[*to].contains(from));
        assert_eq!(back, None, "of `{from}` and this one each may know the other");
    }
    for reader in ["search", "site", "server"] {
        for hidden in ["parser", "vault", "cli"] {
            assert!(!table[reader].contains(hidden), "`{reader}` could name an unfiltered note through `{hidden}`");
        }
    }
}

/// Libraries that one room knows and no other (the invariants of the architecture page).
const OWNED: [(&str, &str); 10] = [
    ("comrak", "parser"),
    ("ignore", "vault"),
    ("notify", "vault"),
    ("etcetera", "store"),
    ("tantivy", "search"),
    ("minijinja", "site"),
    ("axum", "server"),
    ("hyper", "server"),
    ("clap", "cli"),
    ("toml", "cli"),
];

#[test]
fn what_one_room_knows_no_other_does() {
    for (package, dependencies) in packages() {
        let from = room(&package).unwrap();
        // Neither is a part of the program.
        if from == "tests" || from == "conformance" {
            continue;
        }
        for (library, owner) in OWNED {
            let knows = dependencies.iter().any(|(name, kind)| name == library && kind == "normal");
            assert!(!knows || from == owner, "`{from}` knows {library}, which is the business of `{owner}`");
        }
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_file_begins_by_saying_what_it_holds() {
    let mut files = Vec::new();
    for folder in fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path()) {
        ["src", "tests", "examples", "benches"]
            .map(|part| folder.join(part))
            .iter()
            .filter(|part| part.is_dir())
            .for_each(|part| sources(part, &mut files));
    }
    for part in [
        "web/src",
        "tests/src",
        "tests/tests",
        "tests/conformance/src",
        "tests/conformance/tests",
        "tests/spec",
        "tests/linear",
        "tests/suite",
    ] {
        sources(&root().join(part), &mut files);
    }
    assert!(files.len() > 100, "the sources were found: {}", files.len());
    let silent: Vec<_> = files.iter().filter(|file| !fs::read_to_string(file).unwrap().starts_with("//! ")).collect();
    assert!(silent.is_empty(), "no `//!` on the first line of {silent:?}");
}

#[test]
fn no_test_file_is_forgotten() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let main = fs::read_to_string(folder.join("main.rs")).unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let module = name.trim_end_matches(".rs");
        assert!(module == "main" || main.contains(&format!("mod {module};")), "{name} is not listed in main.rs");
    }
}
