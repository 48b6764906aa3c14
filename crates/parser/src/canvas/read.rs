//! The JSON of a canvas, read leniently: values of the wrong kind count as absent, and no file is too large (rule F-20).

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// So many cards are drawn.
const MAX_NODES: usize = 5_000;
/// So many arrows are drawn.
const MAX_EDGES: usize = 10_000;

/// The two lists of a canvas.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub(super) nodes: Bounded<MAX_NODES>,
    pub(super) edges: Bounded<MAX_EDGES>,
}

/// Why a file is no canvas, and where: line and byte column from 1.
#[derive(Debug)]
pub(super) struct Unread {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) reason: String,
}

impl Raw {
    /// Reads a file; an empty one is an empty canvas.
    pub(super) fn read(text: &str) -> Result<Self, Unread> {
        let json = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        if json.trim().is_empty() {
            return Ok(Self::default());
        }
        serde_json::from_str(json).map_err(|error| {
            let reason = error.to_string();
            let reason = reason.rsplit_once(" at line ").map_or(reason.as_str(), |(reason, _)| reason).to_owned();
            let mark = if error.line() == 1 { text.len() - json.len() } else { 0 };
            Unread { line: error.line(), column: error.column() + mark, reason }
        })
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object with `nodes` and `edges`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut raw = Raw::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "nodes" => raw.nodes = map.next_value()?,
                "edges" => raw.edges = map.next_value()?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(raw)
    }
}

/// The first values of a list, and how many there are beyond them.
#[derive(Debug, Default)]
pub(super) struct Bounded<const MAX: usize> {
    pub(super) values: Vec<Value>,
    pub(super) n_more: usize,
}

impl<'de, const MAX: usize> Deserialize<'de> for Bounded<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(BoundedVisitor::<MAX>)
    }
}

struct BoundedVisitor<const MAX: usize>;

impl<'de, const MAX: usize> Visitor<'de> for BoundedVisitor<MAX> {
    type Value = Bounded<MAX>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut bounded = Bounded::default();
        while bounded.values.len() < MAX {
            match list.next_element()? {
                Some(value) => bounded.values.push(value),
                None => return Ok(bounded),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {
            bounded.n_more += 1;
        }
        Ok(bounded)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Bounded::default())
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Bounded::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Bounded::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Bounded::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Bounded::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Bounded::default())
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(Bounded::default())
    }
}
