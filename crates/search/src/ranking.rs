//! How notes are ranked: every weight of the search is in this file.

use std::rc::Rc;

use tantivy::schema::Field;

use crate::fields::FIELDS;
use crate::lexicon::{Lexicon, Sought};
use crate::phrase::Phrase;
use crate::plan::{Anywhere, InField, Plan, Word};
use crate::prefix::Completions;
use crate::query::{Clause, Expression, Filter, Query, QueryWord};
use crate::shelf::Shelf;

/// What a word is worth by where it stands.
const TITLE: f32 = 6.0;
const ALIASES: f32 = 5.0;
const HEADINGS: f32 = 2.5;
const TAGS: f32 = 2.0;
const TEXT: f32 = 1.0;

/// A note's score for a word is that of its best field, and this share of the others'.
const OTHER_FIELDS: f32 = 0.3;

/// An unfinished word is worth less than the same word typed out.
const COMPLETION: f32 = 0.6;

/// Extra for a word found with the diacritics it was typed with.
const ACCENT: f32 = 0.3;

/// Extra for notes in which all the words stand together, in the title and in the text.
const TOGETHER_IN_TITLE: f32 = 4.0;
const TOGETHER_IN_TEXT: f32 = 1.0;

/// What a tag is worth that was asked for; the same for all notes that have it.
const TAG_ASKED_FOR: f32 = 1.0;

/// Turns a query into what is looked for.
pub(crate) struct Ranking<'s> {
    lexicon: Lexicon<'s>,
}

impl<'s> Ranking<'s> {
    pub(crate) fn over(shelf: &'s Shelf) -> Self {
        Self { lexicon: Lexicon::of(shelf) }
    }

    /// All that is wanted, nothing that is not.
    pub(crate) fn strict(&self, query: &Query) -> tantivy::Result<Plan> {
        let all = wanted(query).into_iter().map(|clause| self.anywhere(clause)).collect::<tantivy::Result<_>>()?;
        Ok(Plan { all, lifts: self.together(query)?, ..self.filters(query)? })
    }

    /// At least one of the wanted words; returns `None` where that asks for no more than [`Ranking::strict`].
    pub(crate) fn partial(&self, query: &Query) -> tantivy::Result<Option<Plan>> {
        if wanted(query).iter().map(|clause| clause.words.len()).sum::<usize>() < 2 {
            return Ok(None);
        }
        let mut some = Vec::new();
        for clause in wanted(query) {
            for (at, word) in clause.words.iter().enumerate() {
                let is_prefix = clause.is_prefix && at + 1 == clause.words.len();
                some.push(self.anywhere(&Clause { words: vec![word.clone()], is_prefix, is_quoted: false })?);
            }
        }
        Ok(Some(Plan { some, ..self.filters(query)? }))
    }

    /// Tags, and what must not be there.
    fn filters(&self, query: &Query) -> tantivy::Result<Plan> {
        let mut plan = Plan { tag_score: TAG_ASKED_FOR, ..Plan::default() };
        for condition in query.conditions() {
            let (is_wanted, condition) = match condition {
                Expression::Not(unwanted) => (false, &**unwanted),
                wanted => (true, wanted),
            };
            match condition {
                Expression::Filter(Filter::Tag(tag)) => {
                    let tags = if is_wanted { &mut plan.tags } else { &mut plan.unwanted_tags };
                    tags.push(self.lexicon.seek(FIELDS.tag_keys, tag.key().as_str())?);
                }
                Expression::Text(clause) if !is_wanted => plan.unwanted.push(self.anywhere(clause)?),
                _ => {}
            }
        }
        Ok(plan)
    }

    /// The clause in any field.
    fn anywhere(&self, clause: &Clause) -> tantivy::Result<Anywhere> {
        let fields = [
            (FIELDS.title, TITLE),
            (FIELDS.aliases, ALIASES),
            (FIELDS.headings, HEADINGS),
            (FIELDS.tags, TAGS),
            (FIELDS.text, TEXT),
        ];
        let mut found = Vec::with_capacity(fields.len());
        for (field, weight) in fields {
            found.extend(self.in_field(clause, field, weight)?);
        }
        Ok(Anywhere { fields: found, share: OTHER_FIELDS })
    }

