//! What an open page hears. That it hears of nothing else is tested beside the code, where each look can be waited for.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use bytes::Bytes;
use hedgerow_server::{Access, Listener, Live, NoFiles, Password, ServeOptions, Snapshot, serve};
use http_body_util::BodyExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tower::ServiceExt;

use crate::garden::{Server, Vault, server_of};

fn snapshot(files: &[(&str, &str)]) -> Snapshot {
    Vault::new(files).snapshot(1)
}

/// The tag that a page carries.
fn tag_in(page: &str) -> &str {
    page.split_once("name=\"hedgerow-tag\" content=\"").unwrap().1.split_once('"').unwrap().0
}

async fn tag(server: &Server, address: &str) -> String {
    tag_in(server.get(address).await.text()).to_owned()
}

/// A stream that is open.
struct Ear {
    body: Body,
    heard: Vec<u8>,
}

impl Ear {
    async fn open(server: &Server, address: &str, cookie: &str) -> Self {
        let request = Request::builder().uri(address).header("accept-encoding", "br").header("cookie", cookie);
        let response = server.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{address}");
        Self { body: response.into_body(), heard: Vec::new() }
    }

    /// Waits for the next event and returns its data; `None` if the stream ends instead.
    async fn hear(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.heard.windows(2).position(|two| two == b"\n\n") {
                let event = String::from_utf8(self.heard.drain(..end + 2).collect()).unwrap();
                match event.trim_end().strip_prefix("event: changed\ndata: ") {
                    Some(data) => return Some(data.to_owned()),
                    None => assert!(event.starts_with("retry: ") || event.starts_with(':'), "{event}"),
                }
            } else {
                let frame: Bytes = self.body.frame().await?.unwrap().into_data().unwrap();
                self.heard.extend_from_slice(&frame);
            }
        }
    }
}

#[tokio::test]
async fn a_page_carries_its_tag_and_is_tagged_by_it() {
    let server = server_of(
        Live::new(snapshot(&[("A.md", "one"), ("B.md", "<meta name=\"hedgerow-tag\" content=\"\">")])).into(),
    );
    for address in ["/A", "/B", "/", "/-/tags", "/-/recent", "/-/pages", "/-/graph"] {
        let page = server.get(address).await;
        let tag = tag_in(page.text());
        assert!(tag.len() == 32 && page.header("etag") == format!("W/\"{tag}\""), "{address}: {tag}");
        assert_eq!(page.text().matches(tag).count(), 1, "{address}");
    }
    assert_eq!(tag(&server, "/nothing").await, "none");
    assert_eq!(tag(&server, "/-/search?q=one").await, "", "a search is of its moment");
}

#[tokio::test]
async fn another_picture_makes_another_page_of_those_that_show_it() {
    let vault = |public: &str, private: &str| {
        let secret = "---\npublish: false\n---\n![[secret.png]]";
        Vault::new(&[
            ("A.md", "![[p.png]]"),
            ("B.md", "[[A]]"),
            ("C.md", secret),
            ("p.png", public),
            ("secret.png", private),
        ])
        .server()
    };
    let tags = async |server: Server| [tag(&server, "/A").await, tag(&server, "/B").await];
    let before = tags(vault("one", "x")).await;
    assert_eq!(tags(vault("one", "y")).await, before, "a private picture is in no page");
    let after = tags(vault("two", "x")).await;
    assert!(after[0] != before[0] && after[1] == before[1], "{before:?} {after:?}");

    let server = vault("one", "x");
    let page = server.get("/A").await;
    let files = page.text().split_once("data-files=\"/p.png ").unwrap().1.split_once('"').unwrap().0;
    assert!(files.len() == 16 && server.get(&format!("/p.png?v={files}")).await.text() == "one", "{files}");
    assert!(!server.get("/B").await.text().contains("data-files"));
}

#[tokio::test]
async fn an_open_page_hears_that_it_changed() {
    let server = server_of(Live::new(snapshot(&[("A.md", "one")])).into());
    let old = tag(&server, "/A").await;
    let mut ear = Ear::open(&server, &format!("/-/events?page=/A&tag={old}"), "").await;
    server.live.store(snapshot(&[("A.md", "two")]));
    let new = ear.hear().await.unwrap();
    assert_ne!(new, old);
    assert_eq!(new, tag(&server, "/A").await);
    // Who comes back with an older tag is told at once.
    let mut late = Ear::open(&server, &format!("/-/events?page=/A&tag={old}"), "").await;
    assert_eq!(late.hear().await.unwrap(), new);
}

#[tokio::test]
async fn a_page_that_is_withdrawn_moved_or_comes_back_is_heard_of() {
    let server = server_of(Live::new(snapshot(&[("A.md", "one")])).into());
    let old = tag(&server, "/A").await;
    let mut ear = Ear::open(&server, &format!("/-/events?page=%2FA&tag={old}"), "").await;
    server.live.store(snapshot(&[("A.md", "---\npublish: false\n---\none")]));
    assert_eq!(ear.hear().await.unwrap(), "none");
    assert_eq!(tag(&server, "/A").await, "none", "it is what asking gives");
    server.live.store(snapshot(&[("B.md", "---\naliases: [A]\n---\none")]));
    assert_eq!(ear.hear().await.unwrap(), "moved");
    server.live.store(snapshot(&[("A.md", "one")]));
    assert_eq!(ear.hear().await.unwrap(), old);
}

