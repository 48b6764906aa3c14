//! Embeds that lead back to themselves (rule E-07).

use hedgerow_model::{Code, Diagnostic};
use hedgerow_parser::{Garden, Place, Resolution};
use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

/// Reports each embed of a whole note that is part of a cycle.
pub(crate) fn report(garden: &Garden, found: &mut Vec<Diagnostic>) {
    let mut graph: DiGraph<(), usize, u32> = DiGraph::new();
    let nodes: Vec<_> = garden.notes().iter().map(|_| graph.add_node(())).collect();
    let mut embeds = Vec::new();
    for (host, note) in garden.notes().iter().enumerate() {
        for (index, (link, resolved)) in note.links().iter().zip(garden.resolved(host)).enumerate() {
            if let (true, Resolution::Note(target, Place::Whole)) = (link.is_embed, &resolved.resolution) {
                graph.add_edge(nodes[host], nodes[*target], index);
                embeds.push((host, *target, index));
            }
        }
    }
    let mut circle = vec![usize::MAX; nodes.len()];
    for (number, members) in tarjan_scc(&graph).into_iter().enumerate() {
        members.iter().for_each(|member| circle[member.index()] = number);
    }
    for (host, target, index) in embeds.into_iter().filter(|(host, target, _)| circle[*host] == circle[*target]) {
        let note = &garden.notes()[host];
        let link = &note.links()[index];
        let message = format!("`{}` leads back to this note, by way of `{}`", link.raw, garden.notes()[target].path());
        let diagnostic = Diagnostic::new(Code::EmbedCycle, note.path(), Some(link.span), message)
            .with_help("the circle is shown once, then as a link");
        found.push(diagnostic);
    }
}
