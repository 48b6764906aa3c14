//! Files of the site itself: style sheets, scripts, fonts, icons.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use hedgerow_web::Asset;

use crate::coding::Coding;
use crate::etag::Etag;
use crate::reply::{Asked, whole};

/// A hashed name never means other bytes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The icon's address is not hashed.
const A_DAY: &str = "public, max-age=86400";

/// Answers for a hashed name; `None` if no file has it.
pub(crate) fn answer(hashed_name: &str, asked: &Asked) -> Option<Response> {
    hedgerow_web::asset(hashed_name).map(|asset| send(asset, FOR_EVER, asked))
}

/// `/favicon.ico`, which browsers ask for unasked.
pub(crate) fn favicon(asked: &Asked) -> Response {
    send(hedgerow_web::favicon(), A_DAY, asked)
}

fn send(asset: &'static Asset, cache: &'static str, asked: &Asked) -> Response {
    let coding = Coding::smallest(&asked.headers);
    let packed = match coding {
        Coding::Brotli => asset.brotli,
        Coding::Gzip => asset.gzip,
        Coding::Identity => None,
    };
    let coding = packed.and(coding.name());
    // Strong, hence another one for each coding.
    let etag = Etag::strong(coding.map_or_else(|| asset.hash.to_owned(), |coding| format!("{}-{coding}", asset.hash)));
    let mut response = if etag.is_known(&asked.headers) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        whole(StatusCode::OK, asset.media_type, Bytes::from_static(packed.unwrap_or(asset.bytes)), coding, asked)
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, etag.header());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}
