//! Addresses: slugs, permalinks, aliases, collisions (F-31 to F-40).

use crate::vault::{all, check};

#[test]
fn an_address_is_made_of_the_path() {
    // F-32, the column of Quartz, and F-33.
    const CASES: &[(&str, &str)] = &[
        ("Firm/Who we are.md", "/Firm/Who-we-are"),
        ("Note with spaces.md", "/Note-with-spaces"),
        ("test/special chars?.md", "/test/special-chars-q"),
        ("test/special chars #3.md", "/test/special-chars-3"),
        ("100% sure.md", "/100-percent-sure"),
        ("content/index.md", "/content/"),
        ("Two  spaces.md", "/Two--spaces"),
        ("Case Kept.md", "/Case-Kept"),
        ("notes.with.dots.md", "/notes.with.dots"),
        ("日本語 ノート.md", "/日本語-ノート"),
        ("Cafe\u{301}.md", "/Caf\u{e9}"),
        ("🌱 Seeds.md", "/🌱-Seeds"),
        ("#.md", "/untitled"),
        ("a/#/b.md", "/a/untitled/b"),
        ("a&b 'c'.md", "/a&b-'c'"),
        ("tab\there.md", "/tab-here"),
        ("back\\slash.md", "/back-slash"),
        ("x.html.md", "/x.html"),
    ];
    check(CASES.iter().map(|(path, want)| {
        let vault = all(&format!("-- {path}\n"));
        (format!("{path:?}"), vault.garden.notes()[0].url().to_string(), (*want).to_owned())
    }));
    assert_eq!(
        all("-- h.md\n![[cool pic.png]]\n-- a b/cool pic.png\n").urls()[1],
        "a b/cool pic.png /a-b/cool-pic.png"
    );
}

#[test]
fn what_an_address_cannot_hold_is_encoded_in_links() {
    // F-33
    let vault = all("-- Über \"100\".md\n-- h.md\n[[Über \"100\"]]\n");
    assert!(vault.html("h.md").contains("href=\"/%C3%9Cber-%22100%22\""), "{}", vault.html("h.md"));
}

#[test]
fn every_address_that_is_given_answers() {
    // F-33, F-36, F-37, F-38: whatever the names, each note and file is found at its own address and by its own path.
    let vault = all(
        "-- A B.md\n![[x.png]] [[data.json]] [[a b.png]] [[x y/z.pdf]]\n-- A-B.md\n-- a-b.md\n-- Guide.md\n-- Guide/index.md\n-- index.md\n-- -/tags.md\n\
        -- -.md\n-- search.md\n-- tags.md\n-- graph.md\n-- sitemap.xml.md\n-- robots.txt.md\n-- feed.xml.md\n-- favicon.ico.md\n-- 404.md\n-- data.json.md\n\
        -- data.json\n-- x.png\n-- x.png.md\n-- a b.png\n-- x y/z.pdf\n-- x y/n.md\n-- X Y/m.md\n-- e\u{301}.md\n-- \u{e9}.md\n-- p.md\n---\npermalink: A-B\n---\n",
    );
    let mut seen = std::collections::BTreeSet::new();
    for note in vault.garden.notes() {
        assert_eq!(vault.lookup(&note.url().href()), format!("note {}", note.path()));
        assert!(seen.insert(note.url().clone()), "{} is given twice", note.url());
    }
    for asset in vault.garden.assets() {
        assert_eq!(vault.lookup(&asset.url().href()), format!("asset {}", asset.path()));
        assert!(seen.insert(asset.url().clone()), "{} is given twice", asset.url());
    }
    for folder in vault.garden.root().walk() {
        let own = vault.lookup(&folder.url.href());
        assert!(own == format!("folder {}", folder.path) || own.starts_with("note "), "{}: {own}", folder.path);
    }
    assert_eq!(vault.garden.assets().len(), 4);
}

