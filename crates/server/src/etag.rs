//! Entity tags (RFC 9110, section 8.8.3).

use std::fmt;

use axum::http::{HeaderMap, HeaderValue, header};

/// The tag of one representation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Etag {
    is_weak: bool,
    opaque: String,
}

impl Etag {
    /// Makes a tag that is the same only for the same bytes.
    pub(crate) fn strong(opaque: impl Into<String>) -> Self {
        Self { is_weak: false, opaque: opaque.into() }
    }

    /// Makes a tag that all codings of a body share.
    pub(crate) fn weak_of(body: &[u8]) -> Self {
        Self { is_weak: true, opaque: digest(body) }
    }

    /// Makes a tag of a body and of something that is not in it, where there is any.
    pub(crate) fn weak_of_both(body: &[u8], more: &[u8]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(body).update(more);
        Self { is_weak: true, opaque: hasher.finalize().to_hex()[..32].to_owned() }
    }

    /// Makes a tag of something that changes with the bytes.
    pub(crate) fn weak(opaque: impl Into<String>) -> Self {
        Self { is_weak: true, opaque: opaque.into() }
    }

    /// Returns what stands between the quotes.
    pub(crate) fn opaque(&self) -> &str {
        &self.opaque
    }

    /// Tells whether the client has this representation already (`If-None-Match`).
    pub(crate) fn is_known(&self, headers: &HeaderMap) -> bool {
        let known = headers.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok());
        known.flat_map(|value| value.split(',')).map(str::trim).any(|known| {
            known == "*"
                || known.strip_prefix("W/").unwrap_or(known).strip_prefix('"').and_then(|k| k.strip_suffix('"'))
                    == Some(&self.opaque)
        })
    }

    /// Tells whether a range of this representation fits to what the client has (`If-Range`).
    pub(crate) fn allows_range(&self, headers: &HeaderMap) -> bool {
        match headers.get(header::IF_RANGE) {
            None => true,
            Some(wanted) => !self.is_weak && wanted.to_str().is_ok_and(|wanted| wanted.trim() == self.to_string()),
        }
    }

    /// Returns the value of the `ETag` header.
    pub(crate) fn header(&self) -> HeaderValue {
        HeaderValue::try_from(self.to_string()).expect("a tag is made of letters, digits and hyphens")
    }
}

impl fmt::Display for Etag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\"{}\"", if self.is_weak { "W/" } else { "" }, self.opaque)
    }
}

/// The first half of the BLAKE3 hash, in hexadecimal.
pub(crate) fn digest(body: &[u8]) -> String {
    blake3::hash(body).to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::Etag;

    fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_known_tag_is_recognised_in_every_form() {
        for (known, expected) in [
            ("\"a\"", true),
            ("W/\"a\"", true),
            ("\"b\", W/\"a\"", true),
            ("*", true),
            ("\"b\"", false),
            ("a", false),
            ("", false),
        ] {
            for tag in [Etag::strong("a"), Etag::weak("a")] {
                assert_eq!(tag.is_known(&headers(header::IF_NONE_MATCH, known)), expected, "{tag} in {known}");
            }
        }
    }

    #[test]
    fn a_range_needs_a_strong_tag_that_is_the_same() {
        let wanted = |value| headers(header::IF_RANGE, value);
        assert!(Etag::strong("a").allows_range(&HeaderMap::new()));
        assert!(Etag::strong("a").allows_range(&wanted("\"a\"")));
        assert!(!Etag::strong("a").allows_range(&wanted("\"b\"")));
        assert!(!Etag::weak("a").allows_range(&wanted("W/\"a\"")));
        assert!(!Etag::strong("a").allows_range(&wanted("Wed, 21 Oct 2015 07:28:00 GMT")));
    }
}
