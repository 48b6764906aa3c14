//! Addresses of pages and files on the site.

use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::path::{nfc, push_nfc};

/// What may not stand as it is in a segment of a path (RFC 3986, section 3.3), and what HTML would have to escape.
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'\'')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The same for a whole path, where slashes part the segments.
const PATH: &AsciiSet = &SEGMENT.remove(b'/');

/// Percent-encodes one segment of a path, or a fragment.
pub(crate) fn encode_segment(segment: &str) -> String {
    utf8_percent_encode(segment, SEGMENT).to_string()
}

/// The canonical address of a page or file, decoded: `/`, `/Calculus/Chain-rule`, `/Calculus/` for a folder.
///
/// It starts with `/` and is in NFC. [`PageUrl::href`] is the form that a client asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageUrl(Arc<str>);

impl PageUrl {
    /// Makes an address of decoded segments joined by `/`; slashes at its start are folded into one.
    pub fn from_slug(slug: &str) -> Self {
        let mut url = String::with_capacity(slug.len() + 1);
        url.push('/');
        push_nfc(&mut url, slug.trim_start_matches('/'));
        Self(url.into())
    }

    /// Reads the path of a request: percent-decodes it and composes it. Returns `None` for what no page can have: bytes
    /// that are not UTF-8, a NUL or another control character, a backslash, or a segment `.` or `..` (rule W-09).
    pub fn parse(request_path: &str) -> Option<Self> {
        let decoded = percent_decode_str(request_path).decode_utf8().ok()?;
        let is_plain = decoded.starts_with('/')
            && !decoded.chars().any(|c| c.is_control() || c == '\\')
            && !decoded.split('/').any(|segment| matches!(segment, "." | ".."));
        is_plain.then(|| Self(nfc(&decoded).into()))
    }

    /// Returns the decoded address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the address percent-encoded, from the host's root.
    pub fn href(&self) -> String {
        utf8_percent_encode(&self.0, PATH).to_string()
    }

    /// Returns the decoded segments, without empty ones.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.split('/').filter(|segment| !segment.is_empty())
    }
}

impl fmt::Display for PageUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The path below which the site lives: empty, or `/notes` for `https://host/notes/` (rule W-25).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct BasePath(String);

impl BasePath {
    /// Takes the path part of a base address; slashes at its end are dropped.
    pub fn new(path: &str) -> Self {
        let path = path.trim_matches('/');
        if path.is_empty() { Self::default() } else { Self(format!("/{path}")) }
    }

    /// Returns the path, empty or starting with `/`, never ending with one.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the address as it stands in an `href`: the base, then the percent-encoded path.
    pub fn href(&self, url: &PageUrl) -> String {
        let mut href = String::with_capacity(self.0.len() + url.0.len());
        href.push_str(&self.0);
        href.extend(utf8_percent_encode(&url.0, PATH));
        href
    }
}
