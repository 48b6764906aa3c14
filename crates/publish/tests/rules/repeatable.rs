//! The same vault gives the same bytes, in whatever order its files were found (F-40; the laws of the house).

use hedgerow_publish::{Mode, PublishOptions};

use crate::vault::{Vault, files, policy};

const FIXTURE: &str = "-- A B.md\n---\naliases: [Nick, Common]\ntags: [x, y]\n---\n![[A-B]] [[N]] [[Nick]] #z\n-- A-B.md\n---\naliases: [nick, Common]\n---\n[[A B]] ![[p.png]] $x$\n-- x/N.md\n[[N]] [[A B]]\n-- y/N.md\n\
    ## H\n## H\n![[A B]]\n-- z/N.MD\n-- Cafe\u{301}.md\n-- Caf\u{e9}.md\n-- p.png\n-- x/p.png\n-- x/index.md\n-- x/_index.md\n-- perm.md\n---\npermalink: A-B\n---\n";

fn printed(files: Vec<(String, String)>) -> String {
    let options = PublishOptions { policy: policy(Mode::All, &[], &[]), ..PublishOptions::default() };
    let vault = Vault::new(files, &options);
    let notes = vault.garden.notes().iter().map(|note| format!("{note:?}\n{:?}\n", vault.garden.body(note.id())));
    let notes: String = notes.collect();
    format!(
        "{notes}{:?}{:?}{:?}{:#?}",
        vault.garden.root(),
        vault.garden.assets(),
        vault.redirects(),
        vault.diagnostics()
    )
}

#[test]
fn the_same_files_give_the_same_garden_in_any_order() {
    let first = printed(files(FIXTURE));
    assert_eq!(printed(files(FIXTURE)), first);
    let mut reversed = files(FIXTURE);
    reversed.reverse();
    assert_eq!(printed(reversed), first);
    let mut rotated = files(FIXTURE);
    rotated.rotate_left(5);
    assert_eq!(printed(rotated), first);
}

#[test]
fn a_body_is_the_same_whichever_is_asked_for_first() {
    let options = PublishOptions { policy: policy(Mode::All, &[], &[]), ..PublishOptions::default() };
    let (forwards, backwards) = (Vault::new(files(FIXTURE), &options), Vault::new(files(FIXTURE), &options));
    let ids: Vec<_> = forwards.garden.notes().iter().map(hedgerow_publish::PublicNote::id).collect();
    for id in ids.iter().rev() {
        backwards.garden.body(*id);
    }
    for id in ids {
        assert_eq!(forwards.garden.body(id), backwards.garden.body(id));
    }
}
