//! Attachments: files of the vault that public notes use.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use hedgerow_model::AssetPath;
use hedgerow_publish::PublicAsset;
use tokio::io::AsyncReadExt;
use tokio_util::io::ReaderStream;

use crate::etag::{Etag, digest};
use crate::files::{FileBody, Files};
use crate::media::Media;
use crate::range::Wanted;
use crate::reply::Asked;
use crate::router::{Shared, Visit};

/// Files up to this size are tagged by what is in them; hashing takes about a millisecond a megabyte, once.
const MAX_HASHED: u64 = 64 << 20;

/// The read buffer of a file on its way out.
const CHUNK: usize = 64 * 1024;

/// Answers with an attachment, or a part of it; `None` if it cannot be opened, whatever the reason.
pub(crate) async fn answer(shared: &Shared, visit: &Visit, asset: &PublicAsset) -> Option<Response> {
    let (files, snapshot) = (Arc::clone(&shared.files), Arc::clone(&visit.snapshot));
    let (asked, wanted_asset) = (Arc::clone(&visit.asked), asset.clone());
    let opened = shared.openers.run(move || open(&*files, &wanted_asset, &snapshot.digests, &asked));
    let Opened { part, etag, body } = opened.await.ok()?;
    let asked = &visit.asked;
    let mut response =
        if etag.is_known(&asked.headers) { StatusCode::NOT_MODIFIED.into_response() } else { send(part, body, asked) };
    let media = Media::of(asset.path());
    let is_body = response.status().is_success();
    let headers = response.headers_mut();
    if is_body {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media.kind));
        if media.is_download {
            headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
        }
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(media.policy));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::ETAG, etag.header());
    Some(response)
}

/// An attachment that is ready to be sent.
struct Opened {
    part: Part,
    etag: Etag,
    body: FileBody,
}

/// Which bytes are sent.
#[derive(Clone, Copy)]
enum Part {
    All { len: u64 },
    Some { first: u64, last: u64, len: u64 },
    Beyond { len: u64 },
}

fn open(files: &dyn Files, asset: &PublicAsset, digests: &Digests, asked: &Asked) -> io::Result<Opened> {
    let mut body = files.open(asset)?;
    let (len, etag) = match &mut body {
        FileBody::Bytes(bytes) => (bytes.len() as u64, Etag::strong(digest(bytes))),
        FileBody::File { file, len, token } => (*len, digests.etag(asset.path(), file, *len, *token)?),
    };
    let is_ranged = !asked.is_head && etag.allows_range(&asked.headers);
    let part = match if is_ranged { Wanted::read(&asked.headers, len) } else { Wanted::All } {
        Wanted::All => Part::All { len },
        Wanted::Part { first, last } => Part::Some { first, last, len },
        Wanted::Beyond => Part::Beyond { len },
    };
    if let (FileBody::File { file, .. }, Part::Some { first, .. }) = (&mut body, part) {
        file.seek(SeekFrom::Start(first))?;
    }
    Ok(Opened { part, etag, body })
}

fn send(part: Part, body: FileBody, asked: &Asked) -> Response {
    let (status, len, range) = match part {
        Part::All { len } => (StatusCode::OK, len, None),
        Part::Some { first, last, len } => {
            (StatusCode::PARTIAL_CONTENT, last - first + 1, Some(format!("bytes {first}-{last}/{len}")))
        }
        Part::Beyond { len } => (StatusCode::RANGE_NOT_SATISFIABLE, 0, Some(format!("bytes */{len}"))),
    };
    let body = match body {
        _ if asked.is_head || len == 0 => Body::empty(),
        FileBody::Bytes(bytes) => Body::from(cut(&bytes, part)),
        FileBody::File { file, .. } => {
            let file = tokio::fs::File::from_std(file).take(len);
            Body::from_stream(ReaderStream::with_capacity(file, CHUNK))
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_LENGTH, len.into());
    if let Some(range) = range.and_then(|range| HeaderValue::try_from(range).ok()) {
        response.headers_mut().insert(header::CONTENT_RANGE, range);
    }
    response
}

fn cut(bytes: &Bytes, part: Part) -> Bytes {
    match part {
        Part::Some { first, last, .. } => {
            let at = |n: u64| usize::try_from(n).unwrap_or(usize::MAX).min(bytes.len());
            bytes.slice(at(first)..at(last + 1))
        }
        Part::All { .. } | Part::Beyond { .. } => bytes.clone(),
    }
}

/// Tags of files, so that each is hashed once a snapshot and change.
///
/// The tag is made of what is in the file, not of its time of change: the same files give the same answers, on every
/// machine and after every copy.
#[derive(Debug, Default)]
pub(crate) struct Digests(Mutex<HashMap<AssetPath, (u64, u64, String)>>);

impl Digests {
    /// Returns the tag of a file and leaves the file at its start.
    fn etag(&self, path: &AssetPath, file: &mut File, len: u64, token: u64) -> io::Result<Etag> {
        if len > MAX_HASHED {
            return Ok(Etag::weak(format!("{len:x}-{token:x}")));
        }
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        if let Some((.., digest)) =
            known.filter(|&(known_len, known_token, _)| (known_len, known_token) == (len, token))
        {
            return Ok(Etag::strong(digest));
        }
        let mut hasher = blake3::Hasher::new();
        let mut buffer = vec![0; CHUNK];
        loop {
            let n = file.read(&mut buffer)?;
            if n == 0 {
                break;
            }
            hasher.update(&buffer[..n]);
        }
        file.seek(SeekFrom::Start(0))?;
        let digest = hasher.finalize().to_hex()[..32].to_owned();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(path.clone(), (len, token, digest.clone()));
        Ok(Etag::strong(digest))
    }
}
