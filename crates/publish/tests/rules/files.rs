//! Chapter 1: which files are what, how names are compared, how a file is read, home and folders (F-01 to F-24).

use hedgerow_publish::PublishOptions;

use crate::vault::{all, check, one, policy, resolves, with};

#[test]
fn a_note_is_what_ends_in_md_in_any_case_and_nothing_else() {
    // F-01
    let vault = all("-- A.md\n[[C.txt]] [[D.markdown]] [[E.mdx]]\n-- B.MD\n-- C.txt\n-- D.markdown\n-- E.mdx\n");
    assert_eq!(vault.paths(), ["A.md", "B.MD"]);
    let assets: Vec<_> = vault.garden.assets().iter().map(|asset| asset.path().as_str()).collect();
    assert_eq!(assets, ["C.txt", "D.markdown", "E.mdx"]);
    assert_eq!(vault.title("B.MD"), "B");
}

#[test]
fn any_other_file_is_linked_by_its_full_name_and_offered_as_it_is() {
    // F-03
    let vault = all("-- A.md\n[[data.csv]]\n-- sub/data.csv\n");
    assert_eq!(vault.targets("A.md"), ["sub/data.csv"]);
    assert_eq!(vault.body("A.md"), "<p><a class=\"internal-link\" href=\"/sub/data.csv\">data.csv</a></p>");
}

#[test]
fn names_meet_whatever_their_normal_form_and_case() {
    // F-09, F-10, F-12, F-13, F-15: a file, a link typed by hand, whether they meet.
    const CASES: &[(&str, &str, bool)] = &[
        ("Cafe\u{301}.md", "[[Caf\u{e9}]]", true),
        ("Caf\u{e9}.md", "[[Cafe\u{301}]]", true),
        ("Cafe\u{301}.md", "[[CAF\u{c9}]]", true),
        ("My Note.md", "[[my note]]", true),
        ("Straße.md", "[[STRASSE]]", true),
        ("Λόγος.md", "[[ΛΌΓΟΣ]]", true),
        ("ΛΌΓΟΣ.md", "[[λόγος.md]]", true),
        ("Two  spaces.md", "[[Two spaces]]", false),
        ("Two  spaces.md", "[[Two  spaces]]", true),
        ("v1.2 notes.md", "[[v1.2 notes]]", true),
        ("v1.2 notes.md", "[[v1.2 notes.md]]", true),
        ("notes.with.dots.md", "[[notes.with.dots]]", true),
        ("🌱 Seeds.md", "[[🌱 Seeds]]", true),
        ("日本語ノート.md", "[[日本語ノート]]", true),
        ("مذكرة.md", "[[مذكرة]]", true),
        ("C# notes.md", "[x](C%23%20notes.md)", true),
        ("A|B.md", "[x](A%7CB.md)", true),
        ("A^B.md", "[x](A%5EB.md)", true),
    ];
    check(CASES.iter().map(|(file, link, meets)| {
        let want = if *meets { (*file).to_owned() } else { "-".to_owned() };
        (format!("{file} {link}"), resolves(&format!("-- {file}\n"), "h.md", link), want)
    }));
}

#[test]
fn a_hash_in_a_wikilink_always_begins_a_subpath() {
    // F-11
    let fixture = "-- C# notes.md\n-- C.md\n# notes\n";
    assert_eq!(resolves(fixture, "h.md", "[[C# notes]]"), "C.md#notes");
    assert_eq!(resolves(fixture, "h.md", "[x](<C%23 notes.md>)"), "C# notes.md");
}

#[test]
fn the_title_is_shown_composed() {
    // F-09
    let vault = all("-- Cafe\u{301}.md\n");
    assert_eq!(vault.title("Cafe\u{301}.md"), "Caf\u{e9}");
    assert_eq!(vault.urls(), ["Cafe\u{301}.md /Caf\u{e9}"]);
}

