//! Backlinks with the words around them.

use crate::NoteId;

/// A public note that links to or embeds another one (rule L-40).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlink {
    /// The note that holds the link.
    pub source: NoteId,
    /// The places in it, in reading order; never empty.
    pub contexts: Vec<LinkContext>,
}

/// The sentence around a link, as plain text in three parts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct LinkContext {
    /// The words before the link; may start with an ellipsis.
    pub before: String,
    /// The words of the link itself.
    pub link: String,
    /// The words behind the link; may end with an ellipsis.
    pub after: String,
}
