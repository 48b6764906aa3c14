//! A note that passed the gate.

use std::sync::Arc;

use hedgerow_model::{Anchor, Date, NotePath, PageUrl, Tag};

use crate::{Backlink, PublicLink};

/// The number of a public note: its place in [`crate::PublicGarden::notes`], which is vault-path order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(pub(crate) u32);

impl NoteId {
    /// Numbers a place in [`crate::PublicGarden::notes`].
    pub(crate) fn at(place: usize) -> Self {
        Self(u32::try_from(place).expect("a vault holds fewer than four billion notes"))
    }

    /// Returns the place in [`crate::PublicGarden::notes`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A note that passed the gate. Only [`crate::PublicGarden::grow`] makes one.
#[derive(Debug)]
pub struct PublicNote {
    pub(crate) id: NoteId,
    pub(crate) path: NotePath,
    pub(crate) url: PageUrl,
    pub(crate) title: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) headings: Vec<PublicHeading>,
    pub(crate) text: Arc<str>,
    pub(crate) fingerprint: [u8; 32],
    pub(crate) created: Option<Date>,
    pub(crate) modified: Option<Date>,
    pub(crate) published: Option<Date>,
    pub(crate) description: String,
    pub(crate) lang: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) css_classes: Vec<String>,
    pub(crate) shows_toc: bool,
    pub(crate) title_anchors: Vec<Anchor>,
    pub(crate) image: Option<String>,
    pub(crate) is_listed: bool,
    pub(crate) is_drawing: bool,
    pub(crate) properties: Vec<Property>,
    pub(crate) links: Vec<PublicLink>,
    pub(crate) backlinks: Vec<Backlink>,
}

impl PublicNote {
    /// Returns the note's number.
    pub fn id(&self) -> NoteId {
        self.id
    }

    /// Returns the path in the vault.
    pub fn path(&self) -> &NotePath {
        &self.path
    }

    /// Returns a hash of everything that the note's own file gives: path and text, and the title where it is the site's.
    /// Whatever is made of these alone need not be made again while it is the same.
    pub fn fingerprint(&self) -> &[u8; 32] {
        &self.fingerprint
    }

    /// Returns the canonical address.
    pub fn url(&self) -> &PageUrl {
        &self.url
    }

    /// Tells whether readers may come across the note: one that is not listed is reachable by its address and by links to
    /// it, and stands in no navigation, search, graph, feed, sitemap, tag page or backlink (rule W-07).
    pub fn is_listed(&self) -> bool {
        self.is_listed
    }

    /// Tells whether the note holds the data of a drawing: it has a page with a picture and no text to be searched or fed
    /// (rule O-06).
    pub fn is_drawing(&self) -> bool {
        self.is_drawing
    }

    /// Returns the title as plain text; never empty (rule F-25).
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns the other names, as written (rule F-30).
    pub fn aliases(&self) -> &[String] {
        &self.aliases
    }

    /// Returns the tags of front matter and text, each once, as first written in this note (rule I-18).
    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }

    /// Returns the headings in order.
    pub fn headings(&self) -> &[PublicHeading] {
        &self.headings
    }

    /// Returns the text in sections: first what stands before any heading, then one section a heading, in order.
    /// The text is plain, without front matter, comments, block ids and embedded notes (rules W-14 and E-10); the
    /// heading's own words are not part of it. Blocks are separated by a line end.
    pub fn sections(&self) -> impl Iterator<Item = Section<'_>> {
        let first_end = self.headings.first().map_or(self.text.len(), |heading| heading.text_start);
        let first = Section { heading: None, text: self.text[..first_end].trim() };
        let rest = self.headings.iter().enumerate().map(|(at, heading)| {
            let end = self.headings.get(at + 1).map_or(self.text.len(), |next| next.text_start);
            Section { heading: Some(heading), text: self.text[heading.text_start..end].trim() }
        });
        std::iter::once(first).chain(rest)
    }

    /// Returns the day the note was begun (rule P-06).
    pub fn created(&self) -> Option<Date> {
        self.created
    }

    /// Returns the day the note last changed (rule P-06).
    pub fn modified(&self) -> Option<Date> {
        self.modified
    }

    /// Returns the day the front matter gives as published.
    pub fn published(&self) -> Option<Date> {
        self.published
    }

    /// Returns one or two sentences of plain text: the `description` property, else the start of the text (rule W-27).
    /// May be empty.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// Returns the `lang` property, a BCP 47 tag.
    pub fn lang(&self) -> Option<&str> {
        self.lang.as_deref()
    }

    /// Returns the `author` property.
    pub fn author(&self) -> Option<&str> {
        self.author.as_deref()
    }

    /// Returns sanitised class names for the page (rule I-47).
    pub fn css_classes(&self) -> &[String] {
        &self.css_classes
    }

    /// Returns the ids that the title must have on the page: those of the heading that it was taken from, if that is not
    /// shown in the body (rules F-29 and L-39).
    pub fn title_anchors(&self) -> &[Anchor] {
        &self.title_anchors
    }

    /// Tells whether a table of contents may be shown (`enableToc`, rule W-19).
    pub fn shows_toc(&self) -> bool {
        self.shows_toc
    }

    /// Returns the social image: a site-relative `href` of a public picture, or an absolute address (rule W-28).
    pub fn image(&self) -> Option<&str> {
        self.image.as_deref()
    }

    /// Returns the properties that the site's settings show, in the settings' order (rule P-16).
    pub fn properties(&self) -> &[Property] {
        &self.properties
    }

    /// Returns the links and embeds in reading order, those of front matter first.
    pub fn links(&self) -> &[PublicLink] {
        &self.links
    }

    /// Returns the notes that link here, by title (rule L-40).
    pub fn backlinks(&self) -> &[Backlink] {
        &self.backlinks
    }
}

/// A heading of a public note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicHeading {
    /// 1 to 6.
    pub level: u8,
    /// Plain text.
    pub text: String,
    /// The id in the page.
    pub anchor: Anchor,
    /// Where the section's text starts in the note's plain text, in bytes.
    pub(crate) text_start: usize,
}

/// The text under one heading, up to the next heading of any level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section<'n> {
    /// `None` for what stands before the first heading.
    pub heading: Option<&'n PublicHeading>,
    /// Plain text, trimmed; may be empty.
    pub text: &'n str,
}

/// A property that readers may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// The key as written.
    pub key: String,
    /// One entry for a scalar, several for a list.
    pub values: Vec<Vec<PropertyPiece>>,
}

/// A piece of a property's value (rules L-32 and P-15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PropertyPiece {
    /// Text as written.
    Text(String),
    /// A link to a page, file or other site.
    Link {
        /// Where it leads, encoded for an `href`.
        href: String,
        /// The words that are shown.
        text: String,
        /// Leads to another site.
        is_external: bool,
    },
    /// A link to nothing public.
    Missing(String),
}
