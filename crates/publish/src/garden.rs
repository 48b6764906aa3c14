//! The public garden: everything that readers can reach.

use hedgerow_model::{BasePath, PageUrl};

use crate::{Address, Body, NoteId, PublicAsset, PublicFolder, PublicNote};

/// All public notes, linked among themselves. An immutable value; [`PublicGarden::grow`] is its only maker.
#[derive(Debug)]
pub struct PublicGarden {
    notes: Vec<PublicNote>,
    assets: Vec<PublicAsset>,
    root: PublicFolder,
    home: Option<NoteId>,
    base: BasePath,
}

impl PublicGarden {
    /// Returns the public notes in vault-path order; a note's place is its [`NoteId`].
    pub fn notes(&self) -> &[PublicNote] {
        &self.notes
    }

    /// Returns a note by its number.
    pub fn note(&self, id: NoteId) -> &PublicNote {
        &self.notes[id.index()]
    }

    /// Returns the note that is the home page, if there is one (rule F-21). Its address is `/`.
    pub fn home(&self) -> Option<NoteId> {
        self.home
    }

    /// Returns what stands at a canonical or other address. Costs a few hash look-ups.
    pub fn lookup(&self, url: &PageUrl) -> Address<'_> {
        let _ = url;
        Address::Nothing
    }

    /// Returns the root folder; only folders that hold public notes are in it (rule F-24).
    pub fn root(&self) -> &PublicFolder {
        &self.root
    }

    /// Returns the attachments that public notes use, in vault-path order (rule W-05).
    pub fn assets(&self) -> &[PublicAsset] {
        &self.assets
    }

    /// Returns the redirects that are no mere spellings: `(from, to)`, from permalinks and aliases, in order of `from`.
    pub fn redirects(&self) -> &[(PageUrl, PageUrl)] {
        &[]
    }

    /// Returns the path below which the site lives; every `href` goes through it.
    pub fn base(&self) -> &BasePath {
        &self.base
    }

    /// Returns the notes that a note links to or is linked from, each once, itself left out, in vault-path order.
    pub fn neighbours(&self, id: NoteId) -> Vec<NoteId> {
        let _ = id;
        Vec::new()
    }

    /// Returns the edges of the link graph `(from, to)`, each once, without links of a note to itself.
    pub fn edges(&self) -> impl Iterator<Item = (NoteId, NoteId)> + '_ {
        std::iter::empty()
    }

    /// Returns a note's rendered body. The first call renders it (tenths of a millisecond for a usual note), later calls
    /// give the same value.
    pub fn body(&self, id: NoteId) -> &Body {
        let _ = id;
        unimplemented!("stage 2")
    }
}
