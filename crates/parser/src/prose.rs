//! The prose of a note: its own words, with a gap where a link, an embed, code, a formula or a tag stands.

use crate::tree::{Block, BlockKind, Inline, Tree};

/// Stands for what is no prose, so that no words meet over it. It is no part of any word.
const GAP: char = '\u{FFFC}';

/// Returns the words of all blocks, headings and footnotes included, a line for each.
pub(crate) fn prose(tree: &Tree) -> String {
    let mut out = String::new();
    blocks(&mut out, &tree.blocks);
    tree.footnotes.iter().for_each(|footnote| blocks(&mut out, &footnote.blocks));
    out
}

fn blocks(out: &mut String, all: &[Block]) {
    for block in all {
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => line(out, content),
            BlockKind::Quote(body) => blocks(out, body),
            BlockKind::Callout(callout) => {
                line(out, &callout.title);
                blocks(out, &callout.body);
            }
            BlockKind::List(list) => list.items.iter().for_each(|item| blocks(out, &item.blocks)),
            BlockKind::Table(table) => {
                std::iter::once(&table.head).chain(&table.rows).flatten().for_each(|cell| line(out, cell));
            }
            BlockKind::Code { .. } | BlockKind::Html(_) | BlockKind::Rule => {}
        }
    }
}

fn line(out: &mut String, content: &[Inline]) {
    inlines(out, content);
    out.push('\n');
}

fn inlines(out: &mut String, content: &[Inline]) {
    for inline in content {
        match inline {
            Inline::Text(text) => out.push_str(text),
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Mark(content)
            | Inline::Element { content, .. } => inlines(out, content),
            // The words go on around a mark that is only set between them.
            Inline::Html(_) | Inline::FootnoteReference { .. } => {}
            Inline::Link { .. } | Inline::Embed { .. } | Inline::Code(_) | Inline::Math { .. } | Inline::Tag(_) => {
                out.push(GAP);
            }
        }
    }
}
