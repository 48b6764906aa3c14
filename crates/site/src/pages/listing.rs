//! Lists of notes and folders.

use hedgerow_model::PageUrl;
use hedgerow_publish::{NoteId, PublicFolder};

use super::part::Part;
use crate::Site;
use crate::navigation::NavigationItem;
use crate::order::NaturalKey;
use crate::rank;
use crate::view::{FolderItem, ListingView, NoteItem};

/// Notes in one part of a list.
pub(super) const PART: usize = 500;

/// More notes than this are listed by title alone.
const MAX_DESCRIBED: usize = 100;

impl Site {
    /// Lists what is directly inside a folder, as the owner has ordered it; `part` counts from 1. The folders are in the
    /// first part. `None` if there are not so many parts.
    pub(crate) fn folder_listing(&self, folder: &PublicFolder, part: usize) -> Option<ListingView> {
        let branch = self.navigation.at_path(&folder.path)?;
        let mut folders = Vec::new();
        let mut notes = Vec::new();
        for item in &branch.items {
            match item {
                NavigationItem::Note(id) => notes.push(*id),
                NavigationItem::Folder(number) if part == 1 => {
                    let inner = self.navigation.branch(*number);
                    let href = self.addresses.href(&inner.url);
                    folders.push(FolderItem { name: inner.name.clone(), href, count: inner.count });
                }
                NavigationItem::Folder(_) => {}
            }
        }
        Some(ListingView { folders, ..self.listing(&notes, &folder.url, part)? })
    }

    /// Lists one part of some notes, in the given order; `own` is the address of the list. No list is longer than a part,
    /// however large the garden is. `None` if there are not so many parts.
    pub(crate) fn listing(&self, notes: &[NoteId], own: &PageUrl, part: usize) -> Option<ListingView> {
        let part = Part::of(notes.len(), PART, part)?;
        let is_long = notes.len() > MAX_DESCRIBED;
        let items = notes[part.range()].iter().map(|&id| {
            let item = self.note_item(id);
            if is_long { NoteItem { description: None, ..item } } else { item }
        });
        Some(ListingView {
            folders: Vec::new(),
            notes: items.collect(),
            is_long,
            neighbours: part.neighbours(|part| self.part_href(own, part)),
        })
    }

    /// Returns the address of one part of a list: the list's own for the first, `/-/pages/2/Books/` for the second one
    /// of `/Books/`.
    pub(crate) fn part_href(&self, own: &PageUrl, part: usize) -> String {
        match (part, own.as_str()) {
            (1, _) => self.addresses.href(own),
            (_, "/") => self.addresses.own(&format!("-/pages/{part}")),
            (_, path) => self.addresses.own(&format!("-/pages/{part}{path}")),
        }
    }

    pub(crate) fn note_item(&self, id: NoteId) -> NoteItem {
        let note = self.garden.note(id);
        NoteItem {
            title: note.title().to_owned(),
            href: self.addresses.href(note.url()),
            description: Some(note.description().into_owned()).filter(|text| !text.is_empty()),
            date: rank::date_of(note).map(Into::into),
        }
    }

    /// Sorts notes by title as readers expect, those of one title by vault path (rule W-15).
    pub(crate) fn by_title(&self, notes: impl IntoIterator<Item = NoteId>) -> Vec<NoteId> {
        let mut notes: Vec<NoteId> = notes.into_iter().collect();
        notes.sort_by_cached_key(|&id| (NaturalKey::of(self.garden.note(id).title()), id));
        notes
    }
}
