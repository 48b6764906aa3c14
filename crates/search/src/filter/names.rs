//! The notes that a name can mean.

use fixedbitset::FixedBitSet;
use hedgerow_model::Key;
use hedgerow_publish::{PublicGarden, PublicNote};

use crate::words::folded;

/// Finds the listed notes that have one of these names as title, alias, file name, path or end of their path, in any letter case; where
/// no note has a name so, those that have it but for diacritics.
pub(super) fn named(garden: &PublicGarden, names: &[String]) -> FixedBitSet {
    let mut found = FixedBitSet::with_capacity(garden.notes().len());
    for name in names {
        let name = name.trim().trim_matches('/');
        let name = name.strip_suffix(".md").unwrap_or(name);
        let n_before = found.count_ones(..);
        with_name(garden, name, |text| Key::of(text).as_str().to_owned(), &mut found);
        if found.count_ones(..) == n_before {
            with_name(garden, name, folded, &mut found);
        }
    }
    found
}

fn with_name(garden: &PublicGarden, name: &str, fold: impl Fn(&str) -> String, found: &mut FixedBitSet) {
    let name = fold(name);
    if name.is_empty() {
        return;
    }
    for note in garden.listed() {
        let is_title = || fold(note.title()) == name || note.aliases().iter().any(|alias| fold(alias) == name);
        if is_at_end(&name, &fold(without_extension(note))) || is_title() {
            found.insert(note.id().index());
        }
    }
}

/// Tells whether a path is this one or ends with it, from a folder's or the note's name on.
fn is_at_end(name: &str, path: &str) -> bool {
    path.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

fn without_extension(note: &PublicNote) -> &str {
    let path = note.path().as_str();
    path.len().checked_sub(".md".len()).and_then(|end| path.get(..end)).unwrap_or(path)
}
