//! Whose words a bucket holds: for each note in it what it is known by, and its language.

use crate::language::Language;

/// What stands for all that is indexed of a note.
pub(crate) type Fingerprint = [u8; 32];

const LENGTH: usize = 32 + 1;

/// A note in a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) fingerprint: Fingerprint,
    /// The language of its text.
    pub(crate) language: Language,
}

/// Writes owners behind one another.
pub(crate) fn write(owners: &[Owner]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(owners.len() * LENGTH);
    for owner in owners {
        bytes.extend(owner.fingerprint);
        bytes.push(owner.language.number());
    }
    bytes
}

/// Reads what [`write`] wrote for so many; `None` where it is something else.
pub(crate) fn read(bytes: &[u8], n_notes: usize) -> Option<Vec<Owner>> {
    let (records, []) = bytes.as_chunks::<LENGTH>() else { return None };
    let owner = |record: &[u8; LENGTH]| {
        let (fingerprint, language) = record.split_first_chunk::<32>()?;
        Some(Owner { fingerprint: *fingerprint, language: Language::of_number(*language.first()?) })
    };
    (records.len() == n_notes).then(|| records.iter().map(owner).collect())?
}

#[cfg(test)]
mod tests {
    use super::{Owner, read, write};
    use crate::language::Language;

    #[test]
    fn what_was_written_is_read_again() {
        let owners = [
            Owner { fingerprint: [1; 32], language: Language::of_tag("fi") },
            Owner { fingerprint: [2; 32], language: Language::NONE },
        ];
        let bytes = write(&owners);
        assert_eq!(read(&bytes, 2).as_deref(), Some(owners.as_slice()));
        assert_eq!(read(&bytes, 1), None);
        assert_eq!(read(&bytes[1..], 2), None);
        assert_eq!(read(&[], 0), Some(Vec::new()));
    }
}
