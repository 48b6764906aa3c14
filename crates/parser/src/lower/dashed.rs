//! HTML comments that end in more than two dashes, `<!-- so --->` (rule I-08).
//!
//! The library goes by an older CommonMark, in which these are no comments, and leaves them as text. A browser and the
//! author take them for comments, and a comment is private text.

use comrak::Node;
use comrak::nodes::NodeValue;

const OPENING: &str = "<!--";
const CLOSING: &str = "-->";

/// Tells whether a text may hold such a comment.
pub(super) fn may_be_in(body: &str) -> bool {
    body.contains(OPENING) && body.contains("--->")
}

/// Removes the comments from inline content; `is_typed` tells whether a node's source has the opening as it is, and not by a
/// reference to its first character. Costs one look at each node.
pub(super) fn hide<'a>(parent: Node<'a>, is_typed: impl Fn(Node<'a>) -> bool) {
    let mut next = parent.first_child();
    while let Some(node) = next {
        next = node.next_sibling();
        let Some(text) = text_of(node).filter(|text| text.contains(OPENING)) else { continue };
        if !is_typed(node) {
            continue;
        }
        let (shown, open) = without_comments(&text);
        let is_end = |later: &Node<'a>| text_of(later).is_some_and(|text| text.contains(CLOSING));
        let end = open.and_then(|_| node.following_siblings().skip(1).find(is_end));
        let Some(end) = end else {
            set(node, shown + open.unwrap_or_default());
            match open {
                // Nothing closes this one, nor any behind it.
                Some(_) => return,
                None => continue,
            }
        };
        while let Some(between) = node.next_sibling().filter(|between| !between.same_node(end)) {
            between.detach();
        }
        set(node, shown);
        let behind = text_of(end).unwrap_or_default();
        let at = behind.find(CLOSING).map_or(0, |at| at + CLOSING.len());
        end.data_mut().sourcepos.start.column += at;
        set(end, behind[at..].to_owned());
        next = Some(end);
    }
}

/// Takes the comments out of a text; the second part is one at its end that is still open.
fn without_comments(text: &str) -> (String, Option<&str>) {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inner)) = rest.split_once(OPENING) {
        shown.push_str(before);
        match inner.split_once(CLOSING) {
            Some((_, after)) => rest = after,
            None => return (shown, Some(&rest[before.len()..])),
        }
    }
    shown.push_str(rest);
    (shown, None)
}

fn text_of(node: Node<'_>) -> Option<String> {
    match &node.data().value {
        NodeValue::Text(text) => Some(text.to_string()),
        _ => None,
    }
}

fn set(node: Node<'_>, shown: String) {
    node.data_mut().value = NodeValue::Text(shown.into());
}
