//! The rendered body of a note.

use hedgerow_model::Anchor;

/// A note's body as HTML, ready to stand inside `.note-body`.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Body {
    /// Sanitised HTML; safe to put on a page as it is.
    pub html: String,
    /// The note's own headings, in order (rules W-19 and E-09).
    pub toc: Vec<TocEntry>,
    /// The body holds typeset formulas: the page needs the math style sheet.
    pub has_math: bool,
    /// The body holds Mermaid diagrams (as `<pre class="mermaid">`): the page may load the module that draws them.
    pub has_mermaid: bool,
    /// The body holds a drawn canvas (as `<figure class="canvas">`): the page may load the module that moves it.
    pub has_canvas: bool,
}

/// One line of a table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TocEntry {
    /// 1 to 6.
    pub level: u8,
    /// Plain text.
    pub text: String,
    /// The id of the heading in the page.
    pub anchor: Anchor,
}
