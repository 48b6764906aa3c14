//! Embedded notes, sections and blocks (rules E-01 to E-15).

use std::cell::Cell;

use super::escape::escaped;
use super::{Host, Renderer, render_part};
use crate::resolve::Place;
use crate::tree::{Block, BlockKind, Item, List, View};

/// Embeds inside embeds are shown this deep (rule E-07).
const MAX_DEPTH: usize = 5;
/// A page embeds at most this many notes.
const MAX_EMBEDS: usize = 500;
/// The embedded notes of a page have at most this many bytes of source.
const MAX_BYTES: usize = 2 << 20;
/// The canvases of a page have at most this many cards.
const MAX_CARDS: usize = 5_000;

/// What one page has embedded so far: a bound that holds for any set of notes (rules E-07 and F-20).
#[derive(Debug, Default)]
pub(super) struct Expansion {
    n_embeds: usize,
    n_bytes: usize,
    n_cards: usize,
}

impl Expansion {
    /// Takes the share of a note or canvas, or refuses.
    pub(super) fn admit(&mut self, n_bytes: usize) -> bool {
        let is_admitted = self.n_embeds < MAX_EMBEDS && self.n_bytes + n_bytes <= MAX_BYTES;
        if is_admitted {
            self.n_embeds += 1;
            self.n_bytes += n_bytes;
        }
        is_admitted
    }

    /// Takes the share of one card of a canvas, or refuses.
    pub(super) fn admit_card(&mut self) -> bool {
        self.n_cards += 1;
        self.n_cards <= MAX_CARDS
    }
}

/// The notes and canvases from the page down to the embedded text that is being rendered.
pub(super) struct Chain<'c> {
    host: Host,
    place: Place,
    outer: Option<&'c Chain<'c>>,
    href: Option<String>,
    id_prefix: String,
    /// Counts the embeds of the page; kept at the page's own link.
    counter: Cell<usize>,
}

impl<'c> Chain<'c> {
    /// Starts with the page itself.
    pub(super) fn page(host: Host) -> Self {
        Self { host, place: Place::Whole, outer: None, href: None, id_prefix: String::new(), counter: Cell::new(0) }
    }

    /// Goes on to what is embedded.
    pub(super) fn inner(&'c self, host: Host, place: Place, href: Option<String>) -> Self {
        let id_prefix = format!("e{}:", self.next_number());
        Self { host, place, outer: Some(self), href, id_prefix, counter: Cell::new(0) }
    }

    /// Tells whether embedding this would lead in a circle.
    pub(super) fn holds(&self, host: Host, place: &Place) -> bool {
        std::iter::successors(Some(self), |chain| chain.outer).any(|chain| chain.host == host && chain.place == *place)
    }

    /// Tells whether no more embeds go into each other (rule E-07).
    pub(super) fn is_deepest(&self) -> bool {
        self.depth() >= MAX_DEPTH
    }

    pub(super) fn id_prefix(&self) -> String {
        self.id_prefix.clone()
    }

    pub(super) fn source_href(&self) -> Option<&str> {
        self.href.as_deref()
    }

    /// Counts the embeds on the way from the page; a card of a canvas is part of the canvas.
    fn depth(&self) -> usize {
        let embeds = std::iter::successors(Some(self), |chain| chain.outer);
        embeds.filter(|chain| chain.outer.is_some_and(|outer| !chain.is_card_of(outer))).count()
    }

    fn is_card_of(&self, outer: &Self) -> bool {
        matches!(self.host, Host::Canvas(_)) && self.host == outer.host
    }

    fn next_number(&self) -> usize {
        match self.outer {
            Some(outer) => outer.next_number(),
            None => {
                self.counter.set(self.counter.get() + 1);
                self.counter.get()
            }
        }
    }
}

/// What came of an embedded note.
pub(super) enum Shown {
    Html(String),
    Missing,
}

/// A part of a document.
pub(super) enum Part<'d> {
    Blocks(&'d [Block]),
    Item(&'d List, &'d Item),
}

/// Finds a part: all but a first heading that is shown as the title anyway, a section (rule E-02), a block (rule E-04).
pub(super) fn part<'d>(document: View<'d>, place: &Place, has_title_heading: bool) -> Option<Part<'d>> {
    match place {
        Place::Whole => Some(Part::Blocks(&document.tree.blocks[usize::from(has_title_heading)..])),
        Place::Heading(heading) => section(&document.tree.blocks, *heading, document).map(Part::Blocks),
        Place::Block(id) => named(&document.tree.blocks, id, document),
        Place::MissingHeading | Place::MissingBlock => None,
    }
}

