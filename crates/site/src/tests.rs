//! Each layout filled from a view made by hand, and the laws that hold for every page.

use std::sync::Arc;

use hedgerow_model::{BasePath, Date};
use hedgerow_publish::{Harvest, PublicGarden, PublishOptions};

use crate::addresses::Addresses;
use crate::site::{page_head, site_view};
use crate::templates::fill;
use crate::view::{
    BacklinkView, BacklinksView, ContextPart, Crumb, DrawnEdge, DrawnNode, FolderItem, FolderView, GraphView, HeadView,
    HomeView, HubView, IconView, IntroView, ItemView, LabelLine, LevelView, LinkView, LinkingView, ListingView,
    LocalEdges, LocalGraphView, LocalNode, MonthView, NoteItem, NotePart, NoteView, PageTreeView, PagesView, PieceView,
    PropertyView, RecentView, SiteView, TagLink, TagNode, TagView, TagsView, TocView,
};
use crate::{
    SearchFacet, SearchFacets, SearchHit, SearchOrder, SearchResults, SearchSection, SearchSuggestion, SearchWay, Site,
    SiteOptions,
};

/// A title that breaks out of whatever is not escaped.
const NASTY: &str = "A </title><script>alert(1)</script> \"quoted' & b";

fn options() -> SiteOptions {
    SiteOptions {
        title: "Hedge & Row".to_owned(),
        description: Some("About <things>".to_owned()),
        author: Some("Ann \"O\" Nym".to_owned()),
        base_url: Some("https://example.org/notes/".to_owned()),
        ..SiteOptions::default()
    }
}

fn addresses() -> Addresses {
    Addresses::new(&BasePath::new("notes"), options().base_url.as_deref())
}

fn site() -> SiteView {
    let icon = IconView { href: "/notes/favicon.ico".to_owned(), media_type: "image/x-icon", sizes: "any".to_owned() };
    site_view(&options(), &addresses(), vec![icon])
}

fn head(kind: &'static str, title: &str) -> HeadView {
    page_head(&options(), &addresses(), kind, title, Some("/notes/A"))
}

fn link(title: &str) -> LinkView {
    LinkView { title: title.to_owned(), href: "/notes/B".to_owned() }
}

fn item(title: &str) -> NoteItem {
    NoteItem {
        title: title.to_owned(),
        href: "/notes/B".to_owned(),
        description: Some("Some <words>".to_owned()),
        date: Date::new(2024, 1, 5).map(Into::into),
    }
}

fn listing() -> ListingView {
    let folder = FolderItem { name: NASTY.to_owned(), href: "/notes/F/".to_owned(), count: 3 };
    ListingView { folders: vec![folder], notes: vec![item(NASTY)], ..ListingView::default() }
}

fn tag_node() -> TagNode {
    let leaf =
        |name: &str| TagNode { name: name.to_owned(), href: "/notes/-/tags/a".to_owned(), count: 2, children: vec![] };
    TagNode { children: vec![leaf("b")], ..leaf("a") }
}

fn local_graph() -> LocalGraphView {
    let node =
        |lines| LocalNode { href: "/notes/B".to_owned(), title: NASTY.to_owned(), place: "10 20".to_owned(), lines };
    LocalGraphView {
        width: 340,
        height: 320,
        focus: "170 160".to_owned(),
        near: vec![node(vec![LabelLine { y: 30.0, text: "A <b>".to_owned() }])],
        far: vec![node(Vec::new())],
        edges: LocalEdges { near: "M0 0L1 1".to_owned(), ..LocalEdges::default() },
        n_more: 4,
    }
}

fn level() -> LevelView {
    let leaf = ItemView {
        name: NASTY.to_owned(),
        href: "/notes/B".to_owned(),
        is_folder: false,
        is_current: true,
        inner: None,
    };
    let inner = LevelView { items: vec![leaf.clone()], n_more: 3, more: "/notes/F/".to_owned() };
    let folder = ItemView { is_folder: true, is_current: false, inner: Some(inner), ..leaf };
    LevelView { items: vec![folder], ..LevelView::default() }
}

fn tree() -> Option<PageTreeView> {
    Some(PageTreeView { level: level(), all: "/notes/-/pages".to_owned() })
}

fn backlink() -> BacklinkView<'static> {
    let parts = vec![
        ContextPart { text: "… before <i> ", is_link: false },
        ContextPart { text: "the & link", is_link: true },
        ContextPart { text: " after", is_link: false },
    ];
    BacklinkView { title: NASTY, href: "/notes/B".to_owned(), contexts: vec![parts] }
}