#[test]
fn of_names_that_differ_in_case_alone_a_link_takes_the_one_it_spells() {
    // F-14
    let twins = "-- Twin.md\n-- TWIN.md\n-- Cafe\u{301}.md\n-- Caf\u{e9}.md\n";
    let deep = "-- x/Twin.md\n-- x/TWIN.md\n";
    check([
        ("Twin", resolves(twins, "h.md", "[[Twin]]"), "Twin.md".to_owned()),
        ("TWIN", resolves(twins, "h.md", "[[TWIN]]"), "TWIN.md".to_owned()),
        ("TWIN.md", resolves(twins, "h.md", "[[TWIN.md]]"), "TWIN.md".to_owned()),
        ("neither", resolves(twins, "h.md", "[[twin]]"), "TWIN.md".to_owned()),
        ("decomposed", resolves(twins, "h.md", "[[Cafe\u{301}]]"), "Cafe\u{301}.md".to_owned()),
        ("composed", resolves(twins, "h.md", "[[Caf\u{e9}]]"), "Caf\u{e9}.md".to_owned()),
        ("by name, deep", resolves(deep, "h.md", "[[Twin]]"), "x/Twin.md".to_owned()),
        ("by name, deep", resolves(deep, "h.md", "[[TWIN]]"), "x/TWIN.md".to_owned()),
    ]);
    let vault = all(twins);
    assert_eq!(vault.paths().len(), 4, "both of a pair are published");
    let mut urls: Vec<_> = vault.garden.notes().iter().map(|note| note.url().as_str()).collect();
    urls.sort_unstable();
    urls.dedup();
    assert_eq!(urls.len(), 4, "{urls:?}");
}

#[test]
fn a_byte_order_mark_and_any_line_end_leave_front_matter_readable() {
    // F-16, F-17, P-01
    for text in ["\u{feff}---\ntags: [a]\n---\nBody", "---\r\ntags: [a]\r\n---\r\nBody", "---\rtags: [a]\r---\rBody"] {
        let vault = one(text);
        assert_eq!(vault.tags("Host.md"), ["a"], "{text:?}");
        assert_eq!(vault.body("Host.md"), "<p>Body</p>", "{text:?}");
    }
    let vault = one("\u{feff}# Title\nText");
    assert_eq!(vault.title("Host.md"), "Title");
}

#[test]
fn carriage_returns_end_lines_in_the_body_too() {
    // F-17
    let vault = one("# One\r\rText\r\n\r\n> [!tip] T\r\n> body\r\r- a\r- b");
    assert_eq!(vault.title("Host.md"), "One");
    let body = vault.body("Host.md");
    for part in ["<p>Text</p>", "data-callout=\"tip\"", "<li>a</li>", "<li>b</li>"] {
        assert!(body.contains(part), "{part} in {body}");
    }
    assert!(!body.contains('\r'), "{body:?}");
}

#[test]
fn a_note_without_text_is_a_page_with_a_title() {
    // F-19
    let vault = all("-- a/Empty.md\n-- Blank.md\n\n \t\n-- Front.md\n---\ntags: x\n---\n");
    for (path, title) in [("a/Empty.md", "Empty"), ("Blank.md", "Blank"), ("Front.md", "Front")] {
        assert_eq!((vault.title(path), vault.html(path)), (title, ""), "{path}");
    }
}

#[test]
fn the_home_page_is_the_setting_else_index_else_readme_else_home() {
    // F-21
    const CASES: &[(&str, &str, &str)] = &[
        ("-- index.md\n-- README.md\n-- Home.md\n", "", "note index.md"),
        ("-- INDEX.md\n-- README.md\n", "", "note INDEX.md"),
        ("-- Readme.md\n-- Home.md\n", "", "note Readme.md"),
        ("-- home.md\n", "", "note home.md"),
        ("-- sub/index.md\n-- A.md\n", "", "folder "),
        ("-- index.md\n---\npublish: false\n---\n-- Home.md\n", "", "note Home.md"),
        ("-- index.md\n-- a/Start.md\n", "a/Start.md", "note a/Start.md"),
        ("-- index.md\n-- a/Start.md\n", "a/start", "note a/Start.md"),
        ("-- index.md\n-- a/Start.md\n", "gone.md", "note index.md"),
        ("", "", "folder "),
    ];
    check(CASES.iter().map(|(fixture, home, want)| {
        let home = (!home.is_empty()).then(|| (*home).to_owned());
        let policy = policy(hedgerow_publish::Mode::All, &[], &[]);
        let vault = with(fixture, &PublishOptions { policy, home, ..PublishOptions::default() });
        (format!("{fixture:?}"), vault.lookup("/"), (*want).to_owned())
    }));
}

