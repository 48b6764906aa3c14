//! The runner itself: that it finds what does not hold, and only that.
//!
//! The program that is measured here copies the vault: the files of a case are the site that comes out, its data and what
//! its checker says.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

use std::fs;
use std::path::Path;
use std::process::Command;

use hedgerow_conformance::{Coverage, Publisher, Report, Roles, Rules, RunOptions, Suite, Template, Verdict};

const SITE: &str = r##"
[case.files]
"data.json" = """{ "notes": [
  { "path": "A.md", "url": "/A", "title": "Alpha", "aliases": ["One"], "tags": ["x", "y"], "backlinks": ["B.md"], "mentions": [{ "path": "B.md" }],
    "links": [{ "raw": "[[B#h]]", "kind": "note", "target": "B.md", "url": "/B#h%20e" },
              { "raw": "[[gone]]", "kind": "missing", "target": null, "url": null },
              { "raw": "<https://example.org/>", "kind": "external", "target": "https://example.org/", "url": "https://example.org/" }] },
  { "path": "B.md", "url": "/B", "title": "Beta" }],
  "assets": [{ "path": "p.png", "url": "/p.png" }] }"""
"check.json" = '{ "diagnostics": [{ "path": "A.md", "line": 3, "code": "missing-note" }] }'
"A.html" = """<html lang="en"><head><title>Alpha - Garden</title><meta name="description" content="About alpha."></head>
<body><nav>Chrome outside</nav><div id="note"><p>First <b>bold</b><sup class="mark">1</sup></p><p>sec&shy;ond&nbsp;word &lt;i&gt;</p>
<a href="/B#h%20e">to B</a><a href="#here">down</a><a>nowhere</a><a href="/B#lost">lost</a><img src="p.png" alt="cat"><h2 id="here">Here</h2>
<span class="tex"><annotation>a_1</annotation><b>a1</b></span><!-- a remark --></div></body></html>"""
"B.html" = '<html><body><div id="note"><h2 id="h e">H</h2></div></body></html>'
"old.html" = '<html><head><meta http-equiv="refresh" content="0; url=/A"></head></html>'
"404.html" = "<p>Nothing here, says the canary</p>"
"p.png" = { picture = [3, 2] }
"##;

const ROLES: &str = r##"
body = "#note"
tex = ".tex"
math = ".tex"
chrome = "sup.mark"
"##;

