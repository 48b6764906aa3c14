//! The commands, called as a library: little vaults in, text out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

use std::fs;

use clap::Parser;
use hedgerow::{Arguments, Console, Exit, run};
use serde_json::{Value, json};
use tempfile::TempDir;

/// What a command did.
struct Done {
    exit: Exit,
    out: String,
    err: String,
}

/// A vault of files given as `(path, text)`.
fn vault(files: &[(&str, &str)]) -> TempDir {
    let root = tempfile::Builder::new().prefix("My notes ").tempdir().unwrap();
    for (path, text) in files {
        let at = root.path().join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, text).unwrap();
    }
    root
}

/// Runs `hedgerow` with `VAULT` in the arguments replaced by the folder.
fn hedgerow(vault: &TempDir, arguments: &[&str]) -> Done {
    let folder = vault.path().to_str().unwrap();
    let arguments = arguments.iter().map(|argument| argument.replace("VAULT", folder));
    let arguments = Arguments::try_parse_from(["hedgerow".to_owned()].into_iter().chain(arguments)).unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut console = Console { out: &mut out, err: &mut err, is_out_terminal: false, is_err_terminal: false };
    let exit = run(&arguments, &mut console);
    let text = |bytes: Vec<u8>| anstream::adapter::strip_bytes(&bytes).into_vec();
    Done { exit, out: String::from_utf8(text(out)).unwrap(), err: String::from_utf8(text(err)).unwrap() }
}

fn inspect(vault: &TempDir, flags: &[&str]) -> Value {
    let done = hedgerow(vault, &[&["inspect", "VAULT", "--json"], flags].concat());
    assert_eq!((done.exit, done.err.as_str()), (Exit::Success, ""));
    serde_json::from_str(&done.out).unwrap()
}

fn garden() -> TempDir {
    vault(&[
        (
            "Calculus/Chain rule.md",
            "---\npublish: true\naliases: [Kettenregel]\ntags: [calculus/rules]\n---\n# The chain rule\n\nSee [[Secret]], \
             [[Product rule#Why|why]], [[p.png]], [[Nowhere]] and [a site](https://example.org/).\n\n## Proof\n\nIt is short.\n",
        ),
        ("Calculus/Product rule.md", "---\npublish: true\n---\n\n## Why\n\nBecause of ![[p.png]].\n"),
        ("Secret.md", "canary [[Chain rule]]"),
        ("p.png", "no real picture"),
        ("unused.png", ""),
    ])
}

#[test]
fn inspect_prints_the_public_garden_alone() {
    let vault = garden();
    let expected = json!({
        "version": 1,
        "notes": [
            {
                "path": "Calculus/Chain rule.md",
                "url": "/Calculus/Chain-rule",
                "title": "The chain rule",
                "listed": true,
                "aliases": ["Kettenregel"],
                "tags": ["calculus/rules"],
                "links": [
                    { "raw": "[[Secret]]", "kind": "missing", "target": null, "url": null },
                    { "raw": "[[Product rule#Why|why]]", "kind": "note", "target": "Calculus/Product rule.md", "url": "/Calculus/Product-rule#why" },
                    { "raw": "[[p.png]]", "kind": "asset", "target": "p.png", "url": "/p.png" },
                    { "raw": "[[Nowhere]]", "kind": "missing", "target": null, "url": null },
                    { "raw": "[a site](https://example.org/)", "kind": "external", "target": "https://example.org/", "url": "https://example.org/" },
                ],
                "backlinks": [],
                "mentions": [],
            },
            {
                "path": "Calculus/Product rule.md",
                "url": "/Calculus/Product-rule",
                "title": "Product rule",
                "listed": true,
                "aliases": [],
                "tags": [],
                "links": [{ "raw": "![[p.png]]", "kind": "asset", "target": "p.png", "url": "/p.png" }],
                "backlinks": ["Calculus/Chain rule.md"],
                "mentions": [],
            },
        ],
        "assets": [{ "path": "p.png", "url": "/p.png" }],
        "redirects": [{ "from": "/Calculus/Kettenregel", "to": "/Calculus/Chain-rule" }],
    });
    let found = inspect(&vault, &[]);
    assert_eq!(found, expected, "{found:#}");
}

