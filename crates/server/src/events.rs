//! Tells an open page when its own content changed, by server-sent events.
//!
//! A stream says what asking for the page again and again would say, and no more: after each snapshot the page is made once,
//! however many have it open, and its tag is compared with the one that the reader has. What changes no byte of the page is
//! not heard of, and neither is when it happened: the breaths between two events keep a time of their own.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Query as Parameters;
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use hedgerow_publish::{Address, PublicGarden};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Instant, Interval, MissedTickBehavior};

use crate::document::{DocumentKey, NOTHING};
use crate::pages;
use crate::reply::{Asked, line};
use crate::route::Route;
use crate::router::{Shared, Visit};

/// More pages than these are not told of changes; the other connections are for asking.
const MAX_STREAMS: usize = 256;

/// Beyond that a reader may ask again after so many seconds.
const RETRY: &str = "60";

/// A stream says something so often, so that nobody on the way takes it for dead and a reader who is gone is noticed.
const BREATH: Duration = Duration::from_secs(20);

/// How long a browser waits before it comes back after a stream ended.
const RECONNECT: Duration = Duration::from_secs(2);

/// The tag of an address that leads elsewhere now.
const MOVED: &str = "moved";

/// Proxies that gather an answer before they pass it on are asked not to.
const UNGATHERED: HeaderName = HeaderName::from_static("x-accel-buffering");

/// The places of all streams, and the end of all of them.
pub(crate) struct Streams {
    places: Arc<Semaphore>,
    closed: watch::Sender<bool>,
}

impl Streams {
    /// Ends every stream: the server stops, and would wait for them.
    pub(crate) fn close(&self) {
        self.closed.send_replace(true);
    }
}

impl Default for Streams {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(MAX_STREAMS)), closed: watch::Sender::new(false) }
    }
}

/// `/-/events?page=&tag=`: the path of an open page, as in the reader's address bar, and the tag that the page carries.
pub(crate) async fn open(shared: &Arc<Shared>, visit: &Visit) -> Response {
    let given = Parameters::<Vec<(String, String)>>::try_from_uri(&visit.uri).map(|given| given.0).unwrap_or_default();
    let first = |name: &str| given.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let page = first("page").filter(|page| page.starts_with('/')).and_then(|page| page.parse::<Uri>().ok());
    let asked = &visit.asked;
    let Some(page) = page.filter(|page| Page::at(visit.snapshot.garden(), page).is_some()) else {
        // Tells a browser not to ask again.
        let mut nothing = StatusCode::NO_CONTENT.into_response();
        nothing.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        return nothing;
    };
    if asked.is_head {
        return stream_of(stream::empty());
    }
    let Ok(place) = Arc::clone(&shared.streams.places).try_acquire_owned() else {
        let mut full = line(StatusCode::SERVICE_UNAVAILABLE, "too many pages are open\n", asked);
        full.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY));
        return full;
    };
    let tag = first("tag").unwrap_or_default().to_owned();
    let watching = Watching::new(Arc::clone(shared), Arc::clone(asked), page, tag, place);
    stream_of(stream::unfold(Step::First(watching), next))
}

fn stream_of(events: impl Stream<Item = Said> + Send + 'static) -> Response {
    let mut response = Sse::new(events).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(UNGATHERED, HeaderValue::from_static("no"));
    response
}

/// What stands at an address where a reader may have a page open.
enum Page {
    Document(DocumentKey),
    Moved,
}

impl Page {
    /// `None` where no page ever stands: a file, a search, data.
    fn at(garden: &PublicGarden, address: &Uri) -> Option<Self> {
        match Route::read(garden.base(), address) {
            Route::Document(key) => key.is_page().then_some(Self::Document(key)),
            Route::Garden(url) => match garden.lookup(&url) {
                Address::Asset(_) => None,
                Address::Moved(_) => Some(Self::Moved),
                Address::Note(_) | Address::Folder(_) | Address::Canvas(_) | Address::Nothing => {
                    Some(Self::Document(DocumentKey::Page(url)))
                }
            },
            Route::Short(url, _) => pages::is_claimed(garden, &url).then_some(Self::Document(DocumentKey::Page(url))),
            Route::Search(_)
            | Route::OpenSearch
            | Route::Events
            | Route::Asset(_)
            | Route::Health
            | Route::Icon(_)
            | Route::Favicon
            | Route::Own(_)
            | Route::Base
            | Route::Nothing => None,
        }
    }
}

