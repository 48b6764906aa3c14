//! The notes that a name can mean.

use std::collections::HashMap;

use fixedbitset::FixedBitSet;
use hedgerow_model::Key;
use hedgerow_publish::{PublicGarden, PublicNote};

use crate::words::folded;

/// Finds the listed notes that have one of these names as title, alias, file name, path or end of their path, in any letter case; where
/// no note has a name so, those that have it but for diacritics.
pub(super) fn named(garden: &PublicGarden, names: &[String]) -> FixedBitSet {
    let names = names.iter().map(|name| {
        let name = name.trim().trim_matches('/');
        name.strip_suffix(".md").unwrap_or(name)
    });
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let mut found = FixedBitSet::with_capacity(garden.notes().len());
    let others = with_names(garden, &names, |text| Key::of(text).as_str().to_owned(), &mut found);
    if !others.is_empty() {
        with_names(garden, &others, folded, &mut found);
    }
    found
}

/// Adds the notes with these names, and returns the names that no note has.
fn with_names<'n>(
    garden: &PublicGarden,
    names: &[&'n str],
    fold: impl Fn(&str) -> String,
    found: &mut FixedBitSet,
) -> Vec<&'n str> {
    let mut is_known: HashMap<String, bool> = names.iter().map(|name| (fold(name), false)).collect();
    for note in garden.listed() {
        let mut is_named = |name: &str| {
            let known = is_known.get_mut(name);
            known.map(|is_known| *is_known = true).is_some()
        };
        let path = fold(without_extension(note));
        let ends = path.match_indices('/').map(|(at, _)| &path[at + 1..]);
        // All of them are asked, so that each name that the note has is known.
        let mut n_names = ends.chain([path.as_str()]).filter(|end| is_named(end)).count();
        n_names += usize::from(is_named(&fold(note.title())));
        n_names += note.aliases().iter().filter(|alias| is_named(&fold(alias))).count();
        if n_names > 0 {
            found.insert(note.id().index());
        }
    }
    names.iter().filter(|name| is_known.get(&fold(name)) == Some(&false)).copied().collect()
}

fn without_extension(note: &PublicNote) -> &str {
    let path = note.path().as_str();
    path.len().checked_sub(".md".len()).and_then(|end| path.get(..end)).unwrap_or(path)
}
