//! Content codings: which one a client likes best, and how a body is compressed.

use std::io::Write;

use axum::http::{HeaderMap, header};

/// Bodies smaller than this are sent as they are.
const MIN_BYTES: usize = 512;

/// How hard a page is compressed. With Brotli it becomes a twelfth smaller than with gzip and takes about three times as
/// long, which is more than making it takes.
const BROTLI_QUALITY: i32 = 5;

/// The next level would take an eighth longer and save a thousandth.
const GZIP_LEVEL: u32 = 5;

/// How a body is written on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Coding {
    Brotli,
    Gzip,
    Identity,
}

impl Coding {
    /// Returns the value of `Content-Encoding`, if there is to be one.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// Returns the coding that a client likes best (RFC 9110, section 12.5.3); where it likes several alike, the one that is
    /// made most quickly, for what is made when it is asked for. A client that takes nothing we have gets the body as it
    /// is, as if it had said nothing.
    pub(crate) fn quickest(headers: &HeaderMap) -> Self {
        Self::wanted(headers, [Self::Gzip, Self::Brotli, Self::Identity])
    }

    /// Returns the one of them that is the smallest, for what was compressed beforehand.
    pub(crate) fn smallest(headers: &HeaderMap) -> Self {
        Self::wanted(headers, [Self::Brotli, Self::Gzip, Self::Identity])
    }

    /// Returns the coding that a client likes best, of several that it likes alike the one that comes first in our order.
    fn wanted(headers: &HeaderMap, order: [Self; 3]) -> Self {
        let mut wishes = Wishes::default();
        for value in headers.get_all(header::ACCEPT_ENCODING) {
            for wish in value.to_str().unwrap_or_default().split(',') {
                wishes.add(wish);
            }
        }
        let other = wishes.other.unwrap_or(0);
        let liked = |coding: Self| match coding {
            Self::Brotli => wishes.brotli.unwrap_or(other),
            Self::Gzip => wishes.gzip.unwrap_or(other),
            // What was not named is welcome, but less than anything named.
            Self::Identity => wishes.identity.unwrap_or(wishes.other.map_or(1, |other| other.min(1))),
        };
        let best = order.into_iter().reduce(|best, next| if liked(next) > liked(best) { next } else { best });
        best.filter(|&coding| liked(coding) > 0).unwrap_or(Self::Identity)
    }

    /// Compresses a body; `None` where that gains nothing.
    pub(crate) fn compress(self, body: &[u8]) -> Option<Vec<u8>> {
        if body.len() < MIN_BYTES {
            return None;
        }
        let mut packed = Vec::with_capacity(body.len() / 3);
        match self {
            Self::Identity => return None,
            Self::Brotli => {
                let settings = brotli::enc::BrotliEncoderParams {
                    quality: BROTLI_QUALITY,
                    lgwin: window_bits(body.len()),
                    size_hint: body.len(),
                    ..Default::default()
                };
                let mut body = body;
                brotli::BrotliCompress(&mut body, &mut packed, &settings).ok()?;
            }
            Self::Gzip => {
                let mut encoder = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::new(GZIP_LEVEL));
                encoder.write_all(body).ok()?;
                encoder.finish().ok()?;
            }
        }
        (packed.len() < body.len()).then_some(packed)
    }
}

/// Returns a window that holds a body: the usual one of four megabytes is many times the size of a page. Below 18 bits the
/// encoder would turn to another method, which takes four times as long.
fn window_bits(len: usize) -> i32 {
    let bits = usize::BITS - len.leading_zeros();
    i32::try_from(bits).unwrap_or(22).clamp(18, 22)
}

/// What a client said about each coding, in thousandths.
#[derive(Default)]
struct Wishes {
    brotli: Option<u32>,
    gzip: Option<u32>,
    identity: Option<u32>,
    other: Option<u32>,
}

impl Wishes {
    fn add(&mut self, wish: &str) {
        let (name, parameters) = wish.split_once(';').unwrap_or((wish, ""));
        let is = |coding: &str| name.trim().eq_ignore_ascii_case(coding);
        let wished = if is("br") {
            &mut self.brotli
        } else if is("gzip") || is("x-gzip") {
            &mut self.gzip
        } else if is("identity") {
            &mut self.identity
        } else if is("*") {
            &mut self.other
        } else {
            return;
        };
        *wished = Some(quality(parameters));
    }
}

/// Reads `q=0.5` as 500; what cannot be read counts as 1.
fn quality(parameters: &str) -> u32 {
    let value = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| value.trim())
    });
    let Some(value) = value.and_then(|value| value.parse::<f32>().ok()) else { return 1000 };
    // A positive wish stays one, however small; NaN becomes 0.
    (value.clamp(0.0, 1.0) * 1000.0).ceil() as u32
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::Coding;

    #[test]
    fn the_coding_is_the_one_that_the_client_likes_best() {
        for (accepted, expected) in [
            ("", Coding::Identity),
            ("gzip", Coding::Gzip),
            ("gzip, deflate, br, zstd", Coding::Brotli),
            ("GZIP;Q=1.0", Coding::Gzip),
            ("br;q=0.5, gzip;q=0.8", Coding::Gzip),
            ("br;q=0.5, gzip;q=0.5", Coding::Brotli),
            ("br;q=0, gzip;q=0", Coding::Identity),
            ("br;q=0.001", Coding::Brotli),
            ("*", Coding::Brotli),
            ("*;q=0", Coding::Identity),
            ("identity", Coding::Identity),
            ("identity;q=1, br;q=0.5", Coding::Identity),
            ("identity;q=0", Coding::Identity),
            ("identity;q=0, *", Coding::Brotli),
            ("identity;q=0, gzip;q=0.2", Coding::Gzip),
            ("*;q=0, gzip", Coding::Gzip),
            ("*;q=0.5, br;q=0", Coding::Gzip),
            ("zstd, deflate", Coding::Identity),
            ("br;q=x", Coding::Brotli),
            ("br;q=NaN, gzip", Coding::Gzip),
            (";;,=,;q=", Coding::Identity),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            assert_eq!(Coding::smallest(&headers), expected, "{accepted:?}");
            let likes_both = ["gzip, deflate, br, zstd", "br;q=0.5, gzip;q=0.5", "*", "identity;q=0, *"];
            let quickest = if likes_both.contains(&accepted) { Coding::Gzip } else { expected };
            assert_eq!(Coding::quickest(&headers), quickest, "{accepted:?}");
        }
        assert_eq!(Coding::smallest(&HeaderMap::new()), Coding::Identity);
    }

    #[test]
    fn a_header_that_is_no_text_is_no_wish() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_bytes(b"br\xFF").unwrap());
        assert_eq!(Coding::quickest(&headers), Coding::Identity);
    }

    #[test]
    fn bodies_that_gain_nothing_stay_as_they_are() {
        assert_eq!(Coding::Gzip.compress(b"short"), None);
        assert!(Coding::Brotli.compress(&[b'a'; 5000]).is_some_and(|packed| packed.len() < 100));
    }
}
