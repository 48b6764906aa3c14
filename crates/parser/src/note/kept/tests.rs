//! What comes out is what went in, or nothing.

use std::fs;
use std::path::{Path, PathBuf};

use hedgerow_model::{Date, NotePath};
use proptest::prelude::*;

use super::{Note, SEAL, Unread};
use crate::FileDates;

/// Shows every field. By name, so that a new one cannot be forgotten.
fn shown(note: &Note) -> String {
    let Note {
        path,
        text,
        body_start,
        is_drawing,
        front,
        title,
        has_title_heading,
        tags,
        headings,
        block_ids,
        links,
        plain_text,
        opening,
        dates,
        diagnostics,
        packed: _,
        fingerprint,
        trace: _,
    } = note;
    let tree = note.tree();
    let parts: [&dyn std::fmt::Debug; 17] = [
        path,
        text,
        body_start,
        is_drawing,
        front,
        title,
        has_title_heading,
        tags,
        headings,
        block_ids,
        links,
        plain_text,
        opening,
        dates,
        diagnostics,
        &tree,
        fingerprint,
    ];
    format!("{parts:?}")
}

fn dates() -> FileDates {
    FileDates { created: Date::new(2024, 1, 5), modified: Date::new(2024, 2, 29).map(|day| day.at(7, 30, 0)) }
}

fn unread(path: &str, text: &str) -> Unread {
    Unread::new(NotePath::new(path).unwrap(), text.to_owned(), dates())
}

fn revive(path: &str, text: &str, kept: &[u8]) -> Option<Note> {
    unread(path, text).revive(kept).ok()
}

/// Keeps a note and revives it; returns what was kept.
fn check(path: &str, text: &str) -> Vec<u8> {
    let parsed = unread(path, text).parse();
    let kept = parsed.keep();
    let revived = revive(path, text, &kept).expect("it was kept by this reader");
    assert_eq!(shown(&revived), shown(&parsed));
    assert_eq!(revived.keep(), kept);
    kept
}

const EVERYTHING: &str = "---\ntitle: T\ntags: [a/b, c]\naliases: [x, y]\ncssclasses: wide\npublish: true\ndraft: maybe\n\
    permalink: p\nimage: '[[i.png]]'\ncreated: 2024-01-05T10:20\nauthor: [m, n]\nlang: de\nup: '[[Other|there]]'\n\
    deep: {k: [1, null, {l: true}]}\nunlisted: true\n---\n# Straße *und* `Weg` ^block\nA [[Note#One#Two|l]], ![[p.png|alt|300]], \
    [m](a%20b.md#c), <https://example.org>, [j](javascript:x), #tag ^id\n\n> [!note]- F\n> q ^id\n\n\
    ## ΛΌΓΟΣ [[#^id]]\n<img src=\"z.png\"> $x$[^1]\n\n[^1]: f\n\n%% open";

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// Returns the texts of files of the project below a folder.
fn texts(folder: &str, extension: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let mut found = Vec::new();
    files(&root, &mut found);
    found.retain(|path| path.extension().is_some_and(|found| found == extension));
    found.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn a_note_with_everything_comes_out_as_it_went_in() {
    let kept = check("Folder/Ünder.md", EVERYTHING);
    let note = revive("Folder/Ünder.md", EVERYTHING, &kept).unwrap();
    let codes: Vec<_> = note.diagnostics().iter().map(|found| found.code.as_str()).collect();
    assert_eq!(codes, ["unclear-flag", "unclosed-comment", "duplicate-block"]);
    assert_eq!((note.links().len(), note.headings().len(), note.front().properties.len()), (9, 2, 14));
    check("index.md", "");
    check("2024-01-05.md", "\u{feff}---\na: [\n---\nx");
    check("Drawing.excalidraw.md", "# D\n[[x]]");
}

#[test]
fn the_notes_of_the_example_come_out_as_they_went_in() {
    let texts = texts("notes-example", "md");
    assert!(texts.len() > 50);
    for (path, text) in texts {
        check(path.file_name().unwrap().to_str().unwrap(), &text);
    }
}

#[test]
fn the_notes_of_the_conformance_suite_come_out_as_they_went_in() {
    let cases = texts("tests/conformance/cases", "toml");
    assert!(cases.len() > 50);
    for (_, case) in cases {
        // The notes of a case are texts between triple quotes, and what stands between two of them is a text as good.
        case.split("'''").for_each(|text| drop(check("Note.md", text)));
    }
}

#[test]
fn a_deep_note_comes_out_as_it_went_in() {
    check("Deep.md", &format!("{}x", "> - ".repeat(2_000)));
    check("Deep.md", &format!("{}x{}", "*a **b ".repeat(500), "** c*".repeat(500)));
    check("Deep.md", &format!("---\na: {}{}\n---\n", "[".repeat(60), "]".repeat(60)));
}

#[test]
fn another_note_is_not_revived() {
    let kept = check("A.md", "# A");
    assert!(revive("A.md", "# A", &kept).is_some());
    assert!(revive("B.md", "# A", &kept).is_none(), "a title may come from the name");
    assert!(revive("A.md", "# B", &kept).is_none());
    let refused = unread("B.md", "# A").revive(&kept).unwrap_err();
    assert_eq!(refused.parse().title(), "A", "the file is not lost");
    assert_eq!(unread("A.md", "# A").fingerprint(), revive("A.md", "# A", &kept).unwrap().fingerprint());
}

#[test]
fn damaged_bytes_are_not_revived() {
    let mut kept = check("A.md", EVERYTHING);
    for length in 0..kept.len() {
        assert!(revive("A.md", EVERYTHING, &kept[..length]).is_none(), "{length}");
    }
    for at in 0..kept.len() {
        kept[at] ^= 1 << (at % 8);
        assert!(revive("A.md", EVERYTHING, &kept).is_none(), "{at}");
        kept[at] ^= 1 << (at % 8);
    }
    kept.push(0);
    assert!(revive("A.md", EVERYTHING, &kept).is_none());
}

proptest! {
    #[test]
    fn any_text_comes_out_as_it_went_in(
        text in "(---\n(a: b\n|tags: \\[x\\]\n|draft: .{0,4}\n){0,3}---\n)?([#>*`$%^|\\[\\]!:é\u{130}<a-c \n-]|\\[\\[a#b\\|c\\]\\]|#t){0,80}"
    ) {
        check("Note.md", &text);
    }

    /// Such bytes are never met; they do not panic all the same.
    #[test]
    fn other_bytes_under_a_right_checksum_do_not_panic(
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut kept = check("A.md", EVERYTHING);
        for (at, byte) in places {
            let at = SEAL + at.index(kept.len() - SEAL);
            kept[at] = byte;
        }
        let seal = super::seal(unread("A.md", EVERYTHING).fingerprint(), &kept[SEAL..]);
        kept[..SEAL].copy_from_slice(&seal);
        let _ = revive("A.md", EVERYTHING, &kept);
    }
}
