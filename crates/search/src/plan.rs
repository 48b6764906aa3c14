//! What is looked for in each bucket, and how what is found adds up.
//!
//! Tantivy could put queries together too. But it adds scores in an order that depends on how often each word is in the segment,
//! and so the last digits would depend on which notes share a bucket. Here everything is added in the order of the query.

use std::rc::Rc;

use tantivy::query::Bm25Weight;

use crate::bucket::Bucket;
use crate::lexicon::Sought;
use crate::phrase::Phrase;
use crate::prefix::Completions;
use crate::scores::{Scores, each_note, lift, narrow, score, take_out, widen};

/// A query over a shelf: what must be in a note, what must not, and what lifts it.
#[derive(Default)]
pub(crate) struct Plan {
    /// All of these, each worth the same.
    pub(crate) tags: Vec<Rc<Sought>>,
    pub(crate) tag_score: f32,
    /// All of these.
    pub(crate) all: Vec<Anywhere>,
    /// At least one of these, if there are any.
    pub(crate) some: Vec<Anywhere>,
    pub(crate) lifts: Vec<Phrase>,
    pub(crate) unwanted_tags: Vec<Rc<Sought>>,
    pub(crate) unwanted: Vec<Anywhere>,
}

/// Something in any field. A note scores what its best field does, and a share of what the others do.
pub(crate) struct Anywhere {
    pub(crate) fields: Vec<InField>,
    pub(crate) share: f32,
}

/// Something in one field.
pub(crate) enum InField {
    Word(Word),
    Completions(Completions),
    Phrase(Phrase),
}

/// A word, which may score more where it is spelt with the diacritics that were typed.
pub(crate) struct Word {
    pub(crate) word: Rc<Sought>,
    pub(crate) weight: Bm25Weight,
    pub(crate) accented: Option<(Rc<Sought>, Bm25Weight)>,
}

impl Plan {
    /// Returns the scores of a bucket's notes, or `None` where none matches.
    pub(crate) fn scores(&self, at: usize, bucket: &Bucket) -> tantivy::Result<Option<Scores>> {
        let may_match = self.tags.iter().all(|tag| tag.in_bucket(at).is_some())
            && self.all.iter().all(|all| all.may_be_in(at))
            && (self.some.is_empty() || self.some.iter().any(|some| some.may_be_in(at)));
        if !may_match {
            return Ok(None);
        }
        let mut scores: Scores = vec![Some(0.0); bucket.n_notes()];
        for tag in &self.tags {
            narrow(&mut scores, &tag.scores(at, bucket, self.tag_score)?);
        }
        for all in &self.all {
            narrow(&mut scores, &all.scores(at, bucket)?);
            if scores.iter().all(Option::is_none) {
                return Ok(None);
            }
        }
        if !self.some.is_empty() {
            let mut any: Scores = vec![None; bucket.n_notes()];
            for some in self.some.iter().filter(|some| some.may_be_in(at)) {
                widen(&mut any, &some.scores(at, bucket)?);
            }
            narrow(&mut scores, &any);
        }
        for tag in &self.unwanted_tags {
            take_out(&mut scores, &tag.scores(at, bucket, 0.0)?);
        }
        for unwanted in self.unwanted.iter().filter(|unwanted| unwanted.may_be_in(at)) {
            take_out(&mut scores, &unwanted.scores(at, bucket)?);
        }
        for phrase in self.lifts.iter().filter(|phrase| phrase.may_be_in(at)) {
            let together = phrase.scores(at, bucket, Some(&scores))?;
            lift(&mut scores, &together);
        }
        Ok(scores.iter().any(Option::is_some).then_some(scores))
    }
}

impl Anywhere {
    fn may_be_in(&self, at: usize) -> bool {
        self.fields.iter().any(|field| field.may_be_in(at))
    }

    fn scores(&self, at: usize, bucket: &Bucket) -> tantivy::Result<Scores> {
        let mut fields = self.fields.iter().filter(|field| field.may_be_in(at));
        let Some(first) = fields.next() else { return Ok(vec![None; bucket.n_notes()]) };
        let mut sum = first.scores(at, bucket)?;
        let mut best: Option<Scores> = None;
        for field in fields {
            let scores = field.scores(at, bucket)?;
            let best = best.get_or_insert_with(|| sum.clone());
            best.iter_mut().zip(&scores).for_each(|(best, score)| {
                *best = best.map_or(*score, |best| Some(score.map_or(best, |score| best.max(score))));
            });
            widen(&mut sum, &scores);
        }
        let Some(best) = best else { return Ok(sum) };
        let scores =
            best.iter().zip(sum).map(|(best, sum)| best.zip(sum).map(|(best, sum)| best + (sum - best) * self.share));
        Ok(scores.collect())
    }
}

impl InField {
    fn may_be_in(&self, at: usize) -> bool {
        match self {
            Self::Word(word) => word.word.in_bucket(at).is_some(),
            Self::Completions(completions) => completions.are_in(at),
            Self::Phrase(phrase) => phrase.may_be_in(at),
        }
    }

    fn scores(&self, at: usize, bucket: &Bucket) -> tantivy::Result<Scores> {
        match self {
            Self::Word(word) => word.scores(at, bucket),
            Self::Completions(completions) => completions.scores(at, bucket),
            Self::Phrase(phrase) => phrase.scores(at, bucket, None),
        }
    }
}

impl Word {
    pub(crate) fn scores(&self, at: usize, bucket: &Bucket) -> tantivy::Result<Scores> {
        let part = bucket.part(self.word.field);
        let mut scores: Scores = vec![None; bucket.n_notes()];
        if let Some(word) = self.word.in_bucket(at) {
            each_note(part, word, |place, n_times| {
                scores[place] = Some(score(&self.weight, part.lengths.as_ref(), place, n_times));
            })?;
        }
        if let Some((accented, weight)) = &self.accented
            && let Some(word) = accented.in_bucket(at)
        {
            each_note(part, word, |place, n_times| {
                if let Some(sum) = &mut scores[place] {
                    *sum += score(weight, part.lengths.as_ref(), place, n_times);
                }
            })?;
        }
        Ok(scores)
    }
}

impl Sought {
    /// Gives each note that has the word the same score.
    fn scores(&self, at: usize, bucket: &Bucket, score: f32) -> tantivy::Result<Scores> {
        let mut scores: Scores = vec![None; bucket.n_notes()];
        if let Some(word) = self.in_bucket(at) {
            each_note(bucket.part(self.field), word, |place, _| scores[place] = Some(score))?;
        }
        Ok(scores)
    }
}
