//! Pictures without what their makers did not mean to publish: places, names, software, previews, comments.
//!
//! Each format keeps what is drawn, byte for byte, with its colours and its orientation; all else goes, known or not. A
//! file that cannot be read as what it claims to be is left as it is.

mod exif;
mod gif;
mod jpeg;
mod png;
mod svg;
mod webp;

use bytes::Bytes;

/// Takes the metadata off a picture. The format is read from its first bytes; only SVG needs the file's extension.
///
/// Knows JPEG, PNG, WebP, GIF and SVG. Other files come back unchanged.
pub fn scrub(extension: &str, bytes: Bytes) -> Bytes {
    let scrubbed = match bytes.as_ref() {
        [0xFF, 0xD8, 0xFF, ..] => jpeg::scrub(&bytes),
        [0x89, b'P', b'N', b'G', ..] => png::scrub(&bytes),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp::scrub(&bytes),
        [b'G', b'I', b'F', b'8', ..] => gif::scrub(&bytes).map(Bytes::from),
        text if extension.eq_ignore_ascii_case("svg") => {
            std::str::from_utf8(text).ok().and_then(svg::scrub).map(|text| Bytes::from(text.into_bytes()))
        }
        _ => None,
    };
    scrubbed.unwrap_or(bytes)
}

#[cfg(test)]
mod tests;
