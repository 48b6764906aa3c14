//! Lists of notes and folders.

use hedgerow_publish::{NoteId, PublicFolder};

use crate::Site;
use crate::navigation::NavigationItem;
use crate::order::NaturalKey;
use crate::rank;
use crate::view::{FolderItem, ListingView, NoteItem};

/// More notes than this are listed by title alone.
const MAX_DESCRIBED: usize = 100;

impl Site {
    /// Lists what is directly inside a folder, as the owner has ordered it.
    pub(crate) fn folder_listing(&self, folder: &PublicFolder) -> ListingView {
        let Some(branch) = self.navigation.at_path(&folder.path) else { return ListingView::default() };
        let mut folders = Vec::new();
        let mut notes = Vec::new();
        for item in &branch.items {
            match item {
                NavigationItem::Note(id) => notes.push(*id),
                NavigationItem::Folder(number) => {
                    let inner = self.navigation.branch(*number);
                    let href = self.addresses.href(&inner.url);
                    folders.push(FolderItem { name: inner.name.clone(), href, count: inner.count });
                }
            }
        }
        ListingView { folders, ..self.listing(&notes) }
    }

    /// Lists notes in the given order.
    pub(crate) fn listing(&self, notes: &[NoteId]) -> ListingView {
        let is_long = notes.len() > MAX_DESCRIBED;
        let items = notes.iter().map(|&id| {
            let item = self.note_item(id);
            if is_long { NoteItem { description: None, ..item } } else { item }
        });
        ListingView { folders: Vec::new(), notes: items.collect(), is_long }
    }

    pub(crate) fn note_item(&self, id: NoteId) -> NoteItem {
        let note = self.garden.note(id);
        NoteItem {
            title: note.title().to_owned(),
            href: self.addresses.href(note.url()),
            description: (!note.description().is_empty()).then(|| note.description().to_owned()),
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
