//! The nodes of a canvas: cards and groups.

use hedgerow_model::{LineIndex, Span};
use serde_json::Value;

use super::Colour;
use crate::link::{Link, LinkSyntax, LinkTarget, Subpath};
use crate::lower::lower;
use crate::sentence::Words;

/// No card lies further out: on a plane of giant numbers nothing could be seen.
const FARTHEST: f64 = 50_000.0;
/// No card is larger.
const LARGEST: f64 = 20_000.0;

/// A card or group.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) frame: Frame,
    pub(crate) colour: Option<Colour>,
    pub(crate) content: Content,
}

/// Where a node lies, in pixels of the plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

/// What a node shows. Links go by their places in [`super::Canvas::links`].
#[derive(Debug)]
pub(crate) enum Content {
    /// Markdown; its links start at `first_link`.
    Text { text: String, first_link: usize },
    /// A note, a part of one, or a file.
    File { link: usize },
    /// The address of another site.
    Link { link: usize },
    /// A frame around cards.
    Group { label: String, background: Option<(usize, Fit)> },
}

/// How a picture fills a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    Cover,
    Ratio,
    Repeat,
}

impl Node {
    /// Reads a node and adds its links; `None` for what is of no known kind. The id is for arrows alone.
    pub(super) fn read(value: &Value, links: &mut Vec<Link>) -> Option<(Option<String>, Self)> {
        let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
        let content = match text("type") {
            "text" => {
                let text = text("text").to_owned();
                let first_link = links.len();
                links.append(&mut lower(&text, 0, &LineIndex::new(&text)).links);
                Content::Text { text, first_link }
            }
            "file" => Content::File { link: push(links, file(text("file"), text("subpath"))) },
            "link" => Content::Link { link: push(links, address(text("url"))) },
            "group" => {
                let background = text("background");
                let fit = match text("backgroundStyle") {
                    "repeat" => Fit::Repeat,
                    "ratio" => Fit::Ratio,
                    _ => Fit::Cover,
                };
                let background = (!background.is_empty()).then(|| (push(links, file(background, "")), fit));
                Content::Group { label: text("label").trim().to_owned(), background }
            }
            _ => return None,
        };
        let id = match value.get("id") {
            Some(Value::String(id)) => Some(id.clone()),
            Some(Value::Number(id)) => Some(id.to_string()),
            _ => None,
        };
        Some((id, Self { frame: Frame::read(value), colour: Colour::read(value.get("color")), content }))
    }
}

impl Frame {
    /// Reads place and size; what is missing or no number is the origin, and the size of a new card.
    fn read(value: &Value) -> Self {
        let number = |key: &str, usual: f64, least: f64, most: f64| {
            let number = value.get(key).and_then(Value::as_f64).filter(|number| number.is_finite());
            // The bounds fit, so that nothing is cut off.
            number.unwrap_or(usual).round().clamp(least, most) as i32
        };
        Self {
            x: number("x", 0.0, -FARTHEST, FARTHEST),
            y: number("y", 0.0, -FARTHEST, FARTHEST),
            width: number("width", 250.0, 1.0, LARGEST),
            height: number("height", 60.0, 1.0, LARGEST),
        }
    }

    pub(crate) fn right(self) -> i32 {
        self.x + self.width
    }

    pub(crate) fn bottom(self) -> i32 {
        self.y + self.height
    }

    pub(crate) fn centre(self) -> (i32, i32) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }

    pub(crate) fn holds(self, (x, y): (i32, i32)) -> bool {
        (self.x..=self.right()).contains(&x) && (self.y..=self.bottom()).contains(&y)
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }
}

fn push(links: &mut Vec<Link>, link: Link) -> usize {
    links.push(link);
    links.len() - 1
}

/// A file by its path from the root of the vault: no other file of that name is meant.
fn file(path: &str, subpath: &str) -> Link {
    let subpath = Subpath::wiki(subpath.trim_start_matches('#'));
    let target = LinkTarget::Local { path: format!("/{}", path.trim_matches('/')), undecoded: None, subpath };
    bare(path, target)
}

fn address(url: &str) -> Link {
    bare(url, LinkTarget::markdown(url))
}

fn bare(raw: &str, target: LinkTarget) -> Link {
    Link {
        raw: raw.into(),
        span: Span::default(),
        target,
        reference: String::new(),
        label: raw.into(),
        is_embed: true,
        syntax: LinkSyntax::Wiki,
        options: Vec::new(),
        words: Words::default(),
    }
}
