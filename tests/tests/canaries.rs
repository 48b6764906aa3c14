//! Secret words planted wherever a vault can hold one, and a crawl that must never meet them.

use std::collections::{BTreeMap, BTreeSet};

use hedgerow_tests::{Answer, Crawl, Door, Host, Question, TempGarden, encoded};

use crate::hidden_places::{PLACES, canary, vault};

/// A word of the same length that stands nowhere.
fn stranger(number: usize) -> String {
    format!("qqcanary{number:02}")
}

/// The ways in which an address may be spelled otherwise.
fn spellings(target: &str) -> Vec<String> {
    let path = target.split('?').next().unwrap_or_default();
    let trimmed = path.trim_end_matches('/');
    let ends =
        ["/", ".md", ".html", ".json", ".txt", "/index.html", "/index", "~", ".bak", "%2F", "%00", "/.", "/..", "?x=1"];
    let mut found: Vec<String> = ends.iter().map(|end| format!("{trimmed}{end}")).collect();
    found.extend([trimmed.to_uppercase(), trimmed.to_lowercase(), format!("/%2e%2e{path}"), format!("/..%5c{path}")]);
    found.extend([
        trimmed.replace('-', "+"),
        trimmed.replace('-', "%20"),
        format!("//{}", trimmed.trim_start_matches('/')),
    ]);
    found.retain(|target| target.starts_with('/'));
    found
}

/// Asks for all that can be reached, and then for each address in other spellings, with other methods and with the headers
/// that change an answer.
fn crawl_in_every_way(door: &Door) -> Crawl {
    let searches = [
        "lanterns",
        "private",
        "mentor",
        "plan",
        "tea",
        "light",
        "a",
        "e",
        "tag:light",
        "zz",
        "zzcan",
        "\"see\"",
        "-lanterns",
        "path:Private",
        "tag:",
        "folder:",
        "heading:",
        "lanterns -year:",
    ];
    let searches = searches.iter().flat_map(|query| {
        let query = encoded(query);
        [
            format!("/-/api/search?q={query}&limit=50"),
            format!("/-/search?q={query}"),
            format!("/-/search?q={query}&sort=date"),
            format!("/-/search.xml?q={query}"),
            format!("/-/api/suggest?q={query}"),
            format!("/-/api/search?q={query}&offset=1"),
        ]
    });
    let known = [
        "/Mentor",
        "/Private/",
        "/Private/Mentor",
        "/Templates/Day",
        "/Hidden",
        "/Both",
        "/Board.canvas",
        "/Inner.canvas",
        "/Shelf.base",
        "/hidden-map.png",
        "/secret-list.csv",
        "/commented.csv",
        "/Linked-note",
        "/link.png",
        "/Linked-folder/note",
        "/Linked-folder/",
        "/hedgerow.toml",
        "/.git/config",
        "/.obsidian/app.json",
        "/Scratch/Note",
        "/Lanterns.md~",
        "/Broken",
        "/Friend-of-the-lane",
        "/-/tags/light",
        "/-/pages/2",
        "/-/backlinks/",
        "/-/backlinks/Lanterns",
        "/-/backlinks/Mentor",
        "/-/backlinks/Private/Mentor",
        "/-/publish.css",
        "/-/icons/favicon-16x16.png",
        "/publish.css",
        "/publish.js",
    ];
    let mut crawl = Crawl::of(door, searches.chain(known.map(ToOwned::to_owned)));
    let targets: Vec<String> = crawl.answers.keys().map(|question| question.target.clone()).collect();
    for target in targets.iter().filter(|target| !target.starts_with("/-/assets/")) {
        for spelling in spellings(target) {
            crawl.ask(door, Question::get(spelling));
        }
        for method in ["HEAD", "POST", "OPTIONS", "PROPFIND", "TRACE"] {
            crawl.ask(door, Question::get(target).method(method));
        }
        crawl.ask(door, Question::get(target).with("range", "bytes=0-99"));
        crawl.ask(door, Question::get(target).with("if-none-match", "*"));
        crawl.ask(door, Question::get(target).with("accept", "application/json").with("x-forwarded-host", "elsewhere"));
    }
    crawl
}

