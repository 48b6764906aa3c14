//! A list of folders and notes, for `components/listing.html`.

use serde::Serialize;

use super::{DateView, Neighbours};

/// Folders, then notes.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct ListingView {
    pub(crate) folders: Vec<FolderItem>,
    pub(crate) notes: Vec<NoteItem>,
    /// Too many notes for a description each.
    pub(crate) is_long: bool,
    pub(crate) neighbours: Neighbours,
}

/// A folder in a list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FolderItem {
    pub(crate) name: String,
    pub(crate) href: String,
    /// Notes in it and below it.
    pub(crate) count: usize,
}

/// A note in a list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct NoteItem {
    pub(crate) title: String,
    pub(crate) href: String,
    pub(crate) description: Option<String>,
    pub(crate) date: Option<DateView>,
}
