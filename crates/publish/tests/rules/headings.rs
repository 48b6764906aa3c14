//! Titles (F-25 to F-29), and headings as links name them (L-10 to L-13, L-29, L-38, L-39).

use crate::vault::{all, check, one, resolves};

#[test]
fn the_title_is_the_property_else_the_first_heading_else_the_name() {
    // F-25 to F-28
    const CASES: &[(&str, &str)] = &[
        ("---\ntitle: Given\n---\n# Heading", "Given"),
        ("# Heading\n# Second", "Heading"),
        ("Text\n\n# Later", "Later"),
        ("## Second level\ntext", "Host"),
        ("Setext\n===\n", "Setext"),
        ("```\n# Not me\n```\n", "Host"),
        ("    # Not me\n", "Host"),
        ("> # Not me\n", "Host"),
        ("> [!note] T\n> # Not me\n", "Host"),
        ("- # Not me\n", "Host"),
        ("%%\n# Not me\n%%\n", "Host"),
        ("<!-- \n# Not me\n-->\n", "Host"),
        ("![[Note]]\n", "Host"),
        ("> # Not me\n\n# Me", "Me"),
        ("# A *b* [[C|d]] %%x%% ^id1", "A b d"),
        ("# A `code` ==mark== [x](y.md) ~~gone~~", "A code mark x gone"),
        ("# \\*stars\\* &amp; <b>bold</b>", "*stars* & bold"),
        ("# <!-- hid -->Seen", "Seen"),
        ("#\n\ntext", "Host"),
        ("# ^only\n", "Host"),
        ("---\ntitle: 2024\n---\n", "2024"),
        ("---\ntitle: 2024-01-05\n---\n", "2024-01-05"),
        ("---\ntitle: \"\"\n---\n# H", "H"),
        ("---\ntitle: null\n---\n# H", "H"),
        ("---\ntitle: [a, b]\n---\n# H", "H"),
        ("---\ntitle: {a: b}\n---\n# H", "H"),
        ("---\ntitle: \"*A* [[B]]\"\n---\n", "*A* [[B]]"),
    ];
    check(CASES.iter().map(|(text, want)| (*text, one(text).title("Host.md").to_owned(), (*want).to_owned())));
}

#[test]
fn a_title_that_is_the_first_block_is_shown_once() {
    // F-29
    let body = |text: &str| one(text).body("Host.md");
    assert_eq!(body("# Title\nText"), "<p>Text</p>");
    assert_eq!(body("%% note to self %%\n# Title\nText"), "<p>Text</p>");
    let anchors = |text: &str| {
        let vault = one(text);
        let anchors = vault.garden.note(vault.id("Host.md")).title_anchors().to_vec();
        anchors.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        anchors("# The title ^Mark\n\n[[#The title]]"),
        "the-title ^mark",
        "links to it must still arrive (L-39)"
    );
    assert_eq!(anchors("Text\n\n# Title"), "", "the heading is in the body");
    assert!(body("Text\n\n# Title").contains("<h1 id=\"title\">Title</h1>"), "it is no first block");
    assert!(body("---\ntitle: Other\n---\n# Title\n").contains("<h1"), "the property is another title");
    assert_eq!(body("---\ntitle: Title\n---\n# Title\nText"), "<p>Text</p>");
    let toc = |text: &str| one(text).garden.body(one(text).id("Host.md")).toc.len();
    assert_eq!(toc("# Title\n## A\n### B"), 2, "the title is no line of the table of contents");
}