/// One open page.
struct Watching {
    shared: Arc<Shared>,
    asked: Arc<Asked>,
    page: Uri,
    /// What the reader has.
    tag: String,
    changes: watch::Receiver<()>,
    closed: watch::Receiver<bool>,
    breath: Interval,
    /// A look at the newest snapshot that is not done yet. Between two looks no snapshot is held.
    looking: Option<Pin<Box<dyn Future<Output = Option<String>> + Send>>>,
    _place: OwnedSemaphorePermit,
}

enum Step {
    First(Watching),
    Next(Watching),
}

type Said = Result<Event, Infallible>;

/// Returns what is to be said next, when it is to be said; `None` ends the stream.
async fn next(step: Step) -> Option<(Said, Step)> {
    let mut watching = match step {
        Step::First(mut watching) => {
            watching.look();
            return Some((Ok(Event::default().retry(RECONNECT)), Step::Next(watching)));
        }
        Step::Next(watching) => watching,
    };
    loop {
        match watching.wait().await {
            Happened::Closed => return None,
            Happened::Breath => return Some((Ok(Event::default().comment("")), Step::Next(watching))),
            Happened::Stored => watching.look(),
            Happened::Looked(tag) => {
                if let Some(event) = watching.compare(tag?) {
                    return Some((Ok(event), Step::Next(watching)));
                }
            }
        }
    }
}

enum Happened {
    Stored,
    /// The tag that the page has now, if the reader may know it.
    Looked(Option<String>),
    Breath,
    Closed,
}

impl Watching {
    fn new(shared: Arc<Shared>, asked: Arc<Asked>, page: Uri, tag: String, place: OwnedSemaphorePermit) -> Self {
        let mut breath = tokio::time::interval_at(Instant::now() + BREATH, BREATH);
        breath.set_missed_tick_behavior(MissedTickBehavior::Skip);
        // From now on no snapshot is missed: the first look comes later.
        let (changes, closed) = (shared.live.changes(), shared.streams.closed.subscribe());
        Self { shared, asked, page, tag, changes, closed, breath, looking: None, _place: place }
    }

    fn look(&mut self) {
        let (shared, asked, page) = (Arc::clone(&self.shared), Arc::clone(&self.asked), self.page.clone());
        self.looking = Some(Box::pin(async move { tag_now(&shared, &asked, &page).await }));
    }

    /// Returns what is to be said about the tag that the page has now: nothing if the reader has it.
    fn compare(&mut self, tag: String) -> Option<Event> {
        let is_other = tag != self.tag;
        self.tag = tag;
        is_other.then(|| Event::default().event("changed").data(&self.tag))
    }

    /// Waits for what happens next. One look at a time: what is stored meanwhile is looked at afterwards.
    async fn wait(&mut self) -> Happened {
        let Self { looking, changes, closed, breath, .. } = self;
        let is_looking = looking.is_some();
        let looked = async {
            match looking.as_mut() {
                Some(looking) => looking.await,
                None => std::future::pending().await,
            }
        };
        let happened = tokio::select! {
            _ = closed.wait_for(|&is_closed| is_closed) => Happened::Closed,
            tag = looked => Happened::Looked(tag),
            _ = breath.tick() => Happened::Breath,
            stored = changes.changed(), if !is_looking => if stored.is_ok() { Happened::Stored } else { Happened::Closed },
        };
        if matches!(happened, Happened::Looked(_)) {
            self.looking = None;
        }
        happened
    }
}

