//! The answer where nothing public is, for `layouts/not_found.html`.

use serde::Serialize;

use super::{HeadView, SiteView};

#[derive(Debug, Serialize)]
pub(crate) struct NotFoundView<'a> {
    pub(crate) site: &'a SiteView,
    pub(crate) head: HeadView,
    pub(crate) label: &'static str,
    /// The words of the address.
    pub(crate) words: String,
}
