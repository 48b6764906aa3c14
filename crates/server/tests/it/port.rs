//! The one test file that opens a port: the real thing, and stopping it.

use std::io;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use hedgerow_publish::PublicAsset;
use hedgerow_server::{FileBody, Files, Listener, NoFiles, ServeError, ServeOptions, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use crate::garden::Vault;

fn options() -> ServeOptions {
    ServeOptions { port: 0, ..ServeOptions::default() }
}

async fn ask(stream: &mut TcpStream, request: &str) {
    stream
        .write_all(format!("{request} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").as_bytes())
        .await
        .unwrap();
}

async fn answer(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn pages_are_served_over_a_port_and_heads_without_bodies() {
    let listener = Listener::bind(&options()).unwrap();
    let address = listener.address();
    let (stop, stopped) = oneshot::channel::<()>();
    let live = Vault::new(&[("A.md", "over the wire")]).live();
    let server = tokio::spawn(async move {
        let stop = async { drop(stopped.await) };
        serve(listener, live, Arc::new(NoFiles), &options(), stop).await
    });
    let mut stream = TcpStream::connect(address).await.unwrap();
    ask(&mut stream, "GET /A").await;
    let page = answer(stream).await;
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n") && page.contains("over the wire"), "{page}");
    let mut stream = TcpStream::connect(address).await.unwrap();
    ask(&mut stream, "HEAD /A").await;
    assert!(answer(stream).await.ends_with("\r\n\r\n"));
    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
}

/// Attachments that take as long as the test wants.
struct Slow {
    asked: mpsc::SyncSender<()>,
    go_on: std::sync::Mutex<mpsc::Receiver<()>>,
}

impl Files for Slow {
    fn open(&self, _: &PublicAsset) -> io::Result<FileBody> {
        self.asked.send(()).unwrap();
        self.go_on.lock().unwrap().recv().unwrap();
        Ok(FileBody::Bytes("finished".into()))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_in_flight_is_finished_before_the_server_stops() {
    let listener = Listener::bind(&options()).unwrap();
    let address = listener.address();
    let (stop, stopped) = oneshot::channel::<()>();
    let ((asked, was_asked), (go_on, went_on)) = (mpsc::sync_channel(1), mpsc::sync_channel(1));
    let files = Arc::new(Slow { asked, go_on: std::sync::Mutex::new(went_on) });
    let live = Vault::new(&[("A.md", "![[a.png]]"), ("a.png", "")]).live();
    let server = tokio::spawn(async move {
        let stop = async { drop(stopped.await) };
        serve(listener, live, files, &options(), stop).await
    });
    let mut stream = TcpStream::connect(address).await.unwrap();
    ask(&mut stream, "GET /a.png").await;
    tokio::task::spawn_blocking(move || was_asked.recv().unwrap()).await.unwrap();
    stop.send(()).unwrap();
    // The server takes no more connections before the answer in flight is let go on.
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    go_on.send(()).unwrap();
    assert!(answer(stream).await.ends_with("finished"));
    server.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_idle_connection_does_not_hold_the_server_up() {
    let listener = Listener::bind(&options()).unwrap();
    let address = listener.address();
    let (stop, stopped) = oneshot::channel::<()>();
    let live = Vault::new(&[("A.md", "x")]).live();
    let server = tokio::spawn(async move {
        let stop = async { drop(stopped.await) };
        let options = ServeOptions { grace: Duration::from_secs(600), ..options() };
        serve(listener, live, Arc::new(NoFiles), &options, stop).await
    });
    let mut idle = TcpStream::connect(address).await.unwrap();
    idle.write_all(b"GET /A HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    idle.read_u8().await.unwrap();
    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
}

#[test]
fn a_port_in_use_and_a_host_that_is_none_are_told() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let _inside = runtime.enter();
    let taken = Listener::bind(&options()).unwrap();
    let again = Listener::bind(&ServeOptions { port: taken.address().port(), ..ServeOptions::default() });
    match again {
        Err(error @ ServeError::Listen { .. }) => {
            assert_eq!(error.to_string(), format!("cannot listen on {}", taken.address()));
        }
        other => panic!("{other:?}"),
    }
    let no_host = Listener::bind(&ServeOptions { host: "no host".to_owned(), ..options() });
    assert!(matches!(no_host, Err(ServeError::Host { .. })), "{no_host:?}");
}
