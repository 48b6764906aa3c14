//! Chapter 8.1 and 8.2: what is published (W-01 to W-06), and that nothing else leaks (W-08 to W-14).

use hedgerow_publish::{Mode, Policy, PublishOptions};

use crate::vault::{Vault, all, check, explicit, files, policy, with};

#[test]
fn the_strongest_rule_decides() {
    // W-01, W-02, F-06: front matter, folder, mode explicit and mode all; `Open` is included, `Shut` excluded.
    const CASES: &[(&str, &str, bool, bool)] = &[
        ("", "n.md", false, true),
        ("publish: true", "n.md", true, true),
        ("dg-publish: true", "n.md", true, true),
        ("publish: \"Yes\"", "n.md", true, true),
        ("publish: on", "n.md", true, true),
        ("Publish: TRUE", "n.md", true, true),
        ("publish: false", "n.md", false, false),
        ("publish: no", "n.md", false, false),
        ("private: true", "n.md", false, false),
        ("draft: true", "n.md", false, false),
        ("draft: false", "n.md", false, true),
        ("draft: \"false\"", "n.md", false, true),
        ("private: false", "n.md", false, true),
        ("publish:", "n.md", false, true),
        ("publish: true\nprivate: true", "n.md", false, false),
        ("publish: true\ndraft: yes", "n.md", false, false),
        ("publish: true\npublish: false", "n.md", false, false),
        ("publish: false\npublish: true", "n.md", false, false),
        ("publish: maybe", "n.md", false, false),
        ("private: maybe", "n.md", false, false),
        ("publish: [true]", "n.md", false, false),
        ("unlisted: true\npublish: true", "n.md", true, true),
        ("", "Open/n.md", true, true),
        ("", "open/n.md", false, true),
        ("publish: false", "Open/n.md", false, false),
        ("draft: true", "Open/n.md", false, false),
        ("", "Shut/n.md", false, false),
        ("", "shut/n.md", false, false),
        ("", "SHUT/deep/n.md", false, false),
        ("publish: true", "Shut/n.md", true, true),
        ("", "Shutter/n.md", false, true),
        ("", "x/Shut/n.md", false, true),
        ("", "Open/Not/n.md", false, false),
        ("", "Shut/But/n.md", true, true),
        ("", "Same/n.md", false, false),
        ("publish: true", "templates/n.md", false, false),
        ("publish: true", "_Templates/deep/n.md", false, false),
        ("publish: true", "Templates.md", true, true),
        ("publish: true", "x/templates/n.md", true, true),
        ("", "a.secret.md", false, false),
    ];
    let include = ["Open", "Shut/But", "Same"];
    let exclude = ["Shut", "Open/Not/", "/Same", "*.secret.md"];
    for (mode, is_all) in [(Mode::Explicit, false), (Mode::All, true)] {
        let options = PublishOptions { policy: policy(mode, &include, &exclude), ..PublishOptions::default() };
        check(CASES.iter().map(|(front, path, in_explicit, in_all)| {
            let vault = with(&format!("-- {path}\n---\n{front}\n---\n"), &options);
            let want = if is_all { *in_all } else { *in_explicit };
            (format!("{mode:?} {path} {front:?}"), !vault.paths().is_empty(), want)
        }));
    }
}

#[test]
fn broken_front_matter_never_shows_a_note_and_obeys_what_hides() {
    // P-11, P-12, P-13: in mode explicit, then in mode all.
    const CASES: &[(&str, bool, bool)] = &[
        ("---\npublish: true\n  bad: [\n---\n", false, true),
        ("---\npublish: false\n  bad: [\n---\n", false, false),
        ("---\nbad: {\nprivate: true\n---\n", false, false),
        ("---\npublish: true\ntitle: a: b: c\n\tx\n---\n", false, true),
        ("---\npublish: true\nno end\n", false, true),
        ("---\nprivate: true\nno end\n", false, false),
        ("---\ndraft: true\n", false, false),
        ("\n---\npublish: true\n---\n", false, true),
        ("---\nPRIVATE : \"true\nx\n---\n", false, false),
    ];
    check(CASES.iter().map(|(text, in_explicit, in_all)| {
        let fixture = format!("-- n.md\n{text}\nbody\n");
        let got = (!explicit(&fixture).paths().is_empty(), !all(&fixture).paths().is_empty());
        (format!("{text:?}"), format!("{got:?}"), format!("{:?}", (*in_explicit, *in_all)))
    }));
}