/// Each key: what holds, what does not, and words of the finding.
const KEYS: [(&str, &str, &str); 48] = [
    ("notes.'A.md'.public = true", "notes.'A.md'.public = false", "a page at /A"),
    ("notes.'C.md'.public = false", "notes.'C.md'.title = 'C'", "a page"),
    ("notes.'A.md'.title = 'Alpha'", "notes.'A.md'.title = 'alpha'", "A.md: title"),
    ("notes.'A.md'.url = '/A'", "notes.'A.md'.url = '/a'", "A.md: url"),
    ("notes.'A.md'.tags = ['x', 'y']", "notes.'A.md'.tags = ['y', 'x']", "A.md: tags"),
    ("notes.'A.md'.aliases = ['One']", "notes.'A.md'.aliases = []", "A.md: aliases"),
    ("notes.'A.md'.backlinks = ['B.md']", "notes.'A.md'.backlinks = ['B.md', 'A.md']", "A.md: backlinks"),
    ("notes.'A.md'.mentions = ['B.md']", "notes.'A.md'.mentions = []", "A.md: mentions"),
    (
        "notes.'A.md'.links = { '[[B#h]]' = 'B.md#h e', '[[gone]]' = false, '<https://example.org/>' = 'https://example.org/' }",
        "notes.'A.md'.links = { '[[B#h]]' = 'B.md', '[[gone]]' = false, '<https://example.org/>' = 'https://example.org/' }",
        "leads to \"B.md#h e\"",
    ),
    (
        "notes.'A.md'.links = { '[[B#h]]' = 'B.md#h e', '[[gone]]' = false, '<https://example.org/>' = 'https://example.org/' }",
        "notes.'A.md'.links = { '[[B#h]]' = 'B.md#h e', '[[gone]]' = false }",
        "no link `<https://example.org/>`",
    ),
    (
        "notes.'A.md'.links = { '[[B#h]]' = 'B.md#h e', '[[gone]]' = false, '<https://example.org/>' = 'https://example.org/' }",
        "notes.'A.md'.links = { '[[B#h]]' = 'B.md#h e', '[[gone]]' = 'B.md', '<https://example.org/>' = 'https://example.org/' }",
        "leads nowhere",
    ),
    (
        "notes.'A.md'.text = \"First bold sec\\u00ADond\\u00A0word <i> to Bdownnowherelost Here a_1\"",
        "notes.'A.md'.text = \"First bold1 sec\\u00ADond\\u00A0word <i> to Bdownnowherelost Here a_1\"",
        "A.md: text",
    ),
    ("notes.'A.md'.shows = ['First bold']", "notes.'A.md'.shows = ['Firstbold']", "A.md: shows"),
    ("notes.'A.md'.shows = ['bold sec']", "notes.'A.md'.shows = ['Chrome outside']", "A.md: shows"),
    ("notes.'A.md'.hides = ['canary']", "notes.'A.md'.hides = ['remark']", "A.md: hides"),
    ("notes.'A.md'.hides = ['<i>']", "notes.'A.md'.hides = ['<b>']", "A.md: hides"),
    ("notes.'A.md'.hides = ['Firstbold']", "notes.'A.md'.hides = ['First bold']", "A.md: hides"),
    ("notes.'A.md'.description = 'About alpha.'", "notes.'A.md'.description = 'About'", "A.md: description"),
    ("notes.'A.md'.elements = [{ select = 'p' }]", "notes.'A.md'.elements = [{ select = 'nav' }]", "at least one"),
    (
        "notes.'A.md'.page = [{ select = 'html[lang=en]' }]",
        "notes.'A.md'.page = [{ select = 'html[lang=de]' }]",
        "at least one",
    ),
    (
        "notes.'A.md'.elements = [{ select = 'p', count = 2 }]",
        "notes.'A.md'.elements = [{ select = 'p', count = 1 }]",
        "1 elements",
    ),
    (
        "notes.'A.md'.elements = [{ select = 'i', count = 0 }]",
        "notes.'A.md'.elements = [{ select = 'b', count = 0 }]",
        "0 elements",
    ),
    (
        "notes.'A.md'.elements = [{ select = 'p b', text = ['bold'] }]",
        "notes.'A.md'.elements = [{ select = 'p', text = ['First bold'] }]",
        "`p`: text",
    ),
    (
        "notes.'A.md'.elements = [{ select = 'sup', text = ['1'] }]",
        "notes.'A.md'.elements = [{ select = 'sup', text = [''] }]",
        "`sup`: text",
    ),
    (
        "notes.'A.md'.elements = [{ select = '{tex}', text = ['a_1'] }]",
        "notes.'A.md'.elements = [{ select = '{tex}', text = ['a1'] }]",
        "`{tex}`: text",
    ),
    (
        "notes.'A.md'.elements = [{ select = 'p {tex}', count = 0 }]",
        "notes.'A.md'.elements = [{ select = 'h2 ~ {tex}', count = 0 }]",
        "0 elements",
    ),
    (
        "notes.'A.md'.elements = [{ select = 'img', attr = { alt = 'cat' } }]",
        "notes.'A.md'.elements = [{ select = 'img', attr = { alt = 'dog' } }]",
        "`img`: alt",
    ),
    (
        "notes.'A.md'.elements = [{ select = 'img', attr = { alt = true } }]",
        "notes.'A.md'.elements = [{ select = 'img', attr = { title = true } }]",
        "`img`: title",
    ),
    (
        "notes.'A.md'.elements = [{ select = 'img', attr = { title = false } }]",
        "notes.'A.md'.elements = [{ select = 'img', attr = { alt = false } }]",
        "`img`: alt",
    ),
    (
        "notes.'A.md'.elements = [{ select = 'img', leads = 'p.png' }]",
        "notes.'A.md'.elements = [{ select = 'img', leads = 'q.png' }]",
        "nothing public has that path",
    ),
    (
        "notes.'A.md'.elements = [{ select = 'a', leads = 'B.md#h e' }]",
        "notes.'A.md'.elements = [{ select = 'a', leads = 'B.md' }]",
        "`a`: leads",
    ),
    (
        "notes.'A.md'.elements = [{ select = 'a', leads = 'B.md#h e' }]",
        "notes.'A.md'.elements = [{ select = 'a[href$=lost]', leads = 'B.md#lost' }]",
        "an element of id \"lost\"",
    ),
    (
        "notes.'A.md'.elements = [{ select = 'a + a', leads = '#here' }]",
        "notes.'A.md'.elements = [{ select = 'a + a', leads = '#there' }]",
        "#there",
    ),
    (
        "notes.'A.md'.elements = [{ select = 'a:not([href])', leads = false }]",
        "notes.'A.md'.elements = [{ select = 'a', leads = false }]",
        "no `href`",
    ),
    ("site.public = ['A.md', 'B.md']", "site.public = ['A.md']", "site: public"),
    ("site.files = ['p.png']", "site.files = []", "site: files"),
    ("site.redirects = { '/old' = 'A.md' }", "site.redirects = { '/old' = 'B.md' }", "a redirect to /B"),
    ("site.redirects = { '/old' = 'A.md' }", "site.redirects = { '/B' = 'A.md' }", "a redirect to /A"),
    ("site.nowhere = ['kanarie']", "site.nowhere = ['canary']", "site: nowhere"),
    ("site.nowhere = ['Canary']", "site.nowhere = ['remark']", "site: nowhere"),
    ("site.warns = ['A.md: missing-note']", "site.warns = ['B.md: missing-note']", "site: warns"),
    ("site.warns = ['A.md:3: missing-note']", "site.warns = ['A.md:4: missing-note']", "site: warns"),
    ("get = [{ path = '/A', status = 200 }]", "get = [{ path = '/C', status = 200 }]", "GET /C: status"),
    (
        "get = [{ path = '/C', status = [404, 410] }]",
        "get = [{ path = '/A', status = [404, 410] }]",
        "one of [404, 410]",
    ),
    (
        "get = [{ path = '/A', type = 'text/html', header = { etag = false } }]",
        "get = [{ path = '/A', type = 'text/plain' }]",
        "content-type",
    ),
    (
        "get = [{ path = '/A', shows = ['Alpha'], hides = ['canary'] }]",
        "get = [{ path = '/A', shows = ['canary'] }]",
        "GET /A: shows",
    ),
    ("get = [{ path = '/A', hides = ['canary'] }]", "get = [{ path = '/A', hides = ['remark'] }]", "GET /A: hides"),
    ("get = [{ path = '/C', same_as = '/D' }]", "get = [{ path = '/A', same_as = '/B' }]", "GET /A: same_as"),
];

