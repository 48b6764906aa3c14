//! A note: whatever its text, its facts are places and words of that text.

use std::collections::HashSet;

use hedgerow_model::{NotePath, Tag};
use hedgerow_parser::{FileDates, Note};

use super::check_span;

/// A word inside a comment that nothing may close before its time.
const HIDDEN: &str = "Quarryvole";

/// Reads a note and checks what was found.
pub(super) fn check(bytes: &[u8]) {
    let text = super::text(bytes);
    let note = parse(&text);
    check_facts(&note);
    assert_eq!(facts(&note), facts(&parse(&text)), "the same text gives the same note");
    // I-03, W-14: a comment is closed where it is closed, whatever follows.
    let note = parse(&format!("%%\n{HIDDEN} [[{HIDDEN}]] #{HIDDEN}\n%%\n\n{text}"));
    assert!(!facts(&note).contains(HIDDEN), "a comment is part of nothing: {}", facts(&note));
}

pub(super) fn parse(text: &str) -> Note {
    let path = NotePath::new("Folder/Note.md").expect("the path is valid");
    Note::parse(path, text.to_owned(), FileDates::default())
}

/// Fails where a fact of a note is no place or word of it.
pub(super) fn check_facts(note: &Note) {
    let text = note.text();
    assert!(!note.title().contains(['\n', '\r']), "a title is one line: {:?}", note.title());
    for link in note.links() {
        check_span("link", link.span, text);
    }
    let mut anchors = HashSet::new();
    let mut start = 0;
    for (at, heading) in note.headings().iter().enumerate() {
        check_span("heading", heading.span, text);
        assert!((1..=6).contains(&heading.level), "a heading has a level: {heading:?}");
        assert!(anchors.insert(heading.anchor.as_str()), "an anchor stands for one place: {heading:?}");
        let section = note.section_start(at);
        assert!(section >= start && note.plain_text().get(start..section).is_some(), "sections follow each other");
        start = section;
    }
    assert!(note.plain_text().get(start..).is_some(), "the last section ends with the text");
    for (id, span) in note.block_ids() {
        check_span("block", *span, text);
        assert!(id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "B-01: {id:?} is a block id");
    }
    for tag in note.tags() {
        assert_eq!(Tag::new(tag.text()).as_ref(), Some(tag), "a tag is a tag");
    }
    for diagnostic in note.diagnostics() {
        if let Some(span) = diagnostic.span {
            check_span(diagnostic.code.as_str(), span, text);
        }
        assert!(!diagnostic.message.contains('\n'), "a message is one line: {diagnostic}");
    }
}

/// All that is known of a note but its text, diagnostics and places.
fn facts(note: &Note) -> String {
    let links: Vec<_> = note.links().iter().map(|link| (&link.raw, &link.target, &link.label)).collect();
    let headings: Vec<_> = note.headings().iter().map(|heading| (&heading.text, heading.anchor.as_str())).collect();
    let blocks: Vec<_> = note.block_ids().iter().map(|(id, _)| id).collect();
    format!(
        "{:?} {:?} {links:?} {headings:?} {blocks:?} {:?} {:?}",
        note.title(),
        note.tags(),
        note.plain_text(),
        note.opening()
    )
}
