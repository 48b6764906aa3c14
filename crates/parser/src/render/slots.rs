//! Slots: finished pieces of HTML that are set aside while the rest of a body is sanitised.
//!
//! Formulas and highlighted code are safe by construction and full of markup that a sanitiser would drop; embedded notes
//! have been sanitised by themselves, so that what one leaves open cannot reach the other (rule I-45).

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

/// Opens the mark of a slot. A noncharacter of Unicode: no text holds it once escaped.
pub(super) const OPEN: char = crate::sanitise::SLOT_MARKS[0];
/// Closes the mark of a slot.
pub(super) const CLOSE: char = crate::sanitise::SLOT_MARKS[1];

/// Returns raw HTML in which nothing stands for the mark of a slot: neither the characters nor references to them, which
/// the sanitiser would resolve.
pub(super) fn without_marks(html: &str) -> Cow<'_, str> {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("(?i)[\u{FDD0}\u{FDD1}]|&#(?:0*6497[67]|x0*fdd[01]);?").expect("the pattern is valid")
    });
    MARK.replace_all(html, "\u{FFFD}")
}

/// The pieces of one body, if it has to be sanitised at all.
pub(super) struct Slots {
    is_needed: bool,
    pieces: Vec<String>,
}

impl Slots {
    /// Sets pieces aside only for a body that holds raw HTML.
    pub(super) fn new(has_html: bool) -> Self {
        Self { is_needed: has_html, pieces: Vec::new() }
    }

    /// Writes a piece, or the mark that stands for it.
    pub(super) fn put(&mut self, out: &mut String, html: String) {
        if !self.is_needed {
            out.push_str(&html);
            return;
        }
        out.push(OPEN);
        out.push_str(&self.pieces.len().to_string());
        out.push(CLOSE);
        self.pieces.push(html);
    }

    /// Sanitises a body, has it settled, and puts the pieces in.
    pub(super) fn fill(&self, html: String, settle: impl Fn(String) -> String) -> String {
        if !self.is_needed {
            return html;
        }
        let clean = settle(crate::sanitise::sanitise(&html));
        let mut filled = String::with_capacity(clean.len() + self.pieces.iter().map(String::len).sum::<usize>());
        let mut rest = clean.as_str();
        while let Some((before, from_mark)) = rest.split_once(OPEN) {
            filled.push_str(before);
            let (number, after) = from_mark.split_once(CLOSE).unwrap_or((from_mark, ""));
            if let Some(piece) = number.parse::<usize>().ok().and_then(|number| self.pieces.get(number)) {
                filled.push_str(piece);
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::without_marks;

    #[test]
    fn no_text_can_stand_for_a_slot_i_43() {
        for html in ["\u{FDD0}0\u{FDD1}", "&#xFDD0;0&#xfdd1;", "&#x000FDD0 0&#X0FDD1", "&#64976;0&#064977;"] {
            let html = format!("<i title=\"{html}\">{html}</i>");
            let clean = crate::sanitise::sanitise(&without_marks(&html));
            assert!(!clean.contains(['\u{FDD0}', '\u{FDD1}']), "{html} gives {clean}");
        }
        assert_eq!(without_marks("&#x41; &#6497; &amp;"), "&#x41; &#6497; &amp;");
    }
}