#[test]
fn colliding_notes_are_numbered_in_a_fixed_order() {
    // F-36, F-38, F-39, F-40
    const CASES: &[(&str, &[&str])] = &[
        ("-- A B.md\n-- A-B.md\n", &["A B.md /A-B-2", "A-B.md /A-B"]),
        ("-- A B.md\n-- A\tB.md\n-- A-B.md\n", &["A\tB.md /A-B-2", "A B.md /A-B-3", "A-B.md /A-B"]),
        ("-- A B.md\n-- A B 2.md\n-- A-B.md\n", &["A B 2.md /A-B-2", "A B.md /A-B-3", "A-B.md /A-B"]),
        ("-- A.md\n-- B.md\n---\npermalink: A\n---\n", &["A.md /A-2", "B.md /A"]),
        ("-- A.md\n---\npermalink: p\n---\n-- B.md\n---\npermalink: p\n---\n", &["A.md /p", "B.md /p-2"]),
        ("-- Guide.md\n-- Guide/index.md\n", &["Guide.md /Guide", "Guide/index.md /Guide/"]),
        (
            "-- h.md\n[[a b.csv]] [[a-b.csv]]\n-- a b.csv\n-- a-b.csv\n",
            &["h.md /h", "a b.csv /a-b-2.csv", "a-b.csv /a-b.csv"],
        ),
        ("-- data.json.md\n[[data.json]]\n-- data.json\n", &["data.json.md /data.json-2", "data.json /data.json"]),
        ("-- index.md\n-- README.md\n", &["README.md /README", "index.md /"]),
        ("-- x/index.md\n-- x/_index.md\n", &["x/_index.md /x/", "x/index.md /x/index"]),
    ];
    check(
        CASES.iter().map(|(fixture, want)| (format!("{fixture:?}"), all(fixture).urls().join(", "), want.join(", "))),
    );
}

#[test]
fn a_link_reaches_its_own_note_whatever_the_addresses() {
    // F-36
    let vault = all("-- A B.md\nfirst\n-- A-B.md\nsecond\n-- h.md\n[[A B]] [[A-B]]\n");
    assert_eq!(vault.targets("h.md"), ["A B.md", "A-B.md"]);
    assert!(vault.body("h.md").contains("href=\"/A-B-2\">A B</a>"), "{}", vault.body("h.md"));
}

#[test]
fn notes_named_like_routes_of_the_site_have_pages_that_leave_the_routes_alone() {
    // F-37: the site's own routes are `/-/…` and the five files.
    let names = [
        "search",
        "tags",
        "graph",
        "feed",
        "sitemap.xml",
        "robots.txt",
        "feed.xml",
        "rss.xml",
        "favicon.ico",
        "404",
        "static",
        "assets",
        "api",
        "-",
    ];
    for name in names {
        let vault = all(&format!("-- {name}.md\n-- x/y.md\n"));
        let url = vault.garden.notes()[0].url().to_string();
        assert!(
            !["/sitemap.xml", "/robots.txt", "/feed.xml", "/rss.xml", "/favicon.ico", "/-"].contains(&url.as_str()),
            "{url}"
        );
        assert_eq!(vault.lookup(&url), format!("note {name}.md"));
    }
    for path in ["-/tags.md", "-/-/api.md", "-/index.md"] {
        let url = all(&format!("-- {path}\n")).garden.notes()[0].url().to_string();
        assert!(!url.starts_with("/-/"), "{url}");
    }
    let vault = all(
        "-- a.md\n---\npermalink: -/tags\naliases: [-/graph, /-/search, robots.txt]\n---\n![[-/p.png]]\n-- -/p.png\n",
    );
    for url in vault.urls().iter().map(|line| line.rsplit_once(' ').expect("path and address").1.to_owned()) {
        assert!(!url.starts_with("/-/"), "{url}");
    }
    assert!(
        vault.redirects().iter().all(|line| !line.starts_with("/-/") && !line.starts_with("/robots.txt ")),
        "{:?}",
        vault.redirects()
    );
}

#[test]
fn a_permalink_is_the_canonical_address() {
    // F-34, F-35
    let vault = all(
        "-- deep/About me.md\n---\npermalink: /about/\n---\n-- h.md\n[[About me]]\n-- s.md\n---\nslug: short\n---\n",
    );
    assert_eq!(vault.urls(), ["deep/About me.md /about", "h.md /h", "s.md /short"]);
    assert!(vault.body("h.md").contains("href=\"/about\""));
    check(
        [
            ("canonical", vault.lookup("/about"), "note deep/About me.md"),
            ("slash", vault.lookup("/about/"), "moved /about"),
            ("path", vault.lookup("/deep/About-me"), "moved /about"),
            ("path with spaces", vault.lookup("/deep/About%20me"), "moved /about"),
            ("path of a slug", vault.lookup("/s"), "moved /short"),
        ]
        .map(|(what, got, want)| (what, got, want.to_owned())),
    );
}

#[test]
fn a_permalink_that_is_none_is_ignored_and_said() {
    // F-34
    for bad in ["https://x.y/z", "../up", "a/../b", "a?b", "a#b", "javascript:x"] {
        let vault = all(&format!("-- N.md\n---\npermalink: \"{bad}\"\n---\n"));
        assert_eq!(vault.urls(), ["N.md /N"], "{bad}");
        assert!(
            vault.diagnostics().iter().any(|line| line.starts_with("N.md:2:") && line.contains("bad-property")),
            "{bad}: {:?}",
            vault.diagnostics()
        );
    }
}

