//! Answers requests.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::body::HttpBody;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use axum::{BoxError, Router};
use bytes::Bytes;
use futures_util::FutureExt;

use crate::blocking::Workers;
use crate::document::DocumentKey;
use crate::events::{self, Streams};
use crate::gate::{self, Porter};
use crate::reply::{Asked, HTML, line, redirect, whole};
use crate::route::Route;
use crate::versions::Versions;
use crate::{Files, Hands, Live, ServeOptions, Snapshot};
use crate::{assets, attachments, open_search, pages, search, starting};

/// Longer addresses are refused. Ten kilobytes of query fit, percent-encoded or not.
const MAX_ADDRESS: usize = 32 * 1024;

/// More searches than these are not kept waiting: their clients are told to ask again, and the connections are left to others.
const MAX_WAITING_SEARCHES: usize = 64;

/// What all requests share.
pub(crate) struct Shared {
    pub(crate) live: Arc<Live>,
    pub(crate) streams: Streams,
    porter: Porter,
    pub(crate) files: Arc<dyn Files>,
    pub(crate) versions: Arc<Versions>,
    /// Makes and compresses pages.
    pub(crate) makers: Workers,
    /// Makes what is gathered from the whole garden, one thing at a time, while pages go on being made.
    pub(crate) gatherers: Workers,
    /// Searches, apart from pages so that neither waits for a flood of the other.
    pub(crate) searchers: Workers,
    /// Opens and hashes attachments.
    pub(crate) openers: Workers,
}

/// One request: the snapshot it took, and what it asks for.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) asked: Arc<Asked>,
    pub(crate) uri: Uri,
}

impl Shared {
    pub(crate) fn new(live: Arc<Live>, files: Arc<dyn Files>, options: &ServeOptions) -> Self {
        let n_workers = match options.n_workers {
            0 => std::thread::available_parallelism().map_or(2, usize::from),
            n_workers => n_workers,
        };
        Self {
            live,
            files,
            versions: Arc::default(),
            streams: Streams::default(),
            porter: Porter::default(),
            // One long page must not hold up all others.
            makers: Workers::of(options.makers.clone().unwrap_or_else(|| Hands::new(n_workers.max(2)))),
            gatherers: Workers::new(1),
            searchers: Workers::with_queue(n_workers, MAX_WAITING_SEARCHES),
            openers: Workers::new(n_workers * 4),
        }
    }
}

/// Makes the service that answers every request from the newest snapshot. It needs no port: tests call it as it is.
pub fn router(live: Arc<Live>, files: Arc<dyn Files>, options: &ServeOptions) -> Router {
    let shared = Arc::new(Shared::new(live, files, options));
    Router::new().fallback(move |request: Request| async move { respond(&shared, request).await })
}

/// Answers one request. No answer leaves without the headers of all answers, and a panic costs one answer.
pub(crate) async fn respond<B>(shared: &Arc<Shared>, request: axum::http::Request<B>) -> Response
where
    B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    let answered = AssertUnwindSafe(admit(shared, request)).catch_unwind().await;
    let mut response = answered.unwrap_or_else(|_| sorry());
    crate::headers::secure(response.headers_mut());
    response
}

/// Takes the snapshot that the whole answer is made from, and asks its gate.
async fn admit<B>(shared: &Arc<Shared>, request: axum::http::Request<B>) -> Response
where
    B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    let (parts, body) = request.into_parts();
    let Some(snapshot) = shared.live.load() else { return starting::answer(parts) };
    let Some(gate) = &snapshot.gate else { return answer(shared, Arc::clone(&snapshot), parts).await };
    if let Some(response) = gate::stop(&shared.porter, &snapshot, gate, &parts, body).await {
        return response;
    }
    let mut response = answer(shared, Arc::clone(&snapshot), parts).await;
    gate::keep_private(response.headers_mut());
    response
}

/// Refuses what is no question about the garden, whatever its address.
fn refuse(parts: &Parts) -> Option<Response> {
    let asked = || Asked::new(&parts.method, axum::http::HeaderMap::new());
    if !matches!(parts.method, Method::GET | Method::HEAD) {
        let mut response = line(StatusCode::METHOD_NOT_ALLOWED, "this site is read only\n", &asked());
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return Some(response);
    }
    let is_long = parts.uri.path_and_query().map_or(0, |target| target.as_str().len()) > MAX_ADDRESS;
    is_long.then(|| line(StatusCode::URI_TOO_LONG, "the address is too long\n", &asked()))
}

