//! A canvas drawn as SVG: groups below, then arrows, then the cards in reading order (rules O-01, O-02, E-23).
//!
//! Cards are HTML inside the drawing. What one shows comes from [`super::Surroundings`], like the embed of a note, and shares the page's
//! budget with all embeds; a card of what readers may not see is an empty box. Nothing of the file is written but what is
//! seen: no ids, no paths, no text of cards that were left out.

mod card;
mod edge;
mod group;
mod order;

use std::fmt::Write as _;

use super::embed::{Chain, Expansion, embed_link};
use super::escape::{escaped, push_escaped};
use super::{Host, RenderSettings, Rendered, Renderer, Surroundings};
use crate::Canvas;
use crate::canvas::{Colour, Content, Frame};
use crate::resolve::Place;
use order::Section;

/// Room around the outermost cards: arrows bend out of their sides.
const MARGIN: i32 = 48;

/// Draws a canvas for a page of its own. What its cards show is bounded as the embeds of a note are.
pub fn render_canvas(canvas: usize, surroundings: &dyn Surroundings, settings: RenderSettings) -> Rendered {
    let mut expansion = Expansion::default();
    let chain = Chain::page(Host::Canvas(canvas));
    Drawing::new(canvas, &chain, surroundings, settings, &mut expansion).finish("")
}

impl Renderer<'_> {
    /// Draws an embedded canvas, or writes a link to it where that would lead in circles or too far (rule E-07).
    pub(super) fn embedded_canvas(&mut self, canvas: usize, href: &str, title: &str, may_hold_blocks: bool) -> String {
        let host = Host::Canvas(canvas);
        let n_bytes = self.surroundings.canvas(canvas).n_bytes();
        let is_cycle = self.chain.holds(host, &Place::Whole);
        if is_cycle || !may_hold_blocks || self.chain.is_deepest() || !self.expansion.admit(n_bytes) {
            return embed_link(href, title);
        }
        let chain = self.chain.inner(host, Place::Whole, Some(href.to_owned()));
        let caption = format!(
            "<figcaption><a class=\"internal-link canvas-source\" href=\"{}\">{}</a></figcaption>\n",
            escaped(href),
            escaped(title)
        );
        let drawing = Drawing::new(canvas, &chain, self.surroundings, self.settings, self.expansion);
        let rendered = drawing.finish(&caption);
        self.needs(&rendered);
        rendered.html
    }
}

/// One canvas on its way to a page.
struct Drawing<'d> {
    number: usize,
    canvas: &'d Canvas,
    chain: &'d Chain<'d>,
    surroundings: &'d dyn Surroundings,
    settings: RenderSettings,
    expansion: &'d mut Expansion,
    /// What the author calls each node, for those who hear the arrows.
    names: Vec<String>,
    out: String,
    rendered: Rendered,
}

impl<'d> Drawing<'d> {
    fn new(
        number: usize,
        chain: &'d Chain<'d>,
        surroundings: &'d dyn Surroundings,
        settings: RenderSettings,
        expansion: &'d mut Expansion,
    ) -> Self {
        let canvas = surroundings.canvas(number);
        let names = vec![String::new(); canvas.nodes().len()];
        let (out, rendered) = (String::new(), Rendered::default());
        Self { number, canvas, chain, surroundings, settings, expansion, names, out, rendered }
    }

    fn finish(mut self, caption: &str) -> Rendered {
        if self.canvas.trouble().is_some() {
            self.rendered.html =
                "<p class=\"notice\">A canvas stands here that cannot be shown: its file is broken.</p>\n".to_owned();
            return self.rendered;
        }
        self.rendered.has_canvas = true;
        let view = self.view();
        self.rendered.html = format!("<figure class=\"canvas\">\n{caption}{view}</figure>\n");
        self.rendered
    }

    fn view(&mut self) -> String {
        let sections = order::sections(self.canvas.nodes());
        let n_drawn: usize = sections.iter().map(|section| section.cards.len()).sum();
        if n_drawn == 0 && self.canvas.nodes().is_empty() {
            return "<p class=\"canvas-empty\">Nothing is on this canvas yet.</p>\n".to_owned();
        }
        let n_more = self.cards(&sections) + self.canvas.n_left_out();
        let cards = std::mem::take(&mut self.out);
        let (groups, labels) = self.groups();
        let (edges, edge_labels) = self.edges();
        let area = self.area();
        let mut html = String::with_capacity(cards.len() + groups.len() + edges.len() + 1024);
        let title = escaped(&self.canvas.title());
        let Frame { x, y, width, height } = area;
        let _ = write!(
            html,
            "<div class=\"canvas-view\" tabindex=\"0\" role=\"group\" aria-label=\"Canvas: {title}\">\
             <svg class=\"canvas-drawing\" style=\"--canvas-width:{width};--canvas-height:{height}\" \
             viewBox=\"{x} {y} {width} {height}\" width=\"{width}\" height=\"{height}\">\n\
             {groups}{edges}{labels}<g class=\"canvas-cards\">\n{cards}</g>\n{edge_labels}</svg></div>\n"
        );
        if n_more > 0 {
            let cards = if n_more == 1 { "card is" } else { "cards are" };
            let _ = writeln!(html, "<p class=\"canvas-more\">{n_more} more {cards} not drawn.</p>");
        }
        html
    }

    /// Draws the cards, group by group. Returns how many found no room.
    fn cards(&mut self, sections: &[Section]) -> usize {
        let mut n_more = 0;
        for section in sections {
            if let Some(label) = section.group.and_then(|group| self.label(group)) {
                self.out.push_str("<g role=\"group\" aria-label=\"");
                push_escaped(&mut self.out, &label);
                self.out.push_str("\">\n");
            }
            for &card in &section.cards {
                if self.expansion.admit_card() {
                    self.card(card);
                } else {
                    n_more += 1;
                }
            }
            if section.group.and_then(|group| self.label(group)).is_some() {
                self.out.push_str("</g>\n");
            }
        }
        n_more
    }

    /// The plane that is drawn: all nodes, the labels above groups, and a margin.
    fn area(&self) -> Frame {
        let frames =
            || self.canvas.nodes().iter().map(|node| (node.frame, matches!(node.content, Content::Group { .. })));
        let least = |of: fn((Frame, bool)) -> i32| frames().map(of).min().unwrap_or(0) - MARGIN;
        let most = |of: fn((Frame, bool)) -> i32| frames().map(of).max().unwrap_or(0) + MARGIN;
        let x = least(|(frame, _)| frame.x);
        let y = least(|(frame, is_group)| if is_group { frame.y - group::LABEL_HEIGHT } else { frame.y });
        let right = most(|(frame, _)| frame.right());
        let bottom = most(|(frame, _)| frame.bottom());
        Frame { x, y, width: right - x, height: bottom - y }
    }
}

/// Opens an HTML box inside the drawing.
fn open_frame(out: &mut String, frame: Frame) {
    let Frame { x, y, width, height } = frame;
    let _ = write!(out, "<foreignObject x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\">");
}

/// The rest of a class attribute and, for a colour by number, the style that carries it.
fn coloured(colour: Option<&Colour>) -> String {
    match colour {
        None => "\"".to_owned(),
        Some(Colour::Preset(number)) => format!(" has-colour canvas-colour-{number}\""),
        Some(Colour::Hex(hex)) => format!(" has-colour\" style=\"--canvas-colour:{hex}\""),
    }
}
