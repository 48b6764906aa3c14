//! Draws the whole garden: a force-directed layout that starts from a spiral and uses no chance.

use std::collections::BTreeMap;

use crate::label;
use crate::local_graph::round;
use crate::view::{DrawnEdge, DrawnNode};

pub(crate) const WIDTH: f64 = 1000.0;
pub(crate) const HEIGHT: f64 = 720.0;
/// A drawing of more notes says nothing, and each round compares all pairs.
pub(crate) const MAX_NODES: usize = 300;
const N_ROUNDS: usize = 160;
const MAX_LABELS: usize = 60;
/// So many of the best connected are named even where a small dot is then covered.
const N_SURE: usize = 12;

/// A note to be drawn.
pub(crate) struct GraphNode {
    pub(crate) href: String,
    pub(crate) title: String,
}

/// The finished drawing.
#[derive(Debug, Default)]
pub(crate) struct Drawing {
    pub(crate) nodes: Vec<DrawnNode>,
    pub(crate) edges: Vec<DrawnEdge>,
}

/// Lays out the notes that have the most links; of equal ones, the first by number.
pub(crate) fn draw(nodes: Vec<GraphNode>, edges: &[(usize, usize)]) -> Drawing {
    let degrees = degrees(nodes.len(), edges);
    let mut kept: Vec<usize> = (0..nodes.len()).collect();
    kept.sort_by_key(|&at| (std::cmp::Reverse(degrees[at]), at));
    kept.truncate(MAX_NODES);
    let place_of: BTreeMap<usize, usize> = kept.iter().enumerate().map(|(place, &at)| (at, place)).collect();
    let edges: Vec<(usize, usize)> =
        edges.iter().filter_map(|(a, b)| Some((*place_of.get(a)?, *place_of.get(b)?))).collect();
    let places = fit(&settle(kept.len(), &edges));
    let drawn_edges =
        edges.iter().map(|&(a, b)| DrawnEdge { x1: places[a].0, y1: places[a].1, x2: places[b].0, y2: places[b].1 });
    let drawn_edges = drawn_edges.collect();
    let mut nodes: Vec<Option<GraphNode>> = nodes.into_iter().map(Some).collect();
    let drawn = kept.iter().zip(&places).map(|(&at, &(x, y))| {
        let GraphNode { href, title } = nodes[at].take().expect("each note is kept once");
        let r = round(3.5 + f64::from(u32::try_from(degrees[at].min(60)).unwrap_or(60)).sqrt() * 1.3);
        let label = label::cut(&title, 28);
        DrawnNode { href, title, x, y, r, is_labelled: false, label, label_y: round(y - r - 5.0) }
    });
    let mut drawn: Vec<DrawnNode> = drawn.collect();
    choose_labels(&mut drawn);
    // What is drawn later lies on top: no dot may cover a label.
    drawn.sort_by_key(|node| node.is_labelled);
    Drawing { nodes: drawn, edges: drawn_edges }
}

pub(crate) fn degrees(n_nodes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut degrees = vec![0; n_nodes];
    for &(a, b) in edges {
        degrees[a] += 1;
        degrees[b] += 1;
    }
    degrees
}

/// Fruchterman and Reingold's forces with a pull to the middle, cooling evenly.
fn settle(n_nodes: usize, edges: &[(usize, usize)]) -> Vec<(f64, f64)> {
    let n = number(n_nodes.max(1));
    let ideal = (1.0 / n).sqrt();
    let mut places: Vec<(f64, f64)> = (0..n_nodes).map(|at| spiral(number(at), n)).collect();
    for round in 0..N_ROUNDS {
        let heat = 0.08 * (1.0 - number(round) / number(N_ROUNDS)) + 0.001;
        let mut pushes = vec![(0.0, 0.0); n_nodes];
        for a in 0..n_nodes {
            for b in a + 1..n_nodes {
                let (dx, dy) = (places[a].0 - places[b].0, places[a].1 - places[b].1);
                let force = ideal * ideal / (dx * dx + dy * dy).max(1e-6);
                push(&mut pushes[a], dx * force, dy * force);
                push(&mut pushes[b], -dx * force, -dy * force);
            }
        }
        for &(a, b) in edges {
            let (dx, dy) = (places[a].0 - places[b].0, places[a].1 - places[b].1);
            let force = (dx * dx + dy * dy).sqrt() / ideal;
            push(&mut pushes[a], -dx * force, -dy * force);
            push(&mut pushes[b], dx * force, dy * force);
        }
        for (place, (dx, dy)) in places.iter_mut().zip(pushes) {
            let (dx, dy) = (dx - place.0 * 0.9, dy - place.1 * 0.9);
            let length = (dx * dx + dy * dy).sqrt().max(1e-9);
            let step = length.min(heat);
            place.0 += dx / length * step;
            place.1 += dy / length * step;
        }
    }
    places
}

