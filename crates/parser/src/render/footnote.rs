//! Footnotes, numbered by first use in what is rendered (rules I-20 and E-12).

use std::collections::HashMap;
use std::fmt::Write as _;

use super::Renderer;

/// The footnotes that have been met so far.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    /// The document's number of each, and how often it was used, in order of first use.
    used: Vec<(u32, u32)>,
    /// Where a number is among them.
    places: HashMap<u32, usize>,
}

impl Footnotes {
    /// Counts a use; returns the number to show and which use it is.
    fn refer(&mut self, number: u32) -> (usize, u32) {
        let at = *self.places.entry(number).or_insert(self.used.len());
        if at == self.used.len() {
            self.used.push((number, 0));
        }
        self.used[at].1 += 1;
        (at + 1, self.used[at].1)
    }
}

impl Renderer<'_> {
    pub(super) fn footnote_reference(&mut self, number: u32) {
        let (shown, nth) = self.footnotes.refer(number);
        let prefix = self.id_prefix.clone();
        let id = reference_id(&prefix, shown, nth);
        let _ = write!(
            self.out,
            "<sup class=\"footnote-ref\"><a id=\"{id}\" href=\"#{prefix}fn:{shown}\" aria-label=\"Footnote {shown}\">{shown}</a></sup>"
        );
    }

    /// Renders the definitions behind the body; those used only in other definitions follow them.
    pub(super) fn footnotes(&mut self) {
        if self.footnotes.used.is_empty() {
            return;
        }
        let prefix = self.id_prefix.clone();
        self.out.push_str("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n");
        let mut at = 0;
        while let Some(&(number, _)) = self.footnotes.used.get(at) {
            let shown = at + 1;
            let _ = writeln!(self.out, "<li id=\"{prefix}fn:{shown}\" dir=\"auto\">");
            let document = self.document;
            // They are in the order of their numbers.
            if let Ok(place) = document.tree.footnotes.binary_search_by_key(&number, |footnote| footnote.number) {
                self.blocks(&document.tree.footnotes[place].blocks, false);
            }
            at += 1;
            self.back_links(at - 1, shown);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</section>\n");
    }

    fn back_links(&mut self, at: usize, shown: usize) {
        let n_uses = self.footnotes.used[at].1;
        let prefix = self.id_prefix.clone();
        // The way back stands at the end of the last paragraph, not on a line of its own.
        let is_paragraph_end = self.out.ends_with("</p>\n");
        if is_paragraph_end {
            self.out.truncate(self.out.len() - "</p>\n".len());
        }
        for nth in 1..=n_uses {
            let id = reference_id(&prefix, shown, nth);
            let _ =
                write!(self.out, " <a class=\"footnote-back\" href=\"#{id}\" aria-label=\"Back to the text\">↩</a>");
        }
        if is_paragraph_end {
            self.out.push_str("</p>\n");
        }
    }
}

/// No heading's anchor holds a colon (rule L-38).
fn reference_id(prefix: &str, shown: usize, nth: u32) -> String {
    if nth == 1 { format!("{prefix}fnref:{shown}") } else { format!("{prefix}fnref:{shown}:{nth}") }
}
