//! Headings, and how a link names one.

use hedgerow_model::{Anchor, Key, Span};

/// A heading of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The rendered text, plain.
    pub text: String,
    /// The id in the note's own page (rule L-38).
    pub anchor: Anchor,
    /// The place in the note's text.
    pub span: Span,
    /// Stands among the top-level blocks, not in a quote, callout or list.
    pub is_top_level: bool,
    /// The block id that names it (rule B-09).
    pub(crate) block_id: Option<String>,
    /// Where the section's text starts in the note's plain text.
    pub(crate) text_start: usize,
    /// The two forms by which links find it (rule L-11).
    pub(crate) keys: [Key; 2],
}

impl Heading {
    /// Returns the id of the block id that names the heading (rule B-09).
    pub fn block_anchor(&self) -> Option<Anchor> {
        self.block_id.as_deref().map(Anchor::of_block)
    }
}

/// Normalises the text of a heading or of a link to one (rule L-10).
pub(crate) fn comparable(text: &str) -> Key {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        let is_space = c.is_whitespace()
            || matches!(
                c,
                '!' | '"'
                    | '#'
                    | '$'
                    | '%'
                    | '&'
                    | '('
                    | ')'
                    | '*'
                    | '+'
                    | ','
                    | '.'
                    | ':'
                    | ';'
                    | '<'
                    | '='
                    | '>'
                    | '?'
                    | '@'
                    | '^'
                    | '`'
                    | '{'
                    | '|'
                    | '}'
                    | '~'
                    | '/'
                    | '['
                    | ']'
                    | '\\'
            );
        if !is_space {
            plain.push(c);
        } else if !plain.is_empty() && !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    Key::of(plain.trim_end())
}
