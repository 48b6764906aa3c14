//! Before the first snapshot.

use std::sync::Arc;

use hedgerow_server::Live;

use crate::garden::{Vault, server_of};

#[tokio::test]
async fn until_the_first_snapshot_every_address_asks_to_come_back() {
    let server = server_of(Arc::new(Live::empty()));
    let first = server.get("/").await;
    assert_eq!(
        (first.status.as_u16(), first.header("retry-after"), first.header("cache-control")),
        (503, "1", "no-store")
    );
    assert!(first.text().contains("One moment") && first.text().contains("http-equiv=\"refresh\""));
    assert!(
        !first.text().contains("<script") && first.header("content-security-policy").contains("default-src 'none'")
    );
    for address in [
        "/A",
        "/notes/A",
        "/-/search?q=a",
        "/-/api/search?q=a",
        "/feed.xml",
        "/-/assets/none.css",
        "/%00",
        "/-/events?page=/A",
    ] {
        assert_eq!(server.get(address).await, first, "{address}");
        assert_eq!(server.ask("POST", address, &[]).await, first, "{address}");
        let head = server.ask("HEAD", address, &[]).await;
        assert_eq!((head.status, head.headers, head.body.len()), (first.status, first.headers.clone(), 0), "{address}");
    }
}

#[tokio::test]
async fn what_does_not_depend_on_the_garden_is_there_at_once() {
    let server = server_of(Arc::new(Live::empty()));
    let sheet = hedgerow_web::asset_url("css/garden.css");
    for base in ["", "/notes"] {
        assert_eq!(server.get(&format!("{base}{sheet}")).await.header("content-type"), "text/css; charset=utf-8");
        let health = server.get(&format!("{base}/-/healthz")).await;
        assert_eq!((health.status.as_u16(), health.text()), (200, "starting\n"));
    }
}

#[tokio::test]
async fn the_first_snapshot_ends_it() {
    let live = Arc::new(Live::empty());
    let server = server_of(Arc::clone(&live));
    assert_eq!(server.get("/A").await.status, 503);
    live.store(Vault::new(&[("A.md", "text")]).snapshot(1));
    assert_eq!(server.get("/A").await.status, 200);
    assert_eq!(server.get("/B").await.status, 404);
    assert_eq!(server.get("/-/healthz").await.text(), "ok\n");
}
