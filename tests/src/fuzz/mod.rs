//! What must hold for any bytes: the bodies of the fuzz targets.
//!
//! Each module takes bytes and fails where the program breaks a promise. `tests/fuzz` feeds them to libFuzzer; an
//! ordinary test feeds them the corpus that lies beside it.

mod answer;
mod front_matter;
mod garden;
mod html;
mod links;
mod note;
mod query;
mod render;

pub use answer::check_answer;
pub use html::check_page;

/// A fuzz target: its name, and what it does with bytes.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 5] = [
    ("front_matter", front_matter::check),
    ("note", note::check),
    ("links", links::check),
    ("render", render::check),
    ("query", query::check),
];

/// Feeds bytes to the target of this name.
///
/// # Panics
/// Where the program breaks a promise, and where there is no such target.
pub fn run(name: &str, bytes: &[u8]) {
    let (_, check) = TARGETS.iter().find(|(target, _)| *target == name).unwrap_or_else(|| panic!("no target `{name}`"));
    check(bytes);
}

/// More than this finds nothing that less would not find, and slows the search down.
const MAX_BYTES: usize = 16 << 10;

/// Reads bytes as the vault reads a file: what is no text becomes the replacement character.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_BYTES)]).replace('\0', "\u{fffd}")
}

/// Fails where a span is no place in its text.
#[track_caller]
fn check_span(what: &str, span: hedgerow_model::Span, text: &str) {
    assert!(span.start <= span.end, "{what}: {span:?} ends before it starts");
    assert!(text.get(span.start..span.end).is_some(), "{what}: {span:?} is no stretch of the text");
    assert!(span.line >= 1 && span.column >= 1, "{what}: {span:?} has no line");
}
