//! Block id markers: ` ^id` at the end of a block (rules B-01 to B-09).

use crate::tree::Inline;

/// A marker that was cut off the end of a block.
pub(super) struct Marker {
    /// The id in lower case, without `^`.
    pub(super) id: String,
}

/// Cuts a marker off the end of inline content; nothing is left of a paragraph that is only a marker.
pub(super) fn take_marker(content: &mut Vec<Inline>) -> Option<Marker> {
    let is_line_start = match content.len().checked_sub(2).map(|before| &content[before]) {
        None | Some(Inline::SoftBreak | Inline::HardBreak) => true,
        Some(Inline::Text(text)) => text.ends_with(char::is_whitespace),
        // Authors write `![[picture.png]]^id`, and no text can be meant that way.
        Some(Inline::Embed { .. }) => true,
        Some(_) => false,
    };
    let Some(Inline::Text(last)) = content.last_mut() else { return None };
    let (head, id) = split_marker(last, is_line_start)?;
    let marker = Marker { id: id.to_ascii_lowercase() };
    let n_kept = head.trim_end().len();
    last.truncate(n_kept);
    if last.is_empty() {
        content.pop();
        while matches!(content.last(), Some(Inline::SoftBreak | Inline::HardBreak)) {
            content.pop();
        }
    }
    Some(marker)
}

/// Reads a table row that holds only a marker: the library takes a marker line below a table for a row (rule B-06).
pub(super) fn take_row_marker(row: &[Vec<Inline>]) -> Option<String> {
    let (first, rest) = row.split_first()?;
    let [Inline::Text(text)] = first.as_slice() else { return None };
    let (head, id) = split_marker(text, true)?;
    (head.is_empty() && rest.iter().all(Vec::is_empty)).then(|| id.to_ascii_lowercase())
}

/// Parts a text that ends with a marker: what stands before, and the id (rules B-02 and B-03).
pub(super) fn split_marker(text: &str, is_line_start: bool) -> Option<(&str, &str)> {
    let text = text.trim_end();
    let at = text.rfind('^')?;
    let (head, id) = (&text[..at], &text[at + 1..]);
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let stands_free = if head.is_empty() { is_line_start } else { head.ends_with(char::is_whitespace) };
    (is_id && stands_free).then_some((head, id))
}
