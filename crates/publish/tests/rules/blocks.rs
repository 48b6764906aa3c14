//! Chapter 4: block ids (B-01 to B-14).

use crate::vault::{check, one, shows};

#[test]
fn where_a_marker_names_a_block() {
    // B-01 to B-09, B-11, B-14: a text, the ids that it gives.
    const CASES: &[(&str, &[&str])] = &[
        ("text ^id", &["id"]),
        ("text ^ID-9", &["id-9"]),
        ("text ^a_b", &[]),
        ("text ^é", &[]),
        ("2^10", &[]),
        ("x^id", &[]),
        ("text ^", &[]),
        ("text \\^id", &[]),
        ("text ^id more", &[]),
        ("two\nlines ^id", &["id"]),
        ("two\nlines\n^id", &["id"]),
        ("^id\ntext", &[]),
        ("**bold** ^id", &["id"]),
        ("[[Note]] ^id", &["id"]),
        ("![[Note]]^id", &["id"]),
        ("#tag ^id", &["id"]),
        ("text %%c%% ^id", &["id"]),
        ("text ^id  ", &["id"]),
        ("`code ^id`", &[]),
        ("$x ^id$", &[]),
        ("```\ntext ^id\n```", &[]),
        ("    text ^id", &[]),
        ("%%text ^id%%", &[]),
        ("- a ^one\n- b\n  - c ^two", &["one", "two"]),
        ("- a\n- b\n\n^all", &["all"]),
        ("- a\n- b\n^all", &["all"]),
        ("- a\n- b\n  ^all", &["all"]),
        ("1. a\n2. b\n\n^all", &["all"]),
        ("- [ ] task ^t", &["t"]),
        ("> quote ^q", &["q"]),
        ("> quote\n\n^q", &["q"]),
        ("> part ^p\n>\n> end", &[]),
        ("> - a ^p\n> - b ^q", &["q"]),
        ("> > inner ^q", &["q"]),
        ("> > inner ^p\n>\n> end", &[]),
        ("> ## Part ^p\n>\n> end", &[]),
        ("> | a |\n> | - |\n> ^q", &["q"]),
        ("> [!tip] T\n> body ^c", &["c"]),
        ("> [!tip] T\n> body\n\n^c", &["c"]),
        ("> [!tip] T\n>\n> ^c", &["c"]),
        ("> [!tip] T ^c", &["c"]),
        ("> [!tip] T ^t\n> body", &[]),
        ("| a |\n| - |\n| b |\n\n^t", &["t"]),
        ("| a |\n| - |\n| b |\n^t", &["t"]),
        ("```\ncode\n```\n^f", &["f"]),
        ("```\ncode\n```\n\n^f", &["f"]),
        ("$$\nx\n$$\n\n^m", &["m"]),
        ("$$\nx\n\n+ y ^p\n$$ ^m", &["m"]),
        ("## Heading ^h", &["h"]),
        ("## Heading ^h ##", &["h"]),
        ("^alone", &[]),
    ];
    check(CASES.iter().map(|(text, want)| {
        let vault = one(&format!("{text}\n"));
        let note = vault.notes.iter().find(|note| note.path().as_str() == "Host.md").expect("the note is there");
        let ids: Vec<_> = note.block_ids().iter().map(|(id, _)| id.as_str()).collect();
        (format!("{text:?}"), ids.join(" "), want.join(" "))
    }));
}

#[test]
fn the_marker_is_shown_nowhere_and_the_block_carries_the_id() {
    // B-01, B-04, B-06, B-09, B-10, B-13
    const CASES: &[(&str, &str)] = &[
        ("text ^id", "<p id=\"^id\">text</p>"),
        ("two\nlines\n^id", "<p id=\"^id\">two<br>\nlines</p>"),
        ("- a ^x\n- b", "<ul>\n<li id=\"^x\">a</li>\n<li>b</li>\n</ul>"),
        ("- a\n- b\n\n^all", "<div id=\"^all\"><ul>\n<li>a</li>\n<li>b</li>\n</ul>\n</div>"),
        ("> q ^x", "<blockquote id=\"^x\">\n<p>q</p>\n</blockquote>"),
        ("```\nc\n```\n^f", "<pre id=\"^f\"><code>c\n</code></pre>"),
        ("text \\^id", "<p>text ^id</p>"),
        ("foo ^id bar", "<p>foo ^id bar</p>"),
        ("2^10", "<p>2^10</p>"),
        ("^id\ntext", "<p>^id<br>\ntext</p>"),
    ];
    check(CASES.iter().map(|(text, want)| (format!("{text:?}"), shows(text), (*want).to_owned())));
    for (text, _) in CASES.iter().take(6) {
        let vault = one(text);
        assert!(!vault.text("Host.md").contains('^'), "{text:?}");
        assert!(!vault.garden.note(vault.id("Host.md")).description().contains('^'), "{text:?}");
    }
}

#[test]
fn a_marker_behind_a_heading_is_in_neither_text_slug_nor_contents() {
    // B-09
    let vault = one("## Heading ^h1\ntext\n");
    let note = vault.garden.note(vault.id("Host.md"));
    assert_eq!((note.headings()[0].text, note.headings()[0].anchor.as_str()), ("Heading", "heading"));
    assert_eq!(vault.garden.body(vault.id("Host.md")).toc[0].text, "Heading");
    assert!(vault.html("Host.md").contains("id=\"^h1\""));
}

#[test]
fn of_an_id_that_stands_twice_the_first_wins() {
    // B-12
    let vault = one("first ^x\n\nsecond ^X\n\n![[#^x]]\n");
    let body = vault.body("Host.md");
    assert_eq!((body.matches("first").count(), body.matches("second").count()), (2, 1), "{body}");
    assert_eq!(body.matches(" id=\"^x\"").count(), 1, "an id stands once in a page: {body}");
    assert!(
        vault.diagnostics().iter().any(|line| line.starts_with("Host.md:3:1: error[duplicate-block]")),
        "{:?}",
        vault.diagnostics()
    );
}