#[test]
fn an_index_note_is_the_page_of_its_folder() {
    // F-22, F-23
    let vault = all("-- Garden/index.md\n[[Garden/index]] [[x/_index]]\n-- Garden/Rose.md\n-- x/_index.md\n-- A.md\n");
    assert_eq!(vault.urls(), ["A.md /A", "Garden/Rose.md /Garden/Rose", "Garden/index.md /Garden/", "x/_index.md /x/"]);
    assert_eq!(vault.title("Garden/index.md"), "Garden");
    assert_eq!(vault.lookup("/Garden/"), "note Garden/index.md");
    assert_eq!(vault.lookup("/Garden"), "moved /Garden/");
    assert_eq!(vault.lookup("/Garden/index"), "moved /Garden/");
    assert_eq!(vault.lookup("/x/_index"), "moved /x/");
    assert_eq!(vault.targets("Garden/index.md"), ["Garden/index.md", "x/_index.md"]);
}

#[test]
fn a_folder_without_an_index_is_introduced_by_the_next_best_note_which_keeps_its_address() {
    // F-22
    const CASES: &[(&str, &str, &str)] = &[
        ("-- G/README.md\n-- G/G.md\n-- G.md\n", "G/README.md", "/G/README"),
        ("-- G/g.md\n-- G.md\n", "G/g.md", "/G/g"),
        ("-- G/a.md\n-- G.md\n", "G.md", "/G"),
        ("-- o/G/a.md\n-- o/G.md\n", "o/G.md", "/o/G"),
        ("-- G/index.md\n-- G/README.md\n", "G/index.md", "/G/"),
        ("-- G/_index.md\n-- G/README.md\n", "G/_index.md", "/G/"),
        ("-- G/a.md\n-- other/G.md\n", "", ""),
        ("-- G/README.md\n---\nprivate: true\n---\n-- G/G.md\n", "G/G.md", "/G/G"),
    ];
    check(CASES.iter().map(|(fixture, path, url)| {
        let vault = all(fixture);
        let folders = vault.garden.root().walk();
        let folder = folders.iter().find(|folder| folder.name == "G").expect("the folder is public");
        let note = folder.intro.map(|id| vault.garden.note(id));
        let got = note.map_or(" ".to_owned(), |note| format!("{} {}", note.path(), note.url()));
        (*fixture, got, format!("{path} {url}"))
    }));
    assert_eq!(all("-- G/a.md\n-- G.md\n").lookup("/G/"), "folder G");
}

#[test]
fn index_is_never_a_title() {
    // F-23
    let policy = policy(hedgerow_publish::Mode::All, &[], &[]);
    let options = PublishOptions { policy, site_title: "My garden".to_owned(), ..PublishOptions::default() };
    let vault = with("-- index.md\n-- Deep/Er/Index.md\n-- x/index.md\n# Given\n", &options);
    assert_eq!(vault.title("index.md"), "My garden");
    assert_eq!(vault.title("Deep/Er/Index.md"), "Er");
    assert_eq!(vault.title("x/index.md"), "Given");
    let untitled = all("-- index.md\n");
    assert_ne!(untitled.title("index.md"), "", "a title is never empty");
    let vault = resolves("-- index.md\n-- x/index.md\n", "x/y/h.md", "[[index]]");
    assert_eq!(vault, "index.md", "bare `index` follows L-14, root first");
}

#[test]
fn only_folders_with_public_notes_exist() {
    // F-24, W-08
    let vault = all(
        "-- Open/a.md\n-- Shut/b.md\n---\nprivate: true\n---\n-- Shut/deep/c.md\n---\ndraft: true\n---\n-- Pics/p.png\n",
    );
    let folders: Vec<_> = vault.garden.root().walk().iter().map(|folder| folder.path.as_str()).collect();
    assert_eq!(folders, ["", "Open"]);
    check([
        ("shut", vault.lookup("/Shut/"), "nothing".to_owned()),
        ("never there", vault.lookup("/Never/"), "nothing".to_owned()),
        ("pictures alone", vault.lookup("/Pics/"), "nothing".to_owned()),
    ]);
    assert_eq!(vault.garden.root().count(), 1);
}
