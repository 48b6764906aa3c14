//! The page of a note.

use std::collections::BTreeSet;

use hedgerow_publish::{Address, Body, NoteId, Property, PropertyPiece, PublicNote, PublicTarget};

use super::{backlinks, toc};
use crate::templates::fill;
use crate::view::{Crumb, HeadView, LinkView, ListingView, NotePart, NoteView, PieceView, PropertyView, TagLink};
use crate::{Page, Site, local_graph};

impl Site {
    /// Makes the page of a note; the first time the gate renders its body.
    pub fn note_page(&self, id: NoteId) -> Page {
        let note = self.garden.note(id);
        let body = self.garden.body(id);
        let (properties, backlinks) = (self.garden.properties(id), self.garden.backlinks(id));
        let told = backlinks::first_told(&backlinks);
        fill(
            "layouts/note.html",
            NoteView {
                site: &self.view,
                head: self.note_head(note, &body),
                crumbs: self.crumbs(note),
                tree: self.page_tree(note.path().folder(), note.url()),
                listing: self.contents_of_folder_note(note),
                note: NotePart {
                    path: note.path().as_str(),
                    title: note.title(),
                    title_ids: note.title_anchors().iter().map(hedgerow_model::Anchor::as_str).collect(),
                    hides_title: !self.options.shows_title && note.title_anchors().is_empty(),
                    lang: note.lang(),
                    author: note.author(),
                    body: &body.html,
                    toc: if note.shows_toc() { toc::nest(&body.toc) } else { Vec::new() },
                    tags: self.tag_links(note),
                    created: note.created().map(Into::into),
                    modified: note.modified().filter(|date| Some(*date) != note.created()).map(Into::into),
                    published: note.published().map(Into::into),
                    properties: properties.iter().map(property).collect(),
                    backlinks: self.backlinks(id, backlinks.len(), &told),
                    outgoing: self.outgoing(note),
                    graph: local_graph::draw(&self.garden, &self.degrees, &self.addresses, id),
                },
            },
        )
    }

    fn note_head(&self, note: &PublicNote, body: &Body) -> HeadView {
        let is_home = self.garden.home() == Some(note.id());
        let href = self.addresses.href(note.url());
        let head = self.head(if is_home { "home" } else { "note" }, note.title(), Some(&href));
        HeadView {
            kind: "note",
            lang: note.lang().map_or(head.lang, str::to_owned),
            description: Some(note.description().into_owned()).filter(|text| !text.is_empty()).or(head.description),
            author: note.author().map(str::to_owned).or(head.author),
            og_type: if is_home { "website" } else { "article" },
            og_image: self.garden.image(note.id()).and_then(|image| self.addresses.absolute(&image)),
            has_math: body.has_math,
            has_diagrams: body.has_mermaid,
            has_canvas: body.has_canvas,
            body_classes: note.css_classes().to_vec(),
            is_hidden: head.is_hidden || !note.is_listed(),
            ..head
        }
    }

    /// The folders above a note; the home page has none.
    pub(super) fn crumbs(&self, note: &PublicNote) -> Vec<Crumb> {
        if self.garden.home() == Some(note.id()) {
            return Vec::new();
        }
        self.crumbs_of(note.path().folder(), note.url())
    }

    /// What the folder holds, on the page of the folder's own note; the home page speaks for itself.
    fn contents_of_folder_note(&self, note: &PublicNote) -> Option<ListingView> {
        if self.garden.home() == Some(note.id()) {
            return None;
        }
        let folder = self.garden.root().find(note.path().folder()).filter(|folder| folder.url == *note.url())?;
        let listing = self.folder_listing(folder, 1)?;
        (!listing.folders.is_empty() || !listing.notes.is_empty()).then_some(listing)
    }

    fn tag_links(&self, note: &PublicNote) -> Vec<TagLink> {
        // A tag that only unlisted notes have has no page (rule W-07).
        let shown = note.tags().iter().filter_map(|tag| self.tags.get(tag.key()));
        shown.map(|entry| TagLink { text: entry.tag.text().to_owned(), href: self.addresses.tag(&entry.tag) }).collect()
    }

    /// The notes that this one links to, each once, in reading order.
    fn outgoing(&self, note: &PublicNote) -> Vec<LinkView> {
        let mut seen = BTreeSet::from([note.id()]);
        let targets = self.garden.links(note.id()).into_iter().filter_map(|link| match link.target {
            PublicTarget::Note(id, _) => Some(id),
            PublicTarget::Asset(_) | PublicTarget::Folder(..) | PublicTarget::External(_) | PublicTarget::Missing => {
                None
            }
        });
        targets
            .filter(|id| seen.insert(*id))
            .map(|id| {
                let target = self.garden.note(id);
                LinkView { title: target.title().to_owned(), href: self.addresses.href(target.url()) }
            })
            .collect()
    }

    /// The way from the home page to a page in a folder, the page itself left out.
    pub(crate) fn crumbs_of(&self, folder_path: &str, own_url: &hedgerow_model::PageUrl) -> Vec<Crumb> {
        let mut crumbs = vec![Crumb { name: "Home".to_owned(), href: self.view.home.clone() }];
        let mut folder = self.garden.root();
        for segment in folder_path.split('/').filter(|segment| !segment.is_empty()) {
            let Some(inner) = folder.folders.iter().find(|inner| inner.name == segment) else { break };
            folder = inner;
            if folder.url != *own_url && !matches!(self.garden.lookup(&folder.url), Address::Nothing) {
                crumbs.push(Crumb { name: folder.name.clone(), href: self.addresses.href(&folder.url) });
            }
        }
        crumbs
    }
}

fn property(property: &Property) -> PropertyView<'_> {
    PropertyView {
        key: &property.key,
        values: property.values.iter().map(|value| value.iter().map(piece).collect()).collect(),
    }
}

fn piece(piece: &PropertyPiece) -> PieceView<'_> {
    match piece {
        PropertyPiece::Text(text) => PieceView { kind: "text", text, href: "", is_external: false },
        PropertyPiece::Link { href, text, is_external } => {
            PieceView { kind: "link", text, href, is_external: *is_external }
        }
        PropertyPiece::Missing(text) => PieceView { kind: "missing", text, href: "", is_external: false },
    }
}
