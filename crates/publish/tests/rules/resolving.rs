//! From what is typed to the file that is meant (L-14 to L-22, L-27, L-37).

use crate::vault::{all, check, resolves};

const FILES: [&str; 8] =
    ["Note.md", "a/b/Note.md", "b/Note.md", "zzzz/Note.md", "a/b/c/Deep.md", "a/Other.md", "v1.2.md", "pic.png"];

/// The vault of L-15 without the files named.
fn vault(without: &[&str]) -> String {
    let files = FILES.iter().chain(&["x/pic.png"]).filter(|file| !without.contains(file));
    files.map(|file| format!("-- {file}\n")).collect()
}

#[test]
fn the_worked_cases_hold() {
    // L-15, row by row: files left out, host, link, target.
    const ROOT: &[&str] = &["Note.md"];
    const CASES: &[(&[&str], &str, &str, &str)] = &[
        (&[], "zzzz/h.md", "[[Note]]", "Note.md"),
        (ROOT, "zzzz/h.md", "[[Note]]", "zzzz/Note.md"),
        (ROOT, "q/h.md", "[[Note]]", "b/Note.md"),
        (&["Note.md", "b/Note.md"], "q/h.md", "[[Note]]", "a/b/Note.md"),
        (ROOT, "zzzz/deep/h.md", "[[Note]]", "b/Note.md"),
        (ROOT, "a/h.md", "[[Note]]", "a/b/Note.md"),
        (&[], "q/h.md", "[[b/Note]]", "b/Note.md"),
        (&[], "a/h.md", "[[b/Note]]", "b/Note.md"),
        (&[], "q/h.md", "[[b/c/Deep]]", "a/b/c/Deep.md"),
        (&[], "q/h.md", "[[/c/Deep]]", "-"),
        (&[], "a/b/c/Deep.md", "[[../../Other]]", "a/Other.md"),
        (&[], "q/h.md", "[[v1.2]]", "v1.2.md"),
        (&[], "x/h.md", "![[pic.png]]", "pic.png"),
        (&[], "q/h.md", "[[pic]]", "-"),
    ];
    check(CASES.iter().map(|(without, host, link, want)| {
        let got = resolves(&vault(without), host, link);
        (format!("{host} {link} without {without:?}"), got, (*want).to_owned())
    }));
}

#[test]
fn wikilinks_markdown_links_embeds_and_properties_resolve_alike() {
    // L-14, L-27, L-32, E-13
    let fixture = "-- Note.md\n-- a/b/Note.md\n-- b/Note.md\n-- zzzz/Note.md\n";
    for link in [
        "[[b/Note]]",
        "[[b/Note.md]]",
        "[x](b/Note)",
        "[x](b/Note.md)",
        "![[b/Note]]",
        "![](b/Note.md)",
        "---\nup: \"[[b/Note]]\"\n---\n",
        "---\nup: [\"[[b/Note|x]]\"]\n---\n",
        "---\nup: \"[x](b/Note.md)\"\n---\n",
    ] {
        assert_eq!(resolves(fixture, "a/h.md", link), "b/Note.md", "{link}");
    }
}

#[test]
fn step_by_step() {
    // L-14, L-04, L-05, L-17: a vault, a host, a link, its target.
    const CASES: &[(&str, &str, &str, &str)] = &[
        ("-- A.md\n", "d/h.md", "[[./A]]", "-"),
        ("-- d/A.md\n", "d/h.md", "[[./A]]", "d/A.md"),
        ("-- A.md\n", "d/h.md", "[[../A]]", "A.md"),
        ("-- A.md\n", "d/h.md", "[[../../../A]]", "A.md"),
        ("-- A.md\n", "h.md", "[[../A]]", "A.md"),
        ("-- e/A.md\n", "d/h.md", "[[../e/A]]", "e/A.md"),
        ("-- d/e/A.md\n", "d/h.md", "[x](./e/A.md)", "d/e/A.md"),
        ("-- A.md\n", "d/h.md", "[[/A]]", "A.md"),
        ("-- d/A.md\n", "d/h.md", "[[/A]]", "-"),
        ("-- d/A.md\n", "d/h.md", "[[/d/A]]", "d/A.md"),
        ("-- d/A.md\n-- A.md\n", "d/h.md", "[[A]]", "A.md"),
        ("-- d/A.md\n-- A.md\n", "d/h.md", "[[A.md]]", "A.md"),
        ("-- xd/A.md\n", "h.md", "[[d/A]]", "-"),
        ("-- x/d/A.md\n", "h.md", "[[D/a]]", "x/d/A.md"),
        ("-- A.md.md\n-- A.md\n", "h.md", "[[A.md]]", "A.md"),
        ("-- A.md.md\n", "h.md", "[[A.md]]", "A.md.md"),
        ("-- x/A\n-- A.md\n", "h.md", "[[A]]", "x/A"),
        ("-- x/bb/A.md\n-- y/aa/A.md\n", "h.md", "[[A]]", "x/bb/A.md"),
        ("-- é/A.md\n-- ab/A.md\n", "q/h.md", "[[A]]", "é/A.md"),
        ("-- Drawing.canvas\n-- Drawing.md\n", "h.md", "[[Drawing]]", "Drawing.md"),
        ("-- A.md\n", "h.md", "[[A/]]", "-"),
        ("-- A.md\n", "h.md", "[[A\\B]]", "-"),
        ("-- A.md\n", "h.md", "[[.obsidian/app.json]]", "-"),
    ];
    check(CASES.iter().map(|(fixture, host, link, want)| {
        (format!("{fixture:?} {host} {link}"), resolves(fixture, host, link), (*want).to_owned())
    }));
}

