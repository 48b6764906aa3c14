//! What stands at an address of the garden.

use hedgerow_model::PageUrl;

use crate::{NoteId, PublicAsset, PublicFolder};

/// The answer of [`crate::PublicGarden::lookup`].
#[derive(Clone, Debug)]
pub enum Address<'g> {
    /// A note has this canonical address.
    Note(NoteId),
    /// A folder page without a note of its own has this canonical address: `/Calculus/`. Where `Calculus/index.md` is
    /// public, the address is that note's instead.
    Folder(&'g PublicFolder),
    /// The page of a canvas: its place in [`crate::PublicGarden::canvases`].
    Canvas(usize),
    /// A file is served here.
    Asset(&'g PublicAsset),
    /// Another form of a canonical address, a path behind a permalink, or an alias: redirect there (rules F-31, F-33, F-34).
    Moved(PageUrl),
    /// Nothing public is here.
    Nothing,
}
