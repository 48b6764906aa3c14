//! The tree of pages, for `components/page_tree.html` and `layouts/pages.html`.

use serde::Serialize;

use super::{HeadView, Neighbours, SiteView};

/// The tree as a page shows it: the way to the page, and what is beside each step.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PageTreeView {
    pub(crate) level: LevelView,
    /// The address of the page with the whole tree.
    pub(crate) all: String,
}

/// What is in one folder, or as much of it as there is room for.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct LevelView {
    pub(crate) items: Vec<ItemView>,
    /// Items for which there was no room.
    pub(crate) n_more: usize,
    /// Where they are.
    pub(crate) more: String,
}

/// A folder or note in the tree.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ItemView {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) is_folder: bool,
    /// It is the page that shows the tree.
    pub(crate) is_current: bool,
    /// What is inside, where the tree is open.
    pub(crate) inner: Option<LevelView>,
}

/// The page with the whole tree.
#[derive(Debug, Serialize)]
pub(crate) struct PagesView<'a> {
    pub(crate) site: &'a SiteView,
    pub(crate) head: HeadView,
    pub(crate) count: usize,
    pub(crate) level: LevelView,
    pub(crate) neighbours: Neighbours,
}
