//! From the Markdown library's tree to our own: the one place that knows comrak.
//!
//! comrak reads CommonMark, GFM, wikilinks, callouts, comments, footnotes, highlights and dollar math; the passes here add
//! tags, block ids, pipes in labels, link numbers and anchors, and bound the depth (rule F-20).

mod block;
mod block_id;
mod callout;
mod comment;
mod dashed;
mod dollar;
mod element;
mod footnote;
mod inline;
mod label;
mod left_open;
mod math_block;
mod text;

use std::borrow::Cow;
use std::collections::HashSet;

use comrak::{Arena, Node, Options, nodes::Sourcepos, parse_document};
use hedgerow_model::{AnchorSet, LineIndex, Span};

use footnote::{FootnotePlaces, Origin};
use inline::Holder;
use left_open::LeftOpen;
use text::merge_texts;

use crate::Link;
use crate::tree::{Document, Inline};

/// Each round mends one line that opens a comment; a note with more of them is cut at the next one.
const MAX_ROUNDS: usize = 8;

/// Nesting deeper than this is flattened to its text (rule F-20). Each level costs a few hundred bytes of stack in each
/// walk, and no reader can follow a twentieth of it.
const MAX_DEPTH: usize = 64;

/// Reads the body of a note, which starts at the byte `body_start` of its text. Never fails.
pub(crate) fn lower(text: &str, body_start: usize, lines: &LineIndex) -> Document {
    let mut body = math_block::prepare(&text[body_start..]);
    let has_comments = body.contains("%%");
    let has_dashed = dashed::may_be_in(&body);
    let lowering = || {
        let mut lowering = Lowering::new(text, body_start, lines);
        lowering.has_comments = has_comments;
        lowering.has_dashed = has_dashed;
        lowering
    };
    let mut n_rounds = 0;
    loop {
        let arena = Arena::new();
        let root = parse_document(&arena, &body, &options_for(&body));
        let stray_line = if has_comments { comment::stray_opening(root) } else { None };
        if let Some(line) = stray_line.filter(|_| n_rounds < MAX_ROUNDS)
            && let Some(mended) = comment::mended(&body, line)
        {
            body = Cow::Owned(mended);
            n_rounds += 1;
            continue;
        }
        let Some(parted) = dollar::parted(&body) else { return lowering().document(root, stray_line) };
        let arena = Arena::new();
        let root = parse_document(&arena, &parted, &options_for(&parted));
        return lowering().document(root, stray_line);
    }
}

/// The options for a text. To find the end of a footnote like `^[this]`, the library reads on to the end of the paragraph;
/// where there are so many openings that this takes long, they stay text (rule F-20).
fn options_for(body: &str) -> Options<'static> {
    /// Bytes read in vain, about a tenth of a second.
    const MAX_COST: usize = 200_000_000;
    let mut options = options();
    if !body.contains("^[") {
        return options;
    }
    let (mut n_openings, mut n_bytes) = (0_usize, 0_usize);
    for line in body.lines() {
        let is_blank = line.trim().is_empty();
        (n_openings, n_bytes) = if is_blank { (0, 0) } else { (n_openings, n_bytes + line.len()) };
        n_openings += line.matches("^[").count();
        if n_openings.saturating_mul(n_bytes) > MAX_COST {
            options.extension.inline_footnotes = false;
            break;
        }
    }
    options
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.autolink = true;
    extension.footnotes = true;
    extension.highlight = true;
    extension.inline_footnotes = true;
    extension.math_dollars = true;
    extension.ofm_callouts = true;
    extension.ofm_comments = true;
    extension.strikethrough = true;
    // A single `~` is text (rule I-28): as a subscript it is told apart from a strikethrough, and turned back.
    extension.subscript = true;
    extension.table = true;
    extension.tasklist = true;
    extension.wikilinks_title_after_pipe = true;
    // An escaped `#`, `[`, `^` or `|` must not be taken for markup by our own passes.
    options.parse.escaped_char_spans = true;
    options.parse.relaxed_tasklist_matching = true;
    options
}

/// The state of one walk over comrak's tree.
struct Lowering<'t> {
    text: &'t str,
    body_start: usize,
    first_line: usize,
    lines: &'t LineIndex,
    anchors: AnchorSet,
    document: Document,
    /// Block ids that a block has.
    ids: HashSet<String>,
    /// Container depth: 0 at the top level.
    containers: usize,
    /// How many quotes and callouts are around.
    quotes: usize,
    /// The marker at the end of what has been read of a quote, and where it stands (rule B-10).
    quoted_marker: Option<(String, Sourcepos)>,
    /// The text is a label: links in it are text.
    is_label: bool,
    /// The label is that of a markdown link, where pictures stay what they are.
    may_show_pictures: bool,
    /// `%%` stands somewhere in the text.
    has_comments: bool,
    /// An HTML comment with more than two dashes at its end may stand in the text.
    has_dashed: bool,
    /// The line, from 1, where a comment opens that is never closed: all from there on is hidden (rule I-06).
    cut_line: Option<usize>,
    /// How often a part of a part was read again.
    n_rereads: usize,
    /// What raw HTML left open that hides all up to its end, and where.
    left_open: Option<(LeftOpen, Span)>,
    footnotes: FootnotePlaces,
    /// Where the text stands that is being lowered, if it is that of an inline footnote.
    origin: Option<Origin>,
}

