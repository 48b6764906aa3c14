//! Each layout filled from a view made by hand.

use hedgerow_model::{BasePath, Date};

use crate::SiteOptions;
use crate::addresses::Addresses;
use crate::site::{page_head, site_view};
use crate::templates::fill;
use crate::view::{
    BacklinkView, BacklinksView, ContextPart, Crumb, DrawnEdge, DrawnNode, FolderItem, FolderView, GraphView, HeadView,
    HomeView, HubView, IconView, IntroView, ItemView, LabelLine, LevelView, LinkView, LinkingView, ListingView,
    LocalEdges, LocalGraphView, LocalNode, MonthView, Neighbours, NoteItem, NotePart, NoteView, PageTreeView,
    PagesView, PieceView, PropertyView, RecentView, SiteView, TagLink, TagNode, TagView, TagsView, TocView,
};

/// A title that breaks out of whatever is not escaped.
pub(super) const NASTY: &str = "A </title><script>alert(1)</script> \"quoted' & b";

pub(super) fn options() -> SiteOptions {
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
pub(super) fn pages() -> Vec<(&'static str, String)> {
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
                    neighbours: Neighbours {
                        previous: Some("/notes/-/backlinks/A".to_owned()),
                        next: Some("/notes/-/pages/3/-/backlinks/A".to_owned()),
                    },
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
                    neighbours: Neighbours { previous: None, next: Some("/notes/-/pages/2".to_owned()) },
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
