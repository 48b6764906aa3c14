//! Links in the values of the front matter (rule L-32).

use hedgerow_model::{LineIndex, Span};

use crate::front::{FrontMatter, Value};
use crate::link::{Link, LinkSyntax};
use crate::lower::lower;
use crate::sentence::Words;

/// A piece of a property's text value: plain text or a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValuePiece {
    /// Text as written.
    Text(String),
    /// A link; the number is its place in [`crate::Note::links`].
    Link(usize),
}

/// Finds the links in all text values, in the order of the properties.
pub(crate) fn links(front: &FrontMatter, text: &str, lines: &LineIndex) -> Vec<Link> {
    let mut found = Vec::new();
    for property in &front.properties {
        // Spans inside a decoded value are not those of the file: the raw text of the link is looked for in its lines.
        let mut from = property.span.start;
        each_text(&property.value, &mut |value| {
            for mut link in links_of(value) {
                let end = property.span.end.min(text.len());
                let place = text.get(from..end).and_then(|source| source.find(&*link.raw)).map(|at| from + at);
                let start = place.unwrap_or(property.span.start);
                link.span = match place {
                    Some(start) => lines.span(text, start, start + link.raw.len()),
                    None => Span { start, ..property.span },
                };
                from = place.map_or(from, |at| at + link.raw.len());
                link.words = Words::Property(format!("{}: {}", property.key, before(value, &link.raw)));
                found.push(link);
            }
        });
    }
    found
}

/// Parts one text value; `next_link` counts the links of the front matter that came before it.
pub fn pieces(value: &str, next_link: &mut usize) -> Vec<ValuePiece> {
    let mut pieces = Vec::new();
    let mut rest = value;
    for link in links_of(value) {
        let Some(at) = rest.find(&*link.raw) else { continue };
        if at > 0 {
            pieces.push(ValuePiece::Text(rest[..at].to_owned()));
        }
        pieces.push(ValuePiece::Link(*next_link));
        *next_link += 1;
        rest = &rest[at + link.raw.len()..];
    }
    if !rest.is_empty() {
        pieces.push(ValuePiece::Text(rest.to_owned()));
    }
    pieces
}

/// Calls back for each text in a value, in order; maps are kept but not shown (rule P-02).
pub(crate) fn each_text(value: &Value, visit: &mut dyn FnMut(&str)) {
    match value {
        Value::Text(text) => visit(text),
        Value::List(values) => values.iter().for_each(|value| each_text(value, visit)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Map(_) => {}
    }
}

fn links_of(value: &str) -> Vec<Link> {
    if !value.contains("[[") && !value.contains("](") && !value.contains("://") {
        return Vec::new();
    }
    let lines = LineIndex::new(value);
    let mut document = lower(value, 0, &lines);
    document.links.retain(|link| !link.raw.is_empty());
    document.links.iter_mut().for_each(|link| link.syntax = LinkSyntax::Property);
    document.links
}

fn before(value: &str, raw: &str) -> String {
    value.split_once(raw).map_or(String::new(), |(before, _)| before.trim_start().to_owned())
}
