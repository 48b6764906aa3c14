//! How notes are spread over tags, folders and years.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use hedgerow_publish::PublicNote;

use crate::answer::{Facet, Facets};

/// So many of each are told.
const MAX: usize = 12;

/// Counts notes by their tags, folders and years.
pub(crate) fn count<'n>(notes: impl Iterator<Item = &'n PublicNote>) -> Facets {
    let mut tags: BTreeMap<String, (String, usize)> = BTreeMap::new();
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    let mut years: BTreeMap<Reverse<i16>, usize> = BTreeMap::new();
    for note in notes {
        let mut seen: Vec<String> = Vec::new();
        for tag in note.tags().iter().flat_map(|tag| tag.lineage().collect::<Vec<_>>()) {
            let key = tag.key().to_string();
            if !seen.contains(&key) {
                tags.entry(key.clone()).or_insert_with(|| (tag.text().to_owned(), 0)).1 += 1;
                seen.push(key);
            }
        }
        let mut folder = note.path().folder();
        while !folder.is_empty() {
            *folders.entry(folder).or_default() += 1;
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
        if let Some(date) = note.modified().or_else(|| note.created()) {
            *years.entry(Reverse(date.year())).or_default() += 1;
        }
    }
    let tags = tags.into_values().map(|(tag, count)| Facet { filter: format!("tag:{tag}"), label: tag, count });
    let folders = folders.into_iter().map(|(folder, count)| Facet {
        label: folder.to_owned(),
        filter: format!("folder:\"{}\"", folder.replace('"', "\\\"")),
        count,
    });
    let years = years.into_iter().map(|(Reverse(year), count)| Facet {
        label: year.to_string(),
        filter: format!("year:{year}"),
        count,
    });
    Facets { tags: most(tags), folders: most(folders), years: years.take(MAX).collect() }
}

/// The most frequent first; of equal ones the first of the alphabet.
fn most(facets: impl Iterator<Item = Facet>) -> Vec<Facet> {
    let mut facets: Vec<Facet> = facets.collect();
    facets.sort_by_key(|facet| Reverse(facet.count));
    facets.truncate(MAX);
    facets
}
