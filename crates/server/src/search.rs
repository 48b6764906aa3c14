//! Searching: what a request asks for, and the page of answers.

use std::sync::Arc;

use axum::extract::Query as Parameters;
use axum::http::Uri;
use axum::response::Response;
use hedgerow_publish::PublicGarden;
use hedgerow_search::{Hit, Query};
use hedgerow_site::{SearchHit, SearchResults};

use crate::document::Document;
use crate::reply::HTML;
use crate::router::{Shared, Visit};

/// How many answers are given if nothing is said, and at most.
const LIMIT: usize = 10;
const MAX_LIMIT: usize = 50;

/// A search as asked for in an address: `?q=&limit=&offset=`. Nothing in it is an error: numbers that cannot be read count
/// as not given, too large ones as the largest possible, and of a name given twice the first counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) text: String,
    pub(crate) limit: usize,
    pub(crate) offset: usize,
}

impl Wanted {
    pub(crate) fn read(uri: &Uri) -> Self {
        let given = Parameters::<Vec<(String, String)>>::try_from_uri(uri).map(|given| given.0).unwrap_or_default();
        let first = |name: &str| given.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim());
        let number = |name: &str| first(name).and_then(read_number);
        Self {
            text: first("q").unwrap_or_default().to_owned(),
            limit: number("limit").unwrap_or(LIMIT).clamp(1, MAX_LIMIT),
            offset: number("offset").unwrap_or(0).min(u32::MAX as usize),
        }
    }

    pub(crate) fn query(&self) -> Query {
        Query::parse(&self.text).window(self.offset, self.limit)
    }
}

/// Reads digits; a number too large for us is the largest.
fn read_number(text: &str) -> Option<usize> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(usize::MAX))
}

/// Returns where a hit leads: to its note, or to the section in it.
pub(crate) fn href(garden: &PublicGarden, hit: &Hit) -> String {
    let page = garden.base().href(garden.note(hit.note).url());
    hit.section.as_ref().map_or_else(|| page.clone(), |section| format!("{page}{}", section.anchor.fragment()))
}

/// `/-/search`: the form and the answers, for readers without scripts too.
pub(crate) async fn page(shared: &Shared, visit: &Visit) -> Response {
    let (snapshot, asked) = (Arc::clone(&visit.snapshot), Arc::clone(&visit.asked));
    let wanted = Wanted::read(&visit.uri);
    let answer = shared.searchers.run(move || {
        let query = wanted.query();
        let answer = snapshot.search().search(&query);
        let garden = snapshot.garden();
        let hits = answer.hits.into_iter().map(|hit| SearchHit {
            href: href(garden, &hit),
            title: garden.note(hit.note).title().to_owned(),
            folder: garden.note(hit.note).path().folder().to_owned(),
            section: hit.section.map(|section| section.heading),
            snippet: hit.snippet,
        });
        let results = SearchResults {
            query: query.text().to_owned(),
            total: answer.total + answer.n_partial,
            offset: wanted.offset,
            limit: wanted.limit,
            hits: hits.collect(),
        };
        Document::new(HTML, snapshot.site().search_page(&results).html, asked.coding).answer(&asked)
    });
    answer.await
}

#[cfg(test)]
mod tests {
    use super::Wanted;

    #[test]
    fn nothing_in_an_address_is_an_error() {
        for (query, text, limit, offset) in [
            ("", "", 10, 0),
            ("?q=chain+rule", "chain rule", 10, 0),
            ("?q=%20a%20&limit=5&offset=20", "a", 5, 20),
            ("?q=a&q=b&limit=0", "a", 1, 0),
            ("?limit=1000&offset=x", "", 50, 0),
            ("?limit=-1&offset=99999999999999999999", "", 10, u32::MAX as usize),
            ("?q=%FF%00&x", "\u{FFFD}\0", 10, 0),
            ("?&&=&q", "", 10, 0),
        ] {
            let wanted = Wanted::read(&format!("/-/search{query}").parse().unwrap());
            assert_eq!((wanted.text.as_str(), wanted.limit, wanted.offset), (text, limit, offset), "{query}");
        }
    }
}
