//! A canvas: cards, groups and arrows on a plane, as JSON Canvas 1.0 has them (rules O-01 and O-02).
//!
//! [`read`] takes the JSON apart, whatever is in it; here it becomes a value that can be drawn. A canvas names files, private
//! ones among them: the value never leaves the gate, and only [`crate::render_canvas`] makes something of it that may be seen.

mod colour;
mod edge;
mod node;
mod read;

use std::collections::HashMap;

use hedgerow_model::{AssetPath, Code, Diagnostic, LineIndex, nfc};

use crate::link::Link;
use read::{Raw, Unread};

pub(crate) use colour::Colour;
pub(crate) use edge::{Edge, Side};
pub(crate) use node::{Content, Fit, Frame, Node};

/// A canvas as its author drew it.
pub struct Canvas {
    path: AssetPath,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    links: Vec<Link>,
    n_bytes: usize,
    n_left_out: usize,
    trouble: Option<Diagnostic>,
}

impl Canvas {
    /// Reads a canvas. Never fails: a file that is no JSON gives a canvas that says so, and a [`Canvas::trouble`].
    ///
    /// ```
    /// use hedgerow_model::AssetPath;
    /// use hedgerow_parser::Canvas;
    /// let text = r#"{"nodes": [{"id": "a", "type": "text", "text": "See [[Gradient]]"}]}"#;
    /// let canvas = Canvas::parse(AssetPath::new("Maps/Road.canvas").unwrap(), text);
    /// assert_eq!((canvas.title().as_str(), canvas.links().len()), ("Road", 1));
    /// ```
    pub fn parse(path: AssetPath, text: &str) -> Self {
        let mut canvas = Self::bare(path, text.len());
        match Raw::read(text) {
            Ok(raw) => canvas.take(&raw),
            Err(Unread { line, column, reason }) => {
                let lines = LineIndex::new(text);
                let at = lines.offset(line, column);
                let span = lines.span(text, at, at);
                let message = format!("this canvas is no JSON that can be read: {reason}");
                let trouble = Diagnostic::new(Code::BrokenCanvas, &canvas.path, Some(span), message);
                canvas.trouble = Some(trouble.with_help("readers see a notice in its place; mend the file"));
            }
        }
        canvas
    }

    /// Stands for a canvas whose file cannot be read.
    pub fn unreadable(path: AssetPath) -> Self {
        let mut canvas = Self::bare(path, 0);
        let trouble = Diagnostic::new(Code::Unreadable, &canvas.path, None, "this canvas cannot be read");
        canvas.trouble = Some(trouble.with_help("readers see a notice in its place"));
        canvas
    }

    /// Returns the path in the vault.
    pub fn path(&self) -> &AssetPath {
        &self.path
    }

    /// Returns the name for readers: the file's, without `.canvas`.
    pub fn title(&self) -> String {
        let name = self.path.file_name();
        nfc(name.rsplit_once('.').map_or(name, |(stem, _)| stem))
    }

    /// Returns the links of all cards in the order of the file: what a file card shows, the background of a group, the
    /// address of a link card, and the links in a text card.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Returns why the file cannot be shown, for the author.
    pub fn trouble(&self) -> Option<&Diagnostic> {
        self.trouble.as_ref()
    }

    pub(crate) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    pub(crate) fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// Returns the length of the file.
    pub(crate) fn n_bytes(&self) -> usize {
        self.n_bytes
    }

    /// Returns how many cards are beyond what is drawn (rule F-20).
    pub(crate) fn n_left_out(&self) -> usize {
        self.n_left_out
    }

    fn bare(path: AssetPath, n_bytes: usize) -> Self {
        Self { path, nodes: Vec::new(), edges: Vec::new(), links: Vec::new(), n_bytes, n_left_out: 0, trouble: None }
    }

    /// Makes nodes and edges of what was read. What is of no known kind is left out; of two nodes with one id, arrows go to
    /// the first.
    fn take(&mut self, raw: &Raw) {
        let mut by_id: HashMap<String, usize> = HashMap::new();
        for value in &raw.nodes.values {
            if let Some((id, node)) = Node::read(value, &mut self.links) {
                if let Some(id) = id {
                    by_id.entry(id).or_insert(self.nodes.len());
                }
                self.nodes.push(node);
            }
        }
        self.edges = raw.edges.values.iter().filter_map(|value| Edge::read(value, &by_id)).collect();
        self.n_left_out = raw.nodes.n_more;
    }
}

/// Names the file, and keeps what is on it out of logs.
impl std::fmt::Debug for Canvas {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Canvas").field("path", &self.path).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