/// A page of each layout, by name.
fn pages() -> Vec<(&'static str, String)> {
    let site = site();
    let crumbs = || vec![Crumb { name: "Home".to_owned(), href: "/notes/".to_owned() }];
    let pieces = vec![
        PieceView { kind: "text", text: "see <", href: "", is_external: false },
        PieceView { kind: "link", text: NASTY, href: "/notes/B", is_external: false },
        PieceView { kind: "missing", text: "Gone", href: "", is_external: false },
    ];
    let note = NotePart {
        path: "A & B.md",
        title: NASTY,
        hides_title: false,
        title_ids: Vec::new(),
        lang: Some("de"),
        author: None,
        body: "<p dir=\"auto\">Hello <em>there</em></p>",
        toc: vec![TocView { text: NASTY.to_owned(), href: "#a".to_owned(), children: vec![] }],
        tags: vec![TagLink { text: "a/b".to_owned(), href: "/notes/-/tags/a/b".to_owned() }],
        created: Date::new(2024, 1, 5).map(Into::into),
        modified: Date::new(2024, 2, 6).map(Into::into),
        published: None,
        properties: vec![PropertyView { key: "up", values: vec![pieces] }],
        backlinks: BacklinksView {
            count: 60,
            open: vec![backlink()],
            folded: vec![backlink()],
            all: Some("/notes/-/backlinks/A".to_owned()),
        },
        outgoing: vec![link(NASTY)],
        graph: Some(local_graph()),
    };
    let drawn = DrawnNode {
        href: "/notes/B".to_owned(),
        title: NASTY.to_owned(),
        x: 1.0,
        y: 2.0,
        r: 3.0,
        is_labelled: true,
        label: "A <b>".to_owned(),
        label_y: 4.0,
    };
    let edge = DrawnEdge { x1: 0.0, y1: 0.0, x2: 1.0, y2: 1.0 };
    let intro = IntroView { title: NASTY.to_owned(), href: "/notes/B".to_owned(), description: None };
    let head_of = |kind| head(kind, NASTY);
    vec![
        (
            "note",
            fill(
                "layouts/note.html",
                NoteView {
                    site: &site,
                    head: head_of("note"),
                    crumbs: crumbs(),
                    tree: tree(),
                    note,
                    listing: Some(listing()),
                },
            )
            .html,
        ),
        (
            "backlinks",
            fill(
                "layouts/backlinks.html",
                LinkingView {
                    site: &site,
                    head: head_of("backlinks"),
                    crumbs: crumbs(),
                    title: NASTY,
                    count: 300,
                    linking: vec![backlink()],
                    previous: Some("/notes/-/backlinks/A".to_owned()),
                    next: Some("/notes/-/pages/3/-/backlinks/A".to_owned()),
                },
            )
            .html,
        ),
        (
            "folder",
            fill(
                "layouts/folder.html",
                FolderView {
                    site: &site,
                    head: head_of("folder"),
                    crumbs: crumbs(),
                    tree: tree(),
                    name: NASTY,
                    count: 1,
                    intro: Some(intro),
                    listing: listing(),
                },
            )
            .html,
        ),
        (
            "home",
            fill(
                "layouts/home.html",
                HomeView {
                    site: &site,
                    head: head("home", "Hedge & Row"),
                    is_empty: false,
                    count: 2,
                    recent: vec![item(NASTY)],
                    listing: listing(),
                },
            )
            .html,
        ),
        (
            "pages",
            fill(
                "layouts/pages.html",
                PagesView {
                    site: &site,
                    head: head_of("pages"),
                    count: 2,
                    level: level(),
                    previous: None,
                    next: Some("/notes/-/pages/2".to_owned()),
                },
            )
            .html,
        ),
        (
            "tags",
            fill(
                "layouts/tags.html",
                TagsView { site: &site, head: head_of("tags"), count: 2, tags: vec![tag_node()] },
            )
            .html,
        ),
        (
            "tag",
            fill(
                "layouts/tag.html",
                TagView {
                    site: &site,
                    head: head_of("tag"),
                    crumbs: crumbs(),
                    text: "a",
                    count: 2,
                    children: vec![tag_node()],
                    listing: listing(),
                },
            )
            .html,
        ),
        (
            "recent",
            fill(
                "layouts/recent.html",
                RecentView {
                    site: &site,
                    head: head_of("recent"),
                    months: vec![MonthView { name: "January 2024".to_owned(), notes: vec![item(NASTY)] }],
                },
            )
            .html,
        ),
        (
            "graph",
            fill(
                "layouts/graph.html",
                GraphView {
                    site: &site,
                    head: head_of("graph"),
                    n_notes: 2,
                    n_links: 1,
                    n_drawn: 1,
                    height: 720,
                    nodes: &[drawn],
                    edges: &[edge],
                    hubs: vec![HubView { title: NASTY.to_owned(), href: "/notes/B".to_owned(), count: 1 }],
                },
            )
            .html,
        ),
    ]
}

fn page(name: &str) -> String {
    pages().into_iter().find(|(page, _)| *page == name).map(|(_, html)| html).expect("the page is in the list")
}

fn empty_site() -> Site {
    let harvest = Harvest::new(&[], &[]);
    let garden = PublicGarden::grow(&harvest, &PublishOptions { base: BasePath::new("notes"), ..Default::default() });
    Site::new(Arc::new(garden), options())
}