#[test]
fn a_folders_own_page_takes_its_permalink_and_the_folder_leads_there() {
    // F-22, F-34
    let vault = all(
        "-- Guide/index.md\n---\npermalink: handbook\n---\n-- Guide/Part.md\n-- Guide/Deep/a.md\n-- x/_index.md\n---\npermalink: y\n---\n-- x/index.md\n",
    );
    assert_eq!(
        vault.urls(),
        [
            "Guide/Deep/a.md /Guide/Deep/a",
            "Guide/Part.md /Guide/Part",
            "Guide/index.md /handbook",
            "x/_index.md /y",
            "x/index.md /x/index",
        ]
    );
    check(
        [
            ("folder", vault.lookup("/Guide/"), "moved /handbook"),
            ("without its slash", vault.lookup("/guide"), "moved /handbook"),
            ("its index", vault.lookup("/Guide/index"), "moved /handbook"),
            ("permalink", vault.lookup("/handbook"), "note Guide/index.md"),
            ("permalink with a slash", vault.lookup("/Handbook/"), "moved /handbook"),
            ("folder below", vault.lookup("/Guide/Deep/"), "folder Guide/Deep"),
            ("other index", vault.lookup("/x/"), "moved /y"),
        ]
        .map(|(what, got, want)| (what, got, want.to_owned())),
    );
    assert_eq!(vault.redirects(), ["/Guide/ /handbook", "/x/ /y"]);
}

#[test]
fn an_alias_redirects_and_never_stands_on_anything() {
    // F-31
    let vault = all(
        "-- Fold/Boats.md\n---\naliases: [Ships, Old/Paper boats, Rose, /Top]\n---\n-- Fold/Rose.md\n-- z.md\n---\naliases: [Fold/Ships, Fold]\n---\n",
    );
    assert_eq!(vault.redirects(), ["/Fold/Ships /Fold/Boats", "/Old/Paper-boats /Fold/Boats", "/Top /Fold/Boats"]);
    check(
        [
            ("own folder", vault.lookup("/Fold/Ships"), "moved /Fold/Boats"),
            ("from the root", vault.lookup("/Old/Paper-boats"), "moved /Fold/Boats"),
            ("another spelling", vault.lookup("/old/paper%20boats"), "moved /Fold/Boats"),
            ("a page stays", vault.lookup("/Fold/Rose"), "note Fold/Rose.md"),
            ("a folder stays", vault.lookup("/Fold/"), "folder Fold"),
            ("a folder's other form stays", vault.lookup("/Fold"), "moved /Fold/"),
        ]
        .map(|(what, got, want)| (what, got, want.to_owned())),
    );
    let told = vault.diagnostics();
    assert_eq!(told.iter().filter(|line| line.contains("alias-collision")).count(), 3, "{told:#?}");
}

#[test]
fn an_alias_never_shadows_a_permalink_an_attachment_or_the_path_behind_a_permalink() {
    // F-31, F-34
    let vault = all(
        "-- A.md\n---\naliases: [about, pic.png, Behind, a]\n---\n![[pic.png]]\n-- B.md\n---\npermalink: about\n---\n-- Behind.md\n---\npermalink: front\n---\n-- pic.png\n",
    );
    check(
        [
            ("permalink", vault.lookup("/about"), "note B.md"),
            ("attachment", vault.lookup("/pic.png"), "asset pic.png"),
            ("path", vault.lookup("/Behind"), "moved /front"),
            ("spelling of the path", vault.lookup("/behind"), "moved /front"),
            ("its own name", vault.lookup("/a"), "moved /A"),
        ]
        .map(|(what, got, want)| (what, got, want.to_owned())),
    );
}

#[test]
fn an_alias_of_a_private_note_does_not_exist() {
    // W-08, F-31
    let vault =
        all("-- A.md\n---\nprivate: true\naliases: [Nick]\npermalink: perm\n---\n-- B.md\n---\naliases: [Nick]\n---\n");
    assert_eq!(vault.redirects(), ["/Nick /B"]);
    assert_eq!((vault.lookup("/perm"), vault.lookup("/A")), ("nothing".to_owned(), "nothing".to_owned()));
    assert!(!vault.diagnostics().iter().any(|line| line.contains("alias-collision")));
}

#[test]
fn addresses_stay_when_other_notes_come() {
    // F-40: more notes, of which one loses a collision, move nobody else.
    let before = all("-- a/One.md\n-- Two x.md\n-- b/index.md\n");
    let after = all("-- a/One.md\n-- Two x.md\n-- b/index.md\n-- Zoo.md\n-- c/d.md\n-- a/Other.md\n-- Two\tx/y.md\n");
    for url in before.urls() {
        assert!(after.urls().contains(&url), "{url} moved: {:?}", after.urls());
    }
}
