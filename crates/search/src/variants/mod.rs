//! The other words that a word of a question may stand for, found among the words of the garden.

mod alike;
mod english;
mod known;
mod letters;
mod parts;
mod slips;
mod stems;

pub(crate) use known::Known;
pub(crate) use letters::n_slips;
pub(crate) use slips::Slips;

use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::query::Clause;
use crate::unit::{Form, Kind, Reading, Unit};
use crate::weights::Weights;

/// No more words are read as one.
const MAX_JOINED: usize = 3;

/// Finds other words.
pub(crate) struct Variants<'s> {
    pub(crate) lexicon: Lexicon<'s>,
    pub(crate) weights: &'s Weights,
}

impl Variants<'_> {
    /// Adds the words of the same stem, which are worth so much against the word itself.
    pub(crate) fn add_stems(&self, unit: &mut Unit, worth: f32) -> tantivy::Result<()> {
        let Some(word) = unit.word().map(str::to_owned) else { return Ok(()) };
        let stems = stems::of(&self.lexicon, &word, worth)?;
        if let Some(reading) = unit.readings.first_mut() {
            reading.forms.extend(stems);
        }
        Ok(())
    }

    /// Adds words that were typed with signs between them as the one word that they make: `e-mail` as `email`.
    pub(crate) fn add_joined(&self, unit: &mut Unit, clause: &Clause) -> tantivy::Result<()> {
        let is_joinable = !clause.is_quoted && (2..=MAX_JOINED).contains(&clause.words.len());
        if !is_joinable || clause.words.iter().any(|word| word.is_dense) {
            return Ok(());
        }
        let joined: String = clause.words.iter().map(|word| word.folded.as_str()).collect();
        let mut add = |kind, form, worth| unit.readings.push(Reading { kind, forms: vec![form], worth });
        if clause.is_prefix && !self.lexicon.starting(&joined, 1, |_| true)?.is_empty() {
            add(Kind::Completion, Form::Start { start: joined.clone() }, self.weights.stem * self.weights.completion);
        }
        if self.lexicon.knows(&joined)? {
            add(Kind::Itself, Form::Word { word: joined, worth: 1.0, language: None }, self.weights.stem);
        }
        Ok(())
    }

    /// Adds the words of which the word is a part; tells whether there are any.
    pub(crate) fn add_parts(&self, unit: &mut Unit) -> tantivy::Result<bool> {
        let Some(word) = unit.word() else { return Ok(false) };
        let parts = parts::holding(&self.lexicon, word)?;
        if parts.is_empty() {
            return Ok(false);
        }
        let forms = parts.into_iter().map(whole).collect();
        unit.readings.push(Reading { kind: Kind::Part, forms, worth: self.weights.part });
        Ok(true)
    }

    /// Adds the words that begin nearly like an unfinished one.
    pub(crate) fn add_begun(&self, unit: &mut Unit) -> tantivy::Result<()> {
        let Some(start) = unit.start().filter(|_| unit.word().is_some()) else { return Ok(()) };
        let begun = slips::begun(&self.lexicon, start)?;
        if !begun.is_empty() {
            let forms = begun.iter().map(|word| whole(word)).collect();
            let worth = self.weights.slips[0] * self.weights.completion;
            unit.readings.push(Reading { kind: Kind::Slip, forms, worth });
        }
        Ok(())
    }

    /// Adds the words that may have been meant, and those of which the word is a part. `before` and `behind` are the words beside it.
    pub(crate) fn add_guesses(
        &self,
        unit: &mut Unit,
        before: Option<&str>,
        behind: Option<&str>,
    ) -> tantivy::Result<()> {
        let Some(word) = unit.word().map(str::to_owned) else { return Ok(()) };
        if unit.readings.iter().any(|reading| reading.kind == Kind::Slip) {
            return Ok(());
        }
        let slips = Slips::of(&self.lexicon, &word, before, behind)?;
        let worth = |n_slips: u8| self.weights.slips[usize::from(n_slips.clamp(1, 2)) - 1];
        for n_slips in 1..=2 {
            let forms: Vec<Form> = slips.forms(n_slips).collect();
            unit.readings.push(Reading { kind: Kind::Slip, forms, worth: worth(n_slips) });
        }
        self.add_parts(unit)?;
        unit.readings.retain(|reading| !reading.forms.is_empty());
        Ok(())
    }

    /// Adds the words that are no forms of the word and yet likely to be what was meant: those that begin like it, and those that mean
    /// nearly the same. Only English words are known well enough. Tells whether there are any.
    pub(crate) fn add_meanings(&self, unit: &mut Unit) -> tantivy::Result<bool> {
        let Some(word) = unit.word().map(str::to_owned) else { return Ok(false) };
        if !self.lexicon.shelf.languages.contains(&Language::ENGLISH) {
            return Ok(false);
        }
        let weights = &self.weights.sentence;
        let mut others = Vec::new();
        for &other in english::meanings(&word) {
            if self.lexicon.knows(other)? {
                others.push(Form::Word { word: other.to_owned(), worth: 1.0, language: Some(Language::ENGLISH) });
            }
            others.extend(stems::of(&self.lexicon, other, weights.stem)?);
        }
        let alike = alike::of(&self.lexicon, &word, &unit.words(), weights.alike)?;
        let is_wider = !alike.is_empty() || !others.is_empty();
        if let Some(itself) = unit.readings.first_mut() {
            itself.forms.extend(alike);
        }
        if !others.is_empty() {
            unit.readings.push(Reading { kind: Kind::Meaning, forms: others, worth: weights.meaning });
        }
        Ok(is_wider)
    }
}

fn whole(word: &str) -> Form {
    Form::Word { word: word.to_owned(), worth: 1.0, language: None }
}
