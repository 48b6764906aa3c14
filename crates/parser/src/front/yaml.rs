//! Reads a block of YAML into properties, from the parser's events: so each keeps its text as written, its place and its
//! order, and a repeated key is seen before one of its values is lost (rule P-13).

use std::collections::HashMap;

use serde_saphyr::granit_parser::{Event, Marker, Options, Parser, ScalarStyle, Span, Tag};

use super::value::Value;

/// So many nodes may a block have, those repeated by `*aliases` counted (rule P-17).
const MAX_NODES: usize = 5_000;
/// So deep may lists and maps be nested.
const MAX_DEPTH: usize = 64;

/// A top-level property.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) value: Value,
    pub(super) start: Place,
}

/// A place in the block: line from 0, column in characters from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// Why a block cannot be read, in the middle of a sentence, and where.
#[derive(Debug)]
pub(super) struct Trouble {
    pub(super) message: String,
    pub(super) place: Place,
}

/// Reads the properties of a block in which every line ends with `\n`.
pub(super) fn compose(block: &str) -> Result<Vec<Entry>, Trouble> {
    let mut options = Options::default();
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    options.set_emit_comments(false);
    let mut parser = Parser::new_from_str_with_options(block, options);
    let mut composer = Composer::default();
    while let Some(event) = parser.next_event() {
        let (event, span) =
            event.map_err(|error| Trouble { message: lower_first(&error.info()), place: Place::of(error.marker()) })?;
        composer.take(event, span)?;
    }
    Ok(composer.entries)
}

/// Builds values from events, without recursion.
#[derive(Default)]
struct Composer {
    entries: Vec<Entry>,
    open: Vec<Node>,
    anchors: HashMap<usize, Value>,
    n_nodes: usize,
    n_documents: usize,
}

/// A list or map that is being read.
struct Node {
    anchor: usize,
    content: Content,
    start: Place,
}

enum Content {
    List(Vec<Value>),
    Map { entries: Vec<(String, Value)>, key: Option<(String, Place)> },
}

impl Composer {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Trouble> {
        let place = Place::of(&span.tag_start().unwrap_or(span.start));
        match event {
            Event::DocumentStart(..) => {
                self.n_documents += 1;
                if self.n_documents > 1 {
                    return Err(trouble("a second document begins", place));
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                let value = scalar(&text, style, tag.as_deref(), place)?;
                self.place(value, anchor, Some(&text), place)?;
            }
            Event::SequenceStart(_, anchor, tag) => {
                check_tag(tag.as_deref(), "seq", place)?;
                self.open.push(Node { anchor, content: Content::List(Vec::new()), start: place });
            }
            Event::MappingStart(_, anchor, tag) => {
                check_tag(tag.as_deref(), "map", place)?;
                let content = Content::Map { entries: Vec::new(), key: None };
                self.open.push(Node { anchor, content, start: place });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(node) = self.open.pop() else { return Ok(()) };
                let value = match node.content {
                    Content::List(items) => Value::List(items),
                    // The root's entries were taken one by one.
                    Content::Map { .. } if self.open.is_empty() => return Ok(()),
                    Content::Map { entries, .. } => Value::Map(entries),
                };
                self.place(value, node.anchor, None, node.start)?;
            }
            Event::Alias(id) => {
                let value = self.anchors.get(&id).cloned();
                let value = value.ok_or_else(|| trouble("an alias stands within what it names", place))?;
                self.n_nodes += value.size();
                let text = match &value {
                    Value::Text(text) | Value::Number(text) => Some(text.clone()),
                    _ => None,
                };
                self.place(value, 0, text.as_deref(), place)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Puts a finished value where it belongs. `text` is what it reads as when it is a key.
    fn place(&mut self, value: Value, anchor: usize, text: Option<&str>, start: Place) -> Result<(), Trouble> {
        self.n_nodes += 1;
        if self.n_nodes > MAX_NODES {
            return Err(trouble(&format!("it has more than {MAX_NODES} values"), start));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, value.clone());
            self.n_nodes += value.size();
        }
        let is_root = self.open.len() == 1;
        match self.open.last_mut().map(|node| &mut node.content) {
            None if value == Value::Null => {}
            None => return Err(trouble("it is no list of properties (`key: value`)", start)),
            Some(Content::List(items)) => items.push(value),
            Some(Content::Map { entries, key }) => match key.take() {
                None => match text {
                    Some(text) => *key = Some((text.trim().to_owned(), start)),
                    None => return Err(trouble("a key must be text", start)),
                },
                Some((key, start)) if is_root => self.entries.push(Entry { key, value, start }),
                Some((key, _)) => entries.push((key, value)),
            },
        }
        Ok(())
    }
}

impl Place {
    fn of(marker: &Marker) -> Self {
        Self { line: marker.line().saturating_sub(1), column: marker.col() }
    }
}

/// Reads a scalar by its tag, its quotes, or its looks.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>, place: Place) -> Result<Value, Trouble> {
    let is_plain = style == ScalarStyle::Plain;
    match tag {
        None if is_plain => Ok(Value::plain(text)),
        None => Ok(Value::Text(text.to_owned())),
        Some(tag) => match tag.core_suffix() {
            Some("str") => Ok(Value::Text(text.to_owned())),
            Some("int" | "float" | "bool" | "null") => Ok(Value::plain(text)),
            _ => Err(refused(tag, place)),
        },
    }
}

/// Refuses a tag that is not the one that the node has anyway (rule P-17).
fn check_tag(tag: Option<&Tag>, expected: &str, place: Place) -> Result<(), Trouble> {
    match tag {
        Some(tag) if tag.core_suffix() != Some(expected) => Err(refused(tag, place)),
        _ => Ok(()),
    }
}

fn refused(tag: &Tag, place: Place) -> Trouble {
    trouble(&format!("the tag `{}` is not allowed", tag.original()), place)
}

fn trouble(message: &str, place: Place) -> Trouble {
    Trouble { message: message.to_owned(), place }
}

/// Lowers the first letter and drops a full stop at the end, as our messages are written.
fn lower_first(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
