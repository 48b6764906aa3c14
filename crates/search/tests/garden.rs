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
    // However many notes hold what was meant, the word itself stands in none.
    let many: Vec<(String, String)> = (0..5).map(|n| (format!("N{n}.md"), "an obsidian".to_owned())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let answer = self::index(&many).search(&Query::parse("obsidain"));
    assert_eq!((answer.total, answer.suggestion.map(|it| it.query).as_deref()), (5, Some("obsidian")));
    // Here the word would become an operator, and nothing would be asked for any more.
    assert_eq!(suggested("ptah:"), None);
}

#[test]
fn what_was_meant_is_put_in_once_and_spelt_as_in_the_notes() {
    let index = index(&[("A.md", "notetaking, Gärten, the shortest way"), ("B.md", "Ο Οδυσσέας")]);
    let suggested = |query: &str| index.search(&Query::parse(query)).suggestion.map(|suggestion| suggestion.query);
    assert_eq!(suggested("note taking").as_deref(), Some("notetaking"));
    assert_eq!(suggested("no(te taking"), None, "it would ask for something else");
    assert_eq!(suggested("on note taking").as_deref(), Some("on notetaking"));
    assert_eq!(suggested("gartne").as_deref(), Some("Gärten"));
    assert_eq!(suggested("οδυσσεαz").as_deref(), Some("Οδυσσέας"));
    assert_eq!(suggested("\"the shrotest way\"").as_deref(), Some("\"the shortest way\""));
    assert_eq!(suggested("shrotest-way").as_deref(), Some("shortest-way"));
    assert_eq!(suggested("\"the shortest way\""), None);
}

#[test]
fn what_is_quoted_stands_so_or_nowhere() {
    let files =
        [("A.md", "rules of chain"), ("B.md", "chain-rules"), ("C.md", "grown \u{1F333} tree"), ("D.md", "grown")];
    check(&files, "\"chain-rules\"", &["B.md: <mark>chain</mark>-<mark>rules</mark>"]);
    check(&files, "\"rules chain\"", &[]);
    check(&files, "\"grown tree\"", &["C.md: <mark>grown</mark> \u{1F333} <mark>tree</mark>"]);
}

#[test]
fn what_a_condition_is_about_is_shown() {
    let note = ("A.md", "First words.\n\n## Later\n\n- [ ] call & 12-34 office\n\nMore.");
    check(&[note], "/\\d+-\\d+/", &["A.md#later: call &amp; <mark>12-34</mark> office More."]);
    check(&[note], "task-todo:\"\"", &["A.md#later: <mark>call &amp; 12-34 office</mark> More."]);
}

#[test]
fn s_09_the_name_of_a_file_is_searched() {
    let files = [
        ("Weekly/2026-W02.md", "---\ntitle: Second week\n---\nnothing"),
        ("Daily/2024-03-05.md", "# Tuesday\n\nrain"),
        ("Other.md", "of 2024"),
    ];
    for (query, path) in [
        ("2026-W02", "Weekly/2026-W02.md"),
        ("w02", "Weekly/2026-W02.md"),
        ("2024-03-05", "Daily/2024-03-05.md"),
        ("2024 03 05 rain", "Daily/2024-03-05.md"),
        ("(w02 OR nowhere)", "Weekly/2026-W02.md"),
        ("match-case:W02", "Weekly/2026-W02.md"),
    ] {
        let index = index(&files);
        let answer = index.search(&Query::parse(query));
        let first = answer.hits.first().map(|hit| index.garden().note(hit.note).path().as_str());
        assert_eq!(first, Some(path), "{query}");
    }
}

#[test]
fn who_narrows_a_search_finds_no_more_than_was_said() {
    let mut files: Vec<(String, &str)> = (0..9).map(|n| (format!("Wide/N{n}.md"), "moss")).collect();
    files.push(("Deep/One.md".to_owned(), "moss"));
    files.extend((0..9).map(|n| (format!("Deep/Near{n}.md"), "mess most boss")));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let index = index(&files);
    let answer = index.search(&Query::parse("moss").with_facets());
    assert_eq!(answer.facets.folders.len(), 2);
    for facet in &answer.facets.folders {
        let narrowed = index.search(&Query::parse(&format!("{} moss", facet.filter)));
        assert_eq!(narrowed.total, facet.count, "{}", facet.filter);
    }
}

/// Lists what a query may become, with the number of notes.
fn completions(query: &str, expected: &[&str]) {
    let index = index(&[
        (
            "Math/Limits.md",
            "---\ntags: [Math/calculus, map]\ndate: 2024-02-06\n---\n## Proof\n\n## Proof\n\n## Proof of \"it\"\n\n## ***",
        ),
        ("Math/A b/Sums.md", "---\ntags: [math, math/calculus]\ndate: 2025-02-06\n---\n## proof"),
        ("Über.md", "---\ntags: [übung]\n---\n## Über uns"),
        ("Hidden.md", "---\ntags: [mask]\npublish: false\n---\n## Prose"),
        ("Unlisted.md", "---\ntags: [mauve]\nunlisted: true\n---\n## Prose"),
    ]);
    let found = index.complete(&Query::parse(query)).into_iter().map(|it| {
        assert!(it.query.ends_with(&it.text), "{it:?}");
        let count = it.count.map_or_else(String::new, |count| format!(" ({count})"));
        let alone = index.search(&Query::parse(&it.text));
        assert!(it.count.is_none_or(|count| count == alone.total), "{it:?} finds {}", alone.total);
        assert_eq!(alone.notices, Vec::<String>::new(), "{it:?} is understood");
        format!("{}{count}", it.query)
    });
    assert_eq!(found.collect::<Vec<_>>(), expected, "{query:?}");
}

#[test]
fn a_value_that_is_being_typed_is_completed() {
    completions("tag:ma", &["tag:math (2)", "tag:math/calculus (2)", "tag:map (1)"]);
    completions("#ma", &["#math (2)", "#math/calculus (2)", "#map (1)"]);
    completions("salt -(tag:MATH/", &["salt -(tag:math/calculus (2)"]);
    completions("tag:math", &["tag:math/calculus (2)"]);
    completions("tag:#Ü", &["tag:übung (1)"]);
    completions("tag:\"map", &[]);
    completions("folder:", &["folder:\"Math\" (2)", "folder:\"Math/A b\" (1)"]);
    completions("x folder:\"math/a", &["x folder:\"Math/A b\" (1)"]);
    completions("heading:pro", &["heading:\"proof\" (2)", "heading:\"Proof of \\\"it\\\"\" (1)"]);
    completions("heading:ü", &["heading:\"Über uns\" (1)"]);
    completions("year:", &["year:2025 (1)", "year:2024 (1)"]);
    completions("date:2024", &[]);
    completions("is:", &["is:orphan", "is:tagged", "is:untagged"]);
    completions("HAS:ta", &["HAS:tag", "HAS:task"]);
}

#[test]
fn what_is_complete_or_no_operator_stays_as_it_is() {
    for query in [
        "",
        "ma",
        "hea",
        "tag:ma ",
        "tag:ma x",
        "tag:(ma",
        "tag:/ma",
        "tag:\"ma\"",
        "title:ma",
        "has:task",
        "(tag:ma)",
        "\"tag:ma",
    ] {
        completions(query, &[]);
    }
    completions("#", &["#math (2)", "#math/calculus (2)", "#map (1)", "#übung (1)"]);
    let long = format!("{} tag:ma", "word ".repeat(2_000));
    assert_eq!(index(&[LIMITS]).complete(&Query::parse(&long)), [], "what was cut off is no end");
}
