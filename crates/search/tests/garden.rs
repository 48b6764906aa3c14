//! Searches little vaults that went through the gate.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

use std::sync::Arc;

use hedgerow_model::NotePath;
use hedgerow_publish::{Harvest, Mode, Policy, PublicGarden, PublishOptions};
use hedgerow_search::{Answer, Query, SearchIndex};
use sower::{FileDates, Note};

fn index(files: &[(&str, &str)]) -> SearchIndex {
    let notes = files.iter().map(|(path, text)| {
        Arc::new(Note::parse(NotePath::new(path).unwrap(), (*text).to_owned(), FileDates::default()))
    });
    let mut notes: Vec<Arc<Note>> = notes.collect();
    notes.sort_by(|a, b| a.path().cmp(b.path()));
    let options =
        PublishOptions { policy: Policy::new(Mode::All, &[], &[], None).unwrap(), ..PublishOptions::default() };
    let harvest = Harvest::new(&notes, &[]);
    SearchIndex::build(&Arc::new(PublicGarden::grow(&harvest, &options)), "en").unwrap()
}

/// Lists what a query finds as `path#anchor: snippet`, best first.
fn check(files: &[(&str, &str)], query: &str, expected: &[&str]) {
    let index = index(files);
    let answer = index.search(&Query::parse(query));
    let found = answer.hits.iter().map(|hit| {
        let anchor = hit.section.as_ref().map_or_else(String::new, |section| section.anchor.fragment());
        format!("{}{anchor}: {}", index.garden().note(hit.note).path(), hit.snippet)
    });
    assert_eq!(found.collect::<Vec<_>>(), expected, "{query:?}");
    assert_eq!(answer.total + answer.n_partial, expected.len());
}

const LIMITS: (&str, &str) = (
    "Limits.md",
    "---\naliases: [Grenzwert]\ntags: [math/calculus]\n---\nFirst words.\n\n## One-sided\n\nFrom the left.",
);

#[test]
fn a_hit_names_the_section_of_its_best_passage() {
    check(&[LIMITS], "left", &["Limits.md#one-sided: From the <mark>left</mark>."]);
    check(&[LIMITS], "sided", &["Limits.md#one-sided: From the left."]);
    check(&[LIMITS], "first", &["Limits.md: <mark>First</mark> words."]);
}

#[test]
fn a_note_is_found_by_title_alias_and_tag() {
    for query in ["limits", "grenz", "#math", "tag:math/calculus", "calculus", "Limits left"] {
        let index = index(&[LIMITS, ("Other.md", "Nothing of it.")]);
        let answer = index.search(&Query::parse(query));
        assert_eq!(answer.total, 1, "{query}");
    }
}

#[test]
fn comments_front_matter_and_private_notes_are_not_found() {
    let files = [
        ("A.md", "---\nsecretkey: hush\n---\nshown %% comment %% text ^blockid"),
        ("B.md", "---\npublish: false\n---\nwithheld"),
    ];
    for query in ["hush", "secretkey", "comment", "blockid", "withheld"] {
        assert_eq!(index(&files).search(&Query::parse(query)), Answer::default(), "{query}");
    }
    check(&files, "shown text", &["A.md: <mark>shown</mark> <mark>text</mark>"]);
}

#[test]
fn private_notes_change_no_score_and_no_count() {
    let public = [LIMITS, ("Left.md", "left and right, left again"), ("Right.md", "right of left")];
    let mut all = public.to_vec();
    all.extend([("A.md", "---\npublish: false\n---\nleft left left limits"), ("Z.md", "---\ndraft: true\n---\nright")]);
    let (with, without) = (index(&all), index(&public));
    for query in ["left", "right", "limits", "l", "left right", "nothing left", "\"of left\"", "left -right", "#math"] {
        let query = Query::parse(query);
        assert_eq!(with.search(&query), without.search(&query), "{}", query.text());
    }
}

#[test]
fn the_same_garden_gives_the_same_scores() {
    let notes: Vec<(String, String)> =
        (0..200).map(|n| (format!("N{n:03}.md"), format!("word w{n} {}", "filler word ".repeat(n % 5)))).collect();
    let files: Vec<(&str, &str)> = notes.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (one, two) = (index(&files), index(&files));
    for query in ["word", "w", "filler", "w1 filler", "word nothing"] {
        let query = Query::parse(query).window(0, 200);
        let answer = one.search(&query);
        assert_eq!(answer, two.search(&query), "{}", query.text());
        assert!(answer.total + answer.n_partial > 0);
        assert!(
            answer.hits.is_sorted_by(|a, b| a.score > b.score || (a.score == b.score && a.note < b.note)),
            "best first, and in note order among equals"
        );
    }
}

#[test]
fn what_was_meant_is_asked_for_in_the_same_way() {
    let index = index(&[("Path.md", "a path along the river"), ("Other.md", "stones")]);
    let suggested = |query: &str| index.search(&Query::parse(query)).suggestion.map(|suggestion| suggestion.query);
    assert_eq!(suggested("rivre").as_deref(), Some("river"));
    assert_eq!(suggested("ptah stones").as_deref(), Some("path stones"));
    assert_eq!(suggested("alongthe").as_deref(), Some("along the"));
    assert_eq!(suggested("ptah alongthe stones").as_deref(), Some("path along the stones"));
    // Here the word would become an operator, and nothing would be asked for any more.
    assert_eq!(suggested("ptah:"), None);
}