impl Lowering<'_> {
    /// Reads a stretch of inline Markdown that the library took as it is: the label of a wikilink, whose links are left as
    /// text, or the text of a wikilink that is none. `span` is its place in the note.
    fn reread(&mut self, markdown: &str, is_label: bool, span: Span) -> Vec<Inline> {
        // The leading word keeps it from being read as a list, a heading or a fence; it is cut off again.
        const GUARD: &str = "x ";
        let text = format!("{GUARD}{markdown}");
        let arena = Arena::new();
        let root = parse_document(&arena, &text, &options());
        let lines = LineIndex::new(&text);
        let Some(paragraph) = root.first_child() else { return Vec::new() };
        let mut inner = Lowering::new(&text, 0, &lines);
        inner.is_label = is_label;
        inner.has_comments = text.contains("%%");
        inner.has_dashed = dashed::may_be_in(&text);
        inner.n_rereads = self.n_rereads + 1;
        inner.document = std::mem::take(&mut self.document);
        let n_links = inner.document.links.len();
        let mut inlines = inner.unmerged(paragraph, 0, ' ', Holder::Block);
        merge_texts(&mut inlines);
        self.document = inner.document;
        for link in &mut self.document.links[n_links..] {
            let place = self.text[span.start..span.end].find(&*link.raw).map(|at| span.start + at);
            link.span = place.map_or(span, |start| self.lines.span(self.text, start, start + link.raw.len()));
        }
        if let Some(Inline::Text(first)) = inlines.first_mut() {
            first.drain(..GUARD.len().min(first.len()));
        }
        inlines
    }
}

impl Lowering<'_> {
    /// Lowers a whole body. From `stray_line` on all is hidden, if there is one: a comment opens there.
    fn document<'a>(mut self, root: Node<'a>, stray_line: Option<usize>) -> Document {
        if self.has_comments {
            self.cut_line = stray_line.into_iter().chain(comment::unclosed_line(root)).min();
            self.document.unclosed_comment = self.cut_line.map(|line| ("%%", self.line_span(line)));
        }
        let inline_footnotes = self.part_footnotes(root);
        self.document.tree.blocks = self.blocks(root, 0);
        self.inline_footnotes(inline_footnotes);
        if let Some((_, span)) = self.left_open.filter(|(open, _)| open.end == "-->") {
            self.document.unclosed_comment.get_or_insert(("<!--", span));
        }
        self.document
    }
}

impl<'t> Lowering<'t> {
    fn new(text: &'t str, body_start: usize, lines: &'t LineIndex) -> Self {
        let first_line = lines.span(text, body_start, body_start).line as usize;
        Self {
            text,
            body_start,
            first_line,
            lines,
            anchors: AnchorSet::default(),
            document: Document::default(),
            ids: HashSet::new(),
            containers: 0,
            quotes: 0,
            quoted_marker: None,
            is_label: false,
            may_show_pictures: false,
            has_comments: false,
            has_dashed: false,
            cut_line: None,
            n_rereads: 0,
            left_open: None,
            footnotes: FootnotePlaces::default(),
            origin: None,
        }
    }

    /// Returns the bytes of the whole text that a node comes from. The library's columns may lie inside a character, where
    /// it changed the text before it read it.
    fn range(&self, position: Sourcepos) -> (usize, usize) {
        let (line_shift, column_shift) = match self.origin {
            Some(Origin { column_shift: None, .. }) => return (self.body_start, self.body_start),
            Some(Origin { line_shift, column_shift: Some(column_shift) }) => (line_shift, column_shift),
            None => (0, 0),
        };
        let offset = |line: usize, column: usize| {
            let column = if line == 1 { column + column_shift } else { column };
            self.lines.offset(line + self.first_line - 1 + line_shift, column)
        };
        let start = offset(position.start.line, position.start.column);
        let end = offset(position.end.line, position.end.column) + 1;
        let start = self.boundary(start.clamp(self.body_start, self.text.len()));
        (start, self.boundary(end.min(self.text.len())).max(start))
    }

    /// Returns the start of the character that a byte is part of.
    fn boundary(&self, at: usize) -> usize {
        (0..=at).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or(0)
    }

    /// Tells whether an unclosed comment hides what starts here.
    fn is_hidden(&self, position: Sourcepos) -> bool {
        self.cut().is_some_and(|line| position.start.line >= line)
    }

    /// Returns the line from which an unclosed comment hides everything, counted as the library counts here.
    fn cut(&self) -> Option<usize> {
        let line_shift = self.origin.map_or(0, |origin| origin.line_shift);
        self.cut_line.map(|line| line.saturating_sub(line_shift))
    }

    /// Returns the span of a line of the body.
    fn line_span(&self, line: usize) -> Span {
        let start = self.lines.offset(line + self.first_line - 1, 1);
        let rest = &self.text[start..];
        let start = start + (rest.len() - rest.trim_start().len());
        let end = self.text[start..].find(['\n', '\r']).map_or(self.text.len(), |at| start + at);
        self.lines.span(self.text, start, end)
    }

    fn span(&self, position: Sourcepos) -> Span {
        let (start, end) = self.range(position);
        self.lines.span(self.text, start, end)
    }

    fn source(&self, span: Span) -> &'t str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    fn push_link(&mut self, link: Link) -> usize {
        self.document.links.push(link);
        self.document.links.len() - 1
    }
}
