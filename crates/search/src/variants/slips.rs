//! Words that may have been meant.

use crate::lexicon::Lexicon;
use crate::unit::Form;
use crate::variants::n_slips;

/// Words of so many letters may have one slip, and of so many two.
const MIN_ONE: usize = 4;
const MIN_TWO: usize = 8;

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

struct Meant {
    word: String,
    n_slips: u8,
    frequency: u64,
}

impl Slips {
    /// Looks for a word of the garden that was meant; with the words beside it, which may have been torn from it.
    pub(super) fn of(
        lexicon: &Lexicon<'_>,
        word: &str,
        before: Option<&str>,
        behind: Option<&str>,
    ) -> tantivy::Result<Self> {
        let n_letters = word.chars().count();
        let most = if n_letters >= MIN_TWO { 2 } else { u8::from(n_letters >= MIN_ONE) };
        let mut found = Self { words: Vec::new(), halves: None };
        if most > 0 {
            for other in lexicon.near(word, most)? {
                if let Some(n_slips) = n_slips(word, &other, usize::from(most)).filter(|&n| n > 0) {
                    let frequency = lexicon.frequency(&other)?;
                    found.words.push(Meant { word: other, n_slips: n_slips as u8, frequency });
                }
            }
        }
        let joined = before.map(|before| format!("{before}{word}"));
        for joined in joined.into_iter().chain(behind.map(|behind| format!("{word}{behind}"))) {
            let frequency = lexicon.frequency(&joined)?;
            if frequency > 0 {
                found.words.push(Meant { word: joined, n_slips: 1, frequency });
            }
        }
        found.halves = halves(lexicon, word)?;
        let best_first = |a: &Meant, b: &Meant| {
            a.n_slips.cmp(&b.n_slips).then(b.frequency.cmp(&a.frequency)).then_with(|| a.word.cmp(&b.word))
        };
        found.words.sort_unstable_by(best_first);
        found.words.truncate(MAX);
        Ok(found)
    }

    /// Returns the forms with so many slips.
    pub(super) fn forms(&self, n_slips: u8) -> impl Iterator<Item = Form> {
        let words = self.words.iter().filter(move |meant| meant.n_slips == n_slips);
        let words = words.map(|meant| Form::Word { word: meant.word.clone(), worth: 1.0, language: None });
        let halves = self.halves.iter().filter(move |_| n_slips == 1).map(|(first, second)| Form::Phrase {
            words: vec![(0, first.clone()), (1, second.clone())],
            unfinished: None,
        });
        words.chain(halves)
    }
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
