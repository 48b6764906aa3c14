//! Notes that are public and in no list (W-07).

use crate::vault::{all, explicit};

#[test]
fn an_unlisted_note_has_its_page_and_its_links_and_is_met_nowhere_else() {
    let vault = all(
        "-- Open.md\n[[Quiet]] ![[Quiet]] #open\n-- Deep/Quiet.md\n---\nunlisted: true\naliases: [Hush]\n---\n[[Open]] #open/hush ![[pic.png]]\n-- pic.png\n",
    );
    assert_eq!(vault.paths(), ["Deep/Quiet.md", "Open.md"]);
    assert_eq!(vault.lookup("/Deep/Quiet"), "note Deep/Quiet.md");
    assert_eq!(vault.lookup("/Deep/Hush"), "moved /Deep/Quiet");
    assert_eq!(vault.targets("Open.md"), ["Deep/Quiet.md", "Deep/Quiet.md"]);
    assert_eq!(vault.garden.assets().len(), 1, "what it uses is public");
    assert_eq!(vault.backlinks("Open.md"), Vec::<&str>::new());
    assert_eq!(vault.backlinks("Deep/Quiet.md"), ["Open.md"]);
    assert_eq!(vault.garden.listed().map(|note| note.path().as_str()).collect::<Vec<_>>(), ["Open.md"]);
    assert_eq!(vault.garden.edges().count(), 0);
    assert!(vault.garden.neighbours(vault.id("Open.md")).next().is_none());
    assert!(vault.garden.neighbours(vault.id("Deep/Quiet.md")).next().is_none());
    assert_eq!(vault.lookup("/Deep/"), "nothing", "a folder of unlisted notes has no page");
    assert!(vault.garden.root().folders.is_empty());
}

#[test]
fn a_tag_of_unlisted_notes_alone_is_no_link() {
    let vault = all("-- a.md\n#seen/sub\n-- q.md\n---\nunlisted: true\n---\n#seen #only\n");
    assert_eq!(
        vault.body("q.md"),
        "<p><a class=\"tag\" href=\"/-/tags/seen\">#seen</a> <span class=\"tag\">#only</span></p>"
    );
}

#[test]
fn unlisted_makes_nothing_more_public() {
    // W-01: the flag says nothing of who may read; what cannot be understood keeps the note out of the lists.
    let vault = explicit(
        "-- a.md\n---\nunlisted: true\n---\n-- b.md\n---\nunlisted: hm\npublish: true\n---\n-- c.md\n---\nunlisted: true\nprivate: true\npublish: true\n---\n",
    );
    assert_eq!(vault.paths(), ["b.md"]);
    assert_eq!(vault.garden.listed().count(), 0);
}

#[test]
fn an_unlisted_folder_note_has_the_address_of_its_folder_and_makes_no_folder_known() {
    let vault =
        all("-- A/B/index.md\n---\nunlisted: true\n---\nx\n-- C/index.md\n---\nunlisted: true\n---\n-- C/n.md\n");
    assert_eq!(vault.lookup("/A/B/"), "note A/B/index.md");
    assert_eq!(vault.lookup("/A/"), "nothing");
    assert_eq!(vault.lookup("/C/"), "note C/index.md");
    let folders: Vec<&str> = vault.garden.root().folders.iter().map(|folder| folder.name.as_str()).collect();
    assert_eq!(folders, ["C"]);
}
