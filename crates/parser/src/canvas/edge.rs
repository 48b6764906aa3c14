//! The edges of a canvas: arrows and lines between nodes.

use std::collections::HashMap;

use serde_json::Value;

use super::Colour;

/// A line from one node to another, by their places in the list of nodes.
#[derive(Debug)]
pub(crate) struct Edge {
    pub(crate) from: End,
    pub(crate) to: End,
    pub(crate) colour: Option<Colour>,
    pub(crate) label: String,
}

/// One end of an edge.
#[derive(Clone, Copy, Debug)]
pub(crate) struct End {
    pub(crate) node: usize,
    /// The side of the node; `None` for the one that looks to the other node.
    pub(crate) side: Option<Side>,
    pub(crate) has_arrow: bool,
}

/// A side of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Top,
    Right,
    Bottom,
    Left,
}

impl Edge {
    /// Reads an edge; `None` where a node is missing. Without a word on it, the line starts bare and ends in an arrow.
    pub(super) fn read(value: &Value, nodes: &HashMap<String, usize>) -> Option<Self> {
        let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
        let node = |key: &str| match value.get(key)? {
            Value::String(id) => nodes.get(id).copied(),
            Value::Number(id) => nodes.get(&id.to_string()).copied(),
            _ => None,
        };
        Some(Self {
            from: End {
                node: node("fromNode")?,
                side: Side::read(text("fromSide")),
                has_arrow: text("fromEnd") == "arrow",
            },
            to: End { node: node("toNode")?, side: Side::read(text("toSide")), has_arrow: text("toEnd") != "none" },
            colour: Colour::read(value.get("color")),
            label: text("label").trim().to_owned(),
        })
    }
}

impl Side {
    fn read(text: &str) -> Option<Self> {
        match text {
            "top" => Some(Self::Top),
            "right" => Some(Self::Right),
            "bottom" => Some(Self::Bottom),
            "left" => Some(Self::Left),
            _ => None,
        }
    }
}
