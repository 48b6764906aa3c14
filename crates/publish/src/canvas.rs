//! Canvases that public notes show.

use hedgerow_model::{AssetPath, PageUrl};
use hedgerow_parser::{Canvas, Garden, Resolution, Resolved};

use crate::{Harvest, NoteId};

/// A canvas that a public note links or embeds (rule W-05). It has a page of its own; its file is never served, because it
/// names whatever lies on it (rule O-02).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicCanvas {
    pub(crate) path: AssetPath,
    pub(crate) url: PageUrl,
    pub(crate) title: String,
    pub(crate) shown_in: Vec<NoteId>,
}

impl PublicCanvas {
    /// Returns the path in the vault.
    pub fn path(&self) -> &AssetPath {
        &self.path
    }

    /// Returns the canonical address of its page, which keeps `.canvas` (rule O-03).
    pub fn url(&self) -> &PageUrl {
        &self.url
    }

    /// Returns the name for readers: the file's, without `.canvas`.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns the listed notes that link or embed it, in vault-path order.
    pub fn shown_in(&self) -> &[NoteId] {
        &self.shown_in
    }
}

/// A canvas as it was read, with its links resolved among the public files; it never leaves this room.
#[derive(Debug)]
pub(crate) struct Source {
    /// Its number among the garden's attachments.
    pub(crate) asset: usize,
    pub(crate) canvas: Canvas,
    pub(crate) resolved: Vec<Resolved>,
}

/// Reads the canvases that public notes name, in vault-path order. Of no other canvas does this garden learn a word.
pub(crate) fn read(garden: &Garden, named: &[usize], harvest: &Harvest<'_>) -> Vec<Source> {
    let is_canvas = |asset: &&usize| garden.assets()[**asset].kind() == hedgerow_model::FileKind::Canvas;
    let read_one = |&asset: &usize| {
        let path = garden.assets()[asset].clone();
        let canvas = match (harvest.read)(&path) {
            Some(text) => Canvas::parse(path, &text),
            None => Canvas::unreadable(path),
        };
        let resolved = garden.resolve_canvas(&canvas);
        Source { asset, canvas, resolved }
    };
    named.iter().filter(is_canvas).map(read_one).collect()
}

/// Returns the attachments that a canvas shows or links to.
pub(crate) fn uses(source: &Source) -> impl Iterator<Item = usize> {
    source.resolved.iter().filter_map(|resolved| match resolved.resolution {
        Resolution::Asset(asset) => Some(asset),
        Resolution::Note(..)
        | Resolution::Folder(_)
        | Resolution::External(_)
        | Resolution::Missing
        | Resolution::Unsafe => None,
    })
}
