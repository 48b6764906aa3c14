//! Words that are asked for together.

use crate::words::{WordKind, Words};

/// Words that must stand together: a phrase, or a single word.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Clause {
    pub(crate) words: Vec<QueryWord>,
    /// The last word may be unfinished.
    pub(crate) is_prefix: bool,
    /// Typed in quotes: it must be in a note as it is.
    pub(crate) is_quoted: bool,
}

/// A word in compared form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QueryWord {
    pub(crate) folded: String,
    /// The word with its diacritics, if it was typed with any.
    pub(crate) accented: Option<String>,
    /// Its place among the words of the clause.
    pub(crate) position: usize,
    /// Taken from a script without spaces; such a word is never unfinished.
    pub(crate) is_dense: bool,
}

impl Clause {
    pub(crate) fn of(text: &str) -> Self {
        let mut found: Vec<(QueryWord, WordKind)> = Vec::new();
        let mut words = Words::new(text);
        let mut folded = String::new();
        while let Some(word) = words.next_into(&mut folded) {
            if word.kind == WordKind::Part {
                continue;
            }
            if word.kind == WordKind::Accented {
                if let Some((last, _)) = found.last_mut() {
                    last.accented = Some(folded.clone());
                }
                continue;
            }
            let is_dense = word.kind != WordKind::Word;
            let word_in_query = QueryWord { folded: folded.clone(), accented: None, position: word.position, is_dense };
            found.push((word_in_query, word.kind));
        }
        // In a run of a dense script the pairs say it all; a character alone is asked for only where it stands alone.
        let pairs = |found: &[(QueryWord, WordKind)]| -> std::collections::HashSet<usize> {
            found.iter().filter(|(_, kind)| *kind == WordKind::Pair).map(|(word, _)| word.position).collect()
        };
        let starts_pair = pairs(&found);
        found.retain(|(word, kind)| {
            *kind != WordKind::Single
                || !(starts_pair.contains(&word.position)
                    || word.position.checked_sub(1).is_some_and(|before| starts_pair.contains(&before)))
        });
        Self { words: found.into_iter().map(|(word, _)| word).collect(), ..Self::default() }
    }

    /// Tells whether the last word can be unfinished.
    pub(crate) fn may_go_on(&self) -> bool {
        self.words.last().is_some_and(|word| !word.is_dense)
    }
}
