//! The least that a server could do: one answer from memory, whatever is asked.

use axum::Router;
use axum::http::header;
use axum::serve::ListenerExt;
use tokio::runtime::Runtime;

use crate::Failed;
use crate::client::{Answer, Client};

/// A handler in this process that gives the same bytes for every question and looks at nothing.
#[derive(Debug)]
pub(crate) struct Bare {
    address: String,
    /// The server ends with it.
    runtime: Runtime,
}

impl Bare {
    /// Serves the body of an answer, with the headers that matter to a browser.
    pub(crate) fn start(answer: Answer) -> Result<Self, Failed> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
        let address = listener.local_addr()?.to_string();
        let listener = listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        let body = axum::body::Bytes::from(answer.body);
        let headers = [(header::CONTENT_TYPE, answer.content_type), (header::CONTENT_ENCODING, answer.coding)];
        let router = Router::new().fallback(move || async move { (headers, body) });
        runtime.spawn(async move { axum::serve(listener, router).await });
        Ok(Self { address, runtime })
    }

    pub(crate) fn connect(&self) -> Result<Client, Failed> {
        Client::connect(&self.address)
    }

    pub(crate) fn stop(self) {
        self.runtime.shutdown_background();
    }
}
