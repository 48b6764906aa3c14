//! The words of a bucket as one text, in which parts of words are found.

use std::collections::BTreeSet;

use memchr::memmem::Finder;

use crate::bucket::Bucket;
use crate::words;

/// Stands between the words; no word holds it.
const BREAK: u8 = b'\n';

/// The words of all fields in the order of the alphabet, each between two breaks.
pub(crate) struct Vocabulary {
    text: Vec<u8>,
}

impl Vocabulary {
    /// Lists the words of a bucket: some 10 ms for 100,000.
    pub(crate) fn of(bucket: &Bucket) -> tantivy::Result<Self> {
        let mut found: BTreeSet<Vec<u8>> = BTreeSet::new();
        for part in &bucket.parts {
            let mut stream = part.words.terms().stream()?;
            while stream.advance() {
                if std::str::from_utf8(stream.key()).is_ok_and(words::is_folded) {
                    found.insert(stream.key().to_vec());
                }
            }
        }
        let mut text = vec![BREAK];
        for word in found {
            text.extend(word);
            text.push(BREAK);
        }
        Ok(Self { text })
    }

    /// Calls for each word that holds the part behind its start, in the order of the alphabet.
    pub(crate) fn holding<'v>(&'v self, part: &str, mut word: impl FnMut(&'v str)) {
        let finder = Finder::new(part);
        let mut from = 0;
        while let Some(at) = self.text.get(from..).and_then(|rest| finder.find(rest)).map(|at| from + at) {
            let start = memchr::memrchr(BREAK, &self.text[..at]).map_or(0, |at| at + 1);
            let end = memchr::memchr(BREAK, &self.text[at..]).map_or(self.text.len(), |end| at + end);
            if start < at
                && let Ok(found) = std::str::from_utf8(&self.text[start..end])
            {
                word(found);
                from = end;
            } else {
                from = at + 1;
            }
        }
    }
}
