//! The law of the survey: by whatever steps an inventory was reached, it says what a fresh scan says.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::edits::{Kept, Step, act, places, step};
use hedgerow_model::VaultPath;
use hedgerow_vault::{Touched, Vault, VaultChange, VaultOptions};
use proptest::prelude::*;

fn change(vault: &Vault, touched: &BTreeSet<PathBuf>, everything: bool) -> VaultChange {
    let below = |path: &PathBuf| path.strip_prefix(vault.root()).unwrap().to_string_lossy().into_owned();
    let paths = touched.iter().filter(|path| path.starts_with(vault.root()));
    let paths = paths.filter_map(|path| VaultPath::new(&below(path)).ok());
    if everything { VaultChange::everything() } else { VaultChange::paths(paths) }
}

fn follow(steps: &[Step], options: &VaultOptions) {
    let root = tempfile::tempdir().unwrap();
    let vault = Vault::open(root.path(), options).unwrap();
    let mut kept = Kept::default();
    kept.take(vault.survey(None, &VaultChange::everything(), &|_| {}).unwrap());
    let mut touched = BTreeSet::new();
    let last = [Step::Survey { everything: false }, Step::Survey { everything: true }];
    for step in steps.iter().chain(&last) {
        match step {
            Step::Edit(edit) => {
                // An edit through a linked folder is one of the folder that the link leads to.
                let real = |path: &PathBuf| Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
                let before: Vec<_> = places(edit).iter().filter_map(|path| real(&vault.root().join(path))).collect();
                let paths = act(vault.root(), edit);
                touched.extend(before);
                touched.extend(paths.iter().filter_map(real));
                touched.extend(paths);
            }
            Step::Survey { everything } => {
                let change = change(&vault, &touched, *everything);
                kept.take(vault.survey(kept.inventory.as_ref(), &change, &|_| {}).unwrap());
                kept.check(&vault);
                touched.clear();
            }
        }
    }
    let again = vault.survey(kept.inventory.as_ref(), &VaultChange::everything(), &|_| {}).unwrap();
    assert!(again.changed.is_empty() && again.removed.is_empty(), "nothing happened");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn an_inventory_reached_by_any_steps_says_what_a_fresh_scan_says(
        steps in prop::collection::vec(step(), 1..60),
        honours_gitignore in any::<bool>(),
    ) {
        let ignore = vec!["no".to_owned(), "y.md/".to_owned()];
        follow(&steps, &VaultOptions { ignore, honours_gitignore, ..VaultOptions::default() });
    }
}

#[test]
fn paths_that_are_nowhere_change_nothing() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("a.md"), "a").unwrap();
    let vault = Vault::open(root.path(), &VaultOptions::default()).unwrap();
    let mut kept = Kept::default();
    kept.take(vault.survey(None, &VaultChange::everything(), &|_| {}).unwrap());
    let paths = ["nowhere", "a.md/below", "no/where/at.md", ".hidden", "caf\u{FFFD}.md"];
    let change = VaultChange::paths(paths.iter().map(|path| VaultPath::new(path).unwrap()));
    assert!(matches!(change.touched, Touched::Paths(_)));
    let survey = vault.survey(kept.inventory.as_ref(), &change, &|_| {}).unwrap();
    assert!(survey.changed.is_empty() && survey.removed.is_empty());
    kept.take(survey);
    kept.check(&vault);
}