async fn answer(shared: &Arc<Shared>, snapshot: Arc<Snapshot>, parts: Parts) -> Response {
    if let Some(response) = refuse(&parts) {
        return response;
    }
    let asked = Arc::new(Asked::new(&parts.method, parts.headers));
    let visit = Visit { snapshot, asked, uri: parts.uri };
    let route = Route::read(visit.snapshot.garden().base(), &visit.uri);
    match at_hand(&visit, &route) {
        Some(response) => response,
        // A box, so that the much more frequent way past it stays a short one.
        None => Box::pin(make(shared, &visit, route)).await,
    }
}

/// Answers with a document that was made before, without a look into the garden or a turn of any worker.
fn at_hand(visit: &Visit, route: &Route) -> Option<Response> {
    let key = match route {
        Route::Garden(url) => DocumentKey::Page(url.clone()),
        Route::Document(key) => key.clone(),
        _ => return None,
    };
    let document = visit.snapshot.pages.get(&(key, visit.asked.coding))?;
    Some(document.answer(&visit.asked))
}

async fn make(shared: &Arc<Shared>, visit: &Visit, route: Route) -> Response {
    let base = visit.snapshot.garden().base();
    match route {
        Route::Garden(url) => garden(shared, visit, url).await,
        Route::Search(form) => search::answer(shared, visit, form).await,
        Route::Document(key) => pages::made(shared, visit, key).await,
        Route::Events => events::open(shared, visit).await,
        Route::OpenSearch => open_search::answer(visit),
        Route::Asset(name) => match assets::answer(&name, &visit.asked) {
            Some(response) => response,
            None => pages::not_found(shared, visit).await,
        },
        Route::Health => line(StatusCode::OK, "ok\n", &visit.asked),
        Route::Favicon => match icon(shared, visit, &hedgerow_model::PageUrl::from_slug("favicon.ico")).await {
            Some(response) => response,
            None => assets::favicon(&visit.asked),
        },
        Route::Icon(url) => match icon(shared, visit, &url).await {
            Some(response) => response,
            None => pages::not_found(shared, visit).await,
        },
        Route::Own(path) => redirect(StatusCode::PERMANENT_REDIRECT, &with_query(base.as_str(), path, &visit.uri)),
        Route::Short(url, path) => {
            if pages::is_claimed(visit.snapshot.garden(), &url) {
                garden(shared, visit, url).await
            } else {
                redirect(StatusCode::TEMPORARY_REDIRECT, &with_query(base.as_str(), path, &visit.uri))
            }
        }
        Route::Base => redirect(StatusCode::TEMPORARY_REDIRECT, &format!("{}/", base.as_str())),
        Route::Nothing => pages::not_found(shared, visit).await,
    }
}

/// Answers for an address of the garden itself.
async fn garden(shared: &Shared, visit: &Visit, url: hedgerow_model::PageUrl) -> Response {
    use hedgerow_publish::Address;

    let garden = visit.snapshot.garden();
    match garden.lookup(&url) {
        Address::Asset(asset) => match attachments::answer(shared, visit, asset).await {
            Some(response) => response,
            None => pages::not_found(shared, visit).await,
        },
        Address::Moved(to) => redirect(StatusCode::PERMANENT_REDIRECT, &garden.base().href(&to)),
        Address::Note(_) | Address::Folder(_) | Address::Canvas(_) | Address::Nothing => {
            pages::made(shared, visit, DocumentKey::Page(url)).await
        }
    }
}

/// Answers with an icon of the vault, if there is one at the address.
async fn icon(shared: &Shared, visit: &Visit, url: &hedgerow_model::PageUrl) -> Option<Response> {
    let icon = visit.snapshot.garden().icons().iter().find(|icon| icon.file.url() == url)?;
    attachments::answer(shared, visit, &icon.file).await
}

fn with_query(base: &str, path: &str, uri: &Uri) -> String {
    match uri.query() {
        Some(query) => format!("{base}{path}?{query}"),
        None => format!("{base}{path}"),
    }
}

