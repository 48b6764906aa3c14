//! The search page with all that there may be on it.

use hedgerow_model::Date;

use super::empty_site;
use super::views::NASTY;
use crate::{
    SearchFacet, SearchFacets, SearchHit, SearchOrder, SearchResults, SearchSection, SearchSuggestion, SearchWay,
};

fn hit(title: &str) -> SearchHit {
    let section = SearchSection { heading: NASTY.to_owned(), href: "/notes/B#x".to_owned() };
    SearchHit {
        href: "/notes/B".to_owned(),
        title: title.to_owned(),
        folder: NASTY.to_owned(),
        date: Date::new(2024, 1, 5),
        section: Some(section),
        snippet: "a <mark>b</mark> &lt;c&gt;".to_owned(),
        missing: vec![NASTY.to_owned()],
    }
}

fn way(text: &str, count: usize) -> SearchWay {
    SearchWay { text: text.to_owned(), query: format!("{text} x"), count }
}

/// Answers with all that there may be of them: the last that hold all, and the first that hold some.
pub(super) fn results() -> SearchResults {
    let facet =
        |label: &str, filter: &str| SearchFacet { label: label.to_owned(), filter: filter.to_owned(), count: 3 };
    SearchResults {
        query: format!("{NASTY} tag:tea"),
        order: SearchOrder::Date,
        total: 11,
        n_partial: 100,
        offset: 10,
        limit: 10,
        hits: std::iter::once(SearchHit { missing: Vec::new(), ..hit("The <mark>last</mark>") })
            .chain(vec![hit("A part"); 9])
            .collect(),
        facets: SearchFacets {
            tags: vec![
                facet("tea", "tag:tea"),
                facet(NASTY, "tag:x"),
                SearchFacet { count: 11, ..facet("all", "tag:all") },
            ],
            folders: vec![facet("My notes", "path:\"My notes\"")],
            years: vec![facet("2024", "after:2023-12-31 before:2025-01-01")],
        },
        notices: vec![format!("not understood: {NASTY}")],
        suggestion: Some(SearchSuggestion { query: "A & b".to_owned(), html: "A &amp; <em>b</em>".to_owned() }),
        completions: vec![way(NASTY, 3)],
        loosened: vec![way(NASTY, 1), way("tag:tea", 2)],
    }
}

#[test]
fn the_search_page_works_without_scripts() {
    let site = empty_site();
    let results = SearchResults {
        query: "a&b c".to_owned(),
        total: 25,
        offset: 10,
        limit: 10,
        hits: vec![SearchHit::default(); 10],
        ..SearchResults::default()
    };
    let html = site.search_page(&results).html;
    assert!(html.contains(r#"action="/notes/-/search" method="get""#));
    assert!(html.contains(r#"value="a&amp;b c""#));
    assert!(html.contains("25 notes, 11 to 20"));
    assert!(html.contains(r#"rel="prev" href="/notes/-/search?q=a%26b%20c""#));
    assert!(html.contains(r#"rel="next" href="/notes/-/search?q=a%26b%20c&amp;offset=20""#));
}

#[test]
fn notes_that_hold_some_may_stand_between_the_others() {
    let mut mixed = results();
    mixed.hits.rotate_left(1);
    let html = empty_site().search_page(&mixed).html;
    assert!(!html.contains("search-partial"), "{html}");
    assert_eq!((html.matches("search-hit\"").count(), html.matches("without: ").count()), (10, 9));
    assert!(html.contains("111 notes, best fit first, 11 to 20"), "{html}");
    assert!(html.contains("?q=tag%3Aall"), "what eleven of them have narrows the search: {html}");
    let html = empty_site().search_page(&results()).html;
    assert!(html.contains("11 notes hold all of it, 100 more hold some, 11 to 20"), "{html}");
    assert!(!html.contains("?q=tag%3Aall"), "{html}");
}

#[test]
fn the_search_page_tells_what_holds_all_from_what_holds_some() {
    let html = empty_site().search_page(&results()).html;
    assert!(html.contains("11 notes hold all of it, 100 more hold some, 11 to 20"), "{html}");
    let (all, some) = html.split_once("<h2 class=\"search-partial\">").expect("there is a line between them");
    assert!(
        all.contains("<ol class=\"search-hits\" start=\"11\">") && all.contains("The <mark>last</mark></a>"),
        "{all}"
    );
    assert!(some.contains("<ol class=\"search-hits\" start=\"12\">"), "{some}");
    assert_eq!((all.matches("search-hit\"").count(), some.matches("search-hit\"").count()), (1, 9));
    assert!(some.contains("without: <s dir=\"auto\">A &lt;/title&gt;"), "{some}");
    let page = "/notes/-/search?q=A%20%3C%2Ftitle%3E";
    for link in ["rel=\"prev\" href=\"", "rel=\"next\" href=\""] {
        assert!(some.contains(&format!("{link}{page}")), "{link}: {some}");
    }
    assert!(
        some.contains("aria-current=\"page\">2</a>") && some.contains("…</span><a href") && some.contains(">12</a>")
    );
}

#[test]
fn what_narrows_a_search_is_a_link_that_adds_it_or_takes_it_away() {
    let site = empty_site();
    let results = SearchResults { query: "green tag:tea".to_owned(), ..results() };
    let html = site.search_page(&results).html;
    let href = |words: &str| format!("href=\"/notes/-/search?q={words}&amp;sort=date\"");
    assert!(html.contains(&format!("<a class=\"is-on\" {}", href("green"))), "{html}");
    assert!(html.contains(&href("path%3A%22My%20notes%22%20green%20tag%3Atea")), "{html}");
    assert!(html.contains(&href("after%3A2023-12-31%20before%3A2025-01-01%20green%20tag%3Atea")), "{html}");
    assert!(!html.contains("tag%3Aall"), "what all have narrows nothing");
    assert!(html.contains(
        "Did you mean <a href=\"/notes/-/search?q=A%20%26%20b&amp;sort=date\" dir=\"auto\">A &amp; <em>b</em></a>?"
    ));
    assert!(
        html.contains("<b>date</b>")
            && html.contains("<a href=\"/notes/-/search?q=green%20tag%3Atea\" rel=\"nofollow\">relevance</a>")
    );
    assert!(html.contains("<input type=\"hidden\" name=\"sort\" value=\"date\">"), "a new query keeps the order");
    assert!(html.contains("<meta name=\"robots\" content=\"noindex\">"));
}

#[test]
fn an_empty_search_helps_and_one_without_answers_too() {
    let site = empty_site();
    for (query, words) in [("", "What can be asked"), ("zebra", "Nothing was found for “zebra”.")] {
        let html = site.search_page(&SearchResults { query: query.to_owned(), ..SearchResults::default() }).html;
        assert!(html.contains(words) && html.contains("search-help"), "{query}: {html}");
        assert!(!html.contains("search-hits") && !html.contains("class=\"pager\""), "{query}");
    }
}

#[test]
fn a_browser_reads_how_to_search_here() {
    let text = empty_site().open_search(Some("elsewhere.test"));
    assert!(text.contains("template=\"https://example.org/notes/-/search?q={searchTerms}\""), "{text}");
    assert!(!text.contains("elsewhere"), "a site that knows its address keeps to it");
    assert!(
        text.contains("<ShortName>Hedge &amp; Row</ShortName>")
            && text.contains("<Description>About &lt;things&gt;</Description>")
    );
}
