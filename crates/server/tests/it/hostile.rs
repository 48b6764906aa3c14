//! Addresses and queries that nobody types by accident.

use futures_util::FutureExt;

use crate::garden::{Answer, Vault};

fn vault() -> Vault {
    Vault::new(&[("A.md", "text with ![[x/a.png]]"), ("x/a.png", "png"), ("P.md", "---\npublish: false\n---\nx")])
}

#[tokio::test]
async fn odd_addresses_are_simply_not_there() {
    let server = vault().server();
    for address in [
        "/../A",
        "/x/../A",
        "/%2e%2e/A",
        "/%2e%2e%2fetc%2fpasswd",
        "/x%2fa.png",
        "/x%2Fa.png",
        "/x%5Ca.png",
        "/A%00",
        "/%00",
        "/A%0d%0aSet-Cookie:x=1",
        "/%FF%FE",
        "/A%",
        "/A%zz",
        "//A",
        "//evil.example/A",
        "/A//",
        "/.",
        "/-",
        "/-/",
        "/-/assets/",
        "/-/assets/../../Cargo.toml",
        "/-/tags/%00",
        "/hedgerow.toml",
        "/P.md",
    ] {
        let answer = server.get(address).await;
        let is_elsewhere = answer.status == 308 && !answer.header("location").starts_with("//");
        assert!(answer.status == 404 || is_elsewhere, "{address}: {} {}", answer.status, answer.header("location"));
        assert_eq!(answer.header("set-cookie"), "", "{address}");
    }
}

#[tokio::test]
async fn long_queries_are_answered_and_longer_addresses_refused() {
    let server = vault().server();
    for query in ["a".repeat(10_000), "%22".repeat(10_000), "a+".repeat(5_000), "%E6%A9%9F".repeat(3_000)] {
        for address in ["/-/search", "/-/api/search"] {
            assert_eq!(server.get(&format!("{address}?q={query}")).await.status, 200);
        }
    }
    let answer = server.get(&format!("/-/search?q={}", "a".repeat(40_000))).await;
    assert_eq!(answer.status, 414);
}

#[tokio::test]
async fn a_flood_of_costly_searches_leaves_the_pages_alone() {
    let text = "abba baba abab ".repeat(2_000);
    let paths: Vec<String> = (0..60).map(|n| format!("Long {n}.md")).collect();
    let mut notes: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), text.as_str())).collect();
    notes.extend([("A.md", "text with [[B]]"), ("B.md", "more")]);
    let server = Vault::new(&notes).server();
    // Each is another one, so that no answer serves twice, and looks at every letter of every note.
    let flood = (0..300).map(|n| format!("/-/{}?q=/b[ab]%7B{}%7Dc/+x{n}", ["search", "api/search"][n % 2], n % 5 + 1));
    let flood: Vec<String> = flood.collect();
    let mut searches: Vec<_> = flood.iter().map(|address| Box::pin(server.get(address))).collect();
    let mut answers: Vec<Answer> = answered(&mut searches);
    assert!(!answers.is_empty() && answers.iter().all(|answer| answer.status == 503), "who finds no place is refused");
    assert!(answers.iter().all(|answer| answer.header("retry-after") == "1"));
    for page in ["/A", "/B", "/-/recent", "/-/tags"] {
        assert_eq!(server.get(page).await.status, 200, "{page}");
    }
    answers.extend(answered(&mut searches));
    assert!(!searches.is_empty(), "a page does not wait until all searches are answered");
    answers.extend(futures_util::future::join_all(searches).await);
    assert_eq!(answers.len(), flood.len());
    assert!(answers.iter().all(|answer| [200, 503].contains(&answer.status.as_u16())));
    assert!(answers.iter().filter(|answer| answer.status == 200).count() >= 64, "who found a place is answered");
}

/// Takes out those that have their answer by now.
fn answered<F: Future<Output = Answer> + Unpin>(searches: &mut Vec<F>) -> Vec<Answer> {
    let mut answers = Vec::new();
    searches.retain_mut(|search| {
        let answer = search.now_or_never();
        let waits = answer.is_none();
        answers.extend(answer);
        waits
    });
    answers
}

#[tokio::test]
async fn odd_headers_are_ignored() {
    let server = vault().server();
    for (name, value) in [
        ("accept-encoding", "identity;q=0, *;q=0"),
        ("accept-encoding", ";;;q=,,=="),
        ("if-none-match", "W/"),
        ("if-none-match", "\""),
        ("range", "bytes=18446744073709551616-"),
        ("range", "bytes=--1"),
        ("if-range", "\""),
    ] {
        for address in ["/A", "/x/a.png", "/nowhere", "/-/search?q=text"] {
            let status = server.get_with(address, &[(name, value)]).await.status.as_u16();
            assert!(matches!(status, 200 | 206 | 404 | 416), "{name}: {value} at {address}: {status}");
        }
    }
}