#[test]
fn an_alias_is_the_last_resort() {
    // L-16
    let fixture =
        "-- a/One.md\n---\naliases: [Uno, Two]\n---\n-- far/away/b/Three.md\n---\naliases: uno\n---\n-- Two.md\n";
    const CASES: &[(&str, &str, &str)] = &[
        ("h.md", "[[Uno]]", "a/One.md"),
        ("q/h.md", "[[UNO]]", "a/One.md"),
        ("far/h.md", "[[Uno]]", "far/away/b/Three.md"),
        ("h.md", "[[Two]]", "Two.md"),
        ("h.md", "[x](Uno)", "a/One.md"),
        ("h.md", "![[Uno]]", "a/One.md"),
        ("h.md", "[[Uno.md]]", "-"),
    ];
    check(
        CASES
            .iter()
            .map(|(host, link, want)| (format!("{host} {link}"), resolves(fixture, host, link), (*want).to_owned())),
    );
    let vault = all("-- One.md\n---\naliases: Uno\n---\n-- h.md\n[[uno]]\n");
    assert_eq!(vault.backlinks("One.md"), ["h.md"], "it counts as a backlink");
}

#[test]
fn links_into_a_note_go_to_the_note_where_the_place_is_missing() {
    // L-19 to L-21
    let fixture = "-- N.md\ntext ^Ab-1\n\n- item ^two\n";
    const CASES: &[(&str, &str)] = &[
        ("[[N#^ab-1]]", "N.md#^ab-1"),
        ("[[N#^AB-1]]", "N.md#^ab-1"),
        ("[[ N#^two ]]", "N.md#^two"),
        ("[[N#^gone]]", "N.md"),
        ("[[N#Gone]]", "N.md"),
        ("[[N#]]", "N.md"),
        ("[[N^ab-1]]", "-"),
    ];
    check(CASES.iter().map(|(link, want)| (*link, resolves(fixture, "h.md", link), (*want).to_owned())));
    assert_eq!(resolves("-- h.md\ntext ^me\n", "h.md", "[[#^me]]"), "h.md#^me");
    let vault = all("-- h.md\n# T\n[[#T]] [[h]] [[h#T]]\n");
    assert_eq!(vault.targets("h.md"), ["h.md#t", "h.md", "h.md#t"]);
    assert_eq!((vault.backlinks("h.md").len(), vault.garden.edges().count()), (0, 0), "L-20: no backlink, no edge");
    assert!(vault.body("h.md").contains("href=\"#t\""));
}

