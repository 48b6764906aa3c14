//! Old addresses: a note that was renamed or moved answers where it was.

use std::sync::Arc;

use hedgerow_model::{NotePath, PageUrl};
use hedgerow_parser::{FileDates, Note};
use hedgerow_publish::{Address, Earlier, Harvest, Past, PublicGarden, PublishOptions};

/// A garden that is followed from one state of its files to the next.
struct Followed {
    notes: Vec<Arc<Note>>,
    garden: PublicGarden,
}

fn read(files: &[(&str, &str)]) -> Vec<Arc<Note>> {
    let parse = |(path, text): &(&str, &str)| {
        Arc::new(Note::parse(
            NotePath::new(path).expect("the path is a note's"),
            (*text).to_owned(),
            FileDates::default(),
        ))
    };
    let mut notes: Vec<Arc<Note>> = files.iter().map(parse).collect();
    notes.sort_by(|a, b| a.path().cmp(b.path()));
    notes
}

impl Followed {
    fn start(files: &[(&str, &str)]) -> Self {
        let notes = read(files);
        let garden = PublicGarden::grow(&Harvest::new(&notes, &[]), &PublishOptions::default());
        Self { notes, garden }
    }

    fn then(self, files: &[(&str, &str)]) -> Self {
        self.step(files, &[], false)
    }

    /// Goes on, and checks the snapshot law on the way: a cold start that knows the same past makes the same garden, be it the past
    /// that this garden had, or the one that it leaves.
    fn step(self, files: &[(&str, &str)], renames: &[(NotePath, NotePath)], is_settled: bool) -> Self {
        let notes = read(files);
        let earlier = Earlier { notes: &self.notes, garden: &self.garden };
        let harvest = Harvest { renames, is_settled, ..Harvest::new(&notes, &[]) };
        let garden = PublicGarden::regrow(&harvest, &PublishOptions::default(), Some(&earlier));
        let before = self.garden.past();
        let cold = Harvest { past: Some(&before), ..harvest };
        let cold = PublicGarden::grow(&cold, &PublishOptions::default());
        assert_eq!((cold.redirects(), cold.past()), (garden.redirects(), garden.past()));
        let past = Past::from_bytes(&garden.past().to_bytes()).expect("it was just written");
        assert_eq!(past, garden.past());
        let cold =
            PublicGarden::grow(&Harvest { past: Some(&past), ..Harvest::new(&notes, &[]) }, &PublishOptions::default());
        assert_eq!((cold.redirects(), cold.past()), (garden.redirects(), garden.past()));
        Self { notes, garden }
    }

    /// Says where addresses lead: `/a -> /b`, `/a` for a page, `/a -` for nothing.
    fn check(self, expected: &[&str]) -> Self {
        let show = |line: &&str| {
            let from = line.split(' ').next().expect("a line has a first word");
            match self.garden.lookup(&PageUrl::from_slug(from)) {
                Address::Moved(to) => format!("{from} -> {to}"),
                Address::Nothing => format!("{from} -"),
                _ => from.to_owned(),
            }
        };
        assert_eq!(expected.iter().map(show).collect::<Vec<_>>(), expected);
        self
    }
}

const SHOW: &str = "---\npublish: true\n---\n";

fn public(text: &str) -> String {
    format!("{SHOW}{text}")
}

/// Words enough to be known again after an edit.
fn essay(seed: usize) -> String {
    public(&(0..200).map(|n| format!("word{} ", (n * 31 + seed * 977) % 4001)).collect::<String>())
}

#[test]
fn a_renamed_note_answers_at_every_address_it_had() {
    let (text, edited) = (essay(1), essay(1) + "\nand one thing more");
    Followed::start(&[("a.md", &text)])
        .then(&[("b/c.md", &text)])
        .check(&["/a -> /b/c", "/b/c"])
        .then(&[("d.md", &edited)])
        .check(&["/a -> /d", "/b/c -> /d", "/d"])
        .then(&[("a.md", &edited)])
        .check(&["/a", "/b/c -> /a", "/d -> /a"]);
}

