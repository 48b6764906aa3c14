//! One search, step by step: what each word may stand for, what each note scores for each word, which notes have all words and which
//! only some, and among the best of them where the words stand.

mod apart;
mod closer;
mod found;
mod sentence;

use std::cmp::Ordering;

use fixedbitset::FixedBitSet;

use crate::column::{Column, Scorer};
use crate::language::{Language, is_small};
use crate::lexicon::Lexicon;
use crate::query::Clause;
use crate::shelf::Shelf;
use crate::titles::Titles;
use crate::unit::{Kind, Unit};
use crate::variants::Variants;
use crate::weights::Weights;

pub(crate) use found::{Found, Ranked};

/// Where so few notes have all words, words that may have been meant are tried too.
pub(crate) const FEW: usize = 3;

/// Where so many notes have all words, those that have some are not asked for, but in a question in plain language.
const ENOUGH: usize = 10;

/// No more notes than this follow that have only some of the words.
const MAX_PARTIAL: usize = 50;

/// So many notes, the best by their words and places, are looked at for how their titles read.
const MAX_TITLES: usize = 200;

/// A note that has only some of the words must have this share of them, by their rarity.
const LEAST_COVERAGE: f32 = 0.1;

/// The notes that one in so many has are found sooner by looking at all.
const OFTEN: usize = 16;

/// What is asked of one garden.
pub(crate) struct Search<'s> {
    pub(crate) shelf: &'s Shelf,
    pub(crate) weights: &'s Weights,
    /// The language of notes that tell none.
    pub(crate) fallback: Language,
    /// The importance of each note.
    pub(crate) importance: &'s [f32],
    pub(crate) titles: &'s dyn Titles,
    /// So many notes, the best, are wanted in their order; what follows them has none.
    pub(crate) n_first: usize,
}