/// The answer where our own code broke. It names nothing, least of all what was being made.
fn sorry() -> Response {
    const PAGE: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Something broke</title>\n\
         <h1>Something broke</h1>\n<p>This page could not be made. The rest of the garden is well.</p>\n</html>\n";
    let asked = Asked::new(&Method::GET, axum::http::HeaderMap::new());
    let mut response =
        whole(StatusCode::INTERNAL_SERVER_ERROR, HTML, Bytes::from_static(PAGE.as_bytes()), None, &asked);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::{self, Receiver};

    use axum::body::Body;
    use axum::http::{Request, StatusCode, header};
    use axum::response::Response;
    use futures_util::FutureExt;
    use hedgerow_model::NotePath;
    use hedgerow_publish::{Harvest, Mode, Policy, PublicGarden, PublishOptions};
    use hedgerow_search::SearchIndex;
    use hedgerow_site::{Site, SiteOptions};
    use sower::{FileDates, Note};

    use super::{MAX_WAITING_SEARCHES, Shared, respond};
    use crate::{Live, NoFiles, ServeOptions, Snapshot};

    const N_WORKERS: usize = 2;

    fn shared() -> Arc<Shared> {
        let path = NotePath::new("A.md").unwrap();
        let note = Arc::new(Note::parse(path, "some words".to_owned(), FileDates::default()));
        let policy = Policy::new(Mode::All, &[], &[], None).unwrap();
        let options = PublishOptions { policy, ..PublishOptions::default() };
        let garden = Arc::new(PublicGarden::grow(&Harvest::new(&[note], &[]), &options));
        let index = SearchIndex::build(&garden, "en").unwrap();
        let live = Arc::new(Live::new(Snapshot::new(1, Site::new(garden, SiteOptions::default()), index, None)));
        Arc::new(Shared::new(live, Arc::new(NoFiles), &ServeOptions { n_workers: N_WORKERS, ..Default::default() }))
    }

    async fn get(shared: &Arc<Shared>, target: &str) -> Response {
        respond(shared, Request::get(target).body(Body::empty()).unwrap()).await
    }

    /// Keeps all that search at work until it is told to go on.
    async fn busy(shared: &Arc<Shared>) -> mpsc::Sender<()> {
        let (go_on, told) = mpsc::channel::<()>();
        let told = Arc::new(std::sync::Mutex::new(told));
        let (at_work, began) = mpsc::channel();
        for _ in 0..N_WORKERS {
            let (shared, told, at_work) = (Arc::clone(shared), Arc::clone(&told), at_work.clone());
            tokio::spawn(async move {
                let wait = move || {
                    at_work.send(()).unwrap();
                    let told: &Receiver<()> = &told.lock().unwrap();
                    // An error: whoever keeps it busy is gone.
                    let _ = told.recv();
                };
                shared.searchers.offer(wait).await;
            });
        }
        tokio::task::spawn_blocking(move || (0..N_WORKERS).for_each(|_| began.recv().unwrap())).await.unwrap();
        go_on
    }

    #[tokio::test]
    async fn a_flood_of_searches_leaves_the_pages_alone() {
        let shared = shared();
        let go_on = busy(&shared).await;
        let search = |n: usize| {
            let shared = Arc::clone(&shared);
            tokio::spawn(async move { get(&shared, &format!("/-/api/search?q=words+{n}")).await })
        };
        let flood: Vec<_> = (0..MAX_WAITING_SEARCHES + N_WORKERS).map(search).collect();
        // Those that find a place wait; as soon as all are taken a further one is refused at once.
        let refused = loop {
            tokio::task::yield_now().await;
            if let Some(refused) = get(&shared, "/-/search?q=one+more").now_or_never() {
                break refused;
            }
        };
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(refused.headers()[header::RETRY_AFTER], "1");
        assert_eq!(refused.headers()[header::CACHE_CONTROL], "no-store");
        for page in ["/A", "/", "/-/tags", "/-/graph", "/feed.xml", "/-/healthz", "/-/api", "/-/opensearch.xml"] {
            assert_eq!(get(&shared, page).await.status(), StatusCode::OK, "{page}");
        }
        assert_eq!(get(&shared, "/nowhere").await.status(), StatusCode::NOT_FOUND);
        drop(go_on);
        let mut n_answered = 0;
        for asked in flood {
            let status = asked.await.unwrap().status();
            assert!([StatusCode::OK, StatusCode::SERVICE_UNAVAILABLE].contains(&status), "{status}");
            n_answered += usize::from(status == StatusCode::OK);
        }
        assert_eq!(n_answered, MAX_WAITING_SEARCHES, "all that waited are answered");
        assert_eq!(get(&shared, "/-/search?q=one+more").await.status(), StatusCode::OK, "and so is who comes back");
    }

    #[tokio::test]
    async fn what_was_searched_for_is_answered_without_another_search() {
        let shared = shared();
        let answer = get(&shared, "/-/api/search?q=words").await;
        let tag = answer.headers()[header::ETAG].clone();
        let _go_on = busy(&shared).await;
        let again = Request::get("/-/api/search?q=words").header(header::IF_NONE_MATCH, tag).body(Body::empty());
        assert_eq!(respond(&shared, again.unwrap()).await.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(get(&shared, "/-/api/search?q=words&other=1").await.status(), StatusCode::OK);
    }
}
