//! Pages, redirects and the site's own addresses.

use std::io::Read;

use crate::garden::Vault;

const LONG: &str = "Words about the chain rule, many of them. ";

fn vault() -> Vault {
    let long = LONG.repeat(200);
    Vault::new(&[
        ("index.md", "# Home\nSee [[Chain rule]] and [[Calculus/Limits]]."),
        ("Chain rule.md", "---\naliases: [Kettenregel]\ntags: [math/calculus]\n---\nText."),
        ("Calculus/Limits.md", &long),
    ])
}

#[tokio::test]
async fn every_address_answers_with_its_status_and_type() {
    let server = vault().server();
    for (address, status, kind) in [
        ("/", 200, "text/html; charset=utf-8"),
        ("/Chain-rule", 200, "text/html; charset=utf-8"),
        ("/Calculus/", 200, "text/html; charset=utf-8"),
        ("/Calculus/Limits", 200, "text/html; charset=utf-8"),
        ("/-/search", 200, "text/html; charset=utf-8"),
        ("/-/search?q=chain", 200, "text/html; charset=utf-8"),
        ("/-/tags", 200, "text/html; charset=utf-8"),
        ("/-/tags/math", 200, "text/html; charset=utf-8"),
        ("/-/tags/MATH/calculus", 200, "text/html; charset=utf-8"),
        ("/-/tags/nothing", 404, "text/html; charset=utf-8"),
        ("/-/graph", 200, "text/html; charset=utf-8"),
        ("/-/recent", 200, "text/html; charset=utf-8"),
        ("/-/api/search?q=chain", 200, "application/json"),
        ("/-/api/graph", 200, "application/json"),
        ("/-/api/nothing", 404, "text/html; charset=utf-8"),
        ("/-/assets/nothing.css", 404, "text/html; charset=utf-8"),
        ("/-/healthz", 200, "text/plain; charset=utf-8"),
        ("/feed.xml", 200, "application/atom+xml; charset=utf-8"),
        ("/sitemap.xml", 200, "application/xml"),
        ("/rss.xml", 200, "application/rss+xml; charset=utf-8"),
        ("/-/pages", 200, "text/html; charset=utf-8"),
        ("/robots.txt", 200, "text/plain; charset=utf-8"),
        ("/nowhere", 404, "text/html; charset=utf-8"),
    ] {
        let answer = server.get(address).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (status, kind), "{address}");
        assert_eq!(answer.header("content-length"), answer.body.len().to_string(), "{address}");
    }
    assert_eq!(server.get("/favicon.ico").await.status, 200);
}

#[tokio::test]
async fn old_and_short_addresses_lead_to_the_canonical_one() {
    let server = vault().server();
    for (address, status, location) in [
        ("/Chain%20rule", 308, "/Chain-rule"),
        ("/Chain%20rule?x=secret", 308, "/Chain-rule"),
        ("/Kettenregel", 308, "/Chain-rule"),
        ("/search?q=a%20b", 307, "/-/search?q=a%20b"),
        ("/tags", 307, "/-/tags"),
        ("/graph", 307, "/-/graph"),
        ("/-/tags/", 308, "/-/tags"),
    ] {
        let answer = server.get(address).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (status, location), "{address}");
    }
}

#[tokio::test]
async fn a_note_may_claim_a_short_address() {
    let server = Vault::new(&[("search.md", "How I search.")]).server();
    assert_eq!(server.get("/search").await.status, 200);
    assert_eq!(server.get("/tags").await.status, 307);
}

#[tokio::test]
async fn a_site_may_live_below_a_path() {
    let server = vault().below("/notes").server();
    for (address, status) in [
        ("/notes/", 200),
        ("/notes/Chain-rule", 200),
        ("/notes/-/search", 200),
        ("/notes/feed.xml", 200),
        ("/Chain-rule", 404),
        ("/notesChain-rule", 404),
        ("/notes", 307),
        ("/", 307),
    ] {
        assert_eq!(server.get(address).await.status.as_u16(), status, "{address}");
    }
    assert_eq!(server.get("/notes/Kettenregel").await.header("location"), "/notes/Chain-rule");
    assert_eq!(server.get("/notes/search").await.header("location"), "/notes/-/search");
    assert_eq!(server.get("/").await.header("location"), "/notes/");
}

