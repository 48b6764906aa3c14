//! Facts of a document: plain text by sections, inline tags, the sentence around each link, the title.

use hedgerow_model::Tag;

use crate::link::LinkContext;
use crate::tree::{Block, BlockKind, Document, Inline, push_plain};
use crate::unrun::unrun;

/// What one walk over a document gathers.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// Plain text, a line for each block, without the words of headings (rules S-09 and W-14).
    pub(crate) text: String,
    pub(crate) tags: Vec<Tag>,
    /// The text of the first top-level heading of level 1, and whether it is the first block (rules F-25 and F-29).
    pub(crate) heading_title: Option<(String, bool)>,
    /// The first words of the paragraphs, without formulas: a description should read well (rule W-27).
    pub(crate) opening: String,
}

/// Walks a document once. Fills in where each heading's section starts, and the context of each link.
pub(crate) fn extract(document: &mut Document) -> Facts {
    let mut facts = Facts { heading_title: heading_title(document), ..Facts::default() };
    let blocks = std::mem::take(&mut document.blocks);
    let footnotes = std::mem::take(&mut document.footnotes);
    let mut walk = Walk { document, facts: &mut facts };
    walk.blocks(&blocks);
    for footnote in &footnotes {
        walk.blocks(&footnote.blocks);
    }
    document.blocks = blocks;
    document.footnotes = footnotes;
    facts.tags.dedup();
    facts
}

fn heading_title(document: &Document) -> Option<(String, bool)> {
    document.blocks.iter().enumerate().find_map(|(at, block)| {
        let BlockKind::Heading { index, .. } = &block.kind else { return None };
        let heading = &document.headings[*index];
        (heading.level == 1 && !heading.text.is_empty()).then(|| (heading.text.clone(), at == 0))
    })
}

struct Walk<'d> {
    document: &'d mut Document,
    facts: &'d mut Facts,
}

impl Walk<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(content) => {
                    self.open_with(content);
                    self.line(&[content]);
                }
                BlockKind::Heading { index, content } => {
                    self.gather(content);
                    self.contexts(&[content]);
                    self.document.headings[*index].text_start = self.facts.text.len();
                }
                BlockKind::Quote(body) => self.blocks(body),
                BlockKind::Callout(callout) => {
                    self.line(&[&callout.title]);
                    self.blocks(&callout.body);
                }
                BlockKind::List(list) => list.items.iter().for_each(|item| self.blocks(&item.blocks)),
                BlockKind::Code { info, .. } if unrun(info).is_some() => {}
                BlockKind::Code { literal, .. } => self.push_line(literal.trim_end()),
                BlockKind::Html(html) => self.push_line(&html_text(html)),
                BlockKind::Rule => {}
                BlockKind::Table(table) => {
                    for row in std::iter::once(&table.head).chain(&table.rows) {
                        let cells: Vec<&[Inline]> = row.iter().map(Vec::as_slice).collect();
                        self.line(&cells);
                    }
                }
            }
        }
    }

    /// Takes one line of text: a paragraph, a title, or the cells of a row.
    fn line(&mut self, cells: &[&[Inline]]) {
        for cell in cells {
            self.gather(cell);
        }
        let line = self.contexts(cells);
        self.push_line(&line);
    }

    /// Adds a paragraph to the opening, as long as there is room; one that is mostly a formula says nothing alone.
    fn open_with(&mut self, content: &[Inline]) {
        if self.facts.opening.len() >= OPENING_BYTES || matches!(content, [Inline::Math { .. }]) {
            return;
        }
        push_words(&mut self.facts.opening, content, &self.document.links);
        self.facts.opening.push(' ');
    }

    fn push_line(&mut self, line: &str) {
        let line = line.trim();
        if !line.is_empty() {
            self.facts.text.push_str(line);
            self.facts.text.push('\n');
        }
    }

    /// Collects tags.
    fn gather(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Tag(tag) => self.facts.tags.push(tag.clone()),
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Strikethrough(content)
                | Inline::Mark(content)
                | Inline::Link { content, .. } => self.gather(content),
                Inline::Text(_)
                | Inline::Math { .. }
                | Inline::Code(_)
                | Inline::Html(_)
                | Inline::SoftBreak
                | Inline::HardBreak
                | Inline::Embed { .. }
                | Inline::FootnoteReference { .. } => {}
            }
        }
    }

    /// Gives the links of a line the sentence around them; returns the line's plain text.
    fn contexts(&mut self, cells: &[&[Inline]]) -> String {
        let mut line = String::new();
        let mut places = Vec::new();
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                line.push_str(" · ");
            }
            locate(&mut line, cell, &self.document.links, &mut places);
        }
        for (index, start, end) in places {
            self.document.links[index].context = context(&line, start, end);
        }
        line
    }
}

