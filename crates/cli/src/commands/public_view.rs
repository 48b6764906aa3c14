//! The public garden as data for tools: the schema of `inspect --json`, version 1.

use std::borrow::Cow;

use hedgerow_model::PageUrl;
use hedgerow_publish::{PublicGarden, PublicLink, PublicNote, PublicTarget};
use serde::Serialize;

/// All of a public garden.
#[derive(Debug, Serialize)]
pub(crate) struct GardenView<'g> {
    version: u8,
    notes: Vec<NoteView<'g>>,
    assets: Vec<AssetView<'g>>,
    redirects: Vec<RedirectView>,
}

#[derive(Debug, Serialize)]
struct NoteView<'g> {
    path: &'g str,
    url: String,
    title: &'g str,
    /// Not so for a note that is public and in no list (rule W-07).
    listed: bool,
    aliases: &'g [String],
    tags: Vec<&'g str>,
    links: Vec<LinkView<'g>>,
    backlinks: Vec<&'g str>,
    mentions: Vec<&'g str>,
}

#[derive(Debug, Serialize)]
pub(super) struct LinkView<'g> {
    pub(super) raw: Cow<'g, str>,
    pub(super) kind: LinkKind,
    pub(super) target: Option<Cow<'g, str>>,
    pub(super) url: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum LinkKind {
    Note,
    Asset,
    Folder,
    External,
    Missing,
}

#[derive(Debug, Serialize)]
struct AssetView<'g> {
    path: &'g str,
    url: String,
}

#[derive(Debug, Serialize)]
struct RedirectView {
    from: String,
    to: String,
}

impl<'g> GardenView<'g> {
    pub(crate) fn of(garden: &'g PublicGarden) -> Self {
        let href = |url: &PageUrl| garden.base().href(url);
        let redirect = |(from, to): &(PageUrl, PageUrl)| RedirectView { from: href(from), to: href(to) };
        Self {
            version: 1,
            notes: garden.notes().iter().map(|note| NoteView::of(garden, note)).collect(),
            assets: garden
                .assets()
                .iter()
                .map(|asset| AssetView { path: asset.path().as_str(), url: href(asset.url()) })
                .collect(),
            redirects: garden.redirects().iter().map(redirect).collect(),
        }
    }
}

impl<'g> NoteView<'g> {
    fn of(garden: &'g PublicGarden, note: &'g PublicNote) -> Self {
        Self {
            path: note.path().as_str(),
            url: garden.base().href(note.url()),
            title: note.title(),
            listed: note.is_listed(),
            aliases: note.aliases(),
            tags: note.tags().iter().map(|tag| tag.text()).collect(),
            links: garden.links(note.id()).into_iter().map(|link| LinkView::of(garden, link)).collect(),
            backlinks: garden
                .backlinks(note.id())
                .sources()
                .map(|source| garden.note(source).path().as_str())
                .collect(),
            mentions: garden.mentions(note.id()).iter().map(|&id| garden.note(id).path().as_str()).collect(),
        }
    }
}

impl<'g> LinkView<'g> {
    fn of(garden: &'g PublicGarden, link: PublicLink) -> Self {
        let base = garden.base();
        let (kind, target, url) = match link.target {
            PublicTarget::Note(id, anchor) => {
                let note = garden.note(id);
                let fragment = anchor.as_ref().map(|anchor| anchor.fragment()).unwrap_or_default();
                (LinkKind::Note, Some(Cow::Borrowed(note.path().as_str())), Some(base.href(note.url()) + &fragment))
            }
            PublicTarget::Asset(idx) => {
                let asset = &garden.assets()[idx];
                (LinkKind::Asset, Some(Cow::Borrowed(asset.path().as_str())), Some(base.href(asset.url())))
            }
            PublicTarget::Folder(path, url) => (LinkKind::Folder, Some(Cow::Owned(path)), Some(base.href(&url))),
            PublicTarget::External(address) => {
                (LinkKind::External, Some(Cow::Owned(address.to_string())), Some(address.to_string()))
            }
            PublicTarget::Missing => (LinkKind::Missing, None, None),
        };
        Self { raw: Cow::Owned(link.raw.to_string()), kind, target, url }
    }
}
