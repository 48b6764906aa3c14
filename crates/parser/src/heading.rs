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

    /// Finds the heading with this anchor: a last resort for links that were made for other renderers (rule L-29).
    pub fn find_anchor(headings: &[Heading], anchor: &str) -> Option<usize> {
        let anchor = anchor.to_lowercase();
        headings.iter().position(|heading| heading.anchor.as_str() == anchor)
    }

    /// Finds the heading that a chain of texts names: the first that matches, then the first deeper one inside its
    /// section, and so on (rules L-10 to L-13).
    pub fn find(headings: &[Heading], chain: &[String]) -> Option<usize> {
        let mut found: Option<usize> = None;
        for text in chain {
            let key = comparable(text);
            let (start, outer_level) = found.map_or((0, 0), |at| (at + 1, headings[at].level));
            let section = headings[start..].iter().take_while(|heading| found.is_none() || heading.level > outer_level);
            found = Some(start + section.enumerate().find(|(_, heading)| heading.keys.contains(&key))?.0);
        }
        found
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
