//! The page of a canvas, for `layouts/canvas.html`.

use serde::Serialize;

use super::{Crumb, HeadView, LinkView, SiteView};

#[derive(Debug, Serialize)]
pub(crate) struct CanvasView<'a> {
    pub(crate) site: &'a SiteView,
    pub(crate) head: HeadView,
    pub(crate) crumbs: Vec<Crumb>,
    pub(crate) path: &'a str,
    pub(crate) title: &'a str,
    /// The drawing of the gate, put on the page as it is.
    pub(crate) drawing: &'a str,
    /// The notes that link or embed it.
    pub(crate) shown_in: Vec<LinkView>,
}
