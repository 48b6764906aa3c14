//! A title with one letter wrong.

use crate::seeded::Seeded;
use crate::words::is_spelt;

use super::lexicon::Lexicon;
use super::names::Names;

/// Who types a shorter word wrong has typed another word.
const MIN_LETTERS: usize = 4;

/// Asks for a title with one slip in one word. What comes out must be no word of the vault, and no other name may be as near.
pub(crate) fn slip(names: &Names, lexicon: &Lexicon, note: usize, seeded: &mut Seeded) -> Option<String> {
    let title = names.unique(note)?;
    let is_long = |word: &str| word.chars().count() >= MIN_LETTERS && is_spelt(word);
    let places: Vec<usize> = (0..title.len()).filter(|&at| is_long(&title[at])).collect();
    if places.is_empty() {
        return None;
    }
    let at = *seeded.pick(&places);
    let wrong = edited(&title[at], seeded);
    if wrong == title[at] || lexicon.knows(&wrong) {
        return None;
    }
    let is_near = |name: &[String]| {
        let is_same = |place: usize| name[place] == title[place];
        name.len() == title.len()
            && (0..name.len()).all(|place| if place == at { is_one_off(&name[at], &wrong) } else { is_same(place) })
    };
    if names.others(note).any(is_near) {
        return None;
    }
    let mut typed = title.to_vec();
    typed[at] = wrong;
    Some(typed.join(" "))
}

/// Replaces, leaves out, adds or swaps.
fn edited(word: &str, seeded: &mut Seeded) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = seeded.below(letters.len());
    // Of another alphabet we know the letters of this very word.
    let mut letter = |letters: &[char]| match word.is_ascii() {
        true => char::from(b'a' + seeded.below(26) as u8),
        false => *seeded.pick(letters),
    };
    let drawn = letter(&letters);
    match seeded.below(4) {
        0 => letters[at] = drawn,
        1 => _ = letters.remove(at),
        2 => letters.insert(at, drawn),
        _ => letters.swap(at.max(1) - 1, at.max(1)),
    }
    letters.into_iter().collect()
}

/// Tells whether one slip at most leads from one word to the other.
fn is_one_off(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let n_before = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[n_before..], &other[n_before..]);
    let (long, short) = if one.len() >= other.len() { (one, other) } else { (other, one) };
    match (long, short) {
        ([], []) => true,
        ([_, rest @ ..], short) if rest == short => true,
        ([_, long @ ..], [_, short @ ..]) if long == short => true,
        ([a, b, long @ ..], [c, d, short @ ..]) => (a, b) == (d, c) && long == short,
        _ => false,
    }
}