fn publisher(folder: &Path) -> Publisher {
    fs::write(folder.join("roles.toml"), ROLES).unwrap();
    let template = |line: &str| Template::parse(line).unwrap();
    Publisher::that_builds(template("cp -r {vault} {out}"), Roles::read(&folder.join("roles.toml")).unwrap())
}

fn with_data(publisher: Publisher) -> Publisher {
    let template = |line: &str| Template::parse(line).unwrap();
    publisher.with_data(template("cat {vault}/data.json")).with_check(template("cat {vault}/check.json"))
}

fn rules() -> Rules {
    Rules::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules.toml")).unwrap()
}

/// Reads case files given as path and content.
fn suite(folder: &Path, files: &[(&str, &str)]) -> Suite {
    for (path, content) in files {
        let at = folder.join("cases").join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, content).unwrap();
    }
    Suite::read(&folder.join("cases"), &rules())
}

/// Writes a case of the site above.
fn case(name: &str, expectation: &str) -> String {
    format!("[[case]]\nname = {name:?}\nrules = ['L-14']\n{expectation}\n{SITE}")
}

#[test]
fn each_key_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::new();
    for (at, (right, wrong, _)) in KEYS.iter().enumerate() {
        text.push_str(&case(&format!("right {at}"), right));
        text.push_str(&case(&format!("wrong {at}"), wrong));
    }
    let suite = suite(folder.path(), &[("L/keys.toml", &text)]);
    assert_eq!(suite.problems, []);
    let outcomes = suite.run(&with_data(publisher(folder.path())), &RunOptions::default(), |_| {});
    assert_eq!(outcomes.len(), 2 * KEYS.len());
    for (pair, (right, wrong, words)) in outcomes.chunks(2).zip(KEYS) {
        assert_eq!(pair[0].verdict, Verdict::Passed, "{right}");
        match &pair[1].verdict {
            Verdict::Failed(findings) => {
                let told = findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
                assert!(told.contains(words), "{wrong}: {told}");
            }
            verdict => panic!("{wrong}: {verdict:?}"),
        }
    }
}