#[test]
fn folder_rules_are_whole_segments_and_the_longer_one_wins() {
    // W-04: include, exclude, path, public in mode explicit.
    const CASES: &[(&[&str], &[&str], &str, bool)] = &[
        (&["A"], &["A/B"], "A/n.md", true),
        (&["A"], &["A/B"], "A/B/n.md", false),
        (&["A/B"], &["A"], "A/B/n.md", true),
        (&["A/B/C"], &["A/B", "A"], "A/B/C/d/n.md", true),
        (&["A"], &["A"], "A/n.md", false),
        (&["Private"], &[], "Privateer/n.md", false),
        (&["A"], &[], "B/A/n.md", false),
        (&["A/"], &[], "A/n.md", true),
        (&["./A"], &[], "A/n.md", true),
        (&["Gärten"], &[], "Ga\u{308}rten/n.md", true),
        (&["**/pub/*.md"], &[], "a/b/pub/n.md", true),
        (&["A"], &["**/*.draft.md"], "A/n.draft.md", false),
        (&["A"], &["**/*.draft.md"], "A/N.DRAFT.MD", false),
        (&[""], &[], "n.md", false),
    ];
    check(CASES.iter().map(|(include, exclude, path, want)| {
        let options = PublishOptions { policy: policy(Mode::Explicit, include, exclude), ..PublishOptions::default() };
        (format!("{include:?} {exclude:?} {path}"), !with(&format!("-- {path}\n"), &options).paths().is_empty(), *want)
    }));
}

#[test]
fn configured_template_folders_take_the_place_of_the_usual_ones() {
    // F-06
    let policy = Policy::new(Mode::All, &[], &[], Some(&["Blueprints".to_owned()])).expect("no globs");
    let options = PublishOptions { policy, ..PublishOptions::default() };
    let vault = with("-- blueprints/n.md\n---\npublish: true\n---\n-- Templates/n.md\n-- n.md\n", &options);
    assert_eq!(vault.paths(), ["Templates/n.md", "n.md"]);
}

/// A vault with private notes in every place that could touch a public one.
const GARDEN: &str = "-- Public.md\n---\naliases: [Pub]\nup: \"[[Nick]]\"\ncover: scene.png\n---\n# Public\n[[Secret]] [[Nick]] [[Near]] ![[Secret#H]] ![[Secret#^b]] [x](Secret.md) ![[scene.png]] #open\n\
    -- Far/away/Near.md\n[[Public]] [[Twin]]\n-- Far/Twin.md\ntwin\n-- A-B.md\n-- Fold/index.md\n";
/// The private part, all of it hidden by a flag, a folder or the front matter.
const HIDDEN: &str = "-- Secret.md\n---\nprivate: true\naliases: [Nick]\npermalink: Public\n---\n# H canary\ncanary [[Public]] #canary ![[hidden.png]] ^b\n-- Near.md\n---\ndraft: true\n---\ncanary\n\
    -- Twin.md\n---\npublish: no\n---\n-- A B.md\n---\nprivate: yes\n---\n-- Fold/README.md\n---\nprivate: true\n---\n-- Fold/deep/x.md\n---\nprivate: true\n---\n-- index.md\n---\nprivate: true\n---\n\
    -- templates/Public.md\n---\npublish: true\n---\ncanary\n-- broken.md\n---\nprivate: true\n bad: [\n---\ncanary\n";

/// Everything that readers can reach, as one text.
fn everything(vault: &Vault) -> String {
    let garden = &vault.garden;
    let notes = garden.notes().iter().map(|note| format!("{note:?} {:?}\n", garden.body(note.id())));
    let edges: Vec<_> = garden.edges().collect();
    format!(
        "{}{:?}{:?}{:?}{:?}{edges:?}",
        notes.collect::<String>(),
        garden.root(),
        garden.assets(),
        garden.redirects(),
        garden.home()
    )
}

#[test]
fn the_public_garden_is_a_function_of_the_public_files() {
    // W-08 to W-12, L-37: with the private files, without them, and with their names and texts exchanged.
    let public = everything(&all(GARDEN));
    assert_eq!(everything(&all(&format!("{GARDEN}{HIDDEN}"))), public);
    let noise =
        HIDDEN.replace("canary", "other words").replace("Secret.md", "Public stranger.md").replace("Nick", "Pub");
    assert_eq!(everything(&all(&format!("{GARDEN}{noise}"))), public);
    assert!(!public.contains("canary"));
}

