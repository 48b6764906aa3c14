//! All words that start alike, ranked as one word.

use std::collections::HashMap;
use std::ops::Range;

use tantivy::postings::TermInfo;
use tantivy::query::Bm25Weight;
use tantivy::schema::Field;

use crate::bucket::{Bucket, Part};
use crate::lexicon::Lexicon;
use crate::plan::Word;
use crate::scores::{Scores, WordReader, lift, score};

/// So many completions of a prefix are ranked each by its own count in a note; the rest only count as found.
const MAX_RANKED: usize = 64;

/// Every word of a field that starts with a prefix. A rare completion is not worth more than a usual one, as it would be if
/// each were ranked by its own rarity: all of them share one.
pub(crate) struct Completions {
    field: Field,
    found: Vec<Completion>,
    /// Where each bucket's part of `found` ends.
    ends: Vec<usize>,
    /// Tells of each different word whether it is ranked.
    is_ranked: Vec<bool>,
    weight: Bm25Weight,
    /// What a note scores that has none of the ranked words.
    least: f32,
    /// The prefix as a word of its own.
    whole: Option<Word>,
}

/// A completion in one bucket.
struct Completion {
    word: u32,
    n_notes: u32,
    postings: Range<usize>,
}

impl Completions {
    /// Looks the completions up; returns `None` if there are none.
    pub(crate) fn new(
        lexicon: &Lexicon<'_>,
        field: Field,
        prefix: &str,
        boost: f32,
        whole: Option<Word>,
    ) -> tantivy::Result<Option<Self>> {
        let mut words: HashMap<Vec<u8>, u32> = HashMap::new();
        let mut counts: Vec<u64> = Vec::new();
        let (mut found, mut ends) = (Vec::new(), Vec::with_capacity(lexicon.shelf.buckets.len()));
        for held in &lexicon.shelf.buckets {
            each_completion(held.bucket.part(field), prefix, |bytes, info| {
                let word = words.get(bytes).copied().unwrap_or_else(|| {
                    let word = counts.len() as u32;
                    words.insert(bytes.to_vec(), word);
                    counts.push(0);
                    word
                });
                counts[word as usize] += u64::from(info.doc_freq);
                found.push(Completion { word, n_notes: info.doc_freq, postings: info.postings_range.clone() });
                Ok(())
            })?;
            ends.push(found.len());
        }
        if found.is_empty() {
            return Ok(None);
        }
        let weight = lexicon.weight_by_count(field, counts.iter().sum(), boost);
        let is_ranked = ranked(words, &counts);
        Ok(Some(Self { field, found, ends, is_ranked, weight, least: f32::EPSILON * boost, whole }))
    }

    pub(crate) fn are_in(&self, at: usize) -> bool {
        !self.in_bucket(at).is_empty()
    }

    /// Adds up what the ranked words score, in the order of the alphabet; then finds the notes that have but others.
    pub(crate) fn scores(&self, at: usize, bucket: &Bucket) -> tantivy::Result<Scores> {
        let part = bucket.part(self.field);
        let mut reader = WordReader::of(part);
        let mut scores: Scores = vec![None; bucket.n_notes()];
        let mut n_left = scores.len();
        let (ranked, others): (Vec<&Completion>, Vec<&Completion>) =
            self.in_bucket(at).iter().partition(|completion| self.is_ranked[completion.word as usize]);
        for completion in ranked {
            reader.each_note(&completion.info(), |place, n_times| {
                let more = score(&self.weight, part.lengths.as_ref(), place, n_times);
                n_left -= usize::from(scores[place].is_none());
                scores[place] = Some(scores[place].map_or(more, |sum| sum + more));
            })?;
        }
        for completion in others {
            if n_left == 0 {
                break;
            }
            reader.each_note(&completion.info(), |place, _| {
                n_left -= usize::from(scores[place].is_none());
                scores[place].get_or_insert(self.least);
            })?;
        }
        if let Some(whole) = &self.whole {
            lift(&mut scores, &whole.scores(at, bucket)?);
        }
        Ok(scores)
    }

    fn in_bucket(&self, at: usize) -> &[Completion] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.found[start..self.ends[at]]
    }
}

impl Completion {
    fn info(&self) -> TermInfo {
        TermInfo { doc_freq: self.n_notes, postings_range: self.postings.clone(), positions_range: 0..0 }
    }
}

/// Picks the words that most notes have; the alphabet decides between equals.
fn ranked(words: HashMap<Vec<u8>, u32>, counts: &[u64]) -> Vec<bool> {
    if counts.len() <= MAX_RANKED {
        return vec![true; counts.len()];
    }
    let mut words: Vec<(Vec<u8>, u32)> = words.into_iter().collect();
    let count = |word: u32| counts[word as usize];
    words.select_nth_unstable_by(MAX_RANKED, |a, b| count(b.1).cmp(&count(a.1)).then_with(|| a.0.cmp(&b.0)));
    let mut is_ranked = vec![false; counts.len()];
    words[..MAX_RANKED].iter().for_each(|&(_, word)| is_ranked[word as usize] = true);
    is_ranked
}

/// Calls for each word of a field that starts with a prefix, in the order of the alphabet.
pub(crate) fn each_completion(
    part: &Part,
    prefix: &str,
    mut word: impl FnMut(&[u8], &TermInfo) -> tantivy::Result<()>,
) -> tantivy::Result<()> {
    let mut stream = part.words.terms().range().ge(prefix.as_bytes()).into_stream()?;
    while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
        word(stream.key(), stream.value())?;
    }
    Ok(())
}