#[test]
fn what_a_program_cannot_tell_is_not_run() {
    let folder = tempfile::tempdir().unwrap();
    let expectations = [
        "notes.'A.md'.title = 'Alpha'",
        "site.public = ['A.md', 'B.md']",
        "site.warns = []",
        "site.redirects = { '/old' = 'A.md' }",
        "get = [{ path = '/A', method = 'HEAD', status = 200 }]",
    ];
    let of_data =
        ["notes.'B.md'.tags = []", "notes.'B.md'.mentions = []", "notes.'B.md'.elements = [{ select = '{diagram}' }]"];
    let cases = |expectations: &[&str]| expectations.iter().map(|text| case(text, text)).collect::<String>();
    let bare = suite(folder.path(), &[("bare.toml", &cases(&expectations))]);
    let outcomes = bare.run(&publisher(folder.path()), &RunOptions::default(), |_| {});
    for outcome in &outcomes {
        assert!(matches!(outcome.verdict, Verdict::NotRun(_)), "{outcome}");
    }
    let report = Report::of(&outcomes);
    assert_eq!((report.n_passed, report.n_failed, report.n_not_run), (0, 0, expectations.len()));
    assert!(report.to_string().contains("the program has no checker (1)"), "{report}");

    let suite = suite(folder.path(), &[("bare.toml", &cases(&of_data))]);
    for outcome in suite.run(&with_data(publisher(folder.path())), &RunOptions::default(), |_| {}) {
        assert!(matches!(outcome.verdict, Verdict::NotRun(_)), "{outcome}");
    }
}

#[test]
fn a_program_that_does_not_work_fails() {
    let folder = tempfile::tempdir().unwrap();
    let suite = suite(folder.path(), &[("L/a.toml", &case("a", "notes.'A.md'.text = ''"))]);
    let roles = || Roles::read(&folder.path().join("roles.toml")).unwrap();
    publisher(folder.path());
    let template = |line: &str| Template::parse(line).unwrap();
    let broken = [
        Publisher::that_builds(template("false"), roles()).with_data(template("cat {vault}/data.json")),
        Publisher::that_builds(template("true"), roles()).with_data(template("cat {vault}/data.json")),
        Publisher::that_builds(template("cp -r {vault} {out}"), roles()).with_data(template("echo no JSON")),
        Publisher::that_serves(template("echo no address"), roles()).with_data(template("cat {vault}/data.json")),
        Publisher::that_serves(template("false {port}"), roles()).with_data(template("cat {vault}/data.json")),
        Publisher::that_serves(template("/no/such/program"), roles()).with_data(template("cat {vault}/data.json")),
    ];
    for publisher in broken {
        let outcomes = suite.run(&publisher, &RunOptions::default(), |_| {});
        assert!(matches!(outcomes[0].verdict, Verdict::Failed(_)), "{publisher:?}: {}", outcomes[0]);
    }
    assert!(Template::parse("").is_err() && Template::parse("an 'open quote").is_err());
}

#[test]
fn files_that_are_wrong_are_told() {
    let good = case("good", "site.public = []");
    let twice = format!("{good}{good}");
    let unknown_content =
        case("a", "site.public = []").replace("p.png\" = {", "q.png\" = { bytes = 3 }\n\"p.png\" = {");
    let wrong = [
        ("not TOML", "[[case]\n"),
        ("an unknown key", &good.replace("rules =", "rule = 1\nrules =")),
        ("an unknown key of a note", &case("a", "notes.'A.md'.titel = 'x'")),
        ("an unknown key of an element", &case("a", "notes.'A.md'.elements = [{ select = 'p', counts = 1 }]")),
        ("a missing name", &good.replace("name = \"good\"\n", "")),
        ("two of a name", &twice),
        ("a rule that is none", &good.replace("L-14", "L-99")),
        ("no rule", &good.replace("'L-14'", "")),
        ("nothing expected", &case("a", "why = 'it is so'")),
        ("content of no kind", &unknown_content),
        ("content of two kinds", &good.replace("picture = [3, 2]", "picture = [3, 2], text = 'x'")),
        ("no base64", &good.replace("picture = [3, 2]", "base64 = '!'")),
        ("no case", "# nothing yet"),
    ];
    for (what, text) in wrong {
        let folder = tempfile::tempdir().unwrap();
        let suite = suite(folder.path(), &[("L/wrong.toml", text), ("L/right.toml", &good)]);
        assert_eq!(suite.problems.len(), 1, "{what}: {:?}", suite.problems);
        assert_eq!(suite.problems[0].0, "L/wrong.toml", "{what}");
        assert!(suite.n_cases() > 0, "{what}: the other file is read");
    }
}

