//! The one thing in Exif data that changes how a picture is shown: its orientation.

/// Makes Exif data that holds the orientation of the given data and nothing else; `None` where the picture stands upright.
/// Both begin with the TIFF header.
pub(super) fn orientation_only(tiff: &[u8]) -> Option<Vec<u8>> {
    let orientation = orientation(tiff).filter(|orientation| (2..=8).contains(orientation))?;
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0]);
    // No further directory.
    exif.extend([0, 0, 0, 0]);
    Some(exif)
}

/// Reads the orientation from the first directory of a TIFF structure.
fn orientation(tiff: &[u8]) -> Option<u8> {
    let is_little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let u16_at = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let u32_at = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    };
    let directory = usize::try_from(u32_at(4)?).ok()?;
    let n_entries = usize::from(u16_at(directory)?);
    (0..n_entries).find_map(|idx| {
        let entry = directory.checked_add(2 + idx * 12)?;
        let is_orientation = u16_at(entry)? == 0x0112 && u16_at(entry + 2)? == 3;
        if is_orientation { u8::try_from(u16_at(entry + 8)?).ok() } else { None }
    })
}
