//! What every answer carries.

use std::io;
use std::sync::Arc;

use hedgerow_publish::PublicAsset;
use hedgerow_server::{FileBody, Files};

use crate::garden::{Answer, Vault};

fn check_secured(answer: &Answer, what: &str) {
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'"), "{what}: {policy:?}");
    let scripts = policy.split(';').find(|part| part.trim().starts_with("script-src")).unwrap_or("");
    assert!(!scripts.contains("unsafe") && !scripts.contains('*'), "{what}: {scripts}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(answer.header("referrer-policy"), "no-referrer", "{what}");
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{what}");
    assert!(!answer.header("permissions-policy").is_empty(), "{what}");
    assert_eq!(answer.headers.get_all("content-security-policy").iter().count(), 1, "{what}");
    for absent in ["server", "last-modified", "set-cookie", "x-powered-by"] {
        assert_eq!(answer.header(absent), "", "{what}");
    }
}

/// Attachments that break.
struct Broken;

impl Files for Broken {
    fn open(&self, asset: &PublicAsset) -> io::Result<FileBody> {
        panic!("cannot read {asset:?}")
    }
}

#[tokio::test]
async fn every_kind_of_answer_is_secured() {
    let vault = Vault::new(&[("A.md", "![[a.png]] [[b.svg]]"), ("a.png", "png"), ("b.svg", "<svg/>")]);
    let server = vault.server();
    for address in
        ["/A", "/", "/a.png", "/b.svg", "/nowhere", "/search", "/-/api/search", "/-/healthz", "/favicon.ico", "/%00"]
    {
        check_secured(&server.get(address).await, address);
        check_secured(&server.ask("POST", address, &[]).await, address);
        check_secured(&server.ask("HEAD", address, &[]).await, address);
        check_secured(&server.get_with(address, &[("if-none-match", "*")]).await, address);
        check_secured(&server.get_with(address, &[("range", "bytes=99-")]).await, address);
    }
}

#[tokio::test]
async fn a_panic_costs_one_answer_and_names_nothing() {
    let server = Vault::new(&[("A.md", "![[a.png]]"), ("a.png", "png")]).server_with(Arc::new(Broken));
    let answer = server.get("/a.png").await;
    assert_eq!(answer.status, 500);
    check_secured(&answer, "500");
    assert!(!answer.text().contains("a.png") && answer.text().contains("Something broke"), "{}", answer.text());
    assert_eq!(server.get("/A").await.status, 200);
}

#[tokio::test]
async fn other_methods_are_refused_alike_everywhere() {
    let server = Vault::new(&[("A.md", "text"), ("S.md", "---\npublish: false\n---\nsecret")]).server();
    let first = server.ask("POST", "/A", &[]).await;
    assert_eq!((first.status.as_u16(), first.header("allow")), (405, "GET, HEAD"));
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"] {
        for address in ["/A", "/S", "/nowhere", "/-/api/search", "/../x"] {
            assert_eq!(server.ask(method, address, &[]).await, first, "{method} {address}");
        }
    }
}
