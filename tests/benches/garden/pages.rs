//! Reading pages: each for the first time, and again.

use std::time::{Duration, Instant};

use crate::Failed;
use crate::figures::Series;
use crate::seeded::Seeded;
use crate::served::{Memory, Served};
use crate::source::Source;

/// So many pages are read while the check goes on, and so many again.
const N_SAMPLE: usize = 300;

/// Reading every page of a vault stops after this.
const LONG_ENOUGH: Duration = Duration::from_secs(600);

/// The documents that are gathered from the whole garden.
const GATHERED: [&str; 8] =
    ["/", "/-/tags", "/-/recent", "/-/graph", "/-/api/graph", "/sitemap.xml", "/feed.xml", "/-/search?q="];

/// How long pages take, in milliseconds, and how large they are, in bytes.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    /// First visits right after the start, while the author's check keeps all cores busy.
    pub(crate) during_the_check: Series,
    /// From the start to the end of the check.
    pub(crate) check: Duration,
    pub(crate) counted: String,
    pub(crate) memory_after_the_check: Memory,
    /// First visits of all other notes.
    pub(crate) first: Series,
    /// Another visit at once.
    pub(crate) again: Series,
    pub(crate) sent: Series,
    pub(crate) plain: Series,
    pub(crate) memory_after_all: Memory,
    pub(crate) gathered: Vec<Gathered>,
    /// The slowest first visit after the check.
    pub(crate) slowest: (f64, usize),
}

/// A document that is gathered from the whole garden.
#[derive(Debug)]
pub(crate) struct Gathered {
    pub(crate) address: &'static str,
    pub(crate) first: Duration,
    pub(crate) again: Duration,
    pub(crate) sent: usize,
    pub(crate) plain: usize,
}

pub(crate) fn measure(served: &mut Served, source: &Source) -> Result<Pages, Failed> {
    let mut pages = Pages::default();
    let mut client = served.connect()?;
    let mut order: Vec<&str> = source.notes.iter().map(|note| note.url.as_str()).collect();
    Seeded::new(2).shuffle(&mut order);
    let (early, later) = order.split_at(N_SAMPLE.min(order.len() / 2));

    for url in early {
        pages.during_the_check.push_time(client.get(url)?.took);
    }
    pages.check = served.wait_for_the_check()?;
    pages.counted.clone_from(&served.counted);
    pages.memory_after_the_check = served.memory();

    let started = Instant::now();
    for (n, url) in later.iter().enumerate() {
        let answer = client.get(url)?;
        if !answer.content_type.starts_with("text/html") || answer.coding.is_empty() {
            return Err(format!("{url} is no compressed page").into());
        }
        let milliseconds = answer.took.as_secs_f64() * 1000.0;
        if milliseconds > pages.slowest.0 {
            pages.slowest = (milliseconds, answer.body.len());
        }
        pages.first.push(milliseconds);
        pages.sent.push(answer.body.len() as f64);
        if n % (later.len() / N_SAMPLE).max(1) == 0 {
            pages.again.push_time(client.get(url)?.took);
            pages.plain.push(client.get_plain(url)?.body.len() as f64);
        }
        if started.elapsed() > LONG_ENOUGH {
            break;
        }
    }
    for address in GATHERED {
        let first = client.get(address)?;
        let again = client.get(address)?;
        let plain = client.get_plain(address)?.body.len();
        pages.gathered.push(Gathered { address, first: first.took, again: again.took, sent: first.body.len(), plain });
    }
    pages.memory_after_all = served.memory();
    Ok(pages)
}
