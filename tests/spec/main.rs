//! The examples of the CommonMark and GFM specifications, rendered as notes.
//!
//! Each example is a vault of one note, with the files that its links name, so that they lead somewhere. Pictures of the
//! specifications have names like `url`, by which a vault knows no picture: they get an `.png`. What Hedgerow means to
//! do otherwise stands in `differences.toml`, with the rule of the notes format that asks for it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]
#![allow(clippy::print_stdout, reason = "how many examples are the same is worth a line")]

mod difference;
mod example;
mod markup;
mod rendered;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use difference::Difference;
use rendered::Rendered;

#[test]
fn the_examples_of_commonmark_are_rendered_as_its_specification_says() {
    check("commonmark", 652);
}

#[test]
fn the_examples_of_gfm_are_rendered_as_its_specification_says() {
    check("gfm", 673);
}

/// Compares all examples of a specification with the list of differences.
fn check(spec: &str, n_examples: usize) {
    let examples = example::read(spec);
    assert_eq!(examples.len(), n_examples, "no example was lost");
    let differences = difference::read(spec);
    let by_number: BTreeMap<usize, &Difference> = differences.iter().map(|it| (it.example, it)).collect();
    assert_eq!(by_number.len(), differences.len(), "an example is listed once");
    let mut wrong = String::new();
    let mut n_same = 0;
    for example in &examples {
        let Rendered { html, addresses } = Rendered::new(&example.markdown, &example.html);
        let is_same = markup::tokens(&html, &BTreeMap::new()) == markup::tokens(&example.html, &addresses);
        n_same += usize::from(is_same);
        match (is_same, by_number.get(&example.number)) {
            (true, None) | (false, Some(_)) => {}
            (true, Some(listed)) => {
                writeln!(wrong, "{spec} {}: listed as different ({}), but the same", example.number, listed.rule)
                    .unwrap();
            }
            (false, None) => wrong.push_str(&example.differs(spec, &html)),
        }
    }
    assert!(by_number.keys().all(|number| *number <= n_examples), "an example that is none is listed");
    println!("{spec}: {n_same} of {n_examples} examples the same, {} different on purpose", differences.len());
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn markup_that_differs_is_told_apart() {
    let same = |a: &str, b: &str| markup::tokens(a, &BTreeMap::new()) == markup::tokens(b, &BTreeMap::new());
    assert!(same("<p>a\n b</p>\n<p>c</p>", "<p dir=\"auto\">a b</p><p>c</p>"));
    assert!(same("<a href=\"/a%20b\">x</a>", "<a class=\"internal-link\" href=\"a b\">x</a>"));
    for (a, b) in [
        ("<p>a b</p>", "<p>ab</p>"),
        ("<p>a</p>", "<p><em>a</em></p>"),
        ("<p>a</p><p>b</p>", "<p>a b</p>"),
        ("<a href=\"a\">x</a>", "<a href=\"b\">x</a>"),
        ("<a href=\"a\">x</a>", "<a>x</a>"),
        ("<a href=\"a\" title=\"t\">x</a>", "<a href=\"a\">x</a>"),
        ("<pre>a  b</pre>", "<pre>a b</pre>"),
        ("<ol start=\"2\"></ol>", "<ol></ol>"),
        ("a<!-- b -->", "a"),
        ("<td align=\"left\">a</td>", "<td>a</td>"),
    ] {
        let wrap = |html: &str| html.replace("<td", "<table><tr><td");
        assert!(!same(&wrap(a), &wrap(b)), "{a} and {b}");
    }
}
