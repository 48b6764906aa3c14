//! What of a query was not understood.

use std::fmt;

/// More of a query is not repeated to its reader.
const MAX_CHARS: usize = 60;

/// Something that was not done as it was typed. Nothing that a reader types is an error: the rest is searched (rule S-08).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    piece: String,
    message: String,
}

impl Notice {
    pub(crate) fn new(piece: &str, message: impl Into<String>) -> Self {
        let mut chars = piece.trim().char_indices();
        let piece = match chars.nth(MAX_CHARS) {
            Some((end, _)) => format!("{}…", &piece.trim()[..end]),
            None => piece.trim().to_owned(),
        };
        Self { piece, message: message.into() }
    }

    /// Returns the piece of the query that this is about, shortened where it is long. It is what the reader typed: to be escaped.
    pub fn piece(&self) -> &str {
        &self.piece
    }

    /// Returns one sentence for the reader.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.piece.as_str() {
            "" => f.write_str(&self.message),
            piece => write!(f, "{}: “{piece}”", self.message.trim_end_matches('.')),
        }
    }
}
