//! PNG: the chunks that draw stay, all others go, and what lies behind the end.

use bytes::Bytes;
use img_parts::png::{Png, PngChunk};

use super::exif;

/// What takes part in drawing, also of animations and of colours beyond the usual.
const DRAWN: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV",
    b"cLLI", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

pub(super) fn scrub(bytes: &Bytes) -> Option<Bytes> {
    let mut png = Png::from_bytes(bytes.clone()).ok()?;
    let chunks = std::mem::take(png.chunks_mut());
    *png.chunks_mut() = chunks
        .into_iter()
        .filter_map(|chunk| match &chunk.kind() {
            b"eXIf" => exif::orientation_only(chunk.contents()).map(|exif| PngChunk::new(*b"eXIf", exif.into())),
            kind => DRAWN.contains(&kind).then_some(chunk),
        })
        .collect();
    Some(png.encoder().bytes())
}