#[test]
fn a_heading_is_matched_by_its_text_normalised() {
    // L-10: a heading, the part of a link behind `#`, whether they meet.
    const CASES: &[(&str, &str, bool)] = &[
        ("Radio 2.4: how & why", "Radio 2.4: how & why", true),
        ("Radio 2.4: how & why", "radio 2 4 how why", true),
        ("Radio 2.4: how & why", "RADIO 2.4 HOW WHY", true),
        ("Radio 2.4: how & why", "Radio  2.4:   how & why", true),
        ("Radio 2.4: how & why", "Radio 24 how why", false),
        ("well-known_name's", "well-known_name's", true),
        ("well-known_name's", "well known name s", false),
        ("C++ (notes)?", "C notes", true),
        ("100% sure!", "100 sure", true),
        ("a@b `code` {x} ~y~", "a b code x y", true),
        ("Über Größe", "ÜBER GRÖSSE", true),
        ("Cafe\u{301}", "Caf\u{e9}", true),
        ("🎉 Party time", "🎉 Party time", true),
        ("Why “quotes” — dashes", "Why “quotes” — dashes", true),
        ("日本語 の 見出し", "日本語 の 見出し", true),
        ("Back\\slash \\* star", "Back slash star", true),
        ("Heading", "Head", false),
    ];
    check(CASES.iter().map(|(heading, link, meets)| {
        let got = resolves(&format!("-- N.md\n## {heading}\n"), "h.md", &format!("[[N#{link}]]"));
        (format!("{heading} <- {link}"), got.contains('#'), *meets)
    }));
}

#[test]
fn a_wikilink_does_not_name_a_heading_by_its_slug() {
    // L-10: `[[N#radio-2-4]]` does not reach `Radio 2.4: …`.
    let fixture = "-- N.md\n## Radio 2.4: how & why\n## my heading\n";
    assert_eq!(resolves(fixture, "h.md", "[[N#radio-2-4]]"), "N.md");
    assert_eq!(resolves(fixture, "h.md", "[[N#radio-24-how--why]]"), "N.md", "the slug is for Markdown links alone");
    assert_eq!(resolves(fixture, "h.md", "[x](N.md#radio-24-how--why)"), "N.md#radio-24-how--why");
}

#[test]
fn a_heading_is_matched_as_source_and_as_shown() {
    // L-11
    const CASES: &[(&str, &str)] = &[
        ("See [[Other|that]] *now*", "See Other that now"),
        ("See [[Other|that]] *now*", "See that now"),
        ("The `code` ==marked== way", "The code marked way"),
        ("Go [there](https://x.y/z)", "Go there"),
        ("Go [there](https://x.y/z)", "Go there https x y z"),
        ("With %%secret%% words", "With words"),
        ("Named ^block-1", "Named"),
        ("Tagged #tag", "Tagged tag"),
        ("Closed ##", "Closed"),
        ("<u>Under</u> lined", "Under lined"),
        ("AT&amp;T", "AT&T"),
        ("Formula $x^2$", "Formula x 2"),
        ("A[^1] note", "A note"),
    ];
    check(CASES.iter().map(|(heading, link)| {
        let got =
            resolves(&format!("-- N.md\n## {heading}\n\n[^1]: f\n-- Other.md\n"), "h.md", &format!("[[N#{link}]]"));
        (format!("{heading} <- {link}"), got.contains('#'), true)
    }));
}

#[test]
fn setext_headings_are_named_by_their_text() {
    // L-10, I-32
    let fixture = "-- N.md\nThe long\nheading\n---\n";
    assert_eq!(resolves(fixture, "h.md", "[[N#The long heading]]"), "N.md#the-long-heading");
}

#[test]
fn of_equal_headings_the_first_wins_and_a_chain_tells_them_apart() {
    // L-12, L-13, L-39
    let fixture = "-- N.md\n# Mon\n## Plan\n### Deep\n# Tue\n## Plan\n#### Deep\n# Wed\n";
    const CASES: &[(&str, &str)] = &[
        ("[[N#Plan]]", "N.md#plan"),
        ("[[N#Mon#Plan]]", "N.md#plan"),
        ("[[N#Tue#Plan]]", "N.md#plan-1"),
        ("[[N#Tue#Deep]]", "N.md#deep-1"),
        ("[[N#Tue#Plan#Deep]]", "N.md#deep-1"),
        ("[[N#tue # plan ]]", "N.md#plan-1"),
        ("[[N#Wed#Plan]]", "N.md"),
        ("[[N#Plan#Mon]]", "N.md"),
        ("[x](N#Tue#Plan)", "N.md#plan-1"),
    ];
    check(CASES.iter().map(|(link, want)| (*link, resolves(fixture, "h.md", link), (*want).to_owned())));
}

