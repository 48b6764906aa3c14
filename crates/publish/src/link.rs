//! Links of public notes, resolved among the public files alone.

use std::sync::Arc;

use hedgerow_model::{Anchor, PageUrl, Span};

use crate::NoteId;

/// A link or embed in a public note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicLink {
    /// The link as its author typed it, brackets included.
    pub raw: Arc<str>,
    /// The place in the note's source.
    pub span: Span,
    /// The words that are shown.
    pub label: Arc<str>,
    /// Written with `!`.
    pub is_embed: bool,
    /// Where it leads.
    pub target: PublicTarget,
}

/// Where a public link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicTarget {
    /// A public note, with the place in it if one was named and exists.
    Note(NoteId, Option<Anchor>),
    /// A public attachment: its index in [`crate::PublicGarden::assets`].
    Asset(usize),
    /// The page of a folder that has no note of its own: its path in the vault, and its address (rule L-17).
    Folder(String, PageUrl),
    /// Another site, or a scheme such as `mailto:`.
    External(Arc<str>),
    /// Nothing public: never written, private or ignored, which look the same (rule L-37).
    Missing,
}
