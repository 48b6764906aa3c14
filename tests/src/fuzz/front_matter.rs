//! Front matter: whatever it says, it is read or it is not, and it makes nothing public by accident.

use hedgerow_parser::Note;

use super::{check_span, note};

/// Reads bytes as a whole note, and as the block of a note that is otherwise sound.
pub(super) fn check(bytes: &[u8]) {
    let text = super::text(bytes);
    check_front(&note::parse(&text));
    let block = note::parse(&format!("---\n{text}\n---\n# Heading\n"));
    check_front(&block);
    // P-12, P-13, W-01: who says plainly at the top that a note is private gets a private note, whatever follows.
    let hidden = note::parse(&format!("---\nprivate: true\n{text}\n---\n"));
    assert!(hidden.flags().hides.is_some(), "`private: true` hides");
    // W-02: what does not name the flag cannot set it.
    let is_silent = !["publish", "private", "draft"].iter().any(|flag| text.to_lowercase().contains(flag));
    if is_silent && !text.contains(['\\', '%', '&', '*', '\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}']) {
        assert_eq!(block.flags().shows, None, "nothing shows the note");
    }
}

fn check_front(note: &Note) {
    note::check_facts(note);
    let front = note.front();
    assert!(front.shows_only_when_sound(), "broken front matter publishes nothing (P-12)");
    for class in &front.css_classes {
        let is_plain = class.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        assert!(is_plain && !class.is_empty(), "I-47: {class:?} is a class");
    }
    for property in &front.properties {
        check_span("property", property.span, note.text());
    }
    let mut keys = std::collections::HashSet::new();
    assert!(front.properties.iter().all(|property| keys.insert(&property.key)), "P-13: a key stands once");
    if let Some(permalink) = &front.permalink {
        let is_refused = permalink.contains(['?', '#', '\n', '\0']) || permalink.contains("://");
        let climbs = permalink.split('/').any(|part| part == "..");
        assert!(!is_refused && !climbs && !permalink.starts_with('/'), "F-34: {permalink:?} is an address");
    }
    if let Some(lang) = &front.lang {
        assert!(lang.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "{lang:?} is a language");
    }
}

/// P-12, as a question.
trait Sound {
    fn shows_only_when_sound(&self) -> bool;
}

impl Sound for hedgerow_parser::FrontMatter {
    fn shows_only_when_sound(&self) -> bool {
        !self.is_broken || self.flags.shows.is_none()
    }
}