#[test]
fn an_attachment_that_only_private_notes_use_takes_part_in_nothing() {
    // W-05, W-08: it neither answers, nor takes an address, nor makes a public link ambiguous.
    let vault = all(
        "-- a.md\n[[data.json]]\n-- data.json.md\n-- p.md\n---\nprivate: true\n---\n![[pic.png]] ![[x y.png]]\n-- pic.png\n-- x y.png\n-- x-y.png.md\n-- q.md\n---\naliases: pic.png\n---\n",
    );
    assert!(vault.garden.assets().is_empty());
    assert_eq!(vault.lookup("/data.json"), "note data.json.md");
    assert_eq!(vault.lookup("/x-y.png"), "note x-y.png.md");
    assert_eq!(vault.lookup("/pic.png"), "moved /q");
}

#[test]
fn text_made_of_a_note_holds_no_comment_marker_or_front_matter() {
    // W-14, W-27, B-13
    let vault = all(
        "-- n.md\n---\nsecret: hid\n---\n# Title\nSeen *words* [[x|label]] %%hid%% <!-- hid --> here ^hid\n\n%%\nhid\n%%\n\n- item ^hid2\n\n![[m]]\n\n<script>hid</script>\n-- m.md\nhid\n",
    );
    let note = vault.garden.note(vault.id("n.md"));
    for text in [
        vault.text("n.md"),
        note.description().into_owned(),
        vault.html("n.md").split("<div class=\"embed\"").next().unwrap_or_default().replace("id=\"^hid", ""),
    ] {
        assert!(text.contains("Seen") && !text.contains("hid"), "{text}");
    }
    assert_eq!(note.description(), "Seen words label here item");
}

#[test]
fn an_empty_vault_and_one_without_public_notes_are_gardens_too() {
    // W-02
    for vault in [explicit(""), explicit("-- a.md\ntext\n-- b.png\n")] {
        assert!(vault.garden.notes().is_empty() && vault.garden.assets().is_empty());
        assert_eq!((vault.lookup("/"), vault.lookup("/a")), ("folder ".to_owned(), "nothing".to_owned()));
    }
    assert_eq!(files("-- a.md\n").len(), 1);
}

#[test]
fn a_glob_that_hides_a_folder_hides_all_below_it() {
    // W-04: a rule that hides is read so that doubt means private; brackets in a folder's name are no exception.
    let exclude = ["**/diary", "Log *", "[private] notes"];
    let options = PublishOptions { policy: policy(Mode::All, &[], &exclude), ..PublishOptions::default() };
    check(
        [
            ("a/diary/x.md", false),
            ("a/Diary/deep/x.md", false),
            ("Log 2024/x.md", false),
            ("[private] notes/x.md", false),
            ("a/diaries/x.md", true),
            ("Logs/x.md", true),
        ]
        .map(|(path, want)| (path, !with(&format!("-- {path}\n"), &options).paths().is_empty(), want)),
    );
}

#[test]
fn what_an_open_html_comment_hides_stands_in_no_text() {
    // I-08, W-14: a block such as `<details>` ends at an empty line, even inside a comment.
    for text in [
        "seen\n\n<details>\n<!-- hid\n\nhid [[m]]\n\n- hid\n\n-->\n</details>",
        "seen\n\n<div><!-- hid\n\nhid [[m]]",
        "seen\n\n<!-- a --> <!-- hid\n\nhid [[m]]\n\n--> <!-- hid\n\nhid",
        "seen <!-- hid ---> seen <!-- hid [[m]] `hid` *hid*\nhid ----> seen",
        "- seen\n\n> # seen <!--hid--->\n\n| <!-- hid [[m]] ---> | b |\n| - | - |\n| c | [seen <!-- hid --->](x) |",
        "seen <template>hid [[m]]</template> <style>hid</style>",
        "[seen %%hid%%](x) ![seen %%hid%%](y.png) [[x|seen %%hid%%]] %%hid%%",
        "seen\n\n<template>\n\nhid [[m]]\n\n</template>",
    ] {
        let vault = all(&format!("-- n.md\n{text}\n\nseen too\n-- m.md\nm\n"));
        let note = vault.garden.note(vault.id("n.md"));
        for shown in [vault.text("n.md"), vault.html("n.md").to_owned(), note.description().into_owned()] {
            assert!(shown.contains("seen") && !shown.contains("hid"), "{text:?} shows {shown:?}");
        }
        assert!(vault.backlinks("m.md").is_empty(), "{text:?}");
    }
    assert!(all("-- n.md\n<details>\n<!-- a\n\nhid\n\n-->\n</details>\n\nshown\n").html("n.md").contains("shown"));
}