#[tokio::test]
async fn a_stream_has_the_headers_of_a_stream() {
    let server = server_of(Live::new(snapshot(&[("A.md", "one")])).into());
    for codings in ["", "gzip, br"] {
        let answer = server.ask("HEAD", "/-/events?page=/A", &[("accept-encoding", codings)]).await;
        assert_eq!((answer.status.as_u16(), answer.body.len()), (200, 0));
        assert_eq!(answer.header("content-type"), "text/event-stream");
        assert_eq!((answer.header("cache-control"), answer.header("content-encoding")), ("no-store", ""));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    assert_eq!(server.ask("POST", "/-/events?page=/A", &[]).await.status, 405);
}

#[tokio::test]
async fn where_no_page_ever_is_there_is_nothing_to_hear() {
    let server = server_of(
        Live::new(snapshot(&[("A.md", "![[a.png]]"), ("a.png", ""), ("S.md", "---\npublish: false\n---\n")])).into(),
    );
    for page in [
        "",
        "A",
        "/a.png",
        "/-/search",
        "/-/api/graph",
        "/feed.xml",
        "/-/events",
        "http://other.org/A",
        "/%00",
        "/../A",
    ] {
        let page = page.replace('%', "%25");
        let answer = server.get(&format!("/-/events?page={page}")).await;
        assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (204, "no-store"), "{page}");
    }
    assert_eq!(server.get("/-/events").await.status, 204);
    // What is withheld and what never was sound alike.
    for page in ["/S", "/never"] {
        let mut ear = Ear::open(&server, &format!("/-/events?page={page}&tag=x"), "").await;
        assert_eq!(ear.hear().await.unwrap(), "none");
    }
}

#[tokio::test]
async fn the_site_may_live_below_a_path() {
    let vault = |text| Vault::new(&[("A.md", text)]).below("/notes").snapshot(1);
    let server = server_of(Live::new(vault("one")).into());
    assert!(server.get("/notes/A").await.text().contains("data-events=\"/notes/-/events\""));
    let old = tag(&server, "/notes/A").await;
    let mut ear = Ear::open(&server, &format!("/notes/-/events?page=/notes/A&tag={old}"), "").await;
    server.live.store(vault("two"));
    assert_eq!(ear.hear().await.unwrap(), tag(&server, "/notes/A").await);
    assert_eq!(server.get("/notes/-/events?page=/A").await.status, 204);
    // The path is a setting: where the page was is nothing now.
    server.live.store(snapshot(&[("A.md", "three")]));
    assert_eq!(ear.hear().await.unwrap(), "none");
}

#[tokio::test]
async fn a_stream_ends_with_the_session_w_31() {
    let behind = |text, password| {
        let password = Password::plain(password).unwrap();
        let access = Access { password, greeting: None, language: "en".to_owned(), is_secure: false };
        Vault::new(&[("A.md", text)]).snapshot_behind(1, Some(access))
    };
    let server = server_of(Live::new(behind("one", "x")).into());
    assert_eq!(server.get("/-/events?page=/A&tag=x").await.status, 401);
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let answer = server.send("POST", "/-/login", &kind, "password=x&to=").await;
    let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    let mut ear = Ear::open(&server, "/-/events?page=/A&tag=x", &cookie).await;
    assert_eq!(ear.hear().await.unwrap().len(), 32);
    server.live.store(behind("two", "x"));
    assert_eq!(ear.hear().await.unwrap().len(), 32, "the session goes on");
    server.live.store(behind("three", "y"));
    assert_eq!(ear.hear().await, None, "another password ends it without a word");

    let server = server_of(Live::new(snapshot(&[("A.md", "one")])).into());
    let mut ear = Ear::open(&server, "/-/events?page=/A&tag=x", "").await;
    assert_eq!(ear.hear().await.unwrap().len(), 32);
    server.live.store(behind("two", "x"));
    assert_eq!(ear.hear().await, None, "a password for an open site ends it too");
}

#[tokio::test]
async fn streams_are_bounded_and_leave_room_for_the_rest() {
    let server = server_of(Live::new(snapshot(&[("A.md", "one")])).into());
    let mut ears = Vec::new();
    for _ in 0..256 {
        ears.push(Ear::open(&server, "/-/events?page=/A&tag=x", "").await);
    }
    let full = server.get("/-/events?page=/A&tag=x").await;
    assert_eq!((full.status.as_u16(), full.header("cache-control")), (503, "no-store"));
    assert!(!full.header("retry-after").is_empty());
    assert_eq!(server.get("/A").await.status, 200);
    assert_eq!(server.ask("HEAD", "/-/events?page=/A", &[]).await.status, 200, "who only asks takes no place");
    for ear in &mut ears {
        assert_eq!(ear.hear().await.unwrap().len(), 32);
    }
    // A reader who goes away leaves the place to the next.
    ears.pop();
    Ear::open(&server, "/-/events?page=/A&tag=x", "").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_page_does_not_hold_the_server_up() {
    let options = ServeOptions { port: 0, grace: Duration::from_secs(600), ..ServeOptions::default() };
    let listener = Listener::bind(&options).unwrap();
    let address = listener.address();
    let (stop, stopped) = oneshot::channel::<()>();
    let live = Arc::new(Live::new(snapshot(&[("A.md", "one")])));
    let server =
        tokio::spawn(
            async move { serve(listener, live, Arc::new(NoFiles), &options, async { drop(stopped.await) }).await },
        );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET /-/events?page=/A&tag=x HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let mut heard = Vec::new();
    while !heard.windows(7).any(|seven| seven == b"changed") {
        heard.push(stream.read_u8().await.unwrap());
    }
    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
}
