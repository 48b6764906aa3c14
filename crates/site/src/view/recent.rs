//! The notes by date, for `layouts/recent.html`.

use serde::Serialize;

use super::{HeadView, NoteItem, SiteView};

#[derive(Debug, Serialize)]
pub(crate) struct RecentView<'a> {
    pub(crate) site: &'a SiteView,
    pub(crate) head: HeadView,
    pub(crate) months: Vec<MonthView>,
}

#[derive(Debug, Serialize)]
pub(crate) struct MonthView {
    /// `November 2026`.
    pub(crate) name: String,
    pub(crate) notes: Vec<NoteItem>,
}
