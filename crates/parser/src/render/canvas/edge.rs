//! Arrows and lines: curves that leave a card straight and reach the other straight.

use std::fmt::Write as _;

use super::super::escape::push_escaped;
use super::group::wrapped;
use super::{Drawing, Frame, coloured, open_frame};
use crate::canvas::{Edge, Side};

/// The length of an arrowhead, and half its width.
const ARROW: (f64, f64) = (13.0, 7.0);
/// The room of a label; its words stand in the middle of it.
const LABEL: (i32, i32) = (260, 120);

impl Drawing<'_> {
    /// Draws the edges, and their labels, which go above everything.
    pub(super) fn edges(&mut self) -> (String, String) {
        let (mut lines, mut labels) = (String::new(), String::new());
        for edge in self.canvas.edges() {
            let curve = Curve::of(edge, |node| self.canvas.nodes()[node].frame);
            let colour = coloured(edge.colour.as_ref());
            let _ = write!(lines, "<g class=\"canvas-edge{colour} role=\"img\" aria-label=\"");
            push_escaped(&mut lines, &self.words(edge));
            let _ = write!(lines, "\"><path class=\"canvas-line\" d=\"{}\"/>", curve.line());
            for head in curve.heads() {
                let _ = write!(lines, "<path class=\"canvas-arrow\" d=\"{head}\"/>");
            }
            lines.push_str("</g>\n");
            if !edge.label.is_empty() {
                let (x, y) = curve.middle();
                let (width, height) = LABEL;
                open_frame(&mut labels, Frame { x: x - width / 2, y: y - height / 2, width, height });
                let _ = write!(labels, "<div class=\"canvas-edge-label{colour} dir=\"auto\"><span>");
                push_escaped(&mut labels, &edge.label);
                labels.push_str("</span></div></foreignObject>\n");
            }
        }
        (wrapped("canvas-edges", lines), wrapped("canvas-edge-labels", labels))
    }

    /// Says for those who hear it what an arrow joins.
    fn words(&self, edge: &Edge) -> String {
        let name = |node: usize| match self.names[node].as_str() {
            "" => "an empty card",
            name => name,
        };
        let (from, to) = (name(edge.from.node), name(edge.to.node));
        let joint = match (edge.from.has_arrow, edge.to.has_arrow) {
            (true, true) => "to and from",
            (true, false) => "from",
            (false, true) => "to",
            (false, false) => "with",
        };
        if edge.label.is_empty() {
            format!("{from}, {joint} {to}")
        } else {
            format!("{from}, {joint} {to}: {}", edge.label)
        }
    }
}

/// A point and the direction in which its side looks.
#[derive(Clone, Copy)]
struct Port {
    x: f64,
    y: f64,
    dx: f64,
    dy: f64,
    has_arrow: bool,
}

/// A cubic curve from one port to another.
struct Curve {
    from: Port,
    to: Port,
    reach: f64,
}

impl Curve {
    fn of(edge: &Edge, frame: impl Fn(usize) -> Frame) -> Self {
        let (start, end) = (frame(edge.from.node), frame(edge.to.node));
        let from = Port::at(start, edge.from.side.unwrap_or_else(|| facing(start, end)), edge.from.has_arrow);
        let to = Port::at(end, edge.to.side.unwrap_or_else(|| facing(end, start)), edge.to.has_arrow);
        let distance = (to.x - from.x).hypot(to.y - from.y);
        Self { from, to, reach: (distance * 0.45).clamp(24.0, 220.0) }
    }

    /// The line, which ends inside the arrowheads.
    fn line(&self) -> String {
        let (from, to) = (self.from.end_of_line(), self.to.end_of_line());
        let (a, b) = (self.from.ahead(self.reach), self.to.ahead(self.reach));
        format!("M{} C{} {} {}", point(from), point(a), point(b), point(to))
    }

    fn heads(&self) -> impl Iterator<Item = String> {
        [self.from, self.to].into_iter().filter(|port| port.has_arrow).map(|port| {
            let (length, half) = ARROW;
            let (x, y) = port.ahead(length);
            let (left, right) = ((x - port.dy * half, y + port.dx * half), (x + port.dy * half, y - port.dx * half));
            format!("M{} L{} {}Z", point((port.x, port.y)), point(left), point(right))
        })
    }

    fn middle(&self) -> (i32, i32) {
        let (a, b) = (self.from.ahead(self.reach), self.to.ahead(self.reach));
        let at = |from: f64, a: f64, b: f64, to: f64| ((from + 3.0 * a + 3.0 * b + to) / 8.0).round() as i32;
        (at(self.from.x, a.0, b.0, self.to.x), at(self.from.y, a.1, b.1, self.to.y))
    }
}

impl Port {
    fn at(frame: Frame, side: Side, has_arrow: bool) -> Self {
        let (middle_x, middle_y) =
            (f64::from(frame.x) + f64::from(frame.width) / 2.0, f64::from(frame.y) + f64::from(frame.height) / 2.0);
        let (x, y, dx, dy) = match side {
            Side::Top => (middle_x, f64::from(frame.y), 0.0, -1.0),
            Side::Right => (f64::from(frame.right()), middle_y, 1.0, 0.0),
            Side::Bottom => (middle_x, f64::from(frame.bottom()), 0.0, 1.0),
            Side::Left => (f64::from(frame.x), middle_y, -1.0, 0.0),
        };
        Self { x, y, dx, dy, has_arrow }
    }

    fn ahead(self, distance: f64) -> (f64, f64) {
        (self.x + self.dx * distance, self.y + self.dy * distance)
    }

    fn end_of_line(self) -> (f64, f64) {
        self.ahead(if self.has_arrow { ARROW.0 - 2.0 } else { 0.0 })
    }
}

/// The side of a frame that looks to another one.
fn facing(frame: Frame, other: Frame) -> Side {
    let ((x, y), (other_x, other_y)) = (frame.centre(), other.centre());
    let (dx, dy) = (other_x - x, other_y - y);
    match (dx.abs() > dy.abs(), dx > 0, dy > 0) {
        (true, true, _) => Side::Right,
        (true, false, _) => Side::Left,
        (false, _, true) => Side::Bottom,
        (false, _, false) => Side::Top,
    }
}

/// A point with at most one digit behind the stop.
fn point((x, y): (f64, f64)) -> String {
    let short = |n: f64| (n * 10.0).round() / 10.0 + 0.0;
    format!("{} {}", short(x), short(y))
}
