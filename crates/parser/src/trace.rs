//! What makes a note known again under another name: the hash of its text, and a sketch of its words.

use serde::{Deserialize, Serialize};

/// How many values a sketch has.
const N_VALUES: usize = 16;

/// Notes whose sketches agree in this many values have more than half of their words in common, in the same order.
const MIN_SHARED: usize = 9;

/// A text with fewer runs of words than this has no sketch: it could be anybody's.
const MIN_RUNS: usize = 24;

/// What is left of a text when the text is gone: enough to know it again, not enough to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The start of the text's BLAKE3 hash.
    hash: [u8; 16],
    /// The least hash of the runs of three words in each of sixteen classes (one permutation hashing, Li, Owen and Zhang 2012).
    sketch: Option<[u16; N_VALUES]>,
}

impl Trace {
    /// Makes the trace of a text. Costs some ten nanoseconds a word.
    pub fn of(text: &str) -> Self {
        let hash = blake3::hash(text.as_bytes());
        let (start, _) = hash.as_bytes().split_at(16);
        Self { hash: start.try_into().expect("it is cut to this length"), sketch: sketch(text) }
    }

    /// Returns the start of the text's BLAKE3 hash, which no other text has.
    pub fn hash(&self) -> &[u8; 16] {
        &self.hash
    }

    /// Tells how much alike two texts are, from 9 to 16 sixteenths; `None` for texts that are not.
    pub fn likeness(&self, other: &Self) -> Option<usize> {
        let (own, others) = (self.sketch.as_ref()?, other.sketch.as_ref()?);
        let n_shared = own.iter().zip(others).filter(|(a, b)| a == b).count();
        (n_shared >= MIN_SHARED).then_some(n_shared)
    }

    /// Tells whether two texts may be one that was edited: they are alike, or both too short to know.
    pub fn may_be(&self, other: &Self) -> bool {
        (self.sketch.is_none() && other.sketch.is_none()) || self.likeness(other).is_some()
    }

    /// Returns a text's marks: two that are alike have most of them in common.
    pub fn marks(&self) -> impl Iterator<Item = (usize, u16)> {
        self.sketch.into_iter().flat_map(|sketch| sketch.into_iter().enumerate())
    }
}

fn sketch(text: &str) -> Option<[u16; N_VALUES]> {
    let mut least = [u64::MAX; N_VALUES];
    let (mut before, mut last, mut n_runs) = (0_u64, 0_u64, 0_usize);
    for word in text.split_ascii_whitespace() {
        let word = word
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let run = mix(before.rotate_left(40) ^ last.rotate_left(20) ^ word);
        (before, last) = (last, word);
        n_runs += 1;
        let class = usize::try_from(run % N_VALUES as u64).unwrap_or_default();
        least[class] = least[class].min(run);
    }
    // The lowest bits name the class and are the same in all of it.
    let value = |run: u64| u16::try_from((run >> 8) & 0xffff).unwrap_or_default();
    (n_runs >= MIN_RUNS).then(|| least.map(value))
}

/// Spreads every bit over all others (the finaliser of MurmurHash3).
fn mix(mut hash: u64) -> u64 {
    for factor in [0xff51_afd7_ed55_8ccd_u64, 0xc4ce_b9fe_1a85_ec53] {
        hash = (hash ^ (hash >> 33)).wrapping_mul(factor);
    }
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::{N_VALUES, Trace};

    fn words(range: std::ops::Range<usize>) -> String {
        range.map(|n| format!("word{} ", n * 7919 % 1000)).collect()
    }

    #[test]
    fn an_edited_text_is_known_again_and_another_is_not() {
        let text = words(0..300);
        let edited = text.replacen("word7 ", "other ", 1) + "and a line at the end";
        let [one, two, other] = [&text, &edited, &words(500..800)].map(|text| Trace::of(text));
        assert!(one.hash() != two.hash() && one.hash() == Trace::of(&text).hash());
        assert!(one.likeness(&two).is_some(), "a word and a line are little of it");
        assert_eq!(one.likeness(&other), None);
        assert_eq!(one.likeness(&one), Some(N_VALUES));
        assert!(one.may_be(&two) && !one.may_be(&other));
        assert!(one.marks().any(|mark| two.marks().any(|other| mark == other)));
    }

    #[test]
    fn short_texts_are_like_nothing() {
        let trace = Trace::of("# To do\n\n- [ ] \n");
        assert_eq!((trace.likeness(&trace), trace.marks().count()), (None, 0));
        let (other, long) = (Trace::of("two words"), Trace::of(&words(0..300)));
        assert!(trace.may_be(&other) && !trace.may_be(&long) && !long.may_be(&trace));
        assert_eq!(trace.hash(), Trace::of("# To do\n\n- [ ] \n").hash());
    }
}
