//! Which notes are changed, and what must follow.

use std::fs;
use std::path::Path;

use crate::Failed;
use crate::seeded::Seeded;
use crate::source::{Source, SourceNote};

use super::reader::{Reader, Want};

/// A note that is changed, and the one that it links to.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) path: String,
    pub(crate) url: String,
    /// As a link names it.
    pub(crate) target: String,
    pub(crate) target_url: String,
}

impl Pair {
    /// The word is on the page, beside the backlink and in the index.
    pub(crate) fn wants(&self, word: &str) -> [Want; 3] {
        [
            Want::Holds { address: self.url.clone(), text: word.to_owned() },
            Want::Holds { address: self.target_url.clone(), text: word.to_owned() },
            Want::Holds { address: search(word), text: self.url.clone() },
        ]
    }

    /// The note answers as if it had never been, and so does an address that it had before.
    pub(crate) fn wants_nothing(&self, word: &str, earlier: &str) -> [Want; 4] {
        [
            Want::Gone { address: self.url.clone() },
            Want::Gone { address: earlier.to_owned() },
            Want::Lacks { address: self.target_url.clone(), text: word.to_owned() },
            Want::Lacks { address: search(word), text: self.url.clone() },
        ]
    }

    /// Another note in the root of the vault that links to the same one.
    pub(crate) fn new_note(&self, word: &str) -> Self {
        Self { path: format!("new-{word}.md"), url: format!("/new-{word}"), ..self.clone() }
    }
}

fn search(word: &str) -> String {
    format!("/-/api/search?q={word}")
}

/// Draws pairs of notes, each note in one at most. The page of a note that is linked to must show all of its backlinks: those of a much
/// linked one are on pages of their own, sorted by title.
pub(crate) fn draw(
    vault: &Path,
    source: &Source,
    seeded: &mut Seeded,
    n: usize,
    reader: &mut Reader,
) -> Result<Vec<Pair>, Failed> {
    let mut notes: Vec<&SourceNote> = source.notes.iter().filter(|note| note.path.ends_with(".md")).collect();
    seeded.shuffle(&mut notes);
    let mut targets = notes.iter().rev().filter(|note| !note.path.contains(['#', '^', '|', '[', ']', '\\']));
    let mut pairs: Vec<Pair> = Vec::new();
    for note in notes.iter().take(notes.len() / 2).filter(|note| takes_a_paragraph(vault, note)).take(n) {
        let Some(target) = next_with_few(&mut targets, reader)? else { break };
        pairs.push(Pair {
            path: note.path.clone(),
            url: note.url.clone(),
            target: target.path.trim_end_matches(".md").to_owned(),
            target_url: target.url.clone(),
        });
    }
    match pairs.is_empty() {
        true => Err("the vault has no notes that could be edited".into()),
        false => Ok(pairs),
    }
}

fn next_with_few<'s>(
    targets: &mut impl Iterator<Item = &'s &'s SourceNote>,
    reader: &mut Reader,
) -> Result<Option<&'s SourceNote>, Failed> {
    for target in targets {
        if !reader.page(&target.url)?.contains("/-/backlinks/") {
            return Ok(Some(target));
        }
    }
    Ok(None)
}

/// Tells whether what is appended to a note is a paragraph for sure, and not part of code, a comment or HTML.
fn takes_a_paragraph(vault: &Path, note: &SourceNote) -> bool {
    let text = fs::read_to_string(vault.join(&note.path)).unwrap_or_default();
    let is_closed = |mark: &str| text.matches(mark).count().is_multiple_of(2);
    let is_open_ended = |tag: &&str| text.contains(*tag);
    !text.is_empty()
        && ["```", "~~~", "%%", "$$"].into_iter().all(is_closed)
        && !["<!", "<?", "<pre", "<script", "<style", "<textarea"].iter().any(is_open_ended)
}
