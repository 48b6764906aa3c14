//! What the best notes are worth besides their words: where these stand, how the titles read, how much is linked to the notes.

use fixedbitset::FixedBitSet;

use super::{Found, MAX_PARTIAL, MAX_TITLES, Ranked, Search, best_first, part_best};
use crate::column::Column;
use crate::lexicon::Lexicon;
use crate::proximity::Sequence;
use crate::titles::Fit;
use crate::unit::Unit;

/// So many notes, the best by their words alone, are looked at for where the words stand.
const MAX_NEAR: usize = 5000;

/// An unfinished word is looked for in texts if no more words than this start so.
const MAX_COMPLETIONS: usize = 16;
const MIN_COMPLETED: usize = 3;

/// A word counts at least so much where places are compared, or as much as the words do on average.
const LEAST_RARE: f32 = 0.3;

/// The words of a question as they are weighed against each other.
struct Question<'c> {
    columns: &'c [Column],
    /// The units in the order in which they were typed.
    order: &'c [usize],
    /// How rare each unit is.
    rarities: Vec<f32>,
    /// How rare they are together.
    all: f32,
}

impl Search<'_> {
    /// Adds what the places of the words, the titles and the links to the notes are worth; puts the best first.
    pub(super) fn look_closer(&self, found: &mut Found, order: &[usize], columns: &[Column]) -> tantivy::Result<()> {
        let rarities = rarities(columns);
        let all = order.iter().map(|&unit| rarities[unit]).sum();
        let question = Question { columns, order, rarities, all };
        let runs = self.add_places(found, &question)?;
        if found.is_sentence {
            found.whole.iter_mut().for_each(|ranked| ranked.score += self.weights.sentence.whole * all);
        }
        self.add_importance(found, &question);
        let fit = Fit::new(&found.units, order);
        for ranked in [&mut found.whole, &mut found.partial] {
            part_best(ranked, MAX_TITLES);
            for ranked in ranked.iter_mut().take(MAX_TITLES) {
                self.add_title(ranked, &question, &fit, runs[ranked.note as usize]);
            }
            let n_first = self.n_first.max(MAX_PARTIAL);
            part_best(ranked, n_first);
            let n_first = n_first.min(ranked.len());
            ranked[..n_first].sort_unstable_by(best_first);
        }
        Ok(())
    }

    /// Adds what it is worth that words stand near each other and in a row; returns for each note what its longest row was worth.
    fn add_places(&self, found: &mut Found, question: &Question<'_>) -> tantivy::Result<Vec<f32>> {
        let mut runs: Vec<f32> = vec![0.0; self.shelf.n_numbers];
        if question.order.len() < 2 {
            return Ok(runs);
        }
        part_best(&mut found.whole, MAX_NEAR);
        let near = found.whole.iter().take(MAX_NEAR).chain(&found.partial).map(|ranked| ranked.note);
        let mut among = FixedBitSet::with_capacity(self.shelf.n_numbers);
        near.for_each(|note| among.insert(note as usize));
        let sequence = self.sequence(&found.units, question)?;
        let mut closeness: Vec<f32> = vec![0.0; self.shelf.n_numbers];
        sequence.each_note(self.shelf, &among, |note, found| {
            runs[note as usize] = self.weights.run * found.run;
            closeness[note as usize] = self.weights.nearness * found.nearness + runs[note as usize];
        })?;
        for ranked in found.whole.iter_mut().chain(&mut found.partial) {
            ranked.score += closeness[ranked.note as usize];
        }
        Ok(runs)
    }

    fn add_importance(&self, found: &mut Found, question: &Question<'_>) {
        let n_words = question.order.len();
        let mean = if n_words == 0 { 1.0 } else { question.all / n_words as f32 };
        for ranked in found.whole.iter_mut().chain(&mut found.partial) {
            let importance = self.importance.get(ranked.note as usize).copied().unwrap_or(0.0);
            ranked.score += self.weights.links * importance * mean;
        }
    }

    /// Adds what the title, or another name, is worth, if any word stands in one; `run` is what the note's longest row of words was worth.
    fn add_title(&self, ranked: &mut Ranked, question: &Question<'_>, fit: &Fit<'_>, run: f32) {
        let Question { columns, order, rarities, all } = question;
        let is_named = |unit: &&usize| columns[**unit].named.contains(ranked.note as usize);
        let named: f32 = order.iter().filter(is_named).map(|&unit| rarities[unit]).sum();
        if named <= 0.0 {
            return;
        }
        let share = named / all.max(f32::MIN_POSITIVE);
        let fit = fit.best(self.titles, ranked.note);
        if order.len() > 1 && fit.read > 0.0 {
            // The words stand in a row here too.
            ranked.score += (self.weights.run * all - run).max(0.0);
        }
        ranked.score += all
            * (self.weights.title_share * share * share
                + self.weights.title_whole * share * share * fit.whole
                + self.weights.title_exact * fit.read.sqrt());
    }

    /// Returns the words to look for in texts, in the order in which they were typed.
    fn sequence(&self, units: &[Unit], question: &Question<'_>) -> tantivy::Result<Sequence> {
        let mut words: Vec<Vec<String>> = Vec::with_capacity(units.len());
        for unit in units {
            let mut forms: Vec<String> = unit.words().into_iter().map(str::to_owned).collect();
            if let Some(start) = unit.start().filter(|start| start.len() >= MIN_COMPLETED) {
                let completions = Lexicon::of(self.shelf).starting(start, MAX_COMPLETIONS + 1, |_| true)?;
                if completions.len() <= MAX_COMPLETIONS {
                    forms.extend(completions.into_iter().map(str::to_owned));
                    forms.sort_unstable();
                    forms.dedup();
                }
            }
            words.push(forms);
        }
        let order = question.order.iter();
        Ok(Sequence {
            words: order.clone().map(|&unit| words[unit].clone()).collect(),
            rarities: order.map(|&unit| question.rarities[unit]).collect(),
        })
    }
}

/// Returns how rare each unit is; the most frequent ones count a little too, for their places tell something.
fn rarities(columns: &[Column]) -> Vec<f32> {
    let mean = columns.iter().map(|column| column.rarity).sum::<f32>() / columns.len().max(1) as f32;
    columns.iter().map(|column| column.rarity.max(LEAST_RARE.min(mean))).collect()
}
