//! Escaping text for HTML.

use super::slots::{CLOSE, OPEN};

/// Appends text, escaped for content and for attributes in double quotes alike. The two characters that mark slots are
/// replaced, so that no text can stand for one.
pub(super) fn push_escaped(out: &mut String, text: &str) {
    /// The first byte of the two marks, which are three bytes long, as all characters are that begin with it.
    const LEAD: u8 = 0xEF;
    let bytes = text.as_bytes();
    let (mut start, mut at) = (0, 0);
    let is_special = |&byte: &u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | LEAD);
    while let Some(found) = bytes[at..].iter().position(is_special) {
        at += found;
        let (entity, len) = match bytes[at] {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' => ("&quot;", 1),
            _ if text[at..].starts_with([OPEN, CLOSE]) => ("\u{FFFD}", 3),
            _ => {
                at += 3;
                continue;
            }
        };
        out.push_str(&text[start..at]);
        out.push_str(entity);
        at += len;
        start = at;
    }
    out.push_str(&text[start..]);
}

/// Returns text escaped.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}