#[test]
fn the_fragment_of_a_markdown_link_is_text_then_block_then_slug() {
    // L-27, L-29
    let fixture = "-- N.md\n## My heading\ntext ^b1\n\n## Größe (mm)\n\n## a#b\n\n### c\n";
    const CASES: &[(&str, &str)] = &[
        ("[x](N.md#my-heading)", "N.md#my-heading"),
        ("[x](N.md#My%20heading)", "N.md#my-heading"),
        ("[x](<N.md#My heading>)", "N.md#my-heading"),
        ("[x](N#MY-HEADING)", "N.md#my-heading"),
        ("[x](N.md#^b1)", "N.md#^b1"),
        ("[x](N.md#%5Eb1)", "N.md#^b1"),
        ("[x](N.md#gr%C3%B6%C3%9Fe-mm)", "N.md#größe-mm"),
        ("[x](N.md#größe-mm)", "N.md#größe-mm"),
        ("[x](N.md#nothing)", "N.md"),
        ("[x](N.md#a%23b)", "N.md#ab"),
        ("[x](N.md#a%23b#c)", "N.md#c"),
    ];
    check(CASES.iter().map(|(link, want)| (*link, resolves(fixture, "h.md", link), (*want).to_owned())));
    assert_eq!(resolves("-- h.md\n## My heading\n", "h.md", "[x](#my-heading)"), "h.md#my-heading");
    assert_eq!(resolves("-- h.md\n## My heading\n", "h.md", "[x](#My%20heading)"), "h.md#my-heading");
}

#[test]
fn anchors_are_githubs_slugs() {
    // L-38, I-02, B-09
    const CASES: &[(&str, &str)] = &[
        ("Hello World", "hello-world"),
        ("What? Why! 100%", "what-why-100"),
        ("A  b", "a--b"),
        ("snake_case and-dash", "snake_case-and-dash"),
        ("Größe", "größe"),
        ("日本語 見出し", "日本語-見出し"),
        ("!!!", "section"),
        ("🎉", "section"),
        ("==Marked== *text* [[Note|label]]", "marked-text-label"),
        ("Named ^id", "named"),
        ("Hi %%secret%% there", "hi--there"),
        ("C'est `la` vie", "cest-la-vie"),
    ];
    check(CASES.iter().map(|(heading, want)| {
        let vault = one(&format!("## {heading}\n"));
        let note = vault.garden.note(vault.id("Host.md"));
        (*heading, note.headings()[0].anchor.to_string(), (*want).to_owned())
    }));
}

#[test]
fn repeated_anchors_are_numbered_and_never_meet() {
    // L-38
    let vault = one("## Log\n## Log\n## Log 1\n## Log\n## !\n## ?\n");
    let note = vault.garden.note(vault.id("Host.md"));
    let anchors: Vec<_> = note.headings().iter().map(|heading| heading.anchor.as_str()).collect();
    assert_eq!(anchors, ["log", "log-1", "log-1-1", "log-2", "section", "section-1"]);
    for anchor in anchors {
        assert_eq!(vault.html("Host.md").matches(&format!(" id=\"{anchor}\"")).count(), 1, "{anchor}");
    }
}

#[test]
fn a_link_uses_the_anchor_that_the_page_has() {
    // L-39
    let vault = all("-- N.md\n# A\n## Log\n# B\n## Log\n-- h.md\n[[N#B#Log]] [[N#^gone]] [[N#Gone]]\n");
    let body = vault.body("h.md");
    assert!(body.contains("href=\"/N#log-1\""), "{body}");
    assert_eq!(body.matches("href=\"/N\"").count(), 2, "L-19: without a fragment, not broken: {body}");
    assert!(vault.html("N.md").contains("id=\"log-1\""));
}
