//! The answers to a query, for `layouts/search.html`.

use serde::Serialize;

use super::{HeadView, SiteView};

#[derive(Debug, Serialize)]
pub(crate) struct SearchView<'a> {
    pub(crate) site: &'a SiteView,
    pub(crate) head: HeadView,
    /// What stands above the field.
    pub(crate) label: &'static str,
    /// The query as typed.
    pub(crate) words: &'a str,
    pub(crate) total: usize,
    /// The number of the first answer, from 1.
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) hits: Vec<HitView<'a>>,
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct HitView<'a> {
    pub(crate) href: &'a str,
    pub(crate) title: &'a str,
    pub(crate) section: Option<&'a str>,
    pub(crate) folder: Option<String>,
    /// Escaped HTML with `<mark>`.
    pub(crate) snippet: &'a str,
}
