//! What must not stand in a note, asked in a way that Tantivy bears.

use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, SegmentReader};

/// Finds the same notes as another query, for a clause that must not match.
///
/// Tantivy asks such a clause about each candidate, whether the clause has passed it or not, and its phrases answer wrongly
/// about a note that they have passed. This one answers about any.
#[derive(Debug)]
pub(crate) struct Unwanted(pub(crate) Box<dyn Query>);

impl Clone for Unwanted {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for Unwanted {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(UnwantedWeight(self.0.weight(scoring)?)))
    }
}

struct UnwantedWeight(Box<dyn Weight>);

impl Weight for UnwantedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: f32) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(ConstScorer::new(Passed(self.0.scorer(reader, boost)?), boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(reader, doc)
    }
}

/// A set of notes that leaves `seek_danger` as it is by default: it looks where it stands before it goes on.
struct Passed(Box<dyn Scorer>);

impl DocSet for Passed {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }
}
