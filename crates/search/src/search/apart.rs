//! Words that were typed as one, with signs between them or in a script without spaces, taken apart where they do not stand so.

use super::{FEW, Search};
use crate::column;
use crate::lexicon::fields;
use crate::query::{Clause, QueryWord};
use crate::unit::Unit;
use crate::words::{WordKind, Words};

impl Search<'_> {
    /// Takes apart what was typed as one word, unquoted, and stands so in hardly any note; nothing if there is no such word.
    pub(super) fn apart(&self, bag: &[&Clause]) -> tantivy::Result<Option<Vec<Clause>>> {
        let mut is_parted = false;
        let mut parted: Vec<Clause> = Vec::with_capacity(bag.len());
        for &clause in bag {
            if clause.is_quoted || clause.words.len() + usize::from(is_pair(clause)) < 2 || self.n_with(clause)? >= FEW
            {
                parted.push(clause.clone());
                continue;
            }
            let pieces = self.pieces(clause)?;
            is_parted |= pieces.as_slice() != std::slice::from_ref(clause);
            parted.extend(pieces);
        }
        Ok(is_parted.then_some(parted))
    }

    /// Counts the notes in which the words stand together.
    fn n_with(&self, clause: &Clause) -> tantivy::Result<usize> {
        let fields: Vec<_> = fields().collect();
        Ok(column::having(self.shelf, self.fallback, &Unit::of(clause, 1.0, 1.0), &fields)?.count_ones(..))
    }

    /// Returns the words of a clause, each by itself; of a script without spaces the longest pieces that stand somewhere.
    fn pieces(&self, clause: &Clause) -> tantivy::Result<Vec<Clause>> {
        let mut pieces = Vec::new();
        let mut rest = clause.words.as_slice();
        while let Some((word, behind)) = rest.split_first() {
            if !word.is_dense {
                let word = QueryWord { position: 0, ..word.clone() };
                pieces.push(Clause { words: vec![word], is_prefix: false, is_quoted: false });
                rest = behind;
                continue;
            }
            let is_next = |pair: &[QueryWord]| pair[1].is_dense && pair[1].position == pair[0].position + 1;
            let n = rest.windows(2).take_while(|pair| is_next(pair)).count() + 1;
            self.add_dense(&characters(&rest[..n]), &mut pieces)?;
            rest = &rest[n..];
        }
        if let Some(last) = pieces.last_mut() {
            last.is_prefix = clause.is_prefix && last.may_go_on();
        }
        // Of `bayes's` the end says nothing by itself.
        if pieces.len() > 1 {
            pieces.retain(|piece| !matches!(piece.words.as_slice(), [word] if word.folded == "s"));
        }
        Ok(pieces)
    }

    /// Cuts a run of characters into the longest pieces that stand somewhere, from its start on; what stands nowhere is one piece.
    fn add_dense(&self, characters: &[String], pieces: &mut Vec<Clause>) -> tantivy::Result<()> {
        let mut unknown = String::new();
        let mut start = 0;
        while start < characters.len() {
            let mut longest: Option<(usize, Clause)> = None;
            for end in start + 1..=characters.len() {
                let clause = Clause::of(&characters[start..end].concat());
                if self.n_with(&clause)? == 0 {
                    break;
                }
                longest = Some((end, clause));
            }
            if let Some((end, clause)) = longest {
                add_unknown(&mut unknown, pieces);
                pieces.push(clause);
                start = end;
            } else {
                unknown.push_str(&characters[start]);
                start += 1;
            }
        }
        add_unknown(&mut unknown, pieces);
        Ok(())
    }
}

fn add_unknown(unknown: &mut String, pieces: &mut Vec<Clause>) {
    if !unknown.is_empty() {
        pieces.push(Clause::of(&std::mem::take(unknown)));
    }
}

/// Tells whether a clause is two characters of a script without spaces.
fn is_pair(clause: &Clause) -> bool {
    matches!(clause.words.as_slice(), [word] if characters(std::slice::from_ref(word)).len() == 2 && word.is_dense)
}

/// Returns the characters of which overlapping pairs are made.
fn characters(pairs: &[QueryWord]) -> Vec<String> {
    let mut characters = Vec::new();
    for pair in pairs {
        characters.pop();
        let mut words = Words::new(&pair.folded);
        let mut folded = String::new();
        while let Some(word) = words.next_into(&mut folded) {
            if word.kind == WordKind::Single {
                characters.push(folded.clone());
            }
        }
    }
    characters
}
