//! Words that begin like a word: of one family with it, though of another stem.

use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::unit::Form;

/// Words that have fewer letters in common have nothing else in common.
const MIN_START: usize = 5;

/// The stem is followed but for so many letters.
const N_OPEN: usize = 2;

/// A word is no more than so many letters longer or shorter.
const MAX_LONGER: usize = 6;

/// Where more words begin so, it says nothing.
const MAX: usize = 24;

/// Finds the words of English notes that begin like a word, beside those that are known.
pub(super) fn of(lexicon: &Lexicon<'_>, word: &str, known: &[&str], worth: f32) -> tantivy::Result<Vec<Form>> {
    let Some(start) = start(word) else { return Ok(Vec::new()) };
    let n_letters = word.chars().count();
    let is_alike = |other: &str| {
        other != word && !known.contains(&other) && other.chars().count().abs_diff(n_letters) <= MAX_LONGER
    };
    let words = lexicon.starting(start, MAX + 1, is_alike)?;
    if words.len() > MAX {
        return Ok(Vec::new());
    }
    let forms = words.into_iter();
    Ok(forms.map(|word| Form::Word { word: word.to_owned(), worth, language: Some(Language::ENGLISH) }).collect())
}

/// Returns how words begin that are like a word.
fn start(word: &str) -> Option<&str> {
    let stem = Language::ENGLISH.stemmer()?.stem(word).into_owned();
    let n_letters = stem.chars().count().saturating_sub(N_OPEN).max(MIN_START);
    let end = word.char_indices().nth(n_letters - 1).map(|(at, last)| at + last.len_utf8())?;
    Some(&word[..end])
}

#[cfg(test)]
mod tests {
    use super::start;

    #[test]
    fn what_words_begin_with_that_are_like_another() {
        for (word, expected) in [
            ("mathematics", Some("mathem")),
            ("security", Some("secur")),
            ("shape", Some("shape")),
            ("map", None),
            ("encryption", Some("encry")),
        ] {
            assert_eq!(start(word), expected, "{word}");
        }
    }
}
