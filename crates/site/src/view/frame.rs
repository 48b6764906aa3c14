//! What every page has: the head, the header and the footer.

use hedgerow_model::Date;
use serde::Serialize;

/// The same on every page of a site.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SiteView {
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) author: Option<String>,
    /// The base path, before asset addresses; empty or `/notes`.
    pub(crate) base: String,
    pub(crate) home: String,
    pub(crate) feed: String,
    /// The address of the RSS feed.
    pub(crate) rss: String,
    /// The address of the owner's style sheet.
    pub(crate) style: Option<String>,
    pub(crate) icons: Vec<IconView>,
    /// Where a reader who gave a password is forgotten.
    pub(crate) logout: Option<String>,
    pub(crate) links: OwnLinks,
}

/// An icon of the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct IconView {
    pub(crate) href: String,
    pub(crate) media_type: &'static str,
    /// `32x32`, or `any`.
    pub(crate) sizes: String,
}

/// Addresses of the site's own pages.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct OwnLinks {
    pub(crate) pages: String,
    pub(crate) recent: String,
    pub(crate) tags: String,
    pub(crate) graph: String,
    pub(crate) search: String,
    pub(crate) search_api: String,
    /// The feed of a search, without its query.
    pub(crate) search_feed: String,
    /// What a browser shows while its reader types.
    pub(crate) suggest: String,
    /// What a browser reads to search here.
    pub(crate) open_search: String,
    /// Where an open page hears that it changed.
    pub(crate) events: String,
}

/// The head of one page (rules W-26 to W-28, W-30).
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct HeadView {
    /// Which page it is, for the style sheet and the header: `note`, `tags`, …
    pub(crate) kind: &'static str,
    /// `Page - Site`.
    pub(crate) title: String,
    pub(crate) lang: String,
    pub(crate) description: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) canonical: Option<String>,
    pub(crate) og_title: String,
    pub(crate) og_type: &'static str,
    pub(crate) og_url: Option<String>,
    pub(crate) og_image: Option<String>,
    /// A feed of this page's own.
    pub(crate) feed: Option<String>,
    pub(crate) is_hidden: bool,
    pub(crate) has_previews: bool,
    pub(crate) has_math: bool,
    pub(crate) has_diagrams: bool,
    pub(crate) has_canvas: bool,
    pub(crate) body_classes: Vec<String>,
}

/// A step of the way from the home page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Crumb {
    pub(crate) name: String,
    pub(crate) href: String,
}

/// A day for machines and for readers.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct DateView {
    pub(crate) iso: String,
    pub(crate) long: String,
}

impl From<Date> for DateView {
    fn from(date: Date) -> Self {
        Self { iso: date.iso(), long: date.long() }
    }
}
