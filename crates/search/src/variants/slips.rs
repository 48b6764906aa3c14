//! Words that may have been meant.

use crate::lexicon::Lexicon;
use crate::unit::Form;
use crate::variants::n_slips;

/// Words of so many letters may have one slip, and of so many two.
const MIN_ONE: usize = 4;
const MIN_TWO: usize = 8;

/// An unfinished word of so many letters may have a slip.
const MIN_BEGUN: usize = 5;

/// Of the words that begin nearly like another so many are looked at.
const MAX_BEGUN: usize = 200;

/// No more words are tried for one: those with fewest slips, and of those the most frequent.
const MAX: usize = 24;

/// Halves of a word have at least so many letters.
const MIN_HALF: usize = 2;

/// What a word may have been meant to be, best first.
pub(crate) struct Slips {
    words: Vec<Meant>,
    /// The two words that were typed as one.
    halves: Option<(String, String)>,
}

#[derive(Clone, Debug)]
struct Meant {
    word: String,
    n_slips: u8,
    frequency: u64,
}

impl Slips {
    /// Looks for a word of the garden that was meant; with the words beside it, which may have been torn from it.
    pub(crate) fn of(
        lexicon: &Lexicon<'_>,
        word: &str,
        before: Option<&str>,
        behind: Option<&str>,
    ) -> tantivy::Result<Self> {
        let near = lexicon.shelf.known.near.found(word, || Near::of(lexicon, word))?;
        let mut words = near.words.clone();
        let joined = before.map(|before| format!("{before}{word}"));
        for joined in joined.into_iter().chain(behind.map(|behind| format!("{word}{behind}"))) {
            let frequency = lexicon.frequency(&joined)?;
            if frequency > 0 {
                words.push(Meant { word: joined, n_slips: 1, frequency });
            }
        }
        keep_best(&mut words);
        Ok(Self { words, halves: near.halves.clone() })
    }

    /// Returns the forms with so many slips.
    pub(crate) fn forms(&self, n_slips: u8) -> impl Iterator<Item = Form> {
        let words = self.words.iter().filter(move |meant| meant.n_slips == n_slips);
        let words = words.map(|meant| Form::Word { word: meant.word.clone(), worth: 1.0, language: None });
        let halves = self.halves.iter().filter(move |_| n_slips == 1).map(|(first, second)| Form::Phrase {
            words: vec![(0, first.clone()), (1, second.clone())],
            unfinished: None,
        });
        words.chain(halves)
    }
}

/// Leaves the words that are tried, best first.
fn keep_best(words: &mut Vec<Meant>) {
    words.sort_unstable_by(|a, b| {
        a.n_slips.cmp(&b.n_slips).then(b.frequency.cmp(&a.frequency)).then_with(|| a.word.cmp(&b.word))
    });
    words.truncate(MAX);
}

/// What a word may have been meant to be by itself.
#[derive(Debug)]
pub(super) struct Near {
    words: Vec<Meant>,
    halves: Option<(String, String)>,
}

impl Near {
    fn of(lexicon: &Lexicon<'_>, word: &str) -> tantivy::Result<Self> {
        let n_letters = word.chars().count();
        let most = if n_letters >= MIN_TWO { 2 } else { u8::from(n_letters >= MIN_ONE) };
        let mut words = Vec::new();
        if most > 0 {
            for other in lexicon.near(word, most)? {
                if let Some(n_slips) = n_slips(word, &other, usize::from(most)).filter(|&n| n > 0) {
                    let frequency = lexicon.frequency(&other)?;
                    words.push(Meant { word: other, n_slips: n_slips as u8, frequency });
                }
            }
        }
        keep_best(&mut words);
        Ok(Self { words, halves: halves(lexicon, word)? })
    }
}

/// Finds the words that begin nearly like an unfinished word, in as few slips as any does; the most frequent first. Its first letter is
/// taken to be right.
pub(super) fn begun(lexicon: &Lexicon<'_>, start: &str) -> tantivy::Result<Vec<String>> {
    let n_letters = start.chars().count();
    let most: u8 = if n_letters >= MIN_TWO { 2 } else { u8::from(n_letters >= MIN_BEGUN) };
    for n_slips in 1..=most {
        let mut words = Vec::new();
        for word in lexicon.starting_near(start, n_slips, MAX_BEGUN)? {
            let frequency = lexicon.frequency(&word)?;
            words.push(Meant { word, n_slips, frequency });
        }
        if !words.is_empty() {
            keep_best(&mut words);
            return Ok(words.into_iter().map(|meant| meant.word).collect());
        }
    }
    Ok(Vec::new())
}

/// Finds the two words that a word may be put together of: the pair whose rarer word is the most frequent.
fn halves(lexicon: &Lexicon<'_>, word: &str) -> tantivy::Result<Option<(String, String)>> {
    let n_letters = word.chars().count();
    let mut best: Option<(u64, String, String)> = None;
    for (at, _) in word.char_indices().take((n_letters + 1).saturating_sub(MIN_HALF)).skip(MIN_HALF) {
        let (first, second) = word.split_at(at);
        let first_frequency = lexicon.frequency(first)?;
        if first_frequency > 0 {
            let frequency = first_frequency.min(lexicon.frequency(second)?);
            if frequency > best.as_ref().map_or(0, |(most, ..)| *most) {
                best = Some((frequency, first.to_owned(), second.to_owned()));
            }
        }
    }
    Ok(best.map(|(_, first, second)| (first, second)))
}
