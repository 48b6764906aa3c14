//! The search page, which works without scripts.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::templates::fill;
use crate::view::{
    FacetGroupView, FacetView, HitView, KeptView, OrderView, PageLink, PagerView, SearchView, SectionView,
    SuggestionView, WayView,
};
use crate::{Page, SearchFacet, SearchHit, SearchOrder, SearchResults, SearchWay, Site, filter, rank};

/// More answers than this are not reached by turning pages; a narrower question finds them.
const MAX_PAGES: usize = 100;

/// Pages on either side of the current one that are named.
const N_NEAR: usize = 2;

/// Newest notes below an empty field.
const N_RECENT: usize = 8;

/// What may stand in a query string as it is.
const WORDS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Counts the answers up to those that hold only some of the words; all where these stand between the others.
fn n_full(hits: &[SearchHit]) -> usize {
    let is_partial = |hit: &SearchHit| !hit.missing.is_empty();
    let first = hits.iter().position(is_partial);
    first.filter(|&first| hits[first..].iter().all(is_partial)).unwrap_or(hits.len())
}

impl Site {
    /// Makes the search page with the answers that the server found.
    pub fn search_page(&self, results: &SearchResults) -> Page {
        let is_asked = !results.query.is_empty();
        let title = if is_asked { format!("Search: {}", results.query) } else { "Search".to_owned() };
        let mut head = self.head("search", &title, Some(&self.view.links.search));
        // Answers change with the garden and are no place for a search engine to begin.
        head.is_hidden = true;
        head.feed = is_asked.then(|| format!("{}?q={}", self.view.links.search_feed, encoded(&results.query)));
        let is_dated = results.order == SearchOrder::Date;
        let hit = |hit| hit_view(hit, is_dated);
        let n_full = n_full(&results.hits);
        let (full, partial) = results.hits.split_at(n_full);
        let facets = self.facet_groups(results);
        let recent = if is_asked { Vec::new() } else { rank::by_date(&self.garden) };
        fill(
            "layouts/search.html",
            SearchView {
                site: &self.view,
                head,
                label: "Search the notes",
                words: &results.query,
                kept: kept(results),
                notices: &results.notices,
                suggestion: results.suggestion.as_ref().map(|suggestion| SuggestionView {
                    href: self.search_href(results, &suggestion.query, 0),
                    html: &suggestion.html,
                }),
                completions: self.ways(results, &results.completions),
                loosened: self.ways(results, &results.loosened),
                summary: if is_asked { summary(results) } else { String::new() },
                has_hits: !results.hits.is_empty(),
                orders: self.orders(results),
                n_filters: facets.iter().flat_map(|group| &group.facets).filter(|facet| facet.is_on).count(),
                facets,
                hits: full.iter().map(hit).collect(),
                first: results.offset + 1,
                partial: partial.iter().map(hit).collect(),
                first_partial: results.offset + n_full + 1,
                pager: self.pager(results),
                recent: recent.into_iter().take(N_RECENT).map(|(id, _)| self.note_item(id)).collect(),
            },
        )
    }

    /// Returns the address of the page that answers a query, from the host's root.
    pub fn search_address(&self, query: &str) -> String {
        format!("{}?q={}", self.view.links.search, encoded(query))
    }

    fn search_href(&self, results: &SearchResults, query: &str, offset: usize) -> String {
        let mut href = self.search_address(query);
        for KeptView { name, value } in kept(results) {
            href.push_str(&format!("&{name}={value}"));
        }
        if offset > 0 {
            href.push_str(&format!("&offset={offset}"));
        }
        href
    }

