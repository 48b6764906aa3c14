//! Little vaults and the servers made of them.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use bytes::Bytes;
use hedgerow_model::{AssetPath, BasePath, NotePath};
use hedgerow_publish::{Harvest, Mode, Policy, PublicAsset, PublicGarden, PublishOptions};
use hedgerow_search::SearchIndex;
use hedgerow_server::{Access, FileBody, Files, Live, NoFiles, ServeOptions, Snapshot, router};
use hedgerow_site::{Site, SiteOptions};
use http_body_util::BodyExt;
use sower::{FileDates, Note};
use tower::ServiceExt;

/// A vault in memory, all of it public unless a note says otherwise.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vault {
    files: BTreeMap<String, Vec<u8>>,
    base: &'static str,
}

impl Vault {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let mut vault = Self::default();
        for (path, text) in files {
            vault.files.insert((*path).to_owned(), text.as_bytes().to_vec());
        }
        vault
    }

    pub(crate) fn below(self, base: &'static str) -> Self {
        Self { base, ..self }
    }

    pub(crate) fn garden(&self) -> Arc<PublicGarden> {
        let notes = self.files.iter().filter_map(|(path, text)| {
            let text = String::from_utf8_lossy(text).into_owned();
            Some(Arc::new(Note::parse(NotePath::new(path).ok()?, text, FileDates::default())))
        });
        let notes: Vec<Arc<Note>> = notes.collect();
        let assets: Vec<AssetPath> = self.files.keys().filter_map(|path| AssetPath::new(path).ok()).collect();
        let options = PublishOptions {
            policy: Policy::new(Mode::All, &[], &[], None).unwrap(),
            base: BasePath::new(self.base),
            ..PublishOptions::default()
        };
        Arc::new(PublicGarden::grow(&Harvest::new(&notes, &assets), &options))
    }

    pub(crate) fn snapshot(&self, revision: u64) -> Snapshot {
        self.snapshot_behind(revision, None)
    }

    pub(crate) fn snapshot_behind(&self, revision: u64, access: Option<Access>) -> Snapshot {
        let garden = self.garden();
        let search = SearchIndex::build(&garden, "en").unwrap();
        Snapshot::new(revision, Site::new(garden, SiteOptions::default()), search, access)
    }

    pub(crate) fn live(&self) -> Arc<Live> {
        Arc::new(Live::new(self.snapshot(1)))
    }

    pub(crate) fn server(&self) -> Server {
        self.server_with(Arc::new(Memory(self.files.clone())))
    }

    pub(crate) fn server_with(&self, files: Arc<dyn Files>) -> Server {
        let live = self.live();
        Server { router: router(Arc::clone(&live), files, &ServeOptions::default()), live }
    }
}

/// Attachments from memory.
#[derive(Debug)]
pub(crate) struct Memory(pub(crate) BTreeMap<String, Vec<u8>>);

impl Files for Memory {
    fn open(&self, asset: &PublicAsset) -> io::Result<FileBody> {
        let bytes = self.0.get(asset.path().as_str()).ok_or(io::ErrorKind::NotFound)?;
        Ok(FileBody::Bytes(Bytes::from(bytes.clone())))
    }
}

/// Serves what will be stored.
pub(crate) fn server_of(live: Arc<Live>) -> Server {
    Server { router: router(Arc::clone(&live), Arc::new(NoFiles), &ServeOptions::default()), live }
}

/// A server without a port.
pub(crate) struct Server {
    pub(crate) router: Router,
    pub(crate) live: Arc<Live>,
}

impl Server {
    pub(crate) async fn get(&self, address: &str) -> Answer {
        self.ask("GET", address, &[]).await
    }

    pub(crate) async fn get_with(&self, address: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask("GET", address, headers).await
    }

    pub(crate) async fn ask(&self, method: &str, address: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(method, address, headers, "").await
    }

    pub(crate) async fn send(&self, method: &str, address: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

/// A whole answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// Returns a header, or an empty text.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}