/// Returns the tag that a page has now; `None` if who has it open may not see it any more, or it became no page.
async fn tag_now(shared: &Shared, asked: &Asked, page: &Uri) -> Option<String> {
    let snapshot = shared.live.load()?;
    if snapshot.gate.as_ref().is_some_and(|gate| !gate.knows(&asked.headers)) {
        return None;
    }
    let key = match Page::at(snapshot.garden(), page)? {
        Page::Moved => return Some(MOVED.to_owned()),
        Page::Document(key) => key,
    };
    // In the coding that the reader will ask for it.
    let document = pages::document(shared, &snapshot, key, asked.coding).await;
    Some(document.map_or_else(|| NOTHING.to_owned(), |document| document.tag().to_owned()))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::http::{HeaderMap, Method};
    use hedgerow_model::NotePath;
    use hedgerow_publish::{Harvest, Mode, Policy, PublicGarden, PublishOptions};
    use hedgerow_search::SearchIndex;
    use hedgerow_site::{Site, SiteOptions};
    use sower::{FileDates, Note};

    use super::{Happened, Shared, Watching};
    use crate::reply::Asked;
    use crate::{Live, NoFiles, ServeOptions, Snapshot};

    fn snapshot(revision: u64, notes: &[(&str, &str)]) -> Snapshot {
        let note = |&(path, text): &(&str, &str)| {
            Arc::new(Note::parse(NotePath::new(path).unwrap(), text.to_owned(), FileDates::default()))
        };
        let notes: Vec<Arc<Note>> = notes.iter().map(note).collect();
        let policy = Policy::new(Mode::All, &[], &[], None).unwrap();
        let harvest = Harvest::new(&notes, &[]);
        let garden = Arc::new(PublicGarden::grow(&harvest, &PublishOptions { policy, ..PublishOptions::default() }));
        let search = SearchIndex::build(&garden).unwrap();
        Snapshot::new(revision, Site::new(garden, SiteOptions::default()), search, None)
    }

    fn watch(shared: &Arc<Shared>, page: &str) -> Watching {
        let asked = Arc::new(Asked::new(&Method::GET, HeaderMap::new()));
        let place = Arc::clone(&shared.streams.places).try_acquire_owned().unwrap();
        Watching::new(Arc::clone(shared), asked, page.parse().unwrap(), String::new(), place)
    }

    /// Stores a snapshot, waits until an open page was compared with it, and tells whether its reader hears of it.
    async fn hears(shared: &Shared, watching: &mut Watching, notes: &[(&str, &str)]) -> bool {
        shared.live.store(snapshot(2, notes));
        loop {
            match watching.wait().await {
                Happened::Stored => watching.look(),
                Happened::Looked(tag) => return watching.compare(tag.unwrap()).is_some(),
                Happened::Breath => {}
                Happened::Closed => panic!("nobody closed it"),
            }
        }
    }

    #[tokio::test]
    async fn only_what_changes_the_page_itself_is_heard() {
        let shared = Arc::new(Shared::new(Arc::new(Live::empty()), Arc::new(NoFiles), &ServeOptions::default()));
        let mut watching = watch(&shared, "/A");
        const A: (&str, &str) = ("A.md", "one [[B]]");
        const B: (&str, &str) = ("B.md", "two");
        const SECRET: (&str, &str) = ("Secret.md", "---\npublish: false\n---\n[[A]] x");
        for (what, notes, expected) in [
            ("the first one", vec![A, B], true),
            ("the same once more", vec![A, B], false),
            ("a private note", vec![A, B, SECRET], false),
            ("a private note that changes", vec![A, B, ("Secret.md", "---\npublish: false\n---\n[[A]] y")], false),
            ("a private note with another name", vec![A, B, ("C.md", SECRET.1)], false),
            ("no private note any more", vec![A, B], false),
            ("the text of another page", vec![A, ("B.md", "three")], false),
            ("the title of another page", vec![A, ("B.md", "---\naliases: [C]\n---\nthree")], false),
            ("a backlink", vec![A, ("B.md", "[[A]]")], true),
            ("the text", vec![("A.md", "four [[B]]"), ("B.md", "[[A]]")], true),
            ("what a link leads to is gone", vec![("A.md", "four [[B]]")], true),
            ("the page is withdrawn", vec![("A.md", "---\npublish: false\n---\nfour")], true),
            ("a withdrawn page changes", vec![("A.md", "---\npublish: false\n---\nfive")], false),
            ("a withdrawn page is deleted", vec![B], false),
            ("the page comes back", vec![A, B], true),
        ] {
            assert_eq!(hears(&shared, &mut watching, &notes).await, expected, "{what}");
        }
    }
}
