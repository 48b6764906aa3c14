//! Rendering: whatever the notes, the HTML runs nothing, loads nothing and stays in its place.

use std::sync::Arc;

use hedgerow_site::{Site, SiteOptions};

use super::garden::{Files, seen};
use super::{html, links};

/// Renders all notes of a small vault, and the page of one.
pub(super) fn check(bytes: &[u8]) {
    let files = Files::new(bytes);
    let garden = Arc::new(files.grow());
    for note in garden.notes() {
        let body = garden.body(note.id());
        html::check_body(&body.html);
        assert_eq!(body.toc.iter().filter(|entry| entry.text.contains('\n')).count(), 0, "a heading is one line");
    }
    let again = files.grow();
    assert_eq!(seen(&garden), seen(&again), "the same vault gives the same garden");
    links::check_privacy(bytes, &files, &seen(&garden));
    let site = Site::new(Arc::clone(&garden), SiteOptions::default());
    for note in garden.notes().iter().take(2) {
        html::check_page(&site.note_page(note.id()).html);
    }
}
