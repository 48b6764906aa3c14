//! The site of one garden.

use std::sync::{Arc, OnceLock};

use hedgerow_publish::{NoteId, PublicGarden, PublicNote};

use crate::SiteOptions;
use crate::addresses::Addresses;
use crate::garden_graph::{self, Drawing};
use crate::navigation::Navigation;
use crate::tag_index::TagIndex;
use crate::view::{HeadView, IconView, OwnLinks, SiteView};

/// The pages of one garden: an immutable value, made once a snapshot.
///
/// Pages are made when they are asked for; making the site itself only gathers the tags and orders the folders.
#[derive(Debug)]
pub struct Site {
    pub(crate) garden: Arc<PublicGarden>,
    pub(crate) options: SiteOptions,
    pub(crate) addresses: Addresses,
    pub(crate) tags: Arc<TagIndex<NoteId>>,
    /// Links to and from each note, by its number.
    pub(crate) degrees: Arc<Vec<usize>>,
    pub(crate) navigation: Arc<Navigation>,
    pub(crate) view: SiteView,
    /// Drawn when the graph page is first asked for; a function of the garden alone.
    pub(crate) drawing: OnceLock<Drawing>,
}

impl Site {
    /// Makes the site of a garden. Costs a walk over the notes' tags, one over the links and one over the folders.
    pub fn new(garden: Arc<PublicGarden>, options: SiteOptions) -> Self {
        Self::regrow(garden, options, None)
    }

    /// Makes the same site as [`Site::new`], and takes from the site of an earlier garden what must be the same.
    pub fn regrow(garden: Arc<PublicGarden>, options: SiteOptions, earlier: Option<&Self>) -> Self {
        let addresses = Addresses::new(garden.base(), options.base_url.as_deref());
        // Tags are the same in any letters, and yet shown as they were written (rule I-13).
        let written = |note: &'_ PublicNote| note.tags().iter().map(|tag| tag.text().to_owned()).collect::<Vec<_>>();
        let lists_alike =
            |earlier: &&Self| garden.agrees_with(&earlier.garden, |note| (written(note), note.is_listed()));
        let alike = earlier.filter(lists_alike);
        let tags = || match alike {
            Some(earlier) => Arc::clone(&earlier.tags),
            None => Arc::new(TagIndex::new(garden.listed().map(|note| (note.id(), note.tags())))),
        };
        let degrees = || match alike.filter(|earlier| garden.shares_graph_with(&earlier.garden)) {
            Some(earlier) => Arc::clone(&earlier.degrees),
            None => {
                let edges: Vec<(usize, usize)> = garden.edges().map(|(a, b)| (a.index(), b.index())).collect();
                Arc::new(garden_graph::degrees(garden.notes().len(), &edges))
            }
        };
        let has_folders_of = |earlier: &&Self| {
            garden.shares_folders_with(&earlier.garden)
                && earlier.options.order == options.order
                && earlier.options.hide == options.hide
        };
        let navigation = || match earlier.filter(has_folders_of) {
            Some(earlier) => Arc::clone(&earlier.navigation),
            None => Arc::new(Navigation::new(&garden, &options.order, &options.hide)),
        };
        let (tags, (degrees, navigation)) = rayon::join(tags, || (degrees(), navigation()));
        let view = site_view(&options, &addresses, icons(&garden, &addresses));
        Self { garden, options, addresses, tags, degrees, navigation, view, drawing: OnceLock::new() }
    }

    /// Returns the garden.
    pub fn garden(&self) -> &PublicGarden {
        &self.garden
    }

    /// Returns the settings.
    pub fn options(&self) -> &SiteOptions {
        &self.options
    }

    /// Returns the owner's style sheet, if there is one and it is allowed (rule W-24).
    pub fn style(&self) -> Option<&str> {
        self.options.style.as_deref()
    }

    /// Makes the head of a page that is not a note; `href` is its address, where it has one of its own.
    pub(crate) fn head(&self, kind: &'static str, title: &str, href: Option<&str>) -> HeadView {
        page_head(&self.options, &self.addresses, kind, title, href)
    }
}

/// The icons that the vault offers; the site has one of its own where there is none.
fn icons(garden: &PublicGarden, addresses: &Addresses) -> Vec<IconView> {
    let view = |icon: &hedgerow_publish::PublicIcon| IconView {
        href: addresses.href(icon.file.url()),
        media_type: if icon.size.is_some() { "image/png" } else { "image/x-icon" },
        sizes: icon.size.map_or("any".to_owned(), |(width, height)| format!("{width}x{height}")),
    };
    garden.icons().iter().map(view).collect()
}

/// What the header and footer of each page show.
pub(crate) fn site_view(options: &SiteOptions, addresses: &Addresses, icons: Vec<IconView>) -> SiteView {
    SiteView {
        title: options.title.clone(),
        description: options.description.clone(),
        author: options.author.clone(),
        base: addresses.base().to_owned(),
        home: addresses.own(""),
        feed: addresses.own("feed.xml"),
        rss: addresses.own("rss.xml"),
        style: options.style.is_some().then(|| addresses.own("-/publish.css")),
        icons,
        logout: options.has_password.then(|| addresses.own("-/logout")),
        links: OwnLinks {
            pages: addresses.own("-/pages"),
            recent: addresses.own("-/recent"),
            tags: addresses.own("-/tags"),
            graph: addresses.own("-/graph"),
            search: addresses.own("-/search"),
            search_api: addresses.own("-/api/search"),
            search_feed: addresses.own("-/search.xml"),
            suggest: addresses.own("-/api/suggest"),
            open_search: addresses.own("-/opensearch.xml"),
            events: addresses.own("-/events"),
        },
    }
}

/// `Page - Site`, and what search engines and social networks read (rules W-26 to W-28).
pub(crate) fn page_head(
    options: &SiteOptions,
    addresses: &Addresses,
    kind: &'static str,
    title: &str,
    href: Option<&str>,
) -> HeadView {
    let is_home = kind == "home" || title == options.title;
    HeadView {
        kind,
        title: if is_home { options.title.clone() } else { format!("{title} - {}", options.title) },
        lang: options.language.clone(),
        description: if kind == "home" { options.description.clone() } else { None },
        author: options.author.clone(),
        canonical: href.map(|href| addresses.best(href)),
        og_title: title.to_owned(),
        og_type: "website",
        og_url: href.and_then(|href| addresses.absolute(href)),
        is_hidden: options.is_hidden,
        has_previews: options.has_previews,
        ..HeadView::default()
    }
}
