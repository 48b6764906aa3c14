//! Words of which a word is a part, as in compounds.

use crate::lexicon::Lexicon;

/// Shorter words are parts of too many.
const MIN_LETTERS: usize = 4;

/// No more words are tried for one: the first ones of the alphabet.
const MAX: usize = 48;

/// Finds the words that hold a word behind their start, in the order of the alphabet.
pub(super) fn holding(lexicon: &Lexicon<'_>, word: &str) -> tantivy::Result<Vec<String>> {
    if word.chars().count() < MIN_LETTERS {
        return Ok(Vec::new());
    }
    let mut found = lexicon.holding(word)?;
    found.truncate(MAX);
    Ok(found)
}
