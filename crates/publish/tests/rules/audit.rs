//! What the author is told: each code, with the place and what to do.

use hedgerow_model::{Code, Severity};
use hedgerow_publish::{Mode, PublishOptions, audit};

use crate::vault::{all, check, explicit, policy, with};

#[test]
fn each_trouble_is_told_at_its_place() {
    const CASES: &[(&str, &str)] = &[
        ("-- a.md\nSee [[Gone]].\n", "a.md:1:5: warning[missing-note]: `[[Gone]]` names no note or file of the vault"),
        (
            "-- a.md\n\n- ünï [[Gone|x]]\n",
            "a.md:2:7: warning[missing-note]: `[[Gone|x]]` names no note or file of the vault",
        ),
        (
            "-- a.md\n---\nup: \"[[Gone]]\"\n---\n",
            "a.md:2:6: warning[missing-note]: `[[Gone]]` names no note or file of the vault",
        ),
        (
            "-- a.md\n| a |\n| - |\n| x [[Gone\\|y]] |\n",
            "a.md:3:5: warning[missing-note]: `[[Gone\\|y]]` names no note or file of the vault",
        ),
        (
            "-- a.md\n> > [x](gone.md)\n",
            "a.md:1:5: warning[missing-note]: `[x](gone.md)` names no note or file of the vault",
        ),
        ("-- a.md\n![[gone.png]]\n", "a.md:1:1: error[missing-file]: `![[gone.png]]` names no file of the vault"),
        (
            "-- a.md\n[[b#Nope]]\n-- b.md\n",
            "a.md:1:1: error[missing-heading]: `b.md` has no heading that `[[b#Nope]]` names",
        ),
        (
            "-- a.md\n[[b#^nope]]\n-- b.md\n",
            "a.md:1:1: error[missing-block]: `b.md` has no block that `[[b#^nope]]` names",
        ),
        (
            "-- a.md\n[[N]]\n-- x/N.md\n-- y/N.md\n",
            "a.md:1:1: warning[ambiguous-link]: `[[N]]` fits several files; `x/N.md` was taken, `y/N.md` would fit too",
        ),
        (
            "-- a.md\n[[P]]\n-- P.md\n---\nprivate: true\n---\n",
            "a.md:1:1: error[link-to-private]: `[[P]]` links to a private note: `P.md`",
        ),
        (
            "-- a.md\n![[P]]\n-- P.md\n---\nprivate: true\n---\n",
            "a.md:1:1: error[embed-of-private]: `![[P]]` embeds a private note: `P.md`",
        ),
        (
            "-- a.md\n[[N]]\n-- N.md\n---\nprivate: true\n---\n-- x/N.md\n",
            "a.md:1:1: error[resolves-elsewhere]: `[[N]]` means `N.md` here, which is private; readers are led to `x/N.md`",
        ),
        (
            "-- a.md\nx\n\n![[b]]\n-- b.md\n![[a]]\n",
            "a.md:3:1: warning[embed-cycle]: `![[b]]` leads back to this note, by way of `b.md`",
        ),
        ("-- a.md\n![[a]]\n", "a.md:1:1: warning[embed-cycle]: `![[a]]` leads back to this note, by way of `a.md`"),
        ("-- a.md\ntext\n\n%% open\n", "a.md:3:1: error[unclosed-comment]: comment `%%` is never closed"),
        ("-- a.md\nx ^i\n\ny ^i\n", "a.md:3:1: error[duplicate-block]: block id `^i` stands in this note twice"),
        (
            "-- A B.md\n-- A-B.md\n",
            "A B.md:1:1: error[url-collision]: address `/A-B` is taken; this note is at `/A-B-2`",
        ),
        (
            "-- a.md\n---\naliases: b\n---\n-- b.md\n",
            "a.md:1:1: warning[alias-collision]: alias `b` makes no redirect: `/b` is taken",
        ),
        (
            "-- x/a.md\n-- x/A.md\n",
            "x/a.md:1:1: warning[same-name]: `x/A.md` and `x/a.md` differ only in case or normal form",
        ),
        ("-- a.md\nx\n\n$\\nosuch{x}$\n", "a.md:3:2: error[broken-math]: formula `\\nosuch{x}` cannot be typeset"),
        (
            "-- a.md\n[[B.base]]\n-- B.base\n",
            "a.md:1:1: warning[not-shown]: `B.base` is not published: it would name notes that may be private",
        ),
        (
            "-- a.md\n[[B.canvas]]\n-- B.canvas\n{\n\"nodes\": [}\n",
            "B.canvas:2:11: error[broken-canvas]: this canvas is no JSON that can be read",
        ),
        (
            "-- a.md\n[[B.canvas]]\n-- B.canvas\n{\"nodes\": [{\"type\": \"file\", \"file\": \"P.md\"}]}\n-- P.md\n---\nprivate: true\n---\n",
            "B.canvas:1:1: error[embed-of-private]: `P.md` embeds a private note: `P.md`",
        ),
        ("-- a.md\n---\nx: [\n---\n", "a.md:2:"),
    ];
    check(CASES.iter().map(|(fixture, want)| {
        let told = all(fixture).diagnostics();
        let got = if told.iter().any(|line| line.starts_with(want)) { "told".to_owned() } else { format!("{told:#?}") };
        (format!("{fixture:?} {want}"), got, "told".to_owned())
    }));
}

