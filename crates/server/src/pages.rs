//! Pages and other documents that depend on the snapshot alone, and the answer where nothing is.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use hedgerow_model::PageUrl;
use hedgerow_publish::{Address, PublicGarden};

use crate::Snapshot;
use crate::coding::Coding;
use crate::document::{Document, DocumentKey};
use crate::router::{Shared, Visit};

/// Answers with a document that is made once a snapshot; where there is none, as for anything that is not there.
pub(crate) async fn made(shared: &Shared, visit: &Visit, key: DocumentKey) -> Response {
    match document(shared, &visit.snapshot, key, visit.asked.coding).await {
        Some(document) => document.answer(&visit.asked),
        None => not_found(shared, visit).await,
    }
}

/// Returns a document of a snapshot, made now or before.
pub(crate) async fn document(
    shared: &Shared,
    snapshot: &Arc<Snapshot>,
    key: DocumentKey,
    coding: Coding,
) -> Option<Arc<Document>> {
    let id = (key, coding);
    if let Some(document) = snapshot.pages.get(&id) {
        return Some(document);
    }
    let (key, of, site) = (id.0.clone(), Arc::clone(snapshot), Arc::clone(snapshot.site()));
    let (files, versions) = (Arc::clone(&shared.files), Arc::clone(&shared.versions));
    let workers = if key.is_gathered() { &shared.gatherers } else { &shared.makers };
    let versions = move |page: &str| versions.of_page(page, of.garden(), &*files);
    snapshot.pages.get_or_make(&id, workers.run(move || key.make(&site, coding, versions))).await
}

/// Answers where nothing public is. Only the address and the settings go in, so that what was withheld and what never
/// was look the same (rule W-09).
pub(crate) async fn not_found(shared: &Shared, visit: &Visit) -> Response {
    let (snapshot, asked) = (Arc::clone(&visit.snapshot), Arc::clone(&visit.asked));
    let path = visit.uri.path().to_owned();
    let answer = shared.makers.run(move || {
        let page = snapshot.site().not_found(&path).html;
        Document::nothing(page, asked.coding).answer_with(StatusCode::NOT_FOUND, &asked)
    });
    answer.await
}

/// Tells whether anything in the garden has an address.
pub(crate) fn is_claimed(garden: &PublicGarden, url: &PageUrl) -> bool {
    !matches!(garden.lookup(url), Address::Nothing)
}
