//! Whether a WebM film has a picture, from its first bytes (rule F-02).
//!
//! WebM is a tree of elements, each an id, a size and a content (RFC 8794). The tracks are listed near the start of the
//! segment; each says of which type it is (RFC 9559).

use std::fs::File;
use std::io::Read;

/// How much of a film is looked at.
const HEAD: u64 = 64 << 10;

const SEGMENT: u32 = 0x1853_8067;
const TRACKS: u32 = 0x1654_AE6B;
const TRACK_ENTRY: u32 = 0xAE;
const TRACK_TYPE: u32 = 0x83;

const PICTURE: u8 = 1;
const SOUND: u8 = 2;

/// Tells whether all that the film lists is sound. A film that cannot be read is none of these.
pub(crate) fn is_sound_alone(file: File) -> bool {
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head).is_ok() && is_sound(&head)
}

fn is_sound(head: &[u8]) -> bool {
    let tracks = Elements(head).content_of(SEGMENT).and_then(|segment| Elements(segment).content_of(TRACKS));
    let entries = Elements(tracks.unwrap_or_default()).filter(|(id, _)| *id == TRACK_ENTRY);
    let types: Vec<u8> =
        entries.filter_map(|(_, entry)| Elements(entry).content_of(TRACK_TYPE)?.last().copied()).collect();
    types.contains(&SOUND) && !types.contains(&PICTURE)
}

/// The elements that stand one after another in some bytes, each with its id and what is there of its content.
struct Elements<'b>(&'b [u8]);

impl<'b> Elements<'b> {
    fn content_of(&mut self, wanted: u32) -> Option<&'b [u8]> {
        self.find(|(id, _)| *id == wanted).map(|(_, content)| content)
    }

    /// Takes a number whose leading zeros say how many bytes it has; the marker behind them stays for an id.
    fn number(&mut self, max_len: usize, keeps_marker: bool) -> Option<u64> {
        let first = *self.0.first()?;
        let len = first.leading_zeros() as usize + 1;
        if len > max_len {
            return None;
        }
        let (bytes, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        let number = bytes.iter().fold(0, |number, &byte| (number << 8) | u64::from(byte));
        Some(if keeps_marker { number } else { number & !(1 << (7 * len)) })
    }
}

impl<'b> Iterator for Elements<'b> {
    type Item = (u32, &'b [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let id = u32::try_from(self.number(4, true)?).ok()?;
        // A size of ones alone means that it is not known: then it is larger than all that is there.
        let size = usize::try_from(self.number(8, false)?).unwrap_or(usize::MAX);
        let (content, rest) = self.0.split_at(size.min(self.0.len()));
        self.0 = rest;
        Some((id, content))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(id: &[u8], content: &[u8]) -> Vec<u8> {
        [id, &[0x80 | u8::try_from(content.len()).unwrap()], content].concat()
    }

    fn film(types: &[u8]) -> Vec<u8> {
        let track = |kind: &u8| element(&[0xAE], &[element(&[0xD7], &[1]), element(&[0x83], &[*kind])].concat());
        let tracks = element(&[0x16, 0x54, 0xAE, 0x6B], &types.iter().flat_map(track).collect::<Vec<_>>());
        let info = element(&[0x15, 0x49, 0xA9, 0x66], &[0xEC, 0x80]);
        let segment = [info, tracks].concat();
        // As a browser records it: the size of the segment is not known.
        [
            &element(&[0x1A, 0x45, 0xDF, 0xA3], b"\x42\x82\x84webm"),
            &b"\x18\x53\x80\x67\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF"[..],
            &segment,
        ]
        .concat()
    }

    #[test]
    fn a_film_is_sound_if_it_has_sound_and_no_picture_f_02() {
        for (types, expected) in [
            (&[SOUND][..], true),
            (&[PICTURE], false),
            (&[SOUND, PICTURE], false),
            (&[SOUND, 17], true),
            (&[17], false),
            (&[], false),
        ] {
            assert_eq!(is_sound(&film(types)), expected, "{types:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_no_sound_f_02() {
        let film = film(&[SOUND]);
        for len in 0..film.len() {
            assert!(!is_sound(&film[..len]), "{len}");
        }
        assert!(!is_sound(&[0; 100]));
        assert!(!is_sound(&[0xFF; 100]));
    }
}
