//! The parts of a list that is too long for one page.

use std::ops::Range;

use crate::view::Neighbours;

/// One part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    number: usize,
    n_parts: usize,
    size: usize,
    n_items: usize,
}

impl Part {
    /// Returns a part of a list of so many items, `size` of which are in each; `number` counts from 1. An empty list has one part.
    /// `None` if there are not so many.
    pub(crate) fn of(n_items: usize, size: usize, number: usize) -> Option<Self> {
        let n_parts = n_items.div_ceil(size).max(1);
        (1..=n_parts).contains(&number).then_some(Self { number, n_parts, size, n_items })
    }

    /// Returns which items are in it.
    pub(crate) fn range(self) -> Range<usize> {
        let start = (self.number - 1) * self.size;
        start..(start + self.size).min(self.n_items)
    }

    /// Leads to the parts before and behind it.
    pub(crate) fn neighbours(self, href: impl Fn(usize) -> String) -> Neighbours {
        Neighbours {
            previous: (self.number > 1).then(|| href(self.number - 1)),
            next: (self.number < self.n_parts).then(|| href(self.number + 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Part;

    #[test]
    fn the_parts_make_up_the_list_and_lead_to_each_other() {
        for n_items in [0, 1, 9, 10, 11, 25] {
            let parts: Vec<Part> = (1..).map_while(|number| Part::of(n_items, 10, number)).collect();
            let items: Vec<usize> = parts.iter().flat_map(|part| part.range()).collect();
            assert_eq!(items, (0..n_items).collect::<Vec<_>>());
            for (part, number) in parts.iter().zip(1..) {
                let neighbours = part.neighbours(|number| number.to_string());
                let other = |number: usize| Part::of(n_items, 10, number).map(|_| number.to_string());
                assert_eq!((neighbours.previous, neighbours.next), (other(number - 1), other(number + 1)));
            }
        }
        assert_eq!(
            (Part::of(0, 10, 1).map(Part::range), Part::of(0, 10, 2), Part::of(5, 10, 0)),
            (Some(0..0), None, None)
        );
        assert_eq!(Part::of(5, 10, usize::MAX), None);
    }
}
