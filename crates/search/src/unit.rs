//! What one word of a question may stand for in the notes.

use std::hash::{Hash, Hasher};

use crate::language::Language;
use crate::query::{Clause, QueryWord};

/// A word or phrase that is asked for, and what it is read as.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    /// As the reader knows it.
    pub(crate) typed: String,
    pub(crate) readings: Vec<Reading>,
}

/// Forms that are as rare together as one word: none is worth more for being a rare one.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) kind: Kind,
    pub(crate) forms: Vec<Form>,
    /// What it is worth against the word itself.
    pub(crate) worth: f32,
}

/// How a reading comes from what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The word itself, with or without its accents, and other words of its stem.
    Itself,
    /// Words that start so.
    Completion,
    /// Words that it may have been meant to be.
    Slip,
    /// Words of which it is a part.
    Part,
    /// Words that mean nearly the same.
    Meaning,
}

/// Something that stands in texts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Form {
    /// A word; only in notes of a language, if one is given.
    Word { word: String, worth: f32, language: Option<Language> },
    /// All words that start so.
    Start { start: String },
    /// Words that stand together, each at its distance from the first; behind them maybe a word that starts so.
    Phrase { words: Vec<(u32, String)>, unfinished: Option<(u32, String)> },
}

/// What it is worth is a number.
impl Eq for Form {}

impl Hash for Form {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Word { word, worth, language } => (0, word, worth.to_bits(), language).hash(state),
            Self::Start { start } => (1, start).hash(state),
            Self::Phrase { words, unfinished } => (2, words, unfinished).hash(state),
        }
    }
}

impl Form {
    /// Tells whether it is worth anything.
    pub(crate) fn counts(&self) -> bool {
        match self {
            Self::Word { worth, .. } => *worth > 0.0,
            Self::Start { .. } | Self::Phrase { .. } => true,
        }
    }
}

impl Unit {
    /// Reads the plain words of a query as themselves.
    #[cfg(test)]
    pub(crate) fn all_of(query: &str) -> Vec<Self> {
        crate::Query::parse(query).bag().into_iter().map(|clause| Self::of(clause, 1.0, 1.0)).collect()
    }

    /// What was typed, as it was typed.
    pub(crate) fn of(clause: &Clause, accent: f32, completion: f32) -> Self {
        let mut unit = Self { typed: typed(&clause.words), readings: Vec::new() };
        let itself = match clause.words.as_slice() {
            [] => Vec::new(),
            [word] => {
                let plain = Form::Word { word: word.folded.clone(), worth: 1.0, language: None };
                let accented = word.accented.iter();
                let accented = accented.map(|word| Form::Word { word: word.clone(), worth: accent, language: None });
                std::iter::once(plain).chain(accented).collect()
            }
            words => vec![Form::Phrase { words: placed(words, words), unfinished: None }],
        };
        unit.readings.push(Reading { kind: Kind::Itself, forms: itself, worth: 1.0 });
        if clause.is_prefix
            && let Some((last, before)) = clause.words.split_last()
        {
            let form = match before {
                [] => Form::Start { start: last.folded.clone() },
                words => Form::Phrase {
                    words: placed(words, &clause.words),
                    unfinished: Some((distance(last, &clause.words), last.folded.clone())),
                },
            };
            unit.readings.push(Reading { kind: Kind::Completion, forms: vec![form], worth: completion });
        }
        unit
    }

    /// Returns the word, where it is a single one.
    pub(crate) fn word(&self) -> Option<&str> {
        match self.readings.first()?.forms.first()? {
            Form::Word { word, .. } => Some(word),
            Form::Start { .. } | Form::Phrase { .. } => None,
        }
    }

    /// Returns what starts a word that may be unfinished.
    pub(crate) fn start(&self) -> Option<&str> {
        self.readings.iter().flat_map(|reading| &reading.forms).find_map(|form| match form {
            Form::Start { start } => Some(start.as_str()),
            Form::Phrase { unfinished: Some((_, start)), .. } => Some(start),
            Form::Word { .. } | Form::Phrase { .. } => None,
        })
    }

    /// Returns of how many words it is made.
    pub(crate) fn n_words(&self) -> usize {
        match self.readings.first().and_then(|reading| reading.forms.first()) {
            Some(Form::Phrase { words, .. }) => words.len(),
            Some(Form::Word { .. } | Form::Start { .. }) => 1,
            None => 0,
        }
    }

    /// Returns the words that it is read as, each with its place among those that were typed.
    pub(crate) fn placed_words(&self) -> Vec<(&str, usize)> {
        let mut placed = Vec::new();
        for form in self.readings.iter().flat_map(|reading| &reading.forms) {
            match form {
                Form::Word { word, .. } => placed.push((word.as_str(), 0)),
                Form::Phrase { words, .. } => {
                    placed.extend(words.iter().zip(0..).map(|((_, word), at)| (word.as_str(), at)))
                }
                Form::Start { .. } => {}
            }
        }
        placed
    }

    /// Returns the whole words that it is read as, each once.
    pub(crate) fn words(&self) -> Vec<&str> {
        let mut words: Vec<&str> = Vec::new();
        for form in self.readings.iter().flat_map(|reading| &reading.forms) {
            match form {
                Form::Word { word, .. } => words.push(word),
                Form::Phrase { words: members, .. } => words.extend(members.iter().map(|(_, word)| word.as_str())),
                Form::Start { .. } => {}
            }
        }
        words.sort_unstable();
        words.dedup();
        words
    }
}

/// Returns words as they were typed. Pairs of a script without spaces overlap.
fn typed(words: &[QueryWord]) -> String {
    let mut typed = String::new();
    let mut before: Option<&QueryWord> = None;
    for word in words {
        let text = word.accented.as_ref().unwrap_or(&word.folded);
        match before {
            Some(before) if before.is_dense && word.is_dense && word.position == before.position + 1 => {
                let ends = before.folded.char_indices().map(|(at, _)| &before.folded[at..]);
                let overlap = ends.into_iter().find(|end| text.starts_with(end)).map_or(0, str::len);
                typed.push_str(&text[overlap..]);
            }
            Some(_) => {
                typed.push(' ');
                typed.push_str(text);
            }
            None => typed.push_str(text),
        }
        before = Some(word);
    }
    typed
}

fn placed(words: &[QueryWord], among: &[QueryWord]) -> Vec<(u32, String)> {
    words.iter().map(|word| (distance(word, among), word.folded.clone())).collect()
}

/// Returns how far a word stands behind the first one.
fn distance(word: &QueryWord, among: &[QueryWord]) -> u32 {
    let first = among.first().map_or(word.position, |first| first.position);
    u32::try_from(word.position.saturating_sub(first)).unwrap_or(u32::MAX)
}
