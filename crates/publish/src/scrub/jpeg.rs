//! JPEG: of the application segments, only frame, colour profile and colour transform stay.

use bytes::Bytes;
use img_parts::jpeg::{Jpeg, JpegSegment, markers};

use super::exif;

const EXIF: &[u8] = b"Exif\0\0";
const JFIF: &[u8] = b"JFIF\0";
/// The length of a JFIF segment without a preview, which may show what was cut away.
const JFIF_LEN: usize = 14;

pub(super) fn scrub(bytes: &Bytes) -> Option<Bytes> {
    let jpeg = Jpeg::from_bytes(bytes.clone()).ok()?;
    let mut out = vec![0xFF, markers::SOI];
    for segment in jpeg.segments() {
        let kept = match segment.marker() {
            markers::APP0 => without_preview(segment.contents()),
            markers::APP1 => orientation(segment),
            marker if is_dropped(marker, segment.contents()) => None,
            _ => Some(segment.contents().to_vec()),
        };
        if let Some(contents) = kept {
            put(&mut out, segment.marker(), &contents)?;
        }
        if segment.has_entropy() {
            let n_scan_bytes = segment.len_with_entropy() - segment.len();
            put_scans(&mut out, &bytes[bytes.len().checked_sub(n_scan_bytes)?..])?;
            return Some(out.into());
        }
    }
    None
}

/// Writes the scans up to the end of the picture, with the segments between them; what lies behind, such as a preview or
/// a film, goes.
fn put_scans(out: &mut Vec<u8>, scans: &[u8]) -> Option<()> {
    let mut at = 0;
    while let Some(len) = scans[at..].iter().position(|&byte| byte == 0xFF) {
        out.extend_from_slice(&scans[at..at + len]);
        at += len;
        match *scans.get(at + 1)? {
            markers::EOI => {
                out.extend([0xFF, markers::EOI]);
                return Some(());
            }
            // A stuffed byte, a restart marker, or a fill byte.
            0x00 | 0x01 | 0xD0..=0xD7 => {
                out.extend_from_slice(&scans[at..at + 2]);
                at += 2;
            }
            0xFF => {
                out.push(0xFF);
                at += 1;
            }
            marker => {
                let size = usize::from(u16::from_be_bytes(scans.get(at + 2..at + 4)?.try_into().ok()?));
                let contents = scans.get(at + 4..at + 2 + size)?;
                if !is_dropped(marker, contents) && !matches!(marker, markers::APP0 | markers::APP1) {
                    out.extend_from_slice(&scans[at..at + 2 + size]);
                }
                at += 2 + size;
            }
        }
    }
    // The picture ends without its mark, as cut-off files do.
    out.extend_from_slice(&scans[at..]);
    Some(())
}

fn put(out: &mut Vec<u8>, marker: u8, contents: &[u8]) -> Option<()> {
    let len = u16::try_from(contents.len() + 2).ok()?;
    out.extend([0xFF, marker]);
    out.extend(len.to_be_bytes());
    out.extend_from_slice(contents);
    Some(())
}

/// Tells whether a segment other than the first two kinds goes.
fn is_dropped(marker: u8, contents: &[u8]) -> bool {
    match marker {
        markers::COM => true,
        markers::APP2 => !contents.starts_with(b"ICC_PROFILE\0"),
        markers::APP14 => !contents.starts_with(b"Adobe"),
        0xE0..=0xEF => !matches!(marker, markers::APP0 | markers::APP1),
        _ => false,
    }
}

fn without_preview(contents: &Bytes) -> Option<Vec<u8>> {
    let mut frame = contents.get(..JFIF_LEN).filter(|frame| frame.starts_with(JFIF))?.to_vec();
    frame[JFIF_LEN - 2..].fill(0);
    Some(frame)
}

fn orientation(segment: &JpegSegment) -> Option<Vec<u8>> {
    let tiff = segment.contents().strip_prefix(EXIF)?;
    Some([EXIF, &exif::orientation_only(tiff)?].concat())
}
