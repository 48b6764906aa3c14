//! Footnotes written where they are referred to, `^[like this]` (rule I-21).
//!
//! The library puts them behind the body, and counts the places in one from its own start. Each is lowered when the
//! reference to it was, which tells where it stands; so what a comment hides has no footnote either (rule I-06).

use std::collections::HashMap;

use comrak::Node;
use comrak::nodes::{NodeFootnoteDefinition, NodeFootnoteReference, NodeValue, Sourcepos};

use super::Lowering;
use crate::tree::Footnote;

/// Starts the names that the library gives them.
const OWN_NAME: &str = "__inline_";

/// Where the footnotes of a note are.
#[derive(Debug, Default)]
pub(super) struct FootnotePlaces {
    /// The numbers of those with a definition of its own, in order.
    defined: std::vec::IntoIter<u32>,
    /// Where the text of the others starts, by number, as far as they were referred to; nothing where that is not known.
    inline: HashMap<u32, Option<usize>>,
}

impl FootnotePlaces {
    /// Returns the number of the next footnote with a definition.
    pub(super) fn next_defined(&mut self) -> u32 {
        self.defined.next().unwrap_or(u32::MAX)
    }
}

/// Where a stretch of text stands that the library read by itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    /// Lines of the body before it.
    pub(super) line_shift: usize,
    /// Bytes of its first line before it; nothing where its place is not known.
    pub(super) column_shift: Option<usize>,
}

/// Tells whether a definition is one that readers see. Where a name is defined twice the library takes the last one, and leaves
/// the others where they are.
pub(super) fn is_used(definition: &NodeFootnoteDefinition) -> bool {
    definition.total_references > 0
}

impl Lowering<'_> {
    /// Takes the inline footnotes out of a document and numbers all.
    pub(super) fn part_footnotes<'a>(&mut self, root: Node<'a>) -> Vec<(u32, Node<'a>)> {
        let (mut defined, mut inline) = (Vec::new(), Vec::new());
        let is_used = |node: &Node<'a>| matches!(&node.data().value, NodeValue::FootnoteDefinition(it) if is_used(it));
        for (number, node) in (1..).zip(root.children().filter(is_used).collect::<Vec<_>>()) {
            let is_inline = match &node.data().value {
                NodeValue::FootnoteDefinition(definition) => definition.name.starts_with(OWN_NAME),
                _ => false,
            };
            if is_inline {
                node.detach();
                inline.push((number, node));
            } else {
                defined.push(number);
            }
        }
        self.footnotes.defined = defined.into_iter();
        inline
    }

    /// Remembers where an inline footnote stands.
    pub(super) fn refer(&mut self, reference: &NodeFootnoteReference, position: Sourcepos) {
        if reference.name.starts_with(OWN_NAME) && !self.footnotes.inline.contains_key(&reference.ix) {
            let (start, end) = self.range(position);
            let is_here = self.text[start..end].starts_with("^[");
            self.footnotes.inline.insert(reference.ix, is_here.then_some(start + "^[".len()));
        }
    }

    /// Lowers the inline footnotes that were referred to, then those that are referred to in them.
    pub(super) fn inline_footnotes(&mut self, mut waiting: Vec<(u32, Node<'_>)>) {
        loop {
            let is_known = |(number, _): &(u32, Node<'_>)| self.footnotes.inline.contains_key(number);
            let (ready, rest): (Vec<_>, Vec<_>) = waiting.into_iter().partition(is_known);
            if ready.is_empty() {
                break;
            }
            for (number, node) in ready {
                let start = self.footnotes.inline.get(&number).copied().flatten();
                self.origin = Some(self.origin_at(start));
                let blocks = self.contained(node, 0);
                self.origin = None;
                self.document.tree.footnotes.push(Footnote { number, blocks });
            }
            waiting = rest;
        }
        self.document.tree.footnotes.sort_by_key(|footnote| footnote.number);
    }

    fn origin_at(&self, start: Option<usize>) -> Origin {
        let Some(start) = start else { return Origin { line_shift: 0, column_shift: None } };
        let line = self.lines.span(self.text, start, start).line as usize;
        let before = start - self.lines.offset(line, 1);
        Origin { line_shift: line.saturating_sub(self.first_line), column_shift: Some(before) }
    }
}
