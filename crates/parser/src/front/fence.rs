//! Finds the block of front matter at the top of a text (rules P-01, P-12, P-19, F-17).

/// A line of a text without its end, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// Offset of the first byte.
    pub(super) start: usize,
    /// The line without its end.
    pub(super) text: &'t str,
    /// Offset of the line behind it.
    pub(super) next: usize,
}

/// What stands at the top of a text.
#[derive(Debug)]
pub(super) enum Head<'t> {
    /// No front matter.
    Absent,
    /// A block between two fences.
    Closed { fence: Line<'t>, lines: Vec<Line<'t>>, body: usize },
    /// An opening fence without a closing one, and the properties straight behind it.
    Unclosed { fence: Line<'t>, lines: Vec<Line<'t>>, body: usize },
}

impl<'t> Head<'t> {
    /// Finds the block. `from` is where the text begins, behind a byte order mark.
    pub(super) fn find(text: &'t str, from: usize) -> Self {
        let mut rest = lines(text, from);
        let Some(fence) = rest.next().filter(|line| is_fence(line)) else { return Self::Absent };
        let mut block = Vec::new();
        for line in rest {
            if is_fence(&line) {
                return Self::Closed { fence, lines: block, body: line.next };
            }
            block.push(line);
        }
        block.truncate(run_len(&block));
        match block.last() {
            Some(last) => Self::Unclosed { fence, body: last.next, lines: block },
            None => Self::Absent,
        }
    }
}

/// Tells whether a line is `---`, spaces behind it allowed.
fn is_fence(line: &Line<'_>) -> bool {
    line.text.strip_prefix("---").is_some_and(|rest| rest.trim_matches([' ', '\t']).is_empty())
}

/// Counts the lines of the first run of properties: keys, and what belongs to the key before.
fn run_len(block: &[Line<'_>]) -> usize {
    if !block.first().is_some_and(|line| is_property(line.text)) {
        return 0;
    }
    block.iter().take_while(|line| is_property(line.text) || is_continuation(line.text)).count()
}

/// Tells whether a line looks like `key: value`.
pub(super) fn is_property(line: &str) -> bool {
    let Some((key, value)) = line.split_once(':') else { return false };
    let key = key.trim_end().trim_matches(['"', '\'']);
    let is_key = key.chars().next().is_some_and(char::is_alphanumeric)
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/'));
    is_key && (value.is_empty() || value.starts_with([' ', '\t']))
}

/// Tells whether a line can belong to the property before it: a list item, a comment, or something indented.
fn is_continuation(line: &str) -> bool {
    let is_indented = line.starts_with([' ', '\t']) && !line.trim().is_empty();
    is_indented || line.starts_with("- ") || line.starts_with('#')
}

/// Walks the lines of a text; `\n`, `\r\n` and a lone `\r` end a line (rule F-17).
pub(super) fn lines(text: &str, from: usize) -> impl Iterator<Item = Line<'_>> {
    let mut at = from;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let len = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let n_end = match rest.as_bytes().get(len..) {
            Some([b'\r', b'\n', ..]) => 2,
            Some([_, ..]) => 1,
            _ => 0,
        };
        let line = Line { start: at, text: &rest[..len], next: at + len + n_end };
        at = line.next;
        Some(line)
    })
}
