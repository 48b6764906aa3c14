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
fn notes_that_each_take_the_place_of_the_next_keep_their_addresses() {
    let texts: Vec<String> = (20..24).map(essay).collect();
    let [one, two, three, four] = [0, 1, 2, 3].map(|n| texts[n].as_str());
    Followed::start(&[("0.md", one), ("2.md", two), ("3.md", three)])
        .then(&[("1.md", one), ("2.md", two), ("3.md", three)])
        .check(&["/0 -> /1"])
        .then(&[("x.md", one), ("1.md", two), ("2.md", three)])
        .check(&["/0 -> /x", "/1", "/2", "/3 -> /2", "/x"])
        // What had a place before leads on from there when the place is free.
        .then(&[("x.md", one), ("y.md", two), ("2.md", three)])
        .check(&["/1 -> /y", "/3 -> /2"]);
    // A note that is written over by another is lost, and one that is only edited goes nowhere.
    Followed::start(&[("0.md", one), ("2.md", two)])
        .then(&[("1.md", one), ("2.md", two)])
        .then(&[("1.md", two)])
        .check(&["/0 -> /1", "/1", "/2 -> /1"]);
    Followed::start(&[("0.md", one), ("2.md", two)])
        .then(&[("1.md", one), ("2.md", two)])
        .then(&[("1.md", four), ("copy.md", one), ("3.md", two)])
        .check(&["/0 -> /1", "/2 -> /3"]);
}

#[test]
fn a_large_folder_that_is_renamed_while_each_note_is_edited_keeps_all_addresses() {
    const N: usize = 3_000;
    let texts: Vec<String> =
        (0..N).map(|n| public(&(0..40).map(|w| format!("w{} ", n * 50 + w)).collect::<String>())).collect();
    let vault = |place: &dyn Fn(usize) -> String, line: &str| -> Vec<Arc<Note>> {
        let files: Vec<(String, String)> = (0..N).map(|n| (place(n), texts[n].clone() + line)).collect();
        read(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
    };
    let before = vault(&|n| format!("G/n{n}.md"), "");
    let garden = PublicGarden::grow(&Harvest::new(&before, &[]), &PublishOptions::default());
    // By their names, by their places, and where not even those stayed by their texts.
    let names: [&dyn Fn(usize) -> String; 3] =
        [&|n| format!("H/n{n}.md"), &|n| format!("H/{}/n{n}.md", n % 7), &|n| format!("H/m{}.md", (n * 7) % N)];
    for name in names {
        let after = vault(name, "\none more line");
        let earlier = Earlier { notes: &before, garden: &garden };
        let started = std::time::Instant::now();
        let garden = PublicGarden::regrow(&Harvest::new(&after, &[]), &PublishOptions::default(), Some(&earlier));
        let took = started.elapsed();
        let led = garden.redirects().iter().filter(|(from, to)| {
            let n: usize = from.as_str()[4..].parse().unwrap();
            *to == PageUrl::from_slug(name(n).trim_end_matches(".md"))
        });
        assert_eq!(led.count(), N);
        assert!(took.as_secs() < 20, "{took:?}");
    }
}

#[test]
fn a_short_note_is_known_again_by_its_name_and_its_folder() {
    let (one, two) = (public("a short note"), public("a short note, edited"));
    Followed::start(&[("Short.md", &one)]).then(&[("F/Short.md", &two)]).check(&["/Short -> /F/Short"]);
    // A name that every folder has says nothing, unless other notes tell where the folder is.
    let index = public("a list");
    Followed::start(&[("F/index.md", &one)]).then(&[("G/index.md", &index)]).check(&["/F/ -", "/G/"]);
    Followed::start(&[("F/index.md", &one), ("F/a.md", &one), ("E/b.md", &two)])
        .then(&[("H/G/index.md", &index), ("H/G/a.md", &one), ("E/index.md", &index), ("E/b.md", &two)])
        .check(&["/F/ -> /H/G/", "/F/a -> /H/G/a"]);
    // One name in two folders: the longer end of the path tells.
    Followed::start(&[("F/1/log.md", &one), ("F/2/log.md", &one)])
        .then(&[("G/1/log.md", &public("x")), ("G/2/log.md", &public("y"))])
        .check(&["/F/1/log -> /G/1/log", "/F/2/log -> /G/2/log"]);
    // A text that is known again counts for more than a name.
    let long = essay(30);
    Followed::start(&[("F/log.md", &long)])
        .then(&[("G/log.md", &essay(31)), ("F/diary.md", &(long.clone() + "\nand more"))])
        .check(&["/F/log -> /F/diary"]);
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
    // It may tell after the note was seen in its new place.
    let (one, other) = (public("one"), public("quite another text"));
    Followed::start(&[("a.md", &one)])
        .then(&[("b.md", &other)])
        .check(&["/a -", "/b"])
        .step(&[("b.md", &other)], &renames, false)
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
