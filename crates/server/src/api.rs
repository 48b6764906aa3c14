//! Answers for programs, as JSON.

use std::sync::Arc;

use axum::response::Response;
use serde::Serialize;

use crate::document::Document;
use crate::reply::JSON;
use crate::router::{Shared, Visit};
use crate::search::{Wanted, href};

/// The body of `/-/api/search`.
#[derive(Debug, Serialize)]
struct AnswerView<'a> {
    query: &'a str,
    total: usize,
    hits: Vec<HitView<'a>>,
}

#[derive(Debug, Serialize)]
struct HitView<'a> {
    path: &'a str,
    /// From the host's root, with the section's fragment if the hit is one.
    url: String,
    title: &'a str,
    score: f32,
    /// Escaped HTML with `<mark>`.
    snippet: &'a str,
    section: Option<&'a str>,
}

/// `/-/api/search?q=&limit=&offset=`.
pub(crate) async fn search(shared: &Shared, visit: &Visit) -> Response {
    let (snapshot, asked) = (Arc::clone(&visit.snapshot), Arc::clone(&visit.asked));
    let wanted = Wanted::read(&visit.uri);
    let answer = shared.searchers.run(move || {
        let query = wanted.query();
        let answer = snapshot.search().search(&query);
        let garden = snapshot.garden();
        let hits = answer.hits.iter().map(|hit| HitView {
            path: garden.note(hit.note).path().as_str(),
            url: href(garden, hit),
            title: garden.note(hit.note).title(),
            score: hit.score,
            snippet: &hit.snippet,
            section: hit.section.as_ref().map(|section| section.heading.as_str()),
        });
        let view = AnswerView { query: query.text(), total: answer.total + answer.n_partial, hits: hits.collect() };
        let body = serde_json::to_string(&view).expect("texts and numbers are always JSON");
        Document::new(JSON, body, asked.coding).answer(&asked)
    });
    answer.await
}
