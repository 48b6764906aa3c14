//! Unlinked mentions: the name or an alias of a note as plain words of another one (rule L-42).

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use hedgerow_model::{Key, is_unparted};
use rayon::prelude::*;

use crate::Note;
use crate::prose::prose;

/// Finds, for each note, the notes that mention it without a link there; by number, in order, itself left out.
///
/// A mention is a whole word or several, without case; in scripts that part no words any place will do. What stands in
/// links, embeds, code, formulas, tags, comments and front matter mentions nothing. Opens the tree of every note.
pub fn mentions(notes: &[Arc<Note>]) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new(); notes.len()];
    let names = Names::of(notes);
    let Ok(matcher) = AhoCorasick::new(names.texts.iter().map(Key::as_str)) else { return found };
    let mentioned: Vec<BTreeSet<usize>> = notes.par_iter().map(|note| names.mentioned_in(note, &matcher)).collect();
    for (source, targets) in mentioned.into_iter().enumerate() {
        targets.into_iter().filter(|&target| target != source).for_each(|target| found[target].push(source));
    }
    found
}

/// Every name that notes go by, folded, with the notes that have it.
#[derive(Default)]
struct Names {
    texts: Vec<Key>,
    owners: Vec<Vec<usize>>,
}

impl Names {
    fn of(notes: &[Arc<Note>]) -> Self {
        let mut names = Self::default();
        let mut known: HashMap<Key, usize> = HashMap::new();
        for (at, note) in notes.iter().enumerate() {
            let own = note.path().name();
            for name in note.front().aliases.iter().map(String::as_str).chain([own.as_str()]) {
                let key = Key::of(name.trim());
                // A single sign would be met in every text.
                if key.as_str().chars().filter(|c| c.is_alphanumeric()).count() < 2 {
                    continue;
                }
                let place = *known.entry(key.clone()).or_insert_with(|| {
                    names.texts.push(key);
                    names.owners.push(Vec::new());
                    names.owners.len() - 1
                });
                names.owners[place].push(at);
            }
        }
        names
    }

    fn mentioned_in(&self, note: &Note, matcher: &AhoCorasick) -> BTreeSet<usize> {
        let text = Key::of(&prose(&note.tree()));
        let text = text.as_str();
        let mut found = BTreeSet::new();
        let mut state = aho_corasick::automaton::OverlappingState::start();
        let input = aho_corasick::Input::new(text);
        loop {
            matcher.find_overlapping(input.clone(), &mut state);
            let Some(hit) = state.get_match() else { return found };
            if stands_free(text, hit.start(), hit.end()) {
                found.extend(&self.owners[hit.pattern().as_usize()]);
            }
        }
    }
}

/// Tells whether no word goes on over either end of a stretch.
fn stands_free(text: &str, start: usize, end: usize) -> bool {
    let parts = |before: Option<char>, after: Option<char>| match (before, after) {
        (Some(before), Some(after)) => {
            !is_word(before) || !is_word(after) || (is_unparted(before) || is_unparted(after))
        }
        (None, _) | (_, None) => true,
    };
    parts(text[..start].chars().next_back(), text[start..].chars().next())
        && parts(text[..end].chars().next_back(), text[end..].chars().next())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
