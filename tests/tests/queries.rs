//! Whatever is typed, the answer is small, escaped and always the same: 10,000 texts of any kind, and 10,000 queries that were damaged.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use hedgerow_search::{Answer, Query};
use hedgerow_tests::fuzz::{check_answer, check_page};
use hedgerow_tests::seeded::Seeded;
use hedgerow_tests::{Corpus, Host, Judged, encoded};
use rayon::prelude::*;
use serde_json::Value;

use crate::notes_example;

const N_QUERIES: usize = 10_000;

/// Of so many queries one is asked twice and in windows, and one through the router.
const ONE_IN: usize = 25;

/// What queries are made of, by kind, with dots between. Words of the garden stand among them, so that something is found.
const PIECES: [&str; 8] = [
    "gradient·chain·rule·bayes·matrix·the·a·probability·derivative·what·diary·2026",
    "tag:·#·path:·file:·title:·heading:·content:·line:·block:·section:·task:·task-todo:·task-done:",
    "folder:·is:·has:·before:·after:·date:·year:·links-to:·linked-from:·match-case:·ignore-case:·nothing:",
    "\"·(·)·[·]·-·--·OR· OR ·:·[[·]]·“·”·„·«·»·\\\"·\\·'·’",
    r"/·/[a-z]+/·/(a|b)*c/i·/(/·/\d{4}/·/a{9999}/·/(?<=x)y/·/\p{Han}/u·/.*/·/^/gm·[a:·[tags:x]·[a:>3]·[a:null]",
    "日本語·東京都·ノート·ภาษาไทย·العربية·עברית·हिन्दी·λόγος·Straße·café·ﬁ·Ａ１·한국어·👩‍👩‍👧·🌱·e\u{301}\u{301}",
    "\0·\u{1}·\u{7f}·\n·\t·\u{a0}·\u{200b}·\u{202e}·\u{feff}·\u{fffd}·\u{10ffff}·\u{301}·\u{e33}",
    "<script>·</mark>·&lt;·&#x27;·%00·../..·2024-02-30·99999999999999999999·x=\"y\" onload=z·orphan·task·{{ 7 }}",
];

fn piece(kind: &str, seeded: &mut Seeded) -> String {
    let pieces: Vec<&str> = kind.split('·').collect();
    (*seeded.pick(&pieces)).to_owned()
}

/// Texts of pieces in any order.
fn any_text(seeded: &mut Seeded) -> String {
    let most = if seeded.below(50) == 0 { 300 } else { 14 };
    let n_kinds = 1 + seeded.below(PIECES.len());
    let kinds: Vec<&str> = (0..n_kinds).map(|_| *seeded.pick(&PIECES)).collect();
    let mut text = String::new();
    for _ in 0..1 + seeded.below(most) {
        match seeded.below(12) {
            0 => text.extend(char::from_u32(seeded.below(0x11_0000) as u32)),
            1 => text.push(char::from(seeded.below(0x80) as u8)),
            _ => {
                let kind = *seeded.pick(&kinds);
                text.push_str(&piece(kind, seeded));
            }
        }
        if seeded.below(3) == 0 {
            text.push(' ');
        }
    }
    // Now and then one is too long, and is cut somewhere within it.
    if seeded.below(400) == 0 { text.repeat(1 + 12_000 / text.len().max(1)) } else { text }
}

/// A query as it is meant.
fn well_formed(questions: &[Judged], seeded: &mut Seeded) -> String {
    let mut parts = Vec::new();
    for _ in 0..1 + seeded.below(2) {
        let question = &seeded.pick(questions).question;
        let words: Vec<&str> = question.split_whitespace().collect();
        let (word, other) = (*seeded.pick(&words), *seeded.pick(&words));
        parts.push(match seeded.below(16) {
            0 => format!("\"{word} {other}\""),
            1 => format!("-{word}"),
            2 => format!("({word} OR {other})"),
            3 => {
                format!("{}{word}", seeded.pick(&["tag:", "title:", "heading:", "line:", "section:", "task:", "path:"]))
            }
            4 => format!("{}({word} -{other})", seeded.pick(&["title:", "line:", "block:", "section:", "task:"])),
            5 => seeded
                .pick(&["is:orphan", "has:task", "has:tag", "year:2026", "before:2026-05", "#probability"])
                .to_string(),
            6 => format!("/{}.+{}/i", start(word), start(other)),
            7 => format!("[{word}:{other}]"),
            8 => format!("links-to:\"{word} {other}\""),
            _ => question.clone(),
        });
    }
    parts.join(" ")
}

fn start(word: &str) -> String {
    word.chars().take(3).collect()
}

