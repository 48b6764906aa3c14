//! The order in which the cards of a canvas are read: what is drawn in two dimensions is heard and reached by keys in one.

use crate::canvas::{Content, Frame, Node};

/// Cards that are read together: those of a group, or one without.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) group: Option<usize>,
    pub(super) cards: Vec<usize>,
}

/// Puts the cards in reading order: row by row, each group as one. Where cards lie on top of each other, the order of the
/// file says which is above, and holds for all.
pub(super) fn sections(nodes: &[Node]) -> Vec<Section> {
    let is_group = |at: &usize| matches!(nodes[*at].content, Content::Group { .. });
    let (groups, cards): (Vec<usize>, Vec<usize>) = (0..nodes.len()).partition(is_group);
    if overlap(nodes, &cards) {
        return vec![Section { group: None, cards }];
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    let mut alone = Vec::new();
    for card in cards {
        let centre = nodes[card].frame.centre();
        let around = (0..groups.len()).filter(|&at| nodes[groups[at]].frame.holds(centre));
        match around.min_by_key(|&at| area(nodes[groups[at]].frame)) {
            Some(at) => members[at].push(card),
            None => alone.push(card),
        }
    }
    let of_groups = groups.into_iter().zip(members).filter(|(_, members)| !members.is_empty());
    let of_groups = of_groups.map(|(group, members)| {
        let cards = in_rows(members, |&card| nodes[card].frame);
        (nodes[group].frame, Section { group: Some(group), cards })
    });
    let alone = alone.into_iter().map(|card| (nodes[card].frame, Section { group: None, cards: vec![card] }));
    in_rows(of_groups.chain(alone).collect(), |(frame, _)| *frame).into_iter().map(|(_, section)| section).collect()
}

/// Sorts from top to bottom and, in a row, from left to right: what starts above the middle of a row's first one is in it.
fn in_rows<T>(mut items: Vec<T>, frame: impl Fn(&T) -> Frame) -> Vec<T> {
    items.sort_by_key(|item| (frame(item).y, frame(item).x));
    let mut rows = Vec::with_capacity(items.len());
    let (mut row, mut middle) = (0, i32::MIN);
    for item in &items {
        let its = frame(item);
        if its.y >= middle {
            row += 1;
            middle = its.y + (its.height / 2).max(1);
        }
        rows.push((row, its.x, its.y));
    }
    let mut keyed: Vec<_> = rows.into_iter().zip(items).collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, item)| item).collect()
}

fn overlap(nodes: &[Node], cards: &[usize]) -> bool {
    let mut frames: Vec<Frame> = cards.iter().map(|&card| nodes[card].frame).collect();
    frames.sort_by_key(|frame| frame.x);
    frames.iter().enumerate().any(|(at, frame)| {
        frames[at + 1..].iter().take_while(|other| other.x < frame.right()).any(|other| frame.meets(*other))
    })
}

fn area(frame: Frame) -> i64 {
    i64::from(frame.width) * i64::from(frame.height)
}