    fn ways<'a>(&self, results: &SearchResults, ways: &'a [SearchWay]) -> Vec<WayView<'a>> {
        let view = |way: &'a SearchWay| WayView {
            href: self.search_href(results, &way.query, 0),
            text: &way.text,
            count: way.count,
        };
        ways.iter().map(view).collect()
    }

    fn orders(&self, results: &SearchResults) -> Vec<OrderView> {
        if results.total + results.n_partial < 2 {
            return Vec::new();
        }
        let view = |order: SearchOrder| OrderView {
            name: order.name(),
            href: self.search_href(&SearchResults { order, ..bare(results) }, &results.query, 0),
            is_current: order == results.order,
        };
        SearchOrder::ALL.map(view).into()
    }

    fn facet_groups<'a>(&self, results: &'a SearchResults) -> Vec<FacetGroupView<'a>> {
        let matches = n_counted(results);
        let view = |facet: &'a SearchFacet| {
            let turned = filter::turn(&results.query, &facet.filter);
            // What all answers have in common narrows nothing.
            let is_of_use = turned.was_held || facet.count < matches;
            is_of_use.then(|| FacetView {
                label: &facet.label,
                count: facet.count,
                href: self.search_href(results, &turned.query, 0),
                is_on: turned.was_held,
            })
        };
        let group = |name, kind, facets: &'a [SearchFacet]| FacetGroupView {
            name,
            kind,
            facets: facets.iter().filter_map(view).collect(),
        };
        let facets = &results.facets;
        let groups = [
            group("Tags", "tags", &facets.tags),
            group("Folders", "folders", &facets.folders),
            group("Years", "years", &facets.years),
        ];
        groups.into_iter().filter(|group| !group.facets.is_empty()).collect()
    }

    fn pager(&self, results: &SearchResults) -> Option<PagerView> {
        let limit = results.limit.max(1);
        let n_found = results.total + results.n_partial;
        let n_pages = n_found.div_ceil(limit).min(MAX_PAGES);
        let current = results.offset / limit;
        if n_pages < 2 && results.offset == 0 {
            return None;
        }
        let href = |page: usize| self.search_href(results, &results.query, page * limit);
        let is_named = |page: &usize| *page == 0 || *page + 1 == n_pages || page.abs_diff(current) <= N_NEAR;
        let mut pages: Vec<PageLink> = Vec::new();
        for page in (0..n_pages).filter(is_named) {
            let is_after_gap = pages.last().is_some_and(|last| last.number < page);
            pages.push(PageLink { number: page + 1, href: href(page), is_current: page == current, is_after_gap });
        }
        Some(PagerView {
            previous: (results.offset > 0).then(|| {
                self.search_href(
                    results,
                    &results.query,
                    results.offset.saturating_sub(limit).min((n_pages.max(1) - 1) * limit),
                )
            }),
            next: (current + 1 < n_pages).then(|| self.search_href(results, &results.query, results.offset + limit)),
            pages,
        })
    }
}

fn encoded(query: &str) -> String {
    utf8_percent_encode(query, WORDS).to_string()
}

/// What a link to another search keeps, where it is not as usual.
fn kept(results: &SearchResults) -> Vec<KeptView> {
    let order = (results.order != SearchOrder::default())
        .then(|| KeptView { name: "sort", value: results.order.name().to_owned() });
    let is_usual = results.limit == SearchResults::LIMIT || results.limit == 0;
    let limit = (!is_usual).then(|| KeptView { name: "limit", value: results.limit.to_string() });
    order.into_iter().chain(limit).collect()
}

/// The same search without its answers.
fn bare(results: &SearchResults) -> SearchResults {
    SearchResults { limit: results.limit, ..SearchResults::default() }
}

/// Says how many notes answer, and which of them are on this page where not all are.
fn summary(results: &SearchResults) -> String {
    let SearchResults { query, total, n_partial, offset, hits, .. } = results;
    let notes = match (total, n_partial) {
        (all, some) if is_mixed(results) => format!("{} notes, best fit first", all + some),
        (0, 0) => return format!("Nothing was found for “{query}”."),
        (0, 1) => "No note holds all of it, one holds some".to_owned(),
        (0, some) => format!("No note holds all of it, {some} hold some"),
        (1, 0) => "One note".to_owned(),
        (all, 0) => format!("{all} notes"),
        (1, some) => format!("One note holds all of it, {some} more hold some"),
        (all, some) => format!("{all} notes hold all of it, {some} more hold some"),
    };
    let last = offset + hits.len();
    if hits.is_empty() || (*offset == 0 && last == total + n_partial) {
        return notes;
    }
    format!("{notes}, {} to {last}", offset + 1)
}

/// Returns over how many notes the facets are counted: over those that hold all if there are any, but where notes that hold some stand
/// between them over all.
fn n_counted(results: &SearchResults) -> usize {
    let SearchResults { total, n_partial, facets, .. } = results;
    let mut counts = [&facets.tags, &facets.folders, &facets.years].into_iter().flatten().map(|facet| facet.count);
    match *total {
        0 => *n_partial,
        total if is_mixed(results) || counts.any(|count| count > total) => total + n_partial,
        total => total,
    }
}

/// Tells whether notes that hold only some stand before others that hold all, as far as this page shows it: a question in plain language ranks
/// both together.
fn is_mixed(results: &SearchResults) -> bool {
    let places = results.offset..;
    places.zip(&results.hits).any(|(place, hit)| (place < results.total) != hit.missing.is_empty())
}

fn hit_view(hit: &SearchHit, is_dated: bool) -> HitView<'_> {
    HitView {
        href: &hit.href,
        title: &hit.title,
        section: hit.section.as_ref().map(|section| SectionView { heading: &section.heading, href: &section.href }),
        folder: (!hit.folder.is_empty()).then(|| hit.folder.replace('/', " / ")),
        date: hit.date.filter(|_| is_dated).map(Into::into),
        snippet: &hit.snippet,
        missing: &hit.missing,
    }
}
