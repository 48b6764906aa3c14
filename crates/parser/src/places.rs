//! The places of a note that links can name: its headings and blocks, prepared once for all links to it.
//!
//! A table of contents of twenty thousand lines may lead to as many headings of one note (rule F-20).

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use hedgerow_model::Key;

use crate::Note;
use crate::heading::{Heading, comparable};

/// The places of all notes of a garden, each prepared when the first link asks for it.
#[derive(Debug)]
pub(crate) struct GardenPlaces<'n> {
    notes: &'n [Arc<Note>],
    known: Vec<OnceLock<Box<Places<'n>>>>,
}

impl<'n> GardenPlaces<'n> {
    pub(crate) fn new(notes: &'n [Arc<Note>]) -> Self {
        Self { notes, known: notes.iter().map(|_| OnceLock::new()).collect() }
    }

    pub(crate) fn of(&self, note: usize) -> &Places<'n> {
        self.known[note].get_or_init(|| Box::new(Places::of(&self.notes[note])))
    }
}

/// Headings by text and by anchor, and the ids of blocks.
#[derive(Debug)]
pub(crate) struct Places<'n> {
    /// The headings that a text names, in order (rule L-11).
    by_key: HashMap<&'n Key, Vec<usize>>,
    by_anchor: HashMap<&'n str, usize>,
    /// For each heading the first one behind it that is no deeper.
    section_ends: Vec<usize>,
    blocks: HashSet<&'n str>,
}

impl<'n> Places<'n> {
    fn of(note: &'n Note) -> Self {
        let headings = note.headings();
        let mut by_key: HashMap<&Key, Vec<usize>> = HashMap::new();
        for (at, heading) in headings.iter().enumerate() {
            let [source, shown] = &heading.keys;
            by_key.entry(source).or_default().push(at);
            if shown != source {
                by_key.entry(shown).or_default().push(at);
            }
        }
        Self {
            by_key,
            by_anchor: headings.iter().enumerate().map(|(at, heading)| (heading.anchor.as_str(), at)).collect(),
            section_ends: section_ends(headings),
            blocks: note.block_ids().iter().map(|(id, _)| id.as_str()).collect(),
        }
    }

    /// Finds the heading that a chain of texts names: the first that matches, then the first deeper one inside its
    /// section, and so on (rules L-10 to L-13).
    pub(crate) fn heading(&self, chain: &[String]) -> Option<usize> {
        let mut section = 0..self.section_ends.len();
        let mut found = None;
        for text in chain {
            let named = self.by_key.get(&comparable(text))?;
            let first = named.partition_point(|&at| at < section.start);
            let at = *named.get(first).filter(|&&at| at < section.end)?;
            section = at + 1..self.section_ends[at];
            found = Some(at);
        }
        found
    }

    /// Finds the heading with this anchor: a last resort for links that were made for other renderers (rule L-29).
    pub(crate) fn anchor(&self, anchor: &str) -> Option<usize> {
        self.by_anchor.get(anchor.to_lowercase().as_str()).copied()
    }

    /// Tells whether a block has this id, which is in lower case (rule L-21).
    pub(crate) fn has_block(&self, id: &str) -> bool {
        self.blocks.contains(id)
    }
}

fn section_ends(headings: &[Heading]) -> Vec<usize> {
    let mut ends = vec![headings.len(); headings.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, heading) in headings.iter().enumerate() {
        while let Some(&outer) = open.last().filter(|&&outer| headings[outer].level >= heading.level) {
            ends[outer] = at;
            open.pop();
        }
        open.push(at);
    }
    ends
}