#[test]
fn addresses_carry_the_base_path_w_25() {
    let found = inspect(&garden(), &["--base-url", "https://example.org/notes/"]);
    assert_eq!(found["notes"][0]["url"], "/notes/Calculus/Chain-rule");
    assert_eq!(found["notes"][0]["links"][1]["url"], "/notes/Calculus/Product-rule#why");
    assert_eq!(found["assets"][0]["url"], "/notes/p.png");
    assert_eq!(found["redirects"][0]["to"], "/notes/Calculus/Chain-rule");
}

#[test]
fn the_author_sees_the_whole_vault_and_the_rule_that_decided() {
    let found = inspect(&garden(), &["--author"]);
    let verdicts: Vec<_> = found["notes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| format!("{} {} {} {}", note["path"], note["visibility"], note["rule"], note["url"]))
        .collect();
    assert_eq!(
        verdicts,
        [
            r#""Calculus/Chain rule.md" "public" "W-01c: front matter says `publish: true`" "/Calculus/Chain-rule""#,
            r#""Calculus/Product rule.md" "public" "W-01c: front matter says `publish: true`" "/Calculus/Product-rule""#,
            r#""Secret.md" "private" "W-01f: mode `explicit` publishes only notes that say so" null"#,
        ]
    );
    assert_eq!(found["notes"][0]["backlinks"], json!(["Secret.md"]));
    assert_eq!(found["notes"][0]["links"][0], json!({ "raw": "[[Secret]]", "kind": "note", "target": "Secret.md" }));
    assert_eq!(
        found["assets"],
        json!([
            { "path": "p.png", "visibility": "public", "url": "/p.png" },
            { "path": "unused.png", "visibility": "private", "url": null },
        ])
    );
}

#[test]
fn without_json_inspect_prints_a_list() {
    let out = hedgerow(&garden(), &["inspect", "VAULT"]).out;
    assert_eq!(
        out,
        "/Calculus/Chain-rule  The chain rule\n/Calculus/Product-rule  Product rule\n2 notes, 1 attachment\n"
    );
    let out = hedgerow(&garden(), &["inspect", "VAULT", "--author"]).out;
    assert!(out.contains("private  Secret.md  (W-01f: "), "{out}");
}

#[test]
fn flags_and_settings_decide_what_is_public_w_02() {
    let vault = garden();
    let count = |flags: &[&str]| inspect(&vault, flags)["notes"].as_array().unwrap().len();
    assert_eq!((count(&[]), count(&["--publish", "all"])), (2, 3));
    fs::write(vault.path().join("hedgerow.toml"), "[publish]\nmode = 'all'\nexclude = ['Calculus']\n").unwrap();
    assert_eq!((count(&[]), count(&["--publish", "explicit"])), (3, 2));
    let other = vault.path().join("other.toml");
    fs::write(&other, "[publish]\nignore = ['Calculus/']\nmode = 'all'\n").unwrap();
    assert_eq!(count(&["--config", other.to_str().unwrap()]), 1);
}

#[test]
fn check_prints_a_line_for_tools_and_ends_with_1_on_errors() {
    let vault = vault(&[
        ("Broken.md", "---\npublish: true\ntags: [never closed\n---\n"),
        ("Fine.md", "---\npublish: true\n---\nfine\n"),
    ]);
    let done = hedgerow(&vault, &["check", "VAULT"]);
    assert_eq!(done.exit, Exit::Findings);
    assert!(done.out.starts_with("Broken.md:3:"), "{}", done.out);
    assert!(done.out.contains(": error[broken-front-matter]: "), "{}", done.out);
    assert!(done.out.contains("in 2 notes, 1 of them public\n"), "{}", done.out);
}

#[test]
fn check_is_content_with_a_clean_vault() {
    let vault = vault(&[("Fine.md", "---\npublish: true\n---\nfine\n")]);
    let done = hedgerow(&vault, &["check", "VAULT", "--strict"]);
    assert_eq!((done.exit, done.out.as_str()), (Exit::Success, "nothing to mend in 1 note, 1 of them public\n"));
}

#[test]
fn warnings_fail_a_strict_check_only() {
    let vault = vault(&[("Odd.md", "---\npublish: true\ndate: some day\n---\n")]);
    assert_eq!(hedgerow(&vault, &["check", "VAULT"]).exit, Exit::Success);
    assert_eq!(hedgerow(&vault, &["check", "VAULT", "--strict"]).exit, Exit::Findings);
}

#[test]
fn templates_may_hold_what_is_to_be_filled_in() {
    let vault = vault(&[("Templates/Day.md", "---\ndate: {{date}}\n---\n")]);
    let done = hedgerow(&vault, &["check", "VAULT", "--strict"]);
    assert_eq!((done.exit, done.out.as_str()), (Exit::Success, "nothing to mend in 1 note, 0 of them public\n"));
}

#[test]
fn check_prints_json_for_tools() {
    let vault = vault(&[]);
    fs::write(vault.path().join("Latin.md"), b"---\npublish: true\n---\ncaf\xE9\n").unwrap();
    let done = hedgerow(&vault, &["check", "VAULT", "--json"]);
    let expected = json!({
        "version": 1,
        "diagnostics": [{
            "path": "Latin.md",
            "line": 4,
            "column": 4,
            "code": "not-utf8",
            "severity": "warning",
            "message": "a byte that is not UTF-8 text",
            "help": "save the file as UTF-8",
        }],
        "errors": 0,
        "warnings": 1,
    });
    assert_eq!(serde_json::from_str::<Value>(&done.out).unwrap(), expected);
}

#[test]
fn a_large_attachment_is_said_only_where_readers_get_it() {
    let vault = vault(&[("Note.md", "---\npublish: true\n---\n![[big.png]]\n")]);
    for name in ["big.png", "unused.png"] {
        fs::File::create(vault.path().join(name)).unwrap().set_len(6 << 20).unwrap();
    }
    let done = hedgerow(&vault, &["check", "VAULT"]);
    assert!(
        done.out.starts_with("big.png:1:1: warning[large-file]: 6 MB, more than 5 MB\n  help: scale"),
        "{}",
        done.out
    );
    assert_eq!(done.out.matches("large-file").count(), 1);
}

#[test]
fn search_answers_in_text() {
    let vault = garden();
    let done = hedgerow(&vault, &["search", "VAULT", "short"]);
    assert_eq!(done.exit, Exit::Success);
    assert!(
        done.out.starts_with("The chain rule\n  /Calculus/Chain-rule#proof  in: Proof\n  It is short."),
        "{}",
        done.out
    );
    assert!(done.out.ends_with("\n1 note has `short`\n"), "{}", done.out);
    let done = hedgerow(&vault, &["search", "VAULT", "canary"]);
    assert_eq!(done.out, "no public note has `canary`\n");
}

#[test]
fn a_vault_that_is_none_cannot_be_used() {
    let vault = vault(&[("a.md", "")]);
    for command in ["check", "inspect", "serve"] {
        let done = hedgerow(&vault, &[command, "VAULT/nowhere"]);
        assert_eq!((done.exit, done.out.as_str()), (Exit::Failure, ""));
        assert!(done.err.starts_with("error: no such folder: `"), "{}", done.err);
        let done = hedgerow(&vault, &[command, "VAULT/a.md"]);
        assert!(done.err.starts_with("error: not a folder: `"), "{}", done.err);
    }
}

#[test]
fn settings_that_cannot_be_used_end_every_command() {
    let vault = vault(&[("hedgerow.toml", "[site]\ntitel = 'x'\n")]);
    let done = hedgerow(&vault, &["check", "VAULT"]);
    assert_eq!(done.exit, Exit::Failure);
    assert!(
        done.err.contains("hedgerow.toml:2:1: error: unknown key `titel`\n  help: did you mean `title`?"),
        "{}",
        done.err
    );
    for pattern in ["ignore = ['a[']", "exclude = ['a[']"] {
        fs::write(vault.path().join("hedgerow.toml"), format!("[publish]\n{pattern}\n")).unwrap();
        let done = hedgerow(&vault, &["check", "VAULT"]);
        assert_eq!(done.exit, Exit::Failure, "{pattern}");
        assert!(done.err.contains("hedgerow.toml:2:") && done.err.contains("`a[` is not a pattern"), "{}", done.err);
    }
}

#[test]
fn a_settings_file_inside_the_vault_is_never_an_attachment() {
    let vault = vault(&[
        ("a.md", "---\npublish: true\n---\n[[conf.toml]] [[hedgerow.toml]] [[free.toml]]\n"),
        ("conf.toml", ""),
        ("hedgerow.toml", ""),
        ("free.toml", ""),
    ]);
    let found = inspect(&vault, &["--config", vault.path().join("conf.toml").to_str().unwrap()]);
    assert_eq!(found["assets"], json!([{ "path": "free.toml", "url": "/free.toml" }]));
}

#[test]
fn the_site_is_named_after_its_folder_unless_it_is_told() {
    let vault = vault(&[("index.md", "---\npublish: true\n---\n")]);
    let name = vault.path().file_name().unwrap().to_str().unwrap().to_owned();
    assert_eq!(inspect(&vault, &[])["notes"][0]["title"], json!(name));
    assert_eq!(inspect(&vault, &["--title", "Garden"])["notes"][0]["title"], "Garden");
}

#[test]
fn a_home_page_that_readers_do_not_get_is_said() {
    let vault = vault(&[("Start.md", "---\npublish: true\n---\n"), ("Secret.md", "")]);
    for (home, is_said) in [("Start.md", false), ("start", false), ("Secret.md", true), ("Nowhere.md", true)] {
        fs::write(vault.path().join("hedgerow.toml"), format!("[site]\nhome = '{home}'\n")).unwrap();
        let err = hedgerow(&vault, &["check", "VAULT"]).err;
        assert_eq!(err.contains("is no public note"), is_said, "{home}: {err}");
    }
}

#[test]
fn queries_and_folders_are_told_apart() {
    let parse = |arguments: &[&str]| match Arguments::try_parse_from(arguments).unwrap().command {
        hedgerow::Command::Search(search) => {
            (search.sought.vault.display().to_string(), search.sought.query, search.json)
        }
        other => panic!("{other:?}"),
    };
    for (arguments, vault, query, is_json) in [
        (&["chain"][..], ".", "chain", false),
        (&["notes", "chain rule"], "notes", "chain rule", false),
        (&["chain", "--json"], ".", "chain", true),
        (&["--json", "chain"], ".", "chain", true),
        // A minus before a word excludes it.
        (&["notes", "-moss"], "notes", "-moss", false),
        (&["notes", "-moss", "--json"], "notes", "-moss", true),
        (&["notes", "--json", "-moss"], "notes", "-moss", true),
        (&["--json", "notes", "-moss", "--limit", "3"], "notes", "-moss", true),
        (&["notes", "--json", "--", "-moss"], "notes", "-moss", true),
        (&["-moss", "--json"], ".", "-moss", true),
        (&["notes", "-\"chain rule\" -tag:fen"], "notes", "-\"chain rule\" -tag:fen", false),
        (&["notes", "-5"], "notes", "-5", false),
    ] {
        let parsed = parse(&[&["hedgerow", "search"], arguments].concat());
        assert_eq!(parsed, (vault.to_owned(), query.to_owned(), is_json), "{arguments:?}");
    }
    for wrong in [
        &[][..],
        &["--json"],
        &["notes", "chain", "rule"],
        &["--jsn", "chain"],
        &["notes", "--jsn"],
        &["chain", "--limit"],
    ] {
        let error = Arguments::try_parse_from([&["hedgerow", "search"], wrong].concat()).unwrap_err();
        assert_eq!(error.exit_code(), 2, "{wrong:?}");
    }
    let help = Arguments::try_parse_from(["hedgerow", "search", "-h"]).unwrap_err().to_string();
    assert!(help.contains("[VAULT] <QUERY>") && help.contains("several words in quotes"), "{help}");
}
