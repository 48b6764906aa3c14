//! The bytes of a bucket as they may be kept outside, and how they are known again.

use std::ops::Range;

use bytes::Bytes;

/// The files of which Tantivy makes a segment, by their extensions, in the order in which they are kept; and at the end a file of
/// our own, which tells whose they are.
pub(crate) const FILES: [&str; 7] = ["term", "idx", "pos", "fieldnorm", "fast", "store", OWNERS];

/// The file that tells which notes a bucket holds.
pub(crate) const OWNERS: &str = "owners";

const CHECKSUM: usize = 32;
const NUMBER: usize = 8;
const HEAD: usize = CHECKSUM + NUMBER * (1 + FILES.len());

/// Where parts of an index were kept, by their keys. What it gives is taken only if it is whole; it may forget at will.
pub trait KeptSegments: Sync {
    /// Returns all that was kept of what [`crate::SearchIndex::segments`] gave, each part with its key, in any order.
    fn all(&self) -> Vec<([u8; 32], Bytes)>;
}

/// Lays the files behind one another, behind how many notes they hold and how long they are, behind a checksum of it all.
/// The key goes into the checksum, so that the bytes of another key are no more accepted than damaged ones.
pub(crate) fn seal(key: &[u8; 32], n_notes: usize, files: &[impl AsRef<[u8]>; FILES.len()]) -> Vec<u8> {
    let n_bytes: usize = files.iter().map(|file| file.as_ref().len()).sum();
    let mut sealed = vec![0; CHECKSUM];
    sealed.reserve_exact(HEAD - CHECKSUM + n_bytes);
    sealed.extend((n_notes as u64).to_le_bytes());
    files.iter().for_each(|file| sealed.extend((file.as_ref().len() as u64).to_le_bytes()));
    files.iter().for_each(|file| sealed.extend(file.as_ref()));
    let checksum = blake3::keyed_hash(key, &sealed[CHECKSUM..]);
    sealed[..CHECKSUM].copy_from_slice(checksum.as_bytes());
    sealed
}

/// Finds the files in bytes that [`seal`] made under the same key, and for how many notes; `None` in any others.
pub(crate) fn unseal(key: &[u8; 32], sealed: &[u8]) -> Option<(usize, [Range<usize>; FILES.len()])> {
    let (checksum, rest) = sealed.split_at_checked(CHECKSUM)?;
    if blake3::keyed_hash(key, rest) != <[u8; CHECKSUM]>::try_from(checksum).ok()? {
        return None;
    }
    let (head, _) = rest.split_at_checked(HEAD - CHECKSUM)?;
    let mut numbers = head.chunks_exact(NUMBER).map(|number| {
        let number = u64::from_le_bytes(number.try_into().expect("a chunk has the length that was asked for"));
        usize::try_from(number).ok()
    });
    let n_notes = numbers.next()??;
    let mut start = HEAD;
    let mut files = [const { 0..0 }; FILES.len()];
    for file in &mut files {
        let end = start.checked_add(numbers.next()??).filter(|&end| end <= sealed.len())?;
        *file = start..end;
        start = end;
    }
    (start == sealed.len()).then_some((n_notes, files))
}

#[cfg(test)]
mod tests {
    use super::{FILES, seal, unseal};

    const KEY: [u8; 32] = [7; 32];

    fn sealed() -> Vec<u8> {
        seal(&KEY, 3, &["one", "two", "", "four", "5", "six!", "seven"])
    }

    #[test]
    fn what_was_sealed_is_found_again() {
        let sealed = sealed();
        let (n_notes, found) = unseal(&KEY, &sealed).unwrap();
        let files: [&[u8]; FILES.len()] = found.map(|file| &sealed[file]);
        assert_eq!(n_notes, 3);
        assert_eq!(files, [b"one".as_slice(), b"two", b"", b"four", b"5", b"six!", b"seven"]);
    }

    #[test]
    fn bytes_of_another_key_are_refused() {
        assert_eq!(unseal(&[8; 32], &sealed()), None);
    }

    #[test]
    fn bytes_that_are_not_whole_are_refused() {
        let whole = sealed();
        for at in 0..whole.len() {
            assert_eq!(unseal(&KEY, &whole[..at]), None, "cut at {at}");
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            assert_eq!(unseal(&KEY, &damaged), None, "changed at {at}");
        }
        assert_eq!(unseal(&KEY, &[whole.as_slice(), b"x"].concat()), None);
    }
}
