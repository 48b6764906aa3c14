//! Who links to a note, for `components/backlinks.html` and `layouts/backlinks.html`.

use serde::Serialize;

use super::{Crumb, HeadView, Neighbours, SiteView};

/// Who links to a note, below it.
#[derive(Debug, Default, Serialize)]
pub(crate) struct BacklinksView<'a> {
    /// How many do.
    pub(crate) count: usize,
    pub(crate) open: Vec<BacklinkView<'a>>,
    /// Those that are there for whoever opens the list.
    pub(crate) folded: Vec<BacklinkView<'a>>,
    /// Where all are listed, if they are too many for this page.
    pub(crate) all: Option<String>,
}

/// A part of the list of all that link to a note.
#[derive(Debug, Serialize)]
pub(crate) struct LinkingView<'a> {
    pub(crate) site: &'a SiteView,
    pub(crate) head: HeadView,
    /// The way to the note, itself included.
    pub(crate) crumbs: Vec<Crumb>,
    pub(crate) title: &'a str,
    pub(crate) count: usize,
    pub(crate) linking: Vec<BacklinkView<'a>>,
    pub(crate) neighbours: Neighbours,
}

/// A note that links to another one.
#[derive(Debug, Serialize)]
pub(crate) struct BacklinkView<'a> {
    pub(crate) title: &'a str,
    pub(crate) href: String,
    /// The sentences around the links, in parts.
    pub(crate) contexts: Vec<Vec<ContextPart<'a>>>,
}

/// A part of a sentence: the words of a link, or those between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct ContextPart<'a> {
    pub(crate) text: &'a str,
    pub(crate) is_link: bool,
}
