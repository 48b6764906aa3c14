//! Lists of notes and folders.

use hedgerow_publish::{NoteId, PublicFolder};

use crate::Site;
use crate::order::NaturalKey;
use crate::rank;
use crate::view::{FolderItem, ListingView, NoteItem};

/// More notes than this are listed by title alone.
const MAX_DESCRIBED: usize = 100;

impl Site {
    /// Lists what is directly inside a folder; the gate has sorted it.
    pub(crate) fn folder_listing(&self, folder: &PublicFolder) -> ListingView {
        let folders = folder.folders.iter().map(|inner| FolderItem {
            name: inner.name.clone(),
            href: self.addresses.href(&inner.url),
            count: inner.count() + usize::from(self.is_own_page(inner)),
        });
        ListingView { folders: folders.collect(), ..self.listing(&folder.notes) }
    }

    /// Tells whether the folder's page is a note's, which the folder then does not count among its notes.
    fn is_own_page(&self, folder: &PublicFolder) -> bool {
        folder.intro.is_some_and(|id| *self.garden.note(id).url() == folder.url)
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
