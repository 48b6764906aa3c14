//! `%%` comments where the library's reading is not enough (rules I-03 to I-07). In doubt what may be meant as a comment is
//! hidden: a comment is private text.

use std::borrow::Cow;

use comrak::Node;
use comrak::nodes::NodeValue;

const SIGN: &str = "%%";
/// Finds the first line of a comment that is never closed: all from there on is hidden (rule I-06).
pub(super) fn unclosed_line<'a>(root: Node<'a>) -> Option<usize> {
    let lines = root.descendants().filter_map(|node| {
        let data = node.data();
        matches!(&data.value, NodeValue::MultilineComment(comment) if !comment.closed)
            .then_some(data.sourcepos.start.line)
    });
    lines.min()
}

/// Removes what stands between two `%%` on different lines of one paragraph.
pub(super) fn hide_spanning<'a>(parent: Node<'a>) {
    if !parent.children().any(|node| sign_in(node, 0).is_some()) {
        return;
    }
    let mut open: Option<(Node<'a>, usize)> = None;
    for node in parent.children().collect::<Vec<_>>() {
        let mut from = 0;
        while let Some(at) = sign_in(node, from) {
            let Some((opening, start)) = open.take() else {
                open = Some((node, at));
                from = at + SIGN.len();
                continue;
            };
            let behind = at + SIGN.len();
            if opening.same_node(node) {
                // The library leaves both signs in one text where it reads no comments, as in a label.
                edit(node, |text| drop(text.drain(start..behind)));
                from = start;
                continue;
            }
            while let Some(between) = opening.next_sibling().filter(|next| !next.same_node(node)) {
                between.detach();
            }
            edit(opening, |text| text.truncate(start));
            edit(node, |text| drop(text.drain(..behind)));
            node.data_mut().sourcepos.start.column += behind;
            from = 0;
        }
    }
}

/// Removes comments from the target or label of a link, which the library takes as they are.
pub(super) fn without_comments(text: &str) -> Cow<'_, str> {
    // The search for a single sign is much faster than for two.
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut rest = text;
    let mut shown = String::new();
    while let Some((before, inner, after)) = rest
        .split_once(SIGN)
        .and_then(|(before, tail)| tail.split_once(SIGN).map(|(inner, after)| (before, inner, after)))
    {
        debug_assert!(inner.len() < rest.len());
        shown.push_str(before);
        rest = after;
    }
    if rest.len() == text.len() { Cow::Borrowed(text) } else { Cow::Owned(shown + rest) }
}

/// Finds the first line, from 1, that starts with `%%`, is not closed within its paragraph, and was not taken for a comment.
///
/// The library takes a line for the opening of a comment only if no other `%` is in it. Such a line is told apart from code by
/// its own parser.
pub(super) fn stray_opening<'a>(root: Node<'a>) -> Option<usize> {
    let stray = root.descendants().filter(|node| {
        if sign_in(node, 0) != Some(0) {
            return false;
        }
        let starts_line = match node.previous_sibling() {
            Some(before) => matches!(before.data().value, NodeValue::SoftBreak | NodeValue::LineBreak),
            None => node.parent().is_some_and(|parent| match &parent.data().value {
                NodeValue::Paragraph => true,
                NodeValue::Heading(heading) => heading.setext,
                NodeValue::TableCell => parent.previous_sibling().is_none(),
                _ => false,
            }),
        };
        starts_line && !is_closed(node)
    });
    stray.map(|node| node.data().sourcepos.start.line).min()
}

fn is_closed<'a>(opening: Node<'a>) -> bool {
    opening.following_siblings().skip(1).any(|node| sign_in(node, 0).is_some())
}

/// Finds a run of exactly two `%` (rule I-05) in a text node.
fn sign_in<'a>(node: Node<'a>, from: usize) -> Option<usize> {
    let data = node.data();
    let NodeValue::Text(text) = &data.value else { return None };
    let mut at = from;
    while let Some(found) = text[at..].find('%') {
        let start = at + found;
        at = text[start..].find(|c| c != '%').map_or(text.len(), |end| start + end);
        if at - start == SIGN.len() {
            return Some(start);
        }
    }
    None
}

fn edit<'a>(node: Node<'a>, change: impl FnOnce(&mut String)) {
    if let NodeValue::Text(text) = &mut node.data_mut().value {
        let mut edited = text.to_string();
        change(&mut edited);
        *text = edited.into();
    }
}

/// Overwrites the signs in the way behind the opening one, which are part of the comment; `None` if there are none.
pub(super) fn mended(text: &str, line: usize) -> Option<String> {
    let lines = hedgerow_model::LineIndex::new(text);
    let (start, end) = (lines.offset(line, 1), lines.offset(line + 1, 1).max(lines.offset(line, 1)));
    let end = if end > start { end } else { text.len() };
    let rest = start + text.get(start..end)?.find(SIGN)? + SIGN.len();
    let mended = text[rest..end].replace('%', "_");
    (mended != text[rest..end]).then(|| format!("{}{mended}{}", &text[..rest], &text[end..]))
}
