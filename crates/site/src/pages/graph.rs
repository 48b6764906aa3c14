//! The graph of the whole garden: a page, and the data for tools.

use hedgerow_publish::{NoteId, PublicNote};
use serde::Serialize;

use crate::garden_graph::{self, Drawing, GraphNode};
use crate::templates::fill;
use crate::view::{GraphView, HubView};
use crate::{Page, Site};

/// Notes in the list below the drawing.
const N_HUBS: usize = 24;

/// The answer of `/-/api/graph`.
#[derive(Serialize)]
struct GraphData<'a> {
    nodes: Vec<NodeData<'a>>,
    edges: Vec<(usize, usize)>,
}

/// A note in [`GraphData`].
#[derive(Serialize)]
struct NodeData<'a> {
    id: usize,
    url: String,
    title: &'a str,
    /// Links to it and from it.
    links: usize,
}

impl Site {
    /// Makes the page that draws the garden.
    pub fn graph_page(&self) -> Page {
        let notes: Vec<&PublicNote> = self.garden.listed().collect();
        let edges = self.edges(&notes);
        let degrees = garden_graph::degrees(notes.len(), &edges);
        let drawing = self.drawing.get_or_init(|| self.draw(&notes, &edges));
        let mut hubs: Vec<usize> = (0..degrees.len()).filter(|&at| degrees[at] > 0).collect();
        hubs.sort_by_key(|&at| (std::cmp::Reverse(degrees[at]), at));
        let hub = |&at: &usize| HubView {
            title: notes[at].title().to_owned(),
            href: self.addresses.href(notes[at].url()),
            count: degrees[at],
        };
        fill(
            "layouts/graph.html",
            GraphView {
                site: &self.view,
                head: self.head("graph", "Graph", Some(&self.view.links.graph)),
                n_notes: notes.len(),
                n_links: edges.len(),
                n_drawn: drawing.nodes.len(),
                height: 720,
                nodes: &drawing.nodes,
                edges: &drawing.edges,
                hubs: hubs.iter().take(N_HUBS).map(hub).collect(),
            },
        )
    }

    /// Returns the graph as JSON: `{"nodes":[{"id","url","title","links"}],"edges":[[from,to]]}`. The `url` stands
    /// below the base path.
    pub fn graph_json(&self) -> String {
        let notes: Vec<&PublicNote> = self.garden.listed().collect();
        let edges = self.edges(&notes);
        let degrees = garden_graph::degrees(notes.len(), &edges);
        let nodes = notes.iter().zip(degrees).enumerate().map(|(id, (note, links))| NodeData {
            id,
            url: self.addresses.href(note.url()),
            title: note.title(),
            links,
        });
        let data = GraphData { nodes: nodes.collect(), edges };
        serde_json::to_string(&data).expect("numbers and texts are always JSON")
    }

    /// Returns the edges by the places of the listed notes, in order of numbers.
    fn edges(&self, notes: &[&PublicNote]) -> Vec<(usize, usize)> {
        let at = |id: NoteId| notes.binary_search_by_key(&id, |note| note.id()).ok();
        let mut edges: Vec<(usize, usize)> = self.garden.edges().filter_map(|(a, b)| Some((at(a)?, at(b)?))).collect();
        edges.sort_unstable();
        edges
    }

    fn draw(&self, notes: &[&PublicNote], edges: &[(usize, usize)]) -> Drawing {
        let nodes = notes
            .iter()
            .map(|note| GraphNode { href: self.addresses.href(note.url()), title: note.title().to_owned() });
        garden_graph::draw(nodes.collect(), edges)
    }
}
