//! The answer before the first snapshot: come back in a moment.

use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;

use crate::assets;
use crate::reply::{Asked, HTML, line, whole};

/// Says no word of the garden, which is not known yet, and asks again by itself.
const PAGE: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
     <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
     <meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"refresh\" content=\"1\">\n\
     <title>One moment</title>\n<style>\n\
     :root { color-scheme: light dark }\n\
     body { margin: 0; min-height: 100vh; display: grid; place-content: center; text-align: center; \
     font: 1.1rem/1.6 Georgia, serif }\n\
     h1 { margin: 0; font-size: 1.6rem; font-weight: 500 }\n</style>\n\
     <main>\n<h1>One moment</h1>\n<p>The notes are being read. This page looks again by itself.</p>\n</main>\n</html>\n";

/// Answers every address alike, whatever the garden will have there. Only what does not depend on the garden has its own
/// answer already; the base path is not known yet and may be any.
pub(crate) fn answer(parts: Parts) -> Response {
    let asked = Asked::new(&parts.method, parts.headers);
    let asset = match parts.uri.path().rsplit_once("/-/") {
        Some((_, "healthz")) => return line(StatusCode::OK, "starting\n", &asked),
        Some((_, own)) => own.strip_prefix("assets/").and_then(|name| assets::answer(name, &asked)),
        None => None,
    };
    asset.unwrap_or_else(|| {
        let page = Bytes::from_static(PAGE.as_bytes());
        let mut response = whole(StatusCode::SERVICE_UNAVAILABLE, HTML, page, None, &asked);
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        response
    })
}