#[test]
fn a_sound_vault_is_silent() {
    let vault = all(
        "-- Home.md\n---\naliases: [Start]\ntags: [a]\n---\n# Home\n[[b/Note]] [[Note#A *bold* 🎉 one]] [[Note#^x]] [x](b/Note.md#a-bold--one) [[Start]] ![[p.png]] [[#Home]] <https://x.y> [m](mailto:a@b.c) $x$\n\
        `[[Gone]]` %%[[Gone]]%%\n\n| a |\n| - |\n| [[Note\\|n]] |\n\n![[Note#^x]]\n-- b/Note.md\n## A *bold* 🎉 one\ntext ^x\n-- b/p.png\n",
    );
    assert_eq!(vault.diagnostics(), [""; 0]);
}

#[test]
fn what_is_broken_in_a_private_note_hides_nothing_from_readers() {
    let vault = explicit("-- a.md\n![[gone.png]] [[b#Nope]]\n-- b.md\n");
    let found = audit(&vault.notes, &vault.assets, &vault.garden);
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|diagnostic| diagnostic.severity == Severity::Warning), "{found:?}");
}

#[test]
fn links_among_private_notes_and_from_them_to_public_ones_are_nobodys_trouble() {
    let vault = explicit("-- a.md\n[[b]] [[c]]\n-- b.md\n-- c.md\n---\npublish: true\n---\n");
    assert_eq!(vault.diagnostics(), [""; 0]);
}

#[test]
fn an_attachment_that_settings_exclude_is_told() {
    let options = PublishOptions { policy: policy(Mode::All, &[], &["No"]), ..PublishOptions::default() };
    let told = with("-- a.md\n![[x.png]]\n-- No/x.png\n", &options).diagnostics();
    assert_eq!(told, ["a.md:1:1: error[embed-of-private]: `![[x.png]]` embeds a file that is excluded: `No/x.png`"]);
}

#[test]
fn every_diagnostic_says_what_to_do() {
    let vault = all(
        "-- a.md\n---\naliases: [b]\npermalink: \"x?y\"\n---\n[[Gone]] ![[gone.png]] [[b#N]] [[b#^n]] [[P]] ![[P]] ![[a]] [[c.canvas]] [[c.base]] $\\nosuch$\n\nx ^i\n\ny ^i\n\n%% open\n\
        -- b.md\n-- B.md\n-- A B.md\n-- A-B.md\n-- P.md\n---\nprivate: true\n---\n-- c.canvas\n{\n-- c.base\n-- q.md\n---\npublish: perhaps\n---\n-- r.md\n---\n x: [\n---\n",
    );
    let own = vault.notes.iter().flat_map(|note| note.diagnostics().iter().cloned());
    let found: Vec<_> = own.chain(audit(&vault.notes, &vault.assets, &vault.garden)).collect();
    let codes: std::collections::BTreeSet<Code> = found.iter().map(|diagnostic| diagnostic.code).collect();
    assert!(codes.len() >= 15, "{codes:?}");
    for diagnostic in &found {
        let is_styled = !diagnostic.message.ends_with('.') && !diagnostic.message.starts_with(char::is_uppercase);
        assert!(diagnostic.help.as_ref().is_some_and(|help| !help.is_empty()) && is_styled, "{diagnostic}");
    }
}
