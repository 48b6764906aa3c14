//! Answers requests.

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use tower_http::catch_panic::CatchPanicLayer;

use crate::blocking::Workers;
use crate::cache::DocumentKey;
use crate::gate::{Gate, guard};
use crate::reply::{ATOM, Asked, CSS, HTML, JSON, RSS, TEXT, XML, line, redirect, whole};
use crate::route::Route;
use crate::{Files, Live, ServeOptions, Snapshot};
use crate::{api, assets, attachments, pages, search};

/// Longer addresses are refused. Ten kilobytes of query fit, percent-encoded or not.
const MAX_ADDRESS: usize = 32 * 1024;

/// What all requests share.
#[derive(Clone)]
pub(crate) struct Shared {
    live: Arc<Live>,
    pub(crate) files: Arc<dyn Files>,
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

/// Makes the service that answers every request from the newest snapshot. It needs no port: tests call it as it is.
pub fn router(live: Arc<Live>, files: Arc<dyn Files>, options: &ServeOptions) -> Router {
    let n_workers = match options.n_workers {
        0 => std::thread::available_parallelism().map_or(2, usize::from),
        n_workers => n_workers,
    };
    let gate = options.access.clone().map(|access| Arc::new(Gate::new(access, Arc::clone(&live))));
    let shared = Shared {
        live,
        files,
        makers: Workers::new(n_workers * 2),
        gatherers: Workers::new(1),
        searchers: Workers::new(n_workers),
        openers: Workers::new(n_workers * 4),
    };
    // The last layer sees a request first and an answer last: no answer leaves without the headers of all answers.
    let open = Router::new().fallback(answer).with_state(shared).layer(from_fn(admit));
    let guarded = match gate {
        Some(gate) => open.layer(from_fn_with_state(gate, guard)),
        None => open,
    };
    guarded
        .layer(CatchPanicLayer::custom(|panic: Box<dyn Any + Send>| sorry(&panic)))
        .layer(map_response(crate::headers::secure))
}

/// Refuses what is no question about the garden, whatever its address.
async fn admit(request: Request, next: Next) -> Response {
    let asked = Asked::new(request.method(), axum::http::HeaderMap::new());
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = line(StatusCode::METHOD_NOT_ALLOWED, "this site is read only\n", &asked);
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    if request.uri().path_and_query().map_or(0, |target| target.as_str().len()) > MAX_ADDRESS {
        return line(StatusCode::URI_TOO_LONG, "the address is too long\n", &asked);
    }
    next.run(request).await
}

async fn answer(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let visit = Visit {
        snapshot: shared.live.load(),
        asked: Arc::new(Asked::new(&parts.method, parts.headers)),
        uri: parts.uri,
    };
    let base = visit.snapshot.garden().base();
    match Route::read(base, &visit.uri) {
        Route::Garden(url) => garden(&shared, &visit, url).await,
        Route::Search => search::page(&shared, &visit).await,
        Route::Pages(number) => {
            let key = DocumentKey::Pages(number);
            pages::made(&shared, &visit, key, HTML, move |site| site.pages_page(number).map(|page| page.html)).await
        }
        Route::Part(number, url) => {
            let key = DocumentKey::Part(number, url.clone());
            pages::made(&shared, &visit, key, HTML, move |site| site.part_page(number, &url).map(|page| page.html))
                .await
        }
        Route::Tags => pages::made(&shared, &visit, DocumentKey::Tags, HTML, |site| Some(site.tags_page().html)).await,
        Route::Tag(tag) => {
            let key = DocumentKey::Tag(tag.key().clone());
            pages::made(&shared, &visit, key, HTML, move |site| site.tag_page(&tag).map(|page| page.html)).await
        }
        Route::Graph => {
            pages::made(&shared, &visit, DocumentKey::Graph, HTML, |site| Some(site.graph_page().html)).await
        }
        Route::Recent => {
            pages::made(&shared, &visit, DocumentKey::Recent, HTML, |site| Some(site.recent_page().html)).await
        }
        Route::SearchApi => api::search(&shared, &visit).await,
        Route::GraphApi => {
            pages::made(&shared, &visit, DocumentKey::GraphData, JSON, |site| Some(site.graph_json())).await
        }
        Route::Asset(name) => match assets::answer(&name, &visit.asked) {
            Some(response) => response,
            None => pages::not_found(&shared, &visit).await,
        },
        Route::Health => line(StatusCode::OK, "ok\n", &visit.asked),
        Route::Feed => pages::made(&shared, &visit, DocumentKey::Feed, ATOM, |site| Some(site.feed())).await,
        Route::Rss => pages::made(&shared, &visit, DocumentKey::Rss, RSS, |site| Some(site.rss())).await,
        Route::Style => {
            pages::made(&shared, &visit, DocumentKey::Style, CSS, |site| site.style().map(str::to_owned)).await
        }
        Route::Sitemap => pages::made(&shared, &visit, DocumentKey::Sitemap, XML, |site| Some(site.sitemap())).await,
        Route::Robots => pages::made(&shared, &visit, DocumentKey::Robots, TEXT, |site| Some(site.robots())).await,
        Route::Favicon => match icon(&shared, &visit, &hedgerow_model::PageUrl::from_slug("favicon.ico")).await {
            Some(response) => response,
            None => assets::favicon(&visit.asked),
        },
        Route::Icon(url) => match icon(&shared, &visit, &url).await {
            Some(response) => response,
            None => pages::not_found(&shared, &visit).await,
        },
        Route::Own(path) => redirect(StatusCode::PERMANENT_REDIRECT, &with_query(base.as_str(), path, &visit.uri)),
        Route::Short(url, path) => {
            if pages::is_claimed(visit.snapshot.garden(), &url) {
                garden(&shared, &visit, url).await
            } else {
                redirect(StatusCode::TEMPORARY_REDIRECT, &with_query(base.as_str(), path, &visit.uri))
            }
        }
        Route::Base => redirect(StatusCode::TEMPORARY_REDIRECT, &format!("{}/", base.as_str())),
        Route::Nothing => pages::not_found(&shared, &visit).await,
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
            let key = DocumentKey::Page(url.clone());
            pages::made(shared, visit, key, HTML, move |site| site.page(&url).map(|page| page.html)).await
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
fn sorry(_panic: &(dyn Any + Send)) -> Response {
    const PAGE: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Something broke</title>\n\
         <h1>Something broke</h1>\n<p>This page could not be made. The rest of the garden is well.</p>\n</html>\n";
    let asked = Asked::new(&Method::GET, axum::http::HeaderMap::new());
    let mut response =
        whole(StatusCode::INTERNAL_SERVER_ERROR, HTML, Bytes::from_static(PAGE.as_bytes()), None, &asked);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.into_response()
}
