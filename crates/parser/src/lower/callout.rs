//! Quotes and callouts (rules B-10 and C-01 to C-12).

use comrak::Node;
use comrak::nodes::{NodeCallout, NodeValue, Sourcepos};

use super::Lowering;
use super::block_id::Marker;
use crate::tree::{Block, BlockKind, Callout, Fold, Inline};

impl Lowering<'_> {
    /// Lowers a quote, and takes the block id that names it off its end. The library wants white space behind `[!type]`; a
    /// title that touches it makes a callout as well (rule C-01).
    pub(super) fn quote<'a>(
        &mut self,
        quote: Node<'a>,
        position: Sourcepos,
        depth: usize,
    ) -> (BlockKind, Option<String>) {
        let head = Head::read(self.source(self.span(position))).filter(|head| !head.kind.is_empty());
        let Some(head) = head else {
            let (body, id) = self.quoted(quote, depth);
            return (BlockKind::Quote(body), id);
        };
        let title = self.take_title(quote, &head, position, depth);
        self.finish(quote, &head, title, depth)
    }

    /// Lowers what the library takes for a callout.
    pub(super) fn callout<'a>(
        &mut self,
        node: Node<'a>,
        callout: &NodeCallout,
        position: Sourcepos,
        depth: usize,
    ) -> (BlockKind, Option<String>) {
        let source = self.source(self.span(position));
        let head = Head::read(source).unwrap_or_else(|| Head::of(callout));
        let (title, marker) = match node.first_child() {
            Some(first) if matches!(first.data().value, NodeValue::CalloutTitle) => {
                first.detach();
                let is_alone = node.first_child().is_none();
                self.title(first, &head, is_alone, depth)
            }
            _ => (Vec::new(), None),
        };
        let (kind, id) = self.finish(node, &head, title, depth);
        (kind, marker.map_or(id, |marker| self.record_id(marker.id, position)))
    }

    fn finish<'a>(
        &mut self,
        node: Node<'a>,
        head: &Head<'_>,
        title: Vec<Inline>,
        depth: usize,
    ) -> (BlockKind, Option<String>) {
        let (body, id) = self.quoted(node, depth);
        if head.kind.is_empty() {
            return (BlockKind::Quote(with_first_line(head.marker, title, body)), id);
        }
        let callout = Callout {
            kind: head.kind.to_lowercase(),
            metadata: head.metadata.map(str::to_owned),
            fold: head.fold,
            title,
            body,
        };
        (BlockKind::Callout(callout), id)
    }

    /// Lowers what stands in a quote. A marker at its end names the whole; its parts have no names (rule B-10).
    fn quoted<'a>(&mut self, node: Node<'a>, depth: usize) -> (Vec<Block>, Option<String>) {
        self.quotes += 1;
        let body = self.contained(node, depth);
        self.quotes -= 1;
        if self.quotes > 0 {
            return (body, None);
        }
        let id = self.quoted_marker.take().and_then(|(id, position)| self.record_id(id, position));
        (body, id)
    }

    /// Lowers the title of a callout. The library reads `- a` or `1. b` in it as a list, but it is one line of inline
    /// Markdown (rule C-05). Where there is no body, a marker at its end stands at the end of the callout.
    fn title<'a>(
        &mut self,
        title: Node<'a>,
        head: &Head<'_>,
        is_alone: bool,
        depth: usize,
    ) -> (Vec<Inline>, Option<Marker>) {
        match title.first_child() {
            Some(only) if matches!(only.data().value, NodeValue::Paragraph) && is_alone => {
                self.marked_inlines(only, depth)
            }
            Some(only) if matches!(only.data().value, NodeValue::Paragraph) => (self.inlines(only, depth, '\n'), None),
            Some(_) => {
                let span = self.span(title.data().sourcepos);
                (self.reread(head.title, false, span), None)
            }
            None => (Vec::new(), None),
        }
    }

    /// Takes the first line off a quote that the library did not take for a callout; the rest is the body (rule C-09).
    fn take_title<'a>(&mut self, quote: Node<'a>, head: &Head<'_>, position: Sourcepos, depth: usize) -> Vec<Inline> {
        let is_first_line = |node: &Node<'a>| {
            let data = node.data();
            matches!(data.value, NodeValue::Paragraph) && data.sourcepos.start.line == position.start.line
        };
        // Without a paragraph the line was a definition of a link, `[!type]: address`, that nothing refers to.
        let Some(paragraph) = quote.first_child().filter(is_first_line) else {
            return self.reread(head.title, false, self.span(position));
        };
        let children: Vec<_> = paragraph.children().collect();
        let is_break = |node: &Node<'a>| matches!(node.data().value, NodeValue::SoftBreak | NodeValue::LineBreak);
        let end = children.iter().position(is_break);
        let is_one_line = paragraph.data().sourcepos.end.line == position.start.line;
        if end.is_none() && !is_one_line {
            // Markup that opens in the first line and closes below: neither half has any.
            return self.part_lines(paragraph, head);
        }
        let below = children.split_at(end.map_or(children.len(), |end| end + 1)).1;
        children[end.unwrap_or(children.len())..].iter().for_each(|node| node.detach());
        let title = match cut_marker(children.first(), head.marker) {
            true => self.inlines(paragraph, depth, '\n'),
            false => self.reread(head.title, false, self.span(position)),
        };
        paragraph.children().collect::<Vec<_>>().iter().for_each(|node| node.detach());
        below.iter().for_each(|node| paragraph.append(node));
        title
    }

    /// Makes of a paragraph its lines from the second on as plain text, and returns the first one.
    fn part_lines<'a>(&mut self, paragraph: Node<'a>, head: &Head<'_>) -> Vec<Inline> {
        let span = self.span(paragraph.data().sourcepos);
        let below = self.source(span).split_once(['\n', '\r']).map_or("", |(_, below)| below);
        let below: Vec<&str> = below.lines().map(|line| line.trim_start_matches(['>', ' ', '\t'])).collect();
        let title = self.reread(head.title, false, span);
        let Some(first) = paragraph.first_child() else { return title };
        first.data_mut().value = NodeValue::Text(below.join("\n").into());
        paragraph.children().skip(1).collect::<Vec<_>>().iter().for_each(|node| node.detach());
        title
    }
}

