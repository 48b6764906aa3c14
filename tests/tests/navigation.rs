//! The tree of pages (rule W-15) in gardens of many shapes.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use hedgerow_tests::{Crawl, Door, Host, TempGarden};

fn garden(notes: impl Iterator<Item = String>, settings: &str) -> (TempGarden, Door) {
    let settings = ("hedgerow.toml".to_owned(), format!("[publish]\nmode = \"all\"\n{settings}"));
    let garden = TempGarden::of(notes.map(|path| (path, "words\n".to_owned())).chain([settings]));
    let door = Door::open(garden.root());
    (garden, door)
}

/// The names in the tree beside a page, or on the page of the whole tree.
fn tree(door: &Door, address: &str) -> Vec<String> {
    let html = door.get(address).text();
    let Some((_, tree)) = html.split_once("<ul class=\"site-tree\">") else { return Vec::new() };
    // Whatever follows the tree is no item of it.
    let tree = tree.split("</nav>").next().and_then(|tree| tree.split("</main>").next()).unwrap_or_default();
    let names =
        tree.split("<a ").skip(1).filter_map(|link| Some(link.split_once('>')?.1.split_once('<')?.0.to_owned()));
    names.filter(|name| name != "All pages").collect()
}

#[test]
fn no_page_grows_with_the_garden_w_15() {
    // The same page in a garden of ten notes and in one of thousands, in one folder and in many.
    let small = garden((0..10).map(|n| format!("Note {n}.md")), "").1;
    let flat = garden((0..3000).map(|n| format!("Note {n}.md")), "").1;
    let deep = garden((0..3000).map(|n| format!("{}/{}/{}/Note {n}.md", n % 40, n % 7, n % 3)), "").1;
    let size = |door: &Door, address: &str| door.get(address).body.len();
    let base = size(&small, "/Note-5");
    for (door, address) in [(&flat, "/Note-1500"), (&flat, "/Note-0"), (&deep, "/5/3/0/Note-45"), (&deep, "/5/3/")] {
        assert_eq!(door.get(address).status, 200, "{address}");
        let grown = size(door, address);
        assert!(grown < base + 16_000, "{address} has {grown} bytes, {base} in a small garden");
    }
    for door in [&flat, &deep] {
        assert!(size(door, "/-/pages") < 200_000, "{}", size(door, "/-/pages"));
    }
    assert!(
        tree(&flat, "/Note-1500").contains(&"Note 1500".to_owned()),
        "the page itself is in the part that is shown"
    );
    assert!(
        tree(&flat, "/Note-1500").last().is_some_and(|more| more == "2976 more"),
        "{:?}",
        tree(&flat, "/Note-1500")
    );
}

#[test]
fn lists_come_in_parts_w_15() {
    let note = |n: usize| (format!("Box/Note {n:04}.md"), "words #tea\n".to_owned());
    let settings = ("hedgerow.toml".to_owned(), "[publish]\nmode = \"all\"\n".to_owned());
    let garden = TempGarden::of((0..1201).map(note).chain([settings]));
    let door = Door::open(garden.root());
    let listed = |html: &str| html.matches("class=\"note-link\"").count();
    for (first, further, end) in [
        ("/Box/", "/-/pages/2/Box/", "/-/pages/3/Box/"),
        ("/-/tags/tea", "/-/pages/2/-/tags/tea", "/-/pages/3/-/tags/tea"),
    ] {
        for (address, n_listed, next, previous) in
            [(first, 500, further, ""), (further, 500, end, first), (end, 201, "", further)]
        {
            let html = door.get(address).text();
            assert_eq!(listed(&html), n_listed, "{address}");
            let leads = |rel: &str, to: &str| html.contains(&format!("rel=\"{rel}\" href=\"{to}\""));
            assert!(next.is_empty() || leads("next", next), "{address}");
            assert!(previous.is_empty() || leads("prev", previous), "{address}");
            assert_eq!(html.contains("noindex"), address != first, "{address}");
            assert!(html.len() < 120_000, "{address}: {}", html.len());
        }
    }
    for nothing in [
        "/-/pages/4/Box/",
        "/-/pages/2/Nowhere/",
        "/-/pages/2/-/tags/none",
        "/-/pages/1/Box/",
        "/-/pages/2/Box",
        "/-/pages/18446744073709551615",
        "/-/pages/18446744073709551615/Box/",
        "/-/pages/18446744073709551616/Box/",
    ] {
        assert_eq!(door.get(nothing).status, 404, "{nothing}");
    }
}

