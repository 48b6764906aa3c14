//! What a public note has to do with others: its links, and what its properties and its cover lead to. All of
//! it is made when somebody asks, since most of it is asked for by nobody between two changes.

use hedgerow_model::{Anchor, FileKind};
use hedgerow_parser::{FileId, Garden, Link, Note, Place, Resolution, Value, ValuePiece};

use crate::{NoteId, Property, PropertyPiece, PropertyText, PublicGarden, PublicLink, PublicTarget};

impl PublicGarden {
    /// Returns the links and embeds of a note in reading order, those of front matter first.
    pub fn links(&self, id: NoteId) -> Vec<PublicLink> {
        let links = self.joined().notes()[id.index()].links().iter();
        links
            .zip(self.joined().resolved(id.index()))
            .map(|(link, resolved)| self.link(link, &resolved.resolution))
            .collect()
    }

    /// Returns the social image of a note: a site-relative `href` of a public picture, or an absolute address (rule W-28).
    pub fn image(&self, id: NoteId) -> Option<String> {
        let note = &self.joined().notes()[id.index()];
        let image = note.front().image.as_deref()?;
        if image.starts_with("https://") || image.starts_with("http://") {
            return Some(image.to_owned());
        }
        let asset = self.place_among_used(cover(self.joined(), note)?)?;
        if self.assets()[asset].kind() == FileKind::Canvas {
            return None;
        }
        Some(self.base().href(self.assets()[asset].url()))
    }

    /// Returns the properties of a note that the site's settings show, in the settings' order (rule P-16).
    pub fn properties(&self, id: NoteId) -> Vec<Property> {
        let shown = &self.options().render.show_properties;
        if shown.is_empty() {
            return Vec::new();
        }
        let (note, links) = (&self.joined().notes()[id.index()], self.links(id));
        // Links are numbered over all properties of the note.
        let mut next_link = 0;
        let mut found = Vec::new();
        for property in &note.front().properties {
            let values = self.values(&property.value, &links, &mut next_link);
            let place = shown.iter().position(|key| key.eq_ignore_ascii_case(&property.key));
            if let Some(place) = place.filter(|_| !values.is_empty()) {
                found.push((place, Property { key: property.key.clone(), values }));
            }
        }
        found.sort_by_key(|(place, _)| *place);
        found.into_iter().map(|(_, property)| property).collect()
    }

    /// Tells whether the site's settings show properties of this name, in any letter case (rule P-16).
    pub fn shows_property(&self, key: &str) -> bool {
        self.options().render.show_properties.iter().any(|shown| shown.eq_ignore_ascii_case(key))
    }

    /// Returns what a property of a note says, also where it says nothing; `None` if the note has none of this name or the site does not
    /// show it. Costs next to nothing for a note without.
    pub fn property(&self, id: NoteId, key: &str) -> Option<PropertyText> {
        if !self.shows_property(key) {
            return None;
        }
        let note = &self.joined().notes()[id.index()];
        note.property(key)?;
        let links = self.links(id);
        let mut next_link = 0;
        for property in &note.front().properties {
            let values = self.values(&property.value, &links, &mut next_link);
            if property.key.eq_ignore_ascii_case(key) {
                let values = values.iter().map(|pieces| pieces.iter().map(PropertyPiece::text).collect()).collect();
                return Some(PropertyText { is_null: property.value == Value::Null, values });
            }
        }
        None
    }

    /// Resolves a link of a note or a canvas to what readers get.
    pub(crate) fn link(&self, link: &Link, resolution: &Resolution) -> PublicLink {
        PublicLink {
            raw: link.raw.clone(),
            span: link.span,
            label: link.label.clone(),
            is_embed: link.is_embed,
            target: self.target(resolution),
        }
    }

    pub(crate) fn target(&self, resolution: &Resolution) -> PublicTarget {
        match resolution {
            Resolution::Note(note, place) => PublicTarget::Note(NoteId::at(*note), self.anchor(*note, place)),
            Resolution::Asset(asset) => {
                self.place_among_used(*asset).map_or(PublicTarget::Missing, PublicTarget::Asset)
            }
            Resolution::Folder(path) => {
                let url = self.claims().folders.get(path);
                url.map_or(PublicTarget::Missing, |url| PublicTarget::Folder(path.clone(), url.clone()))
            }
            Resolution::External(url) => PublicTarget::External(url.clone()),
            Resolution::Missing | Resolution::Unsafe => PublicTarget::Missing,
        }
    }

    fn anchor(&self, note: usize, place: &Place) -> Option<Anchor> {
        match place {
            Place::Heading(heading) => Some(self.joined().notes()[note].headings()[*heading].anchor.clone()),
            Place::Block(id) => Some(Anchor::of_block(id)),
            Place::Whole | Place::MissingHeading | Place::MissingBlock => None,
        }
    }

    fn values(&self, value: &Value, links: &[PublicLink], next_link: &mut usize) -> Vec<Vec<PropertyPiece>> {
        match value {
            Value::List(values) => values.iter().flat_map(|value| self.values(value, links, next_link)).collect(),
            Value::Text(text) => {
                let pieces = hedgerow_parser::pieces(text, next_link).into_iter();
                vec![pieces.map(|piece| self.piece(piece, links)).collect()]
            }
            Value::Bool(flag) => vec![vec![PropertyPiece::Text(flag.to_string())]],
            Value::Number(number) => vec![vec![PropertyPiece::Text(number.clone())]],
            Value::Null | Value::Map(_) => Vec::new(),
        }
    }

    fn piece(&self, piece: ValuePiece, links: &[PublicLink]) -> PropertyPiece {
        let link = match piece {
            ValuePiece::Text(text) => return PropertyPiece::Text(text),
            ValuePiece::Link(index) => &links[index],
        };
        let text = link.label.to_string();
        match &link.target {
            PublicTarget::Note(note, anchor) => {
                let fragment = anchor.as_ref().map(Anchor::fragment).unwrap_or_default();
                let href = format!("{}{fragment}", self.base().href(self.note(*note).url()));
                PropertyPiece::Link { href, text, is_external: false }
            }
            PublicTarget::Asset(asset) => {
                PropertyPiece::Link { href: self.base().href(self.assets()[*asset].url()), text, is_external: false }
            }
            PublicTarget::Folder(_, url) => {
                PropertyPiece::Link { href: self.base().href(url), text, is_external: false }
            }
            PublicTarget::External(url) => PropertyPiece::Link { href: url.to_string(), text, is_external: true },
            PublicTarget::Missing => PropertyPiece::Missing(text),
        }
    }
}

/// Finds the attachment that a note names as its cover: a vault path or a link (rule W-28).
pub(crate) fn cover(garden: &Garden, note: &Note) -> Option<usize> {
    let image = note.front().image.as_deref()?;
    let path = image.trim().trim_start_matches('!').trim_start_matches("[[").trim_end_matches("]]");
    let path = path.split(['|', '#']).next().unwrap_or_default();
    match garden.names().find(note.path(), path).file()? {
        FileId::Asset(asset) => Some(asset),
        FileId::Note(_) => None,
    }
}
