//! The list of tags and the page of one tag, for `layouts/tags.html` and `layouts/tag.html`.

use serde::Serialize;

use super::{Crumb, HeadView, ListingView, SiteView};

#[derive(Debug, Serialize)]
pub(crate) struct TagsView<'a> {
    pub(crate) site: &'a SiteView,
    pub(crate) head: HeadView,
    pub(crate) count: usize,
    pub(crate) tags: Vec<TagNode>,
}

#[derive(Debug, Serialize)]
pub(crate) struct TagView<'a> {
    pub(crate) site: &'a SiteView,
    pub(crate) head: HeadView,
    pub(crate) crumbs: Vec<Crumb>,
    pub(crate) text: &'a str,
    pub(crate) count: usize,
    pub(crate) children: Vec<TagNode>,
    pub(crate) listing: ListingView,
}

/// A tag with the tags nested in it.
#[derive(Debug, Serialize)]
pub(crate) struct TagNode {
    /// The last part: `b` of `a/b`.
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) count: usize,
    pub(crate) children: Vec<TagNode>,
}
