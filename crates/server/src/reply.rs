//! What a request asks for, and answers that are made for it alone.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

use crate::coding::Coding;

pub(crate) const HTML: &str = "text/html; charset=utf-8";
pub(crate) const JSON: &str = "application/json";
pub(crate) const TEXT: &str = "text/plain; charset=utf-8";
pub(crate) const XML: &str = "application/xml";
pub(crate) const CSS: &str = "text/css; charset=utf-8";
pub(crate) const RSS: &str = "application/rss+xml; charset=utf-8";
pub(crate) const SUGGESTIONS: &str = "application/x-suggestions+json";
pub(crate) const OPEN_SEARCH: &str = "application/opensearchdescription+xml; charset=utf-8";
pub(crate) const ATOM: &str = "application/atom+xml; charset=utf-8";

/// What a request asks for, besides its address.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) is_head: bool,
    pub(crate) headers: HeaderMap,
    pub(crate) coding: Coding,
}

impl Asked {
    pub(crate) fn new(method: &Method, headers: HeaderMap) -> Self {
        Self { is_head: method == Method::HEAD, coding: Coding::quickest(&headers), headers }
    }
}

/// Answers with a body as it is; to HEAD with its headers alone.
pub(crate) fn whole(
    status: StatusCode,
    media_type: &'static str,
    body: Bytes,
    coding: Option<&'static str>,
    asked: &Asked,
) -> Response {
    let len = body.len();
    let mut response = Response::new(if asked.is_head { Body::empty() } else { Body::from(body) });
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CONTENT_LENGTH, len.into());
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

/// Sends a reader elsewhere.
pub(crate) fn redirect(status: StatusCode, location: &str) -> Response {
    let mut response = status.into_response();
    let location = HeaderValue::try_from(location).unwrap_or_else(|_| HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, location);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// Answers with a line of text that no cache keeps.
pub(crate) fn line(status: StatusCode, text: &'static str, asked: &Asked) -> Response {
    let mut response = whole(status, TEXT, Bytes::from_static(text.as_bytes()), None, asked);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
