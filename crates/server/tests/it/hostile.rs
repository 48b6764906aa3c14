//! Addresses and queries that nobody types by accident.

use crate::garden::Vault;

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
