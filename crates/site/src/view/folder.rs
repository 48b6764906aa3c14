//! The page of a folder without a note of its own, for `layouts/folder.html`.

use serde::Serialize;

use super::{Crumb, HeadView, ListingView, PageTreeView, SiteView};

#[derive(Debug, Serialize)]
pub(crate) struct FolderView<'a> {
    pub(crate) site: &'a SiteView,
    pub(crate) head: HeadView,
    pub(crate) crumbs: Vec<Crumb>,
    pub(crate) tree: Option<PageTreeView>,
    pub(crate) name: &'a str,
    /// Notes in it and below it.
    pub(crate) count: usize,
    pub(crate) intro: Option<IntroView>,
    pub(crate) listing: ListingView,
}

/// The note that introduces the folder and has an address of its own.
#[derive(Debug, Serialize)]
pub(crate) struct IntroView {
    pub(crate) title: String,
    pub(crate) href: String,
    pub(crate) description: Option<String>,
}