impl Search<'_> {
    /// Ranks the notes that have the words of the bag, among those that are allowed; `also` are words that lift a note. Where hardly a
    /// note has words that were typed as one, those follow in which they stand apart.
    pub(crate) fn run(&self, bag: &[&Clause], also: &[&Clause], allowed: &FixedBitSet) -> tantivy::Result<Found> {
        let found = self.read(bag, also, allowed)?;
        if found.n_sure >= FEW && !found.is_sentence {
            return Ok(found);
        }
        let Some(apart) = self.apart(bag)? else { return Ok(found) };
        let others = self.read(&apart.iter().collect::<Vec<_>>(), also, allowed)?;
        Ok(found.followed_by(others))
    }

    fn read(&self, bag: &[&Clause], also: &[&Clause], allowed: &FixedBitSet) -> tantivy::Result<Found> {
        let scorer = Scorer::new(self.shelf, self.weights, self.fallback);
        if !sentence::is_one(bag) {
            return self.rank(bag, also, allowed, scorer, false);
        }
        let weights = self.weights.of_sentences();
        Search { weights: &weights, ..*self }.rank(bag, also, allowed, scorer, true)
    }

    fn rank(
        &self,
        bag: &[&Clause],
        also: &[&Clause],
        allowed: &FixedBitSet,
        mut scorer: Scorer<'_>,
        is_sentence: bool,
    ) -> tantivy::Result<Found> {
        let variants = Variants { lexicon: Lexicon::of(self.shelf), weights: self.weights };
        let (mut units, order) = self.units(bag, &variants)?;
        if is_sentence {
            sentence::finish(&mut units, &variants.lexicon)?;
        }
        let mut columns = units.iter().map(|unit| scorer.column(unit)).collect::<tantivy::Result<Vec<Column>>>()?;
        let sure = whole(&columns, allowed);
        // What a reader narrows a search by shall not make it wider: what counts is how many have the words anywhere.
        let n_anywhere = if sure.len() < ENOUGH { self.n_with_all(&columns) } else { sure.len() };
        if n_anywhere < FEW || sure.is_empty() {
            self.guess(&mut units, &mut columns, &variants, &mut scorer, is_sentence)?;
        } else if n_anywhere < ENOUGH && !is_sentence {
            reread(&mut units, &mut columns, &mut scorer, |unit| variants.add_parts(unit))?;
        }
        if is_sentence && sure.len() < ENOUGH {
            let is_small = |unit: &Unit| unit.word().is_some_and(is_small);
            reread(&mut units, &mut columns, &mut scorer, |unit| Ok(!is_small(unit) && variants.add_meanings(unit)?))?;
        }
        let whole = if sure.len() < ENOUGH { whole(&columns, allowed) } else { sure.clone() };
        for (unit, column) in units.iter().zip(&mut columns) {
            if is_sentence && unit.word().is_some_and(is_small) {
                column.shrink(self.weights.sentence.small);
            }
        }
        let mut lifts = Vec::new();
        for clause in also {
            lifts.push(scorer.column(&Unit::of(clause, self.weights.accent, self.weights.completion))?);
        }
        let partial = if (is_sentence || whole.len() < ENOUGH) && units.len() > 1 {
            self.partial(&columns, allowed, whole.len())
        } else {
            Vec::new()
        };
        let mut found = Found {
            whole: whole
                .into_iter()
                .map(|note| Ranked {
                    is_guess: !is_sentence && sure.binary_search(&note).is_err(),
                    ..ranked(note, &columns, &lifts, 1.0)
                })
                .collect(),
            partial: partial
                .iter()
                .map(|&(note, coverage)| ranked(note, &columns, &lifts, coverage.powf(self.weights.coverage)))
                .collect(),
            lacking: partial.iter().map(|&(note, _)| (note, lacking(note, &columns))).collect(),
            n_sure: sure.len(),
            units,
            first_units: Vec::new(),
            is_sentence,
        };
        self.look_closer(&mut found, &order, &columns)?;
        found.partial.truncate(MAX_PARTIAL);
        Ok(found)
    }

    /// Reads words as those that they may have been meant to be, too. In a sentence only words that nobody has are doubted.
    fn guess(
        &self,
        units: &mut [Unit],
        columns: &mut [Column],
        variants: &Variants<'_>,
        scorer: &mut Scorer<'_>,
        is_sentence: bool,
    ) -> tantivy::Result<()> {
        let words: Vec<Option<String>> = units.iter().map(|unit| unit.word().map(str::to_owned)).collect();
        for (at, (unit, column)) in units.iter_mut().zip(columns).enumerate() {
            let beside = |at: Option<usize>| at.and_then(|at| words.get(at)?.as_deref());
            if is_sentence && !column.notes.is_empty() {
                continue;
            }
            variants.add_guesses(unit, beside(at.checked_sub(1)), beside(Some(at + 1)))?;
            if column.notes.is_empty() {
                variants.add_begun(unit)?;
            }
            if unit.readings.iter().any(|reading| matches!(reading.kind, Kind::Slip | Kind::Part)) {
                *column = scorer.column(unit)?;
            }
        }
        Ok(())
    }

    /// Makes a unit of each different clause, and tells in which order they were typed.
    fn units(&self, bag: &[&Clause], variants: &Variants<'_>) -> tantivy::Result<(Vec<Unit>, Vec<usize>)> {
        let mut known: Vec<&Clause> = Vec::new();
        let (mut units, mut order) = (Vec::new(), Vec::new());
        for &clause in bag {
            if let Some(at) = known.iter().position(|other| *other == clause) {
                order.push(at);
                continue;
            }
            let mut unit = Unit::of(clause, self.weights.accent, self.weights.completion);
            variants.add_stems(&mut unit, self.weights.stem)?;
            variants.add_joined(&mut unit, clause)?;
            order.push(units.len());
            known.push(clause);
            units.push(unit);
        }
        Ok((units, order))
    }

    /// Counts the notes that have all, allowed or not.
    fn n_with_all(&self, columns: &[Column]) -> usize {
        let mut all = FixedBitSet::with_capacity(self.shelf.n_numbers);
        all.insert_range(..);
        whole(columns, &all).len()
    }

    /// Finds the notes that have some of the words, with the share that they have.
    fn partial(&self, columns: &[Column], allowed: &FixedBitSet, n_whole: usize) -> Vec<(u32, f32)> {
        let all: f32 = columns.iter().map(|column| column.rarity).sum();
        let most: f32 = columns.iter().map(|column| column.rarity).fold(0.0, f32::max);
        // Words that nobody has count as the rarest.
        let lacking = columns.iter().filter(|column| column.notes.is_empty());
        let lacking = lacking.map(|column| column.share * most).sum::<f32>();
        let mut shares: Vec<f32> = vec![0.0; self.shelf.n_numbers];
        let mut n_found: Vec<u32> = vec![0; self.shelf.n_numbers];
        for column in columns {
            for &note in &column.notes {
                shares[note as usize] += column.rarity / (all + lacking).max(f32::MIN_POSITIVE);
                n_found[note as usize] += 1;
            }
        }
        let notes = (0_u32..).zip(shares.into_iter().zip(n_found));
        let partial = notes.filter(|&(note, (share, n))| {
            n > 0 && (n as usize) < columns.len() && share >= LEAST_COVERAGE && allowed.contains(note as usize)
        });
        let mut partial: Vec<(f32, u32, f32)> = partial
            .map(|(note, (share, _))| {
                let score: f32 = columns.iter().map(|column| column.scores[note as usize]).sum();
                (score * share.powf(self.weights.coverage), note, share)
            })
            .collect();
        let n_wanted = MAX_TITLES.saturating_sub(n_whole).max(MAX_PARTIAL);
        let best_first = |a: &(f32, u32, f32), b: &(f32, u32, f32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if n_wanted < partial.len() {
            partial.select_nth_unstable_by(n_wanted, best_first);
            partial.truncate(n_wanted);
        }
        partial.sort_unstable_by(best_first);
        partial.into_iter().map(|(_, note, share)| (note, share)).collect()
    }
}