/// A query that was damaged in a few places.
fn damaged(query: &str, seeded: &mut Seeded) -> String {
    let mut letters: Vec<char> = query.chars().collect();
    for _ in 0..1 + seeded.below(4) {
        let at = seeded.below(letters.len() + 1);
        let end = (at + 1 + seeded.below(4)).min(letters.len());
        match seeded.below(6) {
            0 => drop(letters.drain(at..end)),
            1 => letters.truncate(at),
            2 => letters[at..end].reverse(),
            3 => {
                let again: Vec<char> = letters[at..end].to_vec();
                letters.splice(at..at, again);
            }
            4 => letters.extend_from_within(..at),
            _ => {
                let kind = *seeded.pick(&PIECES);
                letters.splice(at..at, piece(kind, seeded).chars().collect::<Vec<_>>());
            }
        }
    }
    letters.into_iter().collect()
}

/// Asks each, and some of them in every way.
fn check(queries: &[String]) {
    let corpus = Corpus::open(&notes_example(), None).unwrap();
    let again = Corpus::open(&notes_example(), None).unwrap();
    let asked = queries.par_iter().enumerate().map(|(at, text)| {
        let ask = || check_one(&corpus, &again, text, at.is_multiple_of(ONE_IN));
        catch_unwind(AssertUnwindSafe(ask)).map_err(|_| text)
    });
    let asked: Vec<Result<bool, &String>> = asked.collect();
    let broken: Vec<&String> = asked.iter().filter_map(|asked| asked.err()).take(20).collect();
    assert!(broken.is_empty(), "promises are broken, for one by {broken:#?}");
    let n_found = asked.iter().filter(|asked| **asked == Ok(true)).count();
    assert!(n_found * 4 > queries.len(), "there is much to look at: {n_found} of {} find something", queries.len());
}

/// Tells whether something was found.
fn check_one(corpus: &Corpus, again: &Corpus, text: &str, is_in_every_way: bool) -> bool {
    let query = Query::parse(text).with_facets();
    let answer = check_answer(&corpus.index, text, &query);
    if is_in_every_way {
        assert_eq!(answer, again.index.search(&query), "the same garden has the same answer");
        let window = corpus.index.search(&query.window(1, 2));
        assert_eq!((window.total, window.n_partial), (answer.total, answer.n_partial), "a window changes no count");
        let expected: Vec<_> = answer.hits.iter().skip(1).take(2).cloned().collect();
        assert_eq!(window.hits, expected, "a window is a part of the answer");
        check_forms(corpus, again, text, &answer);
    }
    !answer.hits.is_empty()
}

/// Asks for the page, the JSON, the suggestions and the feed.
fn check_forms(corpus: &Corpus, again: &Corpus, text: &str, answer: &Answer) {
    let mut bodies = BTreeMap::new();
    for form in ["search", "api/search", "api/suggest", "search.xml"] {
        let target = format!("/-/{form}?q={}", encoded(text));
        let reply = corpus.door.get(&target);
        assert_eq!(reply.status, 200, "{target}: {}", reply.text());
        assert!(!reply.header("etag").is_empty(), "{target}");
        assert_eq!(reply, again.door.get(&target), "the same garden has the same answer: {target}");
        bodies.insert(form, reply.text());
    }
    check_page(&bodies["search"]);
    let json: Value = serde_json::from_str(&bodies["api/search"]).unwrap();
    let n_hits = json["hits"].as_array().unwrap().len();
    // An address is trimmed, and so the query may find a little more or less than as it was typed.
    if text.trim() == text {
        assert_eq!(json["total"].as_u64(), Some((answer.total + answer.n_partial) as u64), "{text:?}");
        assert_eq!(n_hits, answer.hits.len(), "{text:?}");
    }
    let suggestions: Value = serde_json::from_str(&bodies["api/suggest"]).unwrap();
    let lengths: Vec<usize> = (1..4).map(|at| suggestions[at].as_array().unwrap().len()).collect();
    assert!(lengths.iter().all(|&length| length == lengths[0] && length <= 10), "{text:?}: {suggestions}");
    let feed = &bodies["search.xml"];
    assert!(feed.trim_end().ends_with("</rss>") && !feed.contains('\0'), "{text:?}: {feed}");
    assert!(feed.matches("<item>").count() <= 30, "{text:?}");
}

#[test]
fn ten_thousand_texts_of_any_kind_are_answered() {
    let mut seeded = Seeded::new(53);
    check(&(0..N_QUERIES).map(|_| any_text(&mut seeded)).collect::<Vec<_>>());
}

#[test]
fn ten_thousand_damaged_queries_are_answered() {
    let questions = Judged::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("search/notes-example.tsv")).unwrap();
    let mut seeded = Seeded::new(59);
    let mut query = || {
        let query = well_formed(&questions, &mut seeded);
        damaged(&query, &mut seeded)
    };
    check(&(0..N_QUERIES).map(|_| query()).collect::<Vec<_>>());
}