    fn in_field(&self, clause: &Clause, field: Field, weight: f32) -> tantivy::Result<Option<InField>> {
        Ok(match clause.words.as_slice() {
            [word] if clause.is_prefix => {
                let whole = self.word(word, field, weight * (1.0 - COMPLETION))?;
                Completions::new(&self.lexicon, field, &word.folded, weight * COMPLETION, whole)?
                    .map(InField::Completions)
            }
            [word] => self.word(word, field, weight)?.map(InField::Word),
            [words @ .., last] if clause.is_prefix => {
                let phrase = self.phrase(words, field, weight)?;
                let distance = distance(last, words.first());
                phrase.map(|phrase| {
                    InField::Phrase(Phrase { unfinished: Some((distance, last.folded.clone())), ..phrase })
                })
            }
            words => self.phrase(words, field, weight)?.map(InField::Phrase),
        })
    }

    fn word(&self, word: &QueryWord, field: Field, weight: f32) -> tantivy::Result<Option<Word>> {
        let Some(found) = self.seek(field, &word.folded)? else { return Ok(None) };
        let worth = |word: &str, weight| self.lexicon.weight(field, std::iter::once(word), weight);
        let accented = match &word.accented {
            Some(accented) => match self.seek(field, accented)? {
                Some(found) => Some((found, worth(accented, weight * ACCENT)?)),
                None => None,
            },
            None => None,
        };
        Ok(Some(Word { word: found, weight: worth(&word.folded, weight)?, accented }))
    }

    fn phrase(&self, words: &[QueryWord], field: Field, weight: f32) -> tantivy::Result<Option<Phrase>> {
        let mut found = Vec::with_capacity(words.len());
        for word in words {
            let Some(sought) = self.seek(field, &word.folded)? else { return Ok(None) };
            found.push((distance(word, words.first()), sought));
        }
        if found.is_empty() {
            return Ok(None);
        }
        let weight = self.lexicon.weight(field, words.iter().map(|word| word.folded.as_str()), weight)?;
        Ok(Some(Phrase { field, words: found, unfinished: None, weight }))
    }

    /// Looks a word up; returns `None` if no note has it.
    fn seek(&self, field: Field, word: &str) -> tantivy::Result<Option<Rc<Sought>>> {
        Ok(Some(self.lexicon.seek(field, word)?).filter(|sought| sought.n_notes > 0))
    }

    /// Lifts notes in which the words stand together as typed.
    fn together(&self, query: &Query) -> tantivy::Result<Vec<Phrase>> {
        if wanted(query).len() < 2 {
            return Ok(Vec::new());
        }
        let mut words = Vec::new();
        for clause in wanted(query) {
            let start = words.last().map_or(0, |last: &QueryWord| last.position + 1);
            let first = clause.words.first().map_or(0, |word| word.position);
            words.extend(
                clause.words.iter().map(|word| QueryWord { position: start + word.position - first, ..word.clone() }),
            );
        }
        let mut lifts = Vec::new();
        for (field, weight) in [(FIELDS.title, TOGETHER_IN_TITLE), (FIELDS.text, TOGETHER_IN_TEXT)] {
            lifts.extend(self.phrase(&words, field, weight)?);
        }
        Ok(lifts)
    }
}

/// Tells whether a condition is part of a plan.
pub(crate) fn knows(condition: &Expression) -> bool {
    match condition {
        Expression::Text(_) | Expression::Filter(Filter::Tag(_)) => true,
        Expression::Not(unwanted) => matches!(**unwanted, Expression::Text(_) | Expression::Filter(Filter::Tag(_))),
        _ => false,
    }
}

/// Returns the clauses that a note must have.
fn wanted(query: &Query) -> Vec<&Clause> {
    let clauses = query.expression().parts().iter().filter_map(|part| match part {
        Expression::Text(clause) => Some(clause),
        _ => None,
    });
    clauses.collect()
}

/// Returns how far a word stands behind the first one.
fn distance(word: &QueryWord, first: Option<&QueryWord>) -> u32 {
    let first = first.map_or(word.position, |first| first.position);
    u32::try_from(word.position.saturating_sub(first)).unwrap_or(u32::MAX)
}
