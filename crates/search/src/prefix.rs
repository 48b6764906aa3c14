//! All words that start alike, ranked as one word.

use std::ops::Bound;

use tantivy::query::{
    Bm25StatisticsProvider, BooleanQuery, ConstScoreQuery, EnableScoring, Occur, Query, RangeQuery, TermQuery, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

/// So many completions of a prefix are ranked each by its own count in a note; the rest only count as found.
const MAX_RANKED: usize = 64;

/// Finds every word that starts with a prefix. A rare completion is not worth more than a usual one, as it would be if
/// each were ranked by its own rarity: all of them share one.
#[derive(Debug)]
pub(crate) struct PrefixQuery {
    found: BooleanQuery,
    n_notes: u64,
}

impl Clone for PrefixQuery {
    fn clone(&self) -> Self {
        Self { found: self.found.clone(), n_notes: self.n_notes }
    }
}

impl PrefixQuery {
    /// Looks the completions up; returns `None` if there are none.
    pub(crate) fn new(searcher: &Searcher, field: Field, prefix: &str) -> tantivy::Result<Option<Self>> {
        let mut completions: Vec<(u32, Vec<u8>)> = Vec::new();
        for segment in searcher.segment_readers() {
            let terms = segment.inverted_index(field)?;
            let mut stream = terms.terms().range().ge(prefix.as_bytes()).into_stream()?;
            while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
                completions.push((stream.value().doc_freq, stream.key().to_vec()));
            }
        }
        if completions.is_empty() {
            return Ok(None);
        }
        let n_notes = completions.iter().map(|&(n_notes, _)| u64::from(n_notes)).sum::<u64>();
        let is_cut = completions.len() > MAX_RANKED;
        completions.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        completions.truncate(MAX_RANKED);
        let mut found: Vec<(Occur, Box<dyn Query>)> = Vec::with_capacity(completions.len() + 1);
        for (_, word) in &completions {
            let term = Term::from_field_text(field, &String::from_utf8_lossy(word));
            found.push((Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))));
        }
        if is_cut {
            let from = Term::from_field_text(field, prefix);
            // No character sorts behind this one, so that no word with the prefix does either.
            let to = Term::from_field_text(field, &format!("{prefix}\u{10FFFF}"));
            let rest = RangeQuery::new(Bound::Included(from), Bound::Excluded(to));
            found.push((Occur::Should, Box::new(ConstScoreQuery::new(Box::new(rest), f32::EPSILON))));
        }
        Ok(Some(Self { found: BooleanQuery::new(found), n_notes: n_notes.min(searcher.num_docs()) }))
    }
}

impl Query for PrefixQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        match scoring {
            EnableScoring::Enabled { searcher, statistics_provider } => {
                let shared = SharedRarity { all: statistics_provider, n_notes: self.n_notes };
                self.found.weight(EnableScoring::enabled_from_statistics_provider(&shared, searcher))
            }
            EnableScoring::Disabled { .. } => self.found.weight(scoring),
        }
    }
}

/// The statistics of the index, with one rarity for all words.
struct SharedRarity<'a> {
    all: &'a dyn Bm25StatisticsProvider,
    n_notes: u64,
}

impl Bm25StatisticsProvider for SharedRarity<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.all.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.all.total_num_docs()
    }

    fn doc_freq(&self, _: &Term) -> tantivy::Result<u64> {
        Ok(self.n_notes)
    }
}
