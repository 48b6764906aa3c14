//! Questions that a program draws from a vault: only such as fit one note alone.
//!
//! The same vault and the same numbers give the same questions. Of either half as many of a kind are drawn as are
//! asked for.

mod lexicon;
mod names;
mod rare;
mod row;
mod slip;

use std::collections::BTreeSet;

use hedgerow_model::NotePath;
use hedgerow_publish::PublicNote;
use hedgerow_tests::{Corpus, Half, Judged};

use crate::seeded::Seeded;

use lexicon::Lexicon;
use names::Names;
use row::Rows;

pub(crate) const TITLE: &str = "title";
pub(crate) const MID_WORD: &str = "mid-word";
pub(crate) const ONE_SLIP: &str = "one slip";
pub(crate) const ROW: &str = "five in a row";
pub(crate) const RARE: &str = "three rare words";

/// So many tries for each question that is wanted: where a vault has not enough that fit, there are fewer.
const N_TRIES: usize = 40;

/// What is known of a vault before questions are drawn from it.
pub(crate) struct Drawer<'c> {
    notes: Vec<&'c PublicNote>,
    names: Names,
    lexicon: Lexicon,
}

impl<'c> Drawer<'c> {
    pub(crate) fn of(corpus: &'c Corpus) -> Self {
        let notes: Vec<&PublicNote> = corpus.notes().collect();
        Self { names: Names::of(&notes), lexicon: Lexicon::of(&notes), notes }
    }

    /// Draws so many questions of each kind that belong to a half.
    pub(crate) fn draw(&self, n_of_each: usize, half: Half) -> Vec<Judged> {
        let rows = Rows::of(&self.notes);
        let mut drawn = self.some(TITLE, n_of_each, half, |note, seeded| self.names.title(note, seeded));
        drawn.extend(self.some(MID_WORD, n_of_each, half, |note, seeded| self.names.mid_word(note, seeded)));
        drawn.extend(
            self.some(ONE_SLIP, n_of_each, half, |note, seeded| slip::slip(&self.names, &self.lexicon, note, seeded)),
        );
        drawn.extend(self.some(ROW, n_of_each, half, |note, seeded| {
            row::draw(self.notes[note], seeded).filter(|row| rows.is_of_one_note(row)).map(|row| row.join(" "))
        }));
        drawn.extend(self.some(RARE, n_of_each, half, |note, seeded| rare::draw(&self.lexicon, note, seeded)));
        drawn
    }

    /// Draws what people might type at any rate, whether it fits one note or several.
    pub(crate) fn keystrokes(&self, n_of_each: usize) -> Vec<Judged> {
        let mut drawn = self.some(TITLE, n_of_each, Half::All, |note, _| Some(self.names.words(note).join(" ")));
        drawn.extend(self.some("words of a text", n_of_each, Half::All, |note, seeded| {
            let row = row::draw(self.notes[note], seeded)?;
            Some(row[..1 + seeded.below(3)].join(" "))
        }));
        drawn.extend(
            self.some(ONE_SLIP, n_of_each, Half::All, |note, seeded| {
                slip::slip(&self.names, &self.lexicon, note, seeded)
            }),
        );
        drawn.extend(self.some(RARE, n_of_each, Half::All, |note, seeded| rare::draw(&self.lexicon, note, seeded)));
        let row = |note: usize, seeded: &mut Seeded| row::draw(self.notes[note], seeded).map(|row| row.join(" "));
        drawn.extend(self.some(ROW, n_of_each, Half::All, row));
        drawn
    }

    /// Draws notes until there are enough questions of a kind.
    fn some(
        &self,
        kind: &str,
        n_of_each: usize,
        half: Half,
        question: impl Fn(usize, &mut Seeded) -> Option<String>,
    ) -> Vec<Judged> {
        let mut seeded = Seeded::new(kind.bytes().map(u64::from).sum());
        let (mut taken, mut drawn) = (BTreeSet::new(), Vec::new());
        for _ in 0..n_of_each * N_TRIES {
            if self.notes.is_empty() || drawn.len() == n_of_each {
                break;
            }
            let note = seeded.below(self.notes.len());
            let question = question(note, &mut seeded).filter(|question| half.holds(question));
            if let Some(question) = question.filter(|question| taken.insert(question.clone())) {
                drawn.push(Judged::one(kind, question, self.path(note)));
            }
        }
        drawn
    }

    fn path(&self, note: usize) -> NotePath {
        self.notes[note].path().clone()
    }
}
