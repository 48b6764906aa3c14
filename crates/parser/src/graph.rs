//! The link graph of a garden.

use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

/// Which notes link to which. An edge carries the number of the link in its source note, so that a backlink has its words.
#[derive(Debug, Default)]
pub struct LinkGraph {
    graph: DiGraph<(), u32, u32>,
}

impl LinkGraph {
    /// Builds the graph of `n_notes` notes from `(source, target, link)`; a link of a note to itself is left out
    /// (rule L-20).
    pub(crate) fn new(n_notes: usize, edges: impl Iterator<Item = (usize, usize, usize)>) -> Self {
        let mut graph = DiGraph::with_capacity(n_notes, n_notes * 4);
        for _ in 0..n_notes {
            graph.add_node(());
        }
        for (source, target, link) in edges.filter(|(source, target, _)| source != target) {
            let link = u32::try_from(link).expect("a note holds fewer than four billion links");
            graph.add_edge(NodeIndex::new(source), NodeIndex::new(target), link);
        }
        Self { graph }
    }

    /// Returns the links to a note as `(source, link)`, by source and then in reading order (rule L-40).
    pub fn backlinks(&self, note: usize) -> Vec<(usize, usize)> {
        let edges = self.graph.edges_directed(NodeIndex::new(note), Direction::Incoming);
        let mut found: Vec<_> = edges.map(|edge| (edge.source().index(), *edge.weight() as usize)).collect();
        found.sort_unstable();
        found
    }

    /// Returns the notes that a note links to or is linked from, each once, in order.
    pub fn neighbours(&self, note: usize) -> Vec<usize> {
        let mut found: Vec<_> = self.graph.neighbors_undirected(NodeIndex::new(note)).map(NodeIndex::index).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns every pair of linked notes `(from, to)`, each once, in order.
    pub fn edges(&self) -> Vec<(usize, usize)> {
        let edges = self.graph.edge_references().map(|edge| (edge.source().index(), edge.target().index()));
        let mut found: Vec<_> = edges.collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