#[test]
fn a_permalink_that_changes_goes_on_answering() {
    let note = |permalink: &str| format!("---\npublish: true\npermalink: {permalink}\n---\nx");
    Followed::start(&[("a.md", &note("one"))])
        .then(&[("a.md", &note("two"))])
        .check(&["/one -> /two", "/a -> /two", "/two"])
        .then(&[("a.md", &public("x"))])
        .check(&["/one -> /a", "/two -> /a", "/a"]);
}

#[test]
fn what_was_withdrawn_is_forgotten_with_its_addresses() {
    let (shown, hidden) = (essay(2), essay(2).replace("publish: true", "publish: false"));
    Followed::start(&[("a.md", &shown), ("z.md", &public("z"))])
        .then(&[("b.md", &shown), ("z.md", &public("z"))])
        .check(&["/a -> /b"])
        .then(&[("b.md", &hidden), ("z.md", &public("z"))])
        .check(&["/a -", "/b -"])
        .then(&[("c.md", &hidden), ("z.md", &public("z"))])
        .then(&[("c.md", &shown), ("z.md", &public("z"))])
        .check(&["/a -", "/b -", "/c"]);
}

#[test]
fn a_private_name_is_in_no_redirect() {
    let (shown, hidden) = (essay(3), essay(3).replace("publish: true", "publish: false"));
    let followed = Followed::start(&[("secret.md", &hidden), ("z.md", &public("z"))])
        .then(&[("open.md", &shown), ("z.md", &public("z"))])
        .check(&["/secret -", "/open"])
        .then(&[("secret2.md", &hidden), ("z.md", &public("z"))])
        .check(&["/secret -", "/secret2 -", "/open -"]);
    let written = String::from_utf8_lossy(&followed.garden.past().to_bytes()).into_owned();
    assert!(!written.contains("secret"), "{written}");
}

#[test]
fn a_new_note_at_an_old_address_wins() {
    let text = essay(4);
    Followed::start(&[("a.md", &text)])
        .then(&[("b.md", &text)])
        .then(&[("b.md", &text), ("a.md", &public("new"))])
        .check(&["/a", "/b"])
        .then(&[("b.md", &text), ("c.md", &public("new"))])
        .check(&["/a -> /c", "/b", "/c"]);
}

#[test]
fn a_note_whose_file_is_gone_for_a_moment_is_known_again() {
    let text = essay(5);
    let between = || Followed::start(&[("a.md", &text), ("z.md", &public("z"))]).then(&[("z.md", &public("z"))]);
    between().check(&["/a -"]).then(&[("b.md", &text), ("z.md", &public("z"))]).check(&["/a -> /b"]);
    between()
        .step(&[("z.md", &public("z"))], &[], true)
        .then(&[("b.md", &text), ("z.md", &public("z"))])
        .check(&["/a -", "/b"]);
}

#[test]
fn a_note_that_vanishes_after_a_quiet_time_is_waited_for() {
    let text = essay(5);
    let z = || ("z.md", "---\npublish: true\n---\nz");
    Followed::start(&[("0.md", &text), z()])
        .then(&[("a.md", &text), z()])
        .step(&[z()], &[], true)
        .check(&["/0 -", "/a -"])
        .then(&[("b.md", &text), z()])
        .check(&["/0 -> /b", "/a -> /b"])
        // In the same look, too.
        .step(&[("c.md", &text), z()], &[], true)
        .check(&["/a -> /c", "/b -> /c"])
        // It is forgotten when it was missed before.
        .step(&[z()], &[], true)
        .step(&[z()], &[], true)
        .then(&[("d.md", &text), z()])
        .check(&["/a -", "/b -", "/c -", "/d"]);
}

#[test]
fn a_vault_that_is_empty_for_long_is_away_and_not_settled() {
    let text = essay(5);
    Followed::start(&[("a.md", &text)])
        .then(&[("b.md", &text)])
        .step(&[], &[], true)
        .step(&[], &[], true)
        .then(&[("b.md", &text)])
        .check(&["/a -> /b", "/b"]);
}

