//! WebP: picture, animation, transparency and colour profile stay.

use bytes::Bytes;
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;

use super::exif;

const DRAWN: &[&[u8; 4]] = &[b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// The bits of the extended header that announce Exif and XMP.
const EXIF_BIT: u8 = 0x08;
const XMP_BIT: u8 = 0x04;

pub(super) fn scrub(bytes: &Bytes) -> Option<Bytes> {
    let mut webp = WebP::from_bytes(bytes.clone()).ok()?;
    let exif = webp.chunks().iter().find(|chunk| chunk.id() == *b"EXIF");
    let exif = exif.and_then(|chunk| chunk.content().data()).and_then(|data| {
        // Some programs put the mark of JPEG before it.
        exif::orientation_only(data.strip_prefix(b"Exif\0\0").unwrap_or(data))
    });
    let kept = if exif.is_some() { EXIF_BIT } else { 0 };
    let chunks = webp.chunks_mut();
    chunks.retain(|chunk| DRAWN.contains(&&chunk.id()));
    for header in chunks.iter_mut().filter(|chunk| chunk.id() == *b"VP8X") {
        if let RiffContent::Data(data) = header.content_mut() {
            let mut flags = data.to_vec();
            if let Some(first) = flags.first_mut() {
                *first = *first & !(EXIF_BIT | XMP_BIT) | kept;
            }
            *data = flags.into();
        }
    }
    if let Some(exif) = exif {
        chunks.push(RiffChunk::new(*b"EXIF", RiffContent::Data(exif.into())));
    }
    Some(webp.encoder().bytes())
}
