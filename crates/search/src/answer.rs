//! What a search gives back.

use hedgerow_model::Anchor;
use hedgerow_publish::NoteId;

/// The answer to a [`crate::Query`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Answer {
    /// How many notes hold all that was asked for, however few of them are in `hits`.
    pub total: usize,
    /// How many notes are given beside them that hold only some of it. They come after the others, but in the answer to a long question, where
    /// those that fit best come first.
    pub n_partial: usize,
    /// The notes of the asked window, best first; notes of one score in vault-path order.
    pub hits: Vec<Hit>,
    /// How the notes that hold all are spread; those that hold some, if none holds all.
    pub facets: Facets,
    /// What was not understood, or not done, in words for the reader; plain text.
    pub notices: Vec<String>,
    /// A spelling with which more is found.
    pub suggestion: Option<Suggestion>,
}

impl Answer {
    /// Returns from which of the hits on all hold only some of what was asked for; nothing where they stand between the others, as they
    /// may in the answer to a long question, and where there are none.
    pub fn first_partial(&self) -> Option<usize> {
        let first = self.hits.iter().position(|hit| !hit.missing.is_empty())?;
        self.hits[first..].iter().all(|hit| !hit.missing.is_empty()).then_some(first)
    }
}

/// A note that matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The note.
    pub note: NoteId,
    /// How well it matches; comparable within one answer only.
    pub score: f32,
    /// The note's title as HTML: escaped text, the words of the query in `<mark>`.
    pub title: String,
    /// The passage that fits best, as HTML: escaped text, the words of the query in `<mark>`. May be empty.
    pub snippet: String,
    /// The section that holds the passage; `None` when it stands before any heading, and when the note as a whole was
    /// asked for by its name.
    pub section: Option<HitSection>,
    /// The words that were asked for and that the note does not hold, as typed. Empty where it holds all.
    pub missing: Vec<String>,
}

/// A section of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HitSection {
    /// The heading as plain text.
    pub heading: String,
    /// The heading's id in the page.
    pub anchor: Anchor,
}

/// How the matching notes are spread over tags, folders and years: the most frequent of each first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Tags, each with the notes that have it or one nested in it.
    pub tags: Vec<Facet>,
    /// Folders, each with the notes directly or deeper in it.
    pub folders: Vec<Facet>,
    /// Years in which the notes last changed, the newest first.
    pub years: Vec<Facet>,
}

/// One way to narrow a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// What it is called: the tag without `#`, the folder's path, the year.
    pub label: String,
    /// What to add to the query to narrow it, such as `tag:tea`.
    pub filter: String,
    /// How many of the matching notes remain then.
    pub count: usize,
}

/// Did you mean …?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The query in the other spelling.
    pub query: String,
    /// The same as HTML: escaped text, what differs in `<em>`.
    pub html: String,
}
