//! The description by which a browser adds the garden to its search engines.

use axum::http::header;
use axum::response::Response;

use crate::document::Document;
use crate::reply::OPEN_SEARCH;
use crate::router::Visit;

/// `/-/opensearch.xml`. Whole addresses are wanted in it; a site that does not know its own takes the one that was asked.
pub(crate) fn answer(visit: &Visit) -> Response {
    let host = visit.asked.headers.get(header::HOST).and_then(|host| host.to_str().ok()).filter(|host| is_host(host));
    let text = visit.snapshot.site().open_search(host);
    Document::new(OPEN_SEARCH, &text, visit.asked.coding).answer(&visit.asked)
}

/// Tells whether a client named nothing but a host and a port.
fn is_host(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte);
    !text.is_empty() && text.len() <= 255 && text.bytes().all(is_part)
}
