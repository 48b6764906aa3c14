//! The titles and aliases of all notes, and questions made of titles.

use std::collections::HashMap;

use hedgerow_publish::PublicNote;

use crate::seeded::Seeded;
use crate::words::{set, words};

/// The words of every name. A note is named by its place.
pub(crate) struct Names {
    titles: Vec<Vec<String>>,
    /// Titles and aliases, each with its note.
    all: Vec<(usize, Vec<String>)>,
    /// For each set of words, the notes that have a name of just these.
    by_set: HashMap<Vec<String>, Vec<usize>>,
}

impl Names {
    pub(crate) fn of(notes: &[&PublicNote]) -> Self {
        let titles: Vec<Vec<String>> = notes.iter().map(|note| words(note.title())).collect();
        let aliases = notes.iter().enumerate();
        let aliases = aliases.flat_map(|(at, note)| note.aliases().iter().map(move |alias| (at, words(alias))));
        let all: Vec<(usize, Vec<String>)> = titles.iter().cloned().enumerate().chain(aliases).collect();
        let mut by_set: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
        for (note, name) in &all {
            let notes = by_set.entry(set(name)).or_default();
            if !notes.contains(note) {
                notes.push(*note);
            }
        }
        Self { titles, all, by_set }
    }

    /// Returns the words of a note's title.
    pub(crate) fn words(&self, note: usize) -> &[String] {
        &self.titles[note]
    }

    /// Returns the words of a title if no other note has a name of the same words.
    pub(crate) fn unique(&self, note: usize) -> Option<&[String]> {
        let title = self.words(note);
        let is_unique = !title.is_empty() && self.by_set.get(&set(title)).is_some_and(|notes| notes.len() == 1);
        is_unique.then_some(title)
    }

    /// Returns all names but those of one note.
    pub(crate) fn others(&self, note: usize) -> impl Iterator<Item = &[String]> {
        self.all.iter().filter(move |(of, _)| *of != note).map(|(_, name)| name.as_slice())
    }

    /// Asks for all words of a title.
    pub(crate) fn title(&self, note: usize, _: &mut Seeded) -> Option<String> {
        Some(self.unique(note)?.join(" "))
    }

    /// Asks for the beginning of a title, up to the middle of a word: any but the first, if there are several. No other name
    /// may begin its words so.
    pub(crate) fn mid_word(&self, note: usize, seeded: &mut Seeded) -> Option<String> {
        let title = self.unique(note)?;
        let at = if title.len() == 1 { 0 } else { 1 + seeded.below(title.len() - 1) };
        let letters: Vec<char> = title[at].chars().collect();
        let least = if at == 0 { 2 } else { 1 };
        if letters.len() <= least {
            return None;
        }
        let begun: String = letters[..least + seeded.below(letters.len() - least)].iter().collect();
        let before = &title[..at];
        let fits = |name: &[String]| {
            before.iter().all(|word| name.contains(word)) && name.iter().any(|word| word.starts_with(&begun))
        };
        let question = before.iter().chain([&begun]).map(String::as_str).collect::<Vec<_>>().join(" ");
        (!self.others(note).any(fits)).then_some(question)
    }
}