/// Cuts the marker off the text that a paragraph starts with.
fn cut_marker<'a>(first: Option<&Node<'a>>, marker: &str) -> bool {
    let Some(first) = first else { return false };
    let NodeValue::Text(text) = &mut first.data_mut().value else { return false };
    let Some(rest) = text.strip_prefix(marker) else { return false };
    let rest = rest.trim_start().to_owned();
    *text = rest.into();
    true
}

/// Puts a line that looked like the head of a callout back in front of a quote.
fn with_first_line(marker: &str, title: Vec<Inline>, mut body: Vec<Block>) -> Vec<Block> {
    let mut line = vec![Inline::Text(format!("{marker} "))];
    line.extend(title);
    match body.first_mut() {
        Some(Block { kind: BlockKind::Paragraph(content), .. }) => {
            line.push(Inline::SoftBreak);
            content.splice(0..0, line);
        }
        _ => body.insert(0, Block { kind: BlockKind::Paragraph(line), id: None }),
    }
    body
}

/// The first line of a callout.
struct Head<'s> {
    /// `[!type|metadata]` and the sign behind it, as typed.
    marker: &'s str,
    /// The type as typed (rule C-02); empty if there is none.
    kind: &'s str,
    metadata: Option<&'s str>,
    fold: Fold,
    title: &'s str,
}

impl<'s> Head<'s> {
    /// Reads the source of a quote.
    fn read(quote: &'s str) -> Option<Self> {
        let line = quote.lines().next()?.strip_prefix('>')?;
        let inner = line.trim_start_matches(' ');
        // A tab, or more than three spaces behind the one that belongs to the sign, make code of it.
        if line.len() - inner.len() > 4 {
            return None;
        }
        let close = inner.strip_prefix("[!")?.find(']')? + 2;
        let inside = &inner[2..close];
        let (kind, metadata) = inside.split_once('|').map_or((inside, None), |(kind, more)| (kind, Some(more.trim())));
        let behind = &inner[close + 1..];
        let (fold, title) = match behind.as_bytes().first() {
            Some(b'+') => (Fold::Open, &behind[1..]),
            Some(b'-') => (Fold::Closed, &behind[1..]),
            _ => (Fold::Fixed, behind),
        };
        let marker = &inner[..inner.len() - title.len()];
        Some(Self { marker, kind: kind.trim(), metadata, fold, title: title.trim() })
    }

    /// Takes what the library read; its source is not where it should be.
    fn of(callout: &'s NodeCallout) -> Self {
        let fold = match callout.fold {
            comrak::nodes::CalloutFold::None => Fold::Fixed,
            comrak::nodes::CalloutFold::Expanded => Fold::Open,
            comrak::nodes::CalloutFold::Collapsed => Fold::Closed,
        };
        let metadata = callout.metadata.as_deref().map(str::trim);
        Self { marker: "", kind: &callout.callout_type, metadata, fold, title: "" }
    }
}
