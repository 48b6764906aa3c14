//! The page of a note, for `layouts/note.html`.

use serde::Serialize;

use super::{BacklinksView, Crumb, DateView, HeadView, ListingView, PageTreeView, SiteView};

#[derive(Debug, Serialize)]
pub(crate) struct NoteView<'a> {
    pub(crate) site: &'a SiteView,
    pub(crate) head: HeadView,
    pub(crate) crumbs: Vec<Crumb>,
    pub(crate) tree: Option<PageTreeView>,
    pub(crate) note: NotePart<'a>,
    /// What the folder holds, on the page of a folder note (rule F-22).
    pub(crate) listing: Option<ListingView>,
}

/// The note itself.
#[derive(Debug, Serialize)]
pub(crate) struct NotePart<'a> {
    pub(crate) path: &'a str,
    pub(crate) title: &'a str,
    /// The title is there for those who listen, and not for the eye.
    pub(crate) hides_title: bool,
    /// The ids of the heading that the title was taken from.
    pub(crate) title_ids: Vec<&'a str>,
    pub(crate) lang: Option<&'a str>,
    pub(crate) author: Option<&'a str>,
    /// Sanitised HTML of the gate; the only text that is put on the page as it is.
    pub(crate) body: &'a str,
    pub(crate) toc: Vec<TocView>,
    pub(crate) tags: Vec<TagLink>,
    pub(crate) created: Option<DateView>,
    pub(crate) modified: Option<DateView>,
    pub(crate) published: Option<DateView>,
    pub(crate) properties: Vec<PropertyView<'a>>,
    pub(crate) backlinks: BacklinksView<'a>,
    pub(crate) outgoing: Vec<LinkView>,
    pub(crate) graph: Option<LocalGraphView>,
}

/// A heading in the table of contents, with those below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct TocView {
    pub(crate) text: String,
    pub(crate) href: String,
    pub(crate) children: Vec<TocView>,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct TagLink {
    pub(crate) text: String,
    pub(crate) href: String,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct LinkView {
    pub(crate) title: String,
    pub(crate) href: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct PropertyView<'a> {
    pub(crate) key: &'a str,
    pub(crate) values: Vec<Vec<PieceView<'a>>>,
}

/// A piece of a property's value.
#[derive(Debug, Serialize)]
pub(crate) struct PieceView<'a> {
    /// `text`, `link` or `missing`.
    pub(crate) kind: &'static str,
    pub(crate) text: &'a str,
    pub(crate) href: &'a str,
    pub(crate) is_external: bool,
}

/// A drawing of the note among its neighbours. A place is written as `x y`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct LocalGraphView {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Where the note itself stands.
    pub(crate) focus: String,
    pub(crate) near: Vec<LocalNode>,
    pub(crate) far: Vec<LocalNode>,
    pub(crate) edges: LocalEdges,
    /// Neighbours for which there was no room.
    pub(crate) n_more: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct LocalNode {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) place: String,
    /// The label, its lines placed from there.
    pub(crate) lines: Vec<LabelLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct LabelLine {
    pub(crate) y: f64,
    pub(crate) text: String,
}

/// The lines between notes as paths of SVG: those of the note itself, and all others.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct LocalEdges {
    pub(crate) near: String,
    pub(crate) far: String,
}
