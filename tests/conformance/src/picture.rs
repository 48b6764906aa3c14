//! A picture of a given size.

use std::io::Write as _;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

/// Returns a grey PNG.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut header = Vec::from(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    // Eight bits of grey, the only ways to compress and filter, not interlaced.
    header.extend([8, 0, 0, 0, 0]);
    let row = vec![0; width as usize + 1];
    let mut data = ZlibEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..height {
        data.write_all(&row).expect("memory takes all");
    }
    let mut picture = Vec::from(*b"\x89PNG\r\n\x1a\n");
    push_chunk(&mut picture, *b"IHDR", &header);
    push_chunk(&mut picture, *b"IDAT", &data.finish().expect("memory takes all"));
    push_chunk(&mut picture, *b"IEND", &[]);
    picture
}

fn push_chunk(picture: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    picture.extend(u32::try_from(data.len()).expect("pictures of cases are small").to_be_bytes());
    let mut sum = Crc::new();
    sum.update(&kind);
    sum.update(data);
    picture.extend(kind);
    picture.extend(data);
    picture.extend(sum.sum().to_be_bytes());
}