#[test]
fn a_note_that_is_withdrawn_leads_nowhere_though_another_is_like_it() {
    let (shown, hidden) = (essay(9), essay(9).replace("publish: true", "publish: false"));
    for copy in [shown.clone(), shown.clone() + "\nand a line"] {
        Followed::start(&[("0.md", &shown)])
            .then(&[("a.md", &shown)])
            .check(&["/0 -> /a"])
            .then(&[("a.md", &hidden), ("copy.md", &copy)])
            .check(&["/0 -", "/a -", "/copy"])
            .then(&[("copy.md", &copy)])
            .then(&[("copy.md", &copy), ("a.md", &shown)])
            .check(&["/0 -", "/a", "/copy"]);
    }
    // Nor does one that version control saw go where it is private.
    let renames = [(NotePath::new("a.md").unwrap(), NotePath::new("secret.md").unwrap())];
    Followed::start(&[("a.md", &shown)])
        .step(&[("copy.md", &shown), ("secret.md", &hidden)], &renames, false)
        .check(&["/a -", "/secret -", "/copy"]);
}

#[test]
fn a_note_that_comes_back_private_is_forgotten() {
    let (shown, hidden) = (essay(10), essay(10).replace("publish: true", "publish: false"));
    let z = || ("z.md", "---\npublish: true\n---\nz");
    let back = || {
        Followed::start(&[("0.md", &shown), z()])
            .then(&[("a.md", &shown), z()])
            .then(&[z()])
            .then(&[("a.md", &hidden), z()])
            .check(&["/0 -", "/a -"])
    };
    back().then(&[("a.md", &hidden), ("copy.md", &shown), z()]).check(&["/0 -", "/a -", "/copy"]);
    back().then(&[("a.md", &shown), z()]).check(&["/0 -", "/a"]);
    back().then(&[("b.md", &hidden), z()]).then(&[("b.md", &shown), z()]).check(&["/0 -", "/a -", "/b"]);
}

#[test]
fn notes_that_change_places_and_notes_alike_are_told_apart() {
    let (one, two) = (essay(6), essay(7));
    // Each note has the address that the other had: nothing is to be redirected.
    Followed::start(&[("a.md", &one), ("b.md", &two)]).then(&[("a.md", &two), ("b.md", &one)]).check(&["/a", "/b"]);
    // Three notes of one text: those that kept their names are known, and no other is guessed.
    let same = public("- [ ] ");
    Followed::start(&[("x/a.md", &same), ("x/b.md", &same), ("x/c.md", &same)])
        .then(&[("y/a.md", &same), ("y/b.md", &same), ("y/d.md", &same)])
        .check(&["/x/a -> /y/a", "/x/b -> /y/b", "/x/c -"]);
}

#[test]
fn version_control_knows_better_than_the_text() {
    let renames = [(NotePath::new("a.md").unwrap(), NotePath::new("b.md").unwrap())];
    Followed::start(&[("a.md", &public("one"))])
        .step(&[("b.md", &public("quite another text"))], &renames, false)
        .check(&["/a -> /b", "/b"]);
}

#[test]
fn bytes_that_are_no_past_are_refused() {
    let bytes = Followed::start(&[("a.md", &essay(8))]).garden.past().to_bytes();
    for end in 0..bytes.len() {
        assert_eq!(Past::from_bytes(&bytes[..end]), None, "cut off behind {end} bytes");
    }
    assert_eq!(Past::from_bytes(&[9, 0, 0, 0]), None);
}

#[test]
fn the_address_of_a_folder_leads_to_the_note_that_was_its_page() {
    let (one, two) = (public("one"), public("two"));
    Followed::start(&[("Lane/index.md", &one)]).then(&[("Pond/Tea.md", &one)]).check(&["/Lane/ -> /Pond/Tea"]);
    // Unless there are other notes in the folder, be it the page of another folder alone.
    Followed::start(&[("Lane/index.md", &one), ("Lane/Tea.md", &two)])
        .then(&[("Pond/Tea.md", &one), ("Lane/Tea.md", &two)])
        .check(&["/Lane/"])
        .then(&[("Pond/Tea.md", &one), ("Lane/Deep/index.md", &two)])
        .check(&["/Lane/", "/Lane/Deep/", "/Lane/Tea -> /Lane/Deep/"]);
}