/// Scores those units anew to which more readings were added.
fn reread(
    units: &mut [Unit],
    columns: &mut [Column],
    scorer: &mut Scorer<'_>,
    add: impl Fn(&mut Unit) -> tantivy::Result<bool>,
) -> tantivy::Result<()> {
    for (unit, column) in units.iter_mut().zip(columns) {
        if add(unit)? {
            *column = scorer.column(unit)?;
        }
    }
    Ok(())
}

/// Returns the notes that have all, in order.
fn whole(columns: &[Column], allowed: &FixedBitSet) -> Vec<u32> {
    let Some(rarest) = columns.iter().min_by_key(|column| column.notes.len()) else {
        return allowed.ones().map(|note| note as u32).collect();
    };
    let has_all = |&&note: &&u32| {
        allowed.contains(note as usize) && columns.iter().all(|column| column.scores[note as usize] > 0.0)
    };
    let n_numbers = rarest.scores.len();
    if rarest.notes.len() > n_numbers / OFTEN {
        return (0..n_numbers as u32).filter(|note| has_all(&note)).collect();
    }
    let mut notes: Vec<u32> = rarest.notes.iter().filter(has_all).copied().collect();
    notes.sort_unstable();
    notes
}

fn ranked(note: u32, columns: &[Column], lifts: &[Column], coverage: f32) -> Ranked {
    let at = note as usize;
    let words: f32 = columns.iter().map(|column| column.scores[at]).sum();
    let lifts: f32 = lifts.iter().map(|column| column.scores[at]).sum();
    Ranked { note, score: words * coverage + lifts, is_guess: false, is_first: false }
}

/// Returns the numbers of the units that a note does not have.
fn lacking(note: u32, columns: &[Column]) -> Vec<usize> {
    (0..columns.len()).filter(|&unit| columns[unit].scores[note as usize] == 0.0).collect()
}

/// Puts so many of the best before the others; both in no order.
fn part_best(ranked: &mut [Ranked], n_best: usize) {
    if n_best < ranked.len() {
        ranked.select_nth_unstable_by(n_best, best_first);
    }
}

fn best_first(a: &Ranked, b: &Ranked) -> Ordering {
    a.is_guess.cmp(&b.is_guess).then(b.score.total_cmp(&a.score)).then(a.note.cmp(&b.note))
}

#[cfg(test)]
mod tests;