#[test]
fn no_canary_is_met_by_a_reader_who_does_not_know_it() {
    let garden = vault();
    let door = Door::open(garden.root());
    let unlisted = format!("{}.md", canary(42));
    assert_eq!(
        door.public_notes,
        ["Broken but public/Note.md", "Lanterns.md", "Sketch.excalidraw.md", "index.md", &unlisted]
    );
    let its_page = door.ask(&Question::get(format!("/{}", canary(42))));
    assert!(its_page.status == 200 && its_page.holds(&canary(42)), "who knows an unlisted note's address reads it");
    let crawl = crawl_in_every_way(&door);
    assert!(crawl.answers.len() > 1000, "the crawl got around: {}", crawl.answers.len());
    for sign in ["The public lane", "Lanterns are quiet", "Light them", "A board of lanterns"] {
        assert!(!crawl.holding(sign).is_empty(), "the crawl meets what is public: {sign}");
    }
    let mut met = BTreeMap::new();
    for (at, place) in PLACES.iter().enumerate() {
        let holding = crawl.holding(&canary(at + 1));
        if !holding.is_empty() {
            met.insert(format!("{}, {place}", canary(at + 1)), holding.into_iter().take(5).collect::<Vec<_>>());
        }
    }
    assert!(met.is_empty(), "{met:#?}");
    // Whatever is not a canary of ours: nothing that begins like one either.
    assert_eq!(crawl.holding("zzcanary"), Vec::<String>::new());
}

#[test]
fn every_place_was_planted() {
    let garden = vault();
    let mut held = BTreeSet::new();
    let mut folders = vec![garden.root().parent().unwrap().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            held.insert(entry.path().to_str().unwrap().to_lowercase());
            if entry.path().is_dir() && !entry.path().is_symlink() {
                folders.push(entry.path());
            } else if entry.path().is_file() {
                held.insert(String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).into_owned());
            }
        }
    }
    for (at, place) in PLACES.iter().enumerate() {
        assert!(held.iter().any(|text| text.contains(&canary(at + 1))), "{place}");
    }
}

/// An answer with what the reader typed taken out of it, and with what follows from that: the tag of the body.
fn without_echo(answer: &Answer, typed: &str) -> (u16, Vec<(String, String)>, String) {
    let blank = |text: &str| text.replace(typed, "WORD");
    let headers = answer.headers.iter().filter(|(name, _)| name != "etag");
    let headers = headers.map(|(name, value)| (name.clone(), blank(value))).collect();
    (answer.status, headers, blank(&answer.text()))
}

/// Asks the same with a canary and with a word of the same length that never was anywhere.
fn same_as_for_a_stranger(host: &dyn Host, ask: impl Fn(&str) -> Question, word: &str, other: &str) {
    let (known, unknown) = (ask(word), ask(other));
    let (here, there) = (host.ask(&known), host.ask(&unknown));
    assert_eq!(without_echo(&here, word), without_echo(&there, other), "{known} tells more than {unknown}");
}

#[test]
fn who_guesses_a_canary_learns_nothing() {
    let garden = vault();
    let door = Door::open(garden.root());
    for number in 1..=PLACES.len() {
        let (word, other) = (canary(number), stranger(number));
        // Whole, cut short, and with a letter changed: neither prefixes nor guesses of what was meant may help.
        let words = [(word.clone(), other.clone()), (word[..9].to_owned(), other[..9].to_owned())];
        let forms = [
            "/{}",
            "/{}.md",
            "/{}.png",
            "/{}.pdf",
            "/{}/",
            "/{}/Inner/Note",
            "/Private/{}",
            "/-/tags/{}",
            "/-/assets/{}",
            "/?q={}",
            "/-/search?q={}",
            "/-/api/search?q={}",
            "/-/api/search?q={}&limit=50",
            "/-/api/search?q=%22{}%22",
            "/-/api/search?q=tag%3A{}",
            "/-/api/search?q=path%3A{}",
            "/-/api/search?q=lanterns%20OR%20{}",
            "/-/api/search?q=lanterns%20-{}",
            "/-/search?q=lanterns%20{}",
            "/-/search?q=lanterns%20{}&sort=date",
            "/-/search.xml?q={}",
            "/-/search.xml?q=lanterns%20{}",
            "/-/api/suggest?q={}",
            "/search?q={}",
            "/-/graph?focus={}",
        ];
        for (word, other) in &words {
            // An unlisted note is met by whoever guesses its address, and by nobody else (rule W-07).
            let is_unlisted = PLACES[number - 1].starts_with("unlisted") && word.len() == canary(number).len();
            let is_asked = |form: &&str| !is_unlisted || form.starts_with("/-/") || form.contains('?');
            for form in forms.into_iter().filter(is_asked) {
                same_as_for_a_stranger(&door, |word| Question::get(form.replace("{}", word)), word, other);
            }
            if !is_unlisted {
                same_as_for_a_stranger(&door, |word| Question::get(format!("/{word}")).method("HEAD"), word, other);
            }
        }
    }
}

