//! Questions in plain language: not every word of them need be the author's.

use crate::language::is_small;
use crate::lexicon::Lexicon;
use crate::query::Clause;
use crate::unit::{Kind, Unit};

/// A question of so many words is one in plain language. Fewer will do where some of them
/// are small.
const MANY: usize = 5;
const SOME: usize = 4;

/// The last word of a question in plain language is unfinished, if it is shorter and not small.
const MIN_FINISHED: usize = 4;

/// Tells whether a question is put in plain language.
pub(super) fn is_one(bag: &[&Clause]) -> bool {
    let different = |at: &usize| !bag[..*at].contains(&bag[*at]);
    let n_words = (0..bag.len()).filter(different).count();
    let small = |clause: &&Clause| matches!(clause.words.as_slice(), [word] if is_small(&word.folded));
    n_words >= MANY || (n_words >= SOME && bag.iter().any(small))
}

/// The end of a sentence is a whole word if it is one; short ones may yet be unfinished.
pub(super) fn finish(units: &mut [Unit], lexicon: &Lexicon<'_>) -> tantivy::Result<()> {
    for unit in units {
        let long = unit.word().filter(|word| is_small(word) || word.chars().count() >= MIN_FINISHED);
        if long.map(|word| lexicon.knows(word)).transpose()? == Some(true) {
            unit.readings.retain(|reading| reading.kind != Kind::Completion);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::is_one;
    use crate::Query;

    #[test]
    fn a_sentence_has_many_words_or_some_and_small_ones() {
        for (question, expected) in [
            ("how do I get my money back", true),
            ("switch to dark colours", true),
            ("to be or not", true),
            ("chain rule of calculus", true),
            ("rain garden rain garden rain", false),
            ("chain rule gradient descent", false),
            ("the chain rule", false),
            ("\"how do I get my money back\"", false),
            ("one two three four five", true),
        ] {
            assert_eq!(is_one(&Query::parse(question).bag()), expected, "{question}");
        }
    }
}
