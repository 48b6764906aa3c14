//! The words of a text as far as questions are drawn from them: plainly cut, so that no engine is favoured.

use std::sync::LazyLock;

use regex::Regex;

static WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’][\p{L}\p{M}]+)*").expect("the pattern is right")
});

/// Returns the words of a text in their order, in lower case.
pub(crate) fn words(text: &str) -> Vec<String> {
    WORD.find_iter(text).map(|word| word.as_str().to_lowercase()).collect()
}

/// Returns the same words, each once, in order of their letters.
pub(crate) fn set(words: &[String]) -> Vec<String> {
    let mut set = words.to_vec();
    set.sort_unstable();
    set.dedup();
    set
}

/// Tells whether a word is spelt with letters that one may slip on: an alphabet, not a script whose signs are words.
pub(crate) fn is_spelt(word: &str) -> bool {
    let is_of_alphabet = |c: char| c.is_alphabetic() && (c < '\u{0900}' || ('\u{1E00}'..'\u{2000}').contains(&c));
    word.chars().all(is_of_alphabet)
}
