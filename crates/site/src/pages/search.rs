//! The search page, which works without scripts.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::templates::fill;
use crate::view::{HitView, SearchView};
use crate::{Page, SearchResults, Site};

impl Site {
    /// Makes the search page with the answers that the server found.
    pub fn search_page(&self, results: &SearchResults) -> Page {
        let title = if results.query.is_empty() { "Search".to_owned() } else { format!("Search: {}", results.query) };
        let mut head = self.head("search", &title, Some(&self.view.links.search));
        // Answers change with the garden and are no place for a search engine to begin.
        head.is_hidden = true;
        let last = results.offset + results.hits.len();
        let limit = results.limit.max(1);
        fill(
            "layouts/search.html",
            SearchView {
                site: &self.view,
                head,
                label: "Search the notes",
                words: &results.query,
                total: results.total,
                first: results.offset + 1,
                last,
                hits: results.hits.iter().map(hit).collect(),
                previous: (results.offset > 0)
                    .then(|| self.search_href(&results.query, results.offset.saturating_sub(limit))),
                next: (last < results.total && !results.hits.is_empty())
                    .then(|| self.search_href(&results.query, results.offset + limit)),
            },
        )
    }

    fn search_href(&self, query: &str, offset: usize) -> String {
        let words = utf8_percent_encode(query, NON_ALPHANUMERIC);
        let start = format!("{}?q={words}", self.view.links.search);
        if offset == 0 { start } else { format!("{start}&offset={offset}") }
    }
}

fn hit(hit: &crate::SearchHit) -> HitView<'_> {
    HitView {
        href: &hit.href,
        title: &hit.title,
        section: hit.section.as_deref(),
        folder: (!hit.folder.is_empty()).then(|| hit.folder.replace('/', " / ")),
        snippet: &hit.snippet,
    }
}
