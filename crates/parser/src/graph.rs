//! The link graph of a garden.

use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

/// Which notes link to which. An edge carries the number of the link in its source note, so that a backlink has its words.
#[derive(Debug, Default)]
pub struct LinkGraph {
    graph: DiGraph<(), u32, u32>,
    /// The neighbours of all notes, one note's behind the other's.
    neighbours: Vec<u32>,
    /// Where those of a note end.
    ends: Vec<usize>,
}

impl LinkGraph {
    /// Builds the graph of `n_notes` notes from `(source, target, link)`; a link of a note to itself is left out
    /// (rule L-20).
    pub(crate) fn new(n_notes: usize, edges: impl Iterator<Item = (usize, usize, usize)>) -> Self {
        let mut graph = DiGraph::with_capacity(n_notes, 0);
        for _ in 0..n_notes {
            graph.add_node(());
        }
        for (source, target, link) in edges.filter(|(source, target, _)| source != target) {
            let link = u32::try_from(link).expect("a note holds fewer than four billion links");
            graph.add_edge(NodeIndex::new(source), NodeIndex::new(target), link);
        }
        graph.shrink_to_fit();
        let (neighbours, ends) = neighbours(&graph);
        Self { graph, neighbours, ends }
    }

    /// Returns the links to a note as `(source, link)`, by source and then in reading order (rule L-40).
    pub fn backlinks(&self, note: usize) -> Vec<(usize, usize)> {
        let edges = self.graph.edges_directed(NodeIndex::new(note), Direction::Incoming);
        let mut found: Vec<_> = edges.map(|edge| (edge.source().index(), *edge.weight() as usize)).collect();
        found.sort_unstable();
        found
    }

    /// Returns the notes that a note links to or is linked from, each once, in order.
    pub fn neighbours(&self, note: usize) -> &[u32] {
        let start = note.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.neighbours[start..self.ends[note]]
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

/// Gathers the neighbours of all notes, and where those of each end.
fn neighbours(graph: &DiGraph<(), u32, u32>) -> (Vec<u32>, Vec<usize>) {
    let pairs = || graph.raw_edges().iter().map(|edge| (edge.source().index(), edge.target().index()));
    let mut ends = vec![0; graph.node_count()];
    for (source, target) in pairs() {
        ends[source] += 1;
        ends[target] += 1;
    }
    let mut n_all = 0;
    for start in &mut ends {
        n_all += std::mem::replace(start, n_all);
    }
    let mut all = vec![0; n_all];
    let mut enter = |note: usize, other: usize| {
        all[ends[note]] = u32::try_from(other).expect("a graph holds fewer than four billion notes");
        // Each start moves to the end of its list.
        ends[note] += 1;
    };
    for (source, target) in pairs() {
        enter(source, target);
        enter(target, source);
    }
    let (mut found, mut start) = (Vec::with_capacity(n_all), 0);
    for end in &mut ends {
        let list = &mut all[start..*end];
        list.sort_unstable();
        found.extend(list.chunk_by(|one, next| one == next).map(|same| same[0]));
        start = std::mem::replace(end, found.len());
    }
    found.shrink_to_fit();
    (found, ends)
}

#[cfg(test)]
mod tests {
    use super::LinkGraph;

    #[test]
    fn neighbours_are_those_of_both_directions_each_once_and_in_order() {
        let edges = [(3, 1, 0), (1, 3, 0), (1, 3, 1), (0, 3, 0), (2, 2, 0), (3, 4, 1), (1, 0, 2)];
        let graph = LinkGraph::new(6, edges.into_iter());
        let found: Vec<&[u32]> = (0..6).map(|note| graph.neighbours(note)).collect();
        assert_eq!(found, [&[1, 3][..], &[0, 3], &[], &[0, 1, 4], &[3], &[]]);
        assert_eq!(graph.backlinks(3), [(0, 0), (1, 0), (1, 1)]);
    }
}
