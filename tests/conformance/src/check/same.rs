//! Compares two answers that may repeat what was asked for.

use percent_encoding::percent_decode_str;

use crate::finding::around;

/// Compares two bodies, each of which may hold its own path, or the words of it; returns what stands where they part.
pub(super) fn difference(here: (&str, &str), there: (&str, &str)) -> Option<(String, String)> {
    let (here_words, there_words) = (words_of(here.0), words_of(there.0));
    let (here_tokens, there_tokens) = (tokens(here.1), tokens(there.1));
    let (mut at, mut other) = (0, 0);
    while at < here_tokens.len() || other < there_tokens.len() {
        if at < here_tokens.len() && here_tokens.get(at) == there_tokens.get(other) {
            (at, other) = (at + 1, other + 1);
            continue;
        }
        let (past, past_other) = (past(&here_tokens, at, &here_words), past(&there_tokens, other, &there_words));
        if (past, past_other) == (at, other) {
            let shown =
                |text: &str, tokens: &[&str]| around(text, tokens.iter().map(|token| token.chars().count()).sum());
            return Some((shown(here.1, &here_tokens[..at]), shown(there.1, &there_tokens[..other])));
        }
        (at, other) = (past, past_other);
    }
    None
}

/// Parts a text in words and single other characters.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    for (at, char) in text.char_indices() {
        if !char.is_alphanumeric() {
            if start < at {
                tokens.push(&text[start..at]);
            }
            start = at + char.len_utf8();
            tokens.push(&text[at..start]);
        }
    }
    if start < text.len() {
        tokens.push(&text[start..]);
    }
    tokens
}

/// Returns the words of a path, as it is and decoded.
fn words_of(path: &str) -> Vec<String> {
    let decoded = percent_decode_str(path).decode_utf8_lossy().into_owned();
    let words = |text: &str| tokens(text).into_iter().filter(|token| is_word(token)).map(str::to_lowercase).collect();
    let mut all: Vec<String> = words(path);
    all.extend::<Vec<String>>(words(&decoded));
    all
}

fn is_word(token: &str) -> bool {
    token.chars().all(char::is_alphanumeric)
}

/// Returns the place behind a run of the words of a path and what parts them.
fn past(tokens: &[&str], from: usize, words: &[String]) -> usize {
    let mut end = from;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        if is_word(token) {
            if !words.contains(&token.to_lowercase()) {
                break;
            }
            end = at + 1;
        } else if at > end + 3 {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn only_the_path_may_differ() {
        let same = |here, there| difference(here, there).is_none();
        assert!(same(("/Secret", "no <b>Secret</b> here"), ("/Nobody", "no <b>Nobody</b> here")));
        assert!(same(("/My-Secret.md", "no 'My Secret' here"), ("/Other", "no 'Other' here")));
        assert!(same(("/a%20b", "x a b y"), ("/never", "x never y")));
        assert!(!same(("/Secret", "no Secret here"), ("/Nobody", "no Nobody there")));
        assert!(!same(("/Secret", "Secret, private"), ("/Nobody", "Nobody")));
        assert!(!same(("/Secret", "Nobody"), ("/Nobody", "")) || same(("/x", ""), ("/x", "")));
    }
}
