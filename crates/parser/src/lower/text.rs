//! Plain text: the tags and links in it, and the text of nodes.

use comrak::Node;
use comrak::nodes::{NodeValue, Sourcepos};
use hedgerow_model::Tag;
use memchr::memchr2;

use super::Lowering;
use super::comment::without_comments;
use super::dollar::with_signs;
use super::label::find_wikilink;
use crate::tree::Inline;

impl Lowering<'_> {
    /// Reads tags, and the wikilinks that the library leaves as text, in a stretch of plain text.
    pub(super) fn text(&mut self, text: &str, position: Sourcepos, before: char, out: &mut Vec<Inline>) {
        let mut plain_start = 0;
        let mut at = 0;
        while let Some(found) = memchr2(b'#', b'[', &text.as_bytes()[at..]) {
            let start = at + found;
            at = start + 1;
            if text.as_bytes()[start] == b'[' {
                let Some((wikilink, range)) = find_wikilink(text, start).filter(|_| !self.is_label) else { continue };
                push_text(out, &text[plain_start..range.start]);
                let mut link_position = position;
                link_position.start.column += range.start;
                link_position.end.column = link_position.start.column + range.len() - 1;
                self.wikilink(wikilink, link_position, out);
                plain_start = range.end;
                at = range.end;
                continue;
            }
            if self.is_label {
                // A tag is a link, and there is none in a link.
                continue;
            }
            let previous = text[..start].chars().next_back().unwrap_or(before);
            let follows_tag = start == plain_start && matches!(out.last(), Some(Inline::Tag(_)));
            if !(previous.is_whitespace() || follows_tag) {
                continue;
            }
            let n_bytes = text[at..].find(|c| !Tag::may_hold(c)).unwrap_or(text.len() - at);
            let Some(tag) = Tag::new(&text[at..at + n_bytes]) else { continue };
            // A slash at the end is not part of the tag (rule I-14) and stays as text.
            let end = at + text[at..at + n_bytes].trim_end_matches('/').len();
            push_text(out, &text[plain_start..start]);
            out.push(Inline::Tag(tag));
            plain_start = end;
            at = end;
        }
        push_text(out, &text[plain_start..]);
    }
}

/// Joins the texts of a node and all below it; walks without recursion.
pub(super) fn flat_text<'a>(node: Node<'a>, cut_line: Option<usize>) -> String {
    let mut text = String::new();
    for descendant in node.descendants() {
        if cut_line.is_some_and(|line| descendant.data().sourcepos.start.line >= line) {
            continue;
        }
        match &descendant.data().value {
            NodeValue::Text(piece) => text.push_str(&with_signs(piece.clone())),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::Math(math) => text.push_str(&math.literal),
            NodeValue::CodeBlock(code) => text.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak | NodeValue::Paragraph => text.push(' '),
            _ => {}
        }
    }
    text
}

/// Returns the text of a wikilink that is none (rule L-01).
pub(super) fn as_text(source: &str, is_embed: bool, url: &str) -> String {
    let text =
        if source.contains("[[") { source.to_owned() } else { format!("{}[[{url}]]", if is_embed { "!" } else { "" }) };
    without_comments(&text).into_owned()
}

/// Writes a wikilink that is none so that it is read as the text it is.
pub(super) fn unlinked(is_embed: bool, url: &str, label: &str) -> String {
    let sign = if is_embed { "!" } else { "" };
    let label = if label == url { String::new() } else { format!("|{label}") };
    format!("{sign}\\[\\[{url}{label}]]")
}

fn push_text(out: &mut Vec<Inline>, text: &str) {
    if !text.is_empty() {
        out.push(Inline::Text(text.to_owned()));
    }
}

/// Joins neighbouring texts, which escapes and tags have parted.
pub(super) fn merge_texts(inlines: &mut Vec<Inline>) {
    inlines.dedup_by(|next, previous| match (previous, next) {
        (Inline::Text(previous), Inline::Text(next)) => {
            previous.push_str(next);
            true
        }
        _ => false,
    });
}
