//! Headers that every answer carries, and the content policies.

use std::sync::LazyLock;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// What our own pages may do: everything of their own host, and no script but in files. Frames show documents of the vault
/// (rule E-20); a frame of another host stays empty.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     font-src 'self'; media-src 'self'; connect-src 'self'; frame-src 'self'; object-src 'none'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'self'";

/// What a document from the vault may do: be looked at. The sandbox gives it an origin of its own, without scripts.
pub(crate) const DOCUMENT_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox";

/// What pictures, sound, films and PDF may do. They hold no scripts, and the browsers' viewers do not work in a sandbox.
pub(crate) const MEDIA_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; \
     media-src 'self'; object-src 'self'; frame-ancestors 'self'";

const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// The headers of every document, those of every answer among them. Copied whole, they cost less than one by one; those of
/// the body have their places, and other values for each document.
pub(crate) static DOCUMENT: LazyLock<HeaderMap> = LazyLock::new(|| {
    let mut headers = HeaderMap::with_capacity(12);
    // May be kept, but is asked for again before it is shown; differs by coding.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    secure(&mut headers);
    headers
});

/// Adds the headers of every answer where they are not there yet; a content policy that is there already stays.
pub(crate) fn secure(headers: &mut HeaderMap) {
    if headers.contains_key(header::X_CONTENT_TYPE_OPTIONS) {
        return;
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(PAGE_POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(OPENER, HeaderValue::from_static("same-origin"));
    headers
        .insert(PERMISSIONS, HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"));
}
