//! Answers whose whole body is in memory.

use std::sync::OnceLock;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

use crate::coding::Coding;
use crate::etag::Etag;

pub(crate) const HTML: &str = "text/html; charset=utf-8";
pub(crate) const JSON: &str = "application/json";
pub(crate) const TEXT: &str = "text/plain; charset=utf-8";
pub(crate) const XML: &str = "application/xml";
pub(crate) const CSS: &str = "text/css; charset=utf-8";
pub(crate) const RSS: &str = "application/rss+xml; charset=utf-8";
pub(crate) const ATOM: &str = "application/atom+xml; charset=utf-8";

/// A body with its tag; each coding is made once, when it is first asked for.
#[derive(Debug)]
pub(crate) struct Document {
    media_type: &'static str,
    body: Bytes,
    etag: Etag,
    brotli: OnceLock<Option<Bytes>>,
    gzip: OnceLock<Option<Bytes>>,
}

impl Document {
    pub(crate) fn new(media_type: &'static str, body: String) -> Self {
        let body = Bytes::from(body);
        let etag = Etag::weak_of(&body);
        Self { media_type, body, etag, brotli: OnceLock::new(), gzip: OnceLock::new() }
    }

    /// Returns how much memory the document takes, its codings included.
    pub(crate) fn size(&self) -> usize {
        // A page shrinks to a quarter or so, in each of two codings.
        self.body.len() + self.body.len() / 2
    }

    /// Compresses the body for a client, if that was not done before. Keeps a thread busy.
    pub(crate) fn prepare(&self, coding: Coding) {
        let _ = self.coded(coding);
    }

    /// Tells whether the body is there in a coding.
    pub(crate) fn is_prepared(&self, coding: Coding) -> bool {
        match coding {
            Coding::Brotli => self.brotli.get().is_some(),
            Coding::Gzip => self.gzip.get().is_some(),
            Coding::Identity => true,
        }
    }

    fn coded(&self, coding: Coding) -> Option<Bytes> {
        let made = match coding {
            Coding::Brotli => &self.brotli,
            Coding::Gzip => &self.gzip,
            Coding::Identity => return None,
        };
        made.get_or_init(|| coding.compress(&self.body).map(Bytes::from)).clone()
    }

    /// Answers with the document, or with 304 to a client that has it.
    pub(crate) fn answer(&self, asked: &Asked) -> Response {
        let mut response = if self.etag.is_known(&asked.headers) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            self.full(StatusCode::OK, asked)
        };
        response.headers_mut().insert(header::ETAG, self.etag.header());
        negotiated(&mut response);
        response
    }

    /// Answers with the document and a status that no client has in its cache.
    pub(crate) fn answer_with(&self, status: StatusCode, asked: &Asked) -> Response {
        let mut response = self.full(status, asked);
        negotiated(&mut response);
        response
    }

    fn full(&self, status: StatusCode, asked: &Asked) -> Response {
        let (body, coding) = match self.coded(asked.coding) {
            Some(packed) => (packed, asked.coding.name()),
            None => (self.body.clone(), None),
        };
        whole(status, self.media_type, body, coding, asked)
    }
}

/// What a request asks for, besides its address.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) is_head: bool,
    pub(crate) headers: HeaderMap,
    pub(crate) coding: Coding,
}

impl Asked {
    pub(crate) fn new(method: &Method, headers: HeaderMap) -> Self {
        Self { is_head: method == Method::HEAD, coding: Coding::wanted(&headers), headers }
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

/// May be kept, but is asked for again before it is shown; differs by coding.
fn negotiated(response: &mut Response) {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
}
