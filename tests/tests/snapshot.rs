//! The snapshot law: what is served follows from the files alone, whenever and in whatever order they are read or asked for.

use std::collections::BTreeSet;

use hedgerow_tests::{Answer, Crawl, Door, Host, Question, TempGarden};

use crate::notes_example;

fn example() -> TempGarden {
    TempGarden::copy_of(&notes_example())
}

fn crawl(garden: &TempGarden) -> Crawl {
    let searches = ["gradient", "chain rule", "a", "the", "derivative OR matrix", "tag:calculus", "eigen"];
    let searches = searches.map(|query| format!("/-/api/search?limit=50&q={}", hedgerow_tests::encoded(query)));
    Crawl::of_garden(&Door::open(garden.root()), searches)
}

#[test]
fn two_cold_starts_of_the_same_files_answer_alike() {
    let garden = example();
    let (first, second) = (crawl(&garden), crawl(&garden));
    assert!(first.answers.len() > 100, "the crawl got around: {}", first.answers.len());
    assert_eq!(first.difference(&second), None);
}

#[test]
fn where_and_in_which_order_the_files_were_written_does_not_matter() {
    let garden = example();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut folders = vec![garden.root().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(garden.root()).unwrap().to_str().unwrap().to_owned();
                files.push((name, std::fs::read(path).unwrap()));
            }
        }
    }
    files.sort();
    let forwards = TempGarden::of(files.clone());
    let backwards = TempGarden::of(files.into_iter().rev());
    assert_eq!(crawl(&forwards).difference(&crawl(&backwards)), None);
}

#[test]
fn what_was_asked_before_does_not_matter() {
    let garden = example();
    let known = crawl(&garden);
    let door = Door::open(garden.root());
    // Each page with one coding first and then without, last page first.
    for (question, answer) in known.answers.iter().rev() {
        let coded = Question::get(&question.target).with("accept-encoding", "gzip");
        let head = Question::get(&question.target).method("HEAD");
        door.ask(&coded);
        assert_eq!(door.ask(&head).body, b"", "{head}");
        assert_eq!(door.ask(question), *answer, "{question}");
    }
}

#[test]
fn who_has_a_page_already_is_told_so_and_no_more() {
    let garden = example();
    let door = Door::open(garden.root());
    let mut seen = BTreeSet::new();
    for (question, answer) in &crawl(&garden).answers {
        let tag = answer.header("etag");
        if answer.status != 200 || tag.is_empty() {
            continue;
        }
        seen.insert(answer.header("content-type").to_owned());
        let Answer { status, body, headers } = door.ask(&question.clone().with("if-none-match", tag));
        assert_eq!((status, body.as_slice()), (304, b"".as_slice()), "{question}");
        assert!(headers.contains(&("etag".to_owned(), tag.to_owned())), "{question}: {headers:?}");
    }
    assert!(seen.len() >= 5, "pages, data, feeds and pictures have tags: {seen:?}");
}
