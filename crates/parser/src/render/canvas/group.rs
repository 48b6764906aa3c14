//! Groups: frames around cards, with a label above and perhaps a picture behind.

use std::fmt::Write as _;

use super::super::Host;
use super::super::escape::{escaped, push_escaped};
use super::{Drawing, Frame, coloured, open_frame};
use crate::Embedded;
use crate::canvas::{Content, Fit};
use hedgerow_model::FileKind;

/// Room for a label above its group.
pub(super) const LABEL_HEIGHT: i32 = 44;

impl Drawing<'_> {
    /// Draws the groups in the order of the file, and their labels, which go above all arrows.
    pub(super) fn groups(&mut self) -> (String, String) {
        let (mut groups, mut labels) = (String::new(), String::new());
        for node in self.canvas.nodes() {
            let Content::Group { label, background } = &node.content else { continue };
            let Frame { x, y, width, height } = node.frame;
            let colour = coloured(node.colour.as_ref());
            let _ = write!(groups, "<g class=\"canvas-group{colour}>");
            if let Some(picture) = background.and_then(|(link, fit)| self.background(link, fit)) {
                open_frame(&mut groups, node.frame);
                groups.push_str(&picture);
                groups.push_str("</foreignObject>");
            }
            let _ = writeln!(groups, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"12\"/></g>");
            if !label.is_empty() {
                open_frame(&mut labels, Frame { x, y: y - LABEL_HEIGHT, width: width.max(60), height: LABEL_HEIGHT });
                let _ = write!(labels, "<div class=\"canvas-label{colour} dir=\"auto\">");
                push_escaped(&mut labels, label);
                labels.push_str("</div></foreignObject>\n");
            }
        }
        (wrapped("canvas-groups", groups), wrapped("canvas-labels", labels))
    }

    /// Returns the label of a group, if it has one.
    pub(super) fn label(&self, group: usize) -> Option<String> {
        match &self.canvas.nodes()[group].content {
            Content::Group { label, .. } if !label.is_empty() => Some(label.clone()),
            _ => None,
        }
    }

    /// A picture that readers may see; of any other there is no sign.
    fn background(&self, link: usize, fit: Fit) -> Option<String> {
        let Embedded::File { kind: FileKind::Image, href, .. } =
            self.surroundings.embedded(Host::Canvas(self.number), link)
        else {
            return None;
        };
        let fit = match fit {
            Fit::Cover => "cover",
            Fit::Ratio => "ratio",
            Fit::Repeat => "repeat",
        };
        // An address is percent-encoded and holds no quote.
        let href = escaped(&href.replace('\'', "%27"));
        Some(format!("<div class=\"canvas-background is-{fit}\" style=\"background-image:url('{href}')\"></div>"))
    }
}

pub(super) fn wrapped(class: &str, inner: String) -> String {
    if inner.is_empty() { inner } else { format!("<g class=\"{class}\">\n{inner}</g>\n") }
}
