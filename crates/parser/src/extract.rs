//! Facts of a document: plain text by sections, inline tags, the place of each link in it, the title.

use std::ops::Range;

use hedgerow_model::Tag;

use crate::sentence::Words;
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

/// Walks a document once. Fills in where each heading's section starts, and where the words of each link are.
pub(crate) fn extract(document: &mut Document) -> Facts {
    let mut facts = Facts { heading_title: heading_title(document), ..Facts::default() };
    let tree = std::mem::take(&mut document.tree);
    let mut walk = Walk { document, facts: &mut facts, places: Vec::new() };
    walk.blocks(&tree.blocks);
    for footnote in &tree.footnotes {
        walk.blocks(&footnote.blocks);
    }
    document.tree = tree;
    if let Some((end, _)) = facts.opening.char_indices().nth(OPENING_CHARS) {
        facts.opening.truncate(end);
    }
    facts.tags.dedup();
    facts
}

fn heading_title(document: &Document) -> Option<(String, bool)> {
    document.tree.blocks.iter().enumerate().find_map(|(at, block)| {
        let BlockKind::Heading { index, .. } = &block.kind else { return None };
        let heading = &document.headings[*index];
        (heading.level == 1 && !heading.text.is_empty()).then(|| (heading.text.clone(), at == 0))
    })
}

struct Walk<'d> {
    document: &'d mut Document,
    facts: &'d mut Facts,
    /// The links of the line that is being read.
    places: Vec<(usize, Range<usize>)>,
}

impl Walk<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(content) => {
                    self.open_with(content);
                    self.line(&[content]);
                }
                BlockKind::Heading { index, content } => self.heading(*index, content),
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
        let (start, first_place) = (self.facts.text.len(), self.places.len());
        for (at, cell) in cells.iter().enumerate() {
            self.gather(cell);
            if at > 0 {
                self.facts.text.push_str(" · ");
            }
            locate(&mut self.facts.text, cell, &self.document.links, &mut self.places);
        }
        let text = &mut self.facts.text;
        let n_before = text[start..].len() - text[start..].trim_start().len();
        text.drain(start..start + n_before);
        text.truncate(start + text[start..].trim_end().len());
        let end = text.len();
        for (index, place) in self.places.drain(first_place..) {
            let at = |at: usize| at.saturating_sub(n_before).clamp(start, end);
            self.document.links[index].words = Words::of_text(start..end, at(place.start)..at(place.end));
        }
        if end > start {
            text.push('\n');
        }
    }

    /// The words of a heading are kept with it.
    fn heading(&mut self, index: usize, content: &[Inline]) {
        self.gather(content);
        let mut line = String::new();
        let mut places = Vec::new();
        locate(&mut line, content, &self.document.links, &mut places);
        let n_before = line.len() - line.trim_start().len();
        let n_kept = line.trim().len();
        for (link, place) in places {
            let at = |at: usize| at.saturating_sub(n_before).min(n_kept);
            self.document.links[link].words = Words::of_heading(index, at(place.start)..at(place.end));
        }
        self.document.headings[index].text_start = self.facts.text.len();
    }

    /// Adds a paragraph to the opening, as long as there is room; one that is mostly a formula says nothing alone.
    fn open_with(&mut self, content: &[Inline]) {
        if self.facts.opening.len() >= 4 * OPENING_CHARS || matches!(content, [Inline::Math { .. }]) {
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
                | Inline::Element { content, .. }
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
}

/// An opening is half as long again as any description may be: what is left out of one, such as the second of two formulas, is in it.
const OPENING_CHARS: usize = 240;

/// Like [`push_plain`], with an ellipsis for a formula.
fn push_words(out: &mut String, inlines: &[Inline], links: &[crate::Link]) {
    for inline in inlines {
        match inline {
            Inline::Math { .. } => out.push('…'),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Mark(content)
            | Inline::Element { content, .. }
            | Inline::Link { content, .. } => push_words(out, content, links),
            Inline::Embed { .. } => {}
            _ => push_plain(out, std::slice::from_ref(inline), links),
        }
    }
}

/// Like [`push_plain`], noting where each link stands.
fn locate(line: &mut String, inlines: &[Inline], links: &[crate::Link], places: &mut Vec<(usize, Range<usize>)>) {
    for inline in inlines {
        match inline {
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Mark(content)
            | Inline::Element { content, .. } => {
                locate(line, content, links, places);
            }
            Inline::Link { index, content, .. } => {
                let start = line.len();
                push_plain(line, content, links);
                places.push((*index, start..line.len()));
            }
            Inline::Embed { index, .. } => {
                let start = line.len();
                push_plain(line, std::slice::from_ref(inline), links);
                places.push((*index, start..line.len()));
            }
            _ => push_plain(line, std::slice::from_ref(inline), links),
        }
    }
}

/// Returns the words of raw HTML: what a browser would show of it, without scripts, styles and comments (rule S-09).
pub(crate) fn html_text(html: &str) -> String {
    let shown = crate::sanitise::text(html);
    shown.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use hedgerow_model::NotePath;

    use super::OPENING_CHARS;
    use crate::{FileDates, Note};

    #[test]
    fn an_opening_is_no_longer_than_what_a_description_needs() {
        let opening = |text: &str| {
            let path = NotePath::new("Note.md").unwrap();
            Note::parse(path, text.to_owned(), FileDates::default()).opening().to_owned()
        };
        assert_eq!(opening("One.\n\n# Two\n\n*Three*"), "One. Three ");
        // In paragraphs as in one, in any script.
        for text in ["word ".repeat(300), "word\n\n".repeat(300), "言葉".repeat(600)] {
            let opening = opening(&text);
            assert_eq!(opening.chars().count(), OPENING_CHARS, "{opening}");
        }
    }
}
