//! HTML of a note's body, and the drawing of a canvas: the one renderer.
//!
//! Where a link leads and what an embed shows comes from [`Surroundings`], so that the same code serves any garden. The
//! HTML is safe as it is: text is escaped, and a body that holds raw HTML is sanitised as a whole.

mod block;
mod canvas;
mod drawing;
mod embed;
mod escape;
mod footnote;
mod inline;
mod media;
mod raw;
mod slots;
mod web;

use std::sync::Arc;

use hedgerow_model::{FileKind, Tag};

use crate::note::Note;
use crate::resolve::Place;
use crate::tree::View;
use crate::{Canvas, LinkSyntax};
use embed::{Chain, Expansion};
use footnote::Footnotes;
use raw::{RawContext, RawFile};
use slots::Slots;

pub use canvas::render_canvas;
pub(crate) use raw::sources;

/// What holds links: a note or a canvas, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// A note.
    Note(usize),
    /// A canvas.
    Canvas(usize),
}

/// What surrounds a note: the garden it is rendered in. Notes, canvases and links go by their numbers.
pub trait Surroundings {
    /// Returns a note of the garden.
    fn note(&self, note: usize) -> &Note;
    /// Returns a canvas of the garden.
    fn canvas(&self, canvas: usize) -> &Canvas;
    /// Returns where a link leads.
    fn destination(&self, host: Host, link: usize) -> Destination;
    /// Returns the picture of a drawing, as a file; anything else where there is none (rule O-06).
    fn drawn(&self, note: usize) -> Embedded;
    /// Returns what an embed shows.
    fn embedded(&self, host: Host, link: usize) -> Embedded;
    /// Returns the address of the page of a tag that stands in a note or canvas; `None` where there is no such page.
    fn tag_href(&self, host: Host, tag: &Tag) -> Option<String>;
}

/// Where a link leads. Each `href` is percent-encoded and gets no more than HTML escaping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A page or file of the garden, or a place in this page.
    Internal(String),
    /// Another site or scheme.
    External(Arc<str>),
    /// Nothing that readers can see (rules L-36 and L-37).
    Missing,
    /// Refused (rule L-34).
    Unsafe,
}

/// What an embed shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Embedded {
    /// A note or a part of one.
    Note {
        /// Its number.
        note: usize,
        /// The part; one that is missing shows the box of rule E-05.
        place: Place,
        /// The address of the source.
        href: String,
        /// Its title.
        title: String,
    },
    /// A file that the browser shows or offers.
    File {
        /// What kind of file it is.
        kind: FileKind,
        /// Its address, with the fragment that was typed.
        href: String,
        /// Its name, for readers.
        name: String,
        /// Width and height of a picture in CSS pixels.
        dimensions: Option<(u32, u32)>,
    },
    /// A canvas, drawn in place (rule E-23).
    Canvas {
        /// Its number.
        canvas: usize,
        /// The address of its page.
        href: String,
        /// Its name, for readers.
        title: String,
    },
    /// A drawing of which there is no picture (rule O-06).
    Drawing {
        /// The address of its page.
        href: String,
        /// Its title.
        title: String,
    },
    /// A file of a kind that is not shown: a base (rule O-05).
    Base,
    /// A picture of another host.
    External(Arc<str>),
    /// Nothing that readers can see (rules E-05 and E-06).
    Missing,
}

/// Settings of the renderer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct RenderSettings {
    /// A single line end in a paragraph is a space and not a line break (rule I-29).
    pub strict_line_breaks: bool,
    /// Code stays plain: for those who only want to know what is wrong. The patterns of many languages take some hundred megabytes.
    pub plain_code: bool,
}

/// A rendered body.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Rendered {
    /// The HTML.
    pub html: String,
    /// It holds typeset formulas.
    pub has_math: bool,
    /// It holds diagrams.
    pub has_mermaid: bool,
    /// It holds a drawn canvas.
    pub has_canvas: bool,
    /// Formulas of this note that could not be typeset: the source, and why (rule I-38).
    pub broken_math: Vec<(String, String)>,
}

/// Renders a note's body, with everything that it embeds. The total of what is embedded is bounded (rules E-07 and F-20).
pub fn render(note: usize, surroundings: &dyn Surroundings, settings: RenderSettings) -> Rendered {
    if surroundings.note(note).is_drawing() {
        return drawing::page(&surroundings.drawn(note));
    }
    let mut expansion = Expansion::default();
    render_part(note, &Place::Whole, &Chain::page(Host::Note(note)), surroundings, settings, &mut expansion)
        .unwrap_or_default()
}

