//! A finished page.

/// A whole HTML document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The document, from `<!doctype html>` on.
    pub html: String,
}
