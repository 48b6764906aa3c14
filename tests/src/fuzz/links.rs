//! Links: whatever the names, each leads to one public place or nowhere, and private files change nothing.

use hedgerow_model::{FileKind, PageUrl};
use hedgerow_publish::{Address, PublicTarget};

use super::garden::{CANARY, Files, seen};

/// Joins a small vault.
pub(super) fn check(bytes: &[u8]) {
    let files = Files::new(bytes);
    let garden = files.grow();
    for note in garden.notes() {
        assert!(matches!(garden.lookup(note.url()), Address::Note(id) if id == note.id()), "{} answers", note.url());
        let again = PageUrl::parse(note.url().as_str());
        assert_eq!(again.as_ref(), Some(note.url()), "an address can be asked for");
        assert!(!note.title().is_empty(), "F-25: {} has a title", note.path());
        for link in garden.links(note.id()) {
            match &link.target {
                PublicTarget::Note(id, Some(anchor)) => {
                    let target = garden.note(*id);
                    let is_heading = target.headings().iter().any(|heading| heading.anchor == anchor);
                    assert!(is_heading || anchor.as_str().starts_with('^'), "L-38: {anchor} is a place");
                }
                PublicTarget::Note(id, None) => assert!(id.index() < garden.notes().len()),
                PublicTarget::Asset(asset) => assert!(*asset < garden.assets().len()),
                PublicTarget::External(url) => {
                    let url: String = url.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
                    let url = url.to_ascii_lowercase();
                    let is_unsafe =
                        ["javascript:", "vbscript:", "file:", "data:text"].iter().any(|s| url.starts_with(s));
                    assert!(!is_unsafe, "L-34: {url}");
                }
                PublicTarget::Folder(_, url) => {
                    let found = garden.lookup(url);
                    assert!(
                        matches!(found, Address::Folder(_) | Address::Note(_)),
                        "L-17: {url} is a folder: {found:?}"
                    );
                }
                PublicTarget::Missing => {}
            }
        }
        for source in garden.backlinks(note.id()).sources() {
            let links = garden.links(source);
            let leads_here = |target: &PublicTarget| matches!(target, PublicTarget::Note(id, _) if *id == note.id());
            assert!(links.iter().any(|link| leads_here(&link.target)), "L-40: a backlink is a link");
        }
    }
    for asset in garden.assets() {
        let is_answered = match garden.lookup(asset.url()) {
            Address::Asset(found) => found.path() == asset.path(),
            // O-03: it has a page.
            Address::Canvas(_) => asset.path().kind() == FileKind::Canvas,
            _ => false,
        };
        assert!(is_answered, "{} answers", asset.url());
    }
    for (from, to) in garden.redirects() {
        assert!(matches!(garden.lookup(from), Address::Moved(target) if target == *to), "F-31: {from} leads to {to}");
        assert!(!matches!(garden.lookup(to), Address::Moved(_) | Address::Nothing), "F-31: {to} is there");
    }
    for diagnostic in files.audit(&garden) {
        let note = files.notes().iter().find(|note| *note.path().as_vault_path() == diagnostic.path);
        if let (Some(span), Some(note)) = (diagnostic.span, note) {
            super::check_span(diagnostic.code.as_str(), span, note.text());
        }
    }
    check_privacy(bytes, &files, &seen(&garden));
}

/// The privacy law: the garden is a function of the public files alone.
pub(super) fn check_privacy(bytes: &[u8], files: &Files, seen_with: &str) {
    if !super::text(bytes).contains(CANARY) {
        assert!(!seen_with.contains(CANARY), "W-08: a private word is seen");
    }
    let without = seen(&files.without_private().grow());
    if seen_with != without {
        let same = seen_with.chars().zip(without.chars()).take_while(|(a, b)| a == b).count();
        let around = |text: &str| text.chars().skip(same.saturating_sub(80)).take(200).collect::<String>();
        panic!("private files change what is seen:\n{}\n{}", around(seen_with), around(&without));
    }
}