#[test]
fn a_private_address_answers_as_one_that_never_was_w_09() {
    let garden = vault();
    let door = Door::open(garden.root());
    // Each private address beside one of the same length where nothing ever was.
    let pairs = [
        ("Mentor", "Nobody"),
        ("Hidden", "Nobody"),
        ("Unlisted", "Nobodies"),
        ("Both", "None"),
        ("Private/Mentor", "Nowhere/Nobody"),
        ("Private", "Nowhere"),
        ("Templates/Day", "Nowherest/Not"),
        ("hidden-map.png", "nothere-no.png"),
        ("secret-list.csv", "nothing-else.csv"),
        ("Inner.canvas", "Nobdy.canvas"),
        ("commented.csv", "nowhere-1.csv"),
        ("Friend-of-the-lane", "Nobody-of-the-lane"),
        ("Scratch/Note", "Nothing/Note"),
        ("link.png", "none.png"),
        ("Linked-note", "Nothing-now"),
        ("hedgerow.toml", "nothings.toml"),
    ];
    for (private, never) in pairs {
        for end in ["", "/", ".md", ".html", ".json", "?raw=1"] {
            for method in ["GET", "HEAD", "POST"] {
                let ask = |path: &str| Question::get(format!("/{path}{end}")).method(method);
                let (here, there) = (door.ask(&ask(private)), door.ask(&ask(never)));
                assert_eq!(here.status, there.status, "{private}{end}");
                // The search box holds the words of the address, so that the length of the page may differ.
                let bare = |answer: &Answer| {
                    let text = answer.text();
                    let parts: Vec<&str> = text.split("value=\"").collect();
                    let rest = |part: &&str| part.split_once('"').map_or(String::new(), |(_, rest)| rest.to_owned());
                    let text: String = [parts[0].to_owned()].into_iter().chain(parts[1..].iter().map(rest)).collect();
                    let headers = answer.headers.iter().filter(|(name, _)| name != "content-length");
                    (answer.status, headers.cloned().collect::<Vec<_>>(), text)
                };
                assert_eq!(bare(&here), bare(&there), "{method} /{private}{end} and /{never}{end}");
            }
        }
    }
}

#[test]
fn a_note_that_is_withdrawn_is_gone_from_everything_w_06() {
    let word = canary(99);
    let note = |flag: &str| {
        format!(
            "---\n{flag}\naliases: [{word} by another name]\ntags: [{word}]\n---\n# {word}\n\n{word} ![[{word}.png]] [[index]]\n"
        )
    };
    let garden = TempGarden::of([
        ("index.md".to_owned(), "---\npublish: true\n---\nSee [[Withdrawn]] and ![[Withdrawn]].\n".to_owned()),
        ("Withdrawn.md".to_owned(), note("publish: true")),
        (format!("{word}.png"), word.clone()),
    ]);
    let before = crawl_in_every_way(&Door::open(garden.root()));
    assert!(before.holding(&word).len() > 20, "the crawl meets a word that is public");
    garden.write("Withdrawn.md", note("publish: false"));
    let after = crawl_in_every_way(&Door::open(garden.root()));
    assert_eq!(after.holding(&word), Vec::<String>::new());
    garden.remove("Withdrawn.md");
    let never = crawl_in_every_way(&Door::open(garden.root()));
    assert_eq!(after.difference(&never), None, "withdrawn and never written are the same");
}
