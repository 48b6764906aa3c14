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

/// Gathers the neighbours of all notes, and where those of each end. No list needs to be sorted, since notes enter themselves
/// with their neighbours in order.
fn neighbours(graph: &DiGraph<(), u32, u32>) -> (Vec<u32>, Vec<usize>) {
    let mut places = vec![0; graph.node_count()];
    each_pair(graph, |_, other| places[other] += 1);
    let mut n_all = 0;
    for place in &mut places {
        n_all += std::mem::replace(place, n_all);
    }
    let mut found = vec![0; n_all];
    each_pair(graph, |note, other| {
        found[places[other]] = note;
        places[other] += 1;
    });
    // Each place has moved to the end of its list.
    (found, places)
}

/// Visits every note with each of its neighbours, once, by the number of the note.
fn each_pair(graph: &DiGraph<(), u32, u32>, mut visit: impl FnMut(u32, usize)) {
    let mut newest = vec![u32::MAX; graph.node_count()];
    for note in graph.node_indices() {
        let number = u32::try_from(note.index()).expect("a graph holds fewer than four billion notes");
        for other in graph.neighbors_undirected(note).map(NodeIndex::index) {
            if std::mem::replace(&mut newest[other], number) != number {
                visit(number, other);
            }
        }
    }
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
