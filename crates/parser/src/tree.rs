//! The document tree: a note's body after all our passes, free of the Markdown library's types and of its arena.
//!
//! [`crate::lower`] makes it, extraction and the renderer walk it. Comments, block id markers and definitions are already
//! gone; links are numbered in reading order; headings have their anchors. Its depth is bounded, so walking may recurse.

use hedgerow_model::{Span, Tag};
use serde::{Deserialize, Serialize};

use crate::{Heading, Link};

/// A note's body: its tree, and what is known of it.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) tree: Tree,
    pub(crate) links: Vec<Link>,
    pub(crate) headings: Vec<Heading>,
    /// Block ids in order, with the place of each marker's block.
    pub(crate) block_ids: Vec<(String, Span)>,
    /// A comment that never closes (rules I-06 and I-08): the sign that opens it, and where.
    pub(crate) unclosed_comment: Option<(&'static str, Span)>,
}

/// Blocks, and the footnotes that they use. Links and headings stand in it by their numbers.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Tree {
    pub(crate) blocks: Vec<Block>,
    /// Definitions that are used, in order of first use (rule I-20).
    pub(crate) footnotes: Vec<Footnote>,
    /// Raw HTML stands somewhere in it: the rendered body must be sanitised.
    pub(crate) has_html: bool,
}

/// What there is to render: a tree, with the links and headings that its numbers mean.
#[derive(Clone, Copy)]
pub(crate) struct View<'d> {
    pub(crate) tree: &'d Tree,
    pub(crate) links: &'d [Link],
    pub(crate) headings: &'d [Heading],
}

impl Document {
    pub(crate) fn view(&self) -> View<'_> {
        View { tree: &self.tree, links: &self.links, headings: &self.headings }
    }
}

/// A block and the id that names it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Block {
    pub(crate) kind: BlockKind,
    /// A block id in lower case, without `^` (rules B-01 to B-10).
    pub(crate) id: Option<String>,
}

/// The kinds of blocks.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum BlockKind {
    Paragraph(Vec<Inline>),
    /// The index is that of [`Document::headings`].
    Heading {
        index: usize,
        content: Vec<Inline>,
    },
    Quote(Vec<Block>),
    Callout(Callout),
    List(List),
    Code {
        info: String,
        literal: String,
    },
    Html(String),
    Rule,
    Table(Table),
}

/// A callout (rules C-01 to C-16).
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Callout {
    pub(crate) kind: String,
    pub(crate) metadata: Option<String>,
    pub(crate) fold: Fold,
    /// Empty when the title is the type's own name (rule C-05).
    pub(crate) title: Vec<Inline>,
    pub(crate) body: Vec<Block>,
}

/// Whether a callout can be folded (rule C-06).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Fold {
    Fixed,
    Open,
    Closed,
}

/// A list.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct List {
    /// The first number of an ordered list.
    pub(crate) start: Option<usize>,
    pub(crate) is_tight: bool,
    pub(crate) items: Vec<Item>,
}

/// An item of a list.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Item {
    /// The character between the brackets of a task (rule I-24).
    pub(crate) task: Option<char>,
    pub(crate) id: Option<String>,
    pub(crate) blocks: Vec<Block>,
}

/// A table.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Table {
    pub(crate) alignments: Vec<Alignment>,
    pub(crate) head: Vec<Vec<Inline>>,
    pub(crate) rows: Vec<Vec<Vec<Inline>>>,
}

/// How a column is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Alignment {
    None,
    Left,
    Center,
    Right,
}

/// A footnote that is used.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Footnote {
    /// From 1, in order of first use.
    pub(crate) number: u32,
    pub(crate) blocks: Vec<Block>,
}

/// Inline content.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Inline {
    Text(String),
    Code(String),
    Math {
        tex: String,
        is_display: bool,
    },
    Html(String),
    /// An element of raw HTML that is safe as it is: its start tag, and the name in its end tag. Either may be missing: a `br`
    /// has no end, and of a `button` only the content is shown.
    Element {
        start: String,
        content: Vec<Inline>,
        end: String,
    },
    SoftBreak,
    HardBreak,
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    Strikethrough(Vec<Inline>),
    Mark(Vec<Inline>),
    /// A link; the index is that of [`Document::links`].
    Link {
        index: usize,
        content: Vec<Inline>,
        title: String,
    },
    /// An embed of a note or file; likewise.
    Embed {
        index: usize,
        title: String,
    },
    Tag(#[serde(with = "crate::packed::tag")] Tag),
    /// The number of the footnote in [`Document::footnotes`], from 1.
    FootnoteReference {
        number: u32,
    },
}

/// Appends the plain text of inline content: labels of links, alternative texts, sources of formulas (rule S-09); nothing
/// of raw HTML and of embedded notes.
pub(crate) fn push_plain(out: &mut String, inlines: &[Inline], links: &[Link]) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Math { tex: text, .. } => out.push_str(text),
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Mark(content)
            | Inline::Element { content, .. }
            | Inline::Link { content, .. } => push_plain(out, content, links),
            Inline::Embed { index, .. } => out.push_str(links[*index].alt().unwrap_or_default()),
            Inline::Tag(tag) => {
                out.push('#');
                out.push_str(tag.text());
            }
            Inline::Html(_) | Inline::FootnoteReference { .. } => {}
        }
    }
}
