//! The laws that hold for every page.

mod search;
mod views;

use std::sync::Arc;

use hedgerow_model::BasePath;
use hedgerow_publish::{Harvest, PublicGarden, PublishOptions};

use self::search::results;
use self::views::{options, pages};
use crate::addresses::Addresses;
use crate::site::page_head;
use crate::{SearchResults, Site, SiteOptions};

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
fn a_page_that_is_not_there_depends_on_its_address_alone() {
    // Rule W-09.
    let site = empty_site();
    assert_eq!(site.not_found("/notes/Secret-plan"), site.not_found("/notes/Secret-plan"));
    let a = site.not_found("/notes/Secret-plan").html;
    let b = site.not_found("/notes/Other-words").html;
    assert_eq!(a.replace("Secret plan", "Other words"), b);
}
