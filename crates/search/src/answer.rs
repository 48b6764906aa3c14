//! What a search gives back.

use hedgerow_model::Anchor;
use hedgerow_publish::NoteId;

/// The answer to a [`crate::Query`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Answer {
    /// How many notes match, however few of them are in `hits`.
    pub total: usize,
    /// No note holds everything that was asked for: these hold some of it.
    pub is_partial: bool,
    /// The notes of the asked window, best first; notes of one score in vault-path order.
    pub hits: Vec<Hit>,
}

/// A note that matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The note.
    pub note: NoteId,
    /// How well it matches; comparable within one answer only.
    pub score: f32,
    /// The passage that fits best, as HTML: escaped text, the words of the query in `<mark>`. May be empty.
    pub snippet: String,
    /// The section that holds the passage; `None` when it stands before any heading, and when the note as a whole was
    /// asked for by its name.
    pub section: Option<HitSection>,
}

/// A section of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HitSection {
    /// The heading as plain text.
    pub heading: String,
    /// The heading's id in the page.
    pub anchor: Anchor,
}
