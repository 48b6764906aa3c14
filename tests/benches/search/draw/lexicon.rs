//! Which words stand in which notes.

use std::collections::HashMap;

use hedgerow_publish::PublicNote;

use crate::words::words;

/// A word is rare that stands in no more notes.
pub(crate) const MAX_NOTES: usize = 3;

/// All words of a vault; of those that are rare, where they stand.
pub(crate) struct Lexicon {
    /// One note more than makes a word rare at most.
    notes: HashMap<String, Vec<u32>>,
    /// The rare words of each note.
    rare: Vec<Vec<String>>,
}

impl Lexicon {
    pub(crate) fn of(all: &[&PublicNote]) -> Self {
        let mut notes: HashMap<String, Vec<u32>> = HashMap::new();
        let of_notes =
            || all.iter().zip(0_u32..).flat_map(|(note, at)| of(note).into_iter().map(move |word| (word, at)));
        for (word, at) in of_notes() {
            let notes = notes.entry(word).or_default();
            if notes.last() != Some(&at) && notes.len() <= MAX_NOTES {
                notes.push(at);
            }
        }
        let mut rare = vec![Vec::new(); all.len()];
        for (word, at) in of_notes() {
            let is_worth_it = (3..=20).contains(&word.chars().count()) && word.chars().all(char::is_alphabetic);
            if is_worth_it && notes[&word].len() <= MAX_NOTES {
                rare[at as usize].push(word);
            }
        }
        rare.iter_mut().for_each(|words: &mut Vec<String>| {
            words.sort_unstable();
            words.dedup();
        });
        Self { notes, rare }
    }

    /// Tells whether any note has the word.
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.notes.contains_key(word)
    }

    /// Returns the notes that have a rare word, in order.
    pub(crate) fn notes(&self, word: &str) -> &[u32] {
        self.notes.get(word).map_or(&[], Vec::as_slice)
    }

    /// Returns the rare words of a note.
    pub(crate) fn rare(&self, note: usize) -> &[String] {
        &self.rare[note]
    }
}

/// Returns all words that readers may know a note by.
fn of(note: &PublicNote) -> Vec<String> {
    let mut all = words(note.title());
    note.aliases().iter().for_each(|alias| all.extend(words(alias)));
    note.tags().iter().for_each(|tag| all.extend(words(tag.text())));
    for section in note.sections() {
        all.extend(section.heading.map(|heading| words(heading.text)).unwrap_or_default());
        all.extend(words(section.text));
    }
    all
}