#[test]
fn rules_with_too_few_cases_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        ["a", "b"].map(|name| case(name, "site.public = []")).concat() + &case("c", "get = []").replace("L-14", "L-15");
    let coverage = Coverage::of(&suite(folder.path(), &[("L/few.toml", &text)]), &rules());
    let lacking = coverage.lacking();
    assert!(lacking.contains(&"L-15") && lacking.contains(&"F-01") && !lacking.contains(&"L-14"), "{lacking:?}");
    assert!(!lacking.contains(&"W-21") && !lacking.contains(&"S-01"), "optional and not covered: {lacking:?}");
    assert!(coverage.to_string().contains("L-15"), "{coverage}");
}

#[test]
fn cases_are_picked_and_told_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let many: String = (10..30).map(|at| case(&format!("case {at}"), "site.public = []")).collect();
    let suite = suite(
        folder.path(),
        &[("L/many.toml", &many), ("W/one.toml", &case("alone", "site.public = ['A.md', 'B.md']"))],
    );
    let publisher = with_data(publisher(folder.path()));
    let run = |only: &str, keep_going| {
        let options = RunOptions { only: vec![only.to_owned()], keep_going, ..RunOptions::default() };
        let mut told = Vec::new();
        let outcomes = suite.run(&publisher, &options, |outcome| told.push(outcome.case.name().to_owned()));
        (outcomes.len(), told)
    };
    assert_eq!(run("W/one", true), (1, vec!["alone".to_owned()]));
    assert_eq!(run("case 2", true).0, 10);
    assert_eq!(run("L-14", true).0, 21);
    assert_eq!(run("L-15", true).0, 0);
    let (_, told) = run("case", true);
    assert!(told.is_sorted() && told.len() == 20, "{told:?}");
    assert!(run("case", false).0 < 20, "the first failure ends it");
}

/// Runs the program on a case and returns its code and what it printed.
fn program(folder: &Path, expectation: &str, arguments: &[&str]) -> (Option<i32>, String) {
    suite(folder, &[("L/a.toml", &case("the only case", expectation))]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    command.args(["--build", "cp -r {vault} {out}", "--data", "cat {vault}/data.json"]).args(arguments);
    command.arg("--roles").arg(folder.join("roles.toml")).arg("--cases").arg(folder.join("cases"));
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

#[test]
fn the_program_says_what_was_expected_and_what_was_found() {
    let folder = tempfile::tempdir().unwrap();
    publisher(folder.path());
    let (code, said) = program(folder.path(), "notes.'A.md'.title = 'Alpha'", &["--verbose"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("passed   L/a.toml:2  the only case  (L-14)") && said.contains("1 passed, 0 failed, 0 not run"),
        "{said}"
    );
    let (code, said) = program(folder.path(), "notes.'A.md'.title = 'Omega'", &["--only", "L-14"]);
    assert_eq!(code, Some(1), "{said}");
    for line in [
        "FAILED   L/a.toml:2  the only case  (L-14)",
        "    A.md: title",
        "      expected  \"Omega\"",
        "      found     \"Alpha\"",
    ] {
        assert!(said.lines().any(|it| it == line), "{line}: {said}");
    }
    let (code, said) = program(folder.path(), "site.warns = []", &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("0 passed, 0 failed, 1 not run"), "{said}");
    let (code, said) = program(folder.path(), "notes.'A.md'.titel = ''", &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("L/a.toml: ") && said.contains("titel"), "{said}");
    let (code, said) = program(folder.path(), "site.public = []", &["--only", "no such case"]);
    assert_eq!(code, Some(2), "{said}");
    let (code, said) = program(folder.path(), "site.public = []", &["--serve", "x"]);
    assert_eq!(code, Some(2), "{said}");
}
