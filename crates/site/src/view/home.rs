//! The home page of a garden without a home note, for `layouts/home.html`.

use serde::Serialize;

use super::{HeadView, ListingView, NoteItem, SiteView};

#[derive(Debug, Serialize)]
pub(crate) struct HomeView<'a> {
    pub(crate) site: &'a SiteView,
    pub(crate) head: HeadView,
    /// Nothing is public: the page says what would make a note so.
    pub(crate) is_empty: bool,
    pub(crate) count: usize,
    pub(crate) recent: Vec<NoteItem>,
    pub(crate) listing: ListingView,
}
