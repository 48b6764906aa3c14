//! What was found, before anything of it is shown.

use std::collections::BTreeMap;

use crate::language::is_small;
use crate::unit::Unit;

use super::best_first;

/// The notes that were found, ranked.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The words as they were read.
    pub(crate) units: Vec<Unit>,
    /// The notes that have all words.
    pub(crate) whole: Vec<Ranked>,
    /// The best of those that have only some.
    pub(crate) partial: Vec<Ranked>,
    /// The numbers of the units that each of those lacks.
    pub(super) lacking: BTreeMap<u32, Vec<usize>>,
    /// So many notes have all words as they were typed.
    pub(crate) n_sure: usize,
    /// The words as they were read for the notes with [`Ranked::is_first`].
    pub(crate) first_units: Vec<Unit>,
    /// It was a question in plain language.
    pub(crate) is_sentence: bool,
}

/// A note and how well it fits: small, for there is one for each of a hundred thousand notes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ranked {
    pub(crate) note: u32,
    pub(crate) score: f32,
    /// It has all words only if some were meant to be others.
    pub(crate) is_guess: bool,
    /// It was found by words as they were typed, before some were taken apart.
    pub(crate) is_first: bool,
}

impl Found {
    /// Returns the notes in their order, at least so many: those with all words first, but for a question in plain language the best. No
    /// more may be asked for than were wanted of the search.
    pub(crate) fn by_relevance(&self, n_first: usize) -> Vec<&Ranked> {
        let mut ranked: Vec<&Ranked> = self.whole.iter().take(n_first).chain(&self.partial).collect();
        if self.is_sentence {
            ranked.sort_by(|a, b| best_first(a, b));
        }
        ranked
    }

    /// Returns all notes by their days, the newest first: those with all words, then the others.
    pub(crate) fn by_date<D: Ord>(&self, day: impl Fn(u32) -> D) -> Vec<&Ranked> {
        let dated = |ranked: &'_ Ranked| std::cmp::Reverse(day(ranked.note));
        let (mut whole, mut partial): (Vec<&Ranked>, Vec<&Ranked>) =
            (self.whole.iter().collect(), self.partial.iter().collect());
        whole.sort_by_key(|ranked| dated(ranked));
        partial.sort_by_key(|ranked| dated(ranked));
        whole.append(&mut partial);
        whole
    }

    /// Returns the words that a note lacks, as they were typed: in a question in plain language those that say something, if it lacks any.
    pub(crate) fn missing(&self, ranked: &Ranked) -> Vec<String> {
        let lacking = self.lacking.get(&ranked.note).map_or(&[][..], Vec::as_slice);
        let missing = || lacking.iter().map(|&unit| &self.units[unit]);
        let says_something = |unit: &&Unit| !(self.is_sentence && unit.word().is_some_and(is_small));
        let is_told = missing().any(|unit| says_something(&unit));
        missing().filter(|unit| !is_told || says_something(unit)).map(|unit| unit.typed.clone()).collect()
    }

    /// Puts what was found by words taken apart behind what was found by them as they were typed. In a question in plain language it
    /// stands instead: its words need not stand as they were typed.
    pub(super) fn followed_by(mut self, mut others: Self) -> Self {
        if self.is_sentence || self.whole.is_empty() {
            return others;
        }
        let known: Vec<u32> = self.whole.iter().map(|ranked| ranked.note).collect();
        let is_new = |ranked: &Ranked| !known.contains(&ranked.note);
        others.whole.retain(is_new);
        others.partial.retain(is_new);
        known.iter().for_each(|note| drop(others.lacking.remove(note)));
        others.whole.iter_mut().chain(&mut others.partial).for_each(|ranked| ranked.is_guess = true);
        self.whole.iter_mut().for_each(|ranked| ranked.is_first = true);
        self.whole.append(&mut others.whole);
        Self { whole: self.whole, n_sure: self.n_sure, first_units: self.units, is_sentence: false, ..others }
    }
}