fn push(sum: &mut (f64, f64), dx: f64, dy: f64) {
    sum.0 += dx;
    sum.1 += dy;
}

/// The seeds of a sunflower: evenly spread, and no two in one place.
fn spiral(at: f64, n: f64) -> (f64, f64) {
    let angle = at * 2.399_963_229_728_653;
    let radius = ((at + 0.5) / n).sqrt() * 0.5;
    (radius * angle.cos(), radius * angle.sin())
}

/// Stretches the layout to the drawing.
fn fit(places: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let range = |values: &mut dyn Iterator<Item = f64>| {
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
        (low, (high - low).max(1e-6))
    };
    let (left, width) = range(&mut places.iter().map(|place| place.0));
    let (top, height) = range(&mut places.iter().map(|place| place.1));
    let is_single = places.len() == 1;
    let stretch = |value: f64, low: f64, size: f64, to: f64, margin: f64| {
        if is_single { to / 2.0 } else { round(margin + (value - low) / size * (to - 2.0 * margin)) }
    };
    places
        .iter()
        .map(|&(x, y)| (stretch(x, left, width, WIDTH, 112.0), stretch(y, top, height, HEIGHT, 36.0)))
        .collect()
}

/// How much room a character and a line of a label take.
const CHAR_WIDTH: f64 = 7.2;
const LINE_HEIGHT: f64 = 19.0;

/// Labels the best connected notes, above the dot or else below it, as long as the labels touch neither each other nor a
/// better connected dot.
fn choose_labels(nodes: &mut [DrawnNode]) {
    let dots: Vec<(f64, f64, f64)> = nodes.iter().map(|node| (node.x, node.y, node.r)).collect();
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    for (rank, node) in nodes.iter_mut().enumerate() {
        if taken.len() == MAX_LABELS {
            break;
        }
        let half = number(label::columns(&node.label)) * CHAR_WIDTH / 2.0 + 4.0;
        let is_inside = node.x - half > 0.0 && node.x + half < WIDTH;
        let is_free = |label_y: f64| {
            let middle = label_y - LINE_HEIGHT * 0.25;
            let is_off_labels = taken
                .iter()
                .all(|&(x, y, other)| (x - node.x).abs() > half + other || (y - label_y).abs() > LINE_HEIGHT);
            let is_off_dots = dots.iter().enumerate().all(|(other, &(x, y, r))| {
                // The few best connected are always named, on top of smaller dots.
                other == rank
                    || (other > rank && rank < N_SURE)
                    || (x - node.x).abs() > half + r
                    || (y - middle).abs() > LINE_HEIGHT / 2.0 + r
            });
            is_off_labels && is_off_dots && label_y > LINE_HEIGHT && label_y < HEIGHT - 4.0
        };
        let below = round(node.y + node.r + LINE_HEIGHT * 0.75);
        if let Some(label_y) = [node.label_y, below].into_iter().find(|&label_y| is_inside && is_free(label_y)) {
            node.is_labelled = true;
            node.label_y = label_y;
            taken.push((node.x, label_y, half));
        }
    }
}

fn number(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nodes(n: usize) -> Vec<GraphNode> {
        (0..n).map(|at| GraphNode { href: format!("/{at}"), title: format!("Note {at}") }).collect()
    }

    #[test]
    fn every_note_stands_inside_and_twice_in_the_same_place() {
        let edges: Vec<(usize, usize)> = (1..40).map(|at| (at / 3, at)).collect();
        let drawing = draw(nodes(40), &edges);
        assert_eq!(drawing.edges.len(), 39);
        assert!(drawing.nodes.iter().all(|node| (0.0..=WIDTH).contains(&node.x) && (0.0..=HEIGHT).contains(&node.y)));
        assert_eq!(drawing.nodes, draw(nodes(40), &edges).nodes);
    }

    #[test]
    fn gardens_of_none_and_one_note_are_drawn_too() {
        assert!(draw(Vec::new(), &[]).nodes.is_empty());
        let one = draw(nodes(1), &[]);
        assert!(one.nodes[0].x.is_finite() && one.nodes[0].is_labelled);
    }
}