/// Renders a part of a note; `None` if the part is not there.
fn render_part(
    note: usize,
    place: &Place,
    chain: &Chain<'_>,
    surroundings: &dyn Surroundings,
    settings: RenderSettings,
    expansion: &mut Expansion,
) -> Option<Rendered> {
    let source = surroundings.note(note);
    let tree = source.tree();
    let document = source.view(&tree);
    let part = embed::part(document, place, source.has_title_heading())?;
    let body = Body { host: Host::Note(note), first_link: source.n_property_links(), document };
    let mut renderer = Renderer::new(body, chain, surroundings, settings, expansion);
    renderer.out.reserve(source.text().len() * 3 / 2);
    renderer.part(&part);
    renderer.footnotes();
    Some(renderer.finish())
}

/// A document, and whose it is.
#[derive(Clone, Copy)]
struct Body<'d> {
    host: Host,
    /// The number of the document's first link among its host's links.
    first_link: usize,
    document: View<'d>,
}

/// One walk over one document.
struct Renderer<'r> {
    host: Host,
    /// The number of the document's first link among its host's links.
    first_link: usize,
    document: View<'r>,
    surroundings: &'r dyn Surroundings,
    settings: RenderSettings,
    chain: &'r Chain<'r>,
    expansion: &'r mut Expansion,
    /// Goes before each id in embedded text, so that ids stay unique in a page (rule E-09).
    id_prefix: String,
    slots: Slots,
    footnotes: Footnotes,
    math: crate::math::MathContext,
    /// In a link there is no other link.
    is_in_link: bool,
    out: String,
    rendered: Rendered,
}

impl<'r> Renderer<'r> {
    fn new(
        body: Body<'r>,
        chain: &'r Chain<'r>,
        surroundings: &'r dyn Surroundings,
        settings: RenderSettings,
        expansion: &'r mut Expansion,
    ) -> Self {
        Self {
            host: body.host,
            first_link: body.first_link,
            document: body.document,
            surroundings,
            settings,
            chain,
            expansion,
            id_prefix: chain.id_prefix(),
            slots: Slots::new(body.document.tree.has_html),
            footnotes: Footnotes::default(),
            math: crate::math::MathContext::default(),
            is_in_link: false,
            out: String::new(),
            rendered: Rendered::default(),
        }
    }
}

impl Renderer<'_> {
    fn is_embedded(&self) -> bool {
        !self.id_prefix.is_empty()
    }

    fn link(&self, index: usize) -> &crate::Link {
        &self.document.links[index]
    }

    /// Writes finished HTML that sanitising must not touch.
    fn opaque(&mut self, html: String) {
        self.slots.put(&mut self.out, html);
    }

    /// Takes over what the page needs for something that is shown in this body.
    fn needs(&mut self, shown: &Rendered) {
        self.rendered.has_math |= shown.has_math;
        self.rendered.has_mermaid |= shown.has_mermaid;
        self.rendered.has_canvas |= shown.has_canvas;
    }

    fn finish(mut self) -> Rendered {
        let html = std::mem::take(&mut self.out);
        self.rendered.html = self.slots.fill(html, |clean| self.raw_context().settle(&clean));
        self.rendered
    }

    /// Gathers what raw HTML names: its files are links of the note (rule E-25).
    fn raw_context(&self) -> RawContext<'_> {
        let links = self.document.links.iter().enumerate().filter(|(_, link)| link.syntax == LinkSyntax::Html);
        let files = links.map(|(index, link)| {
            let file = match self.surroundings.embedded(self.host, self.first_link + index) {
                Embedded::File { href, .. } => RawFile::Shown(href),
                Embedded::Note { .. }
                | Embedded::Canvas { .. }
                | Embedded::Drawing { .. }
                | Embedded::Base
                | Embedded::External(_)
                | Embedded::Missing => RawFile::Missing(self.missing_box(index)),
            };
            (link.reference.as_str(), file)
        });
        RawContext {
            files: files.collect(),
            id_prefix: &self.id_prefix,
            anchors: self.document.headings.iter().map(|heading| heading.anchor.as_str()).collect(),
        }
    }
}
