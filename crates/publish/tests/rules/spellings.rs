//! Requests in another spelling are redirected to the canonical address (F-33, F-38, W-09).

use crate::vault::{all, check};

#[test]
fn another_spelling_leads_to_the_canonical_address() {
    // F-33
    let vault = all(
        "-- Firm/Who we are.md\n![[My pic.png]]\n-- Guide.md\n-- Guide/index.md\n-- Guide/Start.md\n-- Plain/x.md\n-- My pic.png\n-- 100% sure.md\n-- What?.md\n-- a+b.md\n-- C#.md\n",
    );
    const CASES: &[(&str, &str)] = &[
        ("/Firm/Who-we-are", "note Firm/Who we are.md"),
        ("/firm/who-we-are", "moved /Firm/Who-we-are"),
        ("/FIRM/Who-We-Are", "moved /Firm/Who-we-are"),
        ("/Firm/Who+we+are", "moved /Firm/Who-we-are"),
        ("/Firm/Who%20we%20are", "moved /Firm/Who-we-are"),
        ("/Firm/Who%20we%20are.md", "moved /Firm/Who-we-are"),
        ("/Firm/Who-we-are/", "moved /Firm/Who-we-are"),
        ("/Firm/Who-we-are.html", "moved /Firm/Who-we-are"),
        ("/Firm/Who-we-are.md", "moved /Firm/Who-we-are"),
        ("/firm/who+we+are.MD", "moved /Firm/Who-we-are"),
        ("/Firm/Who-we-are.md/", "moved /Firm/Who-we-are"),
        ("//Firm/Who-we-are", "moved /Firm/Who-we-are"),
        ("/Firm", "moved /Firm/"),
        ("/firm/", "moved /Firm/"),
        ("/Firm/", "folder Firm"),
        ("/Guide", "note Guide.md"),
        ("/guide", "moved /Guide"),
        ("/Guide/", "note Guide/index.md"),
        ("/guide/", "moved /Guide/"),
        ("/Guide/index", "moved /Guide/"),
        ("/Guide/index.html", "moved /Guide/"),
        ("/Guide/index.md", "moved /Guide/"),
        ("/Guide.md", "moved /Guide"),
        ("/Plain/index.html", "moved /Plain/"),
        ("/index.html", "moved /"),
        ("/index", "moved /"),
        ("/My-pic.png", "asset My pic.png"),
        ("/My%20pic.png", "moved /My-pic.png"),
        ("/my+pic.png", "moved /My-pic.png"),
        ("/100%25%20sure", "moved /100-percent-sure"),
        ("/What%3F", "moved /What-q"),
        ("/a+b", "note a+b.md"),
        ("/a-b", "moved /a+b"),
        ("/C%23", "moved /C"),
        ("/Firm/Who", "nothing"),
        ("/Firm/Who-we-are/x", "nothing"),
        ("/Firm/Who-we-are.txt", "nothing"),
        ("/.md", "nothing"),
        ("/.html", "nothing"),
        ("/x", "nothing"),
    ];
    check(CASES.iter().map(|(request, want)| (*request, vault.lookup(request), (*want).to_owned())));
}

#[test]
fn a_redirect_leads_to_a_page_and_never_in_a_circle() {
    // F-33
    let vault = all(
        "-- a.md\n-- A.MD\n-- a/index.md\n-- x y.md\n---\naliases: [x-y, x y, a/]\n---\n-- p.md\n---\npermalink: P\n---\n-- q.html.md\n-- q.md\n",
    );
    for request in [
        "/a",
        "/A",
        "/a/",
        "/A/",
        "/x-y",
        "/x%20y",
        "/X+Y",
        "/p",
        "/P",
        "/p/",
        "/q",
        "/q.html",
        "/Q.HTML",
        "/q.md",
        "/q.html.md",
    ] {
        let found = vault.lookup(request);
        let Some(target) = found.strip_prefix("moved ") else { continue };
        assert!(!vault.lookup(target).starts_with("moved"), "{request} -> {target} -> {}", vault.lookup(target));
    }
}

#[test]
fn what_no_page_can_have_is_refused() {
    // W-09
    let vault = all("-- a.md\n");
    for request in ["/../a", "/%2e%2e/a", "/..%5ca", "/a%00", "/a\\b", "/%ff", "/./a", "/a%0a", "a"] {
        assert_eq!(vault.lookup(request), "refused", "{request}");
    }
}

#[test]
fn a_private_path_answers_as_one_that_never_was() {
    // W-09, W-08
    let vault = all(
        "-- Open/a.md\n-- Secret/Plan x.md\n---\nprivate: true\npermalink: plan\naliases: [Master]\n---\n![[s.png]]\n-- Secret/s.png\n-- templates/T.md\n",
    );
    for request in [
        "/Secret/Plan-x",
        "/Secret/Plan%20x",
        "/Secret/Plan-x.md",
        "/secret/plan-x/",
        "/Secret/",
        "/Secret",
        "/plan",
        "/Secret/Master",
        "/Master",
        "/Secret/s.png",
        "/templates/T",
        "/templates/",
    ] {
        assert_eq!(vault.lookup(request), "nothing", "{request}");
    }
}
