//! What the renderer may know: the public garden and nothing else.

use hedgerow_model::{FileKind, PageUrl, Tag};
use hedgerow_parser::{
    Canvas, Destination, Embedded, Host, Link, Note, Place, RenderSettings, Resolution, Subpath, Surroundings,
};

use crate::{NoteId, PublicGarden, PublicTarget, PublishOptions};

/// Shows the renderer a public garden.
pub(crate) struct PublicSurroundings<'g>(pub(crate) &'g PublicGarden);

pub(crate) fn render_settings(options: &PublishOptions) -> RenderSettings {
    RenderSettings { strict_line_breaks: options.render.strict_line_breaks, plain_code: false }
}

impl Surroundings for PublicSurroundings<'_> {
    fn note(&self, note: usize) -> &Note {
        &self.0.joined().notes()[note]
    }

    fn canvas(&self, canvas: usize) -> &Canvas {
        &self.0.sources()[canvas].canvas
    }

    fn destination(&self, host: Host, link: usize) -> Destination {
        if self.resolution(host, link) == &Resolution::Unsafe {
            return Destination::Unsafe;
        }
        match self.target(host, link) {
            PublicTarget::Note(target, Some(anchor)) if Host::Note(target.index()) == host => {
                Destination::Internal(anchor.fragment())
            }
            PublicTarget::Note(target, anchor) => {
                let fragment = anchor.as_ref().map(hedgerow_model::Anchor::fragment).unwrap_or_default();
                Destination::Internal(format!("{}{fragment}", self.href(target)))
            }
            PublicTarget::Asset(asset) => Destination::Internal(self.file_href(asset, host, link)),
            PublicTarget::Folder(_, url) => Destination::Internal(self.0.base().href(&url)),
            PublicTarget::External(url) => Destination::External(url),
            PublicTarget::Missing => Destination::Missing,
        }
    }

    fn drawn(&self, note: usize) -> Embedded {
        let garden = self.0;
        let picture = crate::drawing::picture(garden.joined(), note).map(|asset| &garden.joined().assets()[asset]);
        let place = picture.and_then(|path| garden.assets().binary_search_by(|asset| asset.path().cmp(path)).ok());
        let note = &garden.notes()[note];
        match place.map(|place| garden.asset(place)) {
            Some(file) => Embedded::File {
                kind: file.kind(),
                href: garden.base().href(file.url()),
                name: note.title().to_owned(),
                dimensions: file.dimensions(),
            },
            None => Embedded::Drawing { href: garden.base().href(note.url()), title: note.title().to_owned() },
        }
    }

    fn embedded(&self, host: Host, link: usize) -> Embedded {
        let garden = self.0;
        match self.target(host, link) {
            PublicTarget::Note(target, _) if self.note(target.index()).is_drawing() => self.drawn(target.index()),
            PublicTarget::Note(target, anchor) => {
                let place = match self.resolution(host, link) {
                    Resolution::Note(_, place) => place.clone(),
                    Resolution::Asset(_)
                    | Resolution::Folder(_)
                    | Resolution::External(_)
                    | Resolution::Missing
                    | Resolution::Unsafe => Place::Whole,
                };
                let fragment = anchor.as_ref().map(hedgerow_model::Anchor::fragment).unwrap_or_default();
                Embedded::Note {
                    note: target.index(),
                    place,
                    href: format!("{}{fragment}", self.href(target)),
                    title: garden.note(target).title().to_owned(),
                }
            }
            PublicTarget::Asset(asset) => {
                if let Some(canvas) = garden.canvas_of(asset) {
                    let shown = &garden.canvases()[canvas];
                    let href = garden.base().href(shown.url());
                    return Embedded::Canvas { canvas, href, title: shown.title().to_owned() };
                }
                let file = garden.asset(asset);
                Embedded::File {
                    kind: file.kind(),
                    href: self.file_href(asset, host, link),
                    name: hedgerow_model::nfc(file.path().file_name()),
                    dimensions: file.dimensions(),
                }
            }
            PublicTarget::External(url) => Embedded::External(url),
            PublicTarget::Missing if self.is_base(host, link) => Embedded::Base,
            PublicTarget::Folder(..) | PublicTarget::Missing => Embedded::Missing,
        }
    }

    fn tag_href(&self, host: Host, tag: &Tag) -> Option<String> {
        let is_listed = match host {
            Host::Note(note) => self.0.notes()[note].is_listed(),
            Host::Canvas(_) => false,
        };
        // Only what is listed makes a page of a tag (rule W-07).
        if !is_listed && !self.0.has_tag_page(tag) {
            return None;
        }
        // The key is the one form that all spellings of a tag share (rules I-13 and I-15).
        Some(self.0.base().href(&PageUrl::from_slug(&format!("-/tags/{}", tag.key()))))
    }
}

impl PublicSurroundings<'_> {
    fn href(&self, note: NoteId) -> String {
        self.0.base().href(self.0.note(note).url())
    }

    fn link(&self, host: Host, link: usize) -> &Link {
        match host {
            Host::Note(note) => &self.note(note).links()[link],
            Host::Canvas(canvas) => &self.canvas(canvas).links()[link],
        }
    }

    fn target(&self, host: Host, link: usize) -> PublicTarget {
        self.0.target(self.resolution(host, link))
    }

    fn resolution(&self, host: Host, link: usize) -> &Resolution {
        match host {
            Host::Note(note) => &self.0.joined().resolved(note)[link].resolution,
            Host::Canvas(canvas) => &self.0.sources()[canvas].resolved[link].resolution,
        }
    }

    /// Tells whether a link leads to a base, which no reader gets (rule O-05). It is public: a public note names it.
    fn is_base(&self, host: Host, link: usize) -> bool {
        let Resolution::Asset(asset) = self.resolution(host, link) else { return false };
        matches!(host, Host::Note(_)) && self.0.joined().assets()[*asset].kind() == FileKind::Base
    }

    /// The address of a file, with the fragment as typed: a page of a PDF, a time in a film (rule E-20).
    fn file_href(&self, asset: usize, host: Host, link: usize) -> String {
        let href = self.0.base().href(self.0.asset(asset).url());
        match self.link(host, link).target.subpath() {
            Subpath::Headings(parts) => {
                let is_plain =
                    |c: char| c.is_ascii_alphanumeric() || matches!(c, '=' | '&' | ',' | '.' | '-' | '_' | ':');
                let fragment: String = parts.join("#").chars().filter(|&c| is_plain(c)).collect();
                if fragment.is_empty() { href } else { format!("{href}#{fragment}") }
            }
            Subpath::Whole | Subpath::Block(_) => href,
        }
    }
}
