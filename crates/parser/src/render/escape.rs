//! Escaping text for HTML.

use super::slots::{CLOSE, OPEN};

/// Appends text, escaped for content and for attributes in double quotes alike. The two characters that mark slots are
/// replaced, so that no text can stand for one.
pub(super) fn push_escaped(out: &mut String, text: &str) {
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let entity = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            OPEN | CLOSE => "\u{FFFD}",
            _ => continue,
        };
        out.push_str(&text[start..at]);
        out.push_str(entity);
        start = at + c.len_utf8();
    }
    out.push_str(&text[start..]);
}

/// Returns text escaped.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}