#[test]
fn many_backlinks_have_pages_of_their_own_l_40() {
    let settings = "[publish]\nmode = \"all\"\n\n[site]\nhome = \"Hub\"\n";
    let linking =
        |n: usize| (format!("in/Note {n:03}.md"), format!("Number {n} leads to [[Hub]] and [[Box/index]].\n"));
    let hidden =
        |n: usize| (format!("in/Hidden {n}.md"), format!("---\npublish: false\n---\nSecret {n} leads to [[Hub]].\n"));
    let few = |n: usize| (format!("few/Few {n:02}.md"), format!("Few {n} lead to [[Some]].\n"));
    let own =
        [("hedgerow.toml", settings), ("Hub.md", "words\n"), ("Box/index.md", "# The box\n"), ("Some.md", "words\n")];
    let own = own.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let garden = TempGarden::of((0..230).map(linking).chain((0..9).map(hidden)).chain((0..50).map(few)).chain(own));
    let door = Door::open(garden.root());
    let sentences = |html: &str| html.matches("<p class=\"backlink-context\"").count();
    for (note, all, own) in [("/", "/-/backlinks/", ""), ("/Box/", "/-/backlinks/Box/", "The box")] {
        let html = door.get(note).text();
        assert!(html.contains("Linked from <span class=\"count\">230</span>"), "{note}");
        assert!(html.contains(&format!("<a href=\"{all}\">All 230 notes that link here</a>")), "{note}");
        assert_eq!(sentences(&html), 12, "{note}");
        let parts = [all.to_owned(), format!("/-/pages/2{all}"), format!("/-/pages/3{all}")];
        let mut seen = BTreeSet::new();
        for (at, (part, n)) in parts.iter().zip([100, 100, 30]).enumerate() {
            let html = door.get(part).text();
            assert!(html.contains("noindex") && html.contains(own) && !html.contains("Secret"), "{part}");
            assert_eq!(sentences(&html), n, "{part}");
            let leads = |rel: &str, to: Option<&String>| {
                to.is_none_or(|to| html.contains(&format!("rel=\"{rel}\" href=\"{to}\"")))
            };
            assert!(
                leads("next", parts.get(at + 1)) && leads("prev", at.checked_sub(1).map(|at| &parts[at])),
                "{part}"
            );
            seen.extend((0..230).filter(|n| html.contains(&format!("Number {n} leads"))));
        }
        assert_eq!(seen.len(), 230, "each note is in one part");
        assert_eq!(door.get(&format!("/-/pages/4{all}")).status, 404);
    }
    // A page that holds its backlinks holds them all; the list is there for who asks.
    let html = door.get("/Some").text();
    assert_eq!((sentences(&html), html.contains("/-/backlinks/")), (50, false));
    assert_eq!(sentences(&door.get("/-/backlinks/Some").text()), 50);
    for nothing in [
        "/-/backlinks",
        "/-/backlinks/Hub",
        "/-/backlinks/in/",
        "/-/backlinks/few/Few-01",
        "/-/backlinks/in/Hidden-1",
        "/-/backlinks/Nowhere",
        "/-/pages/2/-/backlinks/Some",
        "/-/pages/1/-/backlinks/",
        "/-/pages/2/-/backlinks",
        "/-/pages/2/-/nothing/",
    ] {
        assert_eq!(door.get(nothing).status, 404, "{nothing}");
    }
}

#[test]
fn every_note_is_found_by_following_the_tree_w_15() {
    let mut paths: Vec<String> = (0..1200).map(|n| format!("Note {n}.md")).collect();
    paths.extend((0..700).map(|n| format!("Box/Note {n}.md")));
    paths.extend((0..40).map(|n| format!("Deep/{}Note.md", "in/".repeat(n % 14))));
    let (_garden, door) = garden(paths.iter().cloned(), "");
    let mut reached = BTreeSet::new();
    let mut open = vec!["/-/pages".to_owned()];
    while let Some(address) = open.pop() {
        if reached.insert(address.clone()) && (address.ends_with('/') || address.starts_with("/-/pages")) {
            let html = door.get(&address).text();
            let main = html.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).unwrap().0;
            let links = main.split("href=\"").skip(1).filter_map(|link| link.split('"').next());
            open.extend(links.filter(|link| link.starts_with('/')).map(ToOwned::to_owned));
        }
    }
    let n_notes = reached.iter().filter(|address| address.contains("Note")).count();
    assert_eq!(n_notes, paths.iter().collect::<BTreeSet<_>>().len());
    assert_eq!(door.get("/-/pages/3").status, 200);
    assert_eq!(door.get("/-/pages/4").status, 404);
}

#[test]
fn the_owner_orders_and_hides_without_regard_to_case_w_15() {
    let paths = ["A/one.md", "A/two.md", "B/three.md", "Loose.md", "Guide.md", "Guide/Start.md", "Attic/Deep/Old.md"];
    let settings = "[navigation]\norder = [\"guide/\", \"LOOSE\", \"a/TWO.md\"]\nhide = [\"Attic/Deep\", \"B/three\", \"/guide.md\"]\n";
    let (_garden, door) = garden(paths.iter().map(ToString::to_string), settings);
    assert_eq!(tree(&door, "/A/one"), ["Guide", "Loose", "A", "two", "one"]);
    assert_eq!(tree(&door, "/-/pages"), ["Guide", "Start", "Loose", "A", "two", "one"]);
    // What is left out keeps its page, its folder's page, and its place in search and map.
    for address in ["/B/three", "/B/", "/Attic/Deep/Old", "/Attic/Deep/", "/Guide"] {
        assert_eq!(door.get(address).status, 200, "{address}");
    }
    assert!(door.get("/-/api/search?q=Old").holds("/Attic/Deep/Old"));
    assert!(door.get("/sitemap.xml").holds("/B/three"));
}

#[test]
fn a_deep_folder_and_hostile_names_break_nothing_w_15() {
    let deep = "x/".repeat(200);
    let names =
        [format!("{deep}Note.md"), "<b>&\"'.md".to_owned(), "%%/[[a]].md".to_owned(), "مذكرة/日本.md".to_owned()];
    let (_garden, door) = garden(names.into_iter(), "");
    let crawl = Crawl::of_garden(&door, ["/-/pages".to_owned()]);
    let mut broken = String::new();
    for (question, answer) in crawl.answers.iter().filter(|(question, _)| !question.target.contains("never")) {
        if answer.status >= 500
            || (answer.header("content-type").starts_with("text/html") && answer.text().contains("<b>&"))
        {
            writeln!(broken, "{question}: {}", answer.status).unwrap();
        }
    }
    assert_eq!(broken, "");
}
