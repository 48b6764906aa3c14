//! One card: a text, a note, a file, or the address of another site.

use std::fmt::Write as _;

use hedgerow_model::{FileKind, LineIndex};

use super::super::embed::Part;
use super::super::escape::{escaped, push_escaped};
use super::super::{Body, Destination, Embedded, Host, Rendered, Renderer, render_part};
use super::{Drawing, coloured, open_frame};
use crate::canvas::{Colour, Content};
use crate::lower::lower;
use crate::resolve::Place;
use crate::tree::{Block, BlockKind, Document, push_plain};

/// Characters of a card's name.
const NAME_CHARS: usize = 60;

/// What a card shows, and by which name it is called.
struct Shown {
    kind: &'static str,
    html: String,
    name: String,
}

impl Shown {
    /// What readers may not see, or what is not there: a box, and nothing that tells which (rule O-02).
    fn nothing() -> Self {
        Self { kind: "is-empty", html: String::new(), name: String::new() }
    }
}

impl Drawing<'_> {
    pub(super) fn card(&mut self, at: usize) {
        let node = &self.canvas.nodes()[at];
        let shown = match &node.content {
            Content::Text { text, first_link } => self.text(text, *first_link),
            Content::File { link } => self.file(*link),
            Content::Link { link } => self.address(*link),
            Content::Group { .. } => return,
        };
        open_frame(&mut self.out, node.frame);
        self.open_card(shown.kind, node.colour.as_ref(), &shown.html);
        self.out.push_str(&shown.html);
        self.out.push_str("</div></foreignObject>\n");
        self.names[at] = shown.name;
    }

    /// A card may hold more than fits and is scrolled: by keys too, for which it or a link in it must be reachable.
    fn open_card(&mut self, kind: &str, colour: Option<&Colour>, html: &str) {
        let _ = write!(self.out, "<div class=\"canvas-card {kind}{}", coloured(colour));
        if kind == "canvas-text" && !html.contains("<a ") {
            self.out.push_str(" tabindex=\"0\"");
        }
        self.out.push('>');
    }

    fn text(&mut self, text: &str, first_link: usize) -> Shown {
        let document = lower(text, 0, &LineIndex::new(text));
        let host = Host::Canvas(self.number);
        let href = self.chain.source_href().map(str::to_owned);
        let chain = self.chain.inner(host, Place::Whole, href);
        let body = Body { host, first_link, document: document.view() };
        let mut renderer = Renderer::new(body, &chain, self.surroundings, self.settings, self.expansion);
        renderer.part(&Part::Blocks(&document.tree.blocks));
        renderer.footnotes();
        let rendered = renderer.finish();
        self.needs(&rendered);
        Shown { kind: "canvas-text", html: rendered.html, name: first_words(&document) }
    }

    fn file(&mut self, link: usize) -> Shown {
        match self.surroundings.embedded(Host::Canvas(self.number), link) {
            Embedded::Note { note, place, href, title } => self.note(note, &place, &href, title),
            Embedded::File { kind, href, name, .. } => media(kind, &href, name),
            Embedded::Canvas { href, title, .. } | Embedded::Drawing { href, title } => linked(&href, title),
            Embedded::Base | Embedded::External(_) | Embedded::Missing => Shown::nothing(),
        }
    }

    /// A note or a part of it; a link alone where it would lead in circles or too far, or where the part is missing.
    fn note(&mut self, note: usize, place: &Place, href: &str, title: String) -> Shown {
        let host = Host::Note(note);
        let n_bytes = self.surroundings.note(note).text().len();
        let is_circle = self.chain.holds(host, place);
        if is_circle || self.chain.is_deepest() || !self.expansion.admit(n_bytes) {
            return linked(href, title);
        }
        let chain = self.chain.inner(host, place.clone(), Some(href.to_owned()));
        let Some(rendered) = render_part(note, place, &chain, self.surroundings, self.settings, self.expansion) else {
            return linked(href, title);
        };
        self.needs(&rendered);
        let html = format!("{}<div class=\"embed-body\">\n{}</div>", title_link(href, &title), rendered.html);
        Shown { kind: "canvas-note", html, name: title }
    }

    fn address(&self, link: usize) -> Shown {
        let typed = &self.canvas.links()[link].raw;
        let mut html = String::from("<p class=\"canvas-address\">");
        match self.surroundings.destination(Host::Canvas(self.number), link) {
            Destination::External(href) => {
                let _ = write!(html, "<a class=\"external-link\" rel=\"noopener\" href=\"{}\">", escaped(&href));
                push_escaped(&mut html, typed);
                html.push_str("</a>");
            }
            Destination::Internal(_) | Destination::Missing | Destination::Unsafe => push_escaped(&mut html, typed),
        }
        html.push_str("</p>");
        Shown { kind: "canvas-link", html, name: cut(typed) }
    }

    fn needs(&mut self, shown: &Rendered) {
        self.rendered.has_math |= shown.has_math;
        self.rendered.has_mermaid |= shown.has_mermaid;
    }
}

fn media(kind: FileKind, href: &str, name: String) -> Shown {
    let src = escaped(href);
    let (kind, html) = match kind {
        FileKind::Image => {
            let alt = escaped(&name);
            ("canvas-picture", format!("<img src=\"{src}\" alt=\"{alt}\" loading=\"lazy\" decoding=\"async\">"))
        }
        FileKind::Audio => ("canvas-media", format!("<audio controls preload=\"metadata\" src=\"{src}\"></audio>")),
        FileKind::Video => ("canvas-media", format!("<video controls preload=\"metadata\" src=\"{src}\"></video>")),
        FileKind::Note | FileKind::Pdf | FileKind::Canvas | FileKind::Base | FileKind::Other => {
            return linked(href, name);
        }
    };
    Shown { kind, html, name }
}

fn linked(href: &str, title: String) -> Shown {
    Shown { kind: "canvas-file", html: title_link(href, &title), name: title }
}

fn title_link(href: &str, title: &str) -> String {
    format!(
        "<a class=\"internal-link canvas-card-title\" href=\"{}\" dir=\"auto\">{}</a>",
        escaped(href),
        escaped(title)
    )
}

/// The first words of a text card, without what its author hid.
fn first_words(document: &Document) -> String {
    let mut words = String::new();
    push_first_words(&mut words, &document.tree.blocks, document);
    cut(&words)
}

fn push_first_words(words: &mut String, blocks: &[Block], document: &Document) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
                push_plain(words, content, &document.links);
            }
            BlockKind::Quote(body) => push_first_words(words, body, document),
            BlockKind::Callout(callout) => push_plain(words, &callout.title, &document.links),
            BlockKind::List(list) => {
                list.items.iter().take(1).for_each(|item| push_first_words(words, &item.blocks, document));
            }
            BlockKind::Code { .. } | BlockKind::Html(_) | BlockKind::Rule | BlockKind::Table(_) => {}
        }
        if !words.trim().is_empty() {
            return;
        }
    }
}

fn cut(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(NAME_CHARS) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}
