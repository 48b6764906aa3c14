//! What earlier versions of the program wrote down of old addresses is read by all later ones: an update that could not would
//! kill every one of them.
//!
//! `remembered/` holds what each version of [`Past::to_bytes`] wrote of the same garden; the name is the version, which is the first
//! byte. They are never changed. Whoever makes a new version leaves a reader for those before it in [`Past::from_bytes`], and adds a file:
//! `cargo test -p hedgerow-publish --test rules -- --ignored write_what_this_version_remembers`.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use hedgerow_model::{NotePath, PageUrl};
use hedgerow_parser::{FileDates, Note};
use hedgerow_publish::{Address, Harvest, Mode, Past, Policy, PublicGarden, PublishOptions};

const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/rules/remembered")
}

/// The text of a note: long enough to be known again when some of it is another.
fn text(word: &str) -> String {
    (0..40).map(|n| format!("{word} {n}\n")).collect()
}

fn grow(files: &[(&str, String)], past: Option<&Past>) -> PublicGarden {
    let parse = |(path, text): &(&str, String)| {
        Arc::new(Note::parse(NotePath::new(path).expect("a note's path"), text.clone(), FileDates::default()))
    };
    let mut notes: Vec<Arc<Note>> = files.iter().map(parse).collect();
    notes.sort_by(|a, b| a.path().cmp(b.path()));
    let policy = Policy::new(Mode::All, &[], &[], None).expect("there is no pattern in it");
    let options = PublishOptions { policy, ..PublishOptions::default() };
    PublicGarden::grow(&Harvest { past, ..Harvest::new(&notes, &[]) }, &options)
}

/// A past with something of everything: notes, one of them in its second place, one whose file is gone, and a commit.
fn past() -> Past {
    let first = grow(&[("Oak.md", text("oak")), ("Elm.md", text("elm")), ("Über/Ash.md", text("ash"))], None).past();
    let second = grow(&[("Oak.md", text("oak")), ("Elm.md", text("elm")), ("Wood/Ash.md", text("ash"))], Some(&first));
    let third = grow(&[("Oak.md", text("oak")), ("Wood/Ash.md", text("ash"))], Some(&second.past()));
    third.past().at_commit(Some(COMMIT.to_owned()))
}

#[test]
fn what_every_version_remembered_is_read() {
    let files = fs::read_dir(folder()).expect("the folder is here");
    let mut versions = Vec::new();
    for file in files.map(|file| file.expect("it can be read").path()) {
        let bytes = fs::read(&file).expect("it can be read");
        let name = file.file_stem().and_then(|name| name.to_str()).expect("a file has a name");
        assert_eq!(name, bytes[0].to_string(), "{}: the name is the version", file.display());
        versions.push(bytes[0]);
        let past = Past::from_bytes(&bytes).unwrap_or_else(|| panic!("{} cannot be read any more", file.display()));
        assert_eq!(past.commit(), Some(COMMIT), "{name}");
        // All three are in another place by now; one of them was edited on the way.
        let garden = grow(
            &[("Wood/Oak.md", text("oak") + "And more."), ("Wood/Elm.md", text("elm")), ("Ash.md", text("ash"))],
            Some(&past),
        );
        for (old, new) in [("/Oak", "/Wood/Oak"), ("/Elm", "/Wood/Elm"), ("/Über/Ash", "/Ash"), ("/Wood/Ash", "/Ash")]
        {
            let Address::Moved(to) = garden.lookup(&PageUrl::from_slug(old)) else { panic!("{name}: {old} is dead") };
            assert_eq!(to.as_str(), new, "{name}: {old}");
        }
    }
    let own = past().to_bytes()[0];
    assert!(versions.contains(&own), "version {own} has no file yet: see the head of this module");
}

#[test]
#[ignore = "writes a file of this repository"]
fn write_what_this_version_remembers() {
    let bytes = past().to_bytes();
    let file = folder().join(format!("{}.bin", bytes[0]));
    assert!(!file.exists(), "{} is never changed", file.display());
    fs::write(file, bytes).expect("it can be written");
}
