//! Places in a source text.

use memchr::memchr2_iter;

/// A stretch of a source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte, from 0.
    pub start: usize,
    /// The byte behind the last one.
    pub end: usize,
    /// Line of the first byte, from 1.
    pub line: u32,
    /// Column of the first byte in characters, from 1.
    pub column: u32,
}

/// The line starts of a text: turns byte offsets and `(line, byte column)` pairs into [`Span`]s.
///
/// A line ends with `\n`, `\r\n` or a lone `\r` (rule F-17).
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// The number of characters before each [`STRIDE`] bytes, so that a column in a very long line is found at once.
    chars_before: Vec<usize>,
}

/// Bytes between two counts of characters.
const STRIDE: usize = 1 << 12;

impl LineIndex {
    /// Finds the lines of a text, in one pass over its bytes.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let is_end = |at: &usize| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
        let ends = memchr2_iter(b'\n', b'\r', bytes).filter(is_end);
        let starts = std::iter::once(0).chain(ends.map(|end| end + 1)).collect();
        let mut n_chars = 0;
        let mut chars_before = Vec::with_capacity(bytes.len() / STRIDE + 1);
        for stride in bytes.chunks(STRIDE) {
            chars_before.push(n_chars);
            n_chars += n_starts(stride);
        }
        Self { starts, chars_before }
    }

    /// Returns the span of a range of bytes. Offsets behind the end of the text are moved to its end.
    pub fn span(&self, text: &str, start: usize, end: usize) -> Span {
        let start = floor_boundary(text, start);
        let end = floor_boundary(text, end).max(start);
        let line_idx = self.starts.partition_point(|&line_start| line_start <= start) - 1;
        let line_start = self.starts[line_idx];
        let n_before = if start - line_start < STRIDE {
            n_starts(&text.as_bytes()[line_start..start])
        } else {
            self.n_chars(text, start) - self.n_chars(text, line_start)
        };
        Span { start, end, line: count(line_idx + 1), column: count(n_before + 1) }
    }

    /// Counts the characters before an offset.
    fn n_chars(&self, text: &str, offset: usize) -> usize {
        let stride = offset / STRIDE;
        let counted = self.chars_before.get(stride).copied().unwrap_or_default();
        let rest = if stride < self.chars_before.len() { &text.as_bytes()[stride * STRIDE..offset] } else { &[] };
        match self.chars_before.last() {
            // The text ends on a stride's border: the last stride is counted whole.
            Some(last) if stride == self.chars_before.len() => {
                last + n_starts(&text.as_bytes()[(stride - 1) * STRIDE..offset])
            }
            _ => counted + n_starts(rest),
        }
    }

    /// Returns the byte offset of a line (from 1) and a byte column (from 1).
    pub fn offset(&self, line: usize, byte_column: usize) -> usize {
        let line_start = self.starts.get(line.saturating_sub(1)).or(self.starts.last()).copied().unwrap_or(0);
        line_start + byte_column.saturating_sub(1)
    }
}

/// Counts the bytes that start a character.
fn n_starts(bytes: &[u8]) -> usize {
    // Counted in bytes, of which a processor adds up many at once.
    let of_chunk = |chunk: &[u8]| chunk.iter().map(|&byte| u8::from(byte & 0xC0 != 0x80)).sum::<u8>();
    bytes.chunks(usize::from(u8::MAX)).map(|chunk| usize::from(of_chunk(chunk))).sum()
}

/// Moves an offset down to the nearest border between characters.
fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{LineIndex, STRIDE};

    #[test]
    fn columns_count_characters_also_far_into_a_long_line() {
        let text = format!("é{}", "añ\u{1F331}".repeat(STRIDE));
        let index = LineIndex::new(&text);
        for (n, (at, _)) in text.char_indices().enumerate().step_by(97) {
            assert_eq!(index.span(&text, at, at).column as usize, n + 1);
        }
        assert_eq!(index.span(&text, text.len(), text.len()).column as usize, text.chars().count() + 1);
    }

    #[test]
    fn a_text_that_ends_on_a_stride_is_counted_whole() {
        let text = "x".repeat(STRIDE);
        assert_eq!(LineIndex::new(&text).span(&text, STRIDE, STRIDE).column as usize, STRIDE + 1);
        assert_eq!(LineIndex::new("").span("", 0, 0).column, 1);
    }

    #[test]
    fn every_kind_of_line_end_counts_f_17() {
        let text = "a\r\nb\rc\nd";
        let index = LineIndex::new(text);
        assert_eq!(index.span(text, 3, 4).line, 2);
        assert_eq!(index.span(text, 5, 6).line, 3);
        assert_eq!(index.span(text, 7, 8).line, 4);
    }
}
