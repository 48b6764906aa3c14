//! What must hold of the answer to any query.

use std::collections::BTreeSet;

use hedgerow_model::Anchor;
use hedgerow_search::{Answer, Query, SearchIndex};

use super::html;

/// A query keeps no more of what was typed, in bytes.
const MAX_BYTES: usize = 10_000;

/// So much is said of a query itself, and so much more of its answer.
const MAX_NOTICES: (usize, usize) = (9, 8);

/// Asks, and fails where the query or its answer breaks a promise.
///
/// # Panics
/// Where it does.
pub fn check_answer(index: &SearchIndex, text: &str, query: &Query) -> Answer {
    assert!(text.starts_with(query.text()) && query.text().len() <= MAX_BYTES, "S-15: a query is what was typed, cut");
    check_notices(query);
    let answer = index.search(query);
    assert!(answer.notices.len() <= query.notices().len() + MAX_NOTICES.1, "S-07: what is said of an answer is short");
    assert!(
        answer.notices.iter().all(|notice| !notice.trim().is_empty() && notice.len() < 600),
        "a notice says little"
    );
    let n_found = answer.total + answer.n_partial;
    let n_notes = index.garden().listed().count();
    assert!(n_found <= n_notes && answer.hits.len() <= n_found, "an answer is bounded: {n_found} of {n_notes}");
    assert!(!query.is_empty() || n_found == 0, "S-15: an empty query has no hits");
    check_hits(index, &answer);
    for facet in [&answer.facets.tags, &answer.facets.folders, &answer.facets.years].into_iter().flatten() {
        // Of a question in plain language all are counted.
        assert!((1..=n_found).contains(&facet.count), "a facet counts notes of the answer: {facet:?}");
    }
    if let Some(suggestion) = &answer.suggestion {
        html::check_marked(&suggestion.html, "em");
        assert_ne!(suggestion.query, query.text(), "what is meant differs from what was typed");
        assert!(!Query::parse(&suggestion.query).is_empty(), "something is meant: {suggestion:?}");
    }
    answer
}

fn check_notices(query: &Query) {
    let notices = query.notices();
    assert!(notices.len() <= MAX_NOTICES.0, "S-08: what is said of a query is short");
    for notice in notices {
        let is_short = notice.piece().chars().count() <= 61 && notice.message().ends_with('.');
        assert!(is_short, "S-08: a notice is a sentence about a piece: {notice:?}");
    }
}

fn check_hits(index: &SearchIndex, answer: &Answer) {
    let mut seen = BTreeSet::new();
    let n_whole = answer.hits.iter().filter(|hit| hit.missing.is_empty()).count();
    assert!(n_whole <= answer.total, "the notes that hold all are counted: {n_whole} of {}", answer.total);
    assert!(answer.hits.len() - n_whole <= answer.n_partial, "those that hold some are counted");
    for hit in &answer.hits {
        let note = index.garden().note(hit.note);
        assert!(note.is_listed() && seen.insert(note.path()), "a note that can be found, once: {}", note.path());
        assert!(hit.score.is_finite(), "a score is a number: {hit:?}");
        assert!(hit.snippet.len() < 8_192, "a passage is short: {}", hit.snippet.len());
        html::check_marked(&hit.snippet, "mark");
        html::check_marked(&hit.title, "mark");
        let is_its_own = |anchor: &Anchor| note.headings().iter().any(|heading| heading.anchor == anchor);
        assert!(hit.section.as_ref().is_none_or(|it| is_its_own(&it.anchor)), "a section is one of the note: {hit:?}");
    }
}
