//! Pages and other documents that depend on the snapshot alone, and the answer where nothing is.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use hedgerow_model::PageUrl;
use hedgerow_publish::{Address, PublicGarden};
use hedgerow_site::Site;

use crate::cache::DocumentKey;
use crate::reply::{Document, HTML};
use crate::router::{Shared, Visit};

/// Answers with a document that is made once a snapshot; where there is none, as for anything that is not there.
pub(crate) async fn made(
    shared: &Shared,
    visit: &Visit,
    key: DocumentKey,
    media_type: &'static str,
    make: impl FnOnce(&Site) -> Option<String> + Send + 'static,
) -> Response {
    let kept = visit.snapshot.pages.get(&key);
    let coding = visit.asked.coding;
    if let Some(document) = kept.as_ref().filter(|document| document.is_prepared(coding)) {
        return document.answer(&visit.asked);
    }
    let snapshot = Arc::clone(&visit.snapshot);
    let workers = if key.is_gathered() { &shared.gatherers } else { &shared.makers };
    let document = workers.run(move || {
        // Another request may have made it while this one waited for its turn.
        let document = match kept.or_else(|| snapshot.pages.get(&key)) {
            Some(document) => document,
            None => snapshot.pages.keep(key, Document::new(media_type, make(snapshot.site())?)),
        };
        document.prepare(coding);
        Some(document)
    });
    match document.await {
        Some(document) => document.answer(&visit.asked),
        None => not_found(shared, visit).await,
    }
}

/// Answers where nothing public is. Only the address and the settings go in, so that what was withheld and what never
/// was look the same (rule W-09).
pub(crate) async fn not_found(shared: &Shared, visit: &Visit) -> Response {
    let (snapshot, asked) = (Arc::clone(&visit.snapshot), Arc::clone(&visit.asked));
    let path = visit.uri.path().to_owned();
    let answer = shared.makers.run(move || {
        Document::new(HTML, snapshot.site().not_found(&path).html).answer_with(StatusCode::NOT_FOUND, &asked)
    });
    answer.await
}

/// Tells whether anything in the garden has an address.
pub(crate) fn is_claimed(garden: &PublicGarden, url: &PageUrl) -> bool {
    !matches!(garden.lookup(url), Address::Nothing)
}