#[test]
fn no_page_holds_a_script_of_its_own() {
    for (name, html) in all_pages() {
        for tag in html.split("<script").skip(1) {
            let (attributes, rest) = tag.split_once('>').expect("a tag ends");
            assert!(attributes.contains(" src=\"/notes/-/assets/"), "{name}: <script{attributes}>");
            assert!(rest.starts_with("</script>"), "{name}");
        }
        assert!(!html.contains(" onclick=") && !html.contains("javascript:"), "{name}");
    }
}

#[test]
fn what_authors_write_is_escaped_in_every_page() {
    for (name, html) in all_pages() {
        assert!(!html.contains("<script>alert") && !html.contains("</title><script"), "{name}");
        assert!(!html.contains("<words>") && !html.contains("<things>"), "{name}");
    }
}

#[test]
fn pages_name_assets_by_hash_and_own_pages_below_the_base() {
    for (name, html) in all_pages() {
        for attribute in ["href=\"", "src=\"", "action=\""] {
            for target in html.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap()) {
                let is_ours = target.starts_with("/notes/") || target.starts_with("https://example.org/notes/");
                assert!(is_ours || target.starts_with('#'), "{name}: {target}");
                if let Some(asset) = target.strip_prefix("/notes/-/assets/") {
                    assert!(hedgerow_web::asset(asset).is_some(), "{name}: {target}");
                }
            }
        }
    }
}

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
fn results() -> SearchResults {
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

/// All that are made from views and all that an empty garden has.
fn all_pages() -> Vec<(&'static str, String)> {
    let site = empty_site();
    let mut pages = pages();
    pages.extend([
        ("empty home", site.home_page().html),
        ("empty pages", site.pages_page(1).expect("there is a first").html),
        ("empty tags", site.tags_page().html),
        ("empty recent", site.recent_page().html),
        ("empty graph", site.graph_page().html),
        ("search", site.search_page(&results()).html),
        ("empty search", site.search_page(&SearchResults::default()).html),
        ("not found", site.not_found("/notes/x%22%3E%3Cscript%3Ealert").html),
    ]);
    pages
}

#[test]
fn the_same_view_gives_the_same_bytes() {
    assert_eq!(all_pages(), all_pages());
}

#[test]
fn the_head_says_what_the_page_is() {
    // Rules W-26 and W-28.
    let html = page("note");
    assert!(html.contains("<title>A &lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; &quot;quoted&#39; &amp; b - Hedge &amp; Row</title>"));
    assert!(html.contains(r#"<link rel="canonical" href="https://example.org/notes/A">"#));
    assert!(html.contains(r#"<meta property="og:url" content="https://example.org/notes/A">"#));
    assert!(html.contains(r#"<meta name="twitter:card" content="summary">"#));
    assert!(page("home").contains("<title>Hedge &amp; Row</title>"), "the site's name is not doubled");
}

#[test]
fn a_site_without_a_host_has_no_absolute_address() {
    let options = SiteOptions { base_url: None, ..options() };
    let head = page_head(&options, &Addresses::new(&BasePath::new("notes"), None), "note", "A", Some("/notes/A"));
    assert_eq!(head.canonical.as_deref(), Some("/notes/A"));
    assert_eq!(head.og_url, None);
}

#[test]
fn a_note_has_the_parts_that_tools_look_for() {
    let html = page("note");
    for part in [
        r#"<article class="note spread" data-path="A &amp; B.md" lang="de">"#,
        r#"<div class="note-body"><p dir="auto">Hello <em>there</em></p></div>"#,
        r#"<ul class="note-tags" aria-label="Tags"><li><a class="tag" href="/notes/-/tags/a/b" dir="auto">a/b</a></li></ul>"#,
        r#"<section id="backlinks""#,
        r#"<a class="backlink" href="/notes/B""#,
        r#"<a href="/notes/-/backlinks/A">All 60 notes that link here</a>"#,
        "… before &lt;i&gt; <mark>the &amp; link</mark> after</p>",
        r#"<time datetime="2024-01-05">5 January 2024</time>"#,
        r#"<span class="is-unresolved">Gone</span>"#,
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    let title = html.find("<h1").unwrap();
    assert!(title < html.find("note-body").unwrap(), "the title stands outside the body");
}

#[test]
fn an_empty_garden_says_what_makes_a_note_public() {
    let html = empty_site().home_page().html;
    assert!(
        html.contains("publish: true") && html.contains("<code>include</code>") && html.contains("<code>all</code>")
    );
    assert!(empty_site().sitemap().contains("<loc>https://example.org/notes/</loc>"));
    assert_eq!(empty_site().graph_json(), r#"{"nodes":[],"edges":[]}"#);
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

#[test]
fn a_page_that_is_not_there_depends_on_its_address_alone() {
    // Rule W-09.
    let site = empty_site();
    assert_eq!(site.not_found("/notes/Secret-plan"), site.not_found("/notes/Secret-plan"));
    let a = site.not_found("/notes/Secret-plan").html;
    let b = site.not_found("/notes/Other-words").html;
    assert_eq!(a.replace("Secret plan", "Other words"), b);
}
