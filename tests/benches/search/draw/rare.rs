//! Three rare words of one note.

use crate::seeded::Seeded;

use super::lexicon::Lexicon;

/// Asks for three rare words in any order that no other note has together.
pub(crate) fn draw(lexicon: &Lexicon, note: usize, seeded: &mut Seeded) -> Option<String> {
    let mut words: Vec<&str> = lexicon.rare(note).iter().map(String::as_str).collect();
    if words.len() < 3 {
        return None;
    }
    seeded.shuffle(&mut words);
    words.truncate(3);
    let has_all = |at: &&u32| words.iter().all(|word| lexicon.notes(word).contains(at));
    let n_notes = lexicon.notes(words[0]).iter().filter(has_all).count();
    (n_notes == 1).then(|| words.join(" "))
}
