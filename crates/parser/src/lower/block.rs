//! Blocks.

use comrak::Node;
use comrak::nodes::{ListType, NodeValue, Sourcepos, TableAlignment};

use super::block_id::take_row_marker;
use super::footnote::is_used;
use super::left_open::{closing, left_open};
use super::math_block::is_formula;
use super::{Lowering, MAX_DEPTH};
use crate::heading::{Heading, comparable};
use crate::tree::{Alignment, Block, BlockKind, Footnote, Inline, Item, List, Table, push_plain};

/// The library fills short rows up to the width of the head; beyond this many cells that is not shown, or a few bytes would
/// make megabytes of empty cells (rule F-20).
const MAX_PADDED_CELLS: usize = 64;

impl Lowering<'_> {
    /// Lowers the children of a container.
    pub(super) fn blocks<'a>(&mut self, container: Node<'a>, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        if depth >= MAX_DEPTH {
            blocks.extend(self.flattened(container));
            return blocks;
        }
        for node in container.children() {
            let position = node.data().sourcepos;
            if self.is_hidden(position) || self.is_commented_out(position) {
                continue;
            }
            if let Some(block) = self.block(node, depth, &mut blocks) {
                blocks.push(block);
            }
        }
        blocks
    }

    /// Lowers one block. `before` holds its elder siblings: a lone block id marker names the last of them.
    fn block<'a>(&mut self, node: Node<'a>, depth: usize, before: &mut [Block]) -> Option<Block> {
        let position = node.data().sourcepos;
        let value = std::mem::replace(&mut node.data_mut().value, NodeValue::Document);
        let mut id = None;
        self.quoted_marker = None;
        let kind = match value {
            NodeValue::Paragraph => {
                let (content, marker) = self.marked_inlines(node, depth);
                if let Some(marker) = marker {
                    if content.is_empty() {
                        self.name_previous(before, marker.id, position);
                        return None;
                    }
                    id = self.record_id(marker.id, position);
                }
                if content.is_empty() {
                    return None;
                }
                BlockKind::Paragraph(content)
            }
            NodeValue::Heading(heading) => self.heading(node, heading.level, position, depth),
            NodeValue::BlockQuote | NodeValue::MultilineBlockQuote(_) => {
                let (kind, lifted) = self.quote(node, position, depth);
                id = lifted;
                kind
            }
            NodeValue::Callout(callout) => {
                let (kind, lifted) = self.callout(node, &callout, position, depth);
                id = lifted;
                kind
            }
            NodeValue::List(list) => {
                let start = (list.list_type == ListType::Ordered).then_some(list.start);
                let mut items = Vec::new();
                let shown = |item: &Node<'a>| !self.is_hidden(item.data().sourcepos);
                for item in node.children().filter(shown).collect::<Vec<_>>() {
                    items.push(self.item(item, depth, position, &mut id));
                }
                BlockKind::List(List { start, is_tight: list.tight, items })
            }
            NodeValue::CodeBlock(code) if is_formula(&code.info) => {
                let (formula, marker) = self.fenced_formula(&code.literal, position);
                id = marker.and_then(|marker| self.record_id(marker, position));
                BlockKind::Paragraph(vec![formula])
            }
            NodeValue::CodeBlock(code) => BlockKind::Code { info: code.info, literal: code.literal },
            NodeValue::HtmlBlock(html) => {
                let shown = self.without_left_open(html.literal, position);
                if shown.trim().is_empty() || is_only_comment(&shown) {
                    return None;
                }
                self.document.tree.has_html = true;
                self.html_files(&shown, position);
                BlockKind::Html(shown)
            }
            NodeValue::ThematicBreak => BlockKind::Rule,
            NodeValue::Table(table) => {
                let (table, row_id) = self.table(node, &table.alignments, depth);
                if let Some(row_id) = row_id {
                    id = self.record_id(row_id, position);
                }
                BlockKind::Table(table)
            }
            NodeValue::FootnoteDefinition(definition) if !is_used(&definition) => return None,
            NodeValue::FootnoteDefinition(_) => {
                let number = self.footnotes.next_defined();
                let blocks = self.contained(node, depth);
                self.document.tree.footnotes.push(Footnote { number, blocks });
                return None;
            }
            NodeValue::MultilineComment(_) => return None,
            // Constructs that are not switched on, and inline nodes, which no container of blocks holds.
            _ => {
                let (content, _) = self.marked_inlines(node, depth);
                if content.is_empty() {
                    return None;
                }
                BlockKind::Paragraph(content)
            }
        };
        Some(Block { kind, id })
    }

    /// Tells whether a comment that raw HTML left open above hides a block; the block that holds its end is hidden as well.
    fn is_commented_out(&mut self, position: Sourcepos) -> bool {
        let Some((open, _)) = &self.left_open else { return false };
        let source = self.source(self.span(position));
        if let Some(behind) = closing(source, &open.end) {
            self.left_open = left_open(&source[behind..]).map(|open| (open, self.span(position)));
        }
        true
    }

    /// Cuts off what raw HTML leaves open and no page shows; until something closes it, it hides what follows (rule I-08).
    fn without_left_open(&mut self, mut html: String, position: Sourcepos) -> String {
        if let Some(open) = left_open(&html) {
            html.truncate(open.start);
            self.left_open = Some((open, self.span(position)));
        }
        html
    }

    /// Lowers what stands in a quote, callout, item or footnote.
    pub(super) fn contained<'a>(&mut self, node: Node<'a>, depth: usize) -> Vec<Block> {
        self.containers += 1;
        let blocks = self.blocks(node, depth + 1);
        self.containers -= 1;
        blocks
    }

    fn heading<'a>(&mut self, node: Node<'a>, level: u8, position: Sourcepos, depth: usize) -> BlockKind {
        let (content, marker) = self.marked_inlines(node, depth);
        let mut text = String::new();
        push_plain(&mut text, &content, &self.document.links);
        let text = text.trim().to_owned();
        let span = self.span(position);
        let mut source = self.source(span).trim();
        if marker.is_some() {
            source = source.trim_end_matches(['#', ' ']);
            source = source.rfind('^').map_or(source, |at| &source[..at]);
        }
        let heading = Heading {
            level,
            anchor: self.anchors.heading(&text),
            span,
            is_top_level: self.containers == 0,
            block_id: marker.and_then(|marker| self.record_id(marker.id, position)),
            text_start: 0,
            keys: [comparable(&text), comparable(source)],
            text,
        };
        self.document.headings.push(heading);
        BlockKind::Heading { index: self.document.headings.len() - 1, content }
    }

    /// Lowers an item; a marker that stands alone left of the item's text names the whole list (rule B-06).
    fn item<'a>(&mut self, node: Node<'a>, depth: usize, list: Sourcepos, list_id: &mut Option<String>) -> Item {
        let task = match &node.data().value {
            NodeValue::TaskItem(task) => Some(task.symbol.unwrap_or(' ')),
            _ => None,
        };
        let is_list_marker = node.next_sibling().is_none() && self.ends_with_outdented_marker(node, list);
        let mut blocks = self.contained(node, depth);
        let mut id = blocks
            .first_mut()
            .filter(|first| matches!(first.kind, BlockKind::Paragraph(_)))
            .and_then(|first| first.id.take());
        if is_list_marker && id.is_some() {
            *list_id = id.take();
        }
        Item { task, id, blocks }
    }

    /// Tells whether an item's last line is a block id marker that starts no further right than the list itself.
    fn ends_with_outdented_marker<'a>(&self, item: Node<'a>, list: Sourcepos) -> bool {
        let Some(last) = item.last_child() else { return false };
        let (_, end) = self.range(last.data().sourcepos);
        let line_start = self.text[..end].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let line = &self.text[line_start..end];
        let indent = line.len() - line.trim_start().len();
        line.trim_start().starts_with('^') && indent < list.start.column
    }

    fn table<'a>(&mut self, node: Node<'a>, alignments: &[TableAlignment], depth: usize) -> (Table, Option<String>) {
        let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
        for row in node.children() {
            let mut cells: Vec<_> = row.children().map(|cell| self.inlines(cell, depth, '\n')).collect();
            while cells.len() > MAX_PADDED_CELLS && cells.last().is_some_and(Vec::is_empty) {
                cells.pop();
            }
            rows.push(cells);
        }
        let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        let id = rows.last().and_then(|row| take_row_marker(row));
        if id.is_some() {
            rows.pop();
        }
        let alignments = alignments
            .iter()
            .map(|alignment| match alignment {
                TableAlignment::None => Alignment::None,
                TableAlignment::Left => Alignment::Left,
                TableAlignment::Center => Alignment::Center,
                TableAlignment::Right => Alignment::Right,
            })
            .collect();
        (Table { alignments, head, rows }, id)
    }

    /// Gives a lone marker's id to the block before it (rule B-05).
    fn name_previous(&mut self, before: &mut [Block], id: String, position: Sourcepos) {
        if self.quotes > 0 {
            self.record_id(id, position);
        } else if let Some(previous) = before.last_mut().filter(|previous| previous.id.is_none()) {
            previous.id = self.record_id(id, position);
        }
    }

    /// Records a marker; returns its id unless another block has it (rule B-12). Inside a quote it is kept for the quote.
    pub(super) fn record_id(&mut self, id: String, position: Sourcepos) -> Option<String> {
        if self.quotes > 0 {
            self.quoted_marker = Some((id, position));
            return None;
        }
        let span = self.span(position);
        self.document.block_ids.push((id.clone(), span));
        self.ids.insert(id.clone()).then_some(id)
    }

    /// Flattens what is nested too deep into one paragraph of its text. Walks without recursion.
    fn flattened<'a>(&self, container: Node<'a>) -> Option<Block> {
        let text = super::text::flat_text(container, self.cut());
        (!text.is_empty()).then(|| Block { kind: BlockKind::Paragraph(vec![Inline::Text(text)]), id: None })
    }
}

fn is_only_comment(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--") && html.find("-->").is_none_or(|end| end + "-->".len() == html.len())
}
