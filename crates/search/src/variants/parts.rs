//! Words of which a word is a part, as in compounds.

use crate::lexicon::Lexicon;

/// Shorter words are parts of too many.
const MIN_LETTERS: usize = 4;

/// No more words are tried for one: the first ones of the alphabet.
const MAX: usize = 48;

/// Finds the words that hold a word behind their start, in the order of the alphabet.
pub(super) fn holding<'s>(lexicon: &Lexicon<'s>, word: &str) -> tantivy::Result<Vec<&'s str>> {
    if word.chars().count() < MIN_LETTERS {
        return Ok(Vec::new());
    }
    lexicon.holding(word, MAX)
}