/// An opening is as long as any description may be, in any script.
const OPENING_BYTES: usize = 700;

/// Like [`push_plain`], with an ellipsis for a formula.
fn push_words(out: &mut String, inlines: &[Inline], links: &[crate::Link]) {
    for inline in inlines {
        match inline {
            Inline::Math { .. } => out.push('…'),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Mark(content)
            | Inline::Link { content, .. } => push_words(out, content, links),
            Inline::Embed { .. } => {}
            _ => push_plain(out, std::slice::from_ref(inline), links),
        }
    }
}

/// Like [`push_plain`], noting where each link stands.
fn locate(line: &mut String, inlines: &[Inline], links: &[crate::Link], places: &mut Vec<(usize, usize, usize)>) {
    for inline in inlines {
        match inline {
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Mark(content) => {
                locate(line, content, links, places);
            }
            Inline::Link { index, content, .. } => {
                let start = line.len();
                push_plain(line, content, links);
                places.push((*index, start, line.len()));
            }
            Inline::Embed { index, .. } => {
                let start = line.len();
                push_plain(line, std::slice::from_ref(inline), links);
                places.push((*index, start, line.len()));
            }
            _ => push_plain(line, std::slice::from_ref(inline), links),
        }
    }
}

/// Cuts the sentence around a link out of its line, at most this many characters on each side.
const CONTEXT_CHARS: usize = 180;

/// No stretch of [`CONTEXT_CHARS`] characters takes more bytes; one more character shows that something was cut off.
const CONTEXT_BYTES: usize = (CONTEXT_CHARS + 1) * 4;

fn context(line: &str, start: usize, end: usize) -> LinkContext {
    // No more than what is kept is looked at, so that a line of ten thousand links costs no more than its length.
    let first = floor_boundary(line, start.saturating_sub(CONTEXT_BYTES));
    let last = floor_boundary(line, end.saturating_add(CONTEXT_BYTES));
    let (before, after) = (&line[first..start], &line[end..last]);
    let sentence_start = before.char_indices().rev().find(|&(at, c)| ends_sentence(c, &before[at + c.len_utf8()..]));
    let sentence_end = after.char_indices().find(|&(at, c)| ends_sentence(c, &after[at + c.len_utf8()..]));
    let before = sentence_start.map_or(before, |(at, c)| &before[at + c.len_utf8()..]);
    let after = sentence_end.map_or(after, |(at, c)| &after[..at + c.len_utf8()]);
    LinkContext {
        before: keep_end(before.trim_start()),
        link: line[start..end].to_owned(),
        after: keep_start(after.trim_end()),
    }
}

/// Tells whether a character ends a sentence: a full stop does so only before white space or the end.
fn ends_sentence(c: char, rest: &str) -> bool {
    match c {
        '。' | '！' | '？' => true,
        '.' | '!' | '?' => rest.starts_with(char::is_whitespace),
        _ => false,
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn keep_start(text: &str) -> String {
    match text.char_indices().nth(CONTEXT_CHARS) {
        None => text.to_owned(),
        Some((cut, _)) => format!("{}…", text[..cut].rsplit_once(' ').map_or(&text[..cut], |(head, _)| head)),
    }
}

fn keep_end(text: &str) -> String {
    match text.char_indices().rev().nth(CONTEXT_CHARS - 1) {
        None | Some((0, _)) => text.to_owned(),
        Some((cut, _)) => format!("…{}", text[cut..].split_once(' ').map_or(&text[cut..], |(_, tail)| tail)),
    }
}

/// Returns the words of raw HTML: what a browser would show of it, without scripts, styles and comments (rule S-09).
fn html_text(html: &str) -> String {
    let shown = crate::sanitise::text(html);
    shown.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&")
}
