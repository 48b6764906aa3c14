//! Five words in a row of a text.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use hedgerow_publish::PublicNote;

use crate::seeded::Seeded;
use crate::words::words;

const N_WORDS: usize = 5;

/// In which note each row of a vault stands.
pub(crate) struct Rows {
    /// By the row's hash; `None` where it stands in several notes.
    notes: HashMap<u64, Option<u32>>,
}

impl Rows {
    /// Reads all rows, also those that go on over the end of a line.
    pub(crate) fn of(all: &[&PublicNote]) -> Self {
        let mut notes: HashMap<u64, Option<u32>> = HashMap::new();
        for (note, at) in all.iter().zip(0_u32..) {
            let mut add = |text: &str| {
                for row in words(text).windows(N_WORDS) {
                    let found = notes.entry(hash(row)).or_insert(Some(at));
                    if *found != Some(at) {
                        *found = None;
                    }
                }
            };
            add(note.title());
            note.aliases().iter().for_each(|alias| add(alias));
            for section in note.sections() {
                section.heading.iter().for_each(|heading| add(heading.text));
                add(section.text);
            }
        }
        Self { notes }
    }

    pub(crate) fn is_of_one_note(&self, row: &[String]) -> bool {
        self.notes.get(&hash(row)).is_some_and(Option::is_some)
    }
}

/// Draws a row from the lines of a note's text.
pub(crate) fn draw(note: &PublicNote, seeded: &mut Seeded) -> Option<Vec<String>> {
    let lines = note.sections().flat_map(|section| section.text.lines());
    let mut lines: Vec<Vec<String>> = lines.map(words).filter(|words| words.len() >= N_WORDS).collect();
    if lines.is_empty() {
        return None;
    }
    // Long lines are drawn as often as they have rows.
    let n_rows: usize = lines.iter().map(|words| words.len() + 1 - N_WORDS).sum();
    let mut from = seeded.below(n_rows);
    let at = lines.iter().position(|words| {
        let n_rows = words.len() + 1 - N_WORDS;
        let is_here = from < n_rows;
        from -= if is_here { 0 } else { n_rows };
        is_here
    })?;
    let line = lines.swap_remove(at);
    Some(line[from..from + N_WORDS].to_vec())
}

fn hash(row: &[String]) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(row)
}