fn section<'d>(blocks: &'d [Block], heading: usize, document: View<'_>) -> Option<&'d [Block]> {
    let is_heading = |block: &Block| matches!(block.kind, BlockKind::Heading { index, .. } if index == heading);
    if let Some(start) = blocks.iter().position(is_heading) {
        let level = document.headings[heading].level;
        let ends = |block: &Block| matches!(block.kind, BlockKind::Heading { index, .. } if document.headings[index].level <= level);
        let end = blocks[start + 1..].iter().position(ends).map_or(blocks.len(), |at| start + 1 + at);
        return Some(&blocks[start..end]);
    }
    blocks.iter().flat_map(inner).find_map(|inner| section(inner, heading, document))
}

fn named<'d>(blocks: &'d [Block], id: &str, document: View<'_>) -> Option<Part<'d>> {
    for (at, block) in blocks.iter().enumerate() {
        let is_named_heading = matches!(block.kind, BlockKind::Heading { index, .. } if document.headings[index].block_id.as_deref() == Some(id));
        if block.id.as_deref() == Some(id) || is_named_heading {
            return Some(Part::Blocks(&blocks[at..=at]));
        }
        if let BlockKind::List(list) = &block.kind
            && let Some(item) = list.items.iter().find(|item| item.id.as_deref() == Some(id))
        {
            return Some(Part::Item(list, item));
        }
        if let Some(part) = inner(block).into_iter().find_map(|inner| named(inner, id, document)) {
            return Some(part);
        }
    }
    None
}

/// The blocks directly inside a block.
fn inner(block: &Block) -> Vec<&[Block]> {
    match &block.kind {
        BlockKind::Quote(body) => vec![body],
        BlockKind::Callout(callout) => vec![&callout.body],
        BlockKind::List(list) => list.items.iter().map(|item| item.blocks.as_slice()).collect(),
        BlockKind::Paragraph(_)
        | BlockKind::Heading { .. }
        | BlockKind::Code { .. }
        | BlockKind::Html(_)
        | BlockKind::Rule
        | BlockKind::Table(_) => Vec::new(),
    }
}

impl Renderer<'_> {
    /// Renders an embedded note, or a link to it where showing it would lead in circles or too far (rule E-07).
    pub(super) fn embedded_note(
        &mut self,
        link: usize,
        note: usize,
        place: &Place,
        href: &str,
        title: &str,
        may_hold_blocks: bool,
    ) -> Shown {
        if matches!(place, Place::MissingHeading | Place::MissingBlock) {
            return Shown::Missing;
        }
        let is_cycle = self.chain.holds(Host::Note(note), place) || self.stands_inside(link, note, place);
        let n_bytes = self.surroundings.note(note).text().len();
        if is_cycle || !may_hold_blocks || self.chain.is_deepest() || !self.expansion.admit(n_bytes) {
            return Shown::Html(embed_link(href, title));
        }
        let chain = self.chain.inner(Host::Note(note), place.clone(), Some(href.to_owned()));
        let Some(rendered) = render_part(note, place, &chain, self.surroundings, self.settings, self.expansion) else {
            return Shown::Missing;
        };
        self.needs(&rendered);
        Shown::Html(format!(
            "<div class=\"embed\"><a class=\"embed-source\" href=\"{}\">{}</a><div class=\"embed-body\">\n{}</div></div>",
            escaped(href),
            escaped(title),
            rendered.html
        ))
    }

    /// Tells whether an embed of a section of its own note stands in that very section (rule E-08).
    fn stands_inside(&self, link: usize, note: usize, place: &Place) -> bool {
        let Place::Heading(heading) = place else { return false };
        if self.host != Host::Note(note) {
            return false;
        }
        let headings = &self.document.headings;
        let start = headings[*heading].span.start;
        let level = headings[*heading].level;
        let end =
            headings[heading + 1..].iter().find(|next| next.level <= level).map_or(usize::MAX, |next| next.span.start);
        (start..end).contains(&self.link(link).span.start)
    }
}

/// Stands in place of what would lead in circles or too far.
pub(super) fn embed_link(href: &str, title: &str) -> String {
    format!("<a class=\"internal-link embed-link\" href=\"{}\">{}</a>", escaped(href), escaped(title))
}
