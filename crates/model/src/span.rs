//! Places in a source text.

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
    /// How many characters start before each [`STEP`]th byte, so that columns in a long line cost little.
    n_chars: Vec<usize>,
}

const STEP: usize = 1024;

impl LineIndex {
    /// Finds the lines of a text, in one pass over its bytes.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        let mut n_chars = Vec::with_capacity(bytes.len() / STEP + 1);
        let mut n_before = 0;
        for chunk in bytes.chunks(STEP) {
            n_chars.push(n_before);
            n_before += n_char_starts(chunk);
        }
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(at + 1);
            }
        }
        Self { starts, n_chars }
    }

    /// Returns the span of a range of bytes. Offsets behind the end of the text are moved to its end.
    pub fn span(&self, text: &str, start: usize, end: usize) -> Span {
        let start = floor_boundary(text, start);
        let end = floor_boundary(text, end).max(start);
        let line_idx = self.starts.partition_point(|&line_start| line_start <= start) - 1;
        let column = self.n_chars_before(text, start) - self.n_chars_before(text, self.starts[line_idx]) + 1;
        Span { start, end, line: count(line_idx + 1), column: count(column) }
    }

    fn n_chars_before(&self, text: &str, offset: usize) -> usize {
        let step = (offset / STEP).min(self.n_chars.len().saturating_sub(1));
        let before = self.n_chars.get(step).copied().unwrap_or_default();
        before + n_char_starts(&text.as_bytes()[step * STEP..offset])
    }

    /// Returns the byte offset of a line (from 1) and a byte column (from 1).
    pub fn offset(&self, line: usize, byte_column: usize) -> usize {
        let line_start = self.starts.get(line.saturating_sub(1)).or(self.starts.last()).copied().unwrap_or(0);
        line_start + byte_column.saturating_sub(1)
    }
}

/// Counts the bytes that start a character of UTF-8.
fn n_char_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
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
