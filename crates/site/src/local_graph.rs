//! Draws a note among its neighbours: the note in the middle, its neighbours around it, theirs further out.
//!
//! The layout is plain geometry in the order of vault paths, so that a garden always gives the same drawing.

use std::collections::BTreeSet;
use std::f64::consts::{FRAC_PI_2, PI, TAU};
use std::fmt::Write as _;

use hedgerow_publish::{NoteId, PublicGarden};

use crate::addresses::Addresses;
use crate::label;
use crate::view::{LabelLine, LocalEdges, LocalGraphView, LocalNode};

const WIDTH: u32 = 340;
const HEIGHT: u32 = 320;
/// More labels than this on the inner ring would touch.
const MAX_NEAR: usize = 10;
const MAX_FAR: usize = 18;
const LINE_HEIGHT: f64 = 13.0;

/// Draws the surroundings of a note; `None` if nothing links to it or from it.
pub(crate) fn draw(
    garden: &PublicGarden,
    degrees: &[usize],
    addresses: &Addresses,
    focus: NoteId,
) -> Option<LocalGraphView> {
    let neighbours: Vec<NoteId> = garden.neighbours(focus).collect();
    if neighbours.is_empty() {
        return None;
    }
    let near = choose_near(degrees, &neighbours);
    let rings = Rings { n_near: near.len() };
    let mut shown: BTreeSet<NoteId> = near.iter().copied().chain([focus]).collect();
    let mut edges = LocalEdges::default();
    (0..near.len()).for_each(|at| line(&mut edges.near, rings.centre(), rings.near(at)));
    let mut far = Vec::new();
    for (at, &id) in near.iter().enumerate() {
        for (other_at, &other) in near.iter().enumerate().skip(at + 1) {
            if garden.are_neighbours(id, other) {
                line(&mut edges.far, rings.near(at), rings.near(other_at));
            }
        }
        let room = (MAX_FAR - far.len()).min(MAX_FAR.div_ceil(near.len()));
        let fresh: Vec<NoteId> = garden.neighbours(id).filter(|other| !shown.contains(other)).take(room).collect();
        for (child_at, &child) in fresh.iter().enumerate() {
            shown.insert(child);
            let place = rings.far(at, child_at, fresh.len());
            line(&mut edges.far, rings.near(at), place);
            far.push(node(garden, addresses, child, place, Vec::new()));
        }
    }
    let n_more = neighbours.len() - near.len();
    let near = near.iter().enumerate().map(|(at, &id)| {
        let place = rings.near(at);
        let lines = rings.label(garden.note(id).title(), place).into_iter();
        // A label stands below or above its note's own place.
        let lines = lines.map(|line| LabelLine { y: round(line.y - place.1), ..line });
        node(garden, addresses, id, place, lines.collect())
    });
    let (x, y) = rings.centre();
    let focus = format!("{x} {y}");
    Some(LocalGraphView { width: WIDTH, height: HEIGHT, focus, near: near.collect(), far, edges, n_more })
}

/// Takes the best connected neighbours where there are too many, and keeps them in vault-path order.
fn choose_near(degrees: &[usize], neighbours: &[NoteId]) -> Vec<NoteId> {
    let mut near = neighbours.to_vec();
    if near.len() > MAX_NEAR {
        near.sort_by_key(|&id| (std::cmp::Reverse(degrees[id.index()]), id));
        near.truncate(MAX_NEAR);
        near.sort();
    }
    near
}

fn node(
    garden: &PublicGarden,
    addresses: &Addresses,
    id: NoteId,
    (x, y): (f64, f64),
    lines: Vec<LabelLine>,
) -> LocalNode {
    let note = garden.note(id);
    let place = format!("{x} {y}");
    LocalNode { href: addresses.href(note.url()), title: note.title().to_owned(), place, lines }
}

/// Adds a line to a path; all of one kind are one path, which takes a third of the room that elements for each would.
fn line(path: &mut String, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
    write!(path, "M{x1} {y1}L{x2} {y2}").expect("a string takes all that is written");
}

/// The two rings around the note.
pub(crate) struct Rings {
    pub(crate) n_near: usize,
}

impl Rings {
    pub(crate) fn centre(&self) -> (f64, f64) {
        (f64::from(WIDTH) / 2.0, f64::from(HEIGHT) / 2.0)
    }

    pub(crate) fn near(&self, at: usize) -> (f64, f64) {
        // On a crowded ring every other note stands further out, so that the labels have room.
        let is_out = self.n_near > 6 && at % 2 == 1;
        let stretch = if is_out { 1.12 } else { 0.92 };
        self.place(self.angle(at), 108.0 * stretch, 98.0 * stretch)
    }

    /// The place of a child of the note `at`: in the gap behind it, so that it does not stand on a label.
    pub(crate) fn far(&self, at: usize, child_at: usize, n_children: usize) -> (f64, f64) {
        let gap = TAU / count(self.n_near.max(3));
        let spread = (count(child_at) + 0.5) / count(n_children.max(1));
        // One or two neighbours have all the room, and their children stand straight behind them.
        let part = if self.n_near > 2 { 0.3 + 0.4 * spread } else { 0.5 * spread - 0.25 };
        self.place(self.angle(at) + gap * part, 156.0, 143.0)
    }

    pub(crate) fn label(&self, title: &str, (_, y): (f64, f64)) -> Vec<LabelLine> {
        let width = match self.n_near {
            0..=6 => 17,
            7..=8 => 15,
            _ => 13,
        };
        let lines = label::wrap(title, width, 2);
        let is_above = y < self.centre().1 - 20.0;
        let first = if is_above { y - 11.0 - LINE_HEIGHT * count(lines.len().saturating_sub(1)) } else { y + 19.0 };
        lines
            .into_iter()
            .enumerate()
            .map(|(at, text)| LabelLine { y: round(first + LINE_HEIGHT * count(at)), text })
            .collect()
    }

    fn angle(&self, at: usize) -> f64 {
        // Two neighbours stand left and right, where their labels are not under the line.
        let start = if self.n_near == 2 { PI } else { -FRAC_PI_2 };
        start + TAU * count(at) / count(self.n_near)
    }

    fn place(&self, angle: f64, rx: f64, ry: f64) -> (f64, f64) {
        let (x, y) = self.centre();
        (round(x + rx * angle.cos()), round(y + ry * angle.sin()))
    }
}

/// One decimal is finer than a pixel, and the same on every machine.
pub(crate) fn round(value: f64) -> f64 {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_inside_the_drawing() {
        for n_near in 1..=MAX_NEAR {
            let rings = Rings { n_near };
            for at in 0..n_near {
                for (x, y) in (0..6).map(|child| rings.far(at, child, 6)).chain([rings.near(at)]) {
                    assert!((4.0..=f64::from(WIDTH) - 4.0).contains(&x), "{n_near} {at} {x}");
                    assert!((4.0..=f64::from(HEIGHT) - 4.0).contains(&y), "{n_near} {at} {y}");
                }
                let label = rings.label("A title with quite a few long words", rings.near(at));
                assert!(label.iter().all(|line| line.y > 10.0 && line.y < f64::from(HEIGHT)), "{label:?}");
            }
        }
    }
}
