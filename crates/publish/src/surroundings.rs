//! What the renderer may know: the public garden and nothing else.

use hedgerow_model::{PageUrl, Tag};
use hedgerow_parser::{Destination, Embedded, Note, Place, RenderSettings, Resolution, Subpath, Surroundings};

use crate::{NoteId, PublicGarden, PublicNote, PublicTarget, PublishOptions};

/// Shows the renderer a public garden.
pub(crate) struct PublicSurroundings<'g>(pub(crate) &'g PublicGarden);

pub(crate) fn render_settings(options: &PublishOptions) -> RenderSettings {
    RenderSettings { strict_line_breaks: options.render.strict_line_breaks }
}

impl Surroundings for PublicSurroundings<'_> {
    fn note(&self, note: usize) -> &Note {
        &self.0.joined().notes()[note]
    }

    fn destination(&self, note: usize, link: usize) -> Destination {
        if self.0.joined().resolved(note)[link].resolution == Resolution::Unsafe {
            return Destination::Unsafe;
        }
        match &self.0.notes()[note].links[link].target {
            PublicTarget::Note(target, Some(anchor)) if target.index() == note => {
                Destination::Internal(anchor.fragment())
            }
            PublicTarget::Note(target, anchor) => {
                let fragment = anchor.as_ref().map(hedgerow_model::Anchor::fragment).unwrap_or_default();
                Destination::Internal(format!("{}{fragment}", self.href(*target)))
            }
            PublicTarget::Asset(asset) => Destination::Internal(self.file_href(*asset, note, link)),
            PublicTarget::Folder(_, url) => Destination::Internal(self.0.base().href(url)),
            PublicTarget::External(url) => Destination::External(url.clone()),
            PublicTarget::Missing => Destination::Missing,
        }
    }

    fn embedded(&self, note: usize, link: usize) -> Embedded {
        let garden = self.0;
        match &garden.notes()[note].links[link].target {
            PublicTarget::Note(target, anchor) => {
                let place = match &garden.joined().resolved(note)[link].resolution {
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
                    href: format!("{}{fragment}", self.href(*target)),
                    title: garden.note(*target).title().to_owned(),
                }
            }
            PublicTarget::Asset(asset) => {
                let file = garden.asset(*asset);
                Embedded::File {
                    kind: file.kind(),
                    href: self.file_href(*asset, note, link),
                    name: hedgerow_model::nfc(file.path().file_name()),
                    dimensions: file.dimensions(),
                }
            }
            PublicTarget::External(url) => Embedded::External(url.clone()),
            PublicTarget::Folder(..) | PublicTarget::Missing => Embedded::Missing,
        }
    }

    fn tag_href(&self, note: usize, tag: &Tag) -> Option<String> {
        let is_tagged = |note: &PublicNote| note.tags().iter().any(|own| own.is_at_or_below(tag));
        // Only what is listed makes a page of a tag (rule W-07).
        if !self.0.notes()[note].is_listed() && !self.0.listed().any(is_tagged) {
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

    /// The address of a file, with the fragment as typed: a page of a PDF, a time in a film (rule E-20).
    fn file_href(&self, asset: usize, note: usize, link: usize) -> String {
        let href = self.0.base().href(self.0.asset(asset).url());
        match self.note(note).links()[link].target.subpath() {
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
