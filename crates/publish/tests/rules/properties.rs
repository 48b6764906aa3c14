//! Properties at the gate (L-32, P-01, P-02, P-04, P-10, P-15, P-16, P-18 to P-20); their reading is tested beside the reader.

use hedgerow_publish::{Mode, PropertyPiece, PublishOptions, RenderOptions};

use crate::vault::{Vault, all, check, one, policy, with};

fn shown(fixture: &str, keys: &[&str]) -> Vault {
    let render = RenderOptions {
        show_properties: keys.iter().map(|key| (*key).to_owned()).collect(),
        ..RenderOptions::default()
    };
    with(fixture, &PublishOptions { policy: policy(Mode::All, &[], &[]), render, ..PublishOptions::default() })
}

#[test]
fn links_in_properties_are_links() {
    // L-32: the front matter, where its links lead.
    const CASES: &[(&str, &str)] = &[
        ("up: \"[[Note]]\"", "Note.md"),
        ("up: \"[[Note|label]]\"", "Note.md"),
        ("up: '[[Note]]'", "Note.md"),
        ("up: \"[[Note\\|label]]\"", "Note.md"),
        ("up: \"[x](Note.md)\"", "Note.md"),
        ("up: [\"[[Note]]\", \"[[Gone]]\"]", "Note.md -"),
        ("up: see [[Note]] there", "Note.md"),
        ("up: plain Note", ""),
        ("site: https://x.y", "https://x.y"),
        ("map: {a: \"[[Note]]\"}", ""),
    ];
    check(CASES.iter().map(|(front, want)| {
        let vault = one(&format!("---\n{front}\n---\n"));
        (*front, vault.targets("Host.md").join(" "), (*want).to_owned())
    }));
}

#[test]
fn only_the_properties_that_the_site_names_are_shown() {
    // P-15, P-16, L-37
    let fixture = "-- Note.md\n-- P.md\n---\nprivate: true\n---\n-- h.md\n---\nsecret: hid\nup: \"[[Note|N]] and [[P|its words]]\"\nStatus: \"*done*\"\nlist: [a, 2, true]\nmap: {x: y}\n---\n";
    let vault = shown(fixture, &["status", "up", "list", "map", "gone"]);
    let properties = vault.garden.properties(vault.id("h.md"));
    let keys: Vec<_> = properties.iter().map(|property| property.key.as_str()).collect();
    assert_eq!(keys, ["Status", "up", "list"], "in the order of the settings, keys as written");
    assert_eq!(properties[0].values, [[PropertyPiece::Text("*done*".to_owned())]]);
    let link = PropertyPiece::Link { href: "/Note".to_owned(), text: "N".to_owned(), is_external: false };
    let missing = PropertyPiece::Missing("its words".to_owned());
    assert_eq!(properties[1].values, [[link, PropertyPiece::Text(" and ".to_owned()), missing]]);
    assert_eq!(properties[2].values.len(), 3);
    assert!(all(fixture).garden.properties(all(fixture).id("h.md")).is_empty(), "none by default");
}

#[test]
fn what_is_no_property_block_is_text() {
    // P-01, P-18 to P-20
    for (text, part) in [
        ("\n---\na: b\n---\n", "a: b"),
        ("text\n\n---\na: b\n---\n", "a: b"),
        ("+++\na = 1\n+++\n", "a = 1"),
        (" ---\na: b\n---\n", "a: b"),
    ] {
        assert!(one(text).html("Host.md").contains(part), "{text:?}: {}", one(text).html("Host.md"));
    }
    assert_eq!(one("---\n---\ntext").body("Host.md"), "<p>text</p>");
    assert_eq!(one("---\n{\"tags\": [\"j\"]}\n---\n").tags("Host.md"), ["j"]);
}

#[test]
fn the_description_is_the_property_else_the_first_words() {
    // W-27
    let description = |text: &str| {
        let vault = one(text);
        vault.garden.note(vault.id("Host.md")).description().into_owned()
    };
    assert_eq!(description("---\ndescription: Given\n---\ntext"), "Given");
    assert_eq!(description("# Title\n\nFirst *words*."), "First words.");
    assert_eq!(description(""), "");
    let long = description(&"word ".repeat(100));
    assert!(long.ends_with("word…") && long.chars().count() <= 160, "{long}");
}
