//! How notes are spread over tags, folders and years.

use std::cmp::Reverse;
use std::collections::HashMap;

use hedgerow_publish::PublicNote;

use crate::answer::{Facet, Facets};
use crate::filter::day;

/// So many of each are told.
const MAX: usize = 12;

/// What each note counts for, by numbers, so that counting costs a walk over the notes that were found and nothing else. It is made of
/// the notes that can be found, at the first question that asks for facets: about as long as it takes to fold their tags.
#[derive(Debug, Default)]
pub(crate) struct FacetTable {
    /// The tags in the order of the alphabet, as one of the notes writes them.
    tags: Vec<String>,
    folders: Vec<String>,
    /// The newest first.
    years: Vec<i16>,
    /// By the numbers of the notes, where what they count for begins in `held`; it ends where that of the next note begins.
    starts: Vec<u32>,
    /// Numbers of tags, of folders behind all tags, of years behind all folders; of each note in no order.
    held: Vec<u32>,
}

/// A tag, a folder or a year while they have no numbers yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Name {
    Tag(String),
    Folder(String),
    Year(Reverse<i16>),
}

impl FacetTable {
    /// Makes the table of notes by their numbers; those that are `None` count for nothing.
    pub(crate) fn new<'n>(notes: impl Iterator<Item = Option<&'n PublicNote>>) -> Self {
        let mut names = Names::default();
        let (mut starts, mut held) = (vec![0], Vec::new());
        for note in notes {
            let start = held.len();
            if let Some(note) = note {
                names.add(note, &mut held);
            }
            // A note counts once for a tag that several of its tags are nested in.
            held[start..].sort_unstable();
            let mut own = held.split_off(start);
            own.dedup();
            held.append(&mut own);
            starts.push(u32::try_from(held.len()).unwrap_or(u32::MAX));
        }
        names.finish(starts, held)
    }

    /// Counts notes by their tags, folders and years.
    pub(crate) fn count(&self, notes: impl Iterator<Item = u32>) -> Facets {
        let (n_tags, n_folders) = (self.tags.len(), self.folders.len());
        let mut counts = vec![0_usize; n_tags + n_folders + self.years.len()];
        for note in notes {
            let (start, end) = (self.starts[note as usize], self.starts[note as usize + 1]);
            for &name in &self.held[start as usize..end as usize] {
                counts[name as usize] += 1;
            }
        }
        let (tag_counts, rest) = counts.split_at(n_tags);
        let (folder_counts, year_counts) = rest.split_at(n_folders);
        let tag = |tag: &String, count| Facet { filter: format!("tag:{tag}"), label: tag.clone(), count };
        let folder = |folder: &String, count| Facet {
            label: folder.clone(),
            filter: format!("folder:\"{}\"", folder.replace('"', "\\\"")),
            count,
        };
        let year = |year: &i16, count| Facet { label: year.to_string(), filter: format!("year:{year}"), count };
        let years = found(year_counts).take(MAX).map(|at| year(&self.years[at], year_counts[at]));
        Facets {
            tags: most(tag_counts).into_iter().map(|at| tag(&self.tags[at], tag_counts[at])).collect(),
            folders: most(folder_counts).into_iter().map(|at| folder(&self.folders[at], folder_counts[at])).collect(),
            years: years.collect(),
        }
    }
}

fn found(counts: &[usize]) -> impl Iterator<Item = usize> {
    (0..counts.len()).filter(|&at| counts[at] > 0)
}

/// The most frequent first; of equal ones the first of the alphabet.
fn most(counts: &[usize]) -> Vec<usize> {
    let mut most: Vec<usize> = found(counts).collect();
    most.sort_by_key(|&at| Reverse(counts[at]));
    most.truncate(MAX);
    most
}

/// Gives numbers to names as they come.
#[derive(Debug, Default)]
struct Names {
    numbers: HashMap<Name, u32>,
    /// How a tag is written, by the same numbers.
    written: Vec<String>,
    /// The numbers of a tag, as it is written, and of those that it is nested in.
    of_tags: HashMap<String, Vec<u32>>,
}

impl Names {
    fn add(&mut self, note: &PublicNote, held: &mut Vec<u32>) {
        for tag in note.tags() {
            if let Some(numbers) = self.of_tags.get(tag.text()) {
                held.extend(numbers);
                continue;
            }
            let lineage = tag.lineage().map(|tag| self.number(Name::Tag(tag.key().to_string()), tag.text()));
            let numbers: Vec<u32> = lineage.collect();
            held.extend(&numbers);
            self.of_tags.insert(tag.text().to_owned(), numbers);
        }
        let mut folder = note.path().folder();
        while !folder.is_empty() {
            held.push(self.number(Name::Folder(folder.to_owned()), ""));
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
        if let Some(date) = day(note) {
            held.push(self.number(Name::Year(Reverse(date.year())), ""));
        }
    }

    fn number(&mut self, name: Name, written: &str) -> u32 {
        let next = self.written.len() as u32;
        let number = *self.numbers.entry(name).or_insert(next);
        if number == next {
            self.written.push(written.to_owned());
        }
        number
    }

    /// Numbers the names anew, in their order.
    fn finish(self, starts: Vec<u32>, mut held: Vec<u32>) -> FacetTable {
        let Self { numbers, mut written, .. } = self;
        let mut names: Vec<(Name, u32)> = numbers.into_iter().collect();
        names.sort_unstable();
        let mut table = FacetTable { starts, ..FacetTable::default() };
        let mut places = vec![0_u32; names.len()];
        for (place, (name, number)) in (0..).zip(names) {
            places[number as usize] = place;
            match name {
                Name::Tag(_) => table.tags.push(std::mem::take(&mut written[number as usize])),
                Name::Folder(folder) => table.folders.push(folder),
                Name::Year(Reverse(year)) => table.years.push(year),
            }
        }
        held.iter_mut().for_each(|number| *number = places[*number as usize]);
        table.held = held;
        table
    }
}
