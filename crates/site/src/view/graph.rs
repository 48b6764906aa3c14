//! The drawing of the whole garden, for `layouts/graph.html`.

use serde::Serialize;

use super::{HeadView, SiteView};

#[derive(Debug, Serialize)]
pub(crate) struct GraphView<'a> {
    pub(crate) site: &'a SiteView,
    pub(crate) head: HeadView,
    pub(crate) n_notes: usize,
    pub(crate) n_links: usize,
    pub(crate) n_drawn: usize,
    pub(crate) height: u32,
    pub(crate) nodes: &'a [DrawnNode],
    pub(crate) edges: &'a [DrawnEdge],
    pub(crate) hubs: Vec<HubView>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct DrawnNode {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) r: f64,
    pub(crate) is_labelled: bool,
    pub(crate) label: String,
    pub(crate) label_y: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct DrawnEdge {
    pub(crate) x1: f64,
    pub(crate) y1: f64,
    pub(crate) x2: f64,
    pub(crate) y2: f64,
}

#[derive(Debug, Serialize)]
pub(crate) struct HubView {
    pub(crate) title: String,
    pub(crate) href: String,
    pub(crate) count: usize,
}