#[test]
fn markdown_destinations_are_decoded() {
    // L-14 (an empty path is the host), L-27, L-28, F-11
    const CASES: &[(&str, &str, &str)] = &[
        ("-- Paper boats.md\n", "[x](Paper%20boats.md)", "Paper boats.md"),
        ("-- Paper boats.md\n", "[x](<Paper boats.md>)", "Paper boats.md"),
        ("-- Paper boats.md\n", "[x](Paper%20boats)", "Paper boats.md"),
        ("-- Paper boats.md\n", "[x](Paper boats.md)", "text"),
        ("-- Paper%20boats.md\n", "[x](Paper%20boats.md)", "Paper%20boats.md"),
        ("-- Paper%20boats.md\n-- Paper boats.md\n", "[x](Paper%20boats.md)", "Paper boats.md"),
        ("-- Paper%20boats.md\n", "[[Paper%20boats]]", "Paper%20boats.md"),
        ("-- Paper boats.md\n", "[[Paper%20boats]]", "-"),
        ("-- 100% sure.md\n", "[x](100%25%20sure.md)", "100% sure.md"),
        ("-- 100% sure.md\n", "[x](<100% sure.md>)", "100% sure.md"),
        ("-- Größe.md\n", "[x](Gr%C3%B6%C3%9Fe.md)", "Größe.md"),
        ("-- a(b).md\n", "[x](a(b).md)", "a(b).md"),
        ("-- a(b).md\n", "[x](a\\(b\\).md)", "a(b).md"),
        ("-- A&B.md\n", "[x](A&amp;B.md)", "A&B.md"),
        ("-- a/N.md\n", "[x][ref]\n\n[ref]: a/N.md \"T\"", "a/N.md"),
        ("-- N.md\n", "[N]\n\n[N]: N.md", "N.md"),
        ("-- note.md\n", "[[note]]\n\n[note]: note.md \"Note\"", "note.md"),
        ("-- p/i c.png\n", "![x](p/i%20c.png)", "p/i c.png"),
        ("-- N.md\n", "[x](N.md?q)", "-"),
        ("-- N.md\n", "[x]()", "h.md"),
    ];
    check(CASES.iter().map(|(fixture, link, want)| {
        (format!("{fixture:?} {link}"), resolves(fixture, "h.md", link), (*want).to_owned())
    }));
}

#[test]
fn a_private_note_takes_part_in_no_resolution() {
    // L-37, W-08: the nearer, shorter, exact or aliased note is private; the public second best is taken, or nothing.
    const HIDDEN: &str = "---\npublish: false\naliases: [Nick]\n---\n# Place\ntext ^b\n";
    const CASES: &[(&str, &str, &str, &str)] = &[
        ("Note.md", "far/away/Note.md", "[[Note]]", "far/away/Note.md"),
        ("q/Note.md", "far/away/Note.md", "[[Note]]", "far/away/Note.md"),
        ("Note.md", "Other.md", "[[Note]]", "-"),
        ("Note.md", "Other.md", "[[note.md]]", "-"),
        ("Note.md", "Other.md", "[[Nick]]", "-"),
        ("Note.md", "Other.md", "[x](Note.md#place)", "-"),
        ("Note.md", "Other.md", "![[Note#^b]]", "-"),
        ("Nick.md", "Other.md", "[[Nick]]", "-"),
    ];
    check(CASES.iter().map(|(hidden, public, link, want)| {
        let fixture = format!("-- {hidden}\n{HIDDEN}-- {public}\n");
        let without = format!("-- {public}\n");
        let got = resolves(&fixture, "q/h.md", link);
        assert_eq!(got, resolves(&without, "q/h.md", link), "as if it were not there");
        (format!("{hidden} {link}"), got, (*want).to_owned())
    }));
}

#[test]
fn a_folder_is_meant_where_no_file_has_the_name() {
    // L-17, W-07, W-08
    const VAULT: &str = "-- Trees/Oak/Leaf.md\n-- Trees/Notes.md\n-- Birds/index.md\n# Wren\n-- Fish.md\n-- Fish/Carp.md\n\
        -- Hidden/x.md\n---\nprivate: true\n---\n-- Quiet/x.md\n---\nunlisted: true\n---\n-- a.md\n---\naliases: [Nick]\n---\n-- Nick/n.md\n";
    check(
        [
            ("h.md", "[[Trees]]", "Trees/"),
            ("h.md", "[[trees/]]", "Trees/"),
            ("h.md", "[[Oak]]", "Trees/Oak/"),
            ("h.md", "[[/Oak]]", "-"),
            ("h.md", "[[./Trees]]", "Trees/"),
            ("Trees/h.md", "[[./Oak]]", "Trees/Oak/"),
            ("h.md", "[x](Trees/)", "Trees/"),
            ("h.md", "[[Birds]]", "Birds/index.md"),
            ("h.md", "[[Birds#Wren]]", "Birds/index.md#wren"),
            ("h.md", "[[Fish]]", "Fish.md"),
            ("h.md", "[[Nick]]", "a.md"),
            ("h.md", "[[Hidden]]", "-"),
            ("h.md", "[[Quiet]]", "-"),
            ("h.md", "[[rees]]", "-"),
        ]
        .map(|(host, link, want)| (format!("{host} {link}"), resolves(VAULT, host, link), want.to_owned())),
    );
    let vault = all("-- Trees/Oak.md\n-- h.md\n[[Trees]] ![[Trees]]\n");
    assert!(
        vault
            .body("h.md")
            .starts_with("<p><a class=\"internal-link\" href=\"/Trees/\">Trees</a> <span class=\"embed-missing\"")
    );
}