#[tokio::test]
async fn a_page_that_the_reader_has_is_not_sent_again() {
    let server = vault().server();
    for address in ["/Chain-rule", "/-/tags", "/feed.xml", "/-/api/search?q=chain", "/-/search?q=x", "/favicon.ico"] {
        let first = server.get(address).await;
        let etag = first.header("etag");
        assert!(!etag.is_empty(), "{address}");
        let again = server.get_with(address, &[("if-none-match", etag)]).await;
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{address}");
        for name in ["etag", "cache-control", "vary"] {
            assert_eq!(again.header(name), first.header(name), "{name} of {address}");
        }
        let other = server.get_with(address, &[("if-none-match", "\"other\"")]).await;
        assert_eq!(other, first, "{address}");
    }
}

#[tokio::test]
async fn pages_are_compressed_as_the_reader_likes() {
    let server = vault().server();
    let plain = server.get("/Calculus/Limits").await;
    for (accepted, coding) in [
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, br", "gzip"),
        ("gzip;q=0.5, br", "br"),
        ("identity;q=0", ""),
        ("*;q=0", ""),
    ] {
        let packed = server.get_with("/Calculus/Limits", &[("accept-encoding", accepted)]).await;
        assert_eq!(packed.header("content-encoding"), coding, "{accepted}");
        assert_eq!((packed.status, packed.header("etag")), (plain.status, plain.header("etag")), "{accepted}");
        assert_eq!(packed.header("vary"), "accept-encoding");
        let mut unpacked = Vec::new();
        match coding {
            "br" => drop(brotli::Decompressor::new(&packed.body[..], 4096).read_to_end(&mut unpacked).unwrap()),
            "gzip" => drop(flate2::read::GzDecoder::new(&packed.body[..]).read_to_end(&mut unpacked).unwrap()),
            _ => unpacked.extend_from_slice(&packed.body),
        }
        assert_eq!(unpacked, plain.body, "{accepted}");
    }
}

#[tokio::test]
async fn head_gives_the_headers_alone() {
    let server = vault().server();
    for address in ["/Chain-rule", "/-/search?q=x", "/nowhere", "/-/api/graph", "/-/healthz"] {
        let got = server.get(address).await;
        let head = server.ask("HEAD", address, &[]).await;
        assert_eq!((head.status, &head.headers), (got.status, &got.headers), "{address}");
        assert!(head.body.is_empty() && !got.body.is_empty(), "{address}");
    }
}

#[tokio::test]
async fn a_new_snapshot_is_served_at_once_and_whole() {
    let server = vault().server();
    assert_eq!(server.get("/Chain-rule").await.status, 200);
    let old = server.live.load().unwrap();
    server.live.store(Vault::new(&[("New.md", "fresh words")]).snapshot(2));
    assert_eq!(server.get("/Chain-rule").await.status, 404);
    assert_eq!(server.get("/New").await.status, 200);
    assert_eq!(server.get("/-/api/search?q=chain").await.json()["total"], 0);
    assert_eq!((old.revision(), server.live.load().unwrap().revision()), (1, 2));
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_tagged_by_coding() {
    let server = vault().server();
    let address = hedgerow_web::asset_url("css/garden.css");
    let plain = server.get(&address).await;
    let packed = server.get_with(&address, &[("accept-encoding", "br")]).await;
    let page = server.get("/").await;
    assert!(page.text().contains(&address), "{}", page.text());
    assert_eq!(plain.header("cache-control"), "public, max-age=31536000, immutable");
    assert!(!plain.header("etag").starts_with("W/") && plain.header("etag") != packed.header("etag"), "{address}");
    assert!(packed.body.len() < plain.body.len(), "{address}");
}
