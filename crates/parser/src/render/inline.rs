//! Inline content.

use std::borrow::Cow;

use super::drawing::without_picture;
use super::embed::Shown;
use super::escape::{escaped, push_escaped};
use super::slots::without_marks;
use super::{Destination, Embedded, Renderer};
use crate::tree::Inline;

impl Renderer<'_> {
    /// Renders inline content; `may_hold_blocks` tells whether an embedded note may stand here.
    pub(super) fn inlines(&mut self, inlines: &[Inline], may_hold_blocks: bool) {
        for inline in inlines {
            self.inline(inline, may_hold_blocks);
        }
    }

    pub(super) fn inline(&mut self, inline: &Inline, may_hold_blocks: bool) {
        match inline {
            Inline::Text(text) => push_escaped(&mut self.out, text),
            Inline::Code(code) => {
                self.out.push_str("<code>");
                push_escaped(&mut self.out, code);
                self.out.push_str("</code>");
            }
            Inline::Math { tex, is_display } => self.math(tex, *is_display, may_hold_blocks),
            Inline::Html(html) => self.raw_html(html),
            Inline::Element { start, content, end } => {
                self.out.push_str(start);
                self.inlines(content, may_hold_blocks);
                if !end.is_empty() {
                    self.end_tag(end);
                }
            }
            Inline::SoftBreak if self.settings.strict_line_breaks => self.out.push('\n'),
            Inline::SoftBreak | Inline::HardBreak => self.out.push_str("<br>\n"),
            Inline::Emphasis(content) => self.wrapped("em", content),
            Inline::Strong(content) => self.wrapped("strong", content),
            Inline::Strikethrough(content) => self.wrapped("del", content),
            Inline::Mark(content) => self.wrapped("mark", content),
            Inline::Link { index, content, title } => self.anchor(*index, content, title),
            Inline::Embed { index, title } => self.embed(*index, title, may_hold_blocks),
            Inline::Tag(tag) => {
                let element = match self.surroundings.tag_href(self.host, tag) {
                    None => {
                        self.out.push_str("<span class=\"tag\">#");
                        "span"
                    }
                    Some(href) => {
                        self.out.push_str("<a class=\"tag\" href=\"");
                        push_escaped(&mut self.out, &href);
                        self.out.push_str("\">#");
                        "a"
                    }
                };
                push_escaped(&mut self.out, tag.text());
                self.out.push_str("</");
                self.out.push_str(element);
                self.out.push('>');
            }
            Inline::FootnoteReference { number } => self.footnote_reference(*number),
        }
    }

    /// Tells whether an inline node is rendered as a block that parts its paragraph.
    pub(super) fn is_block_level(&self, inline: &Inline, is_alone: bool) -> bool {
        match inline {
            Inline::Embed { index, .. } => match self.surroundings.embedded(self.host, self.first_link + index) {
                Embedded::Note { .. } | Embedded::Canvas { .. } => true,
                Embedded::File { .. }
                | Embedded::Drawing { .. }
                | Embedded::Base
                | Embedded::External(_)
                | Embedded::Missing => false,
            },
            Inline::Math { is_display, .. } => *is_display && is_alone,
            _ => false,
        }
    }

    /// Writes raw HTML, to be sanitised with the whole body.
    pub(super) fn raw_html(&mut self, html: &str) {
        self.out.push_str(&without_marks(html));
    }

    fn wrapped(&mut self, element: &str, content: &[Inline]) {
        self.out.push('<');
        self.out.push_str(element);
        self.out.push('>');
        self.inlines(content, false);
        self.end_tag(element);
    }

    pub(super) fn end_tag(&mut self, element: &str) {
        self.out.push_str("</");
        self.out.push_str(element);
        self.out.push('>');
    }

    fn anchor(&mut self, index: usize, content: &[Inline], title: &str) {
        let destination = self.surroundings.destination(self.host, self.first_link + index);
        let (class, href) = match &destination {
            Destination::Internal(href) => ("internal-link", self.local_href(href)),
            Destination::External(href) => ("external-link\" rel=\"noopener", Cow::Borrowed(&**href)),
            Destination::Missing => {
                self.out.push_str("<span class=\"is-unresolved\">");
                self.inlines(content, false);
                self.out.push_str("</span>");
                return;
            }
            Destination::Unsafe => {
                self.out.push_str("<span>");
                self.inlines(content, false);
                self.out.push_str("</span>");
                return;
            }
        };
        self.out.push_str("<a class=\"");
        self.out.push_str(class);
        self.out.push_str("\" href=\"");
        push_escaped(&mut self.out, &href);
        self.out.push('"');
        if !title.is_empty() {
            self.out.push_str(" title=\"");
            push_escaped(&mut self.out, title);
            self.out.push('"');
        }
        self.out.push('>');
        self.is_in_link = true;
        self.inlines(content, false);
        self.is_in_link = false;
        self.out.push_str("</a>");
    }

    /// Embedded text may hold a link to a place in its own page: it leads to the source, not to the embedding page.
    fn local_href<'h>(&self, href: &'h str) -> Cow<'h, str> {
        match self.chain.source_href() {
            Some(source) if href.starts_with('#') => {
                Cow::Owned(format!("{}{href}", source.split('#').next().unwrap_or_default()))
            }
            _ => Cow::Borrowed(href),
        }
    }

    fn math(&mut self, tex: &str, is_display: bool, may_hold_blocks: bool) {
        // A display formula inside a line stands in a `p`, where a `div` would end it.
        let element = if is_display && may_hold_blocks { "div" } else { "span" };
        let html = match self.math.typeset(tex, is_display) {
            Ok(html) => {
                self.rendered.has_math = true;
                let class = if is_display { "math math-display" } else { "math math-inline" };
                format!("<{element} class=\"{class}\">{html}</{element}>")
            }
            Err(reason) => {
                let sign = if is_display { "$$" } else { "$" };
                let source = format!("{sign}{tex}{sign}");
                let html =
                    format!("<code class=\"math-error\" title=\"{}\">{}</code>", escaped(&reason), escaped(&source));
                if !self.is_embedded() {
                    self.rendered.broken_math.push((tex.to_owned(), reason));
                }
                html
            }
        };
        self.opaque(html);
    }

    fn embed(&mut self, index: usize, title: &str, may_hold_blocks: bool) {
        match self.surroundings.embedded(self.host, self.first_link + index) {
            // A note that has the name of a picture.
            Embedded::Note { .. } if self.is_in_link => {
                let words = escaped(self.link(index).alt().unwrap_or_default());
                self.opaque(words);
            }
            Embedded::Note { note, place, href, title } => {
                match self.embedded_note(index, note, &place, &href, &title, may_hold_blocks) {
                    Shown::Html(html) => self.opaque(html),
                    Shown::Missing => self.missing_embed(index),
                }
            }
            Embedded::File { kind, href, name, dimensions } => self.media(index, kind, &href, &name, dimensions, title),
            Embedded::Canvas { canvas, href, title } => {
                let html = self.embedded_canvas(canvas, &href, &title, may_hold_blocks);
                self.opaque(html);
            }
            Embedded::Drawing { href, title } => self.opaque(without_picture(&href, &title)),
            Embedded::Base => self.opaque(
                "<span class=\"notice\">A table of notes stands here that this site does not show.</span>".to_owned(),
            ),
            Embedded::External(url) => self.external_picture(index, &url, title),
            Embedded::Missing => self.missing_embed(index),
        }
    }

    /// The box of rules E-05 and E-06: the author's own words, and nothing of the target.
    fn missing_embed(&mut self, index: usize) {
        self.opaque(self.missing_box(index));
    }

    pub(super) fn missing_box(&self, index: usize) -> String {
        format!("<span class=\"embed-missing\">Not here: {}</span>", escaped(&self.link(index).reference))
    }
}
