//! A garden served in this process.

use std::path::Path;
use std::sync::LazyLock;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hedgerow::{Grown, Overrides, grow};
use hedgerow_server::{ServeOptions, router};
use http_body_util::BodyExt;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use crate::{Answer, Host, Question};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("the system has room for threads"));

/// A vault grown as `hedgerow serve` grows it, behind the router that it serves with; only the port is missing.
pub struct Door {
    router: Router,
    /// How many notes the vault holds, private ones included.
    pub n_notes: usize,
    /// The vault paths of the notes that passed the gate.
    pub public_notes: Vec<String>,
    /// The vault paths of the attachments that readers can get.
    pub public_files: Vec<String>,
    /// The vault paths of the files that are the site's icon.
    pub icons: Vec<String>,
}

impl Door {
    /// Opens a vault.
    ///
    /// # Panics
    /// Where the program would not start.
    pub fn open(vault: &Path) -> Self {
        match grow(vault, &Overrides::default()) {
            Ok(grown) => Self::of(grown),
            Err(failure) => panic!("{failure}"),
        }
    }

    /// Puts a garden behind its router.
    ///
    /// # Panics
    /// Never: a garden that was grown has a snapshot.
    pub fn of(grown: Grown) -> Self {
        let snapshot = grown.live.load().expect("a garden that was grown has its first snapshot");
        let garden = snapshot.garden();
        Self {
            n_notes: grown.n_notes(),
            public_notes: garden.notes().iter().map(|note| note.path().as_str().to_owned()).collect(),
            icons: garden.icons().iter().map(|icon| icon.file.path().as_str().to_owned()).collect(),
            public_files: garden.assets().iter().map(|asset| asset.path().as_str().to_owned()).collect(),
            router: router(grown.live, grown.files, &ServeOptions::default()),
        }
    }
}

impl Host for Door {
    fn ask(&self, question: &Question) -> Answer {
        ask(&self.router, question)
    }
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Door").field("n_notes", &self.n_notes).finish_non_exhaustive()
    }
}

/// Asks a router one question.
pub(crate) fn ask(router: &Router, question: &Question) -> Answer {
    let mut request = Request::builder().method(question.method).uri(&question.target).header("host", "garden.test");
    for (name, value) in &question.headers {
        request = request.header(*name, value);
    }
    let request = request.body(Body::from(question.body.clone())).unwrap_or_else(|error| panic!("{question}: {error}"));
    RUNTIME.block_on(async {
        let Ok(response) = router.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        let headers = parts
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
        let body = body.collect().await.unwrap_or_else(|error| panic!("{question}: {error}"));
        Answer::new(parts.status.as_u16(), headers, body.to_bytes().to_vec())
    })
}
